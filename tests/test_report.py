from __future__ import annotations

from rows import every_row

from pipelines.tally import Tally
from spiders.report import ExitCode, Run, exit_code, summary


def run(
    reason: str = "finished", *, links: int = 5, crashes: int = 0, not_modified: int = 0,
    left_out: dict[str, int] | None = None, begins_empty: bool = False, **counts: int,
) -> Run:  # fmt: skip
    tally = Tally()
    tally.counts.update(counts)
    tally.rejections["too_short"] = 1
    tally.removed_lines["spam"] = 3
    seen = (left_out or {}, links, crashes, not_modified)
    return Run("hewan", reason, tally, 2, *seen, begins_empty=begins_empty)


def test_pages_that_scripts_fill_are_named() -> None:
    first = run(pages=10, page_links=1, rejected=9, begins_empty=True)
    first.tally.rejections["no_body"] = 9
    assert "read is an article; 9 of them hold no text: scripts may" in summary(first, "news.db", ExitCode.BROKEN)
    later = run(pages=10, page_links=1, rejected=9)
    assert "read is an article any more\n" in summary(later, "news.db", ExitCode.BROKEN)


@every_row(
    ("ended", "code"),
    [
        (run(pages=9, page_links=1, new=3), ExitCode.SUCCESS),
        (run(pages=9, page_links=1, changed=1, page_not_found=2), ExitCode.SUCCESS),
        (run(pages=1, page_links=1, links=0)._replace(unread_lists=1), ExitCode.NOTHING_NEW),
        (run(pages=2, page_links=1, not_modified=1, links=0), ExitCode.BROKEN),  # an article was not modified
        (run(pages=9, page_links=1, unchanged=3), ExitCode.NOTHING_NEW),
        (run(pages=9, page_links=1, new=3, page_unreachable=1), ExitCode.PARTIAL),
        (run("pages", pages=9, page_links=1, new=3), ExitCode.PARTIAL),
        (run("busy", pages=9, page_links=1, new=3), ExitCode.PARTIAL),
        (run("shutdown", pages=9, page_links=1), ExitCode.PARTIAL),
        (run(pages=9, page_links=1, new=3, crashes=1), ExitCode.PARTIAL),
        (run(pages=0, crashes=4), ExitCode.FAILED),
        (run(pages=2, page_error=2, crashes=2, links=0), ExitCode.FAILED),
        (run(pages=2, page_error=1, page_unreachable=1, crashes=1, links=0), ExitCode.BROKEN),
        (run("failed"), ExitCode.FAILED),
        (run("robots_unreachable", pages=1, page_unreachable=1), ExitCode.BROKEN),
        (run(pages=2, page_unreachable=1, page_not_found=1), ExitCode.BROKEN),
        (run(pages=2, page_forbidden=2), ExitCode.BROKEN),
        (run(pages=1, page_links=1, links=0), ExitCode.BROKEN),
        (run(pages=20, page_links=1, rejected=19), ExitCode.BROKEN),
        (run(pages=9, page_links=9, begins_empty=True), ExitCode.BROKEN),
        (run(pages=5, page_links=1, rejected=4, begins_empty=True), ExitCode.BROKEN),
        (run(pages=9, page_links=9, not_modified=9, begins_empty=True), ExitCode.BROKEN),
        (run(pages=9, page_links=1, new=8, begins_empty=True), ExitCode.SUCCESS),
        (run(pages=9, page_links=1, page_unreachable=8, begins_empty=True), ExitCode.PARTIAL),
        (run("pages", pages=1, page_links=1, begins_empty=True), ExitCode.PARTIAL),
        (run("hours", pages=0, begins_empty=True), ExitCode.PARTIAL),
        (run(pages=0, crashes=4, begins_empty=True), ExitCode.FAILED),
        (run(pages=1, page_links=1, left_out={"out_of_span": 3}, begins_empty=True), ExitCode.NOTHING_NEW),
        (run("store_error", pages=2), ExitCode.STORAGE),
        (run("archive", pages=2), ExitCode.STORAGE),
    ],
)
def test_a_run_ends_with_the_code_of_what_happened(ended: Run, code: ExitCode) -> None:
    assert exit_code(ended) is code
    text = summary(ended, "data/news.db", code)
    is_worth_a_look = bool(ended.count("new") or ended.count("changed"))
    assert ("data/news.db" in text, "SELECT" in text) == (is_worth_a_look, is_worth_a_look)


