"""``scrapy check``: Scrapy's own, and what does its work here."""

from spiders.command import ElsewhereCommand


class Command(ElsewhereCommand):
    """Says where to go."""

    instead = "sh run.sh test runs the project's tests"
