"""Read title, time, credits and the other fields from the places on the page that state them.

Each finder has a module of its own. Here stand their order, the names of the site that they are told, and which lines
leave the body because a field holds what they say. What ``Site.selectors`` select comes before all finders.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING

from cleaners.article import Removal, RemovalKind
from cleaners.embedded.structured import read_statements
from cleaners.headline.find import find_headline
from cleaners.headline.joined import beside
from cleaners.headline.signs import BYLINE_LINES, DASHES
from cleaners.junk.strewn.template_words import without_template_words
from cleaners.lexicons import fold
from cleaners.lines.bylines import MAX_BYLINE_CHARS, read_byline
from cleaners.lines.credit_lines import is_barred_credit, is_credit_line
from cleaners.lines.credits import read_credits
from cleaners.lines.furniture import tag_label
from cleaners.lines.names import UNITS, WRAPPING, is_person, split_names, strip_label, without_mail
from cleaners.lines.prose import is_prose
from cleaners.lines.punctuation import SENTENCE_END
from cleaners.lines.sources import clean_source, is_channel, is_outlet
from cleaners.lines.stamps import read_stamps
from cleaners.lines.title_tag import names_site, site_parts, title_parts, title_tag
from cleaners.lines.trail import find_trail
from cleaners.metadata.beside_headline import states_time
from cleaners.metadata.datelines import find_dateline
from cleaners.metadata.dates import find_times
from cleaners.metadata.deck import find_kicker_and_deck
from cleaners.metadata.deck_by_place import is_set_below_headline
from cleaners.metadata.desk_lines import is_desk_line
from cleaners.metadata.gather_credits import find_credits
from cleaners.metadata.images import find_images, mark_captions
from cleaners.metadata.reach import find_reach
from cleaners.metadata.section import find_canonical, find_keywords, find_section, linked_section
from cleaners.metadata.told_junk import clear_fields, honest_links, note_adverts
from cleaners.page.walk import collapse
from cleaners.site import CHINA
from cleaners.text.language import find_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from cleaners.draft import BodyLine, Draft
    from cleaners.embedded.structured import Statements
    from cleaners.metadata.reach import Reach
    from cleaners.page.model import Line

_BESIDE = 3
"""Lines above the headline, and below it, of which one may link to the article's category."""

_FOOT_LINES = 8
"""Lines at the body's end among which the editor is named, whatever was taken for a part of the text behind."""
_ENTRY = re.compile(r"[\u3400-\u9fff]{2,5}[:：][^。！？，]{2,24}")
"""An entry of a list of particulars: 出版社：明溪出版社."""
_TOLD = re.compile(r"[。！？]|[a-z][.!?]\Z")
"""A sentence's end."""
_PUBLISHED_AT = re.compile(
    r"(?:本?[文稿]|文章|稿件|信息|首次)?(?:[发發](?:[布佈]|表|稿)|[刊]?[登载載]|刊[发發])(?:时间|時間|日期)?[于於]?\s?[:：/]?\s?"
)
"""Before the time at which a text was published; 时间 alone and 出版时间 are those of what it tells."""
_BYLINE_LINES = 3
"""Lines at the body's head among which a byline may stand, behind the deck."""
_MAX_BESIDE_BYLINE = 60
"""Letters beside names and times: mis à jour le, Temps de lecture."""
_MAX_BYLINE_WORDS = 24
"""Letters beside the names: Propos recueillis par, and what parts them."""
_BODIES = (*UNITS, "政府", "会", "會", "集团", "集團", "学院", "學院", "大學")
"""Ends of the names of authorities and bodies, with which what they decree or announce begins."""
_OFFSET = re.compile(r"[T ]\d{2}:\d{2}[\d:.,]{0,14} ?(?P<sign>[+-])(?P<hours>0\d|1[0-4]):?(?P<minutes>00|30|45)\Z")
_SITES = ("网", "網", "报", "報", "在线", "在線")
"""Ends of the names of sites; 新闻 and 资讯 end those of channels as well."""


