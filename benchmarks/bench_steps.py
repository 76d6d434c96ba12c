"""Where the processor time of a page goes: the share of each stage and step of cleaning, a column a set.

    python benchmarks/bench_steps.py [--bench ../shared/bench] [--sets aeb,news-zh,cwce]

Every function that ``clean_html`` calls is timed from outside, three rounds over the pages, the first one thrown away.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from functools import partial, wraps
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cleaners import clean, clean_html  # noqa: E402 - the project is run from its checkout
from cleaners.steps import STEPS, run_steps  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

STAGES = {
    "decode": "charset, taming, stray cells",
    "is_too_deep": "charset, taming, stray cells",
    "tame": "charset, taming, stray cells",
    "without_stray_cells": "charset, taming, stray cells",
    "repair_source": "repairs",
    "parse_page": "reading the page",
}
"""Functions of ``cleaners.clean`` -> what they are counted as; a step is counted under its name."""
ROUNDS = 3


def timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """The function, with its processor time added to ``spent`` under a name."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> Any:
        start = time.process_time()
        try:
            return function(*arguments, **options)
        finally:
            spent[name] += time.process_time() - start

    return run


def measure(pages: list[dict[str, Any]], spent: dict[str, float]) -> dict[str, float]:
    """Share of each stage in the time of all, in the order of the work; ``the rest`` is what none of them counts."""
    for number in range(ROUNDS):
        start = time.process_time()
        for page in pages:
            clean_html(page["raw"], page["url"] or None)
        if number == 0:
            spent.clear()  # what is loaded and compiled once
            total = 0.0
        else:
            total += time.process_time() - start
    names = dict.fromkeys((*STAGES.values(), *(step.name for step in STEPS)))
    shares = {name: spent[name] / total for name in names}
    return {**shares, "the rest": 1 - sum(shares.values())}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--sets", default="aeb,news-zh,cwce")
    options = parser.parse_args()
    if not (options.bench / "gold").is_dir():
        print(f"bench: no gold pages in {options.bench}; name their folder with --bench", file=sys.stderr)
        return 2
    sys.path.insert(0, str(options.bench))
    load = import_module("run").load
    spent: dict[str, float] = defaultdict(float)
    for function, stage in STAGES.items():
        setattr(clean, function, timed(getattr(clean, function), stage, spent))
    steps = tuple(step._replace(apply=timed(step.apply, step.name, spent)) for step in STEPS)
    setattr(clean, "run_steps", partial(run_steps, steps=steps))  # noqa: B010
    names = options.sets.split(",")
    found = [measure(load(options.bench / "gold", name), spent) for name in names]
    print(f"{'':30s}" + "".join(f"{name:>12s}" for name in names))
    for stage in found[0]:
        print(f"{stage:30s}" + "".join(f"{shares[stage]:12.0%}" for shares in found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
