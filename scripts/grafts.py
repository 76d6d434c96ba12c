"""Graft a section onto an annotated page, so that the scorer meets what may stand behind an article: comments that are
longer than it, teasers of other stories, the whole next article in boxes like its own.

Few annotated pages hold their comments in the page, fewest of the Chinese ones, and hardly one the next article; pages
in the wild do. All sections are made of lines of other articles in the same language: nothing in their words tells them
from this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleaners.body.box_tree import subtree_ends
from cleaners.lexicons import load_lexicon
from cleaners.page.model import Box, Line, Link, PageImage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Page

HELD = 0.9
"""Share of the article's text that the box must hold behind which comments are put."""
LENGTHS = (0.2, 4.0)
"""Length of a comment section, least and most, in lengths of its article."""
MAX_COMMENTS = 80
NAMED = 0.7
"""Share of the sections whose class says what they are."""
INSIDE = 0.3
"""Share of the sections that are put into the box of the article, not behind it."""
HEADED = 0.8
"""Share of the comments that begin with a writer and a date."""
FLAT = 0.3
"""Share of the sections whose comments have no box of their own: heading and text follow each other."""
LINKED_WRITERS = 0.3
FOOTED = 0.5
"""Share of the sections whose comments end with a button to answer."""
PICTURED = 0.5
"""Share of the sections whose comments show a picture of their writer."""

TEASER_CHARS = (40, 300)
"""Length of the text of a teaser, least and most."""
MAX_NEXT_LINES = 120
HEADLINE_LEVELS = 3
"""Boxes around the text in which its headline is looked for, so that the next article gets one, too."""


class Story(NamedTuple):
    """An article that lends its text to sections of other pages."""

    title: str
    paragraphs: tuple[str, ...]


class Section(NamedTuple):
    """A part of a page that is no article: its lines and boxes, counted from its own outermost box."""

    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    pictured: tuple[int, ...]
    """The boxes that begin with an image."""


class Grafted(NamedTuple):
    """The lines, boxes and images of a page with a section that was not its own."""

    lines: tuple[Line, ...]
    boxes: tuple[Box, ...]
    images: tuple[PageImage, ...]
    places: tuple[int, ...]
    """Per line, its index among the lines of the page as it was; -1 for a grafted one."""


def graft(
    lines: Sequence[Line],
    page: Page,
    in_body: Sequence[bool],
    section: Section,
    random: np.random.Generator,
    *,
    ahead: bool = False,
) -> Grafted:
    """Put a section behind the box of the article, behind one around that, or at the end of it; or ``ahead`` of it."""
    boxes = page.boxes
    ends = subtree_ends(boxes)
    around = box_of_body(lines, boxes, in_body)
    for _ in range(int(random.integers(3))):
        around = max(boxes[around].parent, 0)
    inside = around == 0 or random.random() < INSIDE
    parent = around if inside else boxes[around].parent
    places = [at for at, line in enumerate(lines) if around <= line.box < ends[around]]
    at_box, at_line = (around + inside, places[0]) if ahead else (int(ends[around]), places[-1] + 1)
    outermost, *others = section.boxes
    new_boxes = (
        outermost._replace(parent=parent),
        *(box._replace(parent=box.parent + at_box) for box in others),
    )
    shift = len(new_boxes)
    behind = tuple(box._replace(parent=box.parent + shift) if box.parent >= at_box else box for box in boxes[at_box:])
    moved = [line._replace(box=line.box + shift) if line.box >= at_box else line for line in lines]
    new_lines = [line._replace(box=line.box + at_box) for line in section.lines]
    images = [image._replace(box=image.box + shift) if image.box >= at_box else image for image in page.images]
    return Grafted(
        (*moved[:at_line], *new_lines, *moved[at_line:]),
        (*boxes[:at_box], *new_boxes, *behind),
        (*images, *(PageImage(at_line, box + at_box, "", None) for box in section.pictured)),
        (*range(at_line), *[-1] * len(new_lines), *range(at_line, len(lines))),
    )


