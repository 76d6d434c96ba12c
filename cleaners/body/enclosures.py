"""Files that an article encloses: 附件1：航班时刻表.doc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleaners.page.model import Line

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[ts]|wps|ofd|csv|zip|rar)(?:\Z|[?#])", re.IGNORECASE)
"""End of the address or the name of a file."""


_CALLED = re.compile(r"附(?:件|表|图|[:：])")


def leads_to_file(line: Line) -> bool:
    """Whether a line's links lead to files, or it bears the name of one."""
    return _FILE.search(line.text) is not None or all(_FILE.search(link.href) for link in line.links)


def is_enclosure(line: Line) -> bool:
    """Whether a line names a file that the article encloses: what else leads to one may be an advertisement's."""
    named = bool(line.links) and (_CALLED.match(line.text) is not None or _FILE.search(line.text) is not None)
    return named and leads_to_file(line)
