"""Find the headline: what the page shows as one, and what ``<title>`` and meta data call it, check each other.

A line of the page is preferred, because that is the headline as the newsroom set it. ``<title>`` carries the site's
name, may be cut short, or be junk; the headline is taken from there only when no line will do.

The order of search: a line that is marked as a headline (``marked``), a short line, a line that only its place gives
away (``unmarked``), ``<title>`` itself. ``names`` is what lines are compared with; ``joined`` takes advertisements off.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.embedded.text import THIN_CHARS, find_embedded
from cleaners.headline.joined import ITEM, beside, without_advert
from cleaners.headline.marked import SHOWN, best_line
from cleaners.headline.names import agreement, find_references
from cleaners.headline.signs import MAX_CHARS as LINE_CHARS
from cleaners.headline.signs import SURE
from cleaners.headline.unmarked import MIN_OVER_SHOWN, MIN_WIDTH, short_line, site_line, text_start, unmarked_line
from cleaners.junk.lists.items import split_items
from cleaners.lines.prose import is_prose
from cleaners.lines.stamps import read_stamps
from cleaners.lines.title_tag import LABEL, main_part, plain, site_parts, tidy, title_parts, title_tag, width
from cleaners.text import wording
from cleaners.text.about import ABOUT_SHARE, READ_CHARS, is_about, units_of
from cleaners.text.adverts import reads_like_advert
from cleaners.text.character_tables import FIRST_WIDE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.embedded.structured import Statements
    from cleaners.headline.names import References
    from cleaners.headline.signs import Candidate
    from cleaners.page.model import Line, Page


_STRANGE_SHARE = 0.15
"""Least share of a headline below a line of keywords that the page's prose must hold. Lower than ``ABOUT_SHARE``: the
line above is known to be wrong."""
_BY_CHANCE = 0.1
"""Share of a line of keywords that a text holds by chance."""
_LISTED = 4
"""Items of a list of keywords in place of a headline."""
_FIRST_PROSE = 3
"""Paragraphs that hold some word of most headlines."""
_MIN_PROSE = 100
"""Characters of prose in which some word of a headline stands as a rule."""

_MAX_TIME_CHARS = 40
"""Longest time with its label."""
_PARTING = " 丨|｜：:·—-"
"""What may part a kicker from the headline."""
_MIN_PARTED = 6
"""Characters of a kicker, and of the headline behind it: shorter words are badges (独家) and channels."""


class Headline(NamedTuple):
    """What was found of a page's headline."""

    title: str | None
    """None when the page shows no headline."""
    lines: tuple[Line, ...]
    """The draft's lines, a broken headline made one."""
    advert: str | None = None
    """The keyword phrase that was joined to it, or stood in its place; None where none was."""


def find_headline(draft: Draft, stated: Statements, *, again: bool = True) -> Headline:
    """The headline of a draft whose body is not chosen yet.

    ``again``: where an advertisement stands in its place, it is sought once more without that line.
    """
    page, lines = draft.page, draft.lines
    tag = title_tag(page)
    if tag is None and lines and lines[0].tag == "body" and len(lines[0].text) <= LINE_CHARS:
        tag = lines[0].text  # broken mark-up pushed <title> out of the head and stripped it of its tag
    text = text_start(lines)
    references = find_references(tag, stated, page.url)
    if tag and (named := site_line(lines[:text], tag, page)):
        references = references._replace(sites=references.sites | {plain(tag), plain(named)})
    best = best_line(lines, page, references, text)
    if best is not None and (other := _beside_keywords(best, lines, page, references, text)):
        best, tag = other, None
    if best is None or best.score < SURE:
        best = short_line(lines[:text], tag, references.sites) or best or unmarked_line(lines, text, references)
    if again and best is not None and _advertises(best, lines) and not _is_named(best, references):
        rest = draft._replace(lines=(*lines[: best.start], *lines[best.stop :]))
        found = find_headline(rest, stated, again=False)
        if found.title is not None and plain(found.title) not in references.sites:
            return found._replace(advert=best.line.text)
    if stands := _stated_headline(best, draft, tag, stated):
        return Headline(stands, lines)
    return _parted(best, draft, tag, stated) if best is not None else Headline(None, lines)


