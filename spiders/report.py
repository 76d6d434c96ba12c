"""How a run went: its exit code for cron, its summary for people. Pure."""

from __future__ import annotations

from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pipelines.tally import Tally

_EXAMPLE = "SELECT published_at, title, source FROM articles WHERE site = '{site}' ORDER BY published_at DESC LIMIT 10"


class ExitCode(IntEnum):
    """What ``scrapy crawl`` and ``scrapy crawl-all`` tell their caller."""

    SUCCESS = 0
    """Articles are new or changed, everything asked for was seen."""
    FAILED = 1
    """Our own fault: an error in the code; the log has it."""
    USAGE = 2
    """Unknown site, bad profile, bad option, contact not set. Nothing was fetched."""
    NOTHING_NEW = 3
    """All went well, no article is new or changed; or the one page asked for is not there."""
    PARTIAL = 4
    """Cut short by a budget, a busy host or a stop signal, or pages failed that will be tried again."""
    BROKEN = 5
    """The site answered nothing useful: unreachable, forbids us, or its pages no longer look as they did."""
    LOCKED = 6
    """Another run of the site is under way. Nothing was fetched."""
    STORAGE = 7
    """The database or the archive cannot be written."""


FOUND, NOTHING_FOUND = 0, 1
"""Exit codes of commands that look for something, as ``grep`` has them."""


class Run(NamedTuple):
    """What is known at the end of a run."""

    site: str
    reason: str
    """Why it ended: ``finished``, the budget that was spent, ``busy``, ``shutdown``..."""
    tally: Tally
    seconds: float
    left_out: Mapping[str, int] = MappingProxyType({})
    """Links not followed, by reason."""
    links: int = 0
    """Links to the site's own pages that were recognised on index pages, known ones included."""
    crashes: int = 0
    """Errors in our own code."""
    not_modified: int = 0
    """Answers with status 304, and feeds and sitemaps that were sent as they were."""
    unread_lists: int = 0
    """Feeds, sitemaps and lists that were not read because they had not changed."""
    storage_error: str | None = None
    """What could not be written, and where; None when all could."""
    elsewhere: Mapping[str, int] = MappingProxyType({})
    """Headlines of lists without an article of the site, by the foreign host that they lead to."""
    front_title: str | None = None
    """How the home page, which shows no article, is titled; None where it shows one or has no title."""
    begins_empty: bool = False
    """The whole site was asked for, and no article of it was stored before."""
    is_one_page: bool = False
    """One page alone was asked for (``url``), which says little of its site."""

    def count(self, name: str) -> int:
        """Count of that name, 0 when nothing was counted."""
        return self.tally.counts[name]

    def first_failure(self, *outcomes: str) -> str | None:
        """Address and reason of the first page that could not be had with one of the outcomes, or any; None without."""
        first = self.tally.first_failures
        found = (first.get(outcome) for outcome in outcomes or first)
        return next(filter(None, found), None)

    @property
    def failed(self) -> int:
        """Pages that could not be had and will be tried again."""
        return sum(self.count(f"page_{name}") for name in _TRIED_AGAIN)

    @property
    def left_out_count(self) -> int:
        """Links not followed."""
        return sum(self.left_out.values())

    @property
    def articles(self) -> int:
        """Articles seen."""
        return self.tally.articles()


_TRIED_AGAIN = ("http_error", "unreachable", "error")
"""Outcomes of pages that another run asks for again."""
_STORAGE_REASONS = frozenset({"store_error", "archive"})
_CUT_SHORT = frozenset({"pages", "bytes", "minutes", "hours", "busy", "refusals", "shutdown", "timeout"})
_WHY = MappingProxyType(
    {"busy": ", the host asks to be left alone", "refusals": ", page after page could not be had; {first}"}
)
FILLED_BY_SCRIPTS = "scripts may fill them, which are not run here"
"""Of pages without a text: what outlets for telephones send in place of articles."""
_FEW_REJECTED = 5
"""Pages. When more than this were read and none was an article, the layout has changed or the site was hijacked."""


