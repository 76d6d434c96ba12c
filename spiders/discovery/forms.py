"""Pagers that fill a form: ``<a href="javascript:goPage(2)">``, whose script sets the field of the page's number.

The address is what a browser would ask for if the form were sent by GET, whatever its method: most servers take the
number from either, and one that does not shows the list's first page again, which ends the paging.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spiders.discovery.dates import day_in_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Set as AbstractSet

    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from spiders.discovery.clicks import Function

_MAX_FORMS = 10
"""Forms of a page that are looked at."""
_MAX_FIELDS = 20
"""Fields of a form; one with more asks for something, as does one with a long value, ASP.NET's ``__VIEWSTATE``."""
_MAX_VALUE_CHARS = 200
SENDS = re.compile(r"\bsubmit\(")
_CALL = re.compile(
    r"""\s*(?:javascript:)?\s*(?:return\s+)?(?P<name>[\w$]{1,60})"""
    r"""\(\s*["']?(?P<number>\d{1,4})(?:\s*\+\s*(?P<added>\d))?["']?\s*\)""",
    re.IGNORECASE,
)
"""A call with a number alone; ``goPage(2+1)`` is what a template makes of ``goPage(${page}+1)``."""
_NO_TEXT = frozenset({"submit", "button", "image", "reset", "checkbox", "radio"})
_TOKEN = re.compile(r"token|csrf", re.IGNORECASE)
"""In the name of a field that proves where a form was had."""


class Form(NamedTuple):
    """A form that asks for a page of a list."""

    action: str
    """Absolute address, without the fields."""
    fields: tuple[tuple[str, str], ...]
    page_field: str
    """Name of the one that takes the page's number."""
    called: frozenset[str]
    """How scripts call that field: its name, its id."""
    own_names: frozenset[str]
    """How scripts call the form itself; two forms of a page, a search and a list, may both have a field ``page``."""


def find_forms(
    tree: LexborHTMLParser, url: str, address: Callable[[str], str | None], keys: AbstractSet[str]
) -> tuple[Form, ...]:
    """Return the forms of the page at ``url`` that have one field for a page's number.

    ``address`` makes an action absolute; ``keys`` are the names that such a field may have, in lower case.
    """
    forms = (_read_form(node, url, address, keys) for node in tree.css("form")[:_MAX_FORMS])
    return tuple(form for form in forms if form)


def _read_form(form: LexborNode, url: str, address: Callable[[str], str | None], keys: AbstractSet[str]) -> Form | None:
    action = address(form.attributes.get("action") or url)
    inputs = [node for node in form.css("input[name]") if (node.attributes.get("type") or "").lower() not in _NO_TEXT]
    numbers = [node for node in inputs if (node.attributes.get("name") or "").lower() in keys]
    is_password = any((node.attributes.get("type") or "").lower() == "password" for node in inputs)
    pairs = [(node.attributes.get("name") or "", node.attributes.get("value") or "") for node in inputs]
    is_long = len(pairs) > _MAX_FIELDS or any(len(value) > _MAX_VALUE_CHARS for _, value in pairs)
    if action is None or len(numbers) != 1 or is_password or is_long:
        return None
    fields = tuple(pair for pair in pairs if not _is_of_this_visit(*pair, url))
    return Form(action, fields, numbers[0].attributes.get("name") or "", _names(numbers[0]), _names(form))


def _is_of_this_visit(name: str, value: str, url: str) -> bool:
    """Whether a field has another value at each visit, a token or today, and every further page would be a new one.

    The day of an archive by day stands in its address, too.
    """
    return bool(_TOKEN.search(name)) or (day_in_text(value) is not None and value not in url)


def _names(node: LexborNode) -> frozenset[str]:
    return frozenset(filter(None, (node.attributes.get("name"), node.attributes.get("id"))))


def sent_to(script: str, senders: Mapping[str, Function], forms: tuple[Form, ...], charset: str) -> str | None:
    """Return the address that a click asks for by filling in a form; None for one that does not.

    ``senders``: the functions of the page that send a form. ``charset``: the page's, in which a browser sends a form.
    """
    call = _CALL.match(script)
    function = senders.get(call["name"]) if call else None
    if call is None or function is None:
        return None
    number = int(call["number"]) + int(call["added"] or 0)
    words = set(re.findall(r"[\w$]+", function.body))
    filled = [form for form in forms if not form.called.isdisjoint(words)]
    form = max(filled, key=lambda form: not form.own_names.isdisjoint(words), default=None)
    if form is None or (form.page_field, str(number)) in form.fields:  # the last page calls itself the next
        return None
    return _filled(form, number, charset)


def _filled(form: Form, number: int, charset: str) -> str:
    parts = urlsplit(form.action)
    names = {name for name, _ in form.fields}
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in names]
    filled = [(name, str(number) if name == form.page_field else value) for name, value in form.fields]
    query = urlencode([*kept, *filled], encoding=charset, errors="replace")
    return urlunsplit(parts._replace(query=query))
