"""What is refused as no article, and what must not be."""

from __future__ import annotations

import json

import pytest
from invented import MENU
from rows import every_row

from cleaners import Site, clean_html
from cleaners.article import Integrity, Rejection
from cleaners.lexicons import load_lexicon
from cleaners.lines.stand_ins import stands_in
from cleaners.text.script import to_simplified
from cleaners.verdict import MAX_PAGE_BYTES, count_tokens, refuse_input

COMMENT_FORM = "<form><p>请输入验证码</p><p>您的IP将被记录</p><input name=code></form>"
PARAGRAPHS = (
    "<p>停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸，七分钟以后靠上南岸码头。</p>"
    "<p>船工卫长庚在河上撑了二十六年船。他说，停航期间换了两台发动机，船板也重新上了漆，跑起来比从前稳。</p>"
    "<p>票价仍是两元，刷公交卡一元八角。县交通局说，周末加开四班，末班船延到晚上九点。</p>"
)


def page(title: str, inside: str) -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><ul class='nav'>{MENU}</ul>"
        f"<div class='main'>{inside}</div><div class='footer'><p>河湾网版权所有</p></div></body></html>"
    ).encode()


def rejection_of(raw: bytes, url: str = "https://news.example/1.html") -> Rejection | None:
    return clean_html(raw, url).rejection


@pytest.mark.parametrize(
    ("raw", "rejection"),
    [
        (b"", Rejection.EMPTY),
        (b" \n\t ", Rejection.EMPTY),
        (b"%PDF-1.4 ...", Rejection.BINARY),
        (b"\x89PNG\r\n\x1a\n", Rejection.BINARY),
        (b"abc\0\0\0\0def", Rejection.BINARY),
        (b"<p>x</p>", None),
        ("字", None),
    ],
)
def test_input_that_is_not_read(raw: bytes | str, rejection: Rejection | None) -> None:
    assert refuse_input(raw) is rejection


ENTRY = (
    "<item><title>城西渡口今天复航</title><description>停航三个月的城西渡口今天复航，票价两元。</description></item>"
)


@pytest.mark.parametrize(
    ("raw", "rejection"),
    [
        (
            f'<?xml version="1.0"?>\n<!-- 每日更新 -->\n<rss version="2.0"><channel>{ENTRY * 9}</channel></rss>',
            "listing",
        ),
        (f"<rdf:RDF>{ENTRY * 9}</rdf:RDF>", "listing"),
        (f'<feed xmlns="http://www.w3.org/2005/Atom">{ENTRY.replace("item", "entry") * 9}</feed>', "listing"),
        (f"\n<urlset>{'<url><loc>https://news.example/1.html</loc></url>' * 30}</urlset>", "listing"),
        (json.dumps({"title": "城西渡口今天复航", "content": PARAGRAPHS}), "no_body"),
        (json.dumps([{"text": PARAGRAPHS}] * 5, ensure_ascii=False, indent=1), "no_body"),
        (f"<?xml version='1.0'?><html><h1>城西渡口今天复航</h1>{PARAGRAPHS}</html>", None),
        (f"<h1>RSS 阅读器停止服务</h1><p>&lt;rss&gt; 是订阅格式的根元素。</p>{PARAGRAPHS}", None),
        (f"[县融媒体中心]{PARAGRAPHS}[责任编辑：卫长庚]", None),
    ],
)
def test_what_a_machine_wrote_for_machines_is_no_article(raw: str, rejection: str | None) -> None:
    assert rejection_of(raw.encode()) == rejection
    assert clean_html(raw).rejection == rejection


def test_an_input_larger_than_a_page_is_not_read() -> None:
    assert refuse_input(b"a" * (MAX_PAGE_BYTES + 1)) is Rejection.TOO_LARGE


def test_an_article_is_not_refused() -> None:
    article = clean_html(page("城西渡口今天复航_河湾网", f"<h1>城西渡口今天复航</h1>{PARAGRAPHS}"))
    assert article.rejection is None
    assert article.integrity is Integrity.CLEAN
    assert article.text.count("\n") == 2


