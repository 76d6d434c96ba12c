"""Judge a finished draft: is it an article, and was its page tampered with? Changes no text.

Refusing a true article loses it; keeping a page that is none costs a reader a moment. So each refusal needs several
signs, and a page with a stated time, a byline or whole paragraphs is kept, unless the site alone speaks on it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleaners.article import Integrity, Precision, Rejection, RemovalKind
from cleaners.embedded.data_page import begins_as_data, is_data
from cleaners.embedded.text import is_held
from cleaners.lexicons import load_lexicon, words
from cleaners.lines.stand_ins import stands_in
from cleaners.story_lists import introduces_list, is_front, lists_stories

if TYPE_CHECKING:
    from cleaners.draft import Draft

MAX_PAGE_BYTES = 40_000_000
"""Largest input that is read: ten times the largest honest page seen (3 to 4 MB)."""

_MIN_ARTICLE_TOKENS = 20
"""Ideographs or words below which a text without any other sign of an article is none; a brief report has 40."""

_MAX_NOTICE_TOKENS = 120
"""Longest text of a page that stands in for one that is gone."""

_MAX_REFUSAL_TOKENS = 300
"""Longest text of a page that turns its visitor away; some explain at length whom to ask."""

_MAX_REFUSAL_PROSE = 3
"""Lines of prose that such a page may have: why, for how long, whom to ask."""

_MAX_REFUSAL_LINES = 60
"""Lines of such a page, the menus of a site's own layout included."""

_REFUSING_PHRASES = 2
"""Phrases of a refusal that make one: an article may quote one."""

_MIN_OWN_HEADLINE = 5
"""Length in tokens from which a headline says more than a refusal's (访问提示): 三问抢号难."""

_MAX_ALERT_PAGE = 2_000
"""Characters of a page that holds nothing but a script with a notice; one that is filled by scripts holds more."""

_LISTED_SHARE = 0.7
"""Share of a body's characters that stand in links, or in lines that are links for the most part, on a listing page."""

_MIN_LISTED_LINES = 6
"""Linked lines that make a listing."""

_MAX_PROSE_LINES = 1
"""Lines of prose that a listing may have: its own introduction."""

_MAX_PICTURE_LINES = 12
"""Lines below the headline within which the pictures of a story stand."""

_PROSE_TOKENS = 30
"""Tokens of a line that is prose, not a caption or a label."""
_ALERT = re.compile(r"""\balert\(\s*["']([^"'<>]{2,100})["']""")
_QUOTED = re.compile('“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|"[^"]*"')
_HOST_NUMBER = re.compile(r"(?<![0-9.])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?![0-9])")
_BINARY_SIGNS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF")
_FEED = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
"""A feed or a map of a site by its first element, behind declarations and comments."""
_HEAD_BYTES = 1024
"""First bytes of an input, by which it is told whether it is text."""
_MAX_CONTROL_SHARE = 1 / 16
"""Share of control characters above which bytes are no text: packed or enciphered ones have a tenth, pages none."""
_CONTROLS = bytes(code for code in range(1, 32) if code not in b"\t\n\f\r\x1b")
"""ESC switches the sets of ISO-2022-JP."""
_MIN_UTF16_NULS = 1 / 32
"""Share of NULs, half of each letter of mark-up in UTF-16, whose Chinese holds controls; packed bytes have 1 in 256."""


def refuse_input(raw: bytes | str) -> Rejection | None:
    """Say why an input is not read at all; None if it is read."""
    if len(raw) > MAX_PAGE_BYTES:
        return Rejection.TOO_LARGE
    if not raw or raw.isspace():
        return Rejection.EMPTY
    if isinstance(raw, bytes) and (raw.startswith(_BINARY_SIGNS) or _is_no_text(raw[:_HEAD_BYTES])):
        return Rejection.BINARY
    return None


def _is_no_text(head: bytes) -> bool:
    """Whether a file that begins so was never text: a picture, or a page still packed (brotli has no sign)."""
    if b"\0\0\0" in head:
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > _MAX_CONTROL_SHARE * len(head) and head.count(0) < _MIN_UTF16_NULS * len(head)


