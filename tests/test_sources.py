"""Outlets told from channels by their names."""

from __future__ import annotations

from rows import every_row

from cleaners.lexicons import load_lexicon
from cleaners.lines.sources import ends_like_outlet, is_channel


@every_row("row", load_lexicon("channel_topics"), ids=lambda row: str(row["text"]))
def test_news_of_a_topic_are_a_channel_that_is_called_as_outlets_are(row: dict[str, str]) -> None:
    assert (is_channel(row["hit"]), is_channel(row["miss"])) == (True, False)
    assert ends_like_outlet(row["hit"])


def test_whatever_is_called_a_channel_is_one() -> None:
    assert is_channel("明溪教育频道")
    assert not is_channel("明溪新闻网")
