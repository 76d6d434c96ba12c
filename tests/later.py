"""A site some days later: pages due again, other answers in place of its articles, what of them is marked as gone."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from loopback import Answer, Desk, Seen, Server, article, listing

NOT_THERE = Answer(
    '<meta charset="utf-8"><title>页面不存在</title><h1>404</h1><p>抱歉，您访问的页面不存在或已被删除。</p>'.encode()
)


def make_all_due(desk: Desk) -> None:
    """Have every article wanted again now, as if two days had passed since the last run."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET last_fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', last_fetched_at, '-2 days'),"
            " next_visit_at = iif(next_visit_at IS NOT NULL OR outcome IN ('article', 'copy'), '2024-08-30', NULL)"
        )


def make_due(desk: Desk, part: str) -> None:
    """Have only those pages wanted again now whose address has this part."""
    with closing(sqlite3.connect(desk.database)) as connection, connection:
        connection.execute(
            "UPDATE pages SET next_visit_at = iif(instr(url, ?), '2024-08-30', '2999-01-01'),"
            " last_fetched_at = strftime('%Y-%m-%dT%H:%M:%S+00:00', last_fetched_at, '-2 days')",
            (part,),
        )


def withdrawn(desk: Desk) -> int:
    (number,) = desk.rows("SELECT count(*) FROM articles WHERE withdrawn_at IS NOT NULL")[0]
    return int(number)


def edited(number: int) -> bytes:
    """The article of that number under another headline and with a paragraph more."""
    more = "<p>记者从市水务局了解到，水位计的数据将在下月向社会公开，村民用手机就能查到当天的水情。</p>"
    return article(number, extra=more).replace("完成加固".encode(), "完成除险加固".encode())


LONG_AGO = "Mon, 01 Jan 2024 00:00:00 GMT"


def with_validators(answer: Answer) -> object:
    """A route that answers 304 when asked whether anything changed; the page is months old."""

    def route(seen: Seen) -> Answer:
        if seen.headers.get("if-none-match") == '"1"' or seen.headers.get("if-modified-since") == LONG_AGO:
            return Answer(b"", 304)
        return answer._replace(headers={"ETag": '"1"', "Last-Modified": LONG_AGO})

    return route


def channel(server: Server, numbers: list[int], size: int = 2, box: int = 0) -> list[str]:
    """A channel whose newest articles the home page shows as well; the paths of its list pages.

    ``box``: how many of the newest stand beside each list page as well.
    """
    links = {}
    for number in numbers:
        links[path := f"/yw/2024-08/29/content_{1000 + number}.html"] = f"城北水库完成加固第{number}期"
        server.routes[path] = Answer(article(number))
    pages = ["/yw/", *(f"/yw/index_{at}.html" for at in range(2, (len(links) + 1) // size + 1))]
    items = list(links.items())
    newest = "".join(f'<li><a href="{path}">{title}</a></li>' for path, title in items[:box])
    for at, path in enumerate(pages):
        more = f'<a href="{pages[at + 1]}">下一页</a>' if path != pages[-1] else ""
        more += f"<div><h3>最新</h3><ol>{newest}</ol></div>"
        server.routes[path] = Answer(listing(dict(items[at * size : (at + 1) * size]), more))
    server.routes["/"] = Answer(listing(dict(items[:size]), '<ul><li><a href="/yw/">要闻</a></li></ul>'))
    return pages


def other_article(title: str) -> bytes:
    """An article of another day with another text."""
    page = article(0, "2024-09-12").decode().replace("城北水库完成加固第0期", title)
    head, *_ = page.split("<p>")
    texts = (
        "九月中旬以来本市气温明显下降，市农业农村局提醒种植户抓紧抢收玉米和大豆，避免早霜造成损失。",
        "气象台预计，未来一周冷空气活动频繁，北部山区最低气温将降到三度左右，各乡镇要备足防寒物资。",
        "农技人员已经分成八个小组下到田间，指导农户检修烘干设备，粮食收购点全天候开放。",
    )
    return (head + "".join(f"<p>{text}</p>" for text in texts) + "</div></body></html>").encode()
