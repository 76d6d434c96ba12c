"""``scrapy parse``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "scrapy clean --explain FILE shows how a saved page is read"
