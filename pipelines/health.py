"""How the sites do, each against its own history: gone quiet, changed layout, hijacked, failing, not crawled.

Reads the database, judges plain numbers. A site with too little history is not judged by it.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING, NamedTuple

from pipelines.rows import utc_text

if TYPE_CHECKING:
    import sqlite3

_HISTORY_DAYS = 90
"""Days of a site's past that say what is usual for it."""
_MIN_DAYS = 5
"""Days with news below which a site's usual distance between them is not known."""
_QUIET_TIMES = 3
"""A silence of so many usual distances is no longer chance; with one at the 90th percentile, one in a thousand."""
_MIN_QUIET = 3
"""Days: a weekend and a holiday are no news."""
_QUIET_UNKNOWN = 14
"""Days after which a site without known rhythm counts as quiet."""
_NOT_CRAWLED = 3
"""Days without a run."""
_RECENT, _EARLIER = 20, 200
"""Newest articles of a site, and those before them, that are compared."""
_MIN_RECENT, _MIN_EARLIER = 10, 20
"""Articles of each kind without which nothing is compared."""
_SHORTER, _LONGER = 0.5, 2.5
"""Ratio of the median body lengths from which on a layout has changed: half is lost, or furniture came in."""
_MISSING_NOW, _MISSING_BEFORE = 0.5, 0.1
"""Share of articles without title or time, now and before."""
_REFUSED_NOW, _REFUSED_TIMES = 0.5, 3
"""Share of pages refused in the last runs, and how many times the share before."""
_LAST_RUNS = 3
"""Last runs that are compared with those before."""
_MIN_PAGES = 10
"""Pages that the last runs, and those before, must each have read before their shares of refusals are compared."""
_MIN_INJECTED = 3
"""Pages with junk that are enough to name a site of which few articles are known, or into whose old pages it came."""
_HIJACKED_DAYS = 7
"""Days in which junk has come into pages that were without."""
_INJECTED_NOW, _INJECTED_TIMES = 0.2, 2
"""Share of pages with junk among the newest, and how many times the share before."""
_FOREIGN_NOW, _FOREIGN_BEFORE = 0.2, 0.005
"""Share of articles in languages that are new to a site, and up to which share of its past a language counts as new:
six articles in English once a week are one of a hundred at an outlet that has a hundred a day.
"""
_UNKNOWN_LANGUAGE = "an unknown language"
_BAD_ENDS = {
    1: "the last run ended with an error in our code; the log has it",
    5: "the last run found the site unreachable, forbidding, or without an article",
    7: "the last run could not write the database or the archive",
}
"""Exit codes of a run that need somebody; see docs/operator.md."""

_SITES = """
SELECT site, coalesce(display_name, site), articles, injected, injected_since FROM site_activity
WHERE articles > 0 OR last_crawl_at IS NOT NULL
"""
_BY_DAY = """
SELECT site, substr(first_seen_at, 1, 10), count(*), max(first_seen_at) FROM articles
WHERE first_seen_at >= ? GROUP BY +site, 2
"""
"""Of what came lately: the plus sign keeps SQLite from reading every article, in the order of the sites."""
_HIJACKED_LATELY = """
SELECT site, count(DISTINCT article_id) FROM revisions JOIN articles ON id = article_id
WHERE changed_at >= ? AND cause = 'injected' AND integrity = 'injected' GROUP BY site
"""
_NEWEST = """
SELECT length(text), title IS NOT NULL, published_at IS NOT NULL, integrity = 'injected', first_seen_at,
    lang, url
FROM articles
WHERE id IN (SELECT id FROM articles WHERE site = ? ORDER BY id DESC LIMIT ?) ORDER BY id DESC
"""
_PAST_LANGUAGES = """
SELECT lang, count(*) FROM articles WHERE id IN (
    SELECT id FROM (
        SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS articles,
            min(first_seen_at) OVER () AS began_at
        FROM articles WHERE site = :site AND first_seen_at < :before
    ) WHERE place % ((articles + :most - 1) / :most) = 0 AND began_at < :long_before
) GROUP BY lang
"""
"""Of articles spread evenly over its past: hijackers bring hundreds at once, editions come by the week or month. A past
of a first run alone, perhaps of fifty pages of one channel, is none."""
_RUNS = """
SELECT started_at, finished_at, exit_code,
    coalesce(new, 0) + coalesce(changed, 0) + coalesce(unchanged, 0) + coalesce(rejected, 0), coalesce(rejected, 0),
    reason
FROM crawls WHERE id IN (SELECT id FROM crawls WHERE site = ? ORDER BY id DESC LIMIT 30) ORDER BY id DESC
"""
_HINDRANCE = """
WITH last AS (SELECT started_at, errors, pages FROM crawls WHERE id = (SELECT max(id) FROM crawls WHERE site = :site))
SELECT min(error) FROM pages JOIN last ON last_fetched_at >= started_at
WHERE site = :site AND state IN ('failed', 'frontier', 'excluded')
    AND outcome IN ('http_error', 'unreachable', 'out_of_scope') AND error IS NOT NULL
    AND iif(outcome = 'out_of_scope', kind = 'listing' AND depth = 0 AND found_on IS NULL, 2 * errors >= last.pages)
GROUP BY substr(error, 1, 24) ORDER BY count(*) DESC, 1 LIMIT 1
"""
"""One in the words of most; what names an address names another one for each page. A page or two explain nothing, but
where the home page leads to another host, the outlet may have moved."""
_LOST_START = """
SELECT coalesce(fetch_url, url) || ', which its profile names, was not there in the last ' || error_count || ' runs'
FROM pages WHERE site = :site AND state = 'failed' AND outcome = 'not_found' AND error_count >= :runs
    AND kind IN ('feed', 'listing', 'epaper') AND depth = 0 AND found_on IS NULL
    AND last_fetched_at >= (SELECT started_at FROM crawls WHERE site = :site ORDER BY id DESC LIMIT 1)
ORDER BY url LIMIT 1
"""
"""Sitemaps begin runs as robots.txt names them, also those that never were."""


