"""Lines of pages, written short in tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.page.parse import parse_page

if TYPE_CHECKING:
    from cleaners.page.model import Line

_ADDRESS = re.compile(r"<(https://[^>]+)>")


def line_of(marked: str, href: str = "/2.html", tag: str = "p") -> Line:
    """The line of a paragraph in which [ ] stands for a link to ``href``, and <address> for a link to there."""
    html = _ADDRESS.sub(r"<a href='\1'>here</a>", marked).replace("[", f'<a href="{href}">').replace("]", "</a>")
    (found,) = parse_page(f"<{tag}>{html}</{tag}>", None).lines
    return found
