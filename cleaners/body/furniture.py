"""Short lines that never belong to an article although they stand inside its box."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleaners.lexicons import fold, load_lexicon, words
from cleaners.metadata.stamps import read_stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleaners.page.model import Line, Link

MAX_FURNITURE_CHARS = 60
MAX_FURNITURE_LETTERS = 100
"""Longest line that is judged by how it begins or ends, in ideographs and in alphabets; a paragraph may begin with any
words."""
MAX_STATEMENT_CHARS = 1000
"""Longest statement of rights or of comments; what is longer has swallowed other text."""
_FIRST_WIDE = "\u2e80"
"""Ideographs, kana and hangul stand behind it, alphabets before."""

_SENTENCE_ENDS = ("。", "！", "？")
MAX_SENTENCE_CHARS = 30
"""A line that ends as a sentence is furniture up to this length only."""


_MARKS = "【[（(［〔 >»›•·*▲▼↓→★☆◆◇■□●○►▶☞👉📲◎※—–-"
"""What may stand before the first word."""
_CLOSING = "】]）)］〕 <«.…—–-:："
"""What may stand behind the last."""


class _Furniture(NamedTuple):
    prefixes: Mapping[str, tuple[str, ...]]
    openings: Mapping[str, tuple[str, ...]]
    """Both by their first two characters, which spares most lines the longer look; the longest first."""
    prompt_words: tuple[str, ...]
    suffixes: tuple[str, ...]
    whole: frozenset[str]
    buttons: frozenset[str]
    button_starts: frozenset[str]
    """First two characters of the buttons."""


@cache
def _furniture() -> _Furniture:
    rows = load_lexicon("furniture")
    texts = {
        kind: [fold(row["text"]) for row in rows if row["match"] == kind]
        for kind in ("prefix", "opening", "suffix", "exact", "button")
    }
    buttons = frozenset(text for kind in texts.values() for text in kind)
    return _Furniture(
        _by_beginning(texts["prefix"]),
        _by_beginning(texts["opening"]),
        tuple(words("prompt_words")),
        tuple(texts["suffix"]),
        frozenset(texts["exact"]),
        buttons,
        frozenset(button[:2] for button in buttons),
    )


def _by_beginning(texts: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """The texts by their first two characters, the longest first. A text with others begins with none of them."""
    ordered = sorted(texts, key=len, reverse=True)
    return {begin: tuple(text for text in ordered if text[:2] == begin) for begin in {text[:2] for text in ordered}}


def is_furniture(text: str) -> bool:
    """Whether a line only prompts, leads elsewhere or states rights.

    >>> is_furniture("延伸阅读：渡口的一百年"), is_furniture("延伸阅读是她多年的习惯，" + "每晚都要读到很晚。" * 3)
    (True, False)
    """
    if len(text) > MAX_FURNITURE_CHARS and (len(text) > MAX_FURNITURE_LETTERS or max(text) >= _FIRST_WIDE):
        return False
    if len(text) > MAX_SENTENCE_CHARS and text.endswith(_SENTENCE_ENDS) and "：" not in text[:6]:
        return False
    prefixes, openings, prompt_words, suffixes, whole, buttons, button_starts = _furniture()
    folded = fold(text)
    lowered = folded.lstrip(_MARKS)
    if _COUNT.fullmatch(lowered) or _HASHTAGS.fullmatch(folded):
        return True
    begin = lowered[:2]
    if lowered.startswith(prefixes.get(begin, ())) or _is_prompt(lowered, openings.get(begin, ()), prompt_words):
        return True
    if lowered.rstrip(_CLOSING) in whole or lowered.endswith(suffixes):
        return True
    if (begin in button_starts or not begin.isalpha()) and _is_row_of_buttons(lowered, buttons):
        return True
    return len(_COUNTER.findall(lowered)) >= MIN_COUNTERS or _PLAYER.fullmatch(lowered) is not None


@cache
def _statements() -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Words that begin a statement, and those that stand at its beginning behind a name as well."""
    texts = [fold(row["text"]) for row in load_lexicon("furniture") if row["match"] == "statement"]
    return tuple(t[1:] for t in texts if t[0] == "^"), re.compile("|".join(re.escape(t) for t in texts if t[0] != "^"))


