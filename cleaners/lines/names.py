"""Names of people: the value of a credit cut into them, and which token is one."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain, groupby
from typing import TYPE_CHECKING

from cleaners.lexicons import words
from cleaners.lines.sources import is_advert, is_outlet, is_query
from cleaners.text.character_tables import HAN
from cleaners.text.characters import information

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NAME_CHARS = 20
"""Longer text is no name, though an account's may be a phrase."""

_ROLE = (
    r"(?:特[约約]|[见見][习習]|[实實][习習]|首席|[资資]深|全媒[体體]|融媒[体體]|[摄攝]影|文字|[视視][频頻]){0,3}"
    r"(?:[记記]者|通[讯訊][员員]|[实實][习習]生|[评評][论論][员員]|撰稿人|[编編][辑輯]|[编編][译譯]|[摄攝]影[师師]|拍客|作者)"
)
_ROLE_PREFIX = re.compile(rf"^\S{{0,16}}?{_ROLE}[:：\s/／]*")
_TAIL_WORK = re.compile(
    r"""
    [\s/／]*
    (?: 文[/／][图圖] | [图圖][/／]文 | 文[/／][摄攝] | [摄攝]影[报報][道導导] | [综綜]合[报報][道導导] | [报報][道導导]
      | [专專][访訪] | 整[理合] | 梳理 | [编編][译譯] | 供[图圖] | 供稿 | 受[访訪]者
      | [/／] \s? \S{1,6} (?:報導|報道|报导|报道|连线|連線|专访|專訪)
      | [/／] \s? [文图圖摄攝译譯]
      | [发發]自 \s? [\u3400-\u9fff]{2,8} $
    | \s? [摄攝]影? $ )
    .* $
    """,
    re.VERBOSE,
)
"""What somebody did, and all behind it."""
_STAFF_CODE = re.compile(r"[_\s-]*(?<![A-Za-z])[A-Z]{1,4}\d{2,6}$")
_CODE_ONLY = re.compile(r"^[A-Z]{1,4}\d{2,6}$")
_ALPHABET = re.compile(r"^[^\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef]+$")
"""Without ideographs, kana and hangul, in which no space parts the words of a name."""
_HAN_SPLIT = re.compile(r"[、,，;；/／\s＆&+＋]+|\b和\b")
BETWEEN_NAMES = re.compile(
    r"\s*(?:[,;] (?:and|&) |[,;/、&،؛]|\s(?:and|und|et|y|e|i|a|en|og|och|ja|ve|và|dan|и|і|та|й|και|و)\s)\s*"
)
"""What parts the names of an alphabet: a mark, or the ``and`` of its language."""
WRAPPING = re.compile(
    r"^[\s\[【（(《“\"'：:·*□■◎●◆—-]+|(?<! [JS]r)[\s\]】》”\"'：:·*□■。.，,_—-]+$|(?<![A-Za-z])[）)]+$"
)
_PARTICLES = re.compile(r"[的了是在从为将已被把说称]|获悉|认为|表示")
_MAIL = re.compile(r"[\s<(,|]{0,4}(?a:[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+)[>)]?")
"""An address that some systems print behind a name, and state with it; an account (@清溪发布) is none."""
_MAX_VALUE_CHARS = 500
"""Longest value that holds names and addresses."""
_COUNTRY = re.compile(r"^[\[【（(〔［][\u3400-\u9fff]{1,4}[\]】）)〕］]\s?")
"""Before a foreigner's name: ``[美]``."""

