"""Lines that speak to an outlet's readers, in wordings that no list has, and news that is worded like them."""

from __future__ import annotations

import pytest
from invented import page_of
from rows import every_row

from cleaners import clean_html, clean_text
from cleaners.lexicons import load_lexicon, words
from cleaners.lines.notices import heads_stories, is_caption_notice, is_notice

TOLD = (
    "停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸，七分钟以后靠上南岸码头。",
    "修船一共花了一百六十万元，其中一百万元由省里的水运补助承担，余下的由县财政分两年支付。",
    "按照新的时刻表，渡船每天早上六点半开航，晚上九点收班，节假日延长到十点，学生凭证免费乘船。",
)


def _page(*paragraphs: str, title: str = "城西渡口今天复航") -> str:
    return page_of(title, *paragraphs)


@every_row("row", load_lexicon("notice_words"), ids=lambda row: row["text"])
def test_each_row_stands_in_a_notice_and_in_a_line_that_is_none(row: dict[str, str]) -> None:
    assert row["text"] in row["hit"].lower()
    assert is_notice(row["hit"])
    assert not is_notice(row["miss"])
    assert not is_caption_notice(row["miss"])


@every_row("row", load_lexicon("no_notices"), ids=lambda row: row["text"])
def test_a_line_that_tells_of_others_is_none_though_it_were_one_without_the_word(row: dict[str, str]) -> None:
    assert not is_notice(row["hit"])
    assert any(is_notice(row["hit"].replace(row["text"], other)) for other in ("", "河湾"))
    assert is_notice(row["miss"])


def test_words_that_say_nothing_make_no_notice() -> None:
    glue = words("notice_glue")
    assert not glue & words("notice_words")
    assert not is_notice("".join(sorted(glue, key=len)[:60]))


NOTICES = [
    "看河湾新闻，就上河湾云客户端",
    "想第一时间掌握河湾大小事？快来关注“河湾融媒”视频号吧！",
    "长按图片识别二维码，把好消息转发给身边的朋友",
    "分享、点赞、在看，一个都不能少，留言更欢迎",
    "河湾晚报广告热线：0000-1234567",
    "各位读者如有新闻线索，欢迎拨打河湾晚报热线电话0000-1234567报料，一经采用，即付稿酬",
    "（河湾日报独家稿件，未经书面授权严禁任何媒体转载、摘编，违者必究）",
    "文中观点不代表河湾网立场，仅供参考，据此操作风险自担",
    "更多相关报道",
    "河灣時報提醒您：珍惜生命，請撥打安心專線1925",
    "立即下載《河灣日報》App，讚好Facebook專頁，緊貼最新消息",
    "本報文章未經書面許可，不得轉載或複製",
    "Download the Hewan Daily app and follow us on Telegram for the latest news",
    "Republished with permission from Hewan Daily. All rights reserved.",
]

NEWS = [
    "市民可关注“河湾交警”微信公众号，查询渡口周边的绕行路线。",
    "请广大群众下载国家反诈中心APP，并开启来电预警。",
    "警方提醒：陌生二维码不要扫，陌生链接不要点，陌生客户端不要下载。",
    "咨询电话：0000-1234567",
    "报名电话：0000-1234567，联系人：罗女士。",
    "征稿邮箱：duckou@hewan.example，每人限投三幅。",
    "法院判决，被告未经授权转载原告的二十篇文章，应当赔偿三万元。",
    "判决书写道：“未经著作权人许可，不得复制、转载涉案图片。”",
    "更正：本报5月3日02版《渡口停航》一文中，“三处锈蚀”应为“两处锈蚀”，特此更正并致歉。",
    "招聘岗位：船员四名、售票员两名，月薪五千元起。",
    "第二步：打开微信，搜索“河湾出行”小程序。",
    "“点个赞再走！”老罗对着手机镜头喊。",
    "关注留守儿童",
    "搜索仍在继续。",
    "更多的人选择留在村里。",
    "其他人也在看，没有人说话。",
    "大家都在看他怎么办。",
    "高技术产业呼唤风险投资",
    "民眾可下載「河灣行」App查詢船班，或撥打服務專線0000-123456。",
    "衛生局提醒，民眾可撥打安心專線1925尋求協助。",
    "Residents can download the county's ferry app or call 0000-1234567 for the timetable.",
    '"Follow us on the river," the captain told his passengers.',
    "The newspaper said all rights to the photograph belong to the family.",
    "Follow the health office on Facebook for updates.",
    "Visit the website for more.",
    "更多信息请关注“河湾文旅”微信公众号。",
    "请及时关注最新天气消息。",
    "请大家关注临近预报预警信息。",
    "有线索请联系河湾警方，电话0000-1100110。",
    "欢迎知情者提供线索，电话0000-1100110。",
    "对此，本报将继续关注。",
    "视频获得网友点赞、转发、收藏。",
    "感谢大家的关注和支持！",
    "书店门口贴着一张二维码，写着：扫一扫，分享你的故事。",
    "校方声明：个人言论，不代表学校立场。",
    "更多資訊請追蹤河灣捷運粉絲專頁，旅客可查班次。",
]


