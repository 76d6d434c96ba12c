"""Foreign phrases between the sentences of a Chinese body go; what belongs to the sentence behind them stays."""

from __future__ import annotations

import pytest
from rows import every_row

from cleaners import clean_html
from cleaners.junk.foreign.names import find_named
from cleaners.junk.foreign.script import find_foreign
from cleaners.junk.scene import Scene
from cleaners.junk.spans import by_line, without
from cleaners.lexicons import load_lexicon
from cleaners.page.model import Line, Link

SENTENCES = (
    "渡口的最后一班船昨晚靠岸。",
    "2022年起，每天坐船的人不到一百。",
    "12名船工转到了大桥管理站。",
    "候船室会改成陈列馆，",
    "旧船也留下一艘。",
)
JUNK = ("cheap garden gnomes online", "used forklift for sale", "best sofa outlet near me")


PROSE = (
    "渡口的最后一班船昨晚靠岸，两岸的人都来送它。",
    "船工们转到了大桥管理站，新的岗位离家不远。",
    "候船室会改成陈列馆，旧船也留下一艘。",
    "大桥下个月通车，公交线路随后调整。",
)


def left_of(lines: list[Line]) -> list[str]:
    """The texts of the lines without the foreign phrases found in them."""
    found = by_line(find_foreign(lines, Scene()), len(lines))
    return ["".join(without(line.text, spans)) for line, spans in zip(lines, found, strict=True)]


def amid(prose: tuple[str, ...], phrases: tuple[str, ...]) -> list[Line]:
    """Paragraphs, each followed by a phrase in a line of its own."""
    pairs = zip(prose, (*phrases, ""), strict=False)
    return [Line(text, "p", 0) for pair in pairs for text in pair if text]


@pytest.mark.parametrize(
    "phrases",
    [
        ("ལྕེ་ལ་རུས་པ་མེད", "བཀྲ་ཤིས་བདེ་ལེགས", "དགའ་བ་ཡིན"),
        ("گۈل بولسا بۇلبۇل كېلىدۇ", "ياخشىمۇسىز دوستلار", "خوش كەلدىڭىز"),
        ("ᠨᠣᠮ ᠤᠨ ᠰᠠᠩ", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "ᠪᠠᠶᠠᠷᠯᠠᠯᠠ ᠪᠢ"),
    ],
)
def test_lines_in_the_languages_of_china_stay(phrases: tuple[str, ...]) -> None:
    lines = amid(PROSE, phrases)
    assert left_of(lines) == [line.text for line in lines]


VERSES = ("ม้าไม้เก่าแก่", "เรือลำสุดท้าย", "สะพานใหม่ยาวมาก")


def test_lines_that_the_article_says_to_be_quoted_stay() -> None:
    lines = amid((*PROSE[:3], "这首歌的歌词是船工写的，用泰语唱了很多年。"), VERSES)
    assert left_of(lines) == [line.text for line in lines]
    assert (
        left_of(amid(PROSE, VERSES))
        == [text for pair in zip(PROSE, ("", "", "", ""), strict=True) for text in pair][:-1]
    )


def test_phrases_behind_a_picture_or_at_the_beginning_of_a_line_go() -> None:
    lines = [Line(f"bán ghế sô pha rẻ{text}", "p", 0) for text in PROSE[:3]]
    assert left_of(lines) == list(PROSE[:3])
    assert cut(f"{PROSE[0]}🔥mua xe đạp cũ giá rẻ{PROSE[1]}") == PROSE[0] + PROSE[1]


def test_links_behind_commas_go_when_there_are_several() -> None:
    def linked(text: str, phrase: str) -> Line:
        at = text.index("，") + 1
        link = Link(at, at + len(phrase), "https://sofa.example/1")
        return Line(text[:at] + phrase + text[at:], "p", 0, links=(link,))

    lines = [linked(text, phrase) for text, phrase in zip(PROSE, JUNK, strict=False)]
    assert left_of(lines) == list(PROSE[:3])
    assert left_of(lines[:2]) == [line.text for line in lines[:2]]


