"""What stands behind a Chinese text in boxes of its own, and what of it is a part of the text."""

from __future__ import annotations

import pytest

from cleaners import clean_html

TEXT = [
    "芦溪古渡口停航十一年后，上周六重新响起了汽笛，两百多名乡亲赶来坐第一班船。",
    "“小时候上学天天坐，没想到还能再坐一回。”七十岁的罗桂英扶着栏杆，看了很久。",
    "渡船由旧船改造而成，每天往返六趟，六十岁以上的老人免费。",
]
PAGE = """<html lang="zh"><head><title>芦溪古渡口复航_芦溪新闻网</title></head><body>
<ul><li><a href="/1">首页</a></li><li><a href="/2">要闻</a></li><li><a href="/3">乡镇</a></li></ul>
<div class="left"><h1>芦溪古渡口复航</h1><div class="xx"><span>2024-05-12 09:20</span> <span>芦溪日报</span></div>
<div class="wz">{}</div>{}</div>
<div class="r"><ul><li><a href="/4">春茶开采</a></li><li><a href="/5">老街亮灯</a></li></ul></div>
</body></html>"""
BEHIND = {
    "mood": "<div class='xq'><h4>这会儿您想说</h4><label>开心</label><label>想家</label></div>",
    "publisher": "<div class='hm'><div>芦溪日报</div></div>",
    "application": "<div class='kh'><p>换到手机里接着看，字大图清</p></div>",
}


def lines_of(*behind: str, text: list[str] = TEXT) -> list[str]:
    page = PAGE.format("".join(f"<p>{line}</p>" for line in text), "".join(behind))
    return (clean_html(page, "http://www.luxi.example/2024/0512/31.html").text or "").split("\n")


@pytest.mark.parametrize("text", [TEXT, TEXT[:1]], ids=["article", "note"])
def test_lone_lines_in_boxes_behind_the_text_are_left_out(text: list[str]) -> None:
    assert lines_of(*BEHIND.values(), text=text) == text


def test_parts_of_the_text_in_boxes_of_their_own_are_kept() -> None:
    remark = ["编后", "一条停了十一年的渡船重新开动，渡的是人，也是日子。芦溪的乡亲等了它十一年，愿它慢慢开，开得久。"]
    more = ["渡口两岸的小店也重新开了门，卖的还是米糕和凉茶。", "船工老何说，他打算再撑二十年。"]
    behind = f"<div class='bh'><h3>{remark[0]}</h3><p>{remark[1]}</p></div>"
    assert lines_of(behind) == TEXT + remark
    assert lines_of("<div class='wz'>" + "".join(f"<p>{line}</p>" for line in more) + "</div>") == TEXT + more


@pytest.mark.parametrize(
    "part",
    [
        "县交通局说，渡口今年还要添两条船，两岸的村民可以凭身份证免费坐到年底。",
        "编后：一条停了十一年的渡船重新开动，渡的是人，也是日子，芦溪的乡亲等了它十一年。",
        "更正：本报昨日所报票价有误，应为两元，特此更正并向读者致歉。",
        "渡口背景：芦溪古渡口始建于1956年，原有木船三条，老船工十二人",
    ],
)
def test_a_sentence_or_a_label_in_a_box_of_its_own_is_a_part_of_the_text(part: str) -> None:
    assert lines_of(f"<div class='zw2'><p>{part}</p></div>", BEHIND["application"]) == [*TEXT, part]


def test_paragraphs_behind_a_box_that_alone_tells_of_the_headline_are_the_text() -> None:
    points = ["芦溪古渡口上周六复航。", "票价两元，老人免费。"]
    box = "<div class='yd'><h3>要点</h3><ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul></div>"
    text = [line.replace("芦溪古渡口", "那条老船") for line in (*TEXT, "船工老何说，他打算再撑二十年。")]
    inside = box + "".join(f"<p>{line}</p>" for line in text)
    page = PAGE.format(inside, "")
    assert clean_html(page).text.split("\n")[-len(text) :] == text


def test_boxes_alike_behind_the_text_are_its_sections() -> None:
    parts = [
        "码头的石阶一级一级撬起来，垫平了再放回去，花了整整一个冬天。",
        "两岸各出三个人，轮流值守，谁当班谁在本子上签字。",
        "开过四回院坝会，最后定了两块钱，老人和学生不收。",
    ]
    boxes = "".join(f"<div class='part'><p>{said}</p></div>" for said in parts)
    assert lines_of(boxes, text=TEXT[:1]) == [*TEXT[:1], *parts]


def test_a_table_that_leads_up_to_the_text_is_a_part_of_it() -> None:
    rows = [["船名", "座位", "票价"], *([f"芦渡{at}号", f"{at}0座", "两元"] for at in range(1, 6))]
    table = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    page = PAGE.format(f"<table>{table}</table><p>{TEXT[2]}</p><p>{TEXT[0]}</p>", BEHIND["mood"])
    assert clean_html(page).text.split("\n") == [*("\t".join(row) for row in rows), TEXT[2], TEXT[0]]


def test_a_short_headline_behind_an_arrow_is_another_story() -> None:
    page = PAGE.format(
        "".join(f"<p>{line}</p>" for line in TEXT) + "<p><strong>►<a href='/9'>春茶开采了</a></strong></p>", ""
    )
    assert clean_html(page, "http://www.luxi.example/2024/0512/31.html").text.split("\n") == TEXT


def test_files_below_a_heading_of_their_own_are_enclosed() -> None:
    files = ["渡船时刻表.doc", "票价一览.xls"]
    links = "".join(f"<li><a href='/f/{at}'>{name}</a></li>" for at, name in enumerate(files))
    assert lines_of(f"<div class='fj'><b>附件：</b><ul>{links}</ul></div>") == [*TEXT, "附件：", *files]


def test_comments_that_can_be_answered_are_left_out() -> None:
    said = "我就是芦溪人，在外头漂了十来年，看见船开了心里一热，过年一定要带孩子回来坐一趟，让他也听听汽笛。"
    comment = f"""<ul class="m"><li>柳下客<br/>
    <small>写于 2024-05-1{{}} 08:30 <a href="javascript:;">回复</a></small></li>
    <li>{said}古渡口复航，芦溪人都高兴。</li></ul>"""
    assert lines_of("<ul class='m'><li>乡亲的话：</li></ul>", *(comment.format(day) for day in range(3, 7))) == TEXT


@pytest.mark.parametrize("signed", ["芦溪县交通局2024年5月12日答复", "2024-05-12 <a href='#'>回复</a>"])
def test_an_office_that_answers_once_is_no_comment(signed: str) -> None:
    part = "".join(f"<p>{line}</p>" for line in [*TEXT[1:], signed])
    assert lines_of(f"<div class='wz'>{part}</div>", text=TEXT[:1])[: len(TEXT)] == TEXT


def test_an_answer_of_an_office_is_no_comment() -> None:
    asked = ["网友提问：", "您好，请问古渡口的船晚上开不开？", "部门回复：", "夏季开到晚上九点，其余季节开到六点。"]
    assert lines_of(text=asked) == asked


def test_a_table_is_the_text_of_a_page_that_shows_nothing_else() -> None:
    rows = [["序号", "船名", "船工"], *([str(at), f"芦渡{at}号", f"何{at}生"] for at in range(1, 8))]
    table = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    page = PAGE.format(f"<table>{table}</table>", BEHIND["application"])
    assert [row.split("\t") for row in clean_html(page).text.split("\n")] == rows
