"""Who asks: where an outlet reaches the operator whose crawler visits it."""

from __future__ import annotations

import re

_CONTACT = re.compile(r"\S@\w|\w\.\w")


def is_contact(text: str | None) -> bool:
    """Whether a ``NEWS_CONTACT`` may be a mail address or page; that somebody is there cannot be seen.

    >>> is_contact("desk@archive.example"), is_contact("www.archive.example/about"), is_contact("me")
    (True, True, False)
    """
    return bool(text and text.isprintable() and _CONTACT.search(text))


def user_agent(name: str, contact: str | None) -> str:
    """Our name as servers see it, with the contact where there is one.

    >>> user_agent("Qingliu/0.1", "desk@archive.example")
    'Qingliu/0.1 (+desk@archive.example)'
    """
    return f"{name} (+{contact})" if contact else name


def contact_wanted(given: str | None) -> str:
    """What the operator is told who would visit other people's servers without a name.

    >>> contact_wanted("me").split("; ")[0]
    "NEWS_CONTACT='me' is neither a mail address nor a page"
    """
    unfit = f"NEWS_CONTACT={given!r} is neither a mail address nor a page; " if given else ""
    return (
        f"{unfit}set NEWS_CONTACT to a mail address or page where an outlet reaches you"
        " (in the environment or with -s NEWS_CONTACT=...); it goes into the User-Agent"
    )
