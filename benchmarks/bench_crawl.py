"""How fast a whole crawl is, and whether it survives being killed; against sites of our own on loopback.

    python benchmarks/bench_crawl.py throughput --pages 1000
    python benchmarks/bench_crawl.py soak --sites 20 --pages 2000 --kill-every 5

``throughput`` fetches the same pages with a bare Scrapy spider that only downloads them, and with ``scrapy crawl``
(robots.txt, scope, frontier, archive, cleaning, storing), alternately, and compares pages a second of processor time
and of the clock. ``soak`` crawls many sites, two at a time, kills every run with SIGKILL a few seconds after its start
until all sites are done, and compares what is stored with an undisturbed run.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import math
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import deque
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

PROJECT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Of the processes measured: they may keep their bytecode, as Python does unless it is told not to."""
WORDS = "水库 工程 灌溉 乡镇 晚稻 闸门 渠道 巡查 汛期 农户 合作社 道路 施工 路灯 学校 食堂 图书馆 车站 班线".split()
VERBS = "完成 启动 恢复 公布 检查 新增 改造 验收 开放 调整".split()


NAMES = "青石柳竹桃梅杨松清泉沙溪桥塘湾岭坪坝港浦东西南北上下大小新老高长双龙凤金银平安和兴福永宁丰乐仁义云山河湖"
"""Characters of invented villages: with them no page is taken for another's copy or compared with it, as with news."""


def village(chance: random.Random) -> str:
    """The name of a village that may exist."""
    return "".join(chance.choices(NAMES, k=2)) + chance.choice("村镇街乡屯")


def sentence(chance: random.Random) -> str:
    """One sentence of news prose, without meaning."""
    parts = [
        f"{village(chance)}与{village(chance)}的{chance.choice(WORDS)}{chance.choice(VERBS)}"
        for _ in range(chance.randint(3, 5))
    ]
    return f"{village(chance)}的{chance.choice(WORDS)}介绍，" + "，".join(parts) + "。"


def page_html(site: int, number: int) -> bytes:
    """One article page with the usual furniture, some 14 KB; the same for the same numbers."""
    chance = random.Random(site * 1_000_003 + number)  # noqa: S311 (test data)
    body = "".join(f"<p>　　{sentence(chance)}{sentence(chance)}</p>\n" for _ in range(12))
    nav = "".join(f'<li><a href="/channel{n}/">{WORDS[n % len(WORDS)]}</a></li>' for n in range(40))
    related = "".join(f'<li><a href="/c/{n}0001.html">{sentence(chance)[:24]}</a></li>' for n in range(20))
    title = f"{chance.choice(WORDS)}{chance.choice(VERBS)}第{number}号"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_第{site}县新闻网</title>'
        f"<style>{'.a{margin:0}' * 120}</style></head><body><ul class=nav>{nav}</ul><h1>{title}</h1>"
        f"<div class=info>2024-08-{number % 28 + 1:02} 09:15 来源：第{site}县新闻网 记者 周明远</div>"
        f"<div class=content>{body}</div><div class=editor>责任编辑：林溪</div><ul class=related>{related}</ul>"
        f"<script>{'var a=1;' * 300}</script><div class=foot>版权所有 第{site}县新闻网</div></body></html>"
    ).encode()


def answer(site: int, pages: int, path: str, port: int) -> tuple[int, str, bytes]:
    """Status, type and body for a path of a site."""
    if path == "/robots.txt":
        return (
            200,
            "text/plain",
            f"User-agent: *\nDisallow: /private/\nSitemap: http://127.0.0.1:{port}/map.xml\n".encode(),
        )
    if path == "/map.xml":
        urls = "".join(f"<url><loc>http://127.0.0.1:{port}/c/{10_000 + n}.html</loc></url>" for n in range(pages))
        return 200, "application/xml", f"<urlset>{urls}</urlset>".encode()
    name = path.removeprefix("/c/").removesuffix(".html")
    if name.isdecimal() and 10_000 <= int(name) < 10_000 + pages:
        return 200, "text/html", page_html(site, int(name) - 10_000)
    return (200, "text/html", b"<html><body>-</body></html>") if path == "/" else (404, "text/html", b"404")


