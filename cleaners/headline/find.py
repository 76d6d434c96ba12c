"""Find the headline: what the page shows as one, and what ``<title>`` and meta data call it, check each other.

A line of the page is preferred, because that is the headline as the newsroom set it. ``<title>`` carries the site's
name, may be cut short, or be junk; the headline is taken from there only when no line will do.

The order of search: a line that is marked as a headline (``marked``), a short line, a line that only its place gives
away (``unmarked``), ``<title>`` itself. ``names`` is what lines are compared with.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleaners.body.embedded import THIN_CHARS, find_embedded
from cleaners.headline.about import ABOUT_SHARE, READ_CHARS, is_about
from cleaners.headline.deck import ITEM
from cleaners.headline.marked import SHORT, SHOWN, best_line
from cleaners.headline.names import agreement, find_references
from cleaners.headline.signs import MAX_CHARS as LINE_CHARS
from cleaners.headline.signs import SURE
from cleaners.headline.title_tag import LABEL, main_part, plain, site_parts, tidy, title_parts, title_tag, width
from cleaners.headline.unmarked import MIN_OVER_SHOWN, MIN_WIDTH, short_line, site_line, text_start, unmarked_line
from cleaners.junk.item_lists import split_items
from cleaners.metadata.reach import is_prose
from cleaners.text.adverts import MAX_CHARS, reads_like_advert, weigh_adverts
from cleaners.text.strange_names import find_strange_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.draft import Draft
    from cleaners.headline.names import References
    from cleaners.headline.signs import Candidate
    from cleaners.metadata.structured import Statements
    from cleaners.page.model import Line, Page


_STRANGE_SHARE = 0.15
"""Least share of a ``<title>`` that the page's text must hold, where the headline shown is strange to both.
Lower than ``ABOUT_SHARE``: the line shown is known to be wrong."""
_BY_CHANCE = 0.1
"""Share of a line of keywords that a text holds by chance."""
_MIN_REST = 4
"""Characters beside the headline that may be an advertisement; less is a badge or a number."""
_JOINED_NATS = 1.0
"""Nats from which on what is joined to a headline is an advertisement, where a name of the article leaves it out and
the page hardly speaks of it. Of 58 honest kickers nine have them, six of which are subjects of their articles; so have
three quarters of the phrases of a trade known to the models and half of others'. To take off an honest one leaves the
headline that the page itself states."""
_LISTED = 4
"""Items of a list of keywords in place of a headline."""
_MAX_KICKER = 60
"""Characters of a line that stands in the headline's element ahead of it."""
_SIGNS_AROUND = re.compile(r"^\W+|\W+$")
"""Brackets and other signs that part an advertisement from the headline."""
_IN_FRONT = re.compile(r"(?:【([^【】]{5,30})】|([^\s:：_|｜【】-]{5,30})[\s:：_|｜-])[\s-]*")
"""A phrase in front of a headline and what parts the two."""
_SIGN = re.compile(r"\s?[:|–—-]\s")
"""Between a kicker and the headline, where both are written in one line."""
_LAST_SPACED = "\u2e7f"
"""Last character of the scripts that part words by spaces, but for Korean."""
_FIRST_PROSE = 3
"""Paragraphs that hold some word of most headlines."""
_MIN_PROSE = 100
"""Characters of prose in which some word of a headline stands as a rule."""


