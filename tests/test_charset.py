from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.source.charset import decode

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
def test_a_page_is_read_whatever_header_and_meta_declare(
    text: str, charset: str, header: str | None, meta: str | None
) -> None:
    head = f'<meta charset="{meta}">' if meta else ""
    raw = f"<html><head>{head}<script>{'var a = 1;' * 400}</script></head><p>{text}</p></html>".encode(charset)
    assert text in decode(raw, f"text/html; charset={header}" if header else "text/html").text


@given(st.binary(max_size=300), st.none() | st.text(max_size=40))
def test_any_bytes_are_decoded(raw: bytes, header: str | None) -> None:
    decode(raw, header)


TRADITIONAL = "河灣市水務局昨日公布，城北水庫除險加固工程已經完成主體施工，餘下的工程將於年底前結束。"


def page(text: str, meta: str | None = None) -> str:
    return f'<html><head><meta charset="{meta}"></head><p>{text}</p></html>' if meta else f"<p>{text}</p>"


@pytest.mark.parametrize(
    ("text", "charset", "meta"),
    [
        (TRADITIONAL, "big5", None),
        (TRADITIONAL, "big5hkscs", "big5"),
        (TRADITIONAL, "big5", "gb2312"),
        (CHINESE, "gbk", "big5"),
        (CHINESE, "gbk", "shift_jis"),
        (CHINESE, "gbk", "no-such-charset"),
        (CHINESE, "gbk", "rot13"),
        (CHINESE, "utf-8", "big5"),
        (CHINESE, "utf-16", None),
        (CHINESE, "utf-16-le", None),
        (CHINESE, "utf-16-be", "utf-8"),
        (TRADITIONAL, "utf-16-le", "big5"),
        (CHINESE, "utf-8-sig", "gbk"),
        (CHINESE, "hz", "hz-gb-2312"),
        ("昨日，新しい橋が開通した。", "shift_jis", "Shift_JIS"),
        ("昨日，新しい橋が開通した。", "euc_jp", "EUC-JP"),
        ("어제 새 다리가 개통했다.", "euc_kr", "euc-kr"),
        ("联通", "gbk", "gbk"),
        ("朱镕基与堃煊喆𠮷", "gb18030", "gb2312"),
    ],
)
def test_right_text_whatever_is_said(text: str, charset: str, meta: str | None) -> None:
    assert decode(page(text, meta).encode(charset)).text == page(text, meta)


@pytest.mark.parametrize("charset", ["gbk", "utf-8", "big5"])
def test_a_broken_byte_spoils_only_its_character(charset: str) -> None:
    source = page(TRADITIONAL * 20, charset).encode(charset)
    at = source.index(TRADITIONAL.encode(charset), 200)
    text = decode(source[:at] + b"\xff" + source[at:]).text
    assert text.count(TRADITIONAL[2:-2]) == 20


@pytest.mark.parametrize("wrong", ["windows-1252", "latin-1"])
def test_read_twice_as_western(wrong: str) -> None:
    if wrong == "latin-1":
        twice = CHINESE.encode().decode(wrong)
    else:
        twice = "".join(bytes((b,)).decode(wrong, "ignore") or chr(b) for b in CHINESE.encode())
    assert CHINESE in decode(page(twice).encode()).text


def test_read_twice_as_gbk() -> None:
    line = "的建设，的道路。"
    twice = "".join(c.encode().decode("gbk", "replace") for c in ("的设", "，的", "。的", "河湾", "的路", "水务"))
    assert "河湾" in decode(page(twice * 6).encode()).text
    assert decode(page(line).encode()).text == page(line)


def test_marks_that_stand_alone_in_chinese_text_read_twice() -> None:
    text = page("王·李说：“OK”——“我们don’t wait”，café 照开。渡口昨天复航，首日客流是平日的两倍。")
    assert decode(text.encode().decode("latin-1").encode()).text == text


WESTERN = "The ferry’s crew don’t “wait”\N{NO-BREAK SPACE}– für Gäste, déjà vu, and it’s free. "


@pytest.mark.parametrize("wrong", ["windows-1252", "latin-1"])
def test_words_of_an_alphabet_read_twice_as_western(wrong: str) -> None:
    twice = "".join(bytes((b,)).decode(wrong, "ignore") for b in WESTERN.encode())  # windows-1252 drops the byte 9D
    assert WESTERN in decode(page(twice * 3).encode()).text
    right = "<footer>© Ferry Post – it’s ours</footer>"  # the template need not have been
    assert decode((page(twice * 3) + right).encode()).text.endswith(right)


@pytest.mark.parametrize(
    "text",
    [
        "Why does donâ€™t stand there, and it’s not the only one? ",
        "Mojibake: donâ€™t, itâ€™s and fÃ¼r are apostrophes and letters that were read twice. ",
        "Dans le fichier on lit « Ã©tÃ© », « garçon » donne « garÃ§on » et « hôtel » « hÃ´tel » : c’est déjà arrivé. ",
        "If cafÃ©, niÃ±o and garÃ§on come out of the database, it was written with the wrong encoding. ",
        "NÃO, SÃO, AÇÃO e CORAÇÃO – “ÃO” é um ditongo; MÃE, PÃES, mãe. ",
        "Trá»‹nh’s râle: the “âne” – à « Orléans », CAFÉ®. ",
    ],
)
def test_words_with_such_signs_stay(text: str) -> None:
    assert decode(page(text).encode()).text == page(text)


def test_western_text_about_accents_stays() -> None:
    text = "Ã and ã are letters; naïve façade, “quotes” – and €."
    assert decode(page(text).encode()).text == page(text)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_told_by_its_markup(charset: str) -> None:
    # 一, 最 and the indent U+3000 have their empty byte where ASCII has it the other way round.
    text = "\N{IDEOGRAPHIC SPACE}\N{IDEOGRAPHIC SPACE}一、最早一批最重要的工程，一定要在一年之内完成。" * 4
    raw = f"<!DOCTYPE html><html><body><div class=x><p>{text}</p></div></body></html>".encode(charset)
    assert decode(raw) == (raw.decode(charset), charset)


@pytest.mark.parametrize(("text", "charset"), [(CHINESE, "utf-8"), (CHINESE, "gb18030"), (WESTERN, "utf-8")])
def test_stray_nuls_make_no_utf16(text: str, charset: str) -> None:
    raw = f"<p>\0\0{text}\0</p>\0".encode(charset)
    assert decode(raw).text == f"<p>\0\0{text}\0</p>\0"