@pytest.mark.parametrize(
    "names",
    [
        ("ω-3脂肪酸", "ω-6脂肪酸", "ω-9脂肪酸"),
        ("ต้มยำกุ้ง冬阴功汤", "ผัดไทย炒河粉", "ส้มตำ青木瓜沙拉"),
        ("R・A・摩尔", "T・S・林", "J・K・周"),
        ("Привет，", "Спасибо，", "До свидания，"),
    ],
)
def test_names_in_their_own_letters_at_the_beginning_of_lines_stay(names: tuple[str, ...]) -> None:
    lines = [Line(f"{name}{text}", "p", 0) for name, text in zip(names, PROSE, strict=False)]
    assert left_of(lines) == [line.text for line in lines]


@pytest.mark.parametrize(
    "shown",
    [
        ("sin2α + cos2α = 1", "tanα = sinα / cosα", "ρ = m / v"),
        ("35 μg/m3", "60 μg/m3", "8 μg/m3"),
        ("Trần Thị Lan", "Lê Văn Minh", "Phạm Thị Hoa"),
    ],
)
def test_formulas_units_and_names_in_lines_of_their_own_stay(shown: tuple[str, ...]) -> None:
    lines = amid(PROSE, shown)
    assert left_of(lines) == [line.text for line in lines]


def test_arabic_is_no_language_of_china() -> None:
    lines = amid(PROSE, ("شراء هاتف رخيص", "كرسي قديم للبيع", "دراجة جديدة للبيع"))
    assert [text for text in left_of(lines) if text] == list(PROSE)


@pytest.mark.parametrize(
    ("mark", "names"),
    [
        ("，", ("vue router", "bad guy", "off white")),
        ("，", ("のび太", "송강호", "Алёнка")),
        ("：", ("연합뉴스", "다음신문", "새소식")),
    ],
)
def test_what_a_sentence_links_behind_a_comma_or_colon_stays(mark: str, names: tuple[str, ...]) -> None:
    lines = []
    for text, name in zip(PROSE, names, strict=False):
        at = text.index("，") + 1
        link = Link(at, at + len(name), "https://name.example/1")
        lines.append(Line(text[: at - 1] + mark + name + text[at:], "p", 0, links=(link,)))
    assert left_of(lines) == [line.text for line in lines]


@every_row("row", load_lexicon("foreign_languages"), ids=lambda row: row["text"])
def test_an_article_that_speaks_of_a_language_quotes_it(row: dict[str, str]) -> None:
    for said, stays in ((row["hit"], True), (row["miss"], False)):
        lines = amid((*PROSE[:3], f"{said}。"), VERSES)
        assert (left_of(lines) == [line.text for line in lines]) is stays


def cut(text: str, titles: str = "") -> str:
    """The text without the foreign phrases found in it, and then those that hold names."""
    (spans,) = by_line(find_foreign([Line(text, "p", 0)], Scene()), 1)
    spam = tuple(text[slice(*span)] for span in spans)
    text = "".join(without(text, spans))
    (spans,) = by_line(find_named([Line(text, "p", 0)], Scene(titles, spam)), 1)
    return "".join(without(text, spans))


@pytest.mark.parametrize(("year", "space"), [("", ""), ("", " "), (" 2026", ""), (" 2026", " ")])
def test_a_figure_that_the_next_sentence_begins_with_stays(year: str, space: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]}{year}{space}{second}{JUNK[1]}{space}{third}{''.join(rest)}"
    assert cut(text) == "".join(SENTENCES)


@pytest.mark.parametrize("figure", ["2026款轿车", "300台机器", "12种蔬菜", "8强赛", "24小时书店", "5G基站", "3D打印机"])
def test_figures_with_any_common_measure_stay(figure: str) -> None:
    first, _, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]}{figure}昨天也到了。{JUNK[1]}{third}{''.join(rest)}"
    assert cut(text) == f"{first}{figure}昨天也到了。{third}{''.join(rest)}"