def test_one_page_in_place_of_the_articles_is_trouble_not_news() -> None:
    ended = run(pages=9, page_links=1, rejected=4, unchanged=3)
    ended.tally.rejections["standing_page"] = 4
    assert exit_code(ended) is ExitCode.BROKEN
    assert "one and the same page" in summary(ended, "news.db", ExitCode.BROKEN)
    ended.tally.rejections["standing_page"] = 3
    assert exit_code(ended) is ExitCode.NOTHING_NEW


def test_lists_without_links_are_trouble_though_old_articles_are_there() -> None:
    ended = run(pages=9, page_links=2, links=0, unchanged=7)
    assert exit_code(ended) is ExitCode.BROKEN
    assert exit_code(ended._replace(left_out={"out_of_span": 30})) is ExitCode.NOTHING_NEW  # not of the days asked for


def test_withdrawals_alone_are_said() -> None:
    text = summary(run(pages=9, page_links=1, gone=4), "news.db", ExitCode.NOTHING_NEW)
    assert "hewan: nothing new; nothing stored twice; 4 articles withdrawn by the site\n" in text


def test_a_site_all_of_whose_articles_are_gone_is_broken_not_without_news() -> None:
    ended = run(pages=29, page_links=1, gone=28)
    assert exit_code(ended) is ExitCode.BROKEN
    assert exit_code(run(pages=29, page_links=1, gone=5)) is ExitCode.NOTHING_NEW
    assert exit_code(run(pages=29, page_links=1, gone=18, unchanged=10)) is ExitCode.NOTHING_NEW


def test_one_page_that_is_gone_is_no_broken_site() -> None:
    ended = run(pages=1, page_not_found=1)
    ended.tally.first_failures["not_found"] = "http://a.example/1: status 404"
    assert exit_code(ended) is ExitCode.BROKEN  # its only start point
    alone = ended._replace(is_one_page=True)
    assert exit_code(alone) is ExitCode.NOTHING_NEW
    said = summary(alone, "news.db", ExitCode.NOTHING_NEW)
    assert "nothing new; the page is not there, http://a.example/1: status 404\n" in said
    assert exit_code(run(pages=1, page_unreachable=1)._replace(is_one_page=True)) is ExitCode.BROKEN


def test_partial_names_the_first_page_that_is_tried_again() -> None:
    failures = {"not_found": "http://a.example/1: status 404", "unreachable": "http://a.example/2: the connection"}
    ended = run(pages=9, page_links=1, new=3, page_unreachable=1, page_not_found=1)
    ended.tally.first_failures.update(failures)
    assert "again; the first: http://a.example/2: the connection" in summary(ended, "news.db", exit_code(ended))
    assert ended.first_failure() == failures["not_found"]


def test_summary_names_what_was_cut_and_rejected() -> None:
    text = summary(run(pages=9, page_links=1, new=3, rejected=1), "news.db", ExitCode.SUCCESS)
    assert "too_short 1" in text
    assert "junk lines cut       3" in text


def ended_with(reason: str, **counts: int) -> Run:
    tally = Tally()
    tally.counts.update(counts)
    return Run("hewan", reason, tally, 5)


def test_summary_leaves_out_what_did_not_happen() -> None:
    said = summary(ended_with("robots_unreachable", pages=1, page_unreachable=1), "news.db", ExitCode.BROKEN)
    assert said.splitlines() == [
        "hewan: SITE BROKEN: nothing may be fetched; robots.txt could not be fetched",
        "  pages seen           1   in 5 s; unreachable 1",
    ]
    said = summary(ended_with("finished", pages=9, page_links=2, unchanged=7), "news.db", ExitCode.NOTHING_NEW)
    assert said.splitlines()[2:] == ["  articles new         0   unchanged 7"]
    said = summary(ended_with("finished", pages=9, page_links=2, changed=1), "news.db", ExitCode.SUCCESS)
    assert "articles new         0   changed 1\n  database       news.db\n  try " in said


def test_a_site_whose_headlines_lead_elsewhere_says_where() -> None:
    ended = run(pages=9, page_links=9, begins_empty=True)._replace(elsewhere={"b.example": 2, "news.b.example": 12})
    text = summary(ended, "data/news.db", exit_code(ended))
    assert "12 headlines lead to news.b.example" in text
    assert "hosts of the profile" in text


def test_articles_that_robots_txt_forbids_are_named() -> None:
    ended = run(pages=9, page_links=1, page_forbidden=8, begins_empty=True)
    ended.tally.first_failures["forbidden"] = "http://hewan.example/c/1.html: forbidden by robots.txt"
    text = summary(ended, "news.db", exit_code(ended))
    assert "none was ever stored; http://hewan.example/c/1.html: forbidden by robots.txt" in text
