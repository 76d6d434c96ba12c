"""Bylines that are not Chinese: the persons of a line or a value in an alphabet, and of a Korean line.

Text to names. Knows nothing of pages; words are data (``bylines.tsv``, ``no_persons.tsv``).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain, takewhile

from cleaners.lexicons import texts, words
from cleaners.lines.calendars import month_names
from cleaners.lines.names import BETWEEN_NAMES, split_names, without_mail
from cleaners.lines.stamps import read_stamps
from cleaners.text.character_tables import FIRST_WIDE

MAX_BYLINE_CHARS = 120
"""A longer line is no byline."""

OPENS_BYLINE = frozenset("by|by:|written by|written by:|posted by|posted by:|author|author:".split("|"))
"""Lines, in lower case, that announce the author in the next one."""

_PARTICLES = frozenset(
    "de da di do dos das del della dello dalla du des van von zu zur af av der den het ter ten la le el al bin bint ibn"
    " abu".split()
)
_NAME_WORDS = range(2, 6)
"""Words of a person's name in an alphabet."""

_ELIDED = re.compile(r"[dlo]['’][^\W\d_]")
_NAME_WORD = re.compile(r"[^\s.,;:|/()\[\]«»\"“”]+")
_TITLES_BEHIND = re.compile(r",?\s(?:M\.?[SDA]\.?|MPH|MBA|RDN?|CPT|Ph\.?D\.?|Esq\.?)(?=\s|,|\Z).*$")
_BY_WORD = re.compile(r"^(?:written )?by:?(?:\s+|\Z)", re.IGNORECASE)
_INITIAL = re.compile(r"[^\W\d_]\.(?:\s?[^\W\d_]\.)?\s?")
_CAPITALISED = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)?")
_KOREAN_PIECES = re.compile(r"\s*[,·ㆍ]\s*")
"""Between persons with a role each. A mark between the names of one role parts them as well."""
_INITIALS = 3
"""Characters of an agency's name that is initials and counts in capitals only: Tran Van Ap is somebody."""
_BY = re.compile(
    r"^(?:written |words |story |reported |posted |text |article |authored )?by(?::\s*|\s+|(?-i:(?=[A-Z][a-z])))"
    r"(?P<names>[^|•·\d:]{3,80}?)"
    r"(?=\s*(?:$|[|•·:(]|\d|,? (?:published|updated|posted|in |for |on |last )|\s[-–—]\s))",
    re.IGNORECASE,
)
_DATED = (
    "publié|mis à jour|modifié|publicado|actualizado|atualizado|pubblicato|aggiornato|veröffentlicht|aktualisiert"
    "|opublikowano|aktualizacja|опубликовано|обновлено|diterbitkan|gepubliceerd"
)
"""Words before the day of a text, which some pages print right behind the name."""
_END = rf"(?=\s*(?:$|[|•·(\d]|\s[-–—]|\s\S{{2,12}}\s?[:：]|(?:{_DATED})(?:e|\s|$)))"
"""What may follow the names: the line's end, a mark, a date, another label."""
_BEHIND_OCCUPATION = r"(?=\s*(?:\Z|[|•·(/\d]|[–—-]\s|\S{1,64}@))"
_AHEAD_OF_OCCUPATION = re.compile(
    r"(?P<names>[^\W\d_][^|•·\d:,/.]{4,60}?)\s?(?:[,|•·/–—-]\s?(?:[A-Z][\w&'’-]*\s){0,4}|\s)\Z"
)
"""Names, a mark, and capitalised words ahead of the occupation (Harbor Ledger Staff Writer); or names alone."""
_KOREAN_CHARS = 60
"""Longest line that ends an article with its writer's name and address."""
_KOREAN_LABEL = re.compile(
    r"(?:(?<![\w가-힣])기자|(?:^|[|/·])\s?글)\s?[:：]\s?(?P<names>[가-힣]{2,4}(?:\s?[·,ㆍ/]\s?[가-힣]{2,4}){0,4})(?![가-힣])"
)
"""As papers in Korean of China name the writer: ``래원: 나루일보 기자: 한서윤``."""
_KOREAN_AHEAD = 16
"""Characters before the name: place and outlet, [나루=뉴스]; a caption that names its writer is longer."""
_PICTURED = re.compile(r"(?:사진|영상|그래픽|촬영|편집)\s?[=:/]?\s?\Z")
"""Before the name of who made the pictures."""
_BETWEEN_KOREANS = re.compile(r"\s?[·,ㆍ/]\s?")
_JAPANESE_CHARS = 60
"""Longest line of such labels and names."""
_PIECES = re.compile(r"\s*[|•·]\s*")
_FOOT_LABEL = re.compile(r"[(\[]?[^\W\d_][^\d:|.!?]{1,24}:\s")
"""A label with its colon at the head of a line."""
_WRITTEN_BY = re.compile(
    r"[(\[]?(?:reporting by\s(?=[^;.]*;)|(?P<this>this (?:article|post|story|piece) (?:was|is) )?written by:?\s)",
    re.IGNORECASE,
)
"""Such a label in words. Agencies name who reported, where, and who edited: Reporting by Jane Rowe in Mingxi; Editing
by Tom Lee. Behind ``This story was written by`` the sentence may go on; elsewhere it may be about anything then
(Written by Jane Rowe, the song was sung by …). A lone ``By`` below a text may be another story's."""
_IN_PLACE = re.compile(r"\sin\s[A-Z][^,;]*?(?=\sand\s|[,;)]|\Z)")
_BEFORE_TIME = ("posted on", "published on", "updated on", "posted", "published", "updated", "on")