def states_rights(text: str) -> bool:
    """Whether a line is a site's statement of rights, or of what may be done with its comments.

    One in Chinese says what may not be done as well: news of copyright may begin with the same words.

    >>> states_rights("版权与免责声明：本网所有内容，未经授权不得转载。"), states_rights("版权与免责声明：新规出台。")
    (True, False)
    """
    if len(text) > MAX_STATEMENT_CHARS:
        return False
    starts, phrases = _statements()
    head = fold(text[:STATEMENT_CHARS]).lstrip(_MARKS)
    if not head.startswith(starts):
        match = phrases.search(head)
        if match is None or match.start() > MAX_NAME_AHEAD or _MARK_AHEAD.search(head, 0, match.start()):
            return False
        if match.end() == len(head):
            return True
    told = fold(text)
    return max(head) < _FIRST_WIDE or any(word in told for word in words("rights_words"))


STATEMENT_CHARS = 64
"""Characters of a line among which it is told."""


@cache
def _contacts() -> re.Pattern[str]:
    texts = (fold(row["text"]) for row in load_lexicon("furniture") if row["match"] == "contact")
    ahead = r"^|[.!?|–—-]\s+|\b(?:you (?:can|may) (?:also )?|(?:may|can) be |and (?=followed))"
    return re.compile(rf"(?:{ahead})(?:{'|'.join(map(re.escape, texts))})\b")


def gives_contact(line: Line) -> bool:
    """Whether a last line says where its writer is followed or written to: "Follow her on X @amoss".

    A sentence begins so, and the account stands right behind, or a network's name and a link. Arrests "followed on
    Tuesday", who saw a man "can email her at" the police, and a count "can be followed on our live page".
    """
    if len(line.text) > MAX_STATEMENT_CHARS or not (line.links or "@" in line.text):
        return False
    told = fold(line.text)
    for match in _contacts().finditer(told):
        end, near = match.end(), match.end() + MAX_ACCOUNT_AHEAD
        if told.find("@", end, near) >= 0:
            return True
        if line.text[end + 1 : end + 2].isupper() and any(end <= start < near for start, _, _ in line.links):
            return True
    return False


MAX_ACCOUNT_AHEAD = 40
"""Characters between such words and the account: the writer's name, or the network's."""
MAX_NAME_AHEAD = 12
"""Characters of the outlet's name ahead of its statement."""
_MARK_AHEAD = re.compile(r"(?<!声明)[，。；：:,.;“”\"「」?？!！、]")


def _is_prompt(text: str, openings: tuple[str, ...], prompt_words: tuple[str, ...]) -> bool:
    """Whether a line is an opening of prompts alone, before a colon, or with a word of prompts behind it."""
    opening = next((opening for opening in openings if text.startswith(opening)), None)
    if opening is None:
        return False
    rest = text[len(opening) :].rstrip(_CLOSING)
    return not rest or rest[0] in ":：" or any(word in rest for word in prompt_words)


def _is_row_of_buttons(text: str, buttons: frozenset[str]) -> bool:
    """Whether a line is nothing but two or more buttons, with or without their counts: 回复 举报 收藏(3)."""
    pieces = _COUNTS.sub(" ", text).split()
    return len(pieces) > 1 and buttons.issuperset(pieces)


_SENTENCE_END = re.compile(r"[。！？.!?…][”」』’\"»]?\s?\Z")
_CLOSED = "。！？.!?…”」』"
"""Last characters of most lines: behind them no prompt stands."""
_LAST_SENTENCE = re.compile(r".*[。！？][”」』’]?\s?", re.DOTALL)


