"""Find how sellers are reached, put between the sentences of a body: accounts and the addresses of foreign hosts.

Accounts have names that hide from filters: 薇信, 扣扣, ①③⑤⑦②②⑨. Local papers print accounts, too, and call them 微信
and QQ: such names count only between two sentences that nothing parts from them, as nobody writes. One account proves
nothing, writers joke.

Addresses have no word around them. News names one inside a sentence (登录 www.… 查询), or behind its last one. A
sentence may begin with one, too, and go on with 网站 or 是; so one alone proves nothing, and a host that the text names
elsewhere is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import numeric

from cleaners.junk.spans import Place, Span
from cleaners.junk.strewn.addresses import HOST, LEADS_UP
from cleaners.junk.strewn.lone_lines import weigh_phrases
from cleaners.junk.warning import warns
from cleaners.lexicons import texts
from cleaners.links.hosts import domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line

_LEAD_CHARS = 8
"""Characters ahead of the name of the channel: who is asked for, or what is sold."""

_ODD = "①-⑳⑴-⒛❶-❿➀-➓⓪"
"""Digits in which nobody writes an account openly. Full-width ones are not among them: old papers print these."""
_ODD_NUMBER = rf"(?=[0-9０-９ -]{{0,12}}[{_ODD}])(?:[0-9０-９{_ODD}][ -]?){{5,15}}"
_FORMAL = "零壹贰叁肆伍陆柒捌玖㈠-㈩"
"""Digits of cheques and of headings, in which no telephone is written either."""
_CHINESE = "〇零一二三四五六七八九"
"""Digits in which newspapers set telephones, too; sellers do behind names that hide."""
_ACCOUNT = (
    r"(?:@?[a-z][a-z0-9_-]{4,19}(?![a-z0-9_.-])|[0-9](?:[ -]?[0-9]){5,12}(?![0-9年月日元万亿只架%])"
    rf"|[{_CHINESE}](?:[ .*-]?[{_CHINESE}]){{6,12}})"
)
_DISGUISED_DIGITS, _DISGUISED_LEAD = 7, 24
"""Fewest digits of a number that needs no name, all of them odd or formal; and most characters that may stand before it
in its sentence, which says of no number what it is (嫌疑人留下的号码是…)."""
_MAX_ANSWER = 5
"""Digits up to which answers of a test go, of which each may stand many times."""
_OF_OUTLETS = re.compile("投稿|供稿|[报報爆]料|[转轉][载載]|商[务務]|小[编編]|[编編][辑輯]|[记記]者")
"""What outlets that write so themselves ask for in front of an account; sellers do not."""
_PLAIN_NAMES = "微信|qq|☎|☏"

_BETWEEN = re.compile(
    r"[。！？；]([^\W\d_]{0,6}(?:微信|[QqＱｑ]{2}|电话|熱線|热线|電話|手机|手機|[:：@＠])[号群]?[:：]?[@＠]?"
    r"(?!0[0-9]|[48]00[0-9-])[A-Za-z0-9Ａ-Ｚａ-ｚ０-９_＿－-]{6,20})(?=[\u3400-\u9fff“《])(?!\w{1,6}[:：])"
    r"(?![的是了和与及等在将为不发打称说显欢可联咨报预加注元人万萬亿億年月日时分个個件次户只架吨米里平亩名位条家台辆种])"
)
"""An account under its plain name behind a sentence, with the next one right behind it; none that the sentence goes on
from (微信号luoxi88的主人, 电话13800005550打不通), or that a label follows (地址：) in a notice that lost its spaces.
Nor figures with their measure (总投资：1200000元) and numbers of offices, as sellers have none (0799-8811222, 400)."""

_ANY_ODD = re.compile(f"[{_ODD}㈠-㈩贰叁肆柒捌玖]")
_DISGUISED = re.compile(
    rf"(?:^|(?<=[。！？；]))([^。！？；“”的是]{{0,{_DISGUISED_LEAD}}}?)"
    rf"((?:[{_ODD}{_FORMAL}][ .*-]?){{{_DISGUISED_DIGITS},15}})\s?",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"[。！？；]”?[ \u3000]?((?:(?P<words>[^\x00-\x7f。！？；，：、“”‘’《》（）【】\s]{4,25})|[（(【\[])?"
    rf"(?:https?://|www\.)?(?P<host>{HOST})(?::\d{{1,5}})?"
    r"(?:/[\w./?=&%-]{0,80})?[）)】\]]?)[ \u3000]?(?![的是网官查登了、，])"
    r"(?:(?=[和与及在上将就为下”])(?P<on>)|(?=[\u3400-\u9fff“])|\Z(?P<last>))",
    re.ASCII | re.IGNORECASE,
)
"""An address behind a sentence, with what may be sold there right ahead of it: a name that a report gives with its
address stands in quotes (“天天借钱”www.kx9…), or the address in brackets. ``on``: the sentence may go on behind it;
``last``: nothing stands behind. Such count only beside other junk."""
_ANY_HOST = re.compile(HOST, re.IGNORECASE)
_PHRASE_NATS, _SOLD_NATS = -3.0, 2.0
"""Nats of the words ahead of an address that make them a possible keyword phrase, and that make one enough: no sentence
goes on behind an address without a sign or a word for it. Of phrases of trades that the model was never shown nine
in ten have the first, one in three the second."""


@cache
def _names() -> tuple[str, str]:
    """Patterns of the names of both kinds."""
    prefix, sign = ("|".join(map(re.escape, texts("evasive_channels", match=kind))) for kind in ("prefix", "sign"))
    return prefix, sign


@cache
def _any_name() -> re.Pattern[str]:
    """Any of the names, in lower case; nothing but literals, for which ``re`` looks fastest."""
    return re.compile("|".join(_names()))


def _may_hold_one(text: str) -> bool:
    """Whether a text holds what every hidden account does: hardly a page has it, and it is found faster than one."""
    return _any_name().search(text.lower()) is not None or _ANY_ODD.search(text) is not None


@cache
def _pattern() -> re.Pattern[str]:
    """A hidden account with what leads up to it, where a sentence begins."""
    names, signed = _names()
    named = rf"(?:{names})[号群]?\s?[:：]?\s?{_ACCOUNT}|(?:{signed})\s?[:：]?\s?@{_ACCOUNT}"
    numbered = rf"(?:{_PLAIN_NAMES})[号群]?\s?[:：]?\s?(?:{_ODD_NUMBER})"
    return re.compile(
        rf"(?:^|(?<=[。！？；]))[\s，]?([【\[（(]?[^\W\d_]{{0,{_LEAD_CHARS}}}?(?:{named}|{numbered})[】\]）)]?)\s?",
        re.IGNORECASE | re.MULTILINE,
    )


def find_contacts(lines: Sequence[Line], scene: Scene) -> list[Place]:
    """The hidden accounts that stand at the beginnings of sentences."""
    joined = "\n".join(line.text for line in lines)
    if not _may_hold_one(joined) and not _BETWEEN.search(joined):
        return []
    places = [Place(at, *span) for at, line in enumerate(lines) for span in _contacts_in(line.text)]
    return places if scene.convicts(len(places)) else []


def _contacts_in(text: str) -> Iterator[Span]:
    at = 0
    hidden = (*_disguised_numbers(text), *_pattern().finditer(text)) if _may_hold_one(text) else ()
    found = [(match.span(), match[0]) for match in hidden]
    found += [(match.span(1), match[1]) for match in _BETWEEN.finditer(text)]
    for (start, end), contact in sorted(found):
        if start >= at and not _is_quoted(text, start) and not _OF_OUTLETS.search(contact):
            yield Span(start, end)
            at = end


def _disguised_numbers(text: str) -> Iterator[re.Match[str]]:
    """Numbers that need no name. Digits of which none stands twice, or none is above five, are an order of sentences, a
    draw, the answers of a test, or a lesson in writing cheques; of telephones one in fifty is such.
    """
    for match in _DISGUISED.finditer(text):
        digits = [numeric(character) for character in match[2] if character.isnumeric()]
        if len({*digits}) < len(digits) and (0 in digits or max(digits) > _MAX_ANSWER):
            yield match


def _is_quoted(text: str, at: int) -> bool:
    """Whether a quotation is open there: reports say what sellers wrote."""
    return text.count("“", 0, at) > text.count("”", 0, at)


# --- addresses --------------------------------------------------------------------------------------------------------


def find_addresses(lines: Sequence[Line], scene: Scene) -> list[Place]:
    """The addresses that stand between two sentences."""
    texts = [line.text for line in lines]
    found = [(at, match) for at, text in enumerate(texts) if "." in text for match in _ADDRESS.finditer(text)]
    if not scene.spam:
        found = [(at, match) for at, match in found if match["on"] is None and match["last"] is None]
    found, sold = _without_names(found, texts, scene)
    if not (sold or scene.convicts(len(found))):
        return []
    named = Counter(domain_of(f"//{host.lower()}") for host in _ANY_HOST.findall("\n".join(texts)))
    alone = Counter(_domain_in(match) for _, match in found)
    strange = [
        (at, match)
        for at, match in found
        if (domain := _domain_in(match)) and domain not in scene.own and named[domain] == alone[domain]
    ]
    sold = sold and any(match["words"] for _, match in strange)
    return [Place(at, *match.span(1)) for at, match in strange] if sold or scene.convicts(len(strange)) else []


def _domain_in(address: re.Match[str]) -> str | None:
    return domain_of(f"//{address['host'].lower()}")


def _without_names(
    found: Sequence[tuple[int, re.Match[str]]], texts: Sequence[str], scene: Scene
) -> tuple[list[tuple[int, re.Match[str]]], bool]:
    """The addresses but for those behind words that are no keyword phrase; and whether one alone is enough."""
    named = [match["words"] for _, match in found if match["words"]]
    if not named:
        return list(found), False
    rest = "\n".join(texts)
    for words in named:
        rest = rest.replace(words, "")
    nats = dict(zip(named, weigh_phrases(named, f"{rest}\n{scene.title}", scene.spam).tolist(), strict=True))
    likely = {each for each in named if nats[each] >= _PHRASE_NATS and not LEADS_UP.search(each)}
    sold = any(nats[each] >= _SOLD_NATS for each in likely) and not warns(rest)
    return [(at, match) for at, match in found if not match["words"] or match["words"] in likely], sold