async def serve(sites: int, pages: int) -> None:
    """Serve all sites from one process until standard input closes; prints the ports."""
    ports: list[int] = []
    cache: dict[tuple[int, str], bytes] = {}

    def listener(site: int) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
                while True:
                    head = await reader.readuntil(b"\r\n\r\n")
                    path = head.split(b" ", 2)[1].decode()
                    if (site, path) not in cache:
                        status, kind, body = answer(site, pages, path, ports[site])
                        line = f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
                        cache[site, path] = line.encode() + body
                    writer.write(cache[site, path])
                    await writer.drain()
            writer.close()

        return talk

    for site in range(sites):
        server = await asyncio.start_server(listener(site), "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
    sys.stdout.write(json.dumps(ports) + "\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


@contextlib.contextmanager
def served(sites: int, pages: int) -> Iterator[list[int]]:
    """Ports of sites that run in a process of their own."""
    command = [sys.executable, __file__, "serve", "--sites", str(sites), "--pages", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield json.loads(server.stdout.readline())
        server.stdin.close()
        server.terminate()


def write_profiles(folder: Path, ports: Sequence[int]) -> None:
    """A profile a port."""
    folder.mkdir()
    for number, port in enumerate(ports):
        text = (
            f'name = "第{number}县新闻网"\nhome = "http://127.0.0.1:{port}/"\nallow_loopback = true\n'
            "[politeness]\ndelay = 0.0001\n"
        )
        (folder / f"county-{number:02}.toml").write_text(text, encoding="utf-8")


def crawl_command(folder: Path, database: Path, site: str) -> list[str]:
    """Command line of one site's crawl."""
    settings = {
        "NEWS_SITES": folder / "sites",
        "NEWS_DB": database,
        "NEWS_ARCHIVE": database.with_suffix(".archive"),
        "NEWS_MAX_PAGES": 10**6,
    }
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return [sys.executable, "-m", "scrapy", "crawl", site, "-q", *options]


BARE = """
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [f"http://127.0.0.1:{port}/c/{{10_000 + n}}.html" for n in range({pages})]
    def parse(self, response):
        pass
process = AsyncCrawlerProcess({{"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False}})
crawler = process.create_crawler(Bare)
process.crawl(crawler)
process.start()
assert crawler.stats.get_value("response_received_count") == {pages}, crawler.stats.get_stats()
"""


class Cost(NamedTuple):
    """Seconds a run took."""

    clock: float
    processor: float


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end and say what it took, its start included."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, cwd=PROJECT, env=ENVIRONMENT, check=False)
    after, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - started
    if done.returncode:
        raise SystemExit(f"exit code {done.returncode}: {' '.join(command)}")
    return Cost(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def throughput(pages: int, rounds: int) -> None:
    """Compare a whole crawl with a bare download of the same pages."""
    with tempfile.TemporaryDirectory() as name, served(1, pages) as ports:
        folder = Path(name)
        write_profiles(folder / "sites", ports)
        bare = [sys.executable, "-c", BARE.format(port=ports[0], pages=pages)]
        measure(bare)  # The server makes its pages.
        costs = []
        for number in range(rounds):
            costs.append((measure(bare), measure(crawl_command(folder, folder / f"{number}.db", "county-00"))))
            stored = count(folder / f"{number}.db")
            if stored != pages:
                raise SystemExit(f"{stored} articles stored of {pages}")
        for label, field in (("processor time", "processor"), ("clock", "clock")):
            plain = min(getattr(one, field) for one, _ in costs)
            whole = min(getattr(other, field) for _, other in costs)
            print(
                f"{label:<15} bare {pages / plain:6.0f} pages/s   whole crawl {pages / whole:6.0f} pages/s"
                f"   {plain / whole:4.0%} of bare"
            )
        print(f"cleaning alone  {cleaning_alone(min(pages, 200)):6.0f} pages/s of processor time")


def cleaning_alone(pages: int) -> float:
    """Pages a second of processor time when the pages are cleaned and nothing else is done."""
    sys.path.insert(0, str(PROJECT))
    from cleaners import clean_html

    raw = [page_html(0, number) for number in range(pages)]
    clean_html(raw[0], "http://127.0.0.1/c/1.html")
    started = time.process_time()
    for page in raw:
        clean_html(page, "http://127.0.0.1/c/1.html", content_type="text/html")
    return pages / (time.process_time() - started)


def count(database: Path) -> int:
    """Articles in a database."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def contents(database: Path) -> list[tuple[str, str, str]]:
    """What must not depend on being killed."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise SystemExit(f"{database}: broken")
        rows = connection.execute("SELECT site, normalised_url, text_digest FROM articles ORDER BY 1, 2").fetchall()
        states = connection.execute("SELECT DISTINCT state FROM pages").fetchall()
    if states != [("done",)]:
        raise SystemExit(f"{database}: pages left in states {states}")
    return rows


class Running(NamedTuple):
    """A crawl under way."""

    site: str
    process: subprocess.Popen[bytes]
    dies_at: float
    """Moment of the clock at which it is killed."""


def crawl_until_done(folder: Path, database: Path, sites: int, lives: Iterator[float]) -> int:
    """Crawl all sites, two at a time, each run killed after the next of ``lives`` (seconds); returns the kills."""
    waiting = deque(f"county-{n:02}" for n in range(sites))
    running: list[Running] = []
    kills = 0
    while waiting or running:
        while waiting and len(running) < 2:
            site = waiting.popleft()
            process = subprocess.Popen(crawl_command(folder, database, site), cwd=PROJECT, env=ENVIRONMENT)
            running.append(Running(site, process, time.monotonic() + next(lives)))
        time.sleep(0.02)
        for run in list(running):
            code = run.process.poll()
            if code is None:
                if time.monotonic() > run.dies_at:
                    run.process.kill()
                continue
            running.remove(run)
            if code == -signal.SIGKILL:
                kills += 1
                waiting.append(run.site)
            elif code not in (0, 3):
                raise SystemExit(f"{run.site}: exit code {code}")
    return kills


def short_lives(mean: float, minutes: float) -> Iterator[float]:
    """Seconds that runs may take: at random up to twice ``mean``, so that they are killed while they start, fetch and
    end, and some always get further; after ``minutes`` any time, so that the soak ends.
    """
    chance, end = random.Random(1), time.monotonic() + minutes * 60  # noqa: S311 (test data)
    while time.monotonic() < end:
        yield chance.uniform(0, 2 * mean)
    yield from repeat(math.inf)


def soak(sites: int, pages: int, kill_every: float, minutes: float) -> None:
    """Crawl undisturbed and killed again and again; the same must be stored."""
    with tempfile.TemporaryDirectory() as name, served(sites, pages) as ports:
        folder = Path(name)
        write_profiles(folder / "sites", ports)
        started = time.monotonic()
        crawl_until_done(folder, folder / "calm.db", sites, repeat(math.inf))
        calm = time.monotonic() - started
        kills = crawl_until_done(folder, folder / "killed.db", sites, short_lives(kill_every, minutes))
        killed = time.monotonic() - started - calm
        same = contents(folder / "calm.db") == contents(folder / "killed.db")
        stored = count(folder / "killed.db")
        print(
            f"{sites} sites x {pages} pages: {stored} articles after {kills} kills in {killed:.0f} s"
            f" (undisturbed {calm:.0f} s); {'the same' if same else 'NOT the same'} as undisturbed"
        )
        if not same or stored != sites * pages:
            raise SystemExit(1)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("throughput", "soak", "serve"))
    parser.add_argument("--sites", type=int, default=20)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kill-every", type=float, default=5.0, metavar="SECONDS", help="mean life of a run")
    parser.add_argument("--minutes", type=float, default=30.0, help="time after which runs are killed no more")
    options = parser.parse_args()
    if options.what == "serve":
        asyncio.run(serve(options.sites, options.pages))
    elif options.what == "soak":
        soak(options.sites, options.pages, options.kill_every, options.minutes)
    else:
        throughput(options.pages, options.rounds)


if __name__ == "__main__":
    main()
