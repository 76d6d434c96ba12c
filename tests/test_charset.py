from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.charset import decode

CHINESE = "河湾市水务局昨日公布，城北水库除险加固工程已经完成主体施工。"
WESTERN = "Le maire a déclaré hier que la réfection du réservoir était terminée; 20 % des crédits restent à dépenser."


@pytest.mark.parametrize(
    ("text", "charset", "header", "meta"),
    [
        (CHINESE, "utf-8", None, None),
        (CHINESE, "gbk", None, None),
        (CHINESE, "gbk", "gb2312", None),
        (CHINESE, "gbk", "utf-8", None),
        (CHINESE, "utf-8", "gbk", "utf-8"),
        (CHINESE, "gbk", "ISO-8859-1", "gbk"),
        (CHINESE, "gbk", "ISO-8859-1", None),
        (CHINESE, "utf-8", "ISO-8859-1", None),
        (WESTERN, "latin-1", "ISO-8859-1", None),
        (WESTERN, "latin-1", None, "iso-8859-1"),
        (WESTERN, "utf-8", "ISO-8859-1", None),
    ],
)
def test_right_text(text: str, charset: str, header: str | None, meta: str | None) -> None:
    head = f'<meta charset="{meta}">' if meta else ""
    raw = f"<html><head>{head}<script>{'var a = 1;' * 400}</script></head><p>{text}</p></html>".encode(charset)
    assert text in decode(raw, f"text/html; charset={header}" if header else "text/html").text


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_total(raw: bytes, header: str | None) -> None:
    decode(raw, header)
