from __future__ import annotations

import gzip
import os
import re
import resource
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from warcio.archiveiterator import ArchiveIterator

from pipelines.items import ArchivePlace, Page, PageKind, PageOutcome, Received
from spiders.archive import (
    Archived,
    ArchivedResponse,
    ArchiveError,
    iterate_archive,
    list_members,
    payload_digest,
    read_archived,
    read_following,
)
from spiders.archive_writer import ArchiveWriter, Exchange
from spiders.loader import spider_class
from spiders.middlewares.archive import ArchiveMiddleware
from spiders.profile_reader import load_profile

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

NOON = datetime(2024, 8, 29, 4, 0, 0, 123456, tzinfo=UTC)
ROOT = Path(__file__).parent.parent


def exchange(number: int, body: bytes | None = None, time: datetime = NOON) -> Exchange:
    body = f"<p>第{number}篇</p>".encode() if body is None else body
    return Exchange(f"http://daily.example/{number}.html", time, 200, (("Content-Type", "text/html"),), body)


def urls(folder: Path, site: str | None = None) -> list[str]:
    return [response.url for response in iterate_archive(folder, site)]


def test_the_document_shows_how_a_page_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/archive.md").read_text("utf-8"), re.DOTALL)
    with ArchiveWriter(tmp_path / "data/archive", "hewan-daily") as writer:
        where = writer.write(exchange(1))
    monkeypatch.chdir(tmp_path)
    read: dict[str, ArchivedResponse] = {}
    exec(re.sub(r'"2024/08/\S+gz", [0-9]+', f"{where.place.file!r}, {where.place.offset}", shown), {}, read)  # noqa: S102
    assert read["page"].url == "http://daily.example/1.html"


def test_a_response_comes_back_with_everything(tmp_path: Path) -> None:
    body = "<p>清河县今日开镰</p>".encode("gb18030")
    sent = exchange(1)._replace(
        body=body,
        status=404,
        url="http://daily.example/a?x=1&y=%B9",
        ip_address="192.0.2.7",
        headers=(
            ("Content-Type", "text/html; charset=gbk"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("ETag", '"7"'),
        ),
    )
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(sent)
        read = read_archived(tmp_path, where.place)  # while the member is still open
    assert read_archived(tmp_path, where.place) == read
    assert (read.url, read.status, read.body, read.fetched_at) == (sent.url, 404, body, NOON)
    assert read.headers == (*sent.headers, ("Content-Length", str(len(body))))
    assert read.content_type == "text/html; charset=gbk"
    assert where.digest == payload_digest(body) == read.where.digest
    assert where.place.file == "2024/08/daily-20240829-0000.warc.gz"


def test_other_tools_read_it_and_find_no_fault(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        for number in range(3):
            writer.write(exchange(number)._replace(request_headers=(("User-Agent", "Q"), ("Cookie", "secret"))))
        where = writer.write(exchange(9, exchange(0).body))
    path = tmp_path / where.place.file
    result = subprocess.run([sys.executable, "-m", "warcio.cli", "check", str(path)], capture_output=True, check=False)
    assert result.returncode == 0, result.stdout
    assert b"secret" not in gzip.decompress(path.read_bytes())
    with path.open("rb") as stream:
        kinds = [record.rec_type for record in ArchiveIterator(stream, check_digests="raise")]
    assert kinds == ["warcinfo", *["response", "request"] * 3, "revisit", "request"]


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress), ("zstd", zstd.compress)]
)
def test_content_encoding_is_kept_and_read_through(
    tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    packed = pack("你好".encode())
    headers = (("Content-Encoding", encoding), ("Transfer-Encoding", "chunked"))
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(1, packed)._replace(headers=headers))
    assert where.digest == payload_digest(packed)
    assert read_archived(tmp_path, where.place).body == "你好".encode()