def find_title(draft: Draft) -> Draft:
    """Set the headline. Runs before the body is chosen, so that the body's start can be seen from it.

    A keyword phrase taken off it is recorded as boilerplate: newsrooms' own kickers may read like one, and a page is
    not called hijacked for that.
    """
    if selected := _selected(draft, "title"):
        return draft.note(title=selected)
    title, lines, advert = find_headline(draft, read_statements(draft.page, elements=False))
    if title is None:
        return draft
    removals = [] if advert is None else [Removal(RemovalKind.BOILERPLATE, advert, "title", "find_title")]
    if (cleared := without_template_words(title, (line.text for line in lines))) != title:
        removals.append(Removal(RemovalKind.SPAM, beside(cleared, title), "title", "find_title"))
        lines = tuple(line._replace(text=cleared, links=()) if line.text == title else line for line in lines)
    if removals:
        draft = draft.note(removed=draft.cut(removals))
    return (draft if lines == draft.lines else draft._replace(lines=lines)).note(title=cleared)


def find_metadata(draft: Draft) -> Draft:
    """Set every other field; lines of the body that only carry credits move to their fields."""
    stated = read_statements(draft.page)
    text = "\n".join(body_line.line.text for body_line in draft.body)
    lang = find_language(text or (draft.article.title or ""), (draft.page.lang, *(s.value for s in stated.of("lang"))))
    reach = find_reach(draft, stated, chinese=lang == "zh", zone=_zone(draft, lang, stated))
    trail = find_trail(reach.ahead, draft.page.boxes)
    draft = mark_captions(draft).note(**_times(draft, reach))
    kicker, deck = find_kicker_and_deck(draft, reach)
    draft = draft.note(
        **_credits(draft, reach, trail),
        kicker=kicker,
        deck=deck,
        canonical_url=find_canonical(draft.page, stated, honest_links(draft), draft.site.hosts),
        dateline=next((found for b in draft.body[:2] if (found := find_dateline(b.line.text))), None),
        section=_selected(draft, "section")
        or find_section(_channels(trail, draft), draft.article.title, stated, chinese=reach.chinese)
        or linked_section((*reach.above[:_BESIDE], *reach.between[:_BESIDE]), draft.article.title, draft.page.boxes),
        keywords=find_keywords(stated, draft.article.title, text, chinese=reach.chinese),
        lang=lang,
        images=find_images(draft, chinese=reach.chinese),
    )
    return clear_fields(note_adverts(_cut_credit_lines(draft), reach))


def _cut_credit_lines(draft: Draft) -> Draft:
    """Take out of the body what stands in fields: the headline above the text, bylines, credit lines at both ends."""
    body = draft.body
    first = next((i for i, b in enumerate(body) if is_prose(b.line.text)), len(body))
    last = next((i for i in range(len(body) - 1, -1, -1) if _is_told(body[i].line.text)), -1)
    cut = {i for i, b in enumerate(body) if (i < first or i > last) and _only_credits(b, draft, ahead=i < first)}
    cut -= _made_by(body) if cut else cut
    cut |= {i for i, b in enumerate(body[:first]) if _is_deck(b.line, draft)}
    ended = next((i for i in range(len(body) - 1, -1, -1) if "。" in body[i].line.text), len(body))
    cut |= _tag_lines(body, max(last, ended) + 1, draft.article.title)
    foot = range(max(0, len(body) - _FOOT_LINES), len(body))
    cut |= {i for i in foot if _names_editor(body[i].line.text) and not _is_listed(i, body)}
    raw = draft.article.published_raw
    cut |= {
        i
        for i, b in enumerate(body[:_BYLINE_LINES])
        if _is_byline(b.line.text, draft.article.authors) or (raw and _is_dated_line(b.line.text, raw))
    }
    cut |= {
        i for i in range(max(last + 1, _BYLINE_LINES), len(body)) if raw and _is_labelled_time(body[i].line.text, raw)
    }
    if not cut or len(cut) == len(body):
        return draft
    removals = [Removal(RemovalKind.BOILERPLATE, body[i].line.text, "body", "find_metadata") for i in sorted(cut)]
    kept = tuple(b for i, b in enumerate(body) if i not in cut)
    return draft._replace(body=kept).note(removed=draft.cut(removals))


def _names_editor(text: str) -> bool:
    """Whether a line names an editor and says no more: no line of a text does."""
    return is_credit_line(text) and any(credit.kind == "editor" and credit.names for credit in read_credits(text))


