"""Fit the body scorer (data/models/body.npz) on annotated pages.

    python scripts/fit_body.py ../shared/bench/train ../shared/bench/gold

Each folder holds sets: ``<set>/gold.jsonl`` (an object a page: ``id``, ``url``, ``lang``, ``body``) and
``<set>/html/<id>.html.gz``. Pages go through the same steps as in cleaning up to the choice of the body; each line is
labelled by the annotated body. Before the shipped model is fitted on all pages, ``--folds`` models are fitted, each
without one part of the hosts, and scored on that part: those are the figures to believe. The run is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from line_labels import SHINGLE, TOKEN, label_lines  # noqa: E402 - the project is run from its checkout

from cleaners.article import Article  # noqa: E402
from cleaners.body import agree, bar, expected_f1  # noqa: E402
from cleaners.charset import decode  # noqa: E402
from cleaners.draft import Draft  # noqa: E402
from cleaners.features import tabulate  # noqa: E402
from cleaners.page import parse_page  # noqa: E402
from cleaners.repair import repair_source  # noqa: E402
from cleaners.scorer import MODEL_PATH, REACH, Scorer  # noqa: E402
from cleaners.site import Site  # noqa: E402
from cleaners.steps import STEPS  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaners.features import LineTable
    from cleaners.page import Line

    Floats = NDArray[np.float32]

EPOCHS = 9
BATCH_PAGES = 24
LEARNING_RATE = 3e-3
WEIGHT_DECAY = 3e-3
DROPOUT = 0.3
FIRST_LAYER, SECOND_LAYER = 32, 48
LANGUAGE_WEIGHTS = {"zh": 3.0, "en": 1.0}
"""Chinese pages count for more: they are few among the annotated pages and most of what will be read."""
OTHER_LANGUAGE_WEIGHT = 2.0
MIN_FOUND = 0.7
"""Least share of the annotated body that the page's lines must hold; otherwise page and annotation do not fit."""


class Sample(NamedTuple):
    """One annotated page as numbers."""

    set: str
    body: str
    texts: tuple[str, ...]
    table: LineTable
    labels: Floats
    weights: Floats
    fold: int


def read_samples(folders: Iterable[Path], folds: int) -> list[Sample]:
    """Read the pages of all sets in ``folders``; those without lines or whose annotation does not fit are left out."""
    samples = []
    for folder in folders:
        for gold in sorted(folder.glob("*/gold.jsonl")):
            for line in gold.read_text("utf-8").strip().split("\n"):
                row = json.loads(line)
                raw = gzip.decompress((gold.parent / "html" / f"{row['id']}.html.gz").read_bytes())
                samples += make_samples(gold.parent.name, row, raw, folds)
    return samples


def make_samples(set_name: str, row: dict[str, Any], raw: bytes, folds: int) -> list[Sample]:
    """Take a page through the steps before the body is chosen, count its lines and label them.

    Every third page is given a second time without the lines of its body: that is what a page without an article
    looks like, and the scorer has to say so.
    """
    draft = draft_before_body(raw, row.get("url") or None)
    if not draft.lines:
        return []
    texts = [line.text for line in draft.lines]
    found = np.array(label_lines(texts, row["body"]), np.float32)
    body_tokens = len(TOKEN.findall(row["body"]))
    found_tokens = sum(len(TOKEN.findall(text)) for text, share in zip(texts, found, strict=True) if share > 0)
    if found_tokens < MIN_FOUND * body_tokens:
        return []
    host = (urlsplit(row.get("url") or "").hostname or row["id"]).removeprefix("www.")
    fold = zlib.crc32(".".join(host.split(".")[-2:]).encode()) % folds
    weight = LANGUAGE_WEIGHTS.get(row.get("lang") or "", OTHER_LANGUAGE_WEIGHT)
    samples = [make_sample(set_name, row["body"], draft, draft.lines, found, fold, weight)]
    rest = tuple(line for line, share in zip(draft.lines, found, strict=True) if not share)
    if zlib.crc32(row["id"].encode()) % 3 == 0 and rest:
        samples.append(make_sample("", "", draft, rest, np.zeros(len(rest), np.float32), fold, weight / 2))
    return samples