class Finding(NamedTuple):
    """One thing that is not well."""

    kind: str
    """``quiet``, ``layout``, ``hijacked``, ``failing`` or ``not crawled``."""
    says: str


class Recent(NamedTuple):
    """One article as far as a site's health needs it."""

    length: int
    has_title: bool
    has_time: bool
    is_injected: bool
    first_seen_at: str
    lang: str | None
    """Language as stored; None is unknown."""
    url: str

    @property
    def day(self) -> str:
        """Day (UTC) on which it came."""
        return self.first_seen_at[:10]


class Run(NamedTuple):
    """One run of a site, the newest first in lists."""

    started_at: str
    finished_at: str | None
    exit_code: int | None
    read: int
    """Pages that were read: articles and refused ones."""
    refused: int
    reason: str | None = "finished"
    """Why it ended, as stored."""


class SiteRecord(NamedTuple):
    """What the database knows of a site."""

    site: str
    outlet: str
    articles: int
    last_new_at: str | None
    injected: int
    """Articles whose pages carry junk."""
    injected_since: str | None
    """When a visit first showed it on one of them."""
    hijacked_lately: int
    """Articles into whose pages junk came in the last _HIJACKED_DAYS, and is there still."""
    by_day: dict[str, int]
    """New articles a day (UTC) of the last _HISTORY_DAYS."""
    newest: tuple[Recent, ...]
    """Newest first, at most _RECENT + _EARLIER."""
    past_languages: dict[str | None, int]
    """Articles a language, of at most _EARLIER spread over its past until _HIJACKED_DAYS before the newest; none of a
    site that began less than twice as long before it.
    """
    runs: tuple[Run, ...]
    hindrance: str | None = None
    """Why most pages could not be had, where the last run could not have half of its pages; None where it could."""
    lost_start: str | None = None
    """A feed, list or newspaper that the profile names and that is not there any more, with how often in a row."""


class SiteHealth(NamedTuple):
    """A site with what is not well about it."""

    record: SiteRecord
    findings: tuple[Finding, ...]


def judge_sites(connection: sqlite3.Connection, now: datetime) -> list[SiteHealth]:
    """Judge every site, those that need somebody first."""
    judged = [SiteHealth(record, tuple(judge(record, now))) for record in read_records(connection, now)]
    return sorted(judged, key=lambda health: (-len(health.findings), health.record.site))


def judge(record: SiteRecord, now: datetime) -> list[Finding]:
    """Name what is not well about a site."""
    found = [
        _quiet(record, now),
        _failing(record, now),
        _lost_start(record),
        _injected(record),
        _hijacked_lately(record),
        _foreign(record),
        *_layout(record),
    ]
    return [finding for finding in found if finding]


