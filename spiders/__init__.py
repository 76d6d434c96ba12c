"""How pages are found and fetched: profiles, the generic spider, discovery, middlewares, commands."""