def _parted(best: Candidate, draft: Draft, tag: str | None, stated: Statements) -> Headline:
    """The headline that a line holds, without the advertisement, the time and the kicker that stand in it as well.

    Time and kicker become lines of their own.
    """
    page, lines = draft.page, draft.lines
    tidied = tidy(best.line.text, tag)
    headline = without_advert(tidied, _called(draft, tag, stated), _around(lines, best))
    times = _time_behind(best.line, headline)
    ahead = headline != tidied or times or _is_labelled(best.line.text, headline)
    shown = best.line._replace(text=headline, links=()) if ahead else best.line
    advert = beside(headline, tidied) if headline != tidied else None
    parted: tuple[Line, ...] = (shown, *times)
    if kicker := _kicker_in_heading(headline, tag, page):
        headline = headline[len(kicker) :]
        parted = (shown._replace(text=kicker.rstrip(_PARTING), links=()), shown._replace(text=headline, links=()))
    return Headline(headline, (*lines[: best.start], *parted, *lines[best.stop :]), advert)


def _time_behind(line: Line, headline: str) -> tuple[Line, ...]:
    """The time in the headline's own element, as a line below it: ``<h1>新桥通车<span>2024-05-06</span></h1>``."""
    behind = line.text.removeprefix(headline).strip()
    if behind == line.text or len(behind) > _MAX_TIME_CHARS or not read_stamps(behind, partial=False):
        return ()
    return (line._replace(text=behind, links=()),)


def _kicker_in_heading(headline: str, tag: str | None, page: Page) -> str | None:
    """What stands ahead of the headline in an element of its own within the same line, and not in ``<title>``.

    ``<h1><span>新桥通车满月</span><span>三座便桥同日拆除</span></h1>``: styles set the two below each other.
    """
    for part in title_parts(tag or ""):
        ahead = headline.removesuffix(part)
        if len(part) >= _MIN_PARTED and _MIN_PARTED <= len(ahead) < len(headline) and max(ahead) >= FIRST_WIDE:
            between = re.compile(rf"{re.escape(ahead)}\s*(?:</?[a-z][^<>]{{0,200}}>\s*){{1,4}}{re.escape(part)}")
            return ahead if between.search(page.source) else None
    return None


def _called(draft: Draft, tag: str | None, stated: Statements) -> tuple[str, ...]:
    """What the page calls its article, without the site's name: as meta data do first, then ``<title>``."""
    site, url = stated.first("site"), draft.page.url
    names = (stated.first("title"), tag)
    return tuple(part for name in names if name and (part := main_part(name, site, url)))


def _around(lines: Sequence[Line], best: Candidate) -> str:
    """The text of the page but for the headline."""
    return "\n".join(line.text for line in (*lines[: best.start], *lines[best.stop :]))[:READ_CHARS].casefold()


def _stated_headline(best: Candidate | None, draft: Draft, tag: str | None, stated: Statements) -> str | None:
    """What ``<title>``, a script or meta data call the article, where that comes before the best line; else None.

    It does where no line is a sure headline; and only what speaks of the page's text does.
    """
    lines, url = draft.lines, draft.page.url
    if best is not None and best.score >= SURE:
        return None
    least_width = MIN_OVER_SHOWN if best is not None and best.score >= SHOWN else MIN_WIDTH
    reading = _reading(lines, draft.page).casefold()
    titles = stated.of("title")
    in_scripts = [statement.value for statement in titles if statement.origin.startswith("script:")]
    for name in (*in_scripts, tag, *(statement.value for statement in titles)):
        part = main_part(name, stated.first("site"), url) if name else None
        if name and best is not None and set(title_parts(name)).issubset(site_parts(name)):
            continue  # the site's name alone
        if part and width(part) >= least_width and is_about(part, reading, ABOUT_SHARE):
            return part
    if best is None and in_scripts:
        return in_scripts[0]  # nothing is shown, and it stands beside the text
    return None


