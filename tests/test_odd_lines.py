"""Any line may stand at any place of a page: what steps peel off a line may leave nothing of it."""

from __future__ import annotations

import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaners import clean_html, clean_text

ODD = (
    "news@daily.example|desk@daily.example (mail)|(|)|（|）|【|】|「|」|—|-|·|•|：|:|@|、|。|...|1|12:|12:00|25:99|"
    "2024-|2024-13-45|二〇二五年|月|昨天|3小时前|By |by|Von|Por|От|기자|記者|记者|文・|写真・|作者|来源：|责编：|"
    "(完)|原标题：|图/|摄影|■|AP|(AP)|Updated|Q|问：|1/3|【1】|下一页|https://a.example|www.a.example|#|"
    "\u200b|\u3000|©|QQ|13800000000|%|＋|々|ﾊ|\u0301|\u202e"
).split("|")
PROSE = (
    ("今天上午，河湾市召开农业生产工作会议，研究部署春耕备耕。", "“今年雨水足，苗情比往年好。”种粮大户林大有说。"),
    (
        "The council of Riverton voted to rebuild the old bridge over the Wend.",
        "Work is to begin in spring, officials said.",
    ),
    (
        "나루시는 올해 봄부터 강변 산책로를 정비한다고 밝혔다.",
        "공사는 다음 달부터 시작되며 예산은 모두 12억 원이다.",
    ),
    ("川原市は十日、古い橋を建て替える計画を発表した。", "工事は来春に始まり、費用は約二十億円を見込む。"),
)
TAGS = "p|p class=byline|p class=date|div|span rel=author|h1|h2|li|td|pre|time".split("|")

odd = st.lists(st.sampled_from(ODD), min_size=1, max_size=3).map("".join)
prose = st.sampled_from(PROSE)


@settings(max_examples=120)
@example(PROSE[2], ["news@daily.example"], ["news@daily.example"], ["p"], "")
@given(prose, st.lists(odd, max_size=4), st.lists(odd, max_size=4), st.lists(st.sampled_from(TAGS), min_size=1), odd)
def test_lines_of_which_nothing_is_left_stop_no_step(
    told: tuple[str, ...], ahead: list[str], behind: list[str], tags: list[str], stated: str
) -> None:
    lines = [*ahead, *told, *behind]
    named = json.dumps(
        {"@type": "NewsArticle", "headline": stated, "author": {"name": stated}, "datePublished": stated}
    )
    parts = [f"<{tag}>{line}</{tag.split()[0]}>" for tag, line in zip(tags * len(lines), lines, strict=False)]
    head = (
        f'<title>{stated}</title><meta name=author content="{stated}"><script type=application/ld+json>{named}</script>'
    )
    assert clean_html(f"<head>{head}</head><body><article>{''.join(parts)}</article>").blocks is not None
    assert clean_text("\n".join(lines)).blocks is not None