def box_of_body(lines: Sequence[Line], boxes: Sequence[Box], in_body: Sequence[bool]) -> int:
    """The innermost box that holds most of the article."""
    held = [0] * len(boxes)
    for line, inside in zip(lines, in_body, strict=True):
        held[line.box] += len(line.text) * inside
    for at in range(len(boxes) - 1, 0, -1):
        held[boxes[at].parent] += held[at]
    return max(at for at in range(len(boxes)) if held[at] >= HELD * held[0])


class _Style(NamedTuple):
    """How all comments of a section are marked up."""

    tag: str
    """Tag of a comment's own box; empty where heading and text follow each other without one."""
    name: str
    head_tag: str
    """Tag of the box of writer and date; empty where they stand in the comment's own."""
    headed: bool
    linked: bool
    """The writer is a link."""
    text_tag: str
    footed: bool


def _comment_style(name: str, random: np.random.Generator) -> _Style:
    flat = random.random() < FLAT
    pick = random.choice
    return _Style(
        tag="" if flat else str(pick(["li", "div", "div", "dl"])),
        name=name,
        head_tag=str(pick(["h4", "h5", "dt", "p"] if flat else ["", "", "h4", "div"])),
        headed=flat or random.random() < HEADED,
        linked=random.random() < LINKED_WRITERS,
        text_tag=str(pick(["p", "div"] if flat else ["p", ""])),
        footed=random.random() < FOOTED,
    )


def comments_of(donated: Sequence[str], article_chars: int, random: np.random.Generator) -> Section:
    """A comment section made of ``donated`` paragraphs, for an article of ``article_chars`` characters."""
    wide = sum("\u3040" <= character <= "\u9fff" for character in "".join(donated[:20])) > 100
    names = _comment_names() if random.random() < NAMED else [""]
    boxes = [Box(-1, str(random.choice(["div", "section", "ul", "ol"])), str(random.choice(names)))]
    lines = [Line(str(random.choice(_comment_words(wide))), "h3", 0)] if random.random() < HEADED else []
    style = _comment_style(str(random.choice([*names, "item", ""])) if names[0] else "", random)
    pictured = bool(style.tag) and random.random() < PICTURED
    entries = []
    left = article_chars * random.uniform(*LENGTHS)
    while left > 0 and len(boxes) < 3 * MAX_COMMENTS:
        entries.append(len(boxes))
        texts = [donated[at] for at in random.integers(len(donated), size=int(random.integers(1, 4)))]
        _add_comment(boxes, lines, style, _comment_head(donated, wide, random), texts)
        if style.footed:
            lines.append(Line("回复" if wide else "Reply", style.tag or "div", entries[-1] if style.tag else 0))
        left -= sum(map(len, texts))
    return Section(tuple(lines), tuple(boxes), tuple(entries) if pictured else ())


def _add_comment(boxes: list[Box], lines: list[Line], style: _Style, head: str, texts: Sequence[str]) -> None:
    """Add one comment to a section."""
    entry = 0
    if style.tag:
        entry = len(boxes)
        boxes.append(Box(0, style.tag, style.name))
    parts = [(head, style.head_tag, style.linked)] if style.headed else []
    for text, tag, linked in (*parts, *((text, style.text_tag, False) for text in texts)):
        box = entry
        if tag:
            box = len(boxes)
            boxes.append(Box(entry, tag, ""))
        lines.append(_linked_line(text, tag or style.tag, box, linked))