def _advertises(best: Candidate, lines: Sequence[Line]) -> bool:
    """Whether the line in a headline's place reads like an advertisement, and hardly a word of it is in the prose."""
    if not reads_like_advert(best.line.text):
        return False
    prose = "\n".join(line.text for line in lines[best.stop :] if is_prose(line.text))[:READ_CHARS].casefold()
    return len(prose) >= _MIN_PROSE and not is_about(best.line.text, prose, _BY_CHANCE)


def _is_named(best: Candidate, references: References) -> bool:
    """Whether the page calls its article so outside the text, as honest pages do."""
    return best.line.text.casefold() in references.written or agreement(plain(best.line.text), references) > 0


def _is_labelled(text: str, headline: str) -> bool:
    """Whether a line is the headline behind a label, as forums set it (主题：…): the body is sought below it."""
    return text != headline and text.endswith(headline) and LABEL.sub("", text) == headline


def _reading(lines: Sequence[Line], page: Page) -> str:
    """What the page says, or its scripts where it shows next to nothing."""
    shown = "\n".join(line.text for line in lines)[:READ_CHARS]
    if len(shown) >= THIN_CHARS:
        return shown
    return "\n".join([shown, *(line.text for line in find_embedded(page).lines)])[:READ_CHARS]


def _beside_keywords(
    best: Candidate, lines: Sequence[Line], page: Page, references: References, text: int
) -> Candidate | None:
    """The newsroom's headline beside keywords that hijackers set as another; else None.

    Hardly a word of keywords stands in the page's prose. The headline beside them must share words with it, and is an
    ``<h1>`` if another of these stands ahead of the text: of 133 pages with several none has such a one beside its own
    headline. ``text``: index of the text's first line.
    """
    rest = (*lines[: best.start], *lines[best.stop :])
    first = text - (best.stop - best.start)
    others = (line.text for line in lines[best.stop :] if is_prose(line.text) and line.text != best.line.text)
    begun = "\n".join(islice(others, _FIRST_PROSE))[:READ_CHARS]
    if best.stop > text or is_about(best.line.text, begun.casefold(), _BY_CHANCE):
        return None  # as most headlines are, and what follows is dear
    second = best.line.tag == "h1" and any(line.tag == "h1" for line in rest[:first])
    if not _may_be_keywords(best.line.text, named=_is_named(best, references), second=second):
        return None
    prose = "\n".join((begun, *others))[:READ_CHARS].casefold()
    if len(prose) < _MIN_PROSE or is_about(best.line.text, prose, _BY_CHANCE):
        return None
    other = best_line(rest, page, references._replace(names=(), written="", probes=frozenset()), first)
    if other is None or other.score < SURE or not is_about(other.line.text, prose, _STRANGE_SHARE):
        return None
    if second and other.line.tag != "h1":
        return None
    moved = best.stop - best.start if other.start >= best.start else 0
    return other._replace(start=other.start + moved, stop=other.stop + moved)


def _may_be_keywords(text: str, *, named: bool, second: bool) -> bool:
    """Whether the line in a headline's place may be keywords.

    ``named``: the page calls its article so; then a list, an advertisement or, with a ``second``
    ``<h1>`` on the page, the wording of junk must tell. Else the second is enough.
    """
    if not named:
        return second and bool(units_of(text.casefold()))
    listed = split_items(text)
    return (
        (listed is not None and len(listed[1]) >= _LISTED)
        or any(map(reads_like_advert, ITEM.findall(text)))
        or (second and wording.score(text) > 0)
    )
