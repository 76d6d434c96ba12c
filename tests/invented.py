"""Invented articles that several tests set into pages."""

from __future__ import annotations

TEXT = "".join(
    f"<p>老街第{n}间铺面上午开了门，门口排起长队，掌柜说这样的热闹已经多年没有见过，茶水续了三回，还是有人来。</p>"
    for n in range(5)
)
"""Five paragraphs of Chinese, as HTML."""
ENGLISH = "".join(
    f"<p>Shop number {n} on the old street opened its doors this morning, and people queued up to the mill.</p>"
    for n in range(5)
)
"""Five paragraphs of English, as HTML."""
FERRY = (
    "停航三个月的城西渡口今天复航。早上六点半，第一班渡船载着四十二名乘客离岸。",
    "船工卫长庚在河上撑了二十六年船。他说，停航期间换了两台发动机，船板也重新上了漆。",
    "票价仍是两元，刷公交卡一元八角。县交通局说，周末加开四班，末班船延到晚上九点。",
)
"""Three lines on a ferry."""
MEETING = (
    "市文明办昨天召开会议，部署下一阶段的重点工作，各县区负责人参加了会议。",
    "会议指出，要把群众满意作为工作的出发点，认真听取意见，及时回应关切。",
    "与会人员围绕重点任务展开讨论，就如何抓好落实提出了意见和建议。",
)
"""Three lines on a meeting."""
TOLD = (
    "<p>The ferry left the old landing at half past six, with forty-two passengers and a dog on board.</p>",
    "<p>Her engine, the harbour office said, had been taken out, cleaned and put back over three months.</p>",
    "<p>“I have missed the river more than my own kitchen,” said the ferryman, and rang the bell twice.</p>",
)
"""Paragraphs on a ferry, each as HTML."""
MENU = "".join(f'<li><a href="/c{n}/">栏目{n}</a></li>' for n in range(12))
"""Items of a menu of twelve channels."""


def page_of(title: str, *paragraphs: str) -> str:
    """The plainest page of an article: its headline, and a box of paragraphs. A paragraph may hold markup."""
    told = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{told}</div></body></html>"