def find_headline(draft: Draft, stated: Statements) -> tuple[str | None, tuple[Line, ...]]:
    """The headline of a draft whose body is not chosen yet, and the draft's lines, a broken headline made one.

    None when the page shows no headline.
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
    if best is not None and (other := _below_keywords(best, lines, page, references, text)):
        best, tag = other, None
    if best is None or best.score < SURE:
        best = short_line(lines[:text], tag, references.sites) or best or unmarked_line(lines, text, references)
    if stands := _stated_headline(best, draft, tag, stated, references):
        return stands, lines
    if best is None:
        return None, lines
    names = _called(draft, tag, stated)
    headline = _as_shown(tidy(best.line.text, tag), names)
    if clean := _without_advert(headline, names, draft.lines, best):
        return clean, (*lines[: best.start], best.line._replace(text=clean, links=()), *lines[best.stop :])
    kicker = _kicker_joined(best.line.text, headline)
    shown = [best.line._replace(text=headline, links=()) if _is_labelled(best.line.text, headline) else best.line]
    if kicker is not None:
        shown = [best.line._replace(text=part, links=()) for part in (kicker, headline) if part]
    return headline, (*lines[: best.start], *shown, *lines[best.stop :])


def _stated_headline(
    best: Candidate | None, draft: Draft, tag: str | None, stated: Statements, references: References
) -> str | None:
    """What ``<title>``, a script or meta data call the article, where that comes before the best line; else None.

    It does where no line is a sure headline, or where the sure one is strange to the page; and only what speaks of the
    page's text does.
    """
    lines, url = draft.lines, draft.page.url
    sure = best is not None and best.score >= SURE
    strange = sure and best is not None and _is_strange(best, lines, references)
    if sure and not strange:
        return None
    least_share = _STRANGE_SHARE if strange else ABOUT_SHARE
    least_width = MIN_OVER_SHOWN if best is not None and best.score >= SHOWN else MIN_WIDTH
    reading = _reading(lines, draft.page).casefold()
    titles = stated.of("title")
    in_scripts = [statement.value for statement in titles if statement.origin.startswith("script:")]
    for name in (*in_scripts, tag, *(statement.value for statement in titles)):
        part = main_part(name, stated.first("site"), url) if name else None
        if name and best is not None and set(title_parts(name)).issubset(site_parts(name)):
            continue  # the site's name alone
        if part and width(part) >= least_width and is_about(part, reading, least_share):
            return part
    if best is None and in_scripts:
        return in_scripts[0]  # nothing is shown, and it stands beside the text
    return None


def _called(draft: Draft, tag: str | None, stated: Statements) -> tuple[str, ...]:
    """What the page calls its article, without the site's name: as meta data do first, then ``<title>``."""
    site, url = stated.first("site"), draft.page.url
    names = (stated.first("title"), tag)
    return tuple(part for name in names if name and (part := main_part(name, site, url)))


def _as_shown(headline: str, names: Sequence[str]) -> str:
    """The headline of the best line, or its part that the page calls its article where a kicker is joined to it."""
    return next((name for name in names if _kicker_joined(headline, name) is not None), headline)


def _without_advert(headline: str, names: Sequence[str], lines: Sequence[Line], best: Candidate) -> str | None:
    """The headline where an advertisement is joined to it, as another name or a sign shows; else None."""
    if clean := next((name for name in names if _is_joined_with_advert(headline, name, lines, best)), None):
        return clean
    advert = _advert_in_front(headline, lines, best)
    return headline.removeprefix(advert) if advert else None


def _kicker_joined(headline: str, name: str) -> str | None:
    """The short line that stands in the headline's own element ahead of ``name``, with no space between; else None.

    Empty where ``name`` is the whole headline, set with the signs that the element leaves to its style: papers write
    ``<h1><span>The old landing</span><span>Ferry is back</span></h1>`` and call the article "The old landing: Ferry is
    back", or "Ferry is back". In ideographs nothing tells the parts.
    """
    if not name or max(headline) > _LAST_SPACED:
        return None
    if _SIGN.sub("", name, count=1) == headline:
        return ""
    kicker = headline.removesuffix(name)
    joined = 0 < len(kicker) <= _MAX_KICKER and kicker != headline and kicker[-1].isalnum() and name[0].isupper()
    return kicker if joined and len(name) >= SHORT else None


def _is_labelled(text: str, headline: str) -> bool:
    """Whether a line is the headline behind a label, as forums set it (主题：…): the body is sought below it."""
    return text != headline and text.endswith(headline) and LABEL.sub("", text) == headline


