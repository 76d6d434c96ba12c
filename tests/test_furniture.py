"""Lines that prompt, count or label: which are left out, which are the text's."""

from __future__ import annotations

import pytest
from lines import line_of
from rows import every_row

from cleaners import clean_html
from cleaners.lexicons import load_lexicon
from cleaners.lines.furniture import is_furniture, part_prompt, tag_label
from cleaners.page.parse import parse_page

PARAGRAPH = "停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸，七分钟以后靠上南岸码头。"


@every_row("row", [*load_lexicon("furniture"), *load_lexicon("prompt_words")], ids=lambda row: row["text"])
def test_each_row_catches_its_hit_and_spares_its_miss(row: dict[str, str]) -> None:
    assert is_furniture(row["hit"])
    assert not is_furniture(row["miss"])


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("发表于 2004年12月27日 12:40 - (阅读:3727;评论:63)", True),
        ("船工小童 閱讀（31） 評論（0） 收藏", True),
        ("阅读量：3210　点赞数：18", True),
        ("这篇报道的阅读量：三天 20 万", False),
        ("點閱數：312", True),
        ("浏览次数：56次", True),
        ("阅读：1.2万+", True),
        ("人气：最旺的是渡口", False),
        ("浏览：三月的渡口", False),
        ("皖ICP备12345号 网站地图", True),
        ("县公安局称，闽公网安备 35010200000001号", True),
        ("这家网站没有ICP备案", False),
        ("全县完成ICP备案1200个", False),
        ("0 Comments", True),
        ("12人点赞", True),
        ("3 条评论", True),
        ("4.92 from 23 votes", True),
        ("Komentarze (2)", True),
        ("댓글 0", True),
        ("댓글 3개를 남긴 선장", False),
        ("Comments 12 and 13 were read aloud", False),
        ("1,204 comments were read aloud", False),
        ("412 votes against, 30 in favour", False),
        ("412 votes", False),
        ("1,000 shares", False),
        ("#F4E1D2 #D9BF77 #8C4A2F", False),
        ("#渡口 #复航", True),
        ("#渡口复航", False),
        ("#1 and #2 engines were both replaced. #3 stays", False),
        ("【打印】【关闭】扫一扫在手机打开当前页", True),
        ("问卷显示，阅读（38%）排在散步之后。", False),
        ("2、回复【社保】查询缴费记录", True),
        ("关注“河湾发布”公众号，在对话框回复【船票】即可查看末班船时间", True),
        ("公众号后台回复【渡口】", True),
        ("后台回复「渡口」查看时刻表", True),
        ("他在对话框里回复「我没事」。", False),
        ("短信里写着：回复【T】退订", False),
        ("镇里回复【关于渡口加班的建议】说，周末加开四班", False),
        ("回复【渡口】的人，第二天都收到了船票。", False),
        ("A post shared by Larch Harbour (@larch.harbour)", True),
        ("Ein Beitrag geteilt von Lärchenhafen (@laerchenhafen)", True),
        ("Una publicación compartida por Puerto (@puerto) el 3 Mar, 2026", True),
        ("A post shared by police drew 400 answers. One (@mara) asked for the name.", False),
        ("A post shared by St. Ada (@ada) on Feb 5, 2026 at 9:04am PST", True),
        ("A post shared by the mayor (@mayor) drew anger on Monday", False),
        ("A post shared by neighbours shows the boat adrift", False),
    ],
)
def test_a_line_that_shows_two_counters_is_furniture(text: str, furniture: bool) -> None:
    assert is_furniture(text) is furniture


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("字号 超大大标准小", True), ("字体大小：大 中 小", True), ("字体大小不一", False), ("字体大小", False),
        ("文章链接：https://river.example/count", True), ("文章链接：连起两岸的三代人", False),
        ("向左滑动查看更多图片", True), ("滑动浏览下一张", True), ("左右滑动的门坏了", False),
        ("图片1/8", True), ("第1/3页", True), ("图片8张", False), ("阅读 1024", True), ("阅读 1024 本书的人", False),
        ("阅读量 35", True), ("阅读 555", False), ("阅读 2024", False),
        ("已有 38 人阅读", True), ("已有 38 人阅读过这封信", False), ("[回到首页]", True), ("广告 ×", True),
        ("展开阅读全文 ∨", True), ("点击展开全文", True), ("↓展开剩余70%↓", True), ("收起", True), ("查看全部", True),
        ("展开这幅长卷，先看到的是渡口", False), ("展开讨论", False), ("查看", False), ("阅读是一座城的底色", False),
        ("看完这篇文章心情如何", True), ("您看完此新闻的感受是：", True), ("看完这篇报道，她哭了", False),
        ("读完报道后心情", False), ("看完文章后的感受", False),
        ("语音播报", True), ("点击播放 报道语音", True), ("朗读比赛", False), ("播报 暂停", True),
        ("关注“洛溪新闻网”微信公众号", True), ("关注“洛溪人社”微信公众号，点“社保查询”", False),
        ("正在加载，请稍候...", True), ("加载的货物超重三吨", False),
        ("新闻爆料请拨打热线：0999-2345678", True), ("如有线索，请拨打0999-2345678", False),
        ("本文共1203字，预计阅读时长4分钟", True), ("全文共两千字，写了他的一生", False),
        ("本文约1260字", True), ("约800字", False), ("读完约需4分钟", True), ("阅读约30分钟", False),
        ("本文已被浏览 1203 次", True), ("感动 0", True), ("握手(3)", True), ("鸡蛋 3 斤", False), ("鸡蛋(30)", False),
        ("鲜花(12)", False),
        ("最后更新：2026-03-11 10:00", True), ("最后更新：2026-03-11，渡口复航", False),
        ("关注老人用餐的公众号", False),
        ("原文地址：http://www.dukou.example/1.html", True), ("原文链接：全文刊于《县志》卷三", False),
        ("支持 12", False),
        ("打开沙埠在线APP阅读体验更佳", True), ("下载洛溪在线APP，了解更多身边事", True),
        ("打开“洛溪出行”APP，查看班次", False), ("下载“洛溪人社”APP，点击社保查询", False),
        ("下载医保APP，查询更多", False), ("登录政务服务网客户端，办理更多事项", False),
        ("（原标题为《渡口复航》）", True), ("原题为《夜渡》的小说再版了", False), ("原标题为何改了", False),
        ("更多本地资讯，请下载沙埠在线客户端", True), ("更多信息，请登录县人社局网站查询", False),
        ("本文来自沙埠在线客户端", True), ("本文来自县档案馆的一份手稿", False),
        ("（以上内容来自洛溪APP，更多精彩请打开客户端查看）", True),
        ("(本文共1页)", True), ("共1页 当前第1页", True), ("共3页记事，写的都是渡口", False),
        ("[收藏] [推荐] [评论] [打印] [关闭]", True), ("A- A A+", True),
    ],
)  # fmt: skip
def test_what_unfolds_asks_or_leads_into_an_app(text: str, furniture: bool) -> None:
    assert is_furniture(text) is furniture


