"""The language of a text, and pages in the languages of China's minorities."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleaners import clean_html
from cleaners.text.language import find_language

TEXTS: dict[str, list[str]] = json.loads((Path(__file__).parent / "cases" / "minorities.json").read_text("utf-8"))
"""Three paragraphs in Tibetan, Mongolian and Uyghur."""
FERRY = "The ferry is back after three months, and its keeper sold twice as many buns."
BAC = "Le bac est de retour au bout de trois mois, et le patron a vendu deux fois plus."


@pytest.mark.parametrize("declared", ["", " lang=zh-CN"])
@pytest.mark.parametrize("lang", list(TEXTS))
def test_pages_of_minorities(lang: str, declared: str) -> None:
    text = TEXTS[lang]
    title = text[0][:40].split("།")[0].strip()
    paragraphs = "".join(f"<p>{line}</p>" for line in text)
    article = clean_html(
        f"<html{declared}><head><title>{title}</title></head><body>"
        "<div class=nav><a href=/>首页</a><a href=/x/>新闻</a></div>"
        f"<h1>{title}</h1><div>2024-05-06 09:10</div><div class=con>{paragraphs}</div></body></html>"
    )
    assert (article.rejection, article.title, article.lang) == (None, title, lang)
    assert article.text.split("\n") == text


@pytest.mark.parametrize(
    ("text", "declared", "lang"),
    [
        (
            FERRY,
            (None,),
            "en",
        ),
        (
            FERRY,
            ("zh",),
            "en",
        ),
        (BAC, (None,), None),
        (BAC, ("fr",), "fr"),
        ("The The und der Kahn: Seit Mai fahren die beiden wieder über den Fluss.", ("de",), "de"),
        ("عادت العبّارة بعد ثلاثة أشهر، وباع صاحب المقهى ضعف ما كان يبيعه من الكعك.", (None,), None),
        (TEXTS["bo"][0], ("dz",), "dz"),
        (TEXTS["bo"][0], ("en",), "bo"),
        (TEXTS["mn"][0], ("mnc",), "mnc"),
        (TEXTS["ug"][0] + " CCTV", (None,), "ug"),
        ("渡口今天复航（Ferry is back, said the captain of the boat）。", (None,), "zh"),
        ("เรือข้ามฟากกลับมาแล้วหลังหยุดไปสามเดือน และร้านข้างท่าขายขนมได้สองเท่า", ("zh",), "th"),
        ("Chuyến phà đã trở lại sau ba tháng, và quán bên bến bán được gấp đôi số bánh.", ("zh",), "vi"),
        ("Ông Nguyễn said that the ferry is back after three months, and the keeper of the inn agreed.", ("en",), "en"),
        ("โรงแรม was the word on the sign of the inn, and the ferry is back after three months.", (None,), "en"),
        ("", (None,), None),
    ],
)
def test_the_language_of_a_text_is_told(text: str, declared: tuple[str | None, ...], lang: str | None) -> None:
    assert find_language(text, declared) == lang
