"""Where a click leads: read from the script that it starts, without running any."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaners.links.url_shapes import PAGE_ENDING

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_SCRIPT_CHARS = 5_000
"""Characters of a click's script that are read."""
MAX_SCRIPTS_SIZE = 200_000
"""Characters of a page's scripts in which functions are looked for."""
_MAX_BODY_CHARS = 1_500
"""Characters of a function's body that are read."""
_MAX_ADDRESS_CHARS = 2_000
"""Characters of an address put together of texts and names."""
_MAX_ASSIGNED = 20
"""Names that a function gives texts to before it goes; each click puts them together anew."""

_TARGET = re.compile(r"""(?:\blocation(?:\.href)?\s*=|\w\()\s*["'](?P<address>[^"'\s]{1,2000})["']""", re.IGNORECASE)
"""The first text that a script gives to the location or a function: ``window.open('/a.html')``, ``show('a.asp')``."""
_ADDRESS = re.compile(r"https?://|\.{0,2}/|[\w/-]{1,200}\.(?:" + PAGE_ENDING + r")(?![\w.])", re.IGNORECASE)
"""How an address begins, or what the file is called that a relative one leads to."""

_CALL = re.compile(r"(?:^|[\s;:{])(?:return\s+)?(?P<name>[\w$]{1,60})\s*\((?P<arguments>[^()]{1,500})\)")
_VALUE = re.compile(r""""([^"]*)"|'([^']*)'|`([^`]*)`|(?<![^\s,])(\d{1,20}|[\w$.]{1,60})(?![^\s,])""")
"""A text, a number or a name (``this``, ``event``), which only the script that runs knows."""
_FUNCTION = re.compile(r"\bfunction(?:\s+(?P<name>[\w$]{1,60}))?\s*\((?P<parameters>[\w$\s,]{1,200})\)\s*\{")
_NAMED = re.compile(r"(?<![\w$])[\w$]{1,60}(?=\s*[:=]\s*$)")
_BEFORE = 80
"""Characters before a function without a name in which it is given one."""
_GOES = re.compile(r"(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:assign|replace)\(|\bopen\()\s*")
_ASSIGNED = re.compile(r"(?<![\w$.])(?P<name>[\w$]{1,60})\s*(?P<added>\+)?=(?!=)\s*")
_TERM = re.compile(
    r"""\s*(?:"(?P<double>[^"\n]{0,500})"|'(?P<single>[^'\n]{0,500})'|`(?P<filled>[^`]{0,500})`"""
    r"""|(?P<name>[\w$]{1,60})(?![\w$(.\[]))\s*(?P<more>\+)?"""
)
_SLOT = re.compile(r"\$\{\s*([\w$]{1,60})\s*\}")


class Function(NamedTuple):
    """A function of a page that goes to an address made of what it is given."""

    parameters: tuple[str, ...]
    body: str


def find_functions(scripts: str, does: re.Pattern[str] = _GOES) -> dict[str, Function]:
    """Return the functions of a page's scripts that set the location or open a window, by name.

    ``does``: what else a function must do to be returned.
    """
    found: dict[str, Function] = {}
    scripts = scripts[:MAX_SCRIPTS_SIZE]
    heads = [(head, name) for head in _FUNCTION.finditer(scripts) if (name := _name_of(head))]
    ends = [*(head.start() for head, _ in heads[1:]), len(scripts)]
    for (head, name), end in zip(heads, ends, strict=False):
        body = scripts[head.end() : min(end, head.end() + _MAX_BODY_CHARS)]
        if does.search(body):
            names = tuple(name.strip() for name in head["parameters"].split(","))
            found.setdefault(name, Function(names, body))
    return found


def _name_of(head: re.Match[str]) -> str | None:
    """What a function is called, or the name that it is given; None for one that is only handed on."""
    before = head.string[max(head.start() - _BEFORE, 0) : head.start()]
    if head["name"]:
        return head["name"]
    named = _NAMED.search(before) if before.rstrip().endswith((":", "=")) else None
    return named and named[0]


def click_target(script: str, functions: Mapping[str, Function]) -> str | None:
    """Return the address that the script of a click goes to; None for one that goes nowhere.

    >>> show = find_functions("function show(id, c) { location.href = '/' + c + '/' + id + '.html'; }")
    >>> click_target("show(88117, 'news')", show)
    '/news/88117.html'
    """
    script = script[:_MAX_SCRIPT_CHARS].removeprefix("javascript:")
    for call in _CALL.finditer(script) if functions else ():
        if function := functions.get(call["name"]):
            given = zip(function.parameters, _VALUE.findall(call["arguments"]), strict=False)
            known = {name: "".join(value) for name, value in given if not value[-1] or value[-1].isdecimal()}
            return _go(function, known)
    stated = _TARGET.search(script)
    return stated["address"] if stated and _ADDRESS.match(stated["address"]) else None


def _go(function: Function, values: dict[str, str]) -> str | None:
    """Where a function goes with these values of its parameters."""
    goes = _GOES.search(function.body)
    if goes is None:
        return None
    for assigned in islice(_ASSIGNED.finditer(function.body, 0, goes.start()), _MAX_ASSIGNED):
        name, text = assigned["name"], _joined(function.body, assigned.end(), values)
        before = values.pop(name, None) if assigned["added"] else ""
        if text is None or before is None:
            values.pop(name, None)  # not what it was
        else:
            values[name] = before + text
    address = _joined(function.body, goes.end(), values)
    return address if address and _ADDRESS.match(address) else None


def _joined(body: str, start: int, values: Mapping[str, str]) -> str | None:
    """The texts and known names that are added up at this place; None where anything else is, or too much."""
    text = ""
    while (term := _TERM.match(body, start)) and len(text) <= _MAX_ADDRESS_CHARS:
        if term["name"] is not None:
            if term["name"] not in values:
                return None
            text += values[term["name"]]
        elif term["filled"] is not None:
            text += _SLOT.sub(lambda slot: values.get(slot[1], slot[0]), term["filled"])
        else:
            text += term["double"] if term["double"] is not None else term["single"]
        if not term["more"]:
            return text if len(text) <= _MAX_ADDRESS_CHARS else None
        start = term.end()
    return None
