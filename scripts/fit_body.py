"""Fit the body scorer (data/models/body.npz) on annotated pages.

    python scripts/fit_body.py ../shared/bench/train ../shared/bench/gold

Each folder holds sets: ``<set>/gold.jsonl`` (an object a page: ``id``, ``url``, ``lang``, ``body``) and
``<set>/html/<id>.html.gz``. Pages go through the same steps as in cleaning up to the choice of the body; each line is
labelled by the annotated body.

Two rounds of ``--folds`` scorers are fitted, each without one part of the hosts. The first round tells which
annotations no scorer agrees with that has not seen them: mostly ones that hold a part of the article. They count for
less from then on. The second round is the honest figure: every page is cleaned, all steps of it, with the scorer that
saw no page of its host. Then the scorer that ships is fitted on all pages. The run is deterministic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import zlib
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from grafts import Story, comments_of, graft, next_article, teasers_of  # noqa: E402 - the project is run from its checkout
from line_labels import SHINGLE, TOKEN, label_lines  # noqa: E402
from line_network import fit  # noqa: E402
from tickers import as_ticker  # noqa: E402

from cleaners.article import Article  # noqa: E402
from cleaners.body.choose import choose_body, expected_f1, likely_lines, take_likely  # noqa: E402
from cleaners.body.features import tabulate  # noqa: E402
from cleaners.body.scorer import MODEL_PATH, Scorer  # noqa: E402
from cleaners.draft import Draft  # noqa: E402
from cleaners.page.parse import parse_page  # noqa: E402
from cleaners.repairs.repair import repair_source  # noqa: E402
from cleaners.site import Site  # noqa: E402
from cleaners.source.charset import decode  # noqa: E402
from cleaners.steps import STEPS, Step, run_steps  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grafts import Section

    from cleaners.body.features import LineTable
    from cleaners.page.model import Line
    from cleaners.text.arrays import Floats


LANGUAGE_WEIGHTS = {"zh": 3.0, "en": 1.0}
"""Chinese pages count for more: they are few among the annotated pages and most of what will be read."""
OTHER_LANGUAGE_WEIGHT = 2.0
MIN_FOUND = 0.7
"""Least share of the annotated body that the page's lines must hold; otherwise page and annotation do not fit."""

MAX_FRAGMENT_LINES = 30
"""Longest fragment of a page that is fitted on; the shortest has two lines."""

GRAFTED_OF_OTHERS = 5
"""Of so many pages in alphabets one is given a second time with comments."""
DONATED_CHARS = range(12, 500)
"""Length of the paragraphs that stand for comments."""
DONATED_LINES = 60
"""Paragraphs that one comment section is made of."""

OTHER_STORIES_WEIGHT = 0.05
"""Weight of a page behind whose article other stories stand; with more, articles of many parts are cut short."""
TEASERS = (3, 20)
MIN_PARAGRAPHS = 3
"""Number of teasers beside an article; paragraphs of a story that is told elsewhere."""
AHEAD = 0.3
"""Share of the pages whose teasers stand ahead of the article, as columns at the left do."""

TICKER_WEIGHT = 0.3
TIME_SHARE = 0.5
"""How much of a ticker's times belongs to the article: some who annotate take them, some do not."""

HIJACKED = 0.5
"""Share of the pages with grafted comments that are given without a head that speaks of them."""
MISLED = 0.5
"""Share of these whose headline is some other line of the page; the rest have none."""
TITLE_CHARS = range(6, 60)

SHIPPED_SEED = 2
"""Of four fits of all pages, alike on these, the one that stays within every bound on attacked pages and our own."""

DOUBTED_F1 = 0.7
"""Below this F1 of a scorer that has not seen the page, its annotation is doubted; one in twenty is."""
DOUBTED_WEIGHT = 0.2


class AnnotatedPage(NamedTuple):
    """A saved page and its article as people marked it."""

    set: str
    id: str
    url: str | None
    lang: str
    body: str
    file: Path
    fold: int
    """Part of the hosts it belongs to."""

    def raw(self) -> bytes:
        """The bytes as received."""
        return gzip.decompress(self.file.read_bytes())

    def draft(self) -> Draft:
        """The page before the first step."""
        repair = repair_source(decode(self.raw(), None)[0])
        page = parse_page(repair.source, self.url)
        return Draft(page, page.lines, Site(), None, article=Article(url=self.url))


class LabelledPage(NamedTuple):
    """A page before its body is chosen; per line, how much of it belongs to the article; what the page counts."""

    page: AnnotatedPage
    draft: Draft
    found: Floats
    weight: float