_ANY_LABEL = re.compile(r"^\s*[\u3400-\u9fff]{2,6}\s?[:：]\s*")
_MAX_SPACED = 3
"""Characters of a name set with spaces; a longer run is several names of two."""
_NO_NAME = re.compile(
    r"[：:]|^\+?\d[\d ()-]*$|\d{5}|^\d[\d.,]*[次字条條]"
    r"|(?:微信|[薇威]信|[Qq]{2}|[Vv][Xx]|电话|電話|热线|熱線|[Tt]elegram|LINE)[^\u3400-\u9fff]*\d"
)
"""What holds a label of its own, is a number, or tells where to reach somebody."""
_MIN_ADVERT_CHARS = 5
"""Characters of a name that may be an advertisement; shorter ones are persons'."""
_GLUED_CHARS = range(5, 10)
"""Characters of two or three names with nothing between them."""
_PLACES = "省市县縣区區镇鎮乡鄉村街路局院部处處科室厅廳"
"""Ends of places and offices, which begin with family names too."""
_HALF_CHARS = (2, 3, 4)
"""Characters of the halves of such names: 次仁|央宗, 其木格."""
_BODIES = tuple("部处處室厅廳局院组組办辦所站委")
UNITS = (*_PLACES, *_BODIES, "系", "中心", "中学", "小学", "大学", "学校", "公司", "医院")
"""Ends of the units of hospitals, schools and authorities whose members write for them."""
_TASKS = ("宣传", "宣傳", "文化", "计划", "安全")
"""Beginnings of units' names that are family names as well."""
_AND = re.compile(r"(?P<one>[\u3400-\u9fff]{2,4})[和与與及](?P<other>[\u3400-\u9fff]{2,4})")


@cache
def _no_names() -> frozenset[str]:
    return frozenset(word.casefold() for word in words("no_names"))


def names_nobody(token: str) -> bool:
    """Whether a token stands where a name should and is none: 佚名, admin."""
    return token.casefold() in _no_names()


def strip_label(text: str) -> str:
    """``text`` without the label it begins with (来源：)."""
    return _ANY_LABEL.sub("", text)


def without_mail(value: str) -> str:
    """A value without the addresses in it; a text longer than any value stays as it is.

    >>> without_mail("何岱青hdq@mail.example"), without_mail("@清溪发布")
    ('何岱青', '@清溪发布')
    """
    return _MAIL.sub("", value) if "@" in value and len(value) <= _MAX_VALUE_CHARS else value


def split_names(value: str) -> tuple[str, ...]:
    """Cut the value of a credit into names; roles, staff codes, brackets, addresses and 等 go.

    >>> split_names("新京报记者 何岱青 王　莉、李小明_NB12")
    ('何岱青', '王莉', '李小明')
    """
    value = _COUNTRY.sub("", _TAIL_WORK.sub("", value))
    value = WRAPPING.sub("", without_mail(value))
    if not value:
        return ()
    if _ALPHABET.match(value):
        return _tidy_names(BETWEEN_NAMES.split(value))
    if "（" in value or "(" in value:
        return (
            _tidy_names([value])
            if re.fullmatch(r"[^\s()（）]{2,12}\s?[(（][A-Za-z .'-]{2,40}[)）]", value)
            else split_names(re.split(r"[(（]", value)[0])
        )
    if re.fullmatch(r"[^、,，;；/／\s]+[&＆][^、,，;；/／\s&＆]+", value):
        return (value,)  # one account: 放飞&心情
    return _tidy_names(_join_spaced(list(chain.from_iterable(map(_both, _HAN_SPLIT.split(value))))))


def _both(token: str) -> tuple[str, ...]:
    """The two persons that a word joins (何岱青和李知南); else the token."""
    pair = _AND.fullmatch(token)
    return pair.group("one", "other") if pair and all(map(is_person, pair.groups())) else (token,)


def _join_spaced(tokens: list[str]) -> list[str]:
    """Join names set with a space in them for looks: 王　莉."""
    joined: list[str] = []
    for single, run in groupby(tokens, lambda token: len(token) == 1 and HAN.match(token) is not None):
        parts = list(run)
        if single:
            size = len(parts) if len(parts) <= _MAX_SPACED else 2
            parts = ["".join(parts[i : i + size]) for i in range(0, len(parts), size)]
        joined += parts
    return joined


def _tidy_names(tokens: Iterable[str]) -> tuple[str, ...]:
    names: list[str] = []
    for token in tokens:
        name = _STAFF_CODE.sub("", token) or token
        name = _ROLE_PREFIX.sub("", name)
        name = WRAPPING.sub("", name).removesuffix("等")
        name = name[:-1] if name.endswith("及") and is_person(name[:-1]) else name  # 记者何岱青及通讯员李知南
        if 2 <= len(name) <= 60 and not _is_no_name(name) and name not in names:
            names.append(name)
    if len(names) > 1:
        names = [name for name in names if not _CODE_ONLY.match(name)]
    return tuple(name for name in names if len(name) <= MAX_NAME_CHARS or _ALPHABET.match(name) or "(" in name)


