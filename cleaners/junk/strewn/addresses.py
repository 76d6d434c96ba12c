"""Words that lead up to an address: they may look like a keyword phrase, and say whose the address behind them is."""

from __future__ import annotations

import re

HOST = r"(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,8}"
LEADS_UP = re.compile(
    r"(?:[网頁页址站统統口台接录錄]|地址|系统|官网|官方|登[录陆]|访问|查询|预[约订]|咨询|店铺?"
    r"|[请見见的是了和与及把被从也都就这那在为您])\Z"
)
"""How words end that say whose address stands behind them: 购票官网, 请登录."""
_RIGHT_BEHIND = re.compile(
    rf"[:：（(\s]{{0,2}}(?:https?://)?(?:www\.)?(?P<host>{HOST})(?![a-z])", re.ASCII | re.IGNORECASE
)


def host_led_to(text: str, start: int, end: int) -> str:
    """The host right behind the words from ``start`` to ``end``, if these say whose it is (报名网址www.…); else none.

    >>> host_led_to("报名网址www.luoxi.example", 0, 4), host_led_to("报名网址在此", 0, 4)
    ('luoxi.example', '')
    """
    found = _RIGHT_BEHIND.match(text, end) if LEADS_UP.search(text, start, end) else None
    return found["host"].lower() if found else ""