def test_what_came_packed_is_not_packed_again(tmp_path: Path) -> None:
    """Deflating it once more takes time and makes it larger; other tools read it as any record."""
    page, large = gzip.compress(Path(__file__).read_bytes()), gzip.compress(os.urandom(150_000))
    assert len(page) < 65_535 < len(large)  # the most that a stored block holds
    plain = b"<html>" * 9_000  # only called packed
    with ArchiveWriter(tmp_path, "daily") as writer:
        for number, body in enumerate((page, large, plain)):
            where = writer.write(exchange(number, body)._replace(headers=(("Content-Encoding", "GZIP"),)))
    path = tmp_path / where.place.file
    written = path.read_bytes()
    assert page[1:16_000] in written
    assert len(written) < len(page) + len(large) + 5_000
    assert gzip.decompress(written).count(b"WARC/1.1\r\n") == 7
    with path.open("rb") as stream:
        bodies = [record.raw_stream.read() for record in ArchiveIterator(stream, check_digests="raise")]
    assert bodies[1::2][:3] == [page, large, plain]
    assert [read.body for read in iterate_archive(tmp_path)] == [gzip.decompress(page), gzip.decompress(large), plain]


SIGN = b"\x1f\x8b\x08"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(
        st.sampled_from([SIGN, SIGN[:2], SIGN[1:], b"\x08" + os.urandom(29_919), b"<p>", os.urandom(17_000)])
    ),
    named=st.booleans(),
)
def test_the_sign_of_a_record_stands_at_its_head_alone(tmp_path: Path, parts: list[bytes], *, named: bool) -> None:
    body = b"".join(parts)
    headers = (("Content-Encoding", "gzip"),) if named else ()
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(1, body)._replace(headers=headers))
        member = tmp_path / (where.place.file + ".open")
        written = member.read_bytes()[where.place.offset :]
    member.with_suffix("").unlink()
    plain = zlib.decompressobj(zlib.MAX_WBITS | 16)
    assert plain.decompress(written).endswith(body + b"\r\n\r\n")
    assert written[: len(written) - len(plain.unused_data)].count(SIGN) == 1


@pytest.mark.parametrize("headers", [(("Content-Encoding", "gzip"),), (("Content-Type", "application/gzip"),)])
def test_a_record_that_a_server_sent_is_none_of_ours_behind_damage(
    tmp_path: Path, headers: tuple[tuple[str, str], ...]
) -> None:
    with ArchiveWriter(tmp_path / "theirs", "daily") as writer:
        forged = writer.write(exchange(7, os.urandom(900)))
    sent = (tmp_path / "theirs" / forged.place.file).read_bytes()[forged.place.offset :]
    with ArchiveWriter(tmp_path / "ours", "daily") as writer:
        places = [writer.write(exchange(1)), writer.write(exchange(2, sent)._replace(headers=headers))]
        writer.write(exchange(3))
    path = tmp_path / "ours" / places[0].place.file
    written = bytearray(path.read_bytes())
    written[places[1].place.offset + 5 : places[1].place.offset + 60] = bytes(55)
    path.write_bytes(written)
    assert urls(tmp_path / "ours") == ["http://daily.example/1.html", "http://daily.example/3.html"]


def test_what_cannot_be_decoded_says_so_and_is_no_text(tmp_path: Path) -> None:
    headers = (("Content-Encoding", "br"),)
    with ArchiveWriter(tmp_path, "daily") as writer:
        first = writer.write(exchange(1, b"\xff\xff no brotli")._replace(headers=headers))
        again = writer.write(exchange(2, b"\xff\xff no brotli")._replace(headers=headers))
    for where in (first, again):
        read = read_archived(tmp_path, where.place)
        assert read.body == b""
        assert "sent as 'br'" in str(read.fault)


def test_a_bomb_is_read_to_the_limit_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spiders.archive.MAX_PAYLOAD_BYTES", 1000)
    with ArchiveWriter(tmp_path, "daily") as writer:
        bomb = exchange(1, gzip.compress(b"a" * 5_000_000))._replace(headers=(("Content-Encoding", "gzip"),))
        where = writer.write(bomb)
    assert len(read_archived(tmp_path, where.place).body) <= 1000


