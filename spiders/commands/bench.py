"""``scrapy bench``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "make bench-crawl compares a crawl with a bare download"