def test_a_page_of_links_is_refused_as_a_listing() -> None:
    items = "".join(
        f'<li><a href="/a{n}.html">县里第{n}条乡村公路今天通车</a><span>03-{n:02}</span></li>' for n in range(1, 31)
    )
    assert rejection_of(page("要闻_河湾网", f"<ul class='list'>{items}</ul>")) is Rejection.LISTING


NEWS = (
    "城西渡口今天上午恢复通航，两岸居民不必再绕行十公里",
    "县里的乡村公路今天通车，沿线三个村的村民出门方便了",
    "老街的书店今晚重新开门，店主准备了三百本旧书",
    "水厂二期工程今天通水，五万居民告别二次加压",
    "夜市的摊主们约定，十点以后不再用喇叭叫卖",
    "图书馆把还书箱搬到了地铁口，读者下班顺路就能还书",
)


def test_links_that_a_profile_calls_the_body_are_refused_as_a_listing() -> None:
    items = "".join(f"<p><a href=/{n}.html>{told}。</a></p>" for n, told in enumerate(NEWS * 2))
    html = f"<html><body><div id=main><h1>要闻</h1>{items}</div></body></html>"
    article = clean_html(html, "https://news.example/", site=Site(selectors={"body": "#main"}))
    assert (article.rejection, article.text != "") == (Rejection.LISTING, True)


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("404 Not Found", "<p>抱歉，您访问的页面走丢了，5秒以后返回首页。</p>"),
        ("河湾网", "<h2>抱歉，该文章不存在或已被删除</h2><p>请检查网址。</p>"),
        ("Page not found - Hewan Times", "<p>Sorry, the page you are looking for has moved.</p>"),
    ],
)
def test_a_page_that_says_it_is_gone(title: str, inside: str) -> None:
    assert rejection_of(page(title, inside)) is Rejection.SOFT_404


def test_a_day_in_the_address_does_not_make_a_notice_an_article() -> None:
    notice = page("提示信息_河湾网", "<p>您要查看的内容不存在或已被删除</p><p><a href='/'>返回首页</a></p>")
    assert rejection_of(notice, "https://www.hewan.example/content/2026-03/10/content_2001.html") is Rejection.SOFT_404


def test_a_report_about_broken_links_is_an_article() -> None:
    report = PARAGRAPHS + "<p>市民反映，查询时刻的网页打开以后显示“页面不存在”，运营方说今晚修好。</p>"
    assert (
        rejection_of(page("渡口时刻网页显示“页面不存在”_河湾网", f"<h1>渡口时刻网页显示“页面不存在”</h1>{report}"))
        is None
    )


def test_a_page_without_text() -> None:
    assert rejection_of(page("河湾网", "")) in (Rejection.NO_BODY, Rejection.LISTING)


def test_a_brief_report_is_an_article() -> None:
    brief = (
        "<h1>城西渡口复航</h1><p>2026-03-10 09:12 来源：河湾网</p><p>本报讯 城西渡口今天早上复航，票价仍是两元。</p>"
    )
    assert rejection_of(page("城西渡口复航_河湾网", brief)) is None


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("首列磁浮列车已经下线", "8月29日，首列磁浮列车在河湾车辆厂已经下线，将于十月上线试跑。"),
        ("业主发牢骚被管理员删除 法院判了", "业主的帖子被管理员删除后起诉，河湾区法院近日驳回。"),
        ("主持人就不当言论致歉", "主持人昨晚发文致歉，称今后会谨言慎行。该微博目前已被作者删除。"),
        ("网红账号被封", "拥有三百万粉丝的网红账号昨日起因违规无法查看，平台称已永久封禁。"),
        ("期刊撤回三篇论文", "学术期刊《河湾医学》28日宣布，三篇文章已被撤回，作者数据造假。"),
    ],
)
def test_brief_news_of_what_was_taken_away_is_no_notice(title: str, said: str) -> None:
    brief = f"<h1>{title}</h1><p>2026-03-10</p><div><p>{said}</p></div>"
    assert rejection_of(page(f"{title}_河湾网", brief)) is None


