"""Article -> database: the Scrapy adapters, and the one place that knows SQL."""
