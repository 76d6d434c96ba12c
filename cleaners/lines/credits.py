"""Who wrote, pictured, edited and supplied an article: credits read from byline and credit lines.

A credit is a label (作者, 责任编辑, 来源) or a role (记者) with names behind it, or names and then a role (甲/摄). What
stands behind a label is cut into names, and roles, staff codes and page furniture are taken off. Text that is not
plainly a name is no name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain

from cleaners.lexicons import any_of, words
from cleaners.lines.credit import NAMES, Credit, persons
from cleaners.lines.credit_labels import DESKS, JOINTS, LIST_SIGNS, Label, find_labels, label_lexicon
from cleaners.lines.names import (
    MAX_NAME_CHARS,
    UNITS,
    is_office,
    is_person,
    is_word,
    split_names,
    unglue,
    without_mail,
    without_units,
)
from cleaners.lines.sources import clean_source, ends_like_outlet, is_outlet
from cleaners.lines.stamps import read_stamps

MAX_LINE_CHARS = 160
"""A longer line is a paragraph: only brackets at its head or tail are read."""
_MAX_NAMES = 12
"""More names than this are a list of something else."""

ASKED = tuple("！？!?")
"""Last characters of what somebody asks in an interview: 记者：谢谢您！"""
_ODD_SIGN = re.compile("[╱〖〗［］]")
_SIGNS = str.maketrans("╱〖〗［］", "／【】[]")
"""Signs that a few systems set (╱ as Taiwan's papers do between name and place), and the usual ones."""
_BRACKETED = re.compile(r"[【\[]([\u3400-\u9fff]{1,6})[】\]](?P<colon>\s?[:：])?")
_REMARK = re.compile(r"(?<=[\u3400-\u9fff])[（(](?:实习生?|實習生?|见习|見習|兼|整理|译|譯|[男女])[）)]")
"""What a list says of one of its names: 责编：何岱青(实习生)、李知南."""
_BY_WORK = re.compile(
    rf"(?P<names>{NAMES})\s?[/／（(]?\s?(?P<work>文字?|图片?|圖片?|摄影?|攝影?)[)）]?(?=[\s，,、；;)）]|\Z)"
)
_BETWEEN_PARTS = re.compile(r"[\s/／]+")


WHO_IS = r"[，,]\s?(?:系|[为為是]|[现現]任|[来來]自|供[职職]|就[职職]|[单單]位)"
"""Between a writer's name and what the writer is: （作者：何岱青，系明溪大学教授）."""
_VALUE_END = re.compile(
    rf"""
      [|｜丨。！？] | https?:
    | ； (?! [\u3400-\u9fff]{{2,3}} (?: [；、\s] | \Z ) )    # in a list of names it parts them
    | [\u3400-\u9fff]{{0,2}} (?:时间|日期|時間) \s* [:：] | 发布于 | 发表于 | 发于(?=\d)
    | \s (?:发布|發[布佈]|发表|發表|更新)? (?:时间|日期|時間) \s* (?=\d)    # 北京时间 is an outlet, too
    | ， [^，。]{{0,12}} 授权 (?:发布|转载)
    | {WHO_IS} (?= [^）)。！？]{{0,60}} [）)]? \s* \Z )    # a sentence may go on: 《渡口》（作者：甲，系…）写老街
    | (?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日                  # 记者何岱青5月6日洛溪报道, no sentence (…5月6日到洛溪)
        (?= (?: [\u3400-\u9fff]{{2,6}} (?:报道|報道|報導|报导) | [电電] )? [\s）)】\]]* \Z )
    | \s [\u3400-\u9fff]{{2,5}} \s? [:：]                   # another label
    | \s [\u3400-\u9fff] \s{{1,3}} [\u3400-\u9fff] \s? [:：]
    | (?<=[^\s:：]) \s{{0,3}} [【（(\[]                       # a bracket, but for
        (?! [A-Za-z .]+ [）)]                              # a name in an alphabet
          | \s? (?:微信)? (?:ID|id|微信[号號]) \s? [:：] )   # an account
    """,
    re.VERBOSE,
)
_OPEN = re.compile(r"^(?:[\s《“\"]|[\[【（(](?![\u3400-\u9fff]{1,4}[\]】）)]))+")
_BRACKETS = re.compile(r"(?P<open>[（(【\[《])|[）)】\]》]")
_WIRED = re.compile(
    r"(?P<names>[\u3400-\u9fff、]{4,24}?)(?:\d{1,2}日(?:专|專|綜合|综合)?(?:外)?[电電]|報導|報道|报道|报导)\Z"
)
"""Reporters whose last name runs into the place: ``何岱青洛溪6日電``, ``何岱青洛溪報導``."""
_PLACED = re.compile(
    r"(?P<names>[\u3400-\u9fff]{3}(?:[、\s][\u3400-\u9fff]{3}){0,3})\s[\u3400-\u9fff]{2}\s?(?:報道|報導|报道|[电電])"
)
"""Reporters and, behind a space, the place: ``何岱青 洛溪 報道``."""
_NAME_AND_PLACE = 5
"""Characters of a name of three and a place of two."""
_PICTURED_TOO = re.compile(r"[摄攝]影[报報][道導]\Z")
_PICTURED = re.compile(r"(?<![文/／])[摄攝](?:影)?$")
_ACCOUNTS = ("微信公众号", "微信公眾號")
"""Ahead of an account's name; 微信 alone is a button."""
_PLAIN_STOP_CHARS = 4
"""No outlet's name holds a stop word this long (浏览次数)."""
_REVERSED = re.compile(
    rf"(?:^|(?<=[\s（(。，]))(?P<names>{NAMES})\s?[/／\s]\s?"
    r"(?P<work>文[/／][图圖]|[图圖][/／]文|文[/／][摄攝]|[摄攝]影(?:[报報][道導导])?|文|图|圖|摄|攝)(?=$|[\s）)])"
)
_WORKS = {"文": ("author",), **dict.fromkeys(("图", "圖", "摄", "攝", "摄影", "攝影"), ("photographer",))}
_WORK = re.compile(r"(?:[文图圖摄攝影]|影[报報][道導导])(?![^\s）)])")
"""The end of such a role: most lines hold none, and are spared the search for one with names."""
REPORTS = ("報導", "報道", "报道", "报导")
_REPORT = re.compile("|".join(REPORTS))
_REPORTED = tuple(
    re.compile(pattern + rf"(?:{'|'.join(REPORTS)})\Z")
    for pattern in (
        rf"(?:[编編][译譯]\s?)?(?P<names>{NAMES})\s?(?:[记記]者)?\s?[/／]\s?[\u3400-\u9fff]{{2,8}}",
        rf"(?P<outlet>[^\s，。：:/／]{{3,12}})\s?[\s/／]\s?(?P<names>{NAMES})\s?[/／]\s?[\u3400-\u9fff]{{2,8}}",
        r"[\u3400-\u9fff]{2,6}\s?[/／]\s?(?P<names>[\u3400-\u9fff]{3}(?:[、\s][\u3400-\u9fff]{3}){0,3})",
        rf"(?P<names>{NAMES})\s(?P<spaced>[\u3400-\u9fff]{{2,4}})?",
    )
)
"""Reporters before a place, or behind their desk, where two characters may be the place: ``國際中心／何岱青報導``;
ahead of them may stand their outlet, behind them their role: ``明溪新聞網 何岱青／洛溪報導``, ``何岱青記者／洛溪報導``.
Some set nothing but a space between: ``何岱青 报道``, ``何岱青 李知南 洛溪報導``."""
_BETWEEN_SPACED = re.compile(r"[、\s]")
_TIME_LABEL = re.compile(r"[\u3400-\u9fff]{2,6}\s?[:：/]\s?\Z")
_BESIDE_TIME = " |｜·・-–—()（）"
"""Between such a line and the time in it."""
_TITLED = re.compile(r"(?P<name>[\u3400-\u9fff]{2,4})\s{1,3}(?:[A-Za-z\d]{0,6}[\u3400-\u9fff]{2,10}\s?)?[记記]者")
_PRINTED_IN = re.compile(
    r"[（(]?《? ?(?P<paper>[\u3400-\u9fff]{1,12}[报報刊]) ?》?[\s（(]{0,3}"
    r"(?:19|20)\d\d ?[年-] ?\d{1,2} ?[月-] ?\d{1,2} ?日?[\s，,]{0,2}"
    r"第? ?[A-Z]?[\d一二三四五六七八九十]{1,3} ?版[）)]{1,2}"
)
"""Where a text was printed first, as papers' sites say behind it: 《明溪日报》（2024年05月06日 03版）."""
_REPRINTED = re.compile(
    r"以下文章[来來]源[于於]\s?(?P<account>[^\s，,]{2,30})"
    r"(?:[\s，,]{1,3}作者\s?[:：]?\s?(?P<names>[^，,。\d]{2,40})|(?=\s*(?:\d|\Z)))"
)
"""As an account's page says whose text it shows: 以下文章来源于明溪发布 ，作者何岱青."""


@cache
def stops() -> re.Pattern[str]:
    """Matches the words of page furniture that end a credit's value."""
    return re.compile(any_of(words("credit_stops")))


def read_credits(text: str) -> tuple[Credit, ...]:
    """The credits of one short line, in its order.

    >>> [(c.kind, c.names) for c in read_credits("2024-05-06 09:10　来源：明溪日报　责任编辑：何岱青_MX12")]
    [('source', ('明溪日报',)), ('editor', ('何岱青',))]
    """
    return _read_credits(text) if len(text) <= MAX_LINE_CHARS else ()


def _unbracket(match: re.Match[str]) -> str:
    """A label in brackets (【记者】甲, [来源]：乙) as one before a colon, in as many characters.

    Badges and marks stand in brackets, too: [视频]老街重开, 【漫画】高山流水.
    """
    lexicon = label_lexicon()
    if match[1] not in lexicon.kinds or (not match["colon"] and (match[0][0] == "[" or match[1] in lexicon.personal)):
        return match[0]
    return f" {match[1]} {match['colon']}" if match["colon"] else f" {match[1]}："


def _with_usual_signs(text: str) -> str:
    """A line with usual signs for odd ones and around labels, and without remarks on names, in as many characters."""
    if _ODD_SIGN.search(text):
        text = text.translate(_SIGNS)
    if "【" in text or "[" in text:
        text = _BRACKETED.sub(_unbracket, text)
    if "(" in text or "（" in text:
        text = _REMARK.sub(lambda match: " " * len(match[0]), text)
    return text


@lru_cache(maxsize=1_000)  # several finders look at the same lines
def _read_credits(text: str) -> tuple[Credit, ...]:
    text = _with_usual_signs(text)
    if reprinted := _reprinted(text):
        return reprinted
    if reported := _reported(text):
        return reported
    labels = find_labels(text)
    if not labels:
        return printed_in(text) or _credits_behind(text)
    if len(labels) == 1 and labels[0].start == 0 and text.endswith(ASKED):
        return ()
    found = _labelled(text, labels)
    named = {credit.kind for credit in found}
    return (*found, *(credit for credit in _credits_behind(text) if credit.kind not in named))


def _labelled(text: str, labels: list[Label]) -> list[Credit]:
    """The credits behind the labels of a line; some labels share a value, or have a role with its names as value."""
    ends = [label.start for label in labels[1:]] + [len(text)]
    found: list[Credit] = []
    kind = None
    joined: list[Label] = []
    for label, end, behind in zip(labels, ends, [*labels[1:], None], strict=True):
        if behind is not None and label.kind != "source" and end <= label.value and text[:end].rstrip()[-1] in JOINTS:
            joined.append(label)  # what stands behind the next one is its value, too: 编辑/校对：甲
            continue
        leads = behind is not None and behind.role and not text[end - 1 : end].isspace()
        leads = leads and label.value <= end and "（" not in text[label.value : end]
        listed = leads and text[end - 1 : end] in LIST_SIGNS  # 责编：甲、实习生：乙
        if leads and not label.role and label.kind != "source" and not listed:
            kind = label.kind  # the value is the role's outlet: 图/明溪日报记者 甲
            continue
        if label.role and (shared := _by_work(text, label, end)):
            found += shared
        elif credit := _read_value(text, label, end):
            found += [credit._replace(kind=other.kind, start=other.start) for other in joined if credit.names]
            found.append(credit._replace(kind=kind) if kind and label.role else credit)
            found += _persons_behind(credit)
            if label.role and credit.kind == "author" and _PICTURED_TOO.search(credit.raw):
                found.append(credit._replace(kind="photographer"))
        kind = label.kind if listed and label.kind in DESKS else None
        joined.clear()
    return found


def _by_work(text: str, label: Label, end: int) -> list[Credit]:
    """Credits of a role whose names are parted by what each did: ``记者 甲 乙 文 丙 图``."""
    found: list[Credit] = []
    for match in _BY_WORK.finditer(text, label.value, end):
        if names := persons(match["names"]):
            kind = "author" if match["work"].startswith("文") else "photographer"
            found.append(Credit(kind, names, match["names"], label.start if not found else match.start(), match.end()))
    return found if len(found) > 1 else []


def _parts(raw: str) -> tuple[str | None, tuple[str, ...]]:
    """Outlet or unit, and persons, where a source's value is one of the first and else of the second; else none."""
    parts = _BETWEEN_PARTS.split(raw)
    units = [part for part in parts if is_outlet(part) or part.endswith(UNITS)]
    names = tuple(part for part in parts if part not in units)
    return (units[0], names) if len(units) == 1 and names and all(map(is_person, names)) else (None, ())


def _persons_behind(source: Credit) -> list[Credit]:
    """The authors that stand with an outlet without a label: ``来源：明溪网 何岱青``, ``来源：何岱青/明溪网``."""
    if source.kind != "source" or not source.names or source.names[0] == source.raw:
        return []
    names = _parts(source.raw)[1]
    return [Credit("author", names, source.raw, source.start, source.end)] if names else []


def _read_value(text: str, label: Label, end: int) -> Credit | None:
    """The credit of a label whose value ends at ``end`` at the latest; None when the value is not names."""
    value = text[label.value : end]
    opened = _OPEN.match(value)
    lead = opened.end() if opened else 0
    stop = len(value)
    for match in (_VALUE_END.search(value, lead), _find_stop(value, lead, glued=label.kind != "source")):
        if match:
            stop = min(stop, match.start())
    first = _BRACKETS.search(value, lead, stop)
    if first and not first["open"]:
        stop = first.start()
    if any(char.isdigit() for char in value[:stop]) and (stamps := read_stamps(value[:stop], partial=False)):
        stop = stamps[0].start
    if label.kind != "source":
        stop = _end_before_outlet(value, stop)
    raw = value[:stop].strip()
    last = label.value + len(value[:stop].rstrip(" \ue5c2"))
    if label.kind == "source":
        return _source_credit(raw, label, last)
    names = (_names_before_place(raw) if label.role else ()) or split_names(raw)
    if label.strict:
        names = tuple(chain.from_iterable(map(unglue, names)))
        names = tuple(name for name in names if not is_outlet(name)) or names
    names = without_units(names)
    are_persons = bool(names) and all(map(is_person, names))
    kind = "photographer" if label.role and _PICTURED.search(raw) else label.kind
    if not are_persons and (not label.sure or label.strict or not _is_name_list(names, raw)):
        return None
    return Credit(kind, names, raw, label.start, last)


def _end_before_outlet(value: str, stop: int) -> int:
    """Where the persons of a value end whom nothing but a space parts from their outlet: 记者 何岱青 明溪日报."""
    names, space, outlet = value[:stop].rstrip().rpartition(" ")
    return len(names) if space and is_outlet(outlet) and persons(names) else stop


def _names_before_place(raw: str) -> tuple[str, ...]:
    if match := _PLACED.fullmatch(raw):
        return split_names(match["names"])
    if not (match := _WIRED.match(raw)):
        return ()
    *names, last = match["names"].split("、")
    if not is_person(last):  # no place has one character
        last = last[:3] if len(last) >= _NAME_AND_PLACE else last[:-2] if len(last) == _NAME_AND_PLACE - 1 else last
    names.append(last)
    return tuple(names) if all(map(is_person, names)) else ()


def _find_stop(value: str, lead: int, *, glued: bool) -> re.Match[str] | None:
    """The page furniture behind a value, if there is any.

    In an outlet's name (本站原创) such a word counts only where it stands apart, is long, or follows a whole name.
    """
    for match in stops().finditer(value, lead):
        if not glued and match.start() == lead and value.startswith(_ACCOUNTS, lead):
            continue
        before = value[lead : match.start()]
        apart = not before or not before[-1].isalnum() or len(match[0]) >= _PLAIN_STOP_CHARS
        if glued or apart or is_outlet(before):
            return match
    return None


def _source_credit(raw: str, label: Label, last: int) -> Credit | None:
    """A source; one that is a person's name (来源：何岱青) credits the author."""
    named = label.sure or is_outlet(raw) or (label.start == 0 and raw.endswith(UNITS))
    if len(raw) > 60 or not named:
        return None
    name = clean_source(_parts(raw)[0] or raw.partition("；")[0])
    titled = "《" in raw  # a paper or a book
    if name and is_person(name) and not (titled or ends_like_outlet(name) or is_office(name)) and len(name) <= 3:
        return Credit("author", (name,), raw, label.start, last)
    return Credit("source", (name,) if name else (), raw, label.start, last)


def _is_name_list(names: tuple[str, ...], raw: str) -> bool:
    raw = without_mail(raw)
    return len(names) <= _MAX_NAMES and len(raw) <= MAX_NAME_CHARS * max(1, len(names)) and "，" not in raw.strip("，")


def _reprinted(text: str) -> tuple[Credit, ...]:
    """The account and the writers that a reprint names; none for other lines."""
    match = _REPRINTED.search(text) if "以下文章" in text else None
    if match is None:
        return ()
    source, names = clean_source(match["account"]), split_names(match["names"] or "")
    source_credit = Credit("source", (source,) if source else (), match["account"], match.start(), match.end("account"))
    return (source_credit, Credit("author", names, match["names"] or "", match.end("account"), match.end()))


def printed_in(text: str) -> tuple[Credit, ...]:
    """The paper that a line names, with day and page, as where a text was printed first; none for other lines."""
    match = _PRINTED_IN.fullmatch(text.strip()) if text[-1:] in ("）", ")") else None
    name = clean_source(match["paper"]) if match else None
    return (Credit("source", (name,), text.strip(), 0, len(text)),) if name else ()


def _reported(text: str) -> tuple[Credit, ...]:
    """The reporters of a line that says where they reported from, and of times no more: ``甲／洛溪報導``."""
    if _REPORT.search(text) is None:
        return ()
    line = text
    for stamp in read_stamps(text, partial=False)[:1]:
        line = _TIME_LABEL.sub("", line[: stamp.start]) or line[stamp.end :]
    line = line.strip(_BESIDE_TIME)
    for pattern in _REPORTED if line.endswith(REPORTS) else ():
        match = pattern.match(line)
        names = persons(match["names"]) if match else ()
        if match and names and _names_reporters(match, names):
            at = text.find(line)
            outlet = match["outlet"] if "outlet" in pattern.groupindex else ""
            author = Credit("author", names, match["names"], at + len(outlet), at + len(line))
            source = clean_source(outlet)
            return (Credit("source", (source,), outlet, at, at + len(outlet)), author) if source else (author,)
    return ()


def _names_reporters(match: re.Match[str], names: tuple[str, ...]) -> bool:
    """Whether what stands around names is what stands around reporters': an outlet ahead.

    Without a slash none is a word (黄金周 报道, 金牌 甲 报道), a place (高桥镇 报道) or a label (責任編輯 甲 報導).
    """
    if "outlet" in match.re.groupindex:
        return is_outlet(match["outlet"])
    if "spaced" not in match.re.groupindex:
        return True
    is_list = len(names) == len(_BETWEEN_SPACED.split(match["names"]))
    return is_list and not any(is_word(name) or is_office(name) for name in names)


def _credits_behind(text: str) -> tuple[Credit, ...]:
    """Credits whose role stands behind the names: ``甲/摄``, ``甲 乙 文/图``, ``甲／洛溪報導``, ``甲 明溪日报记者``."""
    found = []
    if text.endswith(("记者", "記者")) and (match := _TITLED.fullmatch(text)) and is_person(match["name"]):
        return (Credit("author", (match["name"],), match["name"], *match.span()),)
    for match in _REVERSED.finditer(text) if _WORK.search(text) else ():
        if names := persons(match["names"]):
            kinds = _WORKS.get(match["work"], ("author", "photographer"))
            found += [Credit(kind, names, match["names"], *match.span()) for kind in kinds]
    return tuple(found)
