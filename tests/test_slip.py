"""GBK text out of step is read in step again, and text in step is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.repairs.slip import find, realign_gbk

SENTENCES = (
    "市政府昨天召開會議，研究部署防汛工作，記者到現場採訪。",
    "村民們說：“今年的荔枝收成比去年好，價錢也高。”",
    "全市共有三百多家企業參加展覽；展覽為期五天，免費開放。",
    "他介紹，這條道路建設、改造歷時兩年，總投資1.2億元。",
)


def slip(text: str, at: int, lost: str = "?") -> str:
    """Lose the lead byte of the character at ``at``, as a broken converter does."""
    return text[:at] + lost + text[at:].encode("gbk")[1:].decode("gbk", "replace")


@pytest.mark.parametrize("text", SENTENCES)
def test_every_slip_at_a_comma_is_undone(text: str) -> None:
    places = [at for at, character in enumerate(text) if character in "，：；、" and at]
    assert [realign_gbk(slip(text, at)).text for at in places] == [text] * len(places)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (SENTENCES[1], "?"),
        (SENTENCES[1], "\ufffd"),
        ("快走，快走。", "?"),
        ("投資：R&D的演講。", "?"),
        ("投資：R&D的演講。", "\ufffd"),
    ],
)
def test_a_slip_at_any_sign_is_undone(text: str, lost: str) -> None:
    places = [at for at, character in enumerate(text) if character in "，：“" and at]
    assert [realign_gbk(slip(text, at, lost)).text for at in places] == [text] * len(places)


def test_a_slip_at_the_end_of_a_line_is_a_full_stop() -> None:
    assert realign_gbk(slip(SENTENCES[0], len(SENTENCES[0]) - 1)).text == SENTENCES[0]


@pytest.mark.parametrize(("text", "character"), list(zip(SENTENCES, "昨荔為道", strict=True)))
def test_a_slip_at_a_likely_character_is_undone(text: str, character: str) -> None:
    assert realign_gbk(slip(text, text.index(character))).text == text


@given(st.sampled_from(SENTENCES), st.integers(1, 100))
@settings(max_examples=60)
def test_a_slip_at_any_character_costs_that_one_at_most(text: str, at: int) -> None:
    at %= len(text)
    if at and text[at] > "\u3400" and (mended := realign_gbk(slip(text, at))).cut:
        assert len(mended.text) == len(text)
        assert sum(one != two for one, two in zip(mended.text, text, strict=True)) <= 2


def test_the_guess_is_told() -> None:
    mend = find(slip(SENTENCES[0], SENTENCES[0].index("，")))
    assert mend is not None
    assert mend.where.endswith("?")


@pytest.mark.parametrize(
    "honest",
    [
        "“你去哪兒?”他問。“去市場?還是回家?”",
        "真的嗎?我不信。",
        "這是什麼?這是A股。",
        "Why?因為今天下雨。",
        "https://news.example/list?頁=2 查詢結果",
        "他姓\ufffd\ufffd，住在城西。",
        "他姓\ufffd，住在城西。",
    ],
)
def test_an_honest_question_mark_stays(honest: str) -> None:
    assert realign_gbk(honest).text == honest


@given(st.text(alphabet=st.sampled_from("今日晴转多云?，。AB9錦霸�"), max_size=60))
@settings(max_examples=200)
def test_it_never_fails_and_settles(text: str) -> None:
    assert isinstance(realign_gbk(text).text, str)