def is_name(text: str) -> bool:
    """Whether a text is as long as a person's name in an alphabet and each word of it is written as in one.

    Letters of Arabic, Hindi and others have no case, so that there only the length tells.

    >>> is_name("Annegret von der Foell"), is_name("سامر الخطيب"), is_name("Old street opens")
    (True, True, False)
    """
    parts = text.split()
    named = [part for part in parts if part not in _PARTICLES]
    return len(parts) in _NAME_WORDS and len(named) > 1 and all(map(_begins_name, named))


def _begins_name(word: str) -> bool:
    first = word[0]
    if first.isupper() or _ELIDED.match(word):
        return True
    return first.isalpha() and first.lower() == first.upper() and max(word) < FIRST_WIDE


def is_no_person(name: str) -> bool:
    """Whether a text names an office, an occupation or an outlet."""
    return not words("no_persons").isdisjoint(_NAME_WORD.findall(name.lower()))


def looks_like_author(name: str) -> bool:
    """Whether a name that stands where an author's does may be one; in ideographs, kana or hangul any may."""
    return (is_name(name) and not is_no_person(name)) or any(c > FIRST_WIDE for c in name)


def is_signature(text: str) -> bool:
    """Whether a text is a person's name and nothing else, also with initials: Л. Бычкова.

    >>> is_signature("Л. Бычкова"), is_signature("Хабаровск"), is_signature("Các hộ nghèo")
    (True, False, False)
    """
    rest = _INITIAL.sub("", text, count=1)
    words_ = rest.split()
    named = is_name(text) or (rest != text and len(words_) in (1, 2))
    return named and all(_CAPITALISED.fullmatch(word) for word in words_) and not is_no_person(text)


def names_in(value: str) -> tuple[str, ...]:
    """The persons of a value, without what stands behind a name: address, degree, role, the month of a date.

    >>> names_in("Jane Rowe, PhD"), names_in("한서윤 기자, 김민수 기자")
    (('Jane Rowe',), ('한서윤', '김민수'))
    """
    if koreans := _korean_names(value) or _titled_korean(value):
        pieces = _KOREAN_PIECES.split(value)
        return koreans if len(pieces) == 1 else tuple(dict.fromkeys(chain.from_iterable(map(names_in, pieces))))
    names = []
    for name in split_names(_BY_WORD.sub("", without_mail(value))):
        words_ = _without_outlet(_TITLES_BEHIND.sub("", name)).split()
        while len(words_) > _NAME_WORDS[0] and words_[-1].lower().rstrip(".") in month_names():
            words_.pop()
        if looks_like_author(" ".join(words_)):
            names.append(" ".join(words_))
    return tuple(names)


def _without_outlet(name: str) -> str:
    """A name without the agency or outlet right behind it in syndicated stories; empty where that is all there is.

    JANE ROWE Associated Press
    """
    match = _outlet_behind().search(f" {name}")
    ahead = name[: max(0, match.start() - 1)] if match else name
    return name if len(ahead.split()) == 1 else ahead


@cache
def _outlet_behind() -> re.Pattern[str]:
    names = texts("bylines", match="agency")
    agencies = "|".join(name.upper() if len(name) <= _INITIALS else f"(?i:{re.escape(name)})" for name in names)
    return re.compile(rf"\s(?:(?i:the\s)?(?:{agencies})(?:(?:\s[A-Z]\w+)?\s(?i:writer|reporter))?|The\s[A-Z].*)\Z")


