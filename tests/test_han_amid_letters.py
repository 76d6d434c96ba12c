"""Chinese keywords between the sentences of an article in an alphabet go; Han that the article is about stays."""

from __future__ import annotations

import pytest

from cleaners import clean_html
from cleaners.article import RemovalKind
from cleaners.junk.foreign.han_amid_letters import find_han
from cleaners.junk.scene import Scene
from cleaners.junk.spans import by_line, without
from cleaners.page.model import Line

PROSE = (
    "The last ferry left the pier on Friday night. People on both banks came to see it off.",
    "The crew will move to the new bridge office. Their new jobs are closer to home.",
    "The waiting room becomes a museum. One of the old boats stays there.",
)


def left_of(lines: tuple[str, ...], *, injected: bool = False) -> tuple[str, ...]:
    scene = Scene(spam=("junk",) if injected else ())
    found = by_line(find_han([Line(text, "p", 0) for text in lines], scene), len(lines))
    return tuple("".join(without(text, spans)).strip() for text, spans in zip(lines, found, strict=True))


@pytest.mark.parametrize(
    "put",
    [
        lambda text, phrase: text.replace(". ", f". {phrase}", 1),
        lambda text, phrase: text + phrase,
        lambda text, phrase: text.replace("new", f"n{phrase}ew").replace("old", f"o{phrase}ld"),
        lambda text, phrase: text.replace("night", f"night🔥{phrase}🔥").replace("closer", f"closer🔥{phrase}"),
    ],
    ids=["between-sentences", "behind-the-paragraph", "inside-a-word", "behind-a-word"],
)
@pytest.mark.parametrize(
    "phrases",
    [("旧沙发回收电话", "二手叉车出租", "石磨批发价格表"), ("沙发|茶几批发", "叉车租赁、吊车出租", "石磨 磨盘厂家")],
)
def test_keywords_go_wherever_they_stand(put: object, phrases: tuple[str, ...]) -> None:
    assert callable(put)
    lines = tuple(put(text, phrase) for text, phrase in zip(PROSE, phrases, strict=True))
    assert sum(before != after for before, after in zip(lines, left_of(lines), strict=True)) >= 2
    assert left_of(lines) == PROSE


def test_a_single_one_stays_where_no_other_junk_was_found() -> None:
    lines = (PROSE[0] + "旧沙发回收电话", *PROSE[1:])
    assert left_of(lines) == lines
    assert left_of(lines, injected=True) == PROSE


@pytest.mark.parametrize(
    "lines",
    [
        ("麻婆豆腐 Mapo tofu is hot.", "回锅肉片 Twice-cooked pork is rich.", "担担面条Dandan noodles are cheap."),
        ("The ferry (清溪渡轮) left.", "The “老渡口” museum opens. “青石桥头” is next.", "The museum (渡口陈列馆)."),
        (
            "What is your name? 你叫什么名字 I am Lin.",
            "Where do you live? 你住在哪里呢 Here.",
            "Thank you. 我要谢谢你们 Bye.",
        ),
        ("The word 渡口陈列 means a pier.", "Boats of 清溪船厂 are old.", "She wrote 江边晨雾 in 1988."),
        ("床前明月光", "Before my bed the moon is bright.", "疑是地上霜", "I take it for frost."),
        ("The moon was bright. 床前明月光", "I took it for frost. 疑是地上霜"),
        ("Nobody moved. 纸上谈兵 Strategy on paper.", "All agreed. 随波逐流 Drifting along."),
        ("The quay is quiet. 长江号子 was sung here.", "Six boatmen are left. 船工号子 is what they sing."),
        ("Lisez l'étiquette.产地福建安溪 est le lieu.", "Regardez le grade.特级铁观音 est rare."),
        ("세종대왕世宗大王은 집현전을 세웠다.", "조선왕조실록朝鮮王朝實錄에 따르면 그렇다."),
        ("역에서 가깝다. 白马服装批发市场 앞이다.", "신발은 서쪽이다. 站西鞋业批发城 간판이 있다."),
        ("ร้านยา中药材批发อยู่ในซอย", "โรงเรียนจีน中华学校อยู่ใกล้วัด"),
        ("We learn mobile payment移动支付 and shared bike共享单车.", "Next is express delivery快递服务."),
        ("Scalp massage with ginger oil.生姜头皮按摩", "We collect old sofas for free.免费上门回收旧沙发"),
        (
            "1. Bronze bell, Zhou dynasty, found near the pier in 1972 by a farmer.周代青铜钟",
            "2. Lacquer box with phoenix, Han dynasty, gift of the Lin family.汉代漆盒",
        ),
    ],
    ids=[
        "dishes",
        "names",
        "phrase-book",
        "words",
        "verses",
        "verses-behind",
        "idioms",
        "subjects-of-sentences",
        "no-space",
        "hanja",
        "korean",
        "thai",
        "what-words-mean",
        "price-list",
        "labels",
    ],
)
def test_han_that_the_article_is_about_stays(lines: tuple[str, ...]) -> None:
    assert left_of(lines) == lines


def test_other_scripts_are_cleaned_too() -> None:
    lines = (
        "다리가 열렸다.旧沙发回收电话 배는 멈췄다.",
        "선원들은 다음 달에 새 사무실로 떠난다. 대합실은 오래된 배를 보여 주는 박물관이 된다.二手叉车出租",
    )
    assert left_of(lines) == (
        "다리가 열렸다. 배는 멈췄다.",
        "선원들은 다음 달에 새 사무실로 떠난다. 대합실은 오래된 배를 보여 주는 박물관이 된다.",
    )


def test_a_japanese_article_stays() -> None:
    lines = ("古い渡し船が終わった. 二手叉車出租", "船員は新しい橋へ移る. 石磨批発価格")
    assert left_of(lines) == lines


def test_what_goes_is_recorded() -> None:
    body = "".join(f"<p>{text}旧沙发回收电话</p>" for text in PROSE)
    source = (
        f"<html><head><title>The last ferry</title></head><body><h1>The last ferry</h1><div>{body}</div></body></html>"
    )
    article = clean_html(source, "http://news.ferry.example/1.html")
    assert tuple(article.text.split("\n")) == PROSE
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == ["旧沙发回收电话"] * 3


@pytest.mark.parametrize(
    "prose",
    [
        "The last ferry left the pier on Friday night. People came to see it off.",
        "Последний паром отошёл от причала в пятницу вечером. Люди пришли его проводить.",
        "마지막 배가 금요일 밤 부두를 떠났다. 강 양쪽의 주민들이 모두 나와 배웅했다.",
    ],
)
def test_no_paragraph_goes_with_the_list_behind_it(prose: str) -> None:
    lines = (prose + "旧沙发回收|二手叉车出租", f"1. {prose}石磨批发价格|高仿手表货源|澳门赌场网址")
    body = "".join(f"<p>{text}</p>" for text in (*lines, prose.replace(". ", ", ")))
    article = clean_html(f"<html><body><h1>Ferry</h1><div>{body}</div></body></html>", "http://ferry.example/1.html")
    assert article.text.split("\n") == [prose, f"1. {prose}", prose.replace(". ", ", ")]
