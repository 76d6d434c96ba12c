"""What stands at the edges of a text and speaks to its readers for the outlet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleaners.lines.credit_lines import is_credit_line
from cleaners.lines.notices import is_caption_notice, is_notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Line

_LAST_SENTENCE = re.compile(r"(?<=[。！？])[^。！？]+[。！？]?\Z")


def find_notices(lines: Sequence[Line], taken: Sequence[int], title: str | None) -> set[int]:
    """Which of the lines taken are notices: the last and the first ones, and those of pictures amid the text.

    Credits stand between them. None at the edges where one is of what the headline speaks of: the page tells of an
    outlet's own app, or how to get another's. None where they are most of what was taken.
    """
    captions = {at for at in taken if is_caption_notice(lines[at].text)}
    edges: set[int] = set()
    for order in (taken, taken[::-1]):
        for at in order:
            text = lines[at].text
            if is_notice(text, title):
                edges.add(at)
            elif is_notice(text):
                return captions
            elif at not in captions and not is_credit_line(text):
                break
    found = captions | edges
    chars = {at: len(lines[at].text) for at in taken}
    return found if 2 * sum(chars[at] for at in found) < sum(chars.values()) else set()


def part_notice(line: Line, title: str | None) -> tuple[Line, str] | None:
    """A text's last line without the notice that is its last sentence, and that notice; None where there is none."""
    match = _LAST_SENTENCE.search(line.text)
    if match is None or not is_notice(match[0].strip(), title):
        return None
    kept = line.text[: match.start()]
    return line._replace(text=kept, links=tuple(link for link in line.links if link.end <= len(kept))), match[0].strip()