def _made_by(body: Sequence[BodyLine]) -> set[int]:
    """The lines that tell who made a film or a play, the text's own subject.

    They credit nobody whom a field names, and stand in one list with entries that are no credits: 编导：甲, 主演：乙.
    """
    listed: set[int] = set()
    texts = enumerate(block.line.text for block in body)
    for is_entry, run in groupby(texts, lambda entry: _ENTRY.fullmatch(entry[1]) is not None):
        lines = dict(run) if is_entry else {}
        credited = [read_credits(text) for text in lines.values() if is_credit_line(text)]
        if len(credited) < len(lines) and all(credit.kind == "other" for credit in chain(*credited)):
            listed |= lines.keys()
    return listed


def _tag_lines(body: Sequence[BodyLine], behind: int, title: str | None) -> set[int]:
    """The lines of keywords from line ``behind`` on; an article about the words of a year has some of its own."""
    labels = {at: label for at in range(behind, len(body)) if (label := tag_label(body[at].line.text))}
    told = fold("\n".join((title or "", *(block.line.text for block in body[:behind])))) if labels else ""
    return {at for at, label in labels.items() if label not in told}


def _is_listed(index: int, body: Sequence[BodyLine]) -> bool:
    """Whether a line stands in a list that the text gives: a book's imprint, the people of a play."""
    beside = [body[at].line.text for at in (index - 1, index + 1) if 0 <= at < len(body)]
    told = index > 0 and beside[0].endswith(("：", ":"))
    return told or any(_ENTRY.fullmatch(text) and not is_credit_line(text) and not tag_label(text) for text in beside)


def _is_told(text: str) -> bool:
    """Whether a line is running text; one of several credits may look so."""
    return is_prose(text) and not is_credit_line(text) and not tag_label(text)


def _is_byline(text: str, authors: tuple[str, ...]) -> bool:
    """Whether a line names authors of the article with a byline's words or with times, and says no more."""
    if len(text) > MAX_BYLINE_CHARS:
        return False
    stamps = read_stamps(text, partial=False)
    if stamps and _TOLD.search(text, stamps[-1].end):
        return False
    named = [name for name in authors if name in text] if stamps else read_byline(text)
    if not named or not {*named} <= {*authors}:
        return False
    rest = len(text) - sum(map(len, named)) - sum(stamp.end - stamp.start for stamp in stamps)
    return rest <= (_MAX_BESIDE_BYLINE if stamps else _MAX_BYLINE_WORDS)


def _is_dated_line(text: str, published: str) -> bool:
    """Whether a line shows the time of publication and little else."""
    little = len(text) - len(published) <= _MAX_BYLINE_WORDS
    return published in text and little and not _TOLD.search(text)


def _is_labelled_time(text: str, published: str) -> bool:
    """Whether a line says when the article was published and little else; a day alone signs what the text decrees."""
    return _is_dated_line(text, published) and _PUBLISHED_AT.fullmatch(text.partition(published)[0]) is not None


def _only_credits(body_line: BodyLine, draft: Draft, *, ahead: bool) -> bool:
    text = body_line.line.text
    if (
        is_credit_line(text)
        or WRAPPING.sub("", text) in draft.article.authors
        or _is_byline(without_mail(text), draft.article.authors)
    ):
        return True
    if (draft.article.editors and is_desk_line(text)) or (not ahead and is_barred_credit(text)):
        return True
    return ahead and (text in (draft.article.title, draft.article.published_raw) or _is_source_line(text, draft))


def _is_source_line(text: str, draft: Draft) -> bool:
    """Whether a line is the source, right above or below the time, but for credits; an authority's heads its decree."""
    raw = draft.article.published_raw
    if text != draft.article.source_raw or raw is None or text.endswith(_BODIES):
        return False
    beside = (pair for pair in pairwise(_uncredited(draft.lines)) if text in pair)
    return any(raw in above or raw in below for above, below in beside)


def _uncredited(lines: Iterable[Line]) -> Iterator[str]:
    return (line.text for line in lines if not is_credit_line(line.text))


