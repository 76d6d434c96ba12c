from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners import clean_html, clean_text
from cleaners.article import Integrity
from cleaners.repairs import invisible
from cleaners.repairs.readings import is_reading
from cleaners.repairs.repair import repair_source
from cleaners.text.script import fits, load_dictionary

STORY = (
    "河湾市水务局昨日公布，城北水库除险加固工程已经完成主体施工，余下的干渠衬砌将于年底前结束。",
    "据了解，这座水库建于一九五八年，后来两次扩建，里面的闸门多年没有更换，并且坝体有渗水。",
    "工程负责人说，施工队先后投入挖掘机四十余台，夜里也不停工，几个村的村民还送来了热茶。",
    "“今年春天总算能放心浇地了。”住在库区的老人对记者说，“云彩一来，大家就不必再守着大坝。”",
    "市发展和改革委员会表示，下一步将为沿线八个乡镇铺设管网，受益人口预计达到十一万人。",
)
HONEST_TRADITIONAL = (
    "河灣市水務局昨日公布，城北水庫除險加固工程已經完成主體施工，餘下的幹渠襯砌將於年底前結束。",
    "據了解，這座水庫建於一九五八年，後來兩次擴建，裡面的閘門多年沒有更換，並且壩體有滲水。",
    "工程負責人說，施工隊先後投入挖掘機四十餘台，夜裡也不停工，幾個村的村民還送來了熱茶。",
    "老人說：「雲一來，大家就不必再守著大壩。」他家離水庫只有三公里，颱風過後總要上山看看。",
)
SYMBOLS = [
    c for c in map(chr, range(0x2190, 0x2800)) if unicodedata.category(c) in ("So", "Sm") and c not in "□■○●√△×〇"
]
INVISIBLE = "\u200b\u200c\u200d\u2060\xad\ufeff\ufe0f\u180e\u2063\u034f\u3164\u200e\u202c\U000e0101"
UNSEEN = (
    "\u202a\u2066\u2069", "\u2061\u2064", "\u115f\u1160\uffa0", "\ufe00\ufe0e", "\U000e0041\U000e007f", "\u061c\u206f",
    "\u17b4\u180b", "\ufff9\ufffa", "\ufdd0\ufffe", "\u2800\U0001d173", "\u0301\u0336\u0489", "\u1ab0\u1dc4\ufe20",
    "\ue000\ue5e5\uf8ff", "\u200a\u2009\u2006",
)  # fmt: skip
"""Kinds of characters that show nothing, or nothing that belongs to Chinese."""
ODD = ("#*@^", "\\|/", "βαγ", "щжя", "ヵっゎ", "가힣", "กข", "\ue000\ue5e5", "ㄅㄆ", "⺀⼄", "𝌀𝌁")
"""Kinds of signs that no clause ends with."""


@cache
def naive_table() -> dict[int, str]:
    pairs = load_dictionary("STCharacters").items()
    return {ord(k): values[0] for k, values in pairs if not fits(k, "big5") and fits(k, "gb2312")}


def mirrored(text: str) -> str:
    """Naive Traditional, as a mirror script makes it."""
    return text.translate(naive_table())


def page(lines: tuple[str, ...] | list[str]) -> str:
    return "<html><body><h1>水库加固</h1>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"


READINGS = (
    ("guó", "fā", "zhèn", "lüè", "yīng"),
    ("guo", "fa", "zhen", "men"),
    ("guo2", "fa1", "zhen4", "lve4"),
    ("guo2", "fa1", "zhe4n", "lve4"),
    ("ㄍㄨㄛˊ", "ㄈㄚ", "ㄓㄣˋ", "˙ㄇㄣ"),
)
stories = st.lists(st.sampled_from(STORY), min_size=3, max_size=8)
places = st.lists(st.floats(0, 1, exclude_max=True), min_size=20, max_size=60)


def strew(text: str, spots: list[float], pieces: str | list[str]) -> str:
    for number, spot in enumerate(spots):
        at = int(spot * len(text))
        text = text[:at] + pieces[number % len(pieces)] + text[at:]
    return text