class Sample(NamedTuple):
    """The lines of one page as numbers."""

    page: AnnotatedPage
    texts: tuple[str, ...]
    table: LineTable
    labels: Floats
    weights: Floats

    @property
    def columns(self) -> Floats:
        """One row a line."""
        return self.table.columns


def find_pages(folders: Iterable[Path], folds: int) -> list[AnnotatedPage]:
    """The annotated pages of all sets in ``folders``."""
    pages = []
    for gold in sorted(file for folder in folders for file in folder.glob("*/gold.jsonl")):
        for line in gold.read_text("utf-8").strip().split("\n"):
            row = json.loads(line)
            host = (urlsplit(row.get("url") or "").hostname or row["id"]).removeprefix("www.")
            fold = zlib.crc32(".".join(host.split(".")[-2:]).encode()) % folds
            file = gold.parent / "html" / f"{row['id']}.html.gz"
            url, lang = row.get("url") or None, row.get("lang") or ""
            pages.append(AnnotatedPage(gold.parent.name, row["id"], url, lang, row["body"], file, fold))
    return pages


def label_page(page: AnnotatedPage) -> LabelledPage | None:
    """Take a page through the steps before the body is chosen and label its lines.

    None for a page whose annotation does not fit.
    """
    names = [step.name for step in STEPS]
    draft = run_steps(page.draft(), STEPS[: names.index("choose_body")])
    if not draft.lines:
        return None
    texts = [line.text for line in draft.lines]
    found = np.array(label_lines(texts, page.body), np.float32)
    found_tokens = sum(len(TOKEN.findall(text)) for text, share in zip(texts, found, strict=True) if share > 0)
    if found_tokens < MIN_FOUND * len(TOKEN.findall(page.body)):
        return None
    light = replace(draft.page, tree=None, stating=(), source="")  # a thousand trees fill the memory
    return LabelledPage(page, draft._replace(page=light), found, LANGUAGE_WEIGHTS.get(page.lang, OTHER_LANGUAGE_WEIGHT))