def counted(number: int, thing: str) -> str:
    """Write a number of things.

    >>> counted(1, "site"), counted(1_200, "site")
    ('1 site', '1,200 sites')
    """
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def exit_code(run: Run) -> ExitCode:
    """How a run went, for cron: our own faults before the site's, both before what is left to the next run."""
    if run.reason in _STORAGE_REASONS:
        return ExitCode.STORAGE
    if run.reason == "shutdown" and not run.crashes:
        return ExitCode.PARTIAL  # whatever it saw until then, it was not the site that ended it
    if _trouble(run):
        return ExitCode.BROKEN
    if run.crashes and not run.articles:
        return ExitCode.FAILED
    if run.crashes or run.failed or run.reason in _CUT_SHORT:
        return ExitCode.PARTIAL
    if run.reason != "finished":
        return ExitCode.FAILED
    return ExitCode.SUCCESS if run.count("new") + run.count("changed") else ExitCode.NOTHING_NEW


def _trouble(run: Run) -> str | None:
    """One line when the site is broken, as seen from here; None when it is not."""
    pages = run.count("pages")
    if run.reason == "busy":  # It asks to be left alone for now, be it for its robots.txt.
        return None
    if run.reason == "robots_unreachable":
        return f"nothing may be fetched; {run.first_failure() or 'robots.txt could not be fetched'}"
    if not pages and run.reason == "finished" and not run.crashes:
        return "not one page was asked for; the log may say why"
    if pages and pages == run.count("page_forbidden"):
        return "robots.txt forbids every page asked for"
    if run.is_one_page and pages == run.count("page_not_found"):
        return None
    lost = run.failed + run.count("page_not_found") + run.count("page_out_of_scope") + run.count("page_forbidden")
    if pages and lost >= pages and lost > run.crashes:  # else it is us that could not read them
        return f"no page could be read; {run.first_failure() or 'the log may say why'}"
    linked = run.links + run.left_out.get("out_of_span", 0)
    if run.count("page_links") and not run.unread_lists and not linked and not run.count("new"):
        return f"no links to articles were recognised on its front pages{_shown_instead(run)}{_where_to_look(run)}"
    if instead := _stands_instead(run):
        return instead
    if run.count("gone") + run.count("doubted") > _FEW_REJECTED and not run.articles:
        return "not one of the articles asked for is there any more"
    if run.count("led_away") > _FEW_REJECTED and not run.articles:
        first = run.first_failure("out_of_scope") or "the log may say where"
        return f"its articles lead to another site; {first}; if that is the outlet's, name it in hosts of the profile"
    if run.count("rejected") - run.count("rejected_behind") > _FEW_REJECTED and not run.articles:
        return f"not one of the pages read is an article{'' if run.begins_empty else ' any more'}{_without_text(run)}"
    if _found_nothing(run):
        forbidden = run.first_failure("forbidden")
        why = f"; {forbidden}" if forbidden else _without_text(run) or _where_to_look(run)
        return f"no article was found, and none was ever stored{why}"
    return None