def _around(lines: Sequence[Line], best: Candidate) -> str:
    """The text of the page but for the headline."""
    return "\n".join(line.text for line in (*lines[: best.start], *lines[best.stop :]))[:READ_CHARS].casefold()


def _is_joined_with_advert(headline: str, part: str, lines: Sequence[Line], best: Candidate) -> bool:
    """Whether a headline runs together with an advertisement that neither ``part`` nor the page's text knows.

    The newsroom's own words may stand beside a headline as well: （组图）, ｜新春走基层, "– as it happened".
    """
    if width(part) < SHORT or part == headline or not (headline.startswith(part) or headline.endswith(part)):
        return False
    rest = _SIGNS_AROUND.sub("", headline.removeprefix(part).removesuffix(part))
    items = [item for item in ITEM.findall(rest) if _MIN_REST <= len(item) <= MAX_CHARS]
    if not items or max(weigh_adverts(items)) < _JOINED_NATS:
        return False
    return not is_about(rest, _around(lines, best), ABOUT_SHARE)


def _advert_in_front(headline: str, lines: Sequence[Line], best: Candidate) -> str:
    """The keyword phrase that a sign parts from the headline behind it, as strange to the page as that is not; or "".

    Told without a name of the article that leaves it out: hijackers set it in ``<title>``, too.
    """
    parted = _IN_FRONT.match(headline)
    if parted is None or width(headline[parted.end() :]) < SHORT:
        return ""
    strange = find_strange_names([parted[1] or parted[2]], lambda: _around(lines, best))
    rest = headline[parted.end() :]
    return parted[0] if strange and is_about(rest, _around(lines, best), ABOUT_SHARE) else ""


def _reading(lines: Sequence[Line], page: Page) -> str:
    """What the page says, or its scripts where it shows next to nothing."""
    shown = "\n".join(line.text for line in lines)[:READ_CHARS]
    if len(shown) >= THIN_CHARS:
        return shown
    return "\n".join([shown, *(line.text for _, line in find_embedded(page))])[:READ_CHARS]


def _is_strange(best: Candidate, lines: Sequence[Line], references: References) -> bool:
    """Whether a headline is like nothing that the page calls its article, and hardly speaks of what its text does."""
    if agreement(plain(best.line.text), references, h1=True) > 0:
        return False
    return not is_about(best.line.text, _around(lines, best), _BY_CHANCE)


def _below_keywords(
    best: Candidate, lines: Sequence[Line], page: Page, references: References, text: int
) -> Candidate | None:
    """The newsroom's headline below a line of keywords that hijackers set as headline and ``<title>``; else None.

    ``best`` is taken for keywords if it is a list or reads like an advertisement, and hardly a word of it stands in the
    page's prose. The headline below it must share words with the prose. ``text``: index of the text's first line.
    """
    if best.stop > text or agreement(plain(best.line.text), references) <= 0:
        return None
    others = (line.text for line in lines[best.stop :] if is_prose(line.text) and line.text != best.line.text)
    begun = "\n".join(islice(others, _FIRST_PROSE))[:READ_CHARS]
    if is_about(best.line.text, begun.casefold(), _BY_CHANCE):
        return None  # as most headlines are, and what follows is dear
    listed = split_items(best.line.text)
    if (not listed or len(listed[1]) < _LISTED) and not any(map(reads_like_advert, ITEM.findall(best.line.text))):
        return None
    prose = "\n".join((begun, *others))[:READ_CHARS].casefold()
    if len(prose) < _MIN_PROSE or is_about(best.line.text, prose, _BY_CHANCE):
        return None
    unnamed = references._replace(names=(), written="", probes=frozenset())
    other = best_line(lines[best.stop :], page, unnamed, text - best.stop)
    if other is None or other.score < SURE or not is_about(other.line.text, prose, _STRANGE_SHARE):
        return None
    return other._replace(start=other.start + best.stop, stop=other.stop + best.stop)