def test_a_paragraph_is_no_furniture_however_it_begins() -> None:
    assert not is_furniture("分享到的经验不止这些。" + PARAGRAPH)
    assert not is_furniture("下一页日历翻过去，渡口就满一百岁了，老船工们约好了那天再坐一次船。")


def test_what_readers_said_is_no_prompt() -> None:
    assert not is_furniture("网友评论：“看着就亲切。”“原来她叫小美。”")
    assert is_furniture("网友评论：快来说说")


@pytest.mark.parametrize(
    ("line", "kept", "prompt"),
    [
        ("渡口的灯灭了，只剩水声。[返回渡口网，查看更多]", "渡口的灯灭了，只剩水声。", "返回渡口网，查看更多"),
        ("渡口的灯灭了，只剩水声。返回渡口网，查看更多", "渡口的灯灭了，只剩水声。", "返回渡口网，查看更多"),
        ("他说：“只剩水声。”查看更多", "他说：“只剩水声。”", "查看更多"),
        ("The ferry has gone. [Read more]", "The ferry has gone.", "Read more"),
    ],
)
def test_prompt_behind_the_last_sentence(line: str, kept: str, prompt: str) -> None:
    parted = part_prompt(line_of(line))
    assert parted is not None
    assert (parted[0].text, parted[1], parted[0].links) == (kept, prompt, ())


@pytest.mark.parametrize(
    "line", ["渡口的灯灭了，只剩水声。", "查看更多", "The ferry has gone. Read more", "灯灭了。[何岱青]"]
)
def test_no_prompt_behind_the_last_sentence(line: str) -> None:
    assert part_prompt(line_of(line)) is None


def test_step_of_a_list_that_ends_like_a_prompt_stays() -> None:
    (line,) = parse_page("<ol><li>打开微信，点击右上角的加号。扫一扫二维码</li></ol>", None).lines
    assert part_prompt(line) is None


def test_short_last_paragraph_with_a_prompt_behind_it_is_not_lost() -> None:
    told = "<p>星期六早上五点，渡口的廊桥上已经点起了灯，三百个旧书摊沿着桥面排开，最远的摊主连夜从下游赶来。</p>" * 4
    last = "<p>天亮以后，灯一盏盏灭掉，桥上只剩水声。<a href=/>返回渡口网，查看更多</a></p>"
    article = clean_html(f"<html><body><h1>廊桥上的旧书市</h1><article>{told}{last}</article></body></html>")
    assert article.text.endswith("桥上只剩水声。")
    assert "返回渡口网，查看更多" in [removal.text for removal in article.removed]


@every_row("row", load_lexicon("tag_labels"), ids=lambda row: row["text"])
def test_lines_of_keywords(row: dict[str, str]) -> None:
    assert tag_label(row["hit"])
    assert not tag_label(row["miss"])


@pytest.mark.parametrize("label", ["本文标签：", "相关搜索：", "【热门标签】", "TAG:"])
def test_keywords_below_an_article_are_none_of_it(label: str) -> None:
    text = "渡口完成检修，共检修渡船十二艘，更换缆绳三十余根。", "检修期间，镇里安排两辆客车接送两岸居民。"
    tags = f"{label}{' '.join(['渡口检修'] * 40)}"
    body = "".join(f"<p>{line}</p>" for line in (*text, tags, "责任编辑：何岱青"))
    article = clean_html(f"<body><h1>洛溪渡口完成检修</h1><div>{body}</div></body>")
    assert article.text.split("\n") == list(text)
    listed = ("年度热词昨天揭晓，三万多名网友参加了评选，名次如下。", "热词：渡口", "得票 12345", "热词：缆绳")
    body = "".join(f"<p>{line}</p>" for line in (*text, *listed))
    assert clean_html(f"<body><h1>洛溪年度词语揭晓</h1><div>{body}</div></body>").text.endswith("\n".join(listed))
    subhead = "热词：缆绳"
    body = "".join(f"<p>{line}</p>" for line in (text[0], subhead, text[1]))
    assert subhead in clean_html(f"<body><h1>洛溪渡口完成检修</h1><div>{body}</div></body>").text