def test_platforms_between_slashes_stay() -> None:
    """Lists of single words that sentences begin with; keyword phrases have several."""
    starts = ("web / app / pad 三端上线，", "ios / android 均可用，", "linux / macos 要等，")
    text = "".join(sentence + start for sentence, start in zip(SENTENCES, starts, strict=False)) + SENTENCES[4]
    assert cut(text) == text


def test_phrases_between_slashes_go() -> None:
    first, *rest = SENTENCES
    assert cut(f"{first}{' / '.join(JUNK)}{''.join(rest)}") == "".join(SENTENCES)


def test_a_name_in_capitals_goes_beside_words_of_junk() -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]} {JUNK[1]}{second}Velmora88 sofa sale online{third}{''.join(rest)}"
    assert cut(text) == "".join(SENTENCES)
    assert "Velmora88" in cut(text, "Velmora sofa sale opens")
    unlike = text.replace("sale online", "Quintera lamps")
    assert cut(unlike) == unlike.replace(f"{JUNK[0]} {JUNK[1]}", "")


@pytest.mark.parametrize("name", ["Windows Server的", "Garden Online的", "LNG ONE的", "Used Garden宣布，"])
def test_names_that_sentences_begin_with_stay(name: str) -> None:
    first, second, third, *rest = SENTENCES
    text = f"{first}{JUNK[0]} {JUNK[1]}{second}{name}第一批用户上线。{third}{''.join(rest)}"
    assert cut(text) == text.replace(f"{JUNK[0]} {JUNK[1]}", "")


def ended(*phrases: str) -> list[str]:
    """What is left of paragraphs, each with a phrase behind its last sentence."""
    return left_of([Line(text + phrase, "p", 0) for text, phrase in zip(PROSE, phrases, strict=False)])


@pytest.mark.parametrize(
    "phrases",
    [
        ("แผ่นซีดีเก่า|โซฟามือสอง", "【แผ่นซีดีเก่า】", "🔥โซฟามือสอง🔥"),
        ("중고 소파/지게차", "중고 소파", "중고 지게차 판매/임대"),
        ("格安ソファー 中古フォークリフト", "庭石販売ドットコム", "⭐中古ソファー⭐"),
        ("ئەرزان دىۋان سېتىش", "كونا ماشىنا سېتىش", "ئەرزان يەر سېتىش"),
    ],
    ids=["thai", "korean", "japanese", "uyghur"],
)
def test_what_fills_the_end_of_paragraphs_goes_with_its_marks(phrases: tuple[str, ...]) -> None:
    assert ended(*phrases) == list(PROSE[:3])


def test_japanese_in_front_of_a_sentence_ends_with_its_own_characters() -> None:
    texts = [f"{PROSE[0]}格安ソファー販売{PROSE[1]}", f"{PROSE[2]}庭石ドットコム通販{PROSE[3]}"]
    assert left_of([Line(text, "p", 0) for text in texts]) == [PROSE[0] + PROSE[1], PROSE[2] + PROSE[3]]


@pytest.mark.parametrize(
    "phrases",
    [
        ("（Спасибо）", "", ""),
        ("ئەرزان دىۋان سېتىش", "كونا ماشىنا سېتىش", ""),
        ("ياخشىمۇسىز！", "خوش كەلدىڭىز！", "رەھمەت سىزگە！"),
        ("鲜の每日", "茶の家", "优の良品"),
        ("ต้มยำกุ้ง（冬阴功汤）卖得最好。", "السلام عليكم，他说。", ""),
        ("ئامانلىق下面写着“平安”。", "بەخت下面写着“幸福”。", "مېھىر下面写着“爱心”。"),
        ("བཀྲ་ཤིས་བདེ་ལེགས།孩子们写道。", "ཐུགས་རྗེ་ཆེ།她写道。", "མ་འོངས་པ་བཟང་པོ孩子们又写。"),
        ("삼성전자增资两千万美元。", "", ""),
        ("ごめんなさい。他写道。", "二度と戦争をしない。最后一页这样写着。", ""),
        ("Удачи! 他最后说。", "Всё будет хорошо。黑板上写着。", ""),
        ("北海道牛乳ミルク饼干没有标签。", "明太子おにぎり饭团过期两天。", ""),
        ("α+β+γ=π才成立。", "λ=μ+ν。", ""),
    ],
    ids=[
        "a-gloss",
        "two-of-a-language-of-china",
        "its-sentences",
        "one-kana-in-names",
        "words-of-a-sentence",
        "words-of-signs",
        "tibetan",
        "a-firm",
        "japanese-sentences",
        "russian-sentences",
        "goods",
        "formulas",
    ],
)
def test_fewer_signs_prove_nothing(phrases: tuple[str, ...]) -> None:
    assert ended(*phrases) == [text + phrase for text, phrase in zip(PROSE, phrases, strict=False)]