@settings(max_examples=40)
@given(stories)
def test_naive_traditional_comes_back(lines: list[str]) -> None:
    text = "\n".join(lines)
    repair = repair_source(mirrored(text), markup=False)
    assert repair.source == text
    assert repair.mirror
    assert repair.trace == ("undo_traditional",)


def partly_mirrored(text: str, every: int) -> str:
    """Text in which a script converted each ``every``-th of the characters that it could."""
    may, table = cycle([True] + [False] * (every - 1)), naive_table()
    return "".join(c.translate(table) if ord(c) in table and next(may) else c for c in text)


@pytest.mark.parametrize("every", [2, 3, 4])
def test_text_that_a_script_converted_here_and_there_comes_back(every: int) -> None:
    text = "\n".join(STORY)
    repair = repair_source(partly_mirrored(text, every), markup=False)
    assert repair.source == text
    assert repair.trace == ("undo_traditional",)


_TAUGHT = tuple(zip("龍馬鳥魚車門書畫國學藝愛", "龙马鸟鱼车门书画国学艺爱", strict=True))


@pytest.mark.parametrize(
    "lines",
    [
        [f"{line}古人说：“{quoted[:12]}”。" for line, quoted in zip(STORY, cycle(HONEST_TRADITIONAL), strict=False)],
        [f"“{short}”也写作“{long}”。{line}" for line in STORY for long, short in _TAUGHT],
        [f"{short}{long}、{line}" for line in STORY for long, short in _TAUGHT],
        [f"{short}（{long}）、{line}" for line in STORY for long, short in _TAUGHT],
        [f"本報訊（記者張國棟）{line}" for line in STORY],
        [line.replace("在", "在国") for line in HONEST_TRADITIONAL],
        [f"{short} / {long}" for short, long in zip(STORY, HONEST_TRADITIONAL, strict=False)],
        [line + "図書館の読書会を両国の学生が開き、経済の発展も学んだ。" for line in STORY],
    ],
    ids="quotations taught side_by_side in_brackets bylines odd_short_forms both_scripts Japanese".split(),
)
def test_two_scripts_for_a_reason_are_no_mirror(lines: list[str]) -> None:
    assert "undo_traditional" not in repair_source("\n".join(lines), markup=False).trace


@settings(max_examples=10)
@given(stories)
def test_references_stand_for_characters_in_markup_alone(lines: list[str]) -> None:
    text = mirrored("\n".join(lines)) + "&#28165;"
    assert repair_source(text, markup=False).source.endswith("&#28165;")
    assert repair_source(text).source.endswith("清")


@settings(max_examples=40)
@given(
    stories,
    st.sampled_from(READINGS),
    st.sampled_from(["()", "（）", "[]", "【】", "{}", "〈〉", "《》", "//"]),
    st.data(),
)
def test_readings_come_out(
    lines: list[str], readings: tuple[str, ...], brackets: tuple[str, str], data: st.DataObject
) -> None:
    opening, closing = brackets
    text = "\n".join(lines)
    shown = [
        f"{b}{opening}{data.draw(st.sampled_from(readings))}{closing}" if a != b and number % 3 else b
        for number, (a, b) in enumerate(zip(text, mirrored(text), strict=True))
    ]
    repair = repair_source("".join(shown), markup=False)
    assert repair.source == text
    assert repair.removed[0].step == "cut_readings"


SPOKEN = dict(zip("这年了不一后人来个多他大", "zhè nián le bù yī hòu rén lái gè duō tā dà".split(), strict=True))
"""Readings of common characters of the story; the rest stand for characters that are rarer."""


@pytest.mark.parametrize("every", [5, 7, 11])
@pytest.mark.parametrize("toneless", [False, True])
def test_readings_strewn_over_simplified_text_come_out(every: int, *, toneless: bool) -> None:
    text = "\n".join(STORY * 6)
    shown = "".join(
        f"{c}({SPOKEN.get(c, 'lǘ')})" if "\u3400" < c < "\ua000" and not n % every else c for n, c in enumerate(text)
    )
    if toneless:
        shown = "".join(c for c in unicodedata.normalize("NFD", shown) if not unicodedata.combining(c))
    repair = repair_source(shown, markup=False)
    assert repair.source == text
    assert repair.mirror