def _is_no_name(name: str) -> bool:
    return _NO_NAME.search(name) is not None or names_nobody(name) or is_query(name) or _is_advert(name)


def _is_advert(name: str) -> bool:
    return len(name) >= _MIN_ADVERT_CHARS and not is_person(name) and is_advert(name)


def adverts_in(value: str) -> tuple[str, ...]:
    """The keyword phrases that stand in a credit's value where names should.

    >>> adverts_in("何岱青、极速飞艇官方开奖网")
    ('极速飞艇官方开奖网',)
    """
    parts = (WRAPPING.sub("", part) for part in _HAN_SPLIT.split(value)) if len(value) <= _MAX_VALUE_CHARS else ()
    return tuple(part for part in parts if not _NO_NAME.search(part) and _is_advert(part))


def unglue(token: str) -> tuple[str, ...]:
    """The persons of a token that is nothing but their names (何岱青李知南), names of three first; else the token."""
    if len(token) not in _GLUED_CHARS or is_person(token):
        return (token,)
    return _persons_of(token) or (token,)


def _persons_of(text: str) -> tuple[str, ...]:
    if len(text) <= 3:
        return (text,) if is_person(text) and text[-1] not in _PLACES else ()
    for chars in (3, 2):
        first, others = _persons_of(text[:chars]), _persons_of(text[chars:])
        if first and others:
            return (*first, *others)
    return ()


def is_office(name: str) -> bool:
    """Whether a name ends like a place or an office (文化處), though it may begin like a person's."""
    return name[-1:] in _PLACES


def is_word(name: str) -> bool:
    """Whether news has the first two characters side by side more often than chance (文化馆, 马拉松).

    A name's it has so only where they are a word's as well (高峰) or somebody's well known.

    >>> is_word("马拉松"), is_word("何岱青")
    (True, False)
    """
    return information(name[:2]) is not None


def without_units(names: tuple[str, ...]) -> tuple[str, ...]:
    """Names without the units that persons among them belong to: 骨科 何青. Units alone stay as they are.

    >>> without_units(("宣传部", "何岱青")), without_units(("宣传部",))
    (('何岱青',), ('宣传部',))
    """
    if len(names) == 1:
        return names
    people = tuple(name for name in names if not _is_unit(name))
    return people if any(map(is_person, people)) else names


def _is_unit(name: str) -> bool:
    """Whether a name ends as units do; one that may be a person's (林路, 王登科) as hardly any of these does."""
    if not is_person(name):
        return name.endswith(UNITS)
    return len(name) > 2 and (name.endswith(_BODIES) or (name.endswith("科") and name.startswith(_TASKS)))


def is_person(name: str) -> bool:
    """Whether a token is a person's name: family name and one to three characters, two halves, or parts with a dot."""
    if not name or not all("\u3400" <= char <= "\u9fff" or char in "·•" for char in name):
        return False
    if "·" in name or "•" in name:
        return 4 <= len(name) <= 18
    if _PARTICLES.search(name) or is_outlet(name) or name in words("provinces"):
        return False
    known = surnames()
    halves = _name_halves()
    if any(name[:half] in halves and (len(name) <= half or name[half:] in halves) for half in _HALF_CHARS):
        return True
    if len(name) == 4:  # 欧阳 and two more, or two family names; other four are an office or a unit: 宁波公安, 东山小学
        return (name[:2] in known or (name[0] in known and name[1] in known)) and not name.endswith(UNITS)
    return 2 <= len(name) < 4 and (name[0] in known or name[:2] in known)


@cache
def _name_halves() -> frozenset[str]:
    """Halves of the names of peoples without family names: 次仁, 央宗."""
    return frozenset(name for row in words("name_halves") for name in row.split())


@cache
def surnames() -> frozenset[str]:
    """Chinese family names, of one character or two."""
    return frozenset(name for row in words("surnames") for name in row.split())