def refuse_data(source: str) -> Rejection | None:
    """Say why a text that machines wrote for machines is no article; None if it may be a page.

    A feed or a map of a site (RSS, Atom, RFC 4287, sitemaps.org) lists pages; JSON (RFC 8259) shows nobody a body.
    """
    if _FEED.match(source):
        return Rejection.LISTING
    return Rejection.NO_BODY if is_data(source) or begins_as_data(source) else None


def judge(draft: Draft) -> Draft:
    """Set ``rejection`` and ``integrity``."""
    injected = any(removal.kind is RemovalKind.SPAM for removal in draft.article.removed)
    integrity = draft.article.integrity
    if injected and integrity is Integrity.CLEAN:
        integrity = Integrity.INJECTED
    return draft.note(rejection=_reject(draft, injected=injected), integrity=integrity)


class _Signs(NamedTuple):
    """What speaks for and against an article."""

    tokens: int
    prose_lines: int
    linked_lines: int
    linked_share: float
    credited: bool
    """A time, a writer or a source is stated."""


def _signs(draft: Draft) -> _Signs:
    tokens = prose_lines = linked_lines = linked = total = 0
    for _, line in draft.body:
        size = count_tokens(line.text)
        mostly = line.link_chars * 2 > len(line.text)
        tokens += size
        total += len(line.text)
        linked += len(line.text) if mostly else 0
        linked_lines += mostly
        prose_lines += size >= _PROSE_TOKENS and not mostly
    article = draft.article
    credited = article.published_at is not None or _is_signed(draft)
    return _Signs(tokens, prose_lines, linked_lines, linked / total if total else 0.0, credited)


def count_tokens(text: str) -> int:
    """Length in ideographs and words, roughly: five letters of an alphabet count as one ideograph."""
    wide = (len(text.encode("utf-8", "replace")) - len(text)) // 2  # an ideograph takes three bytes
    return wide + (len(text) - wide) // 5


def _reject(draft: Draft, *, injected: bool) -> Rejection | None:
    """Why the page is no article; None for an article."""
    signs = _signs(draft)
    if _says_not_found(draft, signs):
        return Rejection.SOFT_404
    if _turns_away(draft, signs):
        return Rejection.REFUSAL
    if not draft.body:
        if injected:
            return Rejection.SPAM_ONLY
        return Rejection.PICTURE_ONLY if signs.credited and _shows_pictures(draft) else _empty_page(draft)
    if injected and _is_headed_by_junk(draft):
        return Rejection.SPAM_ONLY
    if draft.page.tree is None:
        return None  # plain text has no links to judge by, and whoever hands it in took it for an article
    if signs.tokens <= _MAX_NOTICE_TOKENS and all(stands_in(line.text, draft.article.title) for _, line in draft.body):
        return Rejection.NO_BODY
    if draft.held and not signs.credited and _is_listing(draft) and is_held(draft.page):
        return Rejection.LISTING  # home pages, log-in forms and boards hold rules, contracts and notes about the site
    if lists_stories(draft) or introduces_list(draft) or is_front(draft, credited=signs.credited):
        return Rejection.LISTING
    if (
        signs.linked_lines >= _MIN_LISTED_LINES
        and signs.linked_share >= _LISTED_SHARE
        and signs.prose_lines <= _MAX_PROSE_LINES
    ):
        return Rejection.LISTING
    if signs.tokens < _MIN_ARTICLE_TOKENS and not signs.credited:
        return _empty_page(draft) if _is_listing(draft) else Rejection.TOO_SHORT
    return None


def _is_headed_by_junk(draft: Draft) -> bool:
    """Whether junk was all that stood as a headline, in the title and above the text: the page is the hijackers' own.

    Who puts junk into an outlet's page leaves it one of its headlines, so that readers stay.
    """
    places = {removal.where for removal in draft.article.removed if removal.kind is RemovalKind.SPAM}
    return not draft.article.title and places >= {"title", "before"} and not _is_signed(draft)


def _empty_page(draft: Draft) -> Rejection:
    return Rejection.LISTING if _is_listing(draft) else Rejection.NO_BODY


def _shows_pictures(draft: Draft) -> bool:
    """Whether pictures follow the headline and its line of time or source; on a listing page links follow at once."""
    lines = draft.page.lines
    at = next((index for index, line in enumerate(lines) if line.text == draft.article.title), None)
    if at is None or any(line.links for line in lines[at + 1 : at + 2]):
        return False
    return any(at < image.line <= at + _MAX_PICTURE_LINES for image in draft.page.images)


