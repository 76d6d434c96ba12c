"""Scrapy's settings for this project. A profile and the command line (``-s NAME=VALUE``) override them.

Settings of our own begin with ``NEWS_``; the operator's guide (``docs/operator.md``) explains each.
"""

import sys
from os import environ
from pathlib import Path

from spiders.launch import commands_to_load, prepare, refuse_mistyped

prepare()  # Scrapy reads this file before anything else of ours.
refuse_mistyped(sys.argv[0], sys.argv[1:])

PROJECT = Path(__file__).resolve().parent.parent

BOT_NAME = "qingliu"
SPIDER_LOADER_CLASS = "spiders.loader.ProfileSpiderLoader"
COMMANDS_MODULE = commands_to_load(sys.argv[1:])

# The operator's, from the environment where it names them: one place for a crontab or a service.
NEWS_SITES = environ.get("NEWS_SITES", str(PROJECT / "data" / "sites"))
NEWS_DB = environ.get("NEWS_DB", str(PROJECT / "data" / "news.db"))
NEWS_ARCHIVE = environ.get("NEWS_ARCHIVE", str(PROJECT / "data" / "archive"))
NEWS_CONTACT = environ.get("NEWS_CONTACT")
"""Mail address or page where an outlet reaches the operator; goes into the User-Agent. Must be set for real sites."""
NEWS_MAX_PAGES = environ.get("NEWS_MAX_PAGES", "2000")
NEWS_MAX_MEGABYTES = environ.get("NEWS_MAX_MEGABYTES", "1024")
NEWS_MAX_MINUTES = environ.get("NEWS_MAX_MINUTES", "120")
"""Budgets of one run of one site, unless its profile says otherwise."""
NEWS_BACKOFF_SECONDS = environ.get("NEWS_BACKOFF_SECONDS", "30")
NEWS_GRACE_SECONDS = environ.get("NEWS_GRACE_SECONDS", "180")
"""Seconds after the minutes are spent in which open requests may end; then the process ends itself."""
NEWS_PROXY = environ.get("NEWS_PROXY")
"""HTTP proxy for every request, e.g. ``http://127.0.0.1:3128``. It then decides what names mean: the address guard
cannot look behind it."""

# Who asks. The contact is added when the operator has set it.
USER_AGENT = "Qingliu/0.1 (regional news archive)"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,zh-TW;q=0.8,en;q=0.5",
}

# One request at a time a host. With a delay of exactly 0 Scrapy opens several, so no delay here is ever 0.
CONCURRENT_REQUESTS = 4  # One is open, the others are being read, cleaned and stored.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # A page gives one item; Scrapy starts this many tasks for each page.
WARN_ON_GENERATOR_RETURN_VALUE = False  # Parses the spider's source again for each page.
DOWNLOAD_DELAY = 2.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 60.0
# Every part of a crawl stands in this file: Scrapy would load its own lists' unused parts as well, even those that are
# switched off, and its remote control and cookies alone take a fifth of a run's start.
EXTENSIONS_BASE: dict[str, int] = {}
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "spiders.middlewares.throttle.PoliteThrottle": 0,
}

# The frontier lives in the database; Scrapy's own queues and seen-lists do not survive kill -9.
SCHEDULER = "spiders.scheduler.DatabaseScheduler"
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
ITEM_PIPELINES = {"spiders.scheduler.FinishPagePipeline": 900}

# What a page may make us do.
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "spiders.middlewares.guard.GuardedHandler",
    "https": "spiders.middlewares.guard.GuardedHandler",
}
TWISTED_DNS_RESOLVER = "spiders.middlewares.guard.GuardedResolver"
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # Bytes, also after decompression; the largest article page seen has 3 MB.
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 60  # Seconds for the whole response.
DOWNLOAD_VERIFY_CERTIFICATES = True
REDIRECT_MAX_TIMES = 5
COOKIES_ENABLED = False  # Our own middleware keeps those of hosts that insist.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Done by our own middleware: Scrapy 2.19 checks only the first two of the requests that wait for the file.
ROBOTSTXT_OBEY = False
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {  # From the engine to the network.
    "spiders.middlewares.scope.ScopeMiddleware": 50,
    "spiders.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "spiders.middlewares.retry.PageRetryMiddleware": 550,
    "spiders.middlewares.backoff.BackoffMiddleware": 560,
    "spiders.middlewares.unpacking.UnpackingMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "spiders.middlewares.dead_ends.DeadEndMiddleware": 650,
    "spiders.middlewares.cookies.CookieGateMiddleware": 700,
    "spiders.middlewares.proxy.ProxyMiddleware": 750,  # Scrapy's own would take a proxy out of the environment.
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
    "spiders.middlewares.archive.ArchiveMiddleware": 880,  # Next to the downloader: the body as it came.
}
# Scrapy's spider middlewares guard against what cannot happen here: links go through the frontier, never as requests,
# and the spider keeps books on every status.
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
REFERRER_POLICY = "no-referrer"
RETRY_TIMES = 2
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]  # 429 and 503 are the back-off's.

RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # The summary counts pages that could not be had.
LOG_LEVEL = "ERROR"
LOG_FORMATTER = "spiders.middlewares.quiet.QuietLogFormatter"