def part_prompt(line: Line) -> tuple[Line, str] | None:
    """A line without the prompt that stands behind its last sentence, and that prompt: …风声。返回首页，查看更多.

    None where nothing does. In an alphabet the prompt must be a link.
    """
    text = line.text
    if not line.links and (text[-1] in _CLOSED or (line.tag == "li" and not is_furniture(text))):
        return None  # a step may end like a prompt: 点击加号。扫一扫二维码
    starts = [line.links[-1].start] if line.links and line.links[-1].end == len(text) else []
    if match := _LAST_SENTENCE.match(text):
        starts.append(match.end())
    for start in starts:
        prompt = text[start:].strip()
        if prompt and _SENTENCE_END.search(text, max(0, start - 3), start) and is_furniture(prompt):
            kept = text[:start].rstrip()
            return line._replace(text=kept, links=tuple(link for link in line.links if link.end <= len(kept))), prompt
    return None


@cache
def _tag_label() -> re.Pattern[str]:
    labels = "|".join(sorted(map(re.escape, words("tag_labels")), key=len, reverse=True))
    return re.compile(rf"[{re.escape(_MARKS)}]*({labels})\s?(?:[:：]|[】\]）)〕][:：]?)")


def tag_label(text: str) -> str:
    """What a line calls the keywords that it lists, or the searches of others; empty for any other line.

    Behind an article only, and where the article does not speak of such words: a subhead may look like one.

    >>> tag_label("本文标签：渡口 洛溪"), tag_label("标签：渡口。这两个字他写了一百遍。")
    ('本文标签', '')
    """
    if len(text) > MAX_STATEMENT_CHARS or "。" in text:
        return ""
    match = _tag_label().match(fold(text))
    return match[1] if match else ""


MIN_COUNTERS = 2
_COUNTER = re.compile(
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|查看|评论|評論|回复|回覆|点赞|收藏)[量数數次]?\s?[:：(（]\s?\d"
)
"""A counter of a page; a line that shows two tells of the page, whatever else stands in it: 阅读(31) 评论(0)."""
_COUNT = re.compile(
    r"\d[\d,.]{0,8}[kmw万萬]?\+? ?"
    r"(?:comments?|responses?|repl(?:y|ies)|answers?|likes?|claps?|pingbacks?|trackbacks?"
    r"|条评论|则留言|则评论|个回复|人点赞|人赞同|个赞)"
    r"|(?:查看|显示)?全部 ?\d{1,6} ?[个条] ?(?:回答|评论|回复|跟[帖贴])"
    r"|[已共]有 ?\d{1,8} ?人(?:参与|參與|投票|[点點][赞讚])"
    r"|《[^《》]{1,80}》上?有 ?(?:\d{1,5}|一) ?(?:[条條则則]\s?(?:评论|評論|留言|迴響|回應)|[个個]\s?想法)"
    r"|[0-5]\.\d{1,2} (?:from|/ ?5 from|out of 5 from) \d[\d,.]{0,8} (?:votes?|ratings?|reviews?)"
)
"""How many readers did what, and nothing else: 0 Comments, 12人点赞, 查看全部 31 个回答, 4.92 from 23 votes.

Votes or shares alone are data.
"""
_HASHTAGS = re.compile(r"(?!(?:#[0-9a-f]{6}\s?)+\Z)(?:#[^\s#.,，。]{1,40}\s?){2,30}")
"""Two or more hashtags and nothing else; colours (#f4e1d2) are none."""
_PLAYER = re.compile(r"\d{1,2}:\d\d ?/ ?\d{1,2}:\d\d")
"""How far a recording has been played, and how long it is."""
_COUNTS = re.compile(r"[()（）【】\[\]｜|/·\d]+")
MAX_LEAD_CHARS = 300
"""Longest line that leads to another story: a few words and its headline."""
MAX_BRACKETS = 4
"""Characters of such a line that are brackets and the spaces inside them."""
MIN_HEADLINE_WORDS = 6
MIN_HEADLINE_WIDE = 10
"""Words, or ideographs, of a headline in brackets; fewer name a source or a document: [The Ferry Times]."""
LINKED_SHARE = 0.8
"""Share of what stands behind such words that is linked."""


