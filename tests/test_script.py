from __future__ import annotations

from functools import cache
from typing import Any

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import every_row

from cleaners.text.script import detect_script, load_dictionary, to_simplified

PHRASES = sorted(load_dictionary("TSPhrases"))


@cache
def library() -> Any:
    return opencc.OpenCC("t2s")


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PHRASES) | st.sampled_from("".join(PHRASES)) | st.text(max_size=3), max_size=12))
def test_same_as_the_library(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert to_simplified(text) == library().convert(text)


@every_row("phrase", PHRASES)
def test_each_phrase_as_the_library_has_it(phrase: str) -> None:
    assert to_simplified(f"說{phrase}麼") == library().convert(f"說{phrase}麼")


@given(st.text(max_size=40))
def test_simplified_stays(text: str) -> None:
    once = to_simplified(text)
    assert to_simplified(once) == to_simplified(to_simplified(once))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("河湾市昨天开通了第三条过江隧道。", "zh-Hans"),
        ("河灣市昨天開通了第三條過江隧道。", "zh-Hant"),
        ("展览的题字写着“實事求是”，市民纷纷驻足观看，讲解员说这幅字写于一九四三年。", "zh-Hans"),
        ("A plain English line.", None),
        ("市役所は昨日、新しい橋の開通を発表した。", None),
        ("天下大同", None),
        ("", None),
    ],
)
def test_the_script_of_a_text_is_told(text: str, script: str | None) -> None:
    assert detect_script(text) == script
