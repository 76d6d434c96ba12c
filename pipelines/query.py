"""Words as people type them, "phrases", AND, OR, NOT, brackets, into the form that FTS5 takes.

``MATCH`` wants Chinese characters apart and in Simplified; nobody types that. Everything else a reader might type is
taken as words, so that no input is a syntax error to SQLite.
"""

from __future__ import annotations

import re
from itertools import islice, product

from pipelines.folding import HAN, index_form, twins

_MAX_QUERY_CHARS = 500
"""Characters of a typed query."""
_MAX_QUERY_DEPTH = 20
"""Brackets within brackets."""
_MAX_TWINS = 3
"""Characters of a phrase that are asked for in both forms; each doubles the phrase."""

_NEAR_CHARACTERS = 10
"""Chinese characters, or words of other scripts, between two words that are near each other: FTS5's own number."""
_MAX_NEAR_FORMS = 64
"""Ways to write one NEAR whose characters have twins."""

_TOKEN = re.compile(
    r"""NEAR\s*[(（](?P<near>[^()（）]*)[)）]?
    |(?P<open>[(（])
    |(?P<close>[)）])
    |(?P<column>(?:title|text)[:：])
    |["“”「」『』](?P<phrase>[^"“”「」『』]*)["“”「」『』]?   # an open quotation ends with the query
    |(?P<word>[^\s()（）"“”「」『』]+)""",
    re.VERBOSE,
)
_DISTANCE = re.compile(r"[,，]\s*(\d{1,4})\s*$")
_NEAR_PART = re.compile(r'["“”「」『』]([^"“”「」『』]*)["“”「」『』]?|([^\s,，、"“”「」『』]+)')
_NO_TEXT = re.compile(r"[\x00\ud800-\udfff]")
"""The end of a text to SQLite, and what a terminal makes of bytes that are no UTF-8; SQLite takes none of it."""
_OPERATORS = frozenset({"AND", "OR", "NOT"})
_HAS_TOKEN = re.compile(rf"[\w{HAN}]")

_FIELD = re.compile(r"([a-z_]{3,20})[:：](?!//)[^\s:：]", re.IGNORECASE)
_JOINED = re.compile(rf"[{HAN}][、，,|｜/+＋&＆;；][{HAN}]")


class SearchError(ValueError):
    """The typed words cannot be searched for. The message is one line for the person who typed them."""


def match_form(typed: str) -> str:
    """Rewrite what people type into the form that ``articles_fts MATCH`` takes.

    Words apart must all occur, in any order; text in quotes occurs as it stands; AND, OR, NOT (capitals) and -word as
    usual; ``title:`` or ``text:`` before a word looks only there; ``*`` after a Latin word finds its continuations;
    ``NEAR(word word, 20)`` wants them at most so many characters apart.
    Raises SearchError when nothing is left to look for.

    >>> match_form("平陸運河 OR 5G網絡")
    '"平 陆 运 河" OR "5G 网 络"'
    """
    if len(typed) > _MAX_QUERY_CHARS:
        raise SearchError(f"the query is longer than {_MAX_QUERY_CHARS} characters")
    form = _Parser(_NO_TEXT.sub(" ", typed)).parse()
    if form is None:
        raise SearchError("nothing to look for; type a word besides operators and punctuation")
    return form


def advise(typed: str) -> str | None:
    """Say how what was typed may have been meant otherwise than it was read; None when there is nothing to say.

    >>> advise("运河、图书馆")
    '运河、图书馆 is looked for as one phrase; for words anywhere type a space between them'
    """
    tokens = [token["word"] for token in _TOKEN.finditer(typed)]
    words = [word for word in tokens if word]
    if small := next((word for word in words if word.islower() and word.upper() in _OPERATORS), None):
        return f"{small} is looked for as a word; the operators are AND, OR and NOT in capitals"
    if field := next((found[1] for word in words if (found := _FIELD.match(word))), None):
        return f"{field}: is no field that words can be looked for in; these are title: and text:"
    if joined := next((word for word in words if _JOINED.search(word)), None):
        return f"{joined} is looked for as one phrase; for words anywhere type a space between them"
    return None


