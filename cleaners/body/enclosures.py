"""Files that an article encloses: 附件1：航班时刻表.doc."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from cleaners.page.model import Line

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|od[ts]|wps|ofd|csv|zip|rar)(?:\Z|[?#])", re.IGNORECASE)
"""End of the address or the name of a file."""


_HEADING = re.compile(r"(?:相[关關])?附件(?:下[载載]|列表)?\s?[:：]?")
"""What stands above the files of a text, in a box of their own."""


def leads_to_file(line: Line) -> bool:
    """Whether a line's links lead to files, or it bears the name of one."""
    return _FILE.search(line.text) is not None or all(map(_FILE.search, [link.href for link in line.links]))


def heads_enclosures(text: str) -> bool:
    """Whether a line is the heading of the files that a text encloses.

    >>> heads_enclosures("相关附件："), heads_enclosures("附件由村民自行填写。")
    (True, False)
    """
    return _HEADING.fullmatch(text) is not None


def is_enclosure(line: Line) -> bool:
    """Whether a line names a file that the article encloses.

    In ideographs its title does: notices end in the forms that they speak of. In alphabets what leads to a file and
    does not name it is as often an advertisement's.
    """
    if not line.links or not leads_to_file(line):
        return False
    return max(line.text) >= FIRST_WIDE or _FILE.search(line.text) is not None