def test_runs_go_although_one_of_them_stands_behind_a_paragraph_without_a_full_stop() -> None:
    lines = [
        Line(text, "p", 0)
        for text in (
            "江边的旧船无人问津купить диван дёшево",
            PROSE[0] + "купить диван дёшево",
            PROSE[1] + "продажа старых лодок",
        )
    ]
    assert left_of(lines)[1:] == list(PROSE[:2])


def test_three_lines_of_their_own_in_another_script_convict_each_other() -> None:
    lines = amid(PROSE, ("купить диван дёшево", "продажа старых лодок", "аренда погрузчика", ""))
    assert [text for text in left_of(lines) if text] == list(PROSE)


@pytest.mark.parametrize(
    "quoted", [("정말 감사합니다", "다음에 또 만나요"), ("борщ с говядиной", "пирожки с капустой")]
)
def test_two_of_them_may_be_quotations(quoted: tuple[str, str]) -> None:
    lines = amid(PROSE, (quoted[0], "", quoted[1]))
    assert left_of(lines) == [line.text for line in lines]


def test_small_words_in_lines_of_their_own_are_counted_together() -> None:
    lines = amid(PROSE, ("cheap sofa online", "used forklift sale", "garden gnome shop"))
    assert left_of(lines) == [line.text for line in lines]
    more = (*PROSE, "公交线路调整后，渡口站改名为大桥站。")
    lines = amid(more, ("cheap sofa online", "used forklift sale", "garden gnome shop", "old boat parts"))
    assert [text for text in left_of(lines) if text] == list(more)


def test_no_word_of_the_sentence_behind_goes_along() -> None:
    junk = ("شراء هاتف رخيص", "كرسي قديم للبيع", "دراجة جديدة للبيع")
    paragraphs = (
        "南江市疾病预防中心昨天公布新一期报告。南江市疾病预防中心学校卫生科说，近视的孩子少了两成。",
        "报告覆盖四十所学校。安宁疗护机构和体检中心一起参加了调查，历时三个月。",
        "下一步还要查教室的灯。学校卫生科会把结果寄给家长，不会公布名单。",
    )
    body = "".join(
        f"<p>{text.replace('。', '。' + phrase, 1)}</p>" for text, phrase in zip(paragraphs, junk, strict=True)
    )
    page = f"<html><body><h1>近视的孩子少了两成</h1><div>{body}</div></body></html>"
    assert clean_html(page, "http://news.nanjiang.example/1.html").text.split("\n") == list(paragraphs)


def test_figures_and_capitals_that_the_next_sentence_begins_with_stay() -> None:
    assert (
        cut("渡口昨晚关闭。중고 소파 판매2022年起每天坐船的人不到一百。")
        == "渡口昨晚关闭。2022年起每天坐船的人不到一百。"
    )
    assert cut("渡口昨晚关闭。중고 소파 판매IMF派人来看过。") == "渡口昨晚关闭。IMF派人来看过。"


MEDLEYS = (
    "sofa bekas murah โซฟามือสอง",
    "б/у диван недорого ghế sofa cũ",
    "โซฟามือสอง/used sofa near me/купить диван",
    "中古ソファ 格安 used sofa outlet диван недорого",
)