def _quiet(record: SiteRecord, now: datetime) -> Finding | None:
    """Whether no new article came for unusually long, or nobody looked."""
    last_run = record.runs[0].started_at if record.runs else None
    if last_run and (idle := _days(last_run, now)) > _NOT_CRAWLED:
        return Finding("not crawled", f"no run for {idle:.0f} days; is it still in the crontab?")
    last_new_at = _last_new_at(record, now)
    if last_new_at is None:
        # A run that failed says why there is none.
        return Finding("quiet", "no article yet") if record.runs and not _failing(record, now) else None
    silent = _days(last_new_at, now)
    gap = usual_gap(record.by_day)
    limit = max(_MIN_QUIET, _QUIET_TIMES * gap) if gap else _QUIET_UNKNOWN
    if silent <= limit:
        return None
    usual = f"; usual are {gap:.0f} at most" if gap else ""
    return Finding("quiet", f"no new article for {silent:.0f} days{usual}{_why(record)}")


def _last_new_at(record: SiteRecord, now: datetime) -> str | None:
    """When the newest article came; what came in the future, while the clock was wrong, says nothing."""
    if record.last_new_at is None or _days(record.last_new_at, now) >= 0:
        return record.last_new_at
    today = now.astimezone(UTC).date().isoformat()
    last_day = max((day for day in record.by_day if day <= today), default=None)
    return f"{last_day}T00:00:00+00:00" if last_day else None


def usual_gap(by_day: dict[str, int]) -> float | None:
    """Give the distance in days between days with news that nine of ten keep; None when too few are known."""
    days = [date.fromisoformat(day) for day in sorted(by_day)]
    if len(days) < _MIN_DAYS:
        return None
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    return quantiles(gaps, n=10, method="inclusive")[-1]


def _failing(record: SiteRecord, now: datetime) -> Finding | None:
    """Whether the last run ended badly or never ended, or the last few were sent away before they read a page."""
    if not record.runs:
        return None
    last = record.runs[0]
    if last.exit_code in _BAD_ENDS:
        return Finding("failing", _BAD_ENDS[last.exit_code] + _why(record))
    if last.finished_at is None and _days(last.started_at, now) > 1:
        return Finding("failing", f"the run of {last.started_at[:16]} never ended; it was killed")
    lately = record.runs[:_LAST_RUNS]
    if len(lately) == _LAST_RUNS and all(run.reason == "busy" and not run.read for run in lately):
        return Finding("failing", f"in the last {_LAST_RUNS} runs its host asked to be left alone (status 429 or 503)")
    return None


def _lost_start(record: SiteRecord) -> Finding | None:
    return Finding("failing", record.lost_start) if record.lost_start else None


def _why(record: SiteRecord) -> str:
    return f"; its pages: {record.hindrance}" if record.hindrance else ""


def _injected(record: SiteRecord) -> Finding | None:
    """Whether the newest pages carry more junk than the site used to."""
    recent, earlier = record.newest[:_RECENT], record.newest[_RECENT:]
    if len(recent) < _MIN_RECENT and record.injected < _MIN_INJECTED:
        return None
    now, before = (_share(part, "is_injected") for part in (recent, earlier))
    if now < _INJECTED_NOW or (len(earlier) >= _MIN_EARLIER and now < _INJECTED_TIMES * before and now < 0.5):
        return None
    earlier_says = f", {before:.0%} before" if earlier else ""
    first = record.injected_since
    since = f"; {record.injected} in all, the first since {first[:10]}" if first else ""
    return Finding("hijacked", f"junk in {now:.0%} of the newest {len(recent)} articles{earlier_says}{since}")


def _hijacked_lately(record: SiteRecord) -> Finding | None:
    """Whether junk came into pages that were stored without: hijackers often leave the newest ones alone."""
    if record.hijacked_lately < _MIN_INJECTED:
        return None
    return Finding(
        "hijacked", f"junk came into {record.hijacked_lately} older articles in the last {_HIJACKED_DAYS} days"
    )


def _foreign(record: SiteRecord) -> Finding | None:
    """Whether the newest articles are in languages that the site hardly had.

    So show the pages in Japanese, Thai or English that hijackers put below an outlet's address: each is whole, with
    nothing in it that stands out, and is stored as clean.
    """
    past = record.past_languages
    known = sum(past.values())
    if known < _MIN_EARLIER or past.get(None, 0) > _FOREIGN_BEFORE * known:
        return None
    for recent in (record.newest[:_RECENT], record.newest):
        foreign = [article for article in recent if past.get(article.lang, 0) <= _FOREIGN_BEFORE * known]
        if len(recent) >= _MIN_RECENT and len(foreign) >= _FOREIGN_NOW * len(recent):
            languages = " or ".join(dict.fromkeys(article.lang or _UNKNOWN_LANGUAGE for article in foreign))
            share = f"{len(foreign) / len(recent):.0%} of the newest {len(recent)} articles are in {languages}"
            says = f"{share}, hardly any before: pages of hijackers, or a new edition, such as {foreign[0].url}"
            return Finding("hijacked", says)
    return None