def _stands_instead(run: Run) -> str | None:
    """What has taken the place of the site's articles; None where nothing has."""
    rejections = run.tally.rejections
    if run.count("taken_over") > _FEW_REJECTED:
        return f"junk stands in place of {run.count('taken_over')} of its articles; they are kept as they were"
    if rejections["spam_only"] > max(_FEW_REJECTED, run.articles):
        junk = counted(rejections["spam_only"], "page")
        return f"{junk} show nothing but junk: hijacked, or the domain is another's now; nothing of it is stored"
    if replaced := run.count("replaced"):
        return (
            f"other articles stand at {replaced} of its addresses; those stored are kept until a fourth look: "
            "either the domain is another's now, or the outlet counts its addresses anew"
        )
    for address, count in run.tally.led_to.most_common(1):
        if count > max(_FEW_REJECTED, run.articles // 2):
            return f"{count} of its articles lead to one and the same page, {address}; those stored are kept"
    return (
        "one and the same page stands in place of its articles" if rejections["standing_page"] > run.articles else None
    )


def _shown_instead(run: Run) -> str:
    """What the home page calls itself: a check, a notice that the outlet closes, a domain for sale."""
    return f"; the home page is titled {run.front_title!r}" if run.front_title else ""


def _without_text(run: Run) -> str:
    """What most refused pages have in common where they are frames that scripts fill."""
    empty = run.tally.rejections["no_body"]
    return f"; {empty} of them hold no text: {FILLED_BY_SCRIPTS}" if empty * 2 > run.count("rejected") else ""


def _where_to_look(run: Run) -> str:
    """The host that the headlines lead to in place of the site's own: the profile may have to name it."""
    if not run.elsewhere:
        return ""
    host = max(run.elsewhere, key=lambda host: run.elsewhere[host])
    headlines = counted(run.elsewhere[host], "headline")
    return f"; {headlines} lead to {host}: if that is the outlet's, name it in hosts of the profile"


def _found_nothing(run: Run) -> bool:
    """Whether a run that began with nothing saw all it could and has nothing, though no days were left out."""
    is_whole = run.reason == "finished" and not (run.failed or run.crashes)
    return run.begins_empty and is_whole and not (run.articles or run.left_out.get("out_of_span"))


def summary(run: Run, database: str, code: ExitCode) -> str:
    """The end-of-run summary: what was seen, what it came to, and where that is, with a query to try.

    What did not happen is left out: a night without a network is a mail of two lines a site.
    """
    boilerplate = run.tally.removed_lines.get("boilerplate", 0)
    junk = run.tally.removed_lines.get("spam", 0) + run.tally.removed_lines.get("mirror", 0)
    cut_besides = f"and {boilerplate} of boilerplate, out of new and changed articles"
    others = {
        "changed": run.count("changed"),
        "unchanged": run.count("unchanged") + run.count("recleaned"),
        "withdrawn": run.count("gone"),
        "with junk": run.count("injected"),
        "gone but not believed": run.count("doubted"),
        "at a new address": run.count("moved"),
        "shown only in part, kept whole": run.count("walled"),
    }
    rows = [
        ("pages seen", run.count("pages"), _details(run)),
        ("articles new", run.count("new"), _listed(others)),
        ("pages rejected", run.count("rejected"), _listed(run.tally.rejections)),
        ("junk lines cut", junk, cut_besides if junk + boilerplate else ""),
        ("links left out", run.left_out_count, _listed(run.left_out)),
    ]
    lines = [f"  {name:<14} {number:>7}   {details}".rstrip() for name, number, details in rows if number or details]
    if run.count("new") or run.count("changed"):
        lines.append(f"  database       {database}")
        lines.append(f'  try            sqlite3 {database} "{_EXAMPLE.format(site=run.site)}"')
    return "\n".join([f"{run.site}: {_verdict(run, code)}", *lines])


def _verdict(run: Run, code: ExitCode) -> str:
    if code is ExitCode.BROKEN:
        return f"SITE BROKEN: {_trouble(run)}"
    if code is ExitCode.NOTHING_NEW:
        gone = run.count("gone")
        if run.is_one_page and (lost := run.first_failure("not_found")):
            return f"nothing new; the page is not there, {lost}"
        withdrawn = f"; {counted(gone, 'article')} withdrawn by the site" if gone else ""
        lost = f"; not there: {run.tally.lost_start}" if run.tally.lost_start else ""
        return f"nothing new; nothing stored twice{withdrawn}{lost}"
    if code is ExitCode.PARTIAL:
        if run.reason in _CUT_SHORT:
            why = _WHY.get(run.reason, "").format(first=run.first_failure(*_TRIED_AGAIN) or "the log may say why")
            return f"partial: stopped by {run.reason}{why}; the next run goes on"
        first = run.first_failure(*_TRIED_AGAIN)
        return "partial: some pages failed and will be tried again" + (f"; the first: {first}" if first else "")
    if code is ExitCode.STORAGE:
        return f"STOPPED: {run.storage_error or 'cannot store'}"
    return "done" if code is ExitCode.SUCCESS else "FAILED; see the log"


def _details(run: Run) -> str:
    names = (
        "not_found",
        "http_error",
        "unreachable",
        "error",
        "too_large",
        "forbidden",
        "out_of_scope",
        "duplicate",
        "copy",
    )
    counted = {name.replace("_", " "): run.count(f"page_{name}") for name in names}
    return f"in {run.seconds:.0f} s; {_listed({'not modified': run.not_modified, **counted})}".removesuffix("; ")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.items() if count)