def _is_deck(line: Line, draft: Draft) -> bool:
    """Whether a line is the deck, not a subhead: it stands above the byline, or alone has a dash and is no sentence."""
    deck = draft.article.deck
    if line.text != deck:
        return False
    if deck.startswith(DASHES):
        return SENTENCE_END.search(deck) is None and sum(b.line.text.startswith(DASHES) for b in draft.body) == 1
    places = [at for at, other in enumerate(draft.lines) if other.text == deck]
    return any(
        states_time([below.text for below in draft.lines[at + 1 : at + 1 + BYLINE_LINES]], draft.article)
        or is_set_below_headline(at, draft)
        for at in places
    )


def _zone(draft: Draft, lang: str | None, stated: Statements) -> tzinfo:
    """The zone of times shown without one: the profile's, China's, else the one stated for machines, or UTC."""
    if draft.site.zone is not None:
        return draft.site.zone
    if lang == "zh":
        return CHINA
    for statement in stated.of("published"):
        if (match := _OFFSET.search(statement.value)) and (match["hours"], match["minutes"]) != ("00", "00"):
            offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
            return timezone(-offset if match["sign"] == "-" else offset)
    return UTC


def _names_of_site(draft: Draft, stated: Statements) -> frozenset[str]:
    """Names that stand for the site and, in its ``<title>``, for channels."""
    site = stated.first("site")
    tag = title_tag(draft.page) or ""
    app = tag != draft.article.title and not is_person(tag)  # its name is all of the title of what it shares
    parts = (*site_parts(tag), tag if app else "")
    return frozenset(name for name in (site, draft.site.name, *parts) if name)


def _own_names(draft: Draft, stated: Statements) -> frozenset[str]:
    """Those of these names that are the site's or an outlet's: in ``<title>`` the last one, and those called so.

    All of ``<title>`` is an outlet's name on what apps share. Each stands without its last 网, too.
    """
    tag, site = title_tag(draft.page) or "", stated.first("site")
    named = (part for part in site_parts(tag) if names_site(part, site, None) or tag.endswith(part))
    app = tag if tag != draft.article.title and len(title_parts(tag)) == 1 and is_outlet(tag) else None
    names = [name for name in (site, draft.site.name, app, *named) if name and not is_channel(name)]
    return frozenset((*names, *(name.removesuffix("网") for name in names)))


def _channels(trail: tuple[str, ...], draft: Draft) -> tuple[str, ...]:
    """The trail without the site at its beginning, which ``<title>`` names as well: 明溪新闻网 > 正文."""
    named = bool(trail) and trail[0].endswith(_SITES) and trail[0] in title_parts(title_tag(draft.page) or "")
    return trail[1:] if named else trail


def _times(draft: Draft, reach: Reach) -> dict[str, object]:
    times = find_times(reach, _selected(draft, "published_at"))
    found: dict[str, object] = {"modified_at": times.modified}
    if published := times.published:
        found |= {
            "published_at": published.time,
            "published_precision": published.precision,
            "published_raw": published.raw,
        }
    return found


def _credits(draft: Draft, reach: Reach, trail: tuple[str, ...]) -> dict[str, object]:
    """People and outlet; what the site's profile selects comes before what is found."""
    taken, own = _names_of_site(draft, reach.stated).union(trail), _own_names(draft, reach.stated)
    taken |= own
    if len(trail) > 1 and (trail[0].endswith(_SITES) or (title_tag(draft.page) or "").endswith(trail[0])):
        own = own.union(trail[:1]).difference(trail[1:])  # the trail begins at the site: 明溪日报 > 教育
    else:
        own = own.difference(trail)
    found: dict[str, object] = find_credits(reach, taken=taken, own=own)._asdict()
    people = ("authors", "photographers", "editors", "proofreaders")
    found |= {field: split_names(text) for field in people if (text := strip_label(_selected(draft, field) or ""))}
    if raw := _selected(draft, "source"):
        found |= {"source": clean_source(strip_label(raw)), "source_raw": raw}
    return found


def _selected(draft: Draft, field: str) -> str | None:
    """Text of the element that the site's profile names for a field."""
    selector = (draft.site.selectors or {}).get(field)
    if not selector or draft.page.tree is None:
        return None
    node = draft.page.tree.css_first(selector)
    return collapse(node.text(separator=" ")) or None if node else None