def make_sample(
    set_name: str, body: str, draft: Draft, lines: tuple[Line, ...], found: Floats, fold: int, weight: float
) -> Sample:
    """Count and label some lines of a page."""
    table = tabulate(lines, draft.page.boxes, draft.article.title)
    gold_tokens = float((table.tokens * (found > 0)).sum()) or float(table.tokens.sum())
    weights = (np.minimum(table.tokens, 400) + 2) / (gold_tokens + 40)  # a page counts as one, its length aside
    weights *= min(1, 4 / weights.sum()) * weight
    labels = np.where(found > 0.5, np.maximum(found, 0.8), found).astype(np.float32)
    texts = tuple(line.text for line in lines)
    return Sample(set_name, body, texts, table, labels, weights.astype(np.float32), fold)


def draft_before_body(raw: bytes, url: str | None) -> Draft:
    """The draft as ``choose_body`` gets it."""
    repair = repair_source(decode(raw, None)[0])
    page = parse_page(repair.source, url)
    draft = Draft(page, page.lines, Site(), None, article=Article(url=url))
    for step in STEPS:
        if step.name == "choose_body":
            break
        draft = step.apply(draft)
    return draft


# -- the network -----------------------------------------------------------------------------------------------------


def fit(samples: Sequence[Sample], seed: int = 0) -> Scorer:
    """Fit a scorer by Adam on batches of whole pages, the learning rate falling to zero."""
    random = np.random.default_rng(seed)
    mean, deviation = column_scale(samples)
    weights = initial_weights(len(mean), random)
    steady, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    steps = EPOCHS * -(-len(samples) // BATCH_PAGES)
    step = 0
    for _ in range(EPOCHS):
        order = random.permutation(len(samples))
        for start in range(0, len(order), BATCH_PAGES):
            batch = [samples[index] for index in order[start : start + BATCH_PAGES]]
            slopes = gradients(weights, *pack(batch, mean, deviation), random)
            step += 1
            rate = LEARNING_RATE * 0.5 * (1 + np.cos(np.pi * step / steps))
            for index, slope in enumerate(slopes):
                decayed = slope + WEIGHT_DECAY * weights[index] if weights[index].ndim == 2 else slope
                steady[index] = 0.9 * steady[index] + 0.1 * decayed
                squares[index] = 0.98 * squares[index] + 0.02 * decayed**2
                weights[index] -= (
                    rate * (steady[index] / (1 - 0.9**step)) / (np.sqrt(squares[index] / (1 - 0.98**step)) + 1e-6)
                )
    first = weights[0] / deviation[:, None]
    return Scorer(first, weights[1] - mean @ first, weights[2], weights[3], weights[4][:, 0], weights[5])


def initial_weights(columns: int, random: np.random.Generator) -> list[Floats]:
    """Weights and bias of each layer, in the order of Scorer."""
    around = (2 * REACH + 1) * FIRST_LAYER
    shapes = ((columns, FIRST_LAYER, 1.0), (around, SECOND_LAYER, 2.0), (SECOND_LAYER, 1, 0.3))
    weights: list[Floats] = []
    for rows, width, gain in shapes:
        weights.append((random.normal(size=(rows, width)) * np.sqrt(gain / rows)).astype(np.float32))
        weights.append(np.zeros(width, np.float32))
    return weights


def column_scale(samples: Sequence[Sample]) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each column over all lines."""
    count = sum(len(sample.table.columns) for sample in samples)
    mean = sum(sample.table.columns.sum(axis=0, dtype=np.float64) for sample in samples) / count
    square = sum((sample.table.columns.astype(np.float64) ** 2).sum(axis=0) for sample in samples) / count
    return np.asarray(mean, np.float32), np.maximum(np.sqrt(np.maximum(square - mean**2, 0)), 0.05).astype(np.float32)


def pack(batch: Sequence[Sample], mean: Floats, deviation: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Scaled columns, mask, labels and weights of the pages, with REACH empty rows behind each page."""
    size = sum(len(sample.table.columns) + REACH for sample in batch)
    columns = np.zeros((size, len(mean)), np.float32)
    mask, labels, weights = (np.zeros(size, np.float32) for _ in range(3))
    at = 0
    for sample in batch:
        rows = slice(at, at + len(sample.table.columns))
        columns[rows] = (sample.table.columns - mean) / deviation
        mask[rows], labels[rows], weights[rows] = 1, sample.labels, sample.weights / len(batch)
        at += len(sample.table.columns) + REACH
    return columns, mask, labels, weights


def gradients(
    weights: list[Floats], columns: Floats, mask: Floats, labels: Floats, losses: Floats, random: np.random.Generator
) -> list[Floats]:
    """Slopes of the weighted cross-entropy for each weight, with dropout in both layers."""
    first, first_bias, second, second_bias, last, last_bias = weights
    line = np.maximum(columns @ first + first_bias, 0) * mask[:, None]
    line_kept = keep_some(line.shape, random)
    line *= line_kept
    size, width = line.shape
    padded = np.zeros((size + 2 * REACH, width), np.float32)
    padded[REACH : REACH + size] = line
    around = np.concatenate([padded[at : at + size] for at in range(2 * REACH + 1)], axis=1)
    hidden = np.maximum(around @ second + second_bias, 0)
    hidden_kept = keep_some(hidden.shape, random)
    hidden *= hidden_kept
    likely = 1 / (1 + np.exp(-(hidden @ last + last_bias)[:, 0]))
    error = (losses * (likely - labels)).astype(np.float32)[:, None]
    to_hidden = (error @ last.T) * hidden_kept * (hidden > 0)
    to_around = to_hidden @ second.T
    to_padded = np.zeros_like(padded)
    for at in range(2 * REACH + 1):
        to_padded[at : at + size] += to_around[:, at * width : (at + 1) * width]
    to_line = to_padded[REACH : REACH + size] * line_kept * (line > 0)
    return [
        columns.T @ to_line, to_line.sum(axis=0), around.T @ to_hidden, to_hidden.sum(axis=0),
        hidden.T @ error, error.sum(axis=0),
    ]  # fmt: skip


def keep_some(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Dropout: 0 for a cell that is dropped, else what keeps the mean."""
    return (random.random(shape, dtype=np.float32) >= DROPOUT).astype(np.float32) / np.float32(1 - DROPOUT)


# -- figures ---------------------------------------------------------------------------------------------------------


def shingle_shares(gold: str, found: str) -> tuple[float, float]:
    """Precision and recall over shingles of tokens."""
    wanted, got = (
        Counter(zip(*(tokens[at:] for at in range(SHINGLE)), strict=False))
        for tokens in map(TOKEN.findall, (gold, found))
    )
    both = sum((wanted & got).values())
    return both / max(1, sum(got.values())), both / max(1, sum(wanted.values()))


def report(samples: Sequence[Sample], scorers: dict[int, Scorer]) -> None:
    """Print F1 per set, each page scored by the scorer of its own fold."""
    shares: dict[str, list[tuple[float, float]]] = defaultdict(list)
    empty: list[float] = []  # what is expected of pages without and with an article
    full: list[float] = []
    for sample in samples:
        likely = agree(scorers[sample.fold](sample.table.columns), sample.table)
        if not sample.set:
            empty.append(expected_f1(likely, sample.table.tokens))
            continue
        keep = likely >= bar(expected_f1(likely, sample.table.tokens))
        full.append(expected_f1(likely, sample.table.tokens))
        found = "\n".join(text for text, kept in zip(sample.texts, keep, strict=True) if kept)
        shares[sample.set].append(shingle_shares(sample.body, found))
    shares_of_pages = (1, 5, 25, 50, 75, 95, 99)
    print("  expected F1, percentiles", shares_of_pages)
    for name, values in (("no article", empty), ("article", full)):
        print(f"  {name:12s}", np.round(np.percentile(values, shares_of_pages), 3))
    for name, pairs in shares.items():
        precision, recall = np.array(pairs).mean(axis=0)
        score = 2 * precision * recall / (precision + recall)
        print(f"  {name:12s} pages {len(pairs):4d}  F1 {score:.4f}  P {precision:.4f}  R {recall:.4f}")


def main() -> None:
    """Fit, print the cross-validated figures, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--out", type=Path, default=MODEL_PATH)
    options = parser.parse_args()
    samples = read_samples(options.folders, options.folds)
    print(f"{len(samples)} pages, {sum(len(sample.texts) for sample in samples)} lines")
    if options.folds > 1:
        report(samples, {fold: fit([s for s in samples if s.fold != fold]) for fold in range(options.folds)})
    scorer = fit(samples)
    pages = Counter(sample.set for sample in samples if sample.set)
    note = f"scripts/fit_body.py; pages of {', '.join(f'{name} ({count})' for name, count in sorted(pages.items()))}"
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        options.out, provenance=np.array(note), **{k: v.astype(np.float16) for k, v in scorer._asdict().items()}
    )
    print(f"wrote {options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
