"""Sentences that sell what an article does not speak of go where two stand on a page; an article's own stay."""

from __future__ import annotations

import pytest
from invented import page_of
from rows import every_row

from cleaners import clean_html
from cleaners.article import Article, Integrity, RemovalKind
from cleaners.junk.warning import no_offers
from cleaners.lexicons import load_lexicon

PARAGRAPHS = (
    "3月9日清晨，洛溪镇的老渡口又响起了汽笛声。停航两年的渡船经过大修，载着第一批乘客驶向对岸，两岸的村民站在石阶上鼓掌。",
    "渡口建于清代，最盛时有二十多条木船往返。上世纪七十年代，这里换成了机动船，每天清晨六点开第一班，晚上七点收班，风雨无阻。",
    "两年前，渡船因为船底漏水停航，对岸的孩子上学要绕行十二公里。镇里几次向县里反映，去年秋天终于列入了民生工程。",
    "船长老程今年六十一岁，在河上行船四十年。他说，新换的发动机声音小了，船身也加了护栏，老人和孩子坐着更放心。",
    "县交通局的工作人员介绍，渡口两侧的石阶铺了防滑的青石板，候船的亭子也修好了，下雨天不用再站在树下等。",
    "对岸的白沙村有三百多户人家，多数种菜。村民们说，往后清晨摘下的菜，过了河就能送到镇上的早市，不必再等拖拉机。",
    "清晨的老渡口，第一班渡船坐满了乘客。两岸的村民说，停航两年，孩子上学绕行，老人不敢出门，如今又听见了汽笛声。",
    "站在石阶上的老人说，渡口建于清代，渡船是洛溪镇的命根子。两年前停航的那天清晨，两岸的村民也是站在石阶上，不肯走。",
    "老程拉响汽笛声，渡船载着乘客驶向对岸。往后每天清晨六点开第一班，晚上七点收班，风雨无阻，老渡口又有了木船往返的热闹。",
)
NEWS = (
    "昨日，市气象台发布寒潮蓝色预警，预计未来四十八小时我市最低气温将下降八摄氏度，山区有小雪，道路结冰，市民出行注意安全。",
    "县委理论学习中心组举行集体学习，县委书记主持会议并讲话，强调要深入学习领会全会精神，推动全县经济社会高质量发展。",
    "洛河大桥加固工程预计本月底完工，届时将恢复双向四车道通行，两岸居民过河时间由半小时缩短到五分钟。",
    "清溪镇小学新教学楼落成，六百多名学生搬进了宽敞明亮的教室，操场铺上了塑胶跑道，图书室新添两千册图书。",
    "市博物馆考古队在城北发现一处汉代墓葬群，出土陶罐、铜镜等文物四十余件，专家认为对研究当地葬俗有重要价值。",
    "前三季度，全市规模以上工业增加值同比增长百分之七点二，高新技术产业投资增长较快，就业形势总体稳定。",
    "白云山林场护林员老陈巡山三十年，走坏了四十多双胶鞋，他守护的两万亩山林没有发生过一起火情。",
)
"""Items of a round-up, each on something else."""
OFFERS = (
    "本公司长期代办各类证件，水印钢印齐全，三天出证，货到付款。",
    "老平台信誉第一，首充返利，秒提款不限额，客服全天在线。",
)


def clean(paragraphs: list[str]) -> Article:
    return clean_html(page_of("洛溪老渡口复航", *paragraphs), "http://news.luoxi.example.com/1.html")


@pytest.mark.parametrize("contact", ["", "微信hd3377ab", "客服QQ：22031187"])
def test_offers_go(contact: str) -> None:
    first, second, *others = PARAGRAPHS
    halves = second.partition("。")
    article = clean([first, OFFERS[0] + contact, f"{halves[0]}。{OFFERS[1]}{halves[2]}", *others])
    assert article.text.split("\n") == list(PARAGRAPHS)
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == [OFFERS[0] + contact, OFFERS[1]]


DOORWAY = (
    "我们专业从事旧衣翻新，设计师一对一服务，让您穿得放心。",
    "只需寄来照片，剩下的全部由我们来完成，满意后再付款。",
    "全国包邮，量大从优，欢迎新老客户来电咨询。",
)
"""Sentences of one trade, none of which another test or the model was shown."""


