"""How pages are found and fetched.

To find your way in, follow one page of a crawl:

- ``loader`` makes a spider of each profile (``profile``); ``settings`` is what Scrapy is told;
- ``scheduler`` asks the database what is next; ``middlewares`` stand between a request and the network;
- ``site_spider`` reads the answer: ``follow`` and ``discovery`` find links, ``cleaners`` the article;
- ``report`` says how the run went.

``commands`` holds what an operator types, one file a command; ``probing`` and
``first_look`` look at a new outlet.
"""