@pytest.mark.parametrize(
    "text",
    [
        "“长”有两个读音：生长(zhǎng)、长(cháng)短。“行”也是：银行(háng)、行(xíng)走。一(yī)定的一(yí)会变，教(jiāo)书也是。",
        "亳(bó)州、六(lù)安、铅(yán)山、台(tāi)州、番(pān)禺、监(jiàn)利、莘(shēn)县、乐(lào)亭，外地人常读错。",
        "本周生字：人(rén)、口(kǒu)、手(shǒu)、山(shān)、水(shuǐ)、日(rì)、月(yuè)、天(tiān)、开(kāi)。",
        "我(wo)们(men)在(zai)山(shan)上(shang)看(kan)日(ri)出(chu)，天(tian)空(kong)一(yi)片(pian)红(hong)。",
        "参赛选手分甲组(a)、乙组(e)，全程(an)无干扰，市民(o)在出口(er)领号。",
        "句首用他(he)还是我(me)要看格。能(can)表示会做，一(a)和一(an)不同，日(sun)要大写，人(man)要变形，这(die)不算。",
        "老人把人(ren)读成yin，把日(ri)读成yi，把水(shui)读成fei，把书(shu)读成fu，把六(liu)读成lu，把年(nian)读成lian。",
        "学(xué)而时习之，不亦说(yuè)乎？有(yǒu)朋自远方来，不亦乐(lè)乎？人(rén)不知而不愠(yùn)，吾日(rì)三省(xǐng)吾身。",
    ],
)
def test_what_a_lesson_glosses_stays(text: str) -> None:
    lesson = "\n".join((*STORY, text, *STORY))
    assert repair_source(lesson, markup=False).source == lesson


@settings(max_examples=20)
@given(stories)
def test_bare_readings_with_their_tones_come_out(lines: list[str]) -> None:
    text = "\n".join(lines)
    shown = [f"{b}{reading}" if a != b else b for a, b, reading in zip(text, mirrored(text), cycle(READINGS[0]))]
    assert repair_source("".join(shown), markup=False).source == text


def test_what_is_passed_over_as_plain_shows_something() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    unseen = re.findall(f"[{invisible.RANGES}{invisible.MARKS}{invisible.PRIVATE}]", every)
    assert len(unseen) > 8000
    assert re.search(f"[{invisible.PLAIN}]", "".join(unseen)) is None


@settings(max_examples=40)
@given(stories, places, st.permutations(INVISIBLE))
def test_invisible_characters_come_out(lines: list[str], spots: list[float], characters: list[str]) -> None:
    text = "\n".join(lines)
    strewn = strew(text, spots, characters)
    assert repair_source(strewn, markup=False).source == text
    referenced = "".join(f"&#{ord(c)};" if c in INVISIBLE else c for c in strewn)
    assert repair_source(page([referenced])).source == page([text])


@pytest.mark.parametrize("kind", UNSEEN, ids=ascii)
def test_characters_of_any_kind_that_show_nothing_come_out(kind: str) -> None:
    text = "\n".join(STORY)
    beside = [at for at in range(1, len(text)) if text[at - 1] > "\u3400" and text[at] > "\u3400"]
    assert repair_source(put_in(text, beside[::7], kind), markup=False).source == text


@pytest.mark.parametrize("kind", ODD, ids=ascii)
def test_signs_of_any_kind_before_marks_come_out(kind: str) -> None:
    text = "\n".join(STORY)
    marks = [at for at in range(1, len(text)) if text[at] in "，。、" and text[at - 1] > "\u3400"]
    repair = repair_source(put_in(text, marks[::2], [kind[0], kind[0] + kind[-1], kind[-1] + kind[0]]), markup=False)
    assert repair.source == text
    assert repair.mirror


