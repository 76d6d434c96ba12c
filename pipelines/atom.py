"""Articles as an Atom feed (RFC 4287). Pure."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

_FEED_SUMMARY = 300
"""Characters of the text in a feed's entry; readers of a feed go to the page for the rest."""

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_atom(site: str, name: str, host: str | None, articles: list[dict[str, Any]]) -> str:
    """Write an Atom feed (RFC 4287) of articles, newest first."""
    updated = max((_instant(article) for article in articles), default=datetime.fromtimestamp(0, UTC).isoformat())
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n',
        f"<title>{_xml(name)}</title>\n<id>{_xml(f'tag:{host or site},2024:{quote(site)}')}</id>\n",
        f"<updated>{updated}</updated>\n<author><name>{_xml(name)}</name></author>\n",
        *map(_atom_entry, articles),
        "</feed>\n",
    ]
    return "".join(parts)


def _atom_entry(article: dict[str, Any]) -> str:
    authors = "".join(f"<author><name>{_xml(author)}</name></author>" for author in json.loads(article["authors"]))
    published = article["published_at"]
    return (
        f"<entry><title>{_xml(article['title'] or article['url'])}</title><id>{_xml(article['normalised_url'])}</id>"
        f"<link href={quoteattr(_xml_characters(article['url']))}/>{authors}"
        + (f"<published>{_xml(published)}</published>" if published else "")
        + f"<updated>{_instant(article)}</updated>"
        f"<summary>{_xml(article['text'][:_FEED_SUMMARY])}</summary></entry>\n"
    )


def _instant(article: dict[str, Any]) -> str:
    """Give the time of publication in UTC, or that of our first sight of it; sorts as text."""
    stated = datetime.fromisoformat(article["published_at"] or article["first_seen_at"])
    return stated.astimezone(UTC).isoformat(timespec="seconds")


def _xml_characters(text: str) -> str:
    return _NOT_XML.sub("", text)


def _xml(text: str) -> str:
    return escape(_xml_characters(text))
