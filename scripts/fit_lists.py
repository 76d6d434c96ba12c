"""Fit data/models/item_lists.tsv: how much each property of a list of short items speaks for keywords.

    python scripts/fit_phrases.py DIR --pages 60000 --without "$TRADES" --out held.npz
    python scripts/fit_lists.py held.npz [--show]

Pages are put together of scripts/plain_news.txt and lists: of keywords, from scripts/junk_vocabulary.tsv and
scripts/other_trades.tsv, one campaign a page, and honest ones, from scripts/honest_lists.tsv. All are written by
ourselves. Logistic regression; only the weights are kept. Newton's method.

One property is what cleaners/text/phrases.py says of the items. It says far too much of trades that it was fitted to,
so the lists are drawn from trades that held.npz was not: ``TRADES`` below, and those in other scripts.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from junk_vocabulary import OTHER_TRADES, VOCABULARY, read_vocabulary  # noqa: E402 - found by the line above

from cleaners.junk.lists.evidence import (  # noqa: E402
    FEATURES,
    MODEL_FILE,
    ListPage,
    PageWords,
    group_parts,
    look_like_phrases,
    measure_shape,
    measure_words,
    newslike_of,
)
from cleaners.junk.lists.items import find_item_lists, holds_sentence  # noqa: E402
from cleaners.junk.lists.keywords import MIN_ITEMS  # noqa: E402
from cleaners.page.model import Line, Link  # noqa: E402
from cleaners.text import phrases  # noqa: E402

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from cleaners.text.arrays import Bools

SEED = 7
PAGES = 9_000
"""Pages of each kind."""
PENALTY = 0.002
"""L2 penalty: the larger, the less a single property may say."""
NEWTON_STEPS = 15
TRADES = (
    "academic commerce server lottery media law farming tutoring chemicals garments packing instruments catering "
    "supplements insurance labour sporting repairs antiques elderly fortune events gardening"
)
OTHER_SCRIPTS = "foreign latin_mix japanese korean russian traditional"
HONEST_WEIGHT = 3.0
"""How much more a true list counts than one of keywords: cutting it is the worse mistake."""
MARKS = ("、", ",", "，", " ", " | ", "|", "_", "·", " / ", "/", "-", " - ", "★", "#", "→", "｜", "+", ";", "；", "~")
HONEST_MARKS = (*"、、、、、、、、,，，；;|/·-—     ", " | ", " / ")
INTRODUCTIONS = ("名单如下：", "具体为：", "获奖名单", "结果如下:", "一等奖")
FOREIGN = ("http://www.x1.example.net/{}.html", "http://m.y2.example.org/list/{}/")


def read_honest() -> list[list[str]]:
    lines = (ROOT / "scripts" / "honest_lists.tsv").read_text("utf-8").splitlines()
    return [line.split("\t")[1].split("|") for line in lines if line and not line.startswith(("#", "label\t"))]


def draw_phrases(campaign: dict[str, list[str]], rng: random.Random) -> list[str]:
    """Keywords of a campaign: some stand alone, most are put together."""

    def phrase() -> str:
        if rng.random() < 0.4:
            return rng.choice(campaign["phrase"]).replace("_", " ")
        return "".join(rng.choice(campaign[role]) for role in ("head", "middle", "tail")).replace("_", " ")

    return [phrase() for _ in range(rng.randint(4, 12))]


def set_lines(
    items: list[str], marks: tuple[str, ...], rng: random.Random, linked: float, in_one_line: float
) -> list[Line]:
    """The items as lines of a page: in one line, as a run, or as links; ``linked``: how often foreign links."""
    href = rng.choice(FOREIGN)
    shape = rng.random()
    if shape < in_one_line:
        return [Line(rng.choice(marks).join(items), "p", 1)]
    tag = rng.choice(("li", "p", "div", "td"))
    foreign = rng.random() < linked
    if shape < 0.9:
        return [
            Line(item, tag, 1, (Link(0, len(item), href.format(n)),) if foreign else ()) for n, item in enumerate(items)
        ]
    if not foreign:
        return [Line(rng.choice(marks).join(items), "p", 1)]
    text, links = "", []
    for n, item in enumerate(items):
        text += " " if text else ""
        links.append(Link(len(text), len(text) + len(item), href.format(n)))
        text += item
    return [Line(text, "p", 1, tuple(links))]


def draw_page(
    news: list[str], spoken: list[str], lists: list[list[Line]], rng: random.Random, *, introduced: float
) -> list[Line]:
    """Prose with the lists at its ends, between its paragraphs, or one behind the other."""
    texts = [*rng.sample(news, rng.randint(3, 14)), *spoken]
    rng.shuffle(texts)
    lines: list[list[Line]] = [[Line(text, "p", 1)] for text in texts]
    together = rng.random() < 0.4
    at = rng.choice((0, len(lines), rng.randint(1, len(lines))))
    for found in lists:
        if rng.random() < introduced:
            lines.insert(at, [Line(rng.choice(INTRODUCTIONS), "p", 1), *found])
        else:
            lines.insert(at, found)
        at = at + 1 if together else rng.choice((0, len(lines), rng.randint(1, len(lines))))
    return [line for found in lines for line in found]


def rows_of(lines: list[Line], of_interest: set[str], sure: list[str]) -> list[list[float]]:
    """The properties of the lists on a page that hold these texts."""
    lists = list(find_item_lists(lines, frozenset()))
    page = ListPage.of(lines, lists, sure)
    words = PageWords.of(page, None, group_parts(page.places))
    return [
        [
            *measure_shape(one, newslike_of(one.items), page),
            *look_like_phrases([one.items]),
            *measure_words(one.items, words),
        ]
        for one in lists
        if any(lines[at].text in of_interest for at in one.lines)
    ]


def spoken_of(items: list[str], rng: random.Random) -> str:
    """A sentence that names some of the items, as the article around an honest list does."""
    some = rng.sample(items, rng.randint(1, len(items)))
    return f"主办方介绍，{'、'.join(some)}等均在其中，有关情况将在近日向社会公布。"


def draw(
    kind: str,
    rng: random.Random,
    news: list[str],
    pool: list[dict[str, list[str]]] | list[list[str]],
    trades: list[dict[str, list[str]]],
) -> list[list[float]]:
    """The rows of one page: with ``junk`` or with ``honest`` lists."""
    chosen = rng.choice(pool)
    left = rng.sample(chosen, len(chosen)) if isinstance(chosen, list) else []
    lists, spoken = [], []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if isinstance(chosen, dict):
            lists.append(set_lines(draw_phrases(chosen, rng), MARKS, rng, 0.5, 0.6))
            continue
        items, left = left[: rng.randint(3, 12)], left[12:]
        if len(items) < MIN_ITEMS:
            chosen = rng.choice(pool)
            left = rng.sample(list(chosen), len(chosen))
            continue
        lists.append(set_lines(items, HONEST_MARKS, rng, 0.15, 0.45))
        spoken += [spoken_of(items, rng)] if rng.random() < 0.55 else []
    lines = draw_page(news, spoken, lists, rng, introduced=0.0 if kind == "junk" else 0.55)
    other = chosen if isinstance(chosen, dict) else rng.choice(trades)
    sure = [rng.choice(MARKS).join(draw_phrases(other, rng))] if rng.random() < 0.25 else []
    return rows_of(lines, {line.text for found in lists for line in found}, sure)


def fit(rows: NDArray[np.float64], junk: Bools) -> NDArray[np.float64]:
    """Weights, the bias last."""
    design = np.hstack([rows, np.ones((len(rows), 1))])
    weight = np.where(junk, 1.0, HONEST_WEIGHT)

    weights = np.zeros(design.shape[1])
    ridge = np.full(design.shape[1], PENALTY)
    ridge[-1] = 0
    for _ in range(NEWTON_STEPS):
        likely = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (weight * (likely - junk)) / len(rows) + ridge * weights
        bend = (design.T * (weight * likely * (1 - likely) + 1e-9)) @ design / len(rows) + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    return weights


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("phrases", type=Path, help="a model of phrases that was not fitted to the trades")
    parser.add_argument("--pages", type=int, default=PAGES, help="pages of each kind")
    parser.add_argument("--out", type=Path, default=MODEL_FILE)
    parser.add_argument("--show", action="store_true", help="print the spread of the scores")
    arguments = parser.parse_args()
    if not arguments.phrases.is_file():
        parser.error(f"{arguments.phrases}: no such file; scripts/fit_phrases.py makes one")
    phrases.MODEL_PATH = arguments.phrases
    rng = random.Random(SEED)  # noqa: S311 (draws examples, keeps no secret)
    news = [
        line for line in (ROOT / "scripts" / "plain_news.txt").read_text("utf-8").splitlines() if holds_sentence(line)
    ]
    trades = read_vocabulary(VOCABULARY, OTHER_TRADES, only=frozenset(f"{TRADES} {OTHER_SCRIPTS}".split()))
    junk = [row for _ in range(arguments.pages) for row in draw("junk", rng, news, trades, trades)]
    honest = [row for _ in range(arguments.pages) for row in draw("honest", rng, news, read_honest(), trades)]
    rows = np.array(junk + honest)
    is_junk = np.arange(len(rows)) < len(junk)
    weights = fit(rows, is_junk)
    if arguments.show:
        scores = rows @ weights[:-1] + weights[-1]
        for name, part in (("junk", scores[is_junk]), ("honest", scores[~is_junk])):
            print(name, len(part), np.round(np.quantile(part, (0, 0.001, 0.01, 0.05, 0.5, 0.95, 0.99, 0.999, 1)), 1))
    head = "# How much each property of a list speaks for keywords, in nats; see cleaners/junk/lists/evidence.py.\n"
    head += "# Fitted by scripts/fit_lists.py.\n"
    body = "".join(f"{name}\t{weight:.2f}\n" for name, weight in zip((*FEATURES, "bias"), weights, strict=True))
    arguments.out.write_text(f"{head}property\tnats\n{body}", "utf-8")
    print(body)


if __name__ == "__main__":
    main()