@pytest.mark.parametrize(
    ("script", "rejection"),
    [
        ("alert('该信息不存在或未审核！');history.go(-1);", Rejection.SOFT_404),
        ('alert( "该文章不存在或已下线" );window.history.back();', Rejection.SOFT_404),
        ("alert('请输入验证码');history.go(-1);", Rejection.NO_BODY),
        ("if (!data) { alert('该信息不存在'); }" + "render(data);" * 200, Rejection.NO_BODY),
    ],
)
def test_a_window_may_say_that_nothing_is_there(script: str, rejection: Rejection) -> None:
    notice = f'<meta charset="utf-8"><script language="javascript">{script}</script>'
    address = "https://www.hewan.example/content/2026-03/10/content_2001.html"
    assert rejection_of(notice.encode(), address) is rejection


@every_row("row", load_lexicon("not_found"), ids=lambda row: row["text"])
def test_phrases_for_pages_that_are_gone(row: dict[str, str]) -> None:
    assert row["text"] == row["text"].lower()
    assert row["text"] in row["hit"].lower()
    assert row["text"] not in row["miss"].lower()


DAY = "<div>2026-03-10 08:12　来源：河湾日报</div>"


@pytest.mark.parametrize(
    "said",
    [
        "您的浏览器版本过低，暂不支持视频播放，建议升级到最新版本后再打开本页观看。",
        "本文为会员专享内容，您目前尚未开通会员，开通后即可阅读全文并享受更多特权。",
        "感謝您的支持，本文為訂閱會員專屬內容，登入或加入會員後即可閱讀完整報導。",
        "您所在的用户组没有阅读权限，请登录后再试，如果还没有账号，请先注册。",
        "想看更多河湾新鲜事，请到各大应用商店搜索河湾云下载客户端，或扫描下方二维码关注我们。",
    ],
)
def test_a_day_and_a_source_make_no_article_of_what_stands_where_a_text_should(said: str) -> None:
    raw = page("渡口复航现场", f"<h1>渡口复航现场</h1>{DAY}<p>{said}</p>")
    assert rejection_of(raw) is Rejection.NO_BODY


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("网站维护", "因机房迁移，系统正在维护，明天零时以后恢复，请稍后再试。"),
        ("本报启事", "本报编辑部迁至人民路十二号，新闻热线不变，欢迎读者来访。"),
        ("版权声明", "本报郑重声明，本报所刊作品未经授权不得转载，违者将依法追究责任。"),
        ("本报电子版开始收费", "本报电子版改为付费阅读，读者订阅后阅读全文，老订户不受影响。"),
        ("渡口复航现场", "本文为会员专享内容，您目前尚未开通会员。第一班渡船载着四十二名乘客靠上南岸。"),
        ("一句话新闻", "渡口船票可以用手机购买，乘客登录后查看余票，票价仍是两元，老人免票。"),
    ],
)
def test_an_outlet_may_announce_what_concerns_itself(title: str, said: str) -> None:
    assert rejection_of(page(title, f"<h1>{title}</h1>{DAY}<p>{said}</p>")) is None


DATED = "".join(f'<li><a href="/{n}.html">渡口修缮进入第{n}周</a> 2026-03-{n}</li>' for n in range(10, 24))


@pytest.mark.parametrize(
    ("title", "said"),
    [("民生", "报道身边事，服务河湾人，有话您请说！"), ("标签：渡口", "以下是与渡口有关的全部文章，按时间排列。")],
)
def test_a_line_above_dated_headlines_in_its_box_says_what_their_list_is(title: str, said: str) -> None:
    main, address = f"<h1>{title}</h1><p>{said}</p>", "https://www.hewan.example/tag/3.html"
    listed = page(title, f"<div>{main}<ul>{DATED}</ul></div>")
    assert clean_html(listed, address).rejection is Rejection.LISTING
    apart = page("渡口复航", f"<h1>渡口复航</h1>{DAY}<p>停航的渡口昨天复航，船票两元。</p><ul>{DATED}</ul>")
    assert clean_html(apart, address).rejection is None  # the page states its day
    note = "停航的渡口昨天复航，船票两元。"
    below = page("渡口复航", f"<div><h1>渡口复航</h1><p>{note * 3}</p><div>2026-03-10</div><ul>{DATED}</ul></div>")
    assert clean_html(below, address).rejection is None
    long = page("渡口复航", f"<div><h1>渡口复航</h1><p>{note * 5}</p><ul>{DATED}</ul></div>")
    assert clean_html(long, address).rejection is None
    short = page("渡口复航", f"<div><h1>渡口复航</h1><p>{note}</p><ul>{DATED}</ul></div>")
    assert clean_html(short, "https://www.hewan.example/2026/0310/3.html").rejection is None