MIN_QUERY_CHARS = 100
"""Query of the address that a link with a badge inside leads to, which tells who is to pay; headlines that begin with
the same words (广告法…) have short ones, or none."""


@cache
def _leads() -> Mapping[str, tuple[str, ...]]:
    """Words that lead elsewhere, and badges, by their first two characters."""
    return _by_beginning(map(fold, (*words("leads"), *words("badges"))))


@cache
def _leads_alone() -> frozenset[str]:
    return frozenset(map(fold, words("leads")))


def leads_elsewhere(line: Line) -> bool:
    """Whether a line is a link to another story behind words such as 関連記事 or "See also:", or in square brackets."""
    text = line.text
    if not line.links or len(text) > MAX_LEAD_CHARS:
        return False
    if text[0] == "[" and text[-1] == "]" and len(line.links) == 1 and line.link_chars >= len(text) - MAX_BRACKETS:
        if len(text.split()) >= MIN_HEADLINE_WORDS:
            return True
        return sum(character >= _FIRST_WIDE for character in text) >= MIN_HEADLINE_WIDE
    lowered = fold(text).lstrip(_MARKS)
    lead = next((lead for lead in _leads().get(lowered[:2], ()) if lowered.startswith(lead)), None)
    if lead is None:
        return False
    behind = len(text) - len(lowered) + len(lead)
    first = line.links[0]
    if lead in words("badges") and first.start < behind and len(first.href.partition("?")[2]) < MIN_QUERY_CHARS:
        return False
    linked = sum([max(0, end - max(start, behind)) for start, end, _ in line.links])
    return linked >= LINKED_SHARE * max(1, len(text) - behind)


def opens_list(line: Line) -> bool:
    """Whether a line is nothing but words ahead of links to other stories: 往期推荐, "Lees ook:". A link is none.

    A badge (广告) is none: below the place of an advertisement the text goes on.
    """
    if line.links:
        return False
    lowered = fold(line.text).strip(_MARKS + _CLOSING)
    return bool({lowered, f"{lowered}:"} & _leads_alone())


def is_link(line: Line) -> bool:
    """Whether a line is a link and little else."""
    return line.link_chars >= LINKED_SHARE * len(line.text)


class _Invitations(NamedTuple):
    starts: frozenset[str]
    """First two characters of the openings."""
    openings: tuple[str, ...]
    clauses: tuple[str, ...]
    honest: tuple[str, ...]
    channels: tuple[str, ...]
    addresses: tuple[str, ...]


@cache
def _invitations() -> _Invitations:
    rows = load_lexicon("invitations")
    texts = {
        kind: tuple(fold(row["text"]) for row in rows if row["match"] == kind)
        for kind in ("opening", "clause", "honest", "channel", "address")
    }
    starts = frozenset(opening[:2] for opening in (*texts["opening"], *texts["clause"]))
    return _Invitations(starts, *texts.values())


def invites(line: Line) -> bool:
    """Whether a line asks to follow the outlet elsewhere: "Síguenos en nuestro canal de WhatsApp", with its link."""
    text = line.text
    if not line.links or len(text) > MAX_LEAD_CHARS:
        return False
    starts, openings, clauses, honest, channels, addresses = _invitations()
    lowered = _UNLETTERED.sub("", fold(text))
    asking = _QUESTION.match(lowered)
    if asking and lowered[asking.end() :][:2] in starts:
        lowered = lowered[asking.end() :]
    owned = [link for link in line.links if any(address in link.href.lower() for address in addresses)]
    if owned:
        asked = any(_begins_with(part.lstrip(), openings + clauses) for part in _COMMA.split(lowered))
        if asked or not _stands_amid(text, owned[0]):
            return True
    if text[0] in _QUOTES or lowered[:2] not in starts or _begins_with(lowered, honest):
        return False
    named = min((at for channel in channels if (at := lowered.find(channel)) >= 0), default=None)
    if named is None:
        return False
    parted = _COMMA.search(lowered, 0, named) is not None
    return _begins_with(lowered, clauses) or (not parted and _begins_with(lowered, openings))


