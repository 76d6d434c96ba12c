"""The table of body extraction: the project and whichever peers are installed, on the same pages in the same run.

    python benchmarks/bench.py [--bench ../shared/bench] [--sets news-zh,cwce] [--tools project,resiliparse] [--check]

A row a set and tool: F1 of mean precision and mean recall over shingles of four tokens, the share of pages exactly
right, CPU milliseconds a page (median of the rounds), and the ratio of times to the fastest peer. ``--check`` exits
with 1 when the project falls below a floor or takes more than ``MAX_RATIO`` times as long as that peer.

The gold pages belong to others and are not part of the project; without them there is nothing to measure. The scorer
that ships was fitted on them too: ``scripts/fit_body.py`` prints the cross-validated figures, which are lower.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cleaners import clean_html  # noqa: E402 - the project is run from its checkout

if TYPE_CHECKING:
    from collections.abc import Callable

FLOORS = {"aeb": 0.975, "cwce": 0.99, "magic-other": 0.915, "magic-zh": 0.965, "news-zh": 0.995, "wcxb": 0.958}
"""Lowest F1 of the project a set; half a point or so below what it reaches, for what rounding may do."""

REFERENCE = "resiliparse"
MAX_RATIO = 1.5
"""Times as long as the reference that the project may take."""

PEERS = (
    "resiliparse", "trafilatura-fast", "trafilatura", "readability-lxml", "magic-html", "gne", "rs-trafilatura",
    "newspaper4k", "goose3", "justext",
)  # fmt: skip
ROUNDS = 3


class Row(NamedTuple):
    """One tool on one set."""

    tool: str
    f1: float
    exact: float
    errors: int
    milliseconds: float


def project(raw: bytes, url: str) -> str:
    """The project's text of a page."""
    return clean_html(raw, url or None).text


def load_tools(names: list[str], lang: str, peers: Any) -> dict[str, Callable[[bytes, str], str]]:
    """The project and the peers that can be imported here."""
    tools: dict[str, Callable[[bytes, str], str]] = {"project": project}
    for name in names:
        try:
            tools.setdefault(name, peers.make(name, lang))
        except (ImportError, ValueError, SystemExit):
            continue
    return tools


def measure(tools: dict[str, Callable[[bytes, str], str]], pages: list[dict[str, Any]], score: Any) -> list[Row]:
    """Run all tools over the pages, page by page and in turn, so that a busy machine is unfair to none."""
    wide = pages[0].get("lang") != "en"
    times: dict[str, list[float]] = {name: [0.0] * ROUNDS for name in tools}
    texts: dict[str, list[str]] = {name: [] for name in tools}
    errors = dict.fromkeys(tools, 0)
    for page in pages:
        for round_number in range(ROUNDS):
            for name, extract in tools.items():
                start = time.process_time()
                try:
                    text = extract(page["raw"], page["url"])
                except Exception:  # noqa: BLE001 - a peer's failure on a page is a figure of this table
                    text = ""
                    errors[name] += round_number == 0
                times[name][round_number] += time.process_time() - start
                if round_number == 0:
                    texts[name].append(text or "")
    rows = []
    for name, found in texts.items():
        figures = score.summary([(page["body"], text) for page, text in zip(pages, found, strict=True)], cjk=wide)
        spent = 1000 * statistics.median(times[name]) / len(pages)
        rows.append(Row(name, figures["F1"], figures["exact"], errors[name], spent))
    return rows


def faults(set_name: str, rows: list[Row]) -> list[str]:
    """What the project does worse than it must on one set."""
    by_tool = {row.tool: row for row in rows}
    ours = by_tool["project"]
    found = []
    if ours.errors:
        found.append(f"{set_name}: {ours.errors} pages raised an error")
    if ours.f1 < FLOORS.get(set_name, 0):
        found.append(f"{set_name}: F1 {ours.f1:.4f} is below the floor of {FLOORS[set_name]}")
    reference = by_tool.get(REFERENCE)
    if reference and ours.milliseconds > MAX_RATIO * reference.milliseconds:
        ratio = ours.milliseconds / reference.milliseconds
        found.append(f"{set_name}: takes {ratio:.2f} times as long as {REFERENCE}, {MAX_RATIO} is allowed")
    return found


def main() -> int:
    """Print the table; with ``--check``, say what falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=ROOT.parent / "shared" / "bench")
    parser.add_argument("--sets")
    parser.add_argument("--tools", default=",".join(PEERS))
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    if not (options.bench / "gold").is_dir():
        print(f"bench: no gold pages in {options.bench}; name their folder with --bench", file=sys.stderr)
        return 2
    sys.path.insert(0, str(options.bench))
    run, peers, score = (import_module(name) for name in ("run", "peers", "score"))
    names = (
        options.sets.split(",")
        if options.sets
        else sorted(p.parent.name for p in options.bench.glob("gold/*/gold.jsonl"))
    )
    missed: list[str] = []
    print(f"{'set':12s} {'tool':18s}     F1  exact  errors  ms/page  ratio")
    for name in names:
        pages = run.load(options.bench / "gold", name)
        tools = load_tools(options.tools.split(","), pages[0].get("lang") or "", peers)
        rows = measure(tools, pages, score)
        base = next((row.milliseconds for row in rows if row.tool == REFERENCE), None)
        for row in rows:
            ratio = f"{row.milliseconds / base:6.2f}" if base else "     -"
            found = f"{row.f1:.4f}  {row.exact:.3f}  {row.errors:6d}"
            print(f"{name:12s} {row.tool:18s} {found}  {row.milliseconds:7.2f} {ratio}", flush=True)
        missed += faults(name, rows)
    for fault in missed if options.check else ():
        print(f"bench: {fault}", file=sys.stderr)
    return 1 if options.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