def test_the_pages_of_a_paper_are_no_text() -> None:
    names = ("要闻", "综合新闻", "副刊·河湾", "民生周刊")
    pages = "".join(f"<div>第0{number}版：{name}</div>" for number, name in enumerate(names, 1))
    raw = page("河湾日报", f"<h1>河湾日报</h1>{DAY}{pages}")
    assert rejection_of(raw) in {Rejection.LISTING, Rejection.NO_BODY}


def test_the_editions_of_a_book_are_text() -> None:
    told = "<p>河湾方言词典出到第三版，编者昨天在文化站介绍了各版的不同，约有六十位读者到场听讲。</p>"
    editions = ("第1版：油印本", "第2版：增补谚语三百条", "第3版：附录音")
    raw = page("方言词典", f"<h1>方言词典</h1>{DAY}{told}{''.join(f'<p>{edition}</p>' for edition in editions)}")
    assert clean_html(raw).text.endswith("\n".join(editions))


def test_what_readers_see_once_they_log_in_may_be_told() -> None:
    note = "渡口船票可以用手机购买，乘客登录后查看余票。"
    assert rejection_of(page("渡口购票", f"<h1>渡口购票可刷手机</h1><div>2026-11-29 10:00</div><p>{note}</p>")) is None


@pytest.mark.parametrize(
    ("text", "title", "found"),
    [
        ("Sie haben bereits ein Abo? Anmelden", "Die Fähre fährt wieder", True),
        ("Accedi per continuare.", "Accedi per continuare", True),  # the headline says so itself
        ("Inicia sesión para votar. Los vecinos eligen alcalde.", "Elecciones", False),
        ("Already a subscriber? The library asks 200 people for their cards.", "Cards", False),
    ],
)
def test_each_sentence_of_a_stand_in_is_one_or_a_button(text: str, title: str, found: bool) -> None:
    assert stands_in(text, title) is found


@every_row("row", load_lexicon("stand_ins"), ids=lambda row: row["text"])
def test_phrases_that_stand_where_a_text_should(row: dict[str, str]) -> None:
    assert row["text"] in to_simplified(row["hit"].lower())
    assert stands_in(row["hit"], None)
    assert not stands_in(row["miss"], None)


@every_row("row", load_lexicon("refusals"), ids=lambda row: row["text"])
def test_phrases_of_pages_that_turn_their_visitor_away(row: dict[str, str]) -> None:
    hit, miss = (row[which].lower().replace(" ", "") for which in ("hit", "miss"))
    assert row["text"].replace(" ", "") in hit
    assert row["text"].replace(" ", "") not in miss


SOLD_OUT = """Hundreds saw the words too many requests and your IP has been blocked as they queued online on Monday for
the last boat of the season, and the harbour office says that it will sell what is left by telephone."""
TURNED_AWAY = "系统检测到您的IP（203.0.113.7）访问过于频繁，已暂时限制您的访问，请于三十分钟后再试。"


