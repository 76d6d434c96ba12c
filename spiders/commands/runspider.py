"""``scrapy runspider``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "scrapy crawl SITE runs the one spider on a site's profile"
