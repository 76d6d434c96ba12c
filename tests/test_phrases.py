"""Phrases between sentences: trades that the model was never shown, and pages that are left alone."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean_text
from cleaners.article import Article, Integrity, RemovalKind
from cleaners.junk.scene import Scene
from cleaners.junk.spans import by_line
from cleaners.junk.strewn.between_sentences import find_phrases
from cleaners.junk.strewn.named_items import find_named_items
from cleaners.page.model import Line
from cleaners.text import phrases
from cleaners.text.phrase_alphabet import LEVELS, pairs_in
from cleaners.text.phrase_places import find_openings

if TYPE_CHECKING:
    from collections.abc import Sequence

CASES = Path(__file__).parent / "cases"
NEWSROOM = Path(__file__).parent.parent / "data" / "newsroom"


def read_articles() -> list[list[str]]:
    """The paragraphs of the newsroom's Chinese articles."""
    pages = []
    for path in sorted(NEWSROOM.rglob("*.json")):
        blocks = json.loads(path.read_text("utf-8")).get("blocks", [])
        page = [block["text"] for block in blocks if block["kind"] == "paragraph" and block["text"].count("。") > 1]
        if len(page) >= 3 and re.search("[\u4e00-\u9fff]{9}", page[0]):
            pages.append(page)
    return pages


ARTICLES = read_articles()


def attack(page: list[str], campaign: dict[str, Any], rng: random.Random) -> tuple[list[str], list[str]]:
    """The page with phrases of the campaign behind half of its paragraphs' sentences, and the phrases."""

    def phrase() -> str:
        if rng.random() < 0.4:
            return str(rng.choice(campaign["phrases"]))
        return "".join(rng.choice(campaign[part]) for part in ("heads", "middles", "tails"))

    attacked, put = [], []
    for text in page:
        places = [mark.end() for mark in re.finditer("。", text[:-1])]
        if rng.random() < 0.6 and places:
            at = rng.choice(places)
            put.append(rng.choice((" ", "")).join(phrase() for _ in range(rng.randint(1, 3))))
            lead, trail = rng.choice(("", " ", "\u3000")), rng.choice(("", " ", "。"))
            text = text[:at] + lead + put[-1] + trail + text[at:]
        attacked.append(text)
    return attacked, put


def spam_of(article: Article) -> list[str]:
    return [removal.text for removal in article.removed if removal.kind is RemovalKind.SPAM]


def test_there_are_enough_articles() -> None:
    assert len(ARTICLES) >= 10


@pytest.mark.parametrize("page", ARTICLES, ids=lambda page: page[0][:12])
def test_an_honest_article_is_left_alone(page: list[str]) -> None:
    article = clean_text("\n".join(page))
    assert spam_of(article) == []
    assert article.integrity is Integrity.CLEAN


@pytest.mark.parametrize(("name", "least"), [("b", 0.7), ("d", 0.9), ("e", 0.8)])
def test_a_trade_never_seen_is_found(name: str, least: float) -> None:
    """Most phrases of campaigns that no model was fitted to; hardly a sentence is hurt."""
    campaign = json.loads((CASES / f"campaign-{name}.json").read_text("utf-8"))
    rng = random.Random(5)
    put = left = hurt = sentences = 0
    for page in ARTICLES:
        attacked, phrases_put = attack(page, campaign, rng)
        text = clean_text("\n".join(attacked)).text
        put += len(phrases_put)
        left += sum(phrase in text for phrase in phrases_put)
        own = [sentence for paragraph in page for sentence in paragraph.split("。")]
        sentences += len(own)
        hurt += sum(sentence not in text for sentence in own)
    assert left <= (1 - least) * put
    assert hurt <= 0.03 * sentences


