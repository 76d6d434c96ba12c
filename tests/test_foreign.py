"""Foreign phrases between the sentences of a Chinese body go; what belongs to the sentence behind them stays."""

from __future__ import annotations

import pytest

from cleaners.foreign import find_foreign, find_named
from cleaners.inline import without
from cleaners.page import Line

SENTENCES = (
    "渡口的最后一班船昨晚靠岸。",
    "2022年起，每天坐船的人不到一百。",
    "12名船工转到了大桥管理站。",
    "候船室会改成陈列馆，",
    "旧船也留下一艘。",
)
JUNK = ("cheap garden gnomes online", "used forklift for sale", "best sofa outlet near me")


def cut(text: str) -> str:
    """The text without the foreign phrases found in it, and then those that hold names."""
    (spans,) = find_foreign([Line(text, "p", 0)], frozenset(), injected=False)
    spam = [text[span.start : span.end] for span in spans]
    text = "".join(without(text, spans))
    (spans,) = find_named([Line(text, "p", 0)], spam)
    return "".join(without(text, spans))


@pytest.mark.parametrize(("year", "space"), [("", ""), ("", " "), (" 2026", ""), (" 2026", " ")])
def test_a_figure_that_the_next_sentence_begins_with_stays(year: str, space: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]}{year}{space}{second}{JUNK[1]}{space}{third}{''.join(rest)}"
    assert cut(text) == "".join(SENTENCES)


def test_phrases_between_slashes_go() -> None:
    first, *rest = SENTENCES
    assert cut(f"{first}{' / '.join(JUNK)}{''.join(rest)}") == "".join(SENTENCES)


def test_a_name_in_capitals_goes_beside_words_of_junk() -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]} {JUNK[1]}{second}Velmora88 sofa sale online{third}{''.join(rest)}"
    assert cut(text) == "".join(SENTENCES)
    unlike = text.replace("sale online", "Quintera lamps")
    assert cut(unlike) == unlike.replace(f"{JUNK[0]} {JUNK[1]}", "")


@pytest.mark.parametrize("name", ["Windows Server", "Garden Online", "LNG ONE"])
def test_names_that_sentences_begin_with_stay(name: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]} {JUNK[1]}{second}{name}的第一批用户上线。{third}{''.join(rest)}"
    assert cut(text) == text.replace(f"{JUNK[0]} {JUNK[1]}", "")
