"""``scrapy genspider``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "scrapy probe ADDRESS writes the profile of a new site"