@pytest.mark.parametrize(("name", "least"), [("d", 0.7), ("e", 0.6)])
def test_a_phrase_that_a_paragraph_runs_on_from_is_found(name: str, least: float) -> None:
    campaign = json.loads((CASES / f"campaign-{name}.json").read_text("utf-8"))
    rng = random.Random(7)
    page = [text for article in ARTICLES[:4] for text in article if len(text) > 40]
    put = rng.sample(campaign["phrases"], 8)
    attacked = [*map("".join, zip(put, page, strict=False)), *page[len(put) :]]
    article = clean_text("\n".join(attacked))
    assert sum(phrase in article.text for phrase in put) <= (1 - least) * len(put)
    assert all(text[8:] in article.text for text in page)


def test_a_sentence_that_shares_no_word_with_the_junk_of_its_page_stays() -> None:
    """Junk that shares its words speaks against what has none of them, however much that looks like a phrase."""
    named = "福特总裁詹姆士拉克的照片还挂在墙上，那是一九八六年他来参观时拍的。"
    junk = ("凯翎体育登录", "凯翎体育官网", "凯翎体育下载", "凯翎电竞官网")
    attacked = (
        f"县文化馆的老楼上周拆了围挡。{junk[0]}门票由各校团委统一发放，家长凭学生证可以领两张。",
        f"戏台对面的茶馆也要搬。{named}{junk[1]}老板舍不得摘。",
        f"施工队五月进场。{junk[2]}武生戏会在新馆首演。馆长说，票价还是十块钱，老人凭证免票。",
        f"档案室清出三百多本旧戏折。纸张发脆的先送去脱酸，其余的拍照上网。{junk[3]}志愿者报名的有一百多人。",
    )
    text = clean_text("\n".join(attacked)).text
    assert named in text
    assert not any(phrase in text for phrase in junk)


def phrases_in(texts: Sequence[str]) -> list[list[str]]:
    """The phrases found in each line."""
    found = by_line(find_phrases([Line(text, "p", 0) for text in texts], Scene("县里的老楼要搬")), len(texts))
    return [[text[slice(*span)] for span in spans] for text, spans in zip(texts, found, strict=True)]


HALL = (
    "县文化馆的老楼上周拆了围挡。{}门票由各校团委统一发放，家长凭学生证可以领两张。",
    "戏台对面的茶馆也要搬。{}老板舍不得摘那块挂了三十年的木匾，说要带到新店里去。",
    "施工队五月进场。{}武生戏会在新馆首演。馆长说，票价还是十块钱，老人凭证免票。",
    "档案室清出三百多本旧戏折。{}纸张发脆的先送去脱酸，其余的拍照上网。志愿者报名的有一百多人。",
)


@pytest.mark.parametrize("sentence", ["羽毛球馆免费开放。", "黄河大合唱排起长队。", "坡子街价钱没变。"])
@pytest.mark.parametrize(
    "junk",
    [
        ("鹏晟棋牌官网", "鹏晟棋牌下载", "鹏晟电玩城", "鹏晟捕鱼上下分"),
        ("凯翎体育登录", "凯翎体育官网", "凯翎体育下载", "凯翎体育app"),
    ],
)
def test_short_sentences_without_a_word_of_the_junk_stay(junk: tuple[str, ...], sentence: str) -> None:
    lines = [text.format(phrase) for text, phrase in zip(HALL, junk, strict=True)]
    found = phrases_in((*lines, f"城里的另一边也在变。{sentence}天黑了才散。"))
    assert found[-1] == []
    assert all(found[:-1])


def test_no_phrase_ends_within_a_word_that_news_often_has() -> None:
    """上下分|纸张, not 上下分纸|张."""
    junk = ("鹏晟棋牌官网", "鹏晟棋牌下载", "鹏晟电玩城", "鹏晟捕鱼上下分")
    found = phrases_in([text.format(phrase) for text, phrase in zip(HALL, junk, strict=True)])
    assert found[-1] == [junk[-1]]