@pytest.mark.parametrize(
    ("title", "inside"),
    [
        ("请求已被阻断", "<h2>您的访问请求可能对网站造成安全威胁，请求已被阻断。</h2><p>事件 ID：7f3a09c2</p>"),
        ("405", "<div>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</div>"),
        ("网站防火墙", "<p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>普通访客请联系网站管理员</p>"),
        ("提示", "<p>您的访问可能会对网站造成危险，已被云安全拦截。请求时间：2026-11-29 10:00:00 请求编号 7f8a</p>"),
        ("验证", "<p>系统检测到您的网络环境存在异常，请按住滑块完成验证后继续浏览。2026-11-29 10:00</p>"),
        ("安全验证", "<h3>请完成安全验证</h3><form><img src=/c.jpg><input name=code></form>"),
        ("提示_河湾网", "<h1>提示</h1><p>2026-11-29 10:00:02</p><p>您的IP 203.0.113.9 访问过于频繁，请稍后再试。</p>"),
        ("Blocked", "<p>Sorry, you have been blocked. Your IP: 203.0.113.9</p>"),
        ("河湾市人民政府门户网站", f"<p>{TURNED_AWAY}</p><p>如需批量获取信息，请与技术部联系，受理编号8f1a44。</p>"),
    ],
)
def test_a_page_that_turns_its_visitor_away_is_a_refusal(title: str, inside: str) -> None:
    assert rejection_of(page(title, inside)) is Rejection.REFUSAL


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "学校报名系统卡顿 家长别着急",
            "新生报名今天开始，不少家长只见“当前访问人数过多，请稍后再试”，县教育局说三天之内都能填报。",
        ),
        (
            "关于网站启用验证码登录的通知",
            "自本月起登录须输入验证码后继续访问，如提示“您没有权限访问”，请联系网站管理员开通。",
        ),
        (
            "一条“请求已被阻断”背后的攻防",
            "凌晨三点，大数据中心的屏幕上跳出红字：疑似黑客攻击，请求已被阻断。裴小川立即上报。",
        ),
        (
            "滑块验证难倒老年人",
            "七十二岁的孙大娘想在网上挂号，页面让她按住滑块、拖动滑块到最右边，试了七八次都没成功。",
        ),
        ("Last tickets for the harbour sold out in minutes", f"<p>{SOLD_OUT}</p>"),
    ],
)
def test_an_unsigned_article_may_tell_of_refusals(title: str, text: str) -> None:
    shown = page(f"{title}_河湾网", f"<h1>{title}</h1><p>2026-11-29 10:00</p><p>{text}</p>")
    assert rejection_of(shown) is None


@pytest.mark.parametrize(
    "inside",
    [
        "<p>来源：河湾日报</p><p>购票系统昨天提示“您的IP访问过于频繁，请稍后再试”，不少乘客买不到船票。</p>",
        "<p>2026-11-29 10:00</p><p>县网信办提醒：收到要求输入验证码的陌生短信不要回复，可以拨打反诈热线核实。</p>",
        "<p>城西渡口今天复航，首班船载着四十二名乘客离岸，七分钟后靠上南岸码头。</p>" + COMMENT_FORM,
        "<p>您的访问被拒绝，请稍后再试，三个月来卫长庚每次打开渡口的售票网站，都只看见这一行字。</p>" + PARAGRAPHS * 3,
    ],
)
def test_an_article_may_quote_a_refusal(inside: str) -> None:
    assert rejection_of(page("购票网站为何打不开_河湾网", f"<h1>购票网站为何打不开</h1>{inside}")) is None


def test_a_page_that_junk_alone_heads_is_the_hijackers_own() -> None:
    junk = "澳门威尼斯人真人百家乐官网入口"
    said = f"<p>{junk}为广大玩家提供电子老虎机、体育投注平台等服务，注册即送彩金，提款快速。</p>" * 6
    assert rejection_of(page(f"{junk}攻略", f"<h1>{junk}攻略</h1><div>2026-12-07</div>{said}")) is Rejection.SPAM_ONLY
    honest = clean_html(page(f"{junk}攻略", f"<h1>城西渡口今天复航</h1>{PARAGRAPHS}"))
    assert (honest.rejection, honest.title) == (None, "城西渡口今天复航")


def test_lengths_in_tokens() -> None:
    assert count_tokens("渡口复航") == 4
    assert count_tokens("ferry opens ag") == 2
    assert count_tokens("") == 0


@pytest.mark.parametrize(
    "charset", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "iso2022_jp", "hz", "utf-32"]
)
def test_a_page_in_any_charset_is_read(charset: str) -> None:
    told = "本報記者今日報道，水庫加固工程完成。" * 40
    page = f"<!DOCTYPE html><html><head><title>新聞</title></head><body><p>{told}</p></body></html>"
    assert refuse_input(page.encode(charset, "ignore")) is (Rejection.BINARY if charset == "utf-32" else None)


def test_a_few_stray_control_characters_are_no_reason() -> None:
    assert refuse_input(b"<html><body>" + b"<p>The ferry has gone.\x0b</p>" * 40) is None