@cache
def _foreign() -> tuple[re.Pattern[str], ...]:
    word, label = ("|".join(map(re.escape, texts("bylines", match=kind))) for kind in ("word", "label"))
    names = r"(?P<names>[^|•·\d:：(]{3,80}?)"
    return (
        re.compile(rf"^(?:{word})\s+{names}{_END}", re.IGNORECASE),
        re.compile(rf"(?:^|(?<=[\s|•·/(]))(?:{label}|{word})\s?(?:[:：/]|\s[-–—])\s?{names}{_END}", re.IGNORECASE),
    )


def _foreign_names(text: str) -> tuple[str, ...]:
    """The persons of a byline in another language; what follows them is an outlet or a place."""
    for pattern in _foreign():
        match = pattern.search(text)
        if match and (names := _first_names(_without_day(match["names"].strip(" .,،;")))):
            return names
    return ()


def _first_names(text: str) -> tuple[str, ...]:
    """The persons with whom a text begins, up to an outlet, a place or what they do."""
    parts = BETWEEN_NAMES.split(text.rstrip("."))
    return tuple(takewhile(lambda name: is_name(name) and not is_no_person(name), parts))


def _without_day(names: str) -> str:
    """Names without the weekday, or the word before a day, that follows them: كتب: سامر الخطيب الإثنين 6 مايو."""
    kept = names.split()
    while len(kept) > _NAME_WORDS[0] and kept[-1].casefold() in _day_words():
        kept.pop()
    return " ".join(kept).rstrip(" ,،")


@cache
def _day_words() -> frozenset[str]:
    return frozenset(texts("bylines", match="day"))


@cache
def _occupations() -> tuple[re.Pattern[str], frozenset[str]]:
    """A pattern of what stands behind a writer's name, and the last words of all of them."""
    shortest_first = sorted(texts("bylines", match="occupation"), key=len)
    pattern = rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(shortest_first)))})s?{_BEHIND_OCCUPATION}"
    return re.compile(pattern, re.IGNORECASE), frozenset(text.split()[-1] for text in shortest_first)


def _names_occupation(text: str) -> bool:
    """Whether a short text may name a writer's occupation: a cheap look that passes hardly any other line."""
    lowered = text.lower()
    return any(word in lowered for word in _occupations()[1])


def _occupied_names(text: str) -> tuple[str, ...]:
    """The persons of a line that names them before their occupation, and says no more: Jane Rowe, Staff Writer."""
    match = _occupations()[0].search(text) if _names_occupation(text) else None
    ahead = _AHEAD_OF_OCCUPATION.match(text, 0, match.start()) if match else None
    names = BETWEEN_NAMES.split(ahead["names"]) if ahead else []
    return tuple(names) if names and all(map(is_signature, names)) else ()


@cache
def _korean() -> re.Pattern[str]:
    roles = "|".join(map(re.escape, texts("bylines", match="behind")))
    name = r"[가-힣]{2,4}"
    return re.compile(
        rf"(?:^|(?<=[^\w가-힣]))(?P<names>{name}(?:\s?[·,ㆍ]\s?{name}){{0,4}})\s?(?:{roles})"
        r"(?=\s*(?:$|[^\s가-힣]|입력|승인|등록|수정|다른|구독))"
    )


@cache
def _titles() -> re.Pattern[str]:
    titles = "|".join(map(re.escape, texts("bylines", match="title")))
    return re.compile(rf"([가-힣]{{2,4}})\s(?:[\w.-]{{1,16}}\s){{0,3}}[가-힣]{{0,8}}(?:{titles})")


def _titled_korean(value: str) -> tuple[str, ...]:
    """The person whom a stated author's value names before office and title, as Korean papers present guest writers."""
    match = _titles().match(value) if len(value) <= _KOREAN_CHARS and value[:1] > FIRST_WIDE else None
    return (match[1],) if match else ()


def _korean_names(text: str) -> tuple[str, ...]:
    """The persons of a line that names them before their role: 한서윤 기자."""
    if len(text) <= _KOREAN_CHARS and (labelled := _KOREAN_LABEL.search(text)):
        return tuple(_BETWEEN_KOREANS.split(labelled["names"]))
    match = _korean().search(text) if len(text) <= _KOREAN_CHARS else None
    if match is None or match.start() > _KOREAN_AHEAD or _PICTURED.search(text, 0, match.start()):
        return ()
    return tuple(name for name in _BETWEEN_KOREANS.split(match["names"]) if name not in words("no_persons"))


