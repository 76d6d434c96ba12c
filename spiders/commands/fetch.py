"""``scrapy fetch``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "scrapy crawl SITE -a url=ADDRESS fetches one page of a site"
