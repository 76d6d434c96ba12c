"""``scrapy edit``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "a site is a file, data/sites/NAME.toml: edit that"