def _layout(record: SiteRecord) -> list[Finding]:
    """Whether pages read otherwise than they used to."""
    found = []
    recent, earlier = record.newest[:_RECENT], _of_earlier_days(record.newest)
    if len(recent) >= _MIN_RECENT and len(earlier) >= _MIN_EARLIER:
        now, before = (median(article.length for article in part) for part in (recent, earlier))
        if before and not _SHORTER < now / before < _LONGER:
            found.append(Finding("layout", f"bodies of {now:.0f} characters, {before:.0f} before"))
        for name, what in (("has_title", "headline"), ("has_time", "time of publication")):
            lost, lost_before = 1 - _share(recent, name), 1 - _share(earlier, name)
            if lost >= _MISSING_NOW and lost_before <= _MISSING_BEFORE:
                found.append(
                    Finding("layout", f"no {what} in {lost:.0%} of the newest articles, {lost_before:.0%} before")
                )
    if refused := _refused(record.runs):
        found.append(refused)
    return found


def _of_earlier_days(newest: Sequence[Recent]) -> list[Recent]:
    """The articles that came on a day before any of the newest _RECENT: those of one run show no change.

    A first run, and one that is asked for the past, stores hundreds, old pages among them.
    """
    first_day = min((article.day for article in newest[:_RECENT]), default="")
    return [article for article in newest[_RECENT:] if article.day < first_day]


def _refused(runs: Sequence[Run]) -> Finding | None:
    last, before = runs[:_LAST_RUNS], runs[_LAST_RUNS:]
    read, read_before = sum(run.read for run in last), sum(run.read for run in before)
    if read < _MIN_PAGES or read_before < _MIN_PAGES:
        return None
    share, usual = sum(run.refused for run in last) / read, sum(run.refused for run in before) / read_before
    if share < _REFUSED_NOW or share < _REFUSED_TIMES * usual:
        return None
    return Finding("layout", f"{share:.0%} of the pages of the last runs are no article, {usual:.0%} before")


def _share(articles: Sequence[Recent], name: str) -> float:
    return sum(bool(getattr(article, name)) for article in articles) / len(articles) if articles else 0.0


def _days(since: str, now: datetime) -> float:
    return (now - datetime.fromisoformat(since)) / timedelta(days=1)


def read_records(connection: sqlite3.Connection, now: datetime) -> list[SiteRecord]:
    """Read what judging needs, in a few hundred rows a site."""
    since = (now.astimezone(UTC) - timedelta(days=_HISTORY_DAYS)).date().isoformat()
    lately = dict(connection.execute(_HIJACKED_LATELY, (utc_text(now - timedelta(days=_HIJACKED_DAYS)),)).fetchall())
    by_day: dict[str, dict[str, int]] = {}
    last_new: dict[str, str] = {}
    for site, day, count, latest in connection.execute(_BY_DAY, (since,)):
        by_day.setdefault(site, {})[day] = count
        last_new[site] = max(latest, last_new.get(site, latest))
    records = []
    for site, outlet, articles, injected, injected_since in connection.execute(_SITES).fetchall():
        newest = tuple(Recent(*row) for row in connection.execute(_NEWEST, (site, _RECENT + _EARLIER)))
        last_new_at = last_new.get(site) or max((article.first_seen_at for article in newest), default=None)
        languages: dict[str | None, int] = {}
        if newest:
            week, newest_at = timedelta(days=_HIJACKED_DAYS), datetime.fromisoformat(newest[0].first_seen_at)
            before, long_before = utc_text(newest_at - week), utc_text(newest_at - 2 * week)
            past = {"site": site, "before": before, "long_before": long_before, "most": _EARLIER}
            languages = dict(connection.execute(_PAST_LANGUAGES, past).fetchall())
        runs = tuple(Run(*row) for row in connection.execute(_RUNS, (site,)))
        days = by_day.get(site, {})
        records.append(
            SiteRecord(
                site,
                outlet,
                articles,
                last_new_at,
                injected,
                injected_since,
                lately.get(site, 0),
                days,
                newest,
                languages,
                runs,
                next((row[0] for row in connection.execute(_HINDRANCE, {"site": site})), None),
                next((row[0] for row in connection.execute(_LOST_START, {"site": site, "runs": _LAST_RUNS})), None),
            )
        )
    return records