@cache
def _japanese() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Two patterns: a line that is nothing but Japanese labels and names, and one label of a writer with its names.

    A name is family and given name with a space between them, or ideographs alone.
    """
    of_writers = texts("bylines", match="japanese")
    longest_first = sorted((*of_writers, *texts("bylines", match="pictured")), key=len, reverse=True)
    labels, writers = "|".join(longest_first), "|".join(of_writers)
    no_label = rf"(?!{'|'.join(label for label in longest_first if len(label) > 1)})"
    spaced = rf"[\u3400-\u9fff々]{{1,3}}\s{no_label}[\u3400-\u9fff々\u3041-\u30ff]{{1,4}}"
    name = rf"{no_label}(?:{spaced}|[\u3400-\u9fff々]{{3,5}})"
    names = rf"(?:\s?[・･／/:：＝=]\s?|\s)(?P<names>{name}(?:[、,・]\s?{name}){{0,3}})"
    plain = f"(?:{labels}){names.replace('?P<names>', '?:')}"
    line = rf"[（(【〈]?{plain}(?:[\s、,／/]{{1,2}}{plain}){{0,3}}[）)】〉]?"
    return re.compile(line), re.compile(rf"(?<![^（(【〈\s、,／/])(?:{writers}){names}")


def _japanese_names(text: str) -> tuple[str, ...]:
    """The writers of a line that is nothing but Japanese labels and names: （文・山本太一、写真・佐藤花子）."""
    if len(text) > _JAPANESE_CHARS or not (text[:1] > FIRST_WIDE or text.startswith("(")):
        return ()
    line, writer = _japanese()
    match = writer.search(text) if line.fullmatch(text) else None
    return tuple(re.split(r"[、,・]\s?", match["names"])) if match else ()


def read_byline(text: str) -> tuple[str, ...]:
    """The persons of a line that says ``By``, or the same in another language; none of any other line.

    >>> read_byline("Por Nuria Campos - 3 may 2024"), read_byline("By the numbers")
    (('Nuria Campos',), ())
    """
    return read_short_byline(text) if len(text) <= MAX_BYLINE_CHARS else ()


@lru_cache(maxsize=200)  # reach, credits and metadata look at the same lines
def read_short_byline(text: str) -> tuple[str, ...]:
    """As ``read_byline``, for lines known to be short: what it reads is remembered."""
    for piece in (_without_leading_time(text), *_PIECES.split(text)[1:]):
        if names := _named_in(piece):
            return names
    return _korean_names(text) or _occupied_names(text) or _japanese_names(text)


def read_labelled(text: str) -> tuple[str, ...]:
    """The persons whom a line names behind a label and a colon, as texts end.

    >>> read_labelled("Автор: Глеб Стрижов. Фото: архив")
    ('Глеб Стрижов',)
    """
    if len(text) > MAX_BYLINE_CHARS:
        return ()
    if match := _WRITTEN_BY.match(text):
        told = _IN_PLACE.sub("", text[match.end() :])
        names = _first_names(told)
        sentence = told.endswith(".") and len(names) < len(BETWEEN_NAMES.split(told.rstrip(".")))
        return names if match["this"] or not sentence else ()
    return _foreign_names(text) if _FOOT_LABEL.match(text) else _japanese_names(text) or _korean_names(text)


def _named_in(text: str) -> tuple[str, ...]:
    match = _BY.match(text)
    if match is None:
        return _foreign_names(text)
    names = _without_month(match["names"], text, match.end())
    writer = names.partition(" with ")[0]  # By working with Tom Lee names no writer
    return names_in(names.replace(" with ", ", ")) if names_in(writer) else ()


def _without_month(names: str, text: str, end: int) -> str:
    """Names without the month of the day that follows them at ``end``: By Ann July 14, 2023.

    Where they are two words the second may be a family name (By Ann May 14 min read): there the day must have its year.
    """
    *kept, last = names.split()
    if not kept or last.lower().rstrip(".,") not in month_names():
        return names
    behind = text[end:].lstrip()
    dated = behind[:1].isdigit() and (len(kept) > 1 or read_stamps(f"{last} {behind}", partial=False))
    return " ".join(kept) if dated else names


def _without_leading_time(text: str) -> str:
    if not (stamps := read_stamps(text, partial=False)):
        return text
    ahead = text[: stamps[0].start].strip(" :").lower()
    return text if ahead and ahead not in _BEFORE_TIME else text[stamps[0].end :].lstrip(" ,|•·–-")