class _Parser:
    """Recursive descent over the typed words. Stray operators and brackets are passed over."""

    def __init__(self, typed: str) -> None:
        self._tokens = list(_TOKEN.finditer(typed))
        self._next = 0
        self._depth = 0

    def parse(self) -> str | None:
        """Give the whole query's form; None when it says nothing. A bracket too many ends nothing."""
        parts = []
        while self._next < len(self._tokens):
            parts.append(self._either())
            self._next += 1  # past a closing bracket that nothing opened
        return _join([part for part in parts if part], "AND")

    def _either(self) -> str | None:
        parts = [self._all()]
        while self._accept("OR"):
            parts.append(self._all())
        return _join([part for part in parts if part], "OR")

    def _all(self) -> str | None:
        wanted: list[str] = []
        unwanted: list[str] = []
        while (token := self._peek()) is not None and token["close"] is None and token["word"] != "OR":
            is_unwanted = self._accept("NOT")
            if not is_unwanted and self._accept("AND"):
                continue
            word = token["word"] or ""
            if word.startswith(("-", "－")) and len(word) > 1:
                is_unwanted = True
            part = self._one()
            if part is not None:
                (unwanted if is_unwanted else wanted).append(part)
        form = _join(wanted, "AND")
        if form is None and unwanted:
            raise SearchError("NOT needs a word to look for beside it, as in: 运河 NOT 通航")
        return " NOT ".join([form if len(wanted) == 1 or not unwanted else f"({form})", *unwanted]) if form else None

    def _one(self) -> str | None:
        token = self._peek()
        if token is None or token["close"] is not None or token["word"] in _OPERATORS:
            return None
        self._next += 1
        if token["open"] is not None:
            return self._bracket()
        if token["column"] is not None:
            part = self._one()
            return part and f"{token['column'][:-1]} : ({part})"
        if token["near"] is not None:
            return _near(token["near"])
        if token["phrase"] is not None:
            return _phrase(token["phrase"])
        return _phrase(token["word"].lstrip("-－"))

    def _bracket(self) -> str | None:
        self._depth += 1
        if self._depth > _MAX_QUERY_DEPTH:
            raise SearchError(f"more than {_MAX_QUERY_DEPTH} brackets within brackets")
        part = self._either()
        self._depth -= 1
        if (token := self._peek()) is not None and token["close"] is not None:
            self._next += 1
        return part and f"({part})"

    def _peek(self) -> re.Match[str] | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _accept(self, operator: str) -> bool:
        token = self._peek()
        if token is not None and token["word"] == operator:
            self._next += 1
            return True
        return False


def _join(parts: list[str], operator: str) -> str | None:
    if len(parts) < 2:
        return parts[0] if parts else None
    if operator == "AND":  # OR binds weaker than AND, NOT stronger
        parts = [f"({part})" if " OR " in part and not part.startswith(("(", '"')) else part for part in parts]
    return f" {operator} ".join(parts)


def _phrase(words: str) -> str | None:
    """Write one phrase in quotes, with both forms of characters that have a twin; None when it holds no word."""
    return _any(_phrase_forms(words))


def _near(words: str) -> str | None:
    """Write words that stand near each other; they are apart by _NEAR_CHARACTERS, or the number after the last one."""
    distance = _DISTANCE.search(words)
    parts = _NEAR_PART.findall(words[: distance.start()] if distance else words)
    forms = [found for quoted, word in parts if (found := _phrase_forms(quoted or word))]
    if len(forms) < 2:
        return _any(forms[0]) if forms else None
    apart = int(distance[1]) if distance else _NEAR_CHARACTERS
    return _any([f"NEAR({' '.join(chosen)}, {apart})" for chosen in islice(product(*forms), _MAX_NEAR_FORMS)])


def _any(forms: list[str]) -> str | None:
    if len(forms) < 2:
        return forms[0] if forms else None
    return f"({' OR '.join(forms)})"


def _phrase_forms(words: str) -> list[str]:
    form = " ".join(index_form(words.replace('"', " ")).split())
    if not _HAS_TOKEN.search(form):
        return []
    prefix = "*" if re.search(rf"[^\s*{HAN}]\*$", form) else ""
    form = form.rstrip("* ")
    places = [place for place, character in enumerate(form) if character in twins()][:_MAX_TWINS]
    choices = [(form[place], twins()[form[place]]) for place in places]
    forms = []
    for chosen in product(*choices):
        characters = list(form)
        for place, character in zip(places, chosen, strict=True):
            characters[place] = character
        forms.append(f'"{"".join(characters)}"{prefix}')
    return forms