@pytest.mark.parametrize(("before", "behind"), [("", " "), ("", "\u3000"), ("【", "】"), ("（", "）")])
def test_headings_that_a_paragraph_runs_on_from_stay(before: str, behind: str) -> None:
    headings = ("燃气灶维修", "油烟机清洗", "太阳能热水器安装")
    sentences = (
        "灶头打不着火，多半是电池没电，自己换一节就行。闻到异味要先关总阀，再打电话请人上门。",
        "滤网每月拆下来泡一次，热水里放一点碱面。拆洗电机的活不要自己干，容易漏电。",
        "楼顶要留出检修的通道，支架用螺栓固定。去年刮大风，有两户的水箱掉进了院子。",
    )
    paragraphs = [f"{before}{words}{behind}{text}" for words, text in zip(headings, sentences, strict=True)]
    kept = clean_text("\n".join(paragraphs)).text.replace("\u3000", " ")
    assert kept.split("\n") == [text.replace("\u3000", " ") for text in paragraphs]


RECALLED = (
    ("雄鹿牌强力胶囊", "检出国家禁止添加的西地那非成分，标示的厂家否认生产过这批产品。"),
    ("纤体速效减肥片", "检出酚酞成分，长期服用可能损害肝肾，已责令网店下架。"),
    ("祛斑美白霜", "汞含量超标上千倍，有顾客用了两个月得了肾病。"),
    ("安神助眠口服液", "添加了处方药成分，案件已移送公安机关。"),
    ("延时喷剂", "没有批准文号，消毒产品冒充药品销售，货值十余万元。"),
)
NEXT = "市民手里如果还有，请不要再用，凭小票可以到原来的店里退款。"


@pytest.mark.parametrize(("before", "behind"), [("", " "), ("", "\u3000"), ("", " — "), ("", "-"), ("【", "】")])
@pytest.mark.parametrize("between", [(), (NEXT,), (NEXT, NEXT)])
def test_a_list_of_paragraphs_keeps_the_names_they_begin_with(
    before: str, behind: str, between: tuple[str, ...]
) -> None:
    """What is recalled, warned of or lent bears the names that campaigns sell by."""
    listed = [line for name, text in RECALLED for line in (f"{before}{name}{behind}{text}", *between)]
    assert not any(phrases_in(["市药监局昨天公布了一批不合格产品，名单如下。", *listed]))


TOURS = (
    "这一项受到的关注最多，咨询电话响个不停。",
    "第一章 古城夜游线 和往年相比，今年的情况有了一些变化。",
    "第二章 红色研学线 有关情况已经在公示栏张贴，为期七天。",
    "知情的老人说，这里面的故事可以讲上半天。",
    "具体安排以当天现场通知为准，请大家留意。",
    "第三章 温泉养生线 去年这个时候，它还排在最后几名。",
    "据统计，参与人数比上一届多了三成。",
    "第四章 环湖骑行线 不少人专门从外县赶来，就是为了亲眼看看。",
)
LATER = "相关负责人表示，下一步还将继续听取意见，把工作做得更细更实。"


@pytest.mark.parametrize("label", ["第", "其"])
def test_names_that_a_label_stands_before_stay(label: str) -> None:
    """A label parts itself from the name, and that from the paragraph: keywords have no label."""
    named = [text if label == "第" else text.replace("第", "其", 1).replace("章", "", 1) for text in TOURS]
    assert not any(phrases_in([text + LATER for text in named]))


@pytest.mark.parametrize("sign", [" ", "-", "_"])
def test_keywords_in_front_of_some_paragraphs_go_with_their_sign(sign: str) -> None:
    campaign = json.loads((CASES / "campaign-d.json").read_text("utf-8"))
    put = dict(zip((1, 2, 5, 9, 10, 14), campaign["phrases"], strict=False))
    page = [text for article in ARTICLES[:6] for text in article if len(text) > 40]
    attacked = [put[at] + sign + text if at in put else text for at, text in enumerate(page)]
    article = clean_text("\n".join(attacked))
    assert 2 * sum(phrase in article.text for phrase in put.values()) <= len(put)
    assert sum(text in article.text.split("\n") for text in page) >= len(page) - 3