@pytest.mark.parametrize("text", NOTICES)
def test_a_notice_is_known_by_the_words_it_is_made_of(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize("text", NEWS)
def test_news_that_is_worded_like_a_notice_is_none(text: str) -> None:
    assert not is_notice(text)
    assert not is_caption_notice(text)
    assert text.isascii() or text in clean_html(_page(*TOLD, text)).text
    assert text.isascii() or text in clean_text("\n".join(("城西渡口今天复航", "", *TOLD, text))).text


@pytest.mark.parametrize("text", NOTICES[:12])
def test_notices_at_the_edges_of_a_text_are_left_out(text: str) -> None:
    for paragraphs in ((text, *TOLD), (*TOLD, text), (*TOLD, text, "责任编辑：何岱青", NOTICES[0])):
        article = clean_html(_page(*paragraphs))
        assert article.text == "\n".join(TOLD)
        assert text in {removal.text for removal in article.removed}


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("前文回顾：", True),
        ("更多洛溪時報報導", True),
        ("今日热门推荐", True),
        ("更多渡口的老船工", False),
        ("相关负责人", False),
        ("关注我们", False),
        ("新闻热线：0000-1234567", False),
        ("更多详情：", False),
        ("最新进展请关注本报后续报道。", False),
    ],
)
def test_words_for_what_else_there_is_to_read_head_it(text: str, heads: bool) -> None:
    assert heads_stories(text) is heads


def test_links_behind_words_of_that_kind_are_other_stories() -> None:
    link = "<a href=/2.html>县里第二座公路桥今天开工</a>"
    article = clean_html(_page(TOLD[0], f"前文回顾：{link}", TOLD[1], f"渡口回顾：{link}", TOLD[2]))
    assert "前文回顾" not in article.text
    assert "渡口回顾：县里第二座公路桥今天开工" in article.text


@pytest.mark.parametrize("text", ["本文为河湾晚报原创，未经许可不得转载。", "更多精彩内容，请关注河湾融媒。"])
def test_a_notice_that_ends_the_last_paragraph_is_taken_off_it(text: str) -> None:
    article = clean_html(_page(*TOLD[:2], TOLD[2] + text))
    assert article.text == "\n".join(TOLD)
    assert clean_html(_page(TOLD[0] + text, *TOLD[1:])).text == "\n".join((TOLD[0] + text, *TOLD[1:]))


@pytest.mark.parametrize("text", NEWS[:12])
def test_news_that_ends_the_last_paragraph_stays(text: str) -> None:
    assert clean_html(_page(*TOLD[:2], TOLD[2] + text)).text.endswith(text)


def test_a_notice_amid_a_text_stays_but_one_of_a_picture() -> None:
    kept, cut = "请大家关注河湾县融媒体中心公众号", "↓↓点击下图看更多现场图片↓↓"
    article = clean_html(_page(TOLD[0], kept, TOLD[1], cut, TOLD[2]))
    assert kept in article.text
    assert cut not in article.text
    assert is_caption_notice(cut)
    assert not any(map(is_caption_notice, ("图片里的老渡口", "视频回放可在本台客户端观看。")))


def test_what_the_headline_speaks_of_is_news() -> None:
    text = "欢迎下载河湾云客户端"
    assert text in clean_html(_page(*TOLD, text, title="河湾云客户端今天开放下载")).text
    assert text not in clean_html(_page(*TOLD, text)).text


def test_a_page_of_what_its_headline_names_keeps_all_that_it_asks_for() -> None:
    steps = ("打开应用商店，搜索“河湾云”，即可下载安装。", "更多精彩内容，尽在河湾云。", "欢迎下载、分享、留言。")
    title = "本报推出客户端“河湾云”"
    assert clean_html(_page(*TOLD, *steps, title=title)).text.endswith("\n".join(steps))
    assert clean_text("\n".join((title, "", *TOLD, *steps))).text.endswith("\n".join(steps))
    assert clean_html(_page(*TOLD, *steps[1:])).text == "\n".join(TOLD)
    assert clean_html(_page(*TOLD[:2], TOLD[2] + steps[1], title=title)).text.endswith(steps[1])


def test_a_page_of_nothing_but_notices_keeps_them() -> None:
    assert NOTICES[6] in clean_html(_page(*NOTICES[6:8], title="版权声明")).text


def test_notices_below_a_copied_text_are_left_out() -> None:
    assert clean_text("\n".join(("城西渡口今天复航", "", *TOLD, NOTICES[4]))).text == "\n".join(TOLD)