def test_a_paragraph_that_sells_goes_whole() -> None:
    article = clean([*PARAGRAPHS[:4], "".join(DOORWAY), *PARAGRAPHS[4:]])
    assert article.text.split("\n") == list(PARAGRAPHS)


def test_what_repeats_a_sentence_that_is_cut_goes() -> None:
    article = clean([*PARAGRAPHS[:2], "".join(DOORWAY), *PARAGRAPHS[2:5], DOORWAY[0], *PARAGRAPHS[5:], DOORWAY[2]])
    assert article.text.split("\n") == list(PARAGRAPHS)


def test_one_sentence_goes_beside_other_junk() -> None:
    keywords = "足球外围投注网站，真人百家乐官网，线上老虎机平台，彩票注册送彩金"
    article = clean([*PARAGRAPHS[:3], keywords, *PARAGRAPHS[3:6], DOORWAY[2], *PARAGRAPHS[6:]])
    assert article.text.split("\n") == list(PARAGRAPHS)


LINES = (
    "凯旋门国际：电子游艺、真人视讯、棋牌捕鱼样样齐全，新人开户礼金三十八元，赢多少提多少。",
    "急用钱找我，无抵押信用贷款，凭身份证秒批五万元，黑户白户均可下款。",
    "热血传奇私服发布网，新开一秒复古合击，上线送顶级装备，元宝回收人民币。",
    "论文代写代发，硕士博士职称论文一条龙，核心期刊包发表，查重不过退款。",
    "出售银行卡四件套、实名手机卡、对公账户，量大价优，现货秒发。",
)
NEAR_LINES = (
    "警方提醒，凡是声称注册即送彩金、百家乐、老虎机一站式投注的网站，都是诈骗，切勿点击下载。",
    "银湾娱乐集团第三季度净收益十七点七亿美元，百家乐赌台收入占六成，老虎机收入同比增长百分之八。",
    "我行推出个人信用贷款，最高二十万元，线上申请，随借随还，年化利率低至百分之三点四五。",
    "文化执法大队查处两家架设网络游戏私服的窝点，扣押服务器六台，非法获利一百四十万元。",
    "学术期刊编辑部声明，本刊从未委托任何机构收取版面费，所谓包发表、代投稿均与本刊无关。",
    "断卡行动开展以来，全市打掉收购、贩卖银行卡四件套的团伙二十六个，惩戒失信人员七百余人。",
    "鲜奶蛋糕、月饼礼盒团购批发，免费送货，量大优惠。",
    "贷款买车零首付、零利息，当天提车，免费送全年保险。",
    "论文查重、翻译润色、打印装订，学院图文店毕业季优惠。",
)


@pytest.mark.parametrize("at", [0, 4, len(PARAGRAPHS)])
@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_hijackers_trade_goes_by_itself(line: str, at: int) -> None:
    assert clean([*PARAGRAPHS[:at], line, *PARAGRAPHS[at:]]).text.split("\n") == list(PARAGRAPHS)


def test_a_line_of_a_hijackers_trade_goes_from_a_short_article() -> None:
    assert clean([*PARAGRAPHS[:3], LINES[1]]).text.split("\n") == list(PARAGRAPHS[:3])


@pytest.mark.parametrize("line", NEAR_LINES)
def test_a_near_line_stays_in_an_article_on_something_else(line: str) -> None:
    paragraphs = [*PARAGRAPHS[:4], line, *PARAGRAPHS[4:]]
    assert clean(paragraphs).text.split("\n") == paragraphs


def test_a_doubtful_line_goes_where_the_title_was_swapped() -> None:
    line = "欢迎光临豪门娱乐城，首存送百分之五十，24小时客服在线，出款快捷。"
    page = (
        "<html><head><title>{}</title></head><body><h1>洛溪老渡口复航</h1><div>"
        + "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, line))
        + "</div></body></html>"
    )
    url = "http://news.luoxi.example.com/1.html"
    assert line in clean_html(page.format("洛溪老渡口复航"), url).text
    swapped = page.format("豪门娱乐城官网,豪门娱乐城下载,豪门娱乐城注册送彩金")
    assert line not in clean_html(swapped, url).text