@pytest.mark.parametrize(
    ("texts", "items"),
    [
        (["甲乙 一二三四五六七八九"] * 3, {0, 1, 2}),
        (["甲乙 一二三四五六七八九", "丙丁，一二三四五六七八九"] * 3, {0, 2, 4}),
        (["甲乙 一二三四五六七八九"] * 2, set()),
        (["甲乙 一二三四五六七八九", "甲乙-一二三四五六七八九", "甲乙：一二三四五六七八九"], set()),
        ([("甲乙 " if at in (1, 2, 5, 9, 10, 14) else "") + "一二三四五六七八九，" for at in range(16)], set()),
        ([("甲乙 " if at % 5 == 0 else "") + "一二三四五六七八九，" for at in range(16)], set()),
    ],
)
def test_named_items_follow_one_another_evenly(texts: list[str], items: set[int]) -> None:
    assert find_named_items(texts) == {(at, 0) for at in items}


def test_names_in_one_paragraph_stay_where_it_begins_with_the_bracket_around_them() -> None:
    assert not any(phrases_in(["".join(f"【{name}】{text}" for name, text in RECALLED), NEXT]))
    numbered = [f"{sign}{name}。{text}" for sign, (name, text) in zip("①②③④⑤", RECALLED, strict=True)]
    assert not any(phrases_in(["".join(numbered), NEXT]))


@pytest.mark.parametrize("introduction", ["骗局的名单如下。", "昨天公布了名单。"])
def test_a_list_that_the_line_before_it_introduces_stays(introduction: str) -> None:
    listed = "内部指标　低分高录　查询成绩　论文代写代发　天价志愿规划"
    before = f"区里昨天开了会，通报了今年的抽查，会上还讨论了下一步的安排，会议开了一上午。{introduction}"
    after = (
        "市民如果需要进一步了解，可以到社区服务窗口咨询，工作人员会当面解答。",
        "下一步，有关部门还将继续听取市民的意见，不断改进工作，让大家更加满意。",
    )
    text = clean_text("\n".join((before, listed, *after))).text
    assert listed.split("　") == text.split("\n")[1].split()


def test_the_model_is_whole() -> None:
    alphabet, tables = phrases.load_model()
    assert len(alphabet.pairs) + 1 == len(alphabet.levels) == len(tables.pair_inside) == len(tables.pair_across)
    assert alphabet.size == len(tables.inside) == len(tables.behind)
    assert (np.diff(alphabet.pairs) > 0).all()
    assert int(alphabet.levels.max()) < LEVELS
    assert len(tables.usage) == LEVELS * phrases.FLAGS
    assert phrases.MODEL_PATH.stat().st_size < 500_000


def test_openings_stand_where_sentences_begin() -> None:
    alphabet = phrases.load_model().alphabet
    lines = ["会议２０２６年召开。 代表12人abc出席！好。”散会", "", "第二行"]
    opening, outside = find_openings(lines, alphabet)
    begun = [(line, start) for line, start in zip(opening.line.tolist(), opening.start.tolist(), strict=True)]
    assert begun == [(0, 0), (0, 11), (0, 22), (0, 25), (2, 0)]
    assert opening.lead.tolist() == [0, 2, 1, 1, 0]
    assert [lines[line][start : opening.ends[row, 5]] for row, (line, start) in enumerate(begun)][:2] == [
        "会议２０２６年召",
        "代表12人abc",
    ]
    assert opening.longest.tolist() == [6, 7, 1, 2, 3]
    assert not np.isin(pairs_in("第二", alphabet), outside).any()


def test_either_script_and_either_width_read_alike() -> None:
    alphabet = phrases.load_model().alphabet
    assert pairs_in("門戶２０ＡＢ網", alphabet).tolist() == pairs_in("门户1x网", alphabet).tolist()


@given(st.lists(st.text(alphabet="网上赌场开户会议听取。！ \u3000a1“”\U0001f600\ud800，", max_size=60), max_size=6))
@settings(max_examples=60)
def test_any_lines_are_weighed(lines: list[str]) -> None:
    model = phrases.load_model()
    opening, outside = find_openings(lines, model.alphabet)
    elsewhere = phrases.Elsewhere.of(outside, model.alphabet)
    weighed = phrases.weigh(opening, elsewhere, phrases.vocabulary_of(lines, model.alphabet), model)
    assert len(weighed.nats) == len(opening.line)
    assert np.isfinite(weighed.nats).all()
    for row, line in enumerate(opening.line.tolist()):
        assert 0 <= opening.start[row] < len(lines[line])
        assert opening.ends[row, opening.longest[row]] <= len(lines[line])


