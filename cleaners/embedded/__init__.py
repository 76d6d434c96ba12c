"""What a page holds beside what it shows: meta elements and JSON-LD for machines, states and HTML for its scripts."""