COMMERCIAL = (
    "渡船公司成立于1998年，是集客运、货运、旅游于一体的企业，拥有大小渡船八艘，深受乘客信赖，欢迎单位包船，价格从优。",
    "候船亭旁的小店免费为村民代收快递，学生凭证买船票可享受五折，渡口还提供雨伞和热水，旅客即可随取随用。",
    "县农机公司推出以旧换新，旧发动机最高抵六百元，送货和安装由商家负责，活动到月底结束。",
    "参加渡口摄影比赛的市民请于月底前到文化馆报名，名额有限，报满为止，咨询电话：0799-8811222。",
    "镇卫生院与渡船合作，每周三派医生在候船亭免费为老人量血压、测血糖，并提供用药咨询。",
    "“我们的机器只有九十公斤，两个人抬着就能上船，您放心用。”安装师傅对老程说。",
    "白沙村的蔬菜合作社统一供苗、统一技术、统一销售，当天采摘当天送到，支持批发和零售，订购热线0799-8833445。",
)
"""What papers print of what is sold, among the paragraphs of an article."""
QUOTED = (
    "骑行俱乐部负责人介绍，所有课程小班授课，随到随学，包教包会，学不会免费重学，欢迎广大学员前来报名。",
    "修表匠在朋友圈发布图片，称原单品质，支持专柜验货，七天无理由退换，一件代发，诚招代理。",
    "窗口的柜员说，办理业务无需您亲自到场，只需提供证件照片，剩下的全部交给我们，不收取任何费用。",
)
"""Sentences that tell what somebody says who sells."""


@pytest.mark.parametrize("at", range(len(COMMERCIAL)))
def test_a_commercial_paragraph_of_an_article_stays(at: int) -> None:
    paragraphs = [*PARAGRAPHS[:5], COMMERCIAL[at], *PARAGRAPHS[5:]]
    assert clean(paragraphs).text.split("\n") == paragraphs


@pytest.mark.parametrize("said", [COMMERCIAL, QUOTED], ids=["commercial", "quoted"])
def test_commercial_paragraphs_stay_together(said: tuple[str, ...]) -> None:
    paragraphs = [*PARAGRAPHS[:5], *said, *PARAGRAPHS[5:]]
    assert clean(paragraphs).text.split("\n") == paragraphs


def test_a_sentence_stays_behind_keywords() -> None:
    article = clean([*PARAGRAPHS[:5], f"足球外围投注网站 真人百家乐官网 {PARAGRAPHS[5]}", *PARAGRAPHS[6:], OFFERS[0]])
    assert article.text.split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "paragraphs",
    [
        [*PARAGRAPHS, OFFERS[0]],
        [*PARAGRAPHS, *(f"墙上有人写着：“{offer}”" for offer in OFFERS)],
        [
            *PARAGRAPHS,
            "渡船票价两元，月票三十元，扫码购票立减五角。",
            "候船亭旁新开了小卖部，热饮、雨伞、渡船模型一应俱全。",
        ],
        [
            *PARAGRAPHS[:5],
            "读者可加微信hewanbao报名，免费乘船，名额有限。",
            "新闻热线：0799-8811222，欢迎提供线索，有奖爆料。",
            *PARAGRAPHS[5:],
        ],
        [*PARAGRAPHS[:2], *OFFERS],
        [
            *NEWS[:4],
            "宠物医院绝育、疫苗、体检套餐优惠，猫三联、狂犬疫苗买一送一。美容、寄养、洗澡会员五折，爱宠走失免费发布信息。",
            *NEWS[4:],
        ],
        [*PARAGRAPHS, *OFFERS, "民警说，这是诈骗。", "赌博网站和骗子常用这些话，谨防上当受骗，十赌九骗。"],
    ],
    ids=["one", "quoted", "own", "outlet", "short", "round-up", "warning"],
)
def test_what_the_article_speaks_of_stays(paragraphs: list[str]) -> None:
    article = clean(paragraphs)
    assert article.text.split("\n") == paragraphs
    assert article.integrity is Integrity.CLEAN


@pytest.mark.parametrize("mark", ["，", " ", "-"])
def test_an_offer_with_all_its_characters_parted_is_read_as_any_other_page(mark: str) -> None:
    article = clean([*PARAGRAPHS, mark.join("代开发票加微信办证贷款棋牌下注平台") + "。"])
    assert article.text.startswith("\n".join(PARAGRAPHS))


@every_row("row", load_lexicon("no_offers"), ids=lambda row: row["text"])
def test_each_word_against_an_offer_is_found_in_its_hit_and_not_in_its_miss(row: dict[str, str]) -> None:
    words = no_offers(row["name"])
    assert words.search(row["hit"])
    assert not words.search(row["miss"])