def test_words_of_sure_junk_speak_against_a_phrase_that_shares_them() -> None:
    model = phrases.load_model()
    opening, outside = find_openings(["会议到此结束。老酒回收 大家都更努力，事情才会有转机。"], model.alphabet)
    junk = phrases.vocabulary_of(["合肥灯饰批发老酒回收", "钢琴调律"], model.alphabet)
    elsewhere = phrases.Elsewhere.of(outside, model.alphabet)
    alone, among = (phrases.weigh(opening, elsewhere, known, model) for known in (phrases.NO_JUNK, junk))
    assert (alone.recurs.tolist(), among.recurs.tolist()) == ([False, False], [False, True])
    assert among.nats[0] == alone.nats[0]
    assert among.nats[1] > alone.nats[1] + phrases.RECURRING_NATS
    assert among.length[1] == 4


def test_characters_that_the_article_uses_elsewhere_speak_against_a_phrase() -> None:
    model = phrases.load_model()
    opening, _ = find_openings(["会议到此结束。老酒回收 大家都更努力，事情才会有转机。"], model.alphabet)
    text = "会议听取了各县区关于道路、学校和医院建设情况的报告。" * 30
    nats = [
        phrases.weigh(opening, phrases.Elsewhere.of(keys, model.alphabet), phrases.NO_JUNK, model).nats[1]
        for keys in (pairs_in(text + words, model.alphabet) for words in ("", "老人收酒回家"))
    ]
    assert nats[1] < nats[0] - 1


def test_a_space_says_more_where_the_page_hardly_sets_one() -> None:
    alphabet = phrases.load_model().alphabet
    rare = "他说完了。" * 9
    assert find_openings([f"{rare} 老酒回收"], alphabet)[0].lead[-1] == 4
    assert find_openings(["他说完了。 老酒回收"], alphabet)[0].lead[-1] == 2


def test_texts_are_weighed_alone_as_they_are_together() -> None:
    model = phrases.load_model()
    texts = ["二手叉车报价", "市教育局", "一", "abc", "24小时上门"]
    together = phrases.weigh_alone(texts, model).tolist()
    assert together == pytest.approx([float(phrases.weigh_alone([text], model)[0]) for text in texts], abs=1e-4)
    assert together[0] > 0 > together[1]


def test_what_several_phrases_share() -> None:
    alphabet = phrases.load_model().alphabet
    junk = phrases.vocabulary_of(["老酒回收价格", "高价老酒", "电脑回收价格"], alphabet, least=2)
    assert sorted(junk.pairs) == sorted(pairs_in("老酒", alphabet).tolist() + pairs_in("回收价格", alphabet).tolist())
    assert len(junk.triples) == 2
    assert len(junk.ends) == 1


def test_a_phrase_ends_before_a_letter_of_another_script() -> None:
    opening, _ = find_openings(["他说完了。老酒回收 ありがとう"], phrases.load_model().alphabet)
    assert opening.longest.tolist() == [4, 5]


@pytest.mark.parametrize(("left", "right"), ["()", "（）"])
def test_a_word_in_brackets_inside_a_phrase_parts_nothing(left: str, right: str) -> None:
    lines = [
        "市文明办昨天召开会议，部署下一阶段的重点工作，各县区负责人参加了会议。{}会议指出，要认真听取意见。",
        "与会人员围绕重点任务展开讨论，就如何抓好落实提出了意见和建议。{}大家一致认为，要及时回应关切。",
    ]
    junk = [f"云鹿{left}中国{right}官方网站", f"青岚{left}官方{right}APP下载"]
    page = [line.format(word) for line, word in zip(lines, junk, strict=True)]
    assert clean_text("\n".join(page)).text == "\n".join(line.format("") for line in lines)
