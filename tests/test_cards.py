"""Cards of other stories in a box called related, or below words that announce them."""

from __future__ import annotations

import pytest
from invented import TOLD
from rows import every_row

from cleaners.body.cards import find_cards
from cleaners.lexicons import load_lexicon
from cleaners.page.parse import parse_page

URL = "https://www.hewan.example/2026/03/ferry.html"
CARD = (
    '<div class="card"><a href="/2/"><h3>Mayor opens the new bridge</h3></a><p>She cut a ribbon.</p><i>May 2</i></div>'
)


@pytest.mark.parametrize(
    ("name", "told", "found"),
    [
        ("jp-relatedposts", CARD * 2, 7),
        ("relative", CARD * 2, 0),
        ("correlated", CARD * 2, 0),
        ("related", CARD, 0),
        ("related", f"{CARD * 2}<div>{TOLD[2]}</div>", 7),  # left open, it swallowed the article's end
        ("related", CARD * 40, 0),  # or all of it
    ],
)
def test_cards_in_a_box_called_related_are_none_of_the_text(name: str, told: str, found: int) -> None:
    assert cards(f'{"".join(TOLD)}<div class="{name}"><h4>More to read</h4>{told}</div>') == found


@pytest.mark.parametrize(
    ("words", "found"),
    [("Related stories", 4), ("Stories of the river", 0)],
)
def test_cards_below_words_that_say_so_are_none_of_the_text(words: str, found: int) -> None:
    told = CARD.replace("<p>", "<p>Down at the landing, " + "with the band playing and flags out, " * 2)
    assert cards(f"{''.join(TOLD)}<div class=a1><h4>{words}</h4>{told * 2}</div>", "p i") == found
    assert cards(f"{''.join(TOLD)}<div class=a1><h4>{words}</h4>{CARD * 2}</div>", "p i") == 0  # no prose: a list
    assert cards(f"<div><h4>{words}</h4>{CARD}{CARD}{''.join(TOLD)}</div>", "p i") == 0  # above the text


@pytest.mark.parametrize("words", ["Read the rest", "Weiter lesen »", "Читать далее"])
def test_cards_that_lead_on_to_their_stories_are_none_of_the_text_at_its_ends(words: str) -> None:
    card = f"<div><h2>Mayor opens the bridge</h2><p>She cut a ribbon at the landing.<p><a href=/2/>{words}</a></div>"
    assert cards(f"{''.join(TOLD)}{card * 2}", "h2 p") == 6
    assert cards(f"{card * 2}{''.join(TOLD)}", "h2 p") == 6
    assert cards(f"{TOLD[0]}{card * 2}{TOLD[1]}", "h2 p") == 0  # the pieces of a round-up
    assert cards(f"{''.join(TOLD)}{card * 6}", "h2 p") == 0  # and below an introduction
    assert cards(f"{''.join(TOLD)}{card}", "h2 p") == 0
    assert cards(f"{''.join(TOLD)}{card * 2}".replace(words, "The ferry"), "h2 p") == 0


@every_row("row", load_lexicon("read_on"), ids=lambda row: row["text"])
def test_words_that_lead_on(row: dict[str, str]) -> None:
    card = "<div><p>She cut a ribbon at the landing.<p><a href=/2/>{}</a></div>"
    assert cards(f"{''.join(TOLD)}{card.format(row['hit']) * 2}", "p") == 4
    assert cards(f"{''.join(TOLD)}{card.format(row['miss']) * 2}", "p") == 0


def cards(html: str, tags: str = "p i h3 h4") -> int:
    """How many lines are found in cards, where those of elements of ``tags`` are taken."""
    page = parse_page(f"<body><div>{html}</div></body>", URL)
    taken = [at for at, line in enumerate(page.lines) if line.tag in tags.split() or not line.links]
    taken = [at for at in taken if "h4" in tags or page.lines[at].tag not in ("h3", "h4")]
    return len(find_cards(page.lines, page.boxes, taken))