def test_circles_and_boxes_are_strewn_among_other_symbols_unless_the_page_uses_them_itself() -> None:
    text = "\n".join(STORY)
    marks = [at for at in range(1, len(text)) if text[at] in "，。、" and text[at - 1] > "\u3400"]
    odd = put_in(text, marks, ["○", "▼", "□△", "▼"])
    assert repair_source(odd, markup=False).source == text
    answered = f"第一空填□。{odd}\n第二空填□+1。"
    assert repair_source(answered, markup=False).source.startswith("第一空填□。")
    assert repair_source(put_in(text, marks[:3], "□"), markup=False).source.count("□") == 3
    score = "第一局甲○，乙×。第二局甲×，乙○。"
    assert score in repair_source(f"{put_in(text, marks, ['♂', '▼'])}\n{score}", markup=False).source


def put_in(text: str, places: list[int], pieces: str | list[str]) -> str:
    """The text with one of the pieces in front of each of the places, in turn."""
    for number, at in reversed(list(enumerate(places))):
        text = text[:at] + pieces[number % len(pieces)] + text[at:]
    return text


@settings(max_examples=60)
@given(stories, st.lists(st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=3), min_size=2, max_size=5))
def test_symbols_before_marks_come_out(lines: list[str], runs: list[list[str]]) -> None:
    first, *others = "\n".join(lines).split("，")
    used = ["".join(run) for run, _ in zip(cycle(runs), others, strict=False)]
    repair = repair_source(
        first + "".join(f"{run}，{piece}" for run, piece in zip(used, others, strict=True)), markup=False
    )
    if len({character for run in used for character in run}) > 1 and not {"★", "☆"}.issuperset("".join(used)):
        assert repair.source == "\n".join(lines)
        assert repair.mirror


@settings(max_examples=20)
@given(
    stories,
    st.sampled_from(
        [
            "????",
            "??",
            "？？",
            "? ?",
            "?",
            "???",
            "？?",
            "??????",
            "?? ??",
            "\ufffd\ufffd",
            "\ufffd?",
            "□□",
            "囗囗",
            "¿¿",
        ]
    ),
)
def test_indents_come_out(lines: list[str], marks: str) -> None:
    repair = repair_source(page([marks + line for line in lines]))
    assert repair.source == page(lines)
    assert repair.trace == ("drop_question_indent",)
    assert not repair.mirror  # a converter at the outlet does that, too


def test_one_line_is_enough_with_as_many_signs_as_an_indent_has_bytes() -> None:
    repair = repair_source(page(["????" + STORY[0], *STORY[1:]]))
    assert repair.source == page(STORY)
    assert repair.trace == ("drop_question_indent",)


@pytest.mark.parametrize(
    "address", ["http://www.hewan-copy.example", "https://mirror7.example/", "http://a.b.example:8080"]
)
def test_address_of_the_mirror(address: str) -> None:
    lines = [address + "【河湾网】2024-05-06", *STORY]
    for source, kept in ((mirrored("\n".join(lines)), "【河湾网】2024-05-06"), ("\n".join(lines), "【河湾网】")):
        repair = repair_source(source, markup=False)
        assert address.rstrip("/") not in repair.source
        assert kept in repair.source
        assert address.rstrip("/") in repair.removed[-1].text
        assert repair.mirror


def test_address_of_the_mirror_in_front_of_what_somebody_says() -> None:
    said = "「船一靠岸，碼頭上的人就都圍過來了。」老船工說，他開了三十年的船。"
    repair = repair_source("\n".join((f"http://www.hewan-copy.example{said}", *HONEST_TRADITIONAL)), markup=False)
    assert repair.source == "\n".join((said, *HONEST_TRADITIONAL))
    assert repair.mirror


