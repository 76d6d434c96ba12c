"""Foreign phrases between the sentences of a Chinese body go; what belongs to the sentence behind them stays."""

from __future__ import annotations

import pytest

from cleaners.junk.foreign_script import find_foreign
from cleaners.junk.spans import without
from cleaners.page.model import Line

SENTENCES = (
    "渡口的最后一班船昨晚靠岸。",
    "2022年起，每天坐船的人不到一百。",
    "12名船工转到了大桥管理站。",
    "候船室会改成陈列馆，",
    "旧船也留下一艘。",
)
JUNK = ("cheap garden gnomes online", "used forklift for sale", "best sofa outlet near me")


def cut(text: str) -> str:
    """The text without the foreign phrases found in it."""
    (spans,) = find_foreign([Line(text, "p", 0)], frozenset(), injected=False)
    return "".join(without(text, spans))


@pytest.mark.parametrize(("year", "space"), [("", ""), ("", " "), (" 2026", ""), (" 2026", " ")])
def test_a_figure_that_the_next_sentence_begins_with_stays(year: str, space: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]}{year}{space}{second}{JUNK[1]}{space}{third}{''.join(rest)}"
    assert cut(text) == "".join(SENTENCES)


@pytest.mark.parametrize("figure", ["2026款轿车", "300台机器", "12种蔬菜", "8强赛", "24小时书店", "5G基站", "3D打印机"])
def test_figures_with_any_common_measure_stay(figure: str) -> None:
    first, _, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]}{figure}昨天也到了。{JUNK[1]}{third}{''.join(rest)}"
    assert cut(text) == f"{first}{figure}昨天也到了。{third}{''.join(rest)}"


def test_platforms_between_slashes_stay() -> None:
    """Lists of single words that sentences begin with; keyword phrases have several."""
    starts = ("web / app / pad 三端上线，", "ios / android 均可用，", "linux / macos 要等，")
    text = "".join(sentence + start for sentence, start in zip(SENTENCES, starts, strict=False)) + SENTENCES[4]
    assert cut(text) == text


def test_phrases_between_slashes_go() -> None:
    first, *rest = SENTENCES
    assert cut(f"{first}{' / '.join(JUNK)}{''.join(rest)}") == "".join(SENTENCES)


@pytest.mark.parametrize("name", ["Windows Server的", "Garden Online的", "LNG ONE的", "Used Garden宣布，"])
def test_names_that_sentences_begin_with_stay(name: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]} {JUNK[1]}{second}{name}第一批用户上线。{third}{''.join(rest)}"
    assert cut(text) == text.replace(f"{JUNK[0]} {JUNK[1]}", "")
