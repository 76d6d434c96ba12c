"""Pictures of the body and their captions, also where no element says that a line is one."""

from __future__ import annotations

import pytest
from invented import TEXT
from rows import every_row

from cleaners import clean_html
from cleaners.lexicons import load_lexicon
from cleaners.metadata.images import MAX_CENTRED, centred_texts, reads_like_caption
from cleaners.page.parse import parse_page

CENTRED = "<p style='text-align: center;'>{}</p>"
PICTURE = CENTRED.format("<img src='/u/1.jpg'>")


def read(middle: str, text: str = TEXT) -> tuple[str | None, list[str]]:
    """The first picture's caption, and the kinds of the lines that are no plain paragraphs."""
    article = clean_html(
        f"<html><head><title>老街重开_明溪新闻网</title></head><body><h1>老街重开</h1><div>2024-05-06</div>"
        f"<div>{text}{middle}{text.replace('上午', '下午')}</div></body></html>",
        "http://mingxi.example/a/1.html",
    )
    kinds = [str(block.kind) for block in article.blocks if block.kind != "paragraph"]
    return (article.images[0].caption if article.images else None), kinds


@every_row("row", load_lexicon("caption_words"), ids=lambda row: row["text"])
def test_rows_prove_themselves(row: dict[str, str]) -> None:
    assert reads_like_caption(row["hit"])
    assert not reads_like_caption(row["miss"])


@pytest.mark.parametrize("line", ["老街的早晨（无人机照片）。", "▲老街的早晨。", "老街的早晨。本报记者 何岱青 摄"])
def test_a_line_behind_a_picture_that_reads_like_a_caption(line: str) -> None:
    assert read(f"<p><img src='/u/1.jpg'></p><p>{line}</p>") == (line, ["caption"])
    assert read(f"<p><img src='/u/1.jpg'><br>{line}</p>") == (line, ["caption"])
    assert read(f"<p><img src='/u/1.jpg'></p><p><strong>{line}</strong></p>") == (line, ["caption"])


@pytest.mark.parametrize("mark", [CENTRED, "<p align=center>{}</p>", "<center>{}</center>"])
def test_a_line_set_in_the_middle_behind_a_picture(mark: str) -> None:
    assert read(PICTURE + mark.format("老街的早晨")) == ("老街的早晨", ["caption"])


@pytest.mark.parametrize(
    "line", ["“排了多久？”“半天。”", "一、老街的早晨", "（二）老街的早晨", "03 老街的早晨", "第一章 老街的早晨"]
)
def test_speech_and_headings_in_the_middle_are_no_captions(line: str) -> None:
    assert read(PICTURE + CENTRED.format(line)) == (None, [])


def test_a_box_that_is_laid_out_in_the_middle_says_nothing_of_its_text() -> None:
    line = "<p style='display:flex;align-items:center'>老街的早晨</p>"
    assert read(PICTURE + line) == (None, [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("老街的早晨（何岱青 摄）", True),
        ("老街的早晨。何岱青/摄影", True),
        ("老街的早晨。明溪社记者何岱青攝", True),
        ("老街的早晨，何岱青摄", True),
        ("老街的早晨（何岱青 拍摄）", True),
        ("这部电影在老街拍摄。", False),
        ("他从小就喜欢摄影。", False),
        ("“你学什么？”“摄影。”", False),
        ("她来了，正在拍摄。", False),
    ],
)
def test_who_took_the_picture_at_the_end_of_a_caption(line: str, told: bool) -> None:
    assert reads_like_caption(line) is told


def test_elements_in_the_middle_are_read_up_to_a_bound() -> None:
    page = parse_page("".join(f"<p align=center>{n}</p>" for n in range(MAX_CENTRED + 9)), None)
    assert page.tree is not None
    assert len(centred_texts(page.tree)) == MAX_CENTRED


def test_a_page_all_set_in_the_middle_says_nothing_by_it() -> None:
    text = TEXT.replace("<p>", "<p style='text-align:center'>")
    assert read(PICTURE + CENTRED.format("老街的早晨"), text) == (None, [])


@pytest.mark.parametrize("line", ["老街的早晨", "老街的早晨来了第一批客人，掌柜说这样的热闹多年没有见过。"])
def test_a_paragraph_behind_a_picture_stays_one(line: str) -> None:
    assert read(f"<p><img src='/u/1.jpg'></p><p>{line}</p>") == (None, [])


def test_a_line_that_is_not_behind_a_picture_stays_a_paragraph() -> None:
    assert read(CENTRED.format("老街的早晨（何岱青 摄）")) == (None, [])


def test_an_element_called_a_caption_belongs_to_the_story() -> None:
    line = "老街的早晨，客人在茶馆门口"
    assert read(f"<div><img src='/u/1.jpg'><p class='pgc-img-caption'>{line}</p></div>") == (line, ["caption"])


@pytest.mark.parametrize(
    ("line", "kinds"),
    [("从“论斤卖”到“论碗卖”", ["heading"]), ("“茶水续了三回。”", []), ("老街开门了：", [])],
)
def test_a_heading_may_end_with_a_quotation(line: str, kinds: list[str]) -> None:
    assert read(f"<p><strong>{line}</strong></p>") == (None, kinds)