def make_samples(labelled: LabelledPage) -> list[Sample]:
    """Count the lines of a page, and of what is made of it.

    Every third page is given a second time without the lines of its body and with an empty one: that is what a page
    without an article looks like, and the scorer has to say so. Another third is given a second time cut down to the
    first lines of its article, without a headline or a head: a fragment.
    """
    page, draft, found, weight = labelled
    samples = [make_sample(page, draft, draft.lines, found, weight)]
    third = zlib.crc32(page.id.encode()) % 3
    rest = tuple(line for line, share in zip(draft.lines, found, strict=True) if not share)
    if third == 0 and rest:
        empty = page._replace(body="")
        samples.append(make_sample(empty, draft, rest, np.zeros(len(rest), np.float32), weight / 2))
    if third == 1 and found.any():
        first, size = int(np.flatnonzero(found)[0]), 2 + zlib.crc32(page.body.encode()) % MAX_FRAGMENT_LINES
        near = slice(max(0, first - size // 4), first + size)
        fragment = draft._replace(page=replace(draft.page, meta=None, json_ld=()), article=Article(url=page.url))
        shown = zip(draft.lines[near], found[near], strict=True)
        held = "\n".join(line.text for line, share in shown if share)
        samples.append(make_sample(page._replace(body=held), fragment, draft.lines[near], found[near], weight / 2))
    return samples


def make_grafts(pages: Sequence[LabelledPage]) -> list[Sample]:
    """Samples of pages with a section that is not theirs, from pages of the same part of the hosts, and as tickers.

    All Chinese pages are given so, and every fifth of the others, whose comments a script fetches more often.
    """
    donated: dict[tuple[int, bool], list[str]] = defaultdict(list)
    stories: dict[tuple[int, bool], list[Story]] = defaultdict(list)
    for page, draft, found, _ in pages:
        said = [line.text for line, share in zip(draft.lines, found, strict=True) if share > 0.9 and not line.links]
        donated[page.fold, is_wide(page.body)].extend(text for text in said if len(text) in DONATED_CHARS)
        if len(said) >= MIN_PARAGRAPHS:
            stories[page.fold, is_wide(page.body)].append(Story(draft.article.title or said[0][:20], tuple(said)))
    samples = []
    for labelled in pages:
        page = labelled.page
        seed, wide = zlib.crc32(f"graft {page.id}".encode()), is_wide(page.body)
        if labelled.found.any() and (wide or not seed % GRAFTED_OF_OTHERS):
            random = np.random.default_rng(seed)
            samples += with_comments(labelled, donated[page.fold, wide], random)
            samples += with_other_stories(labelled, stories[page.fold, wide], random)
            samples += told_as_ticker(labelled, random)
    return samples


def with_comments(labelled: LabelledPage, donated: Sequence[str], random: np.random.Generator) -> list[Sample]:
    """The page with comments behind its article, half of the times as hijackers leave it; it counts half."""
    page, draft, _, weight = labelled
    own = {line.text for line in draft.lines}
    start = int(random.integers(len(donated)))
    told = [text for text in donated[start : start + DONATED_LINES] if text not in own]
    if not told:
        return []
    grafted, lines, labels = with_section(labelled, comments_of(told, len(page.body), random), random)
    if random.random() < HIJACKED:
        grafted = hijack(grafted, random)
    return [make_sample(page, grafted, lines, labels, weight / 2)]


def with_other_stories(labelled: LabelledPage, stories: Sequence[Story], random: np.random.Generator) -> list[Sample]:
    """The page with the teasers of other stories behind its article, and with the whole next article."""
    page, draft, found, weight = labelled
    others = [story for story in stories if story.title != draft.article.title]
    if not others:
        return []
    picked = [others[at] for at in random.integers(len(others), size=int(random.integers(*TEASERS)))]
    next_one = next_article(draft.lines, draft.page.boxes, (found > 0).tolist(), draft.article.title, picked[0])
    samples = []
    ahead = bool(random.random() < AHEAD)
    for section, first in ((teasers_of(picked, random), ahead), (next_one, False)):
        if section is not None:
            grafted, lines, labels = with_section(labelled, section, random, ahead=first)
            samples.append(make_sample(page, grafted, lines, labels, weight * OTHER_STORIES_WEIGHT))
    return samples


def told_as_ticker(labelled: LabelledPage, random: np.random.Generator) -> list[Sample]:
    """The page with its article told as a ticker, where its paragraphs allow it; half without structured data."""
    page, draft, found, weight = labelled
    told = as_ticker(draft.lines, draft.page, (found > MIN_FOUND).tolist(), random)
    if told is None:
        return []
    labels = np.array([TIME_SHARE if place < 0 else found[place] for place in told.places], np.float32)
    json_ld = draft.page.json_ld if random.random() < 0.5 else ()
    ticker = draft._replace(page=replace(draft.page, boxes=told.boxes, images=told.images, json_ld=json_ld))
    return [make_sample(page, ticker, told.lines, labels, weight * TICKER_WEIGHT)]


def with_section(
    labelled: LabelledPage, section: Section, random: np.random.Generator, *, ahead: bool = False
) -> tuple[Draft, tuple[Line, ...], Floats]:
    """The page with a section behind its article or ahead of it, its lines, how much of each belongs to the article."""
    _, draft, found, _ = labelled
    grafted = graft(draft.lines, draft.page, (found > 0).tolist(), section, random, ahead=ahead)
    labels = np.array([0 if place < 0 else found[place] for place in grafted.places], np.float32)
    page = replace(draft.page, boxes=grafted.boxes, images=grafted.images)
    return draft._replace(page=page), grafted.lines, labels


def hijack(draft: Draft, random: np.random.Generator) -> Draft:
    """The page as hijackers leave it: its head does not speak of its article; it has a wrong headline, or none."""
    lines = [line.text for line in draft.lines if len(line.text) in TITLE_CHARS]
    title = lines[int(random.integers(len(lines)))] if lines and random.random() < MISLED else None
    return draft._replace(page=replace(draft.page, meta=None), article=Article(url=draft.page.url, title=title))


def is_wide(text: str) -> bool:
    """Whether a text is written in ideographs or kana."""
    start = text[:400]
    return sum("\u3040" <= character <= "\u9fff" for character in start) * 4 > len(start)


def make_sample(page: AnnotatedPage, draft: Draft, lines: tuple[Line, ...], found: Floats, weight: float) -> Sample:
    """Count and label some lines of a page."""
    table = tabulate(lines, draft.page, draft.article.title)
    gold_tokens = float((table.tokens * (found > 0)).sum()) or float(table.tokens.sum())
    weights = (np.minimum(table.tokens, 400) + 2) / (gold_tokens + 40)  # a page counts as one, its length aside
    weights *= min(1, 4 / weights.sum()) * weight
    labels = np.where(found > 0.5, np.maximum(found, 0.8), found).astype(np.float32)
    return Sample(page, tuple(line.text for line in lines), table, labels, weights.astype(np.float32))


def fit_folds(samples: Sequence[Sample], folds: int) -> list[Scorer]:
    """A scorer for each part of the hosts, fitted on all others."""
    parts = [[sample for sample in samples if sample.page.fold != fold] for fold in range(folds)]
    # Threads do, for NumPy holds no lock while it multiplies.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(fit, parts))


def with_doubts(samples: Sequence[Sample], scorers: Sequence[Scorer]) -> tuple[list[Sample], set[AnnotatedPage]]:
    """The samples, less weight on pages whose annotation a scorer that has not seen them disagrees with.

    These pages are given as well.
    """
    weighed, pages = [], set()
    for sample in samples:
        likely, tokens = likely_lines(scorers[sample.page.fold], sample.table), sample.table.tokens
        kept = take_likely(likely, tokens, expected_f1(likely, tokens))
        text = "\n".join(text for text, taken in zip(sample.texts, kept, strict=True) if taken)
        doubted = bool(sample.page.body) and f1(*shingle_shares(sample.page.body, text)) < DOUBTED_F1
        if doubted:
            pages.add(sample.page)
        weighed.append(sample._replace(weights=sample.weights * DOUBTED_WEIGHT) if doubted else sample)
    return weighed, pages


def shingle_shares(gold: str, found: str) -> tuple[float, float]:
    """Precision and recall over shingles of tokens."""
    wanted, got = (
        Counter(zip(*(tokens[at:] for at in range(min(SHINGLE, len(tokens)))), strict=False))
        for tokens in map(TOKEN.findall, (gold, found))
    )
    both = sum((wanted & got).values())
    return both / max(1, sum(got.values())), both / max(1, sum(wanted.values()))


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cleaned_text(page: AnnotatedPage, scorer: Scorer) -> str:
    """The text of a page after all steps, its body chosen with ``scorer``."""
    chosen = Step("choose_body", partial(choose_body, scorer=scorer))
    draft = run_steps(page.draft(), tuple(chosen if step.name == chosen.name else step for step in STEPS))
    return "\n".join(body_line.line.text for body_line in draft.body)


def report(pages: Sequence[AnnotatedPage], scorers: Sequence[Scorer]) -> None:
    """Print per set what cleaning makes of pages, each with the scorer that saw no page of its host."""
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in pages:
        texts[page.set].append((page.body, cleaned_text(page, scorers[page.fold])))
    for name, pairs in texts.items():
        shares = [shingle_shares(gold, text) for gold, text in pairs]
        precision = float(np.mean([p for (p, _), (_, text) in zip(shares, pairs, strict=True) if text] or [0]))
        recall = float(np.mean([r for _, r in shares]))
        exact = np.mean([TOKEN.findall(gold) == TOKEN.findall(text) for gold, text in pairs])
        print(
            f"  {name:12s} pages {len(pairs):4d}  F1 {f1(precision, recall):.4f}  P {precision:.4f}  R {recall:.4f}"
            f"  exact {exact:.3f}  below 0.8: {sum(f1(*pair) < 0.8 for pair in shares)}",
            flush=True,
        )


def report_expected(samples: Sequence[Sample], scorers: Sequence[Scorer]) -> None:
    """Print the spread of the expected F1 of pages with and without an article."""
    shares_of_pages = (1, 5, 25, 50, 75, 95, 99)
    print("  expected F1, percentiles", shares_of_pages)
    for name, wanted in (("no article", False), ("article", True)):
        values = [
            expected_f1(likely_lines(scorers[sample.page.fold], sample.table), sample.table.tokens)
            for sample in samples
            if bool(sample.page.body) is wanted
        ]
        if values:
            print(f"  {name:12s}", np.round(np.percentile(values, shares_of_pages), 3))


def main() -> None:
    """Fit, print the cross-validated figures, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=MODEL_PATH)
    options = parser.parse_args()
    pages = find_pages(options.folders, options.folds)
    if not pages:
        parser.error(f"no annotated pages (SET/gold.jsonl) in {', '.join(map(str, options.folders))}")
    labelled = [fitting for page in pages if (fitting := label_page(page))]
    samples = [sample for page in labelled for sample in make_samples(page)]
    print(f"{len(pages)} pages, {sum(len(sample.texts) for sample in samples)} lines of those that fit")
    samples, doubted = with_doubts(samples, fit_folds(samples, options.folds))
    samples += make_grafts([page for page in labelled if page.page not in doubted])
    scorers = fit_folds(samples, options.folds)
    report_expected(samples, scorers)
    report(pages, scorers)
    with threadpool_limits(1, user_api="blas"):
        scorer = fit(samples, SHIPPED_SEED)
    counts = Counter(sample.page.set for sample in samples if sample.page.body)
    note = f"scripts/fit_body.py; pages of {', '.join(f'{name} ({count})' for name, count in sorted(counts.items()))}"
    options.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        options.out, provenance=np.array(note), **{k: v.astype(np.float16) for k, v in scorer._asdict().items()}
    )
    print(f"wrote {options.out}: {options.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
