"""The headline of a page, with the short lines above and below it."""