MIN_AMID_CHARS = 15
"""Characters before and behind a link that stands amid a sentence."""


def _stands_amid(text: str, link: Link) -> bool:
    """Whether a link stands amid a sentence that tells something: who wrote what on whose channel.

    What one is asked to open stands at the end of the line, or at its head.
    """
    return min(link.start, len(text) - link.end) >= MIN_AMID_CHARS and _SENTENCE_END.search(text) is not None


def _begins_with(text: str, words_: tuple[str, ...]) -> bool:
    """Whether a text begins with one of some words, and no letter follows; Thai sets no spaces."""
    begun = [len(word) for word in words_ if text.startswith(word)]
    return any(not text[at : at + 1].isalpha() or "\u0e00" <= text[at] <= "\u0e7f" for at in begun)


_QUESTION = re.compile(r"[^?؟.!]{8,100}[?؟] +¡?(?=\w)")
"""What leads up to an invitation: Want more ferry news? Sign up for our newsletter."""
_UNLETTERED = re.compile(r"^[\W_]+")
_QUOTES = "\"'“”„«‘「『"
"""Somebody says so."""
_COMMA = re.compile(r"[,،]")
"""Behind it another begins to speak: Join the queue, wrote one traveller on Facebook."""


MAX_HEAD_CHARS = 60
"""Longest line of time, source and buttons above a text."""

_STATED_TIME = re.compile(r"[^。！？，]{0,12}(?:19|20)[0-9]{2} ?[-/.年] ?[01]?[0-9] ?[-/.月] ?[0-3]?[0-9][^，]*\Z")
"""A time near the head of a line; a clause before or behind it tells something: 自2026年3月1日起，渡口停航，安排："""

_LONE_DAY = re.compile(r"[01]?\d ?月 ?[0-3]?\d ?日(?: ?[0-2]?\d[:：][0-5]\d)?")
_ADDRESS_LINE = re.compile(r"https?://[!-~]+(?:\s[^。！？，]{0,30})?")
"""The page's own address above its text, as print views show it, with the day behind it."""
_PARTICLES = "and|de|der|den|van|von|la|le|di|al|&"
_BY_LINE = re.compile(rf"(?:By|BY):? [A-Z][\w.'’-]{{1,20}}(?: (?:[A-Z][\w.'’-]{{0,20}}|{_PARTICLES})){{1,6}}")


_ENACTED = re.compile(
    r"[（(][^（）()]{0,40}(?:会议|大会|委员会|政府|[令号]|會議|大會|委員會|號)[^（）()]{0,12}"
    r"(?:通过|公布|发布|施行|修[订正]|批准|通過|公佈|發布|修訂)[）)]"
)
"""Who enacted a law or decision, and when: a part of its text."""


def is_head_line(text: str, title: str | None) -> bool:
    """Whether a first line only repeats the headline or states time, source or writer.

    >>> is_head_line("2026/03/16 06:00 列印", None), is_head_line("2026年3月16日，渡口复航。", None)
    (True, False)
    """
    if text == title:
        return True
    if len(text) > MAX_HEAD_CHARS or text.endswith(_SENTENCE_ENDS) or _ENACTED.fullmatch(text):
        return False
    stated = _STATED_TIME.match(text) or _LONE_DAY.fullmatch(text) or _BY_LINE.fullmatch(text)
    return bool(stated or _ADDRESS_LINE.fullmatch(text)) or _is_little_but_times(text)


MAX_BESIDE_TIMES = 24
"""Letters beside the times of a line that states them, in a language with any words for it: Giriş, Güncelleme."""


def _is_little_but_times(text: str) -> bool:
    stamps = read_stamps(text, partial=False)
    beside = len(text) - sum(stamp.end - stamp.start for stamp in stamps)
    return bool(stamps) and beside <= MAX_BESIDE_TIMES and not text.endswith((".", ":", "："))
