"""A shredded headline is found whatever it was cut into, and the sentences stay."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path
from random import Random

import pytest
from invented import page_of

from cleaners import clean_html
from cleaners.junk.shreds.ends import glued_word
from cleaners.junk.shreds.find import find_shreds

NEWSROOM = Path(__file__).resolve().parent.parent / "data" / "newsroom"
ARTICLES = (
    "www.qingyuanhe-daily.example/yw/202603/t20260316_10290.htm",
    "www.qingyuanhe-daily.example/yw/202603/t20260312_10231.htm",
    "news.yunmengze.example/a/20260318/1005.html",
)


@cache
def article(path: str) -> tuple[str, tuple[str, ...]]:
    """Headline and lines of an article of our newsroom."""
    found = clean_html((NEWSROOM / path).read_bytes(), f"http://{path}")
    assert found.title
    return found.title, tuple(found.text.split("\n"))


Place = tuple[int, int]
"""Line and character."""


def shred(
    title: str, lines: tuple[str, ...], random: Random, *, size: int, order: bool
) -> tuple[list[str], set[Place]]:
    """The lines with pieces of the headline behind a third of their marks, and the places of what was put in."""
    letters = re.sub(r"\W+", "", title)
    pieces = [letters[at : at + size] for at in range(0, len(letters), size)]
    shredded: list[str] = []
    places: set[Place] = set()
    for number, line in enumerate(lines):
        text = ""
        for part in re.split("(?<=[，。、；])(?=.)", line):
            if text and random.random() < 1 / 3:
                count, at = random.randint(1, 3), random.randrange(len(pieces))
                chosen = [pieces[(at + k) % len(pieces)] if order else random.choice(pieces) for k in range(count)]
                put = "".join(chosen)
                places |= {(number, len(text) + k) for k in range(len(put))}
                text += put
            text += part
        shredded.append(text)
    return shredded, places


@pytest.mark.parametrize(
    ("size", "order", "least"), [(2, False, 0.8), (3, False, 0.8), (4, False, 0.75), (2, True, 0.6)]
)
def test_whatever_a_headline_was_cut_into(size: int, order: bool, least: float) -> None:
    """Short articles now and then give too little away; a word that begins clauses anyway may stay, or go."""
    gone = cut = total = length = 0
    for path in ARTICLES:
        title, lines = article(path)
        for seed in range(4):
            shredded, places = shred(title, lines, Random(seed), size=size, order=order)
            found = {(line, at) for line, start, end in find_shreds(shredded, [title]) for at in range(start, end)}
            gone += len(found & places)
            cut += len(found - places)
            total += len(places)
            length += sum(map(len, lines))
    assert gone >= least * total
    assert cut <= 0.01 * length


@pytest.mark.parametrize(("join", "around"), [(" ", ""), ("", " "), (" ", " ")])
def test_spaces_between_and_around_pieces(join: str, around: str) -> None:
    title = "全市重点工作会议召开"
    put = [
        around + join.join(pieces) + around
        for pieces in (("召开", "全市"), ("会议", "重点"), ("工作", "会议"), ("重点", "召开"))
    ]
    clean = "昨天，文明办开会，做了安排，各县区都来了人，他说要抓紧。"
    marks = [at + 1 for at, character in enumerate(clean) if character == "，"]
    line = clean
    for at, piece in reversed(list(zip(marks, put, strict=True))):
        line = line[:at] + piece + line[at:]
    for shred in reversed(find_shreds([line], [title])):
        line = line[: shred.start] + line[shred.end :]
    assert line == clean


def test_the_title_that_only_robots_are_shown_may_be_what_was_shredded() -> None:
    title, lines = article(ARTICLES[0])
    shown = "云岚旧书市集三月开张"
    shredded, _ = shred(shown, lines, Random(1), size=2, order=False)
    script = f'if(!navigator.userAgent.match(/baiduspider|sogou/i)){{document.title="{title}"}}'
    body = "".join(f"<p>{line}</p>" for line in shredded)
    page = f"<title>{shown}</title><script>{script}</script><h1>{title}</h1><div>{body}</div>"
    found = clean_html(page)
    assert found.title == title
    assert sum(found.text.count(shown[at : at + 2]) for at in range(0, len(shown), 2)) == 0


@pytest.mark.parametrize("path", ARTICLES)
def test_a_page_whose_headline_is_whole_is_left_alone(path: str) -> None:
    title, lines = article(path)
    assert find_shreds(lines, [title]) == []


def test_one_piece_of_a_headline_proves_nothing() -> None:
    title = "全市重点工作会议召开"
    assert find_shreds(["会上，重点工作得到部署。随后，会议听取了汇报，全市各县区参加。"], [title]) == []
    shredded = [
        "昨天，召开全市市文明办开会，会议重点有了安排，工作会议各县区都来了人。",
        "他说，工作全市要抓紧，重点召开办好实事。",
    ]
    assert find_shreds(shredded, [title])


def test_names_that_begin_clauses_stay_in_an_article_whose_headline_was_shredded() -> None:
    title = "池老四谈枇杷增产首要是套袋"
    own = ["池老四说，今年雨水多。到了五月，池老四又添了帮手，池老四的儿子也回来了。"]
    strewn = ["他算过一笔账，枇杷四谈疏果之后单果重了不少。村里的合作社，首要增产统一收购，增产池老价格也稳住了。"]
    shreds = find_shreds([*own, *strewn], [title])
    assert [(line, strewn[0][start:end]) for line, start, end in shreds if line] == [
        (1, "枇杷四谈"),
        (1, "首要增产"),
        (1, "增产池老"),
    ]


def test_foreign_words_glued_to_the_pieces_of_a_headline_go_with_them() -> None:
    title = "全市重点工作会议召开"
    line = "昨天，召开全市buy pills online文明办开会，会议重点有了安排，工作会议各县区都来了人，全市召开online班开了。"
    cut = [line[start:end] for _, start, end in find_shreds([line], [title])]
    assert "召开全市buy pills online" in cut
    assert "全市召开" in cut


def test_a_word_with_a_pair_twice_in_it_proves_a_shredded_headline() -> None:
    title = "全市重点工作会议召开"
    line = "昨天，召开香港精准资料资料大全文明办开会，会议全市有了安排，各县区都来了人，他说要抓紧。"
    cut = [line[start:end] for _, start, end in find_shreds([line], [title])]
    assert [text[:10] for text in cut] == ["召开香港精准资料资料", "会议全市"]


def test_a_sentence_said_twice_is_not_the_campaigns_word() -> None:
    behind = ["冬季前线将推进到江南。", "冬季前线将推进到江南，", "嫩模合辑东北地区", "嫩模合辑华北"]
    assert glued_word(behind, "") == "嫩模合辑"


def test_the_campaigns_word_may_be_as_long_as_any_phrase() -> None:
    word = "link vào kho hàng cuối tuần giá rẻ"
    assert glued_word([f"{word}东北地区", f"{word}华北多云"], "") == word


def test_a_notice_that_begins_its_clauses_with_words_of_the_headline_is_not_shredded() -> None:
    text = (
        "根据省体育彩票管理中心通知，自12月5日起，竞彩足球、竞彩篮球游戏开售时间调整如下。",
        "周一至周五：每日11时至22时；周六、周日：每日11时至23时。",
        "胜负游戏14场、任选9场第131期销售截止时间为12月6日21时30分。购彩者可到各实体网点咨询。",
    )
    title = "足球彩票竞彩开售时间调整公告"
    article = clean_html(page_of(title, *text))
    assert article.text.split("\n") == list(text)


def test_many_marks_cost_no_more_than_their_number() -> None:
    """Thousands of pieces with a word glued to each that stands elsewhere, too."""
    title = "全市重点工作会议召开城市建设取得新进展"
    rng = Random(3)
    pieces = [title[at : at + 2] for at in range(0, len(title) - 1, 2)]

    def clause() -> str:
        honest = "".join(chr(0x4E00 + rng.randrange(3000)) for _ in range(8))
        return f"{honest}，{''.join(rng.choices(pieces, k=3))}香港精准资料大全"

    lines = ["香港精准资料大全网。", *("".join(clause() for _ in range(50)) + "。" for _ in range(200))]
    begun = time.process_time()
    find_shreds(lines, [title])
    assert time.process_time() - begun < 4