def _is_listing(draft: Draft) -> bool:
    """Whether most of the page's text stands in links: its reader is meant to go on."""
    linked = sum(line.link_chars for line in draft.lines)
    total = sum(len(line.text) for line in draft.lines)
    lines = sum(line.link_chars * 2 > len(line.text) for line in draft.lines)
    return lines >= _MIN_LISTED_LINES and linked >= 0.5 * total


def _is_only_dated(draft: Draft) -> bool:
    """Whether nothing but a day speaks for an article: the address carries it, also when the page is gone."""
    return draft.article.published_precision is Precision.DAY and not _is_signed(draft)


def _is_signed(draft: Draft) -> bool:
    """Whether a writer, an editor, a source or a place of writing is stated."""
    article = draft.article
    return bool(article.authors or article.source or article.editors or article.dateline)


def _says_not_found(draft: Draft, signs: _Signs) -> bool:
    """Whether the page says that what was asked for is gone: in its title, or in a text too short for an article.

    Neither counts on a page with whole paragraphs: newspapers write about broken links, too. A page without text may
    say so in a window that its script opens.
    """
    if signs.prose_lines > _MAX_PROSE_LINES or signs.tokens > _MAX_NOTICE_TOKENS:
        return False
    unsigned = not signs.credited or _is_only_dated(draft)
    titles = f"{draft.page.title_tag or ''}\n{draft.article.title or ''}".lower()
    phrases = words("not_found")
    if any(phrase in titles for phrase in phrases) or titles.strip().startswith("404"):
        return unsigned or signs.tokens < _MIN_ARTICLE_TOKENS
    if not unsigned:
        return False
    lines = draft.lines if signs.tokens < _MIN_ARTICLE_TOKENS else [line for _, line in draft.body]
    texts = [line.text for line in lines[:200] if len(line.text) <= _MAX_NOTICE_TOKENS]
    if not draft.lines and len(draft.page.source) <= _MAX_ALERT_PAGE:
        texts = _ALERT.findall(draft.page.source)
    shown = "\n".join(texts).lower()
    return any(phrase in shown for phrase in phrases)


def _turns_away(draft: Draft, signs: _Signs) -> bool:
    """Whether the page tells its visitor that he is shut out, or must prove first that he is no program.

    Two phrases of such pages must stand in its titles and its text, one of them spoken to the visitor: most carry the
    time, and a number of the request, so that neither a time nor other words each time speak for an article.
    """
    if signs.tokens > _MAX_REFUSAL_TOKENS or signs.prose_lines > _MAX_REFUSAL_PROSE or _is_signed(draft):
        return False
    if len(draft.lines) > _MAX_REFUSAL_LINES:
        return False
    titles = (draft.page.title_tag or "", draft.article.title or "")
    lines = [line for _, line in draft.body] or draft.lines  # a form for comments wants a code as well
    shown = _squeeze("\n".join((*titles, *(line.text for line in lines))))
    said = [row for row in load_lexicon("refusals") if _squeeze(row["text"]) in shown]
    is_refusing = len(said) >= _REFUSING_PHRASES and any(row.get("note") for row in said)
    return is_refusing and not _tells_of_refusals(draft, said)


def _tells_of_refusals(draft: Draft, said: list[dict[str, str]]) -> bool:
    """Whether headline and text say more than the phrases ``said``: an article on tickets, codes and attacks.

    Its headline speaks to no visitor, unless in quotation marks, and its text names nobody's host by its number.
    """
    title = _QUOTED.sub("", _squeeze(draft.article.title or ""))
    text = _squeeze("".join(line.text for _, line in draft.body))
    if _HOST_NUMBER.search(text) or any(row.get("note") and _squeeze(row["text"]) in title for row in said):
        return False
    for phrase in sorted((_squeeze(row["text"]) for row in said), key=len, reverse=True):
        title, text = title.replace(phrase, ""), text.replace(phrase, "")
    return count_tokens(title) >= _MIN_OWN_HEADLINE and count_tokens(text) >= _MIN_ARTICLE_TOKENS


def _squeeze(text: str) -> str:
    return text.lower().replace(" ", "")