def teasers_of(stories: Sequence[Story], random: np.random.Generator) -> Section:
    """A list of other stories: headline and the start of the text of each, mostly linked, some with site and time."""
    pick = random.choice
    name, item_name = str(pick(["", "list", "feed", "stream", "related"])), str(pick(["", "item", "card"]))
    tag, item_tag = pick(["div", "ul", "section"]), pick(["li", "div", "article", "dl"])
    head_tag = pick(["h2", "h3", "p"])
    linked, text_linked, dated, wrapped = (random.random() < share for share in (0.8, 0.2, 0.5, 0.5))
    boxes, lines = [Box(-1, str(tag), name)], []
    for title, paragraphs in stories:
        boxes.append(Box(0, str(item_tag), item_name))
        if wrapped:
            boxes.append(Box(len(boxes) - 1, "div", "text"))
        item = len(boxes) - 1
        boxes += [Box(item, str(head_tag), ""), Box(item, "p", "")]
        lines.append(_linked_line(title, str(head_tag), item + 1, linked))
        size = int(random.integers(*TEASER_CHARS))
        text = paragraphs[0][:size] + "…" * (len(paragraphs[0]) > size)
        lines.append(_linked_line(text, "p", item + 2, text_linked))
        if dated:
            lines.append(Line(_comment_head(paragraphs, paragraphs[0] >= "\u3040", random), str(item_tag), item))
    return Section(tuple(lines), tuple(boxes), ())


def _linked_line(text: str, tag: str, box: int, linked: bool) -> Line:
    return Line(text, tag, box, (Link(0, len(text), "/story.html"),) if linked else ())


def next_article(
    lines: Sequence[Line], boxes: Sequence[Box], in_body: Sequence[bool], title: str | None, story: Story
) -> Section | None:
    """``story`` in boxes like those of the page's own article, its headline and what else stands in them included.

    None where the article stands in no box of its own.
    """
    ends = subtree_ends(boxes)
    around = box_of_body(lines, boxes, in_body)
    headlines = [line.box for line in lines if line.text == title]
    for _ in range(HEADLINE_LEVELS):
        if any(around <= box < ends[around] for box in headlines):
            break
        around = max(boxes[around].parent, 0)
    if not around:
        return None
    end = int(ends[around])
    told = list(story.paragraphs[:MAX_NEXT_LINES])
    taken: list[Line] = []
    last = None
    for line, inside in zip(lines, in_body, strict=True):
        if not around <= line.box < end:
            continue
        last = line._replace(box=line.box - around, links=()) if inside else last
        text = (told.pop(0) if told else None) if inside else story.title if line.text == title else line.text
        if text:
            taken.append(line._replace(text=text, box=line.box - around, links=line.links if text == line.text else ()))
    if last is not None:
        taken += [last._replace(text=text) for text in told]
    moved = [box._replace(parent=box.parent - around) for box in boxes[around:end]]
    return Section(tuple(taken), (moved[0]._replace(parent=-1), *moved[1:]), ())


def _comment_head(donated: Sequence[str], wide: bool, random: np.random.Generator) -> str:
    """A writer and a date as they stand above a comment."""
    said = donated[int(random.integers(len(donated)))]
    writer = said[: int(random.integers(2, 5))] if wide else " ".join(said.split()[:2])
    year, month, day, hour = (int(random.integers(*span)) for span in ((2003, 2026), (1, 13), (1, 29), (0, 24)))
    dates = (f"{year}-{month:02d}-{day:02d} {hour:02d}:17", f"{year}/{month}/{day}", f"{hour + 1} hours ago")
    if wide:
        dates = (dates[0], f"{year}年{month}月{day}日 {hour}:05", f"{hour + 1}小时前")
    return f"{writer} {dates[int(random.integers(3))]}"


def _comment_names() -> list[str]:
    pieces = [row["text"].strip("^$") for row in load_lexicon("box_names") if row["name"] == "comment"]
    return [f"{piece}{ending}" for piece in pieces for ending in ("", "-list", "s", "_box")]


def _comment_words(wide: bool) -> list[str]:
    rows = [row["text"].replace("␠", " ").strip() for row in load_lexicon("line_phrases") if row["name"] == "comment"]
    return [text for text in rows if (text[0] >= "\u3040") == wide]