def test_same_bytes_are_kept_once_in_a_run_and_across_runs(tmp_path: Path) -> None:
    body = os.urandom(20_000)
    with ArchiveWriter(tmp_path, "daily") as writer:
        first = writer.write(exchange(1, body))
        again = writer.write(exchange(2, body))
    with ArchiveWriter(tmp_path, "daily") as writer:
        later = writer.write(exchange(1, body, NOON + timedelta(days=1)), earlier=first.place)
    with ArchiveWriter(tmp_path, "daily") as writer:
        third = writer.write(exchange(1, body, NOON + timedelta(days=2)), earlier=later.place)
        other = writer.write(exchange(1, b"other", NOON + timedelta(days=2)), earlier=later.place)
    assert read_archived(tmp_path, other.place).body == b"other"
    assert sum(path.stat().st_size for path in tmp_path.rglob("*.gz")) < 25_000
    for where in (first, again, later, third):
        read = read_archived(tmp_path, where.place)
        assert read.body == body
        assert not read.fault
    assert [response.body for response in iterate_archive(tmp_path)] == [*[body] * 4, b"other"]


def test_a_revisit_whose_original_is_gone_says_so(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        first = writer.write(exchange(1))
    with ArchiveWriter(tmp_path, "daily") as writer:
        later = writer.write(exchange(1, time=NOON + timedelta(days=1)), earlier=first.place)
    (tmp_path / first.place.file).unlink()
    read = read_archived(tmp_path, later.place)
    assert (read.fault, read.body) == ("the earlier record with its bytes is gone", b"")


def test_members_turn_by_day_and_size_and_are_taken_up_again(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily", largest_member=30_000) as writer:
        for number in range(4):
            writer.write(exchange(number, os.urandom(20_000)))
        writer.write(exchange(5, time=NOON + timedelta(days=3)))
    with ArchiveWriter(tmp_path, "daily", largest_member=30_000) as writer:
        writer.write(exchange(6, time=NOON + timedelta(days=3)))
    assert list_members(tmp_path) == (
        "2024/08/daily-20240829-0000.warc.gz",
        "2024/08/daily-20240829-0001.warc.gz",
        "2024/09/daily-20240901-0000.warc.gz",
    )
    assert urls(tmp_path) == [f"http://daily.example/{number}.html" for number in (0, 1, 2, 3, 5, 6)]
    assert not list(tmp_path.rglob("*.open"))


def test_a_backup_copied_in_beside_an_open_member_costs_it_nothing(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(1))
    path = tmp_path / where.place.file
    backup = path.read_bytes()
    with ArchiveWriter(tmp_path, "daily") as writer:
        writer.write(exchange(2))
    left_open = path.rename(path.with_name(path.name + ".open"))
    kept = left_open.read_bytes()
    path.write_bytes(backup)
    with ArchiveWriter(tmp_path, "daily") as writer:
        assert writer.write(exchange(3)).place.file.endswith("-0001.warc.gz")
    assert (path.read_bytes(), left_open.read_bytes()) == (backup, kept)


def test_two_writers_never_share_a_member(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily") as one, ArchiveWriter(tmp_path, "daily") as other:
        files = {one.write(exchange(1)).place.file, other.write(exchange(2)).place.file}
        assert len(files) == 2
        assert sorted(urls(tmp_path)) == ["http://daily.example/1.html", "http://daily.example/2.html"]


def test_sites_are_told_apart(tmp_path: Path) -> None:
    for site in ("daily", "daily-evening"):
        with ArchiveWriter(tmp_path, site) as writer:
            writer.write(exchange(len(site)))
    assert urls(tmp_path, "daily") == ["http://daily.example/5.html"]
    assert len(urls(tmp_path)) == 2


@pytest.mark.parametrize("cut", [1, 7, 60, 200])
def test_a_record_cut_off_by_a_crash_costs_only_itself(tmp_path: Path, cut: int) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        for number in range(3):
            where = writer.write(exchange(number))
    member = (tmp_path / where.place.file).rename(
        tmp_path / (where.place.file + ".open")
    )  # as a killed process leaves it
    whole = member.read_bytes()
    member.write_bytes(whole[:-cut] if cut < 100 else whole[: where.place.offset + cut])
    assert urls(tmp_path)[:2] == ["http://daily.example/0.html", "http://daily.example/1.html"]
    with ArchiveWriter(tmp_path, "daily") as again:
        again.write(exchange(7))
    assert urls(tmp_path)[-1] == "http://daily.example/7.html"
    assert urls(tmp_path)[:2] == ["http://daily.example/0.html", "http://daily.example/1.html"]
    assert gzip.decompress((tmp_path / where.place.file).read_bytes())


def damage(path: Path, at: int, by: bytes = b"XXXXXXXX") -> bytes:
    """Overwrite some bytes of a file; give what it holds then."""
    with path.open("r+b") as file:
        file.seek(at)
        file.write(by)
    return path.read_bytes()


def test_what_stands_behind_a_bad_byte_is_read_and_never_cut_off(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        places = [writer.write(exchange(number, os.urandom(3000))) for number in range(4)]
    path = tmp_path / places[0].place.file
    damaged = damage(path, places[1].place.offset + 100)
    rest = [f"http://daily.example/{number}.html" for number in (0, 2, 3)]
    assert urls(tmp_path) == rest
    with pytest.raises(ArchiveError, match="no whole record"):
        read_archived(tmp_path, places[1].place)
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(7))
    assert path.read_bytes() == damaged
    assert where.place.file == "2024/08/daily-20240829-0001.warc.gz"
    assert urls(tmp_path) == [*rest, "http://daily.example/7.html"]
    assert f"{path} is damaged" in caplog.text


@pytest.mark.parametrize("ending", ["", ".open"])
def test_a_file_that_is_no_archive_of_ours_is_not_written_to(tmp_path: Path, ending: str) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(1))
    path = tmp_path / where.place.file
    unpacked = gzip.decompress(path.read_bytes())
    path.unlink()
    path.with_name(path.name + ending).write_bytes(unpacked)  # as `gunzip` and a wrong name leave it
    with ArchiveWriter(tmp_path, "daily") as writer:
        assert writer.write(exchange(2)).place.file != where.place.file
    assert path.with_name(path.name + ending).read_bytes() == unpacked


def test_a_disk_that_was_full_for_a_moment_costs_only_what_was_refused(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ArchiveWriter(tmp_path, "daily") as writer:
        places = [writer.write(exchange(1, os.urandom(200_000)))]
        resource.setrlimit(
            resource.RLIMIT_FSIZE, (201_500, hard)
        )  # a full disk, too, takes a part and refuses the rest
        try:
            for number in (2, 3):
                with pytest.raises(ArchiveError, match="cannot write"):
                    writer.write(exchange(number, os.urandom(4_000)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        places += [writer.write(exchange(number, os.urandom(3_000))) for number in (4, 5)]
    read = [read_archived(tmp_path, where.place).url[-6] for where in places]
    assert read == ["1", "4", "5"]
    assert [url[-6] for url in urls(tmp_path)] == read
    assert len(gzip.decompress((tmp_path / places[0].place.file).read_bytes())) > 200_000  # whole to its last byte


def test_a_half_record_is_never_left_under_a_finished_name(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with ArchiveWriter(tmp_path, "daily") as writer:
        writer.write(exchange(1, os.urandom(200_000)))
        resource.setrlimit(resource.RLIMIT_FSIZE, (201_500, hard))
        try:
            with pytest.raises(ArchiveError):
                writer.write(exchange(2, os.urandom(4_000)))
            writer.close()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.suffix for path in tmp_path.rglob("*.warc.gz*")] == [".open"]
    assert urls(tmp_path) == ["http://daily.example/1.html"]


_WRITE_FOR_EVER = """
import sys, itertools
from datetime import UTC, datetime
from pathlib import Path
from spiders.archive_writer import ArchiveWriter, Exchange
with ArchiveWriter(Path(sys.argv[1]), "daily") as writer:
    for n in itertools.count():
        body = b"%d " % n * 500
        where = writer.write(Exchange(f"http://daily.example/{n}", datetime(2024, 8, 29, tzinfo=UTC), 200, (), body))
        print(where.place.file, where.place.offset, flush=True)
"""


def test_killed_at_any_moment_every_record_reported_is_there(tmp_path: Path) -> None:
    reported: list[tuple[str, int]] = []
    for lines in (40, 90):
        command = [sys.executable, "-c", _WRITE_FOR_EVER, str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for _ in range(lines):
                file, offset = process.stdout.readline().split()
                reported.append((file, int(offset)))
            process.send_signal(signal.SIGKILL)
    with ArchiveWriter(tmp_path, "daily") as writer:
        writer.write(exchange(1))
    assert {file for file, _ in reported} == {"2024/08/daily-20240829-0000.warc.gz"}
    bodies = [read_archived(tmp_path, ArchivePlace(file, offset)).body for file, offset in reported]
    assert bodies == [b"%d " % number * 500 for lines in (40, 90) for number in range(lines)]
    found = list(iterate_archive(tmp_path))
    assert len(found) >= 131
    assert found[-1].url == "http://daily.example/1.html"


def test_a_broken_member_does_not_end_the_walk(tmp_path: Path) -> None:
    for day in range(3):
        with ArchiveWriter(tmp_path, "daily") as writer:
            where = writer.write(exchange(day, time=NOON - timedelta(days=day)))
    (tmp_path / where.place.file).write_bytes(b"not gzip at all" * 50)
    assert len(urls(tmp_path)) == 2


@pytest.mark.parametrize(
    ("header", "written"),
    [("WARC-Date", "0001-01-01T00:00:00+08:00"), ("WARC-Date", "9999-12-31T23:59:59-12:00"), ("WARC-Date", "soon"),
     ("Content-Length", "9" * 500), ("WARC-Refers-To-File-Offset", "9" * 30),
     ("WARC-Refers-To-File-Offset", "9" * 5_000), ("WARC-Refers-To-Filename", "a" * 9_000),
     ("WARC-Refers-To-Filename", "../../etc/hostname"), ("WARC-Refers-To-Filename", "2024/08")],
)  # fmt: skip
def test_a_record_of_nonsense_does_not_end_the_walk(tmp_path: Path, header: str, written: str) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        writer.write(exchange(1))
        where = writer.write(exchange(2, exchange(1).body))  # a revisit of the first
        writer.write(exchange(3))
    path = tmp_path / where.place.file
    packed = path.read_bytes()
    head, tail = packed[: where.place.offset], packed[where.place.offset :]
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    plain = unpacker.decompress(tail)
    changed = re.sub(rf"(?m)^{header}: .*\r$".encode(), f"{header}: {written}\r".encode(), plain, count=1)
    assert changed != plain
    path.write_bytes(head + gzip.compress(changed) + unpacker.unused_data)
    found = urls(tmp_path)
    assert (found[0], found[-1]) == ("http://daily.example/1.html", "http://daily.example/3.html")


def test_a_file_name_no_system_has_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot read"):
        read_archived(tmp_path, ArchivePlace("a" * 9_000, 0))


@pytest.mark.parametrize(
    ("file", "offset"),
    [("2024/08/daily-20240829-0000.warc.gz", 3), ("2024/08/daily-20240829-0000.warc.gz", 10**9), ("missing", 0),
     ("../secret", 0), ("/etc/hostname", 0), ("2024/08/daily-20240829-0000.warc.gz", 0)],
)  # fmt: skip
def test_no_such_record_is_one_clear_error(tmp_path: Path, file: str, offset: int) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        writer.write(exchange(1))
    with pytest.raises(ArchiveError):
        read_archived(tmp_path, ArchivePlace(file, offset))


def test_a_member_that_cannot_be_opened_is_one_clear_error(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(exchange(1))
    (tmp_path / "2024/08/daily-20240830-0000.warc.gz").symlink_to("/nowhere")
    for read in (iterate_archive(tmp_path), read_following(tmp_path, where.place, 9)):
        with pytest.raises(ArchiveError, match=r"cannot read .*0830-0000.*No such file"):
            list(read)


def test_a_folder_that_cannot_be_written_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="cannot write"):
        ArchiveWriter(tmp_path / "file", "daily").write(exchange(1))
    with pytest.raises(ArchiveError, match="site name"):
        ArchiveWriter(tmp_path, "../daily")


_header_text = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=30)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"", 200, [("Content-Disposition", "attachment; \xe9=0")], "")
@given(
    st.binary(max_size=300),
    st.integers(100, 599),
    st.lists(st.tuples(st.one_of(st.just("X-A"), _header_text), _header_text), max_size=4),
    st.text(max_size=20),
)
def test_what_goes_in_comes_out(
    tmp_path: Path, body: bytes, status: int, headers: list[tuple[str, str]], tail: str
) -> None:
    sent = exchange(1, body)._replace(status=status, headers=tuple(headers), request_headers=tuple(headers))
    with ArchiveWriter(tmp_path, "daily") as writer:
        where = writer.write(sent._replace(url=sent.url + "?" + tail.encode("utf-8", "replace").decode()))
    read: ArchivedResponse = read_archived(tmp_path, where.place)
    assert (read.body, read.status) == (body, status)
    assert read.url.startswith(sent.url + "?")
    assert "\n" not in read.url


def answer(middleware: ArchiveMiddleware, request: Request, status: int, body: bytes) -> Archived | None:
    """What the middleware says of an answer; the answer itself passes unchanged."""
    response = Response(request.url, status=status, headers={"ETag": "7"}, body=body, request=request)
    assert middleware.process_response(request, response) is response
    where: Archived | None = request.meta.get("archived")
    return where


def test_middleware_archives_every_answer_and_tells_the_place_of_pages_only(tmp_path: Path) -> None:
    crawler = get_crawler(settings_dict={"NEWS_ARCHIVE": str(tmp_path)})
    crawler.spider = crawler._create_spider("daily")
    middleware = ArchiveMiddleware.from_crawler(crawler)
    request = Request("http://daily.example/1.html", headers={"Cookie": "secret", "Accept": "text/html"})
    page = answer(middleware, request, 200, b"<p>1</p>")
    assert page is not None
    assert answer(middleware, request, 304, b"") is None
    assert answer(middleware, request, 404, b"gone") is None
    received = Received(archived=page.place)
    earlier = Page("k", request.url, PageKind.ARTICLE, 0, NOON, NOON, 1, 0, PageOutcome.ARTICLE, received)
    later = Request(request.url, meta={"page": earlier})
    again = answer(middleware, later, 200, b"<p>1</p>")
    assert again is not None
    middleware.writer.close()
    assert [(found.status, found.body) for found in iterate_archive(tmp_path)] == [
        (200, b"<p>1</p>"),
        (404, b"gone"),
        (200, b"<p>1</p>"),
    ]
    assert b"secret" not in gzip.decompress((tmp_path / page.place.file).read_bytes())
    assert crawler.stats is not None
    assert crawler.stats.get_value("archive/responses") == 3


def test_what_cannot_be_archived_is_not_read_and_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "daily.toml").write_text('name = "日报"\nhome = "http://daily.example/"\n', "utf-8")
    spider = spider_class(load_profile(tmp_path / "daily.toml"))
    crawler = get_crawler(spider, {"NEWS_ARCHIVE": str(tmp_path / "file")})
    crawler.spider = crawler._create_spider()
    middleware = ArchiveMiddleware.from_crawler(crawler)
    with pytest.raises(ArchiveError):
        answer(middleware, Request("http://daily.example/1.html"), 200, b"x")
    assert crawler.spider.ending.reason == "archive"  # type: ignore[attr-defined]