@pytest.mark.parametrize(
    "honest",
    [
        "\n".join(HONEST_TRADITIONAL),
        "\n".join(HONEST_TRADITIONAL[:2]),
        HONEST_TRADITIONAL[3],
        "\n".join(STORY),
        "\n".join((*STORY, "展厅里挂着一副旧联：“雲開萬壑，風過千山，國泰民安。”")),
        "亳(bó)州的药材市场和濮(pú)阳的杂技都很有名，前者距此三百公里(km)。",
        "今天学：我(wǒ)们(men)去(qù)學(xué)校(xiào)，你(nǐ)好(hǎo)，请说國(guó)家(jiā)、這(zhè)個(gè)。",
        "当天最高气温30°，最低22℃，湿度60%，风力3-4级，体感温度可达35°。",
        "评选结果：甲店★★★★★，乙店★★★★，丙店★★★。",
        "美达®，好客™，都是注册商标。选A→B，再选B→C。圆□□，缺二字。答案：√、×。",
        "角α，角β，角γ，都是锐角。C#，C++，都要学。说明见①，又见②。好吃😋，推荐👍！",
        "?怎么报名\n先登录网站，再填表。",
        "???怎么报名，村里没人说得清楚。\n先登录网站，再填表。",
        "名单上有\ue5e5、李\ue863二人。",
        "真的吗?他问。“为什么?”她说，“钱呢??”网址是 http://example.com/?q=中文&page=2 。",
        "????",
        "白菜2.8元/斤↓，莴笋4.5元/斤↑，冬瓜3.2元/斤→，鲫鱼16元↓，蛋价一斤5元↑。",
        "沪指收报3,412.08点▲，深指收报11,027点▼，两市成交一般。",
        "官网 www.hewan.example 昨日开通，网民可登录http://www.hewan.example查询。",
        "http://www.hewan.example是唯一的报名网址。",
        "http://www.hewan.example“一网通办”昨天上线。",
        "河湾市の水道局は昨日、国際会議を開催した。動物園は来月に再開する。",
        "서울시는 어제 國際 會議를 開催한다고 發表했다.",
        "👨‍👩‍👧 一家三口 ❤️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "می‌خواهم به کتاب‌خانه بروم، क्‍ष",
        "Plain English, with a question? Yes – “quoted”.",
        "<p>&#20013;&#x56fd;</p>",
    ],
)
def test_true_text_stays(honest: str) -> None:
    for source, markup in ((honest, False), (page([honest]), True)):
        repair = repair_source(source, markup=markup)
        assert repair.source == source
        assert not repair.mirror
        assert not repair.trace


@settings(max_examples=100)
@given(st.lists(st.sampled_from([*STORY, "2024-05-06", "（记者 林河）", "约30℃。", "Q&A?", "——"]), max_size=8))
def test_clean_text_stays(lines: list[str]) -> None:
    source = page(lines)
    assert repair_source(source).source is source


@settings(max_examples=200)
@given(st.text(st.sampled_from("國會這餘于后里?？ \n<p>&#200b;guó()（）♂☆，。http://a.b中文\u200b\ufffd"), max_size=80))
def test_total_and_settled(text: str) -> None:
    for markup in (False, True):
        repair = repair_source(text, markup=markup)
        assert repair.trace == tuple(mend.step for mend in repair.mends)


def test_title_and_meta_are_mended_alike() -> None:
    title = mirrored("城北水库除险加固完工")
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    article = clean_html(f"<html><head>{head}</head>{page([mirrored(line) for line in STORY])}</html>")
    assert article.integrity is Integrity.MIRROR
    assert "國" not in str(article.as_dict())
    assert STORY[0] in article.text


def test_cuts_are_recorded_as_they_stood() -> None:
    article = clean_text(mirrored("\n".join(("城北水库除险加固完工", *STORY, "责任编辑：苏苇"))))
    assert mirrored("责任编辑：苏苇") in [removal.text for removal in article.removed]
    assert STORY[2] in article.text


@pytest.mark.parametrize("text", ["km", "app", "usa", "cm", "abc"])
def test_words_in_brackets_are_no_readings(text: str) -> None:
    assert not is_reading(text)


@pytest.mark.parametrize(
    "source",
    [
        "?" * 60_000 + "中",
        "國會來" + "(" * 60_000,
        "http://" + "a." * 40_000 + "中",
        "中" + "\u200b" * 60_000,
        ">" + "&nbsp;" * 10_000 + "????中",
        "?耙" * 30_000,
        "，♂" * 30_000,
        "<script>國會來" * 10_000,
        "&#" * 60_000,
    ],
    ids=range(9),
)
def test_hostile_text_is_read_in_time(source: str) -> None:
    repair_source(source)