@pytest.mark.parametrize("phrase", MEDLEYS)
@pytest.mark.parametrize("behind", ["", " ", "。"])
def test_one_run_in_several_scripts_is_enough(phrase: str, behind: str) -> None:
    first, second = PROSE[:2]
    assert left_of([Line(f"{first}{phrase}{behind}{second}", "p", 0)]) == [first + second]


def test_a_line_of_words_in_several_scripts_goes_whatever_parts_them() -> None:
    line = ", ".join((*MEDLEYS, "ghế sofa giá rẻ", "sofa outlet online"))
    assert left_of(amid(PROSE[:2], (line,))) == [PROSE[0], "", PROSE[1]]


@pytest.mark.parametrize(
    "greeting",
    [
        "hello / bonjour / привет / こんにちは / 안녕하세요",
        "English | 日本語 | 한국어 | Русский | ไทย | Tiếng Việt",
        "欢迎 welcome ようこそ 환영합니다 добро пожаловать",
    ],
)
def test_one_line_that_greets_in_several_languages_stays(greeting: str) -> None:
    assert greeting in left_of(amid(PROSE, (greeting,)))


def test_an_article_about_languages_may_greet_in_several() -> None:
    first = "外语学院的学生在街头教孩子们说俄语、韩语和泰语。展板上写着世界各地的问候。"
    line = f"{first}hello bonjour hola привет こんにちは 안녕하세요。围观的人都跟着念。"
    assert left_of([Line(line, "p", 0)]) == [line]


@pytest.mark.parametrize("start", ["no rain no rainbow，", "русский чай配", "мир и дружба（"])
def test_a_sentence_goes_on_behind_the_foreign_words_that_it_begins_with(start: str) -> None:
    line = f"{PROSE[0]}{start}船工常把这句话挂在嘴边。"
    assert left_of([Line(line, "p", 0)]) == [line]


def test_keywords_parted_by_slashes_go_where_they_are_phrases() -> None:
    first, second = PROSE[:2]
    assert left_of([Line(f"{first}used sofa outlet/cheap sofa bed{second}", "p", 0)]) == [first + second]
    line = f"{first}ios/android两种手机都能查。"
    assert left_of([Line(line, "p", 0)]) == [line]


@pytest.mark.parametrize("mark", ["、", "，", "〗〖", "—", "★"])
@pytest.mark.parametrize(
    "phrases", [("купить диван дёшево", "продажа старых лодок", "аренда погрузчика", "садовые гномы дёшево")]
)
def test_a_line_of_words_in_one_other_script_goes_whatever_parts_them(mark: str, phrases: tuple[str, ...]) -> None:
    lines = amid(PROSE, (mark.join((*phrases, "старый паром недорого")), "", ""))
    assert [text for text in left_of(lines) if text] == list(PROSE)


def test_a_list_of_such_words_ahead_of_the_text_does_not_hide_that_it_is_chinese() -> None:
    listed = "、".join(("купить диван дёшево", "продажа старых лодок", "аренда погрузчика", "садовые гномы дёшево") * 3)
    article = clean_html(f"<h1>渡口停航</h1><div>{''.join(f'<p>{text}</p>' for text in (listed, *PROSE))}</div>")
    assert article.text.split("\n") == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        "Последний паром пришёл вчера вечером, и люди с обеих сторон, старые и молодые, вышли его проводить.",
        "Последний паром: жители обоих берегов, старые и молодые, вышли вчера вечером его проводить с фонарями",
        (
            "마지막 나룻배가 어제 저녁 강가에 닿았고, 양쪽 강가 사람들이, 늙은이와 젊은이가, "
            "모두 나와 배웅하며 등불을 걸었다."
        ),
    ],
)
def test_a_paragraph_in_another_script_stays_beside_its_chinese(line: str) -> None:
    lines = amid(PROSE, (line, line.replace("вчера", "сегодня").replace("어제", "오늘"), ""))
    assert [text for text in left_of(lines) if text] == [entry.text for entry in lines if entry.text]
