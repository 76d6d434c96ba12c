"""Furniture whose words vary and whose form does not: counts, hashtags, what unfolds or reads out a text."""

from __future__ import annotations

import re

from cleaners.lines.punctuation import CLOSING

_OF = "[^，。！？]"
_MORE = "全文|全部|正文|内容|內容|更多|余下|剩余|完整"
_UNFOLDS = (
    rf"(?:点击|點擊)?(?:展开|展開|收起|(?:查看|显示|顯示|阅读|閱讀|加载|載入)(?={_MORE}))"
    rf"(?:阅读|閱讀|{_MORE}){{0,2}}(?:\d{{1,3}} ?%)?"
    r"|(?:正在|数据)?加载中?[，, ]{0,2}(?:请稍[候后等])?"
    r"|[向往]?[左右]{0,2}滑动?(?:浏览|瀏覽|查看|观看)(?:下一[张張]|[全大]图|更多(?:图片|照片|精彩|内容)?)"
)
_FEELS = (
    r"(?=.*[此这這该本您你何怎?？])"
    r"[您你]?(?:看完|看到|读完|讀完|阅读)(?:了|过)?(?:此|这|這|该|本)?[篇条條]?(?:文章|新闻|新聞|报道|報導|稿件)"
    r"[后後时時]?[，,]?[您你]?的?(?:心情|感受|感觉)(?:如何|怎样|怎么样|是|为)?[?？]?"
)
_READS_OUT = (
    r"(?:点击|點擊)?(?:播放|收听|收聽|播报|朗读|朗讀) ?(?:报道|文章|新闻|新聞|本文|全文)? ?(?:语音|語音|音频)"
    r"|语音(?:播报|朗读)"
)
_LEADS_TO_APP = (
    rf"(?!.*(?:查询|办理|申请|缴费|预约|报名))(?:打开|下载|前往|登录|使用){_OF}{{0,16}}(?:app|客户端)[，,]?{_OF}{{0,8}}"
    rf"(?:更多|更佳|更好|精彩|全文|原文){_OF}{{0,8}}"
    rf"|更多{_OF}{{0,6}}(?:资讯|新闻|精彩|报道){_OF}{{0,2}}[，,]?(?:敬?请)?(?:下载|关注|打开|登录|点击|进入){_OF}{{2,30}}"
    rf"|(?:本文|以上内容|以上內容)来自{_OF}{{1,16}}(?:app|客户端|公众号)"
    r"(?:[，,][^。！？]{0,20}(?:更多|精彩|客户端|app)[^。！？]{0,16})?"
    r"|关注[“「《]?[^，。！？”」》的]{1,16}[”」》]?(?:官方)?(?:微信)?(?:公众号|公众平台|视频号|微博)"
    rf"|(?:如有|有|提供)?新闻(?:爆料|线索|报料)[，,]?{_OF}{{0,10}}(?:热线|电话|致电|拨打|微信){_OF}{{0,6}}[\d-]{{7,14}}"
)
_ADDRESS = (
    r"原(?:标题|標題|题|題)[为為]《[^《》]{1,60}》"
    r"|(?:原文|原始|本文|文章)(?:地址|链接|网址|鏈接|網址)[:：] ?(?:https?://|www\.)[!-~]{4,60}"
)
_SIZES = (
    r"(?!.{1,3}大小\Z)(?:字[号號体體]|字[体體]大小|文字大小)\s?[:：]?\s?[【\[（(]?"
    r"(?:(?:超大|特大|大|标准|標準|默认|中|小)[|/· ]{0,3}){2,6}[】\]）)]?"
)
_MEASURES = (
    r"(?:最[后後]|最近)(?:更新|修改|编辑)(?:时间|時間|日期)?[:：] ?20\d\d[-/年.]\d{1,2}[-/月.]\d{1,2}日?"
    r"(?: \d{1,2}:\d\d(?::\d\d)?)?|"
    r"(?:本文|全文)共?约? ?\d{2,6} ?字[，, ]{0,2}(?:预计)?阅读[^。！？]{0,8}\d{1,3} ?分钟"
    r"|本文?(?:已|共)?被?(?:浏览|阅读|点击)了? ?\d{1,9} ?次|已[读讀閱阅] ?\d{1,9} ?次"
    r"|(?:本文|全文)共?约 ?\d{2,6} ?字"
    r"|(?:预计(?:阅读|读完)|读完|阅读(?=本文|全文|约?需))(?:本文|全文)?(?:约|大约)?(?:需要?)?约? ?\d{1,3} ?分钟"
    r"|(?:本文)?共 ?\d{1,3} ?页(?:[,，/ ]{0,2}(?:当前)?第 ?\d{1,3} ?页)?"
)
_PAPER_PAGE = r"第 ?(?:0\d|[a-z]\d{1,3}) ?版[:：] ?[^，。！？]{1,16}"  # editions of a book have no leading zero
_FORMS = (_UNFOLDS, _FEELS, _READS_OUT, _LEADS_TO_APP, _ADDRESS, _SIZES, _MEASURES, _PAPER_PAGE)
_ASKED = re.compile("|".join(_FORMS))
"""What unfolds or reads out a text, asks how one feels about it, counts its pages, letters or readers, gives the
page's address, first title or sizes of type, names a page of a paper (第02版：综合), or leads into an app or to the
newsroom's telephone, and nothing else.

An app that a text tells of is one for buses, not for more news: 打开洛溪出行APP，查看班次; 下载医保APP，查询更多.
"""
_ASKING = frozenset(
    "向往左右滑第字文最原点點展收查显顯阅閱加载載您你看读讀打下前登使更本以共播朗语关正数如有提新全已预"
)
"""First characters of these."""
_FIGURE = re.compile(r"[\d#《]")
"""A figure, or what counts, hashtags and reviews begin with: most lines hold none and are no count of anything."""
_MIN_COUNTERS = 2
_COUNTER = re.compile(
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|查看|评论|評論|回复|回覆|点赞|收藏)[量数數次]?\s?[:：(（]\s?\d"
)
"""A counter of a page; a line that shows two tells of the page, whatever else stands in it: 阅读(31) 评论(0)."""
_COUNT = re.compile(
    r"(?:本文|文章)?(?:阅读|閱讀|浏览|瀏覽|点击|點擊|点阅|點閱|访问|訪問|人[气氣]|查看)(?:[人次量数數率]{1,2})?\s?[:：]\s?\d[\d,.]{0,8}[w万萬]?\+?\s?[次人]?"
    r"|\d[\d,.]{0,8}[kmw万萬]?\+? ?"
    r"(?:comments?|responses?|repl(?:y|ies)|answers?|likes?|claps?|pingbacks?|trackbacks?"
    r"|条评论|则留言|则评论|个回复|人点赞|人赞同|个赞)"
    r"|\d[\d,.]{0,8}[w万萬]?\+? ?(?:人|次)(?:浏览|瀏覽|阅读|閱讀|围观|看过|播放)|\d[\d,.]{0,8}[w万萬]?\+? ?人[气氣]"
    r"|(?:查看|显示)?全部 ?\d{1,6} ?[个条] ?(?:回答|评论|回复|跟[帖贴])"
    r"|(?:感动|高兴|开心|愤怒|愤慨|搞笑|难过|伤心|新奇|无聊|震惊|流泪|鼓掌) ?[:：(（]? ?\d{1,3}(?:人|%|[)）])?"
    r"|(?:路过|雷人|握手)[(（]\d{1,4}[)）]"
    r"|[已共]有 ?\d{1,8} ?人(?:参与|參與|投票|[点點][赞讚]|阅读|閱讀|浏览|瀏覽)"
    r"|阅读(?:[量数] ?\d{1,8}| ?(?!20\d\d\Z)\d{4,8})"  # no mark (阅读 555), no year (阅读 2024)
    r"|(?:图片|圖片) ?\d{1,3} ?/ ?\d{1,3}|第 ?\d{1,3} ?/ ?\d{1,3} ?[页頁]"
    r"|《[^《》]{1,80}》上?有 ?(?:\d{1,5}|一) ?(?:[条條则則]\s?(?:评论|評論|留言|迴響|回應)|[个個]\s?想法)"
    r"|(?:comments|kommentare?|commentaires|comentarios|comentários|commenti|reacties|komentarze|komentar|yorumlar"
    r"|комментарии|комментариев|коментарі|bình luận|댓글|コメント) ?[(:：]? ?\d{1,6}\)?"
    r"|[0-5]\.\d{1,2} (?:from|/ ?5 from|out of 5 from) \d[\d,.]{0,8} (?:votes?|ratings?|reviews?)"
)
"""How many readers did or felt what, and nothing else: 0 Comments, Komentarze (2), 12人点赞, 4.92 from 23 votes.

Votes or shares alone are data.
"""
_REGISTERED = re.compile(r"icp[备備证證] ?\d{5}|公网安备 ?\d{8}")
"""The number under which a site is registered, as all mainland sites print it below their pages."""
_HASHTAGS = re.compile(r"(?!(?:#[0-9a-f]{6}\s?)+\Z)(?:#[^\s#.,，。]{1,40}\s?){2,30}")
"""Two or more hashtags and nothing else; colours (#f4e1d2) are none."""
_SHARED = re.compile(
    r"(?:a post shared by|ein beitrag geteilt von|une publication partagée par|una publicación compartida (?:por|de)"
    r"|uma publicação (?:com)?partilhada por|um post compartilhado por|un post condiviso da|een bericht gedeeld door"
    r"|ett inlägg delat av|et opslag delt af|et innlegg delt av|post udostępniony przez|публикация от)"
    r".{1,80}\(@[\w.]{1,30}\)(?: .{1,40}(?:20\d\d|\d ?:\d\d ?(?:[ap]m)?(?: [a-z]{2,4})?))?"
)
"""What stands in an embedded picture's place where it is not loaded: A post shared by Larch Harbour (@larchharbour),
on May 3, 2019 at 4:05pm PDT. A sentence on such a post goes on otherwise."""
_ANSWERED = "(?:即?可?(?:查|看|获|领|了解|下载|订)[^。！？]{0,24})"
_REPLY = re.compile(
    r"(?:\d{1,2}[、.．]\s?)?(?:[^。！？]{0,24}(?:公众号|后台|对话框)[^。！？]{0,6})?回复(?:关键[词字])?\s?"
    rf"(?:【[^】]{{1,16}}】{_ANSWERED}?|「[^」]{{1,16}}」{_ANSWERED})[。！]?"
)
"""What an account sends to who writes a word to it, a line of its menu: 2、回复【社保】查询缴费记录. Behind 「」,
which are quotation marks as well, it says what."""
_PLAYER = re.compile(r"\d{1,2}:\d\d ?/ ?\d{1,2}:\d\d")
"""How far a recording has been played, and how long it is."""


def has_form(folded: str, lowered: str) -> bool:
    """Whether a line in folded letters, ``lowered`` from its first word on, has one of these forms.

    >>> has_form("0 comments", "0 comments"), has_form("he read 12 comments aloud", "he read 12 comments aloud")
    (True, False)
    """
    if _FIGURE.search(folded) is not None and _has_figures_form(folded, lowered):
        return True
    if "(@" in lowered and _SHARED.fullmatch(lowered):
        return True
    if "回复" in lowered and _REPLY.fullmatch(lowered):
        return True
    return lowered[:1] in _ASKING and _ASKED.fullmatch(lowered.rstrip(CLOSING)) is not None


def _has_figures_form(folded: str, lowered: str) -> bool:
    whole = _COUNT.fullmatch(lowered) or _HASHTAGS.fullmatch(folded) or _PLAYER.fullmatch(lowered)
    return bool(whole or _REGISTERED.search(folded)) or len(_COUNTER.findall(lowered)) >= _MIN_COUNTERS
