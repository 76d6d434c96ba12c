"""Whom a mirror copies, by what it has left of the original's foot."""

from __future__ import annotations

import pytest
from rows import every_row
from test_repair import STORY, mirrored

from cleaners import clean_text
from cleaners.lexicons import words


@pytest.mark.parametrize(
    ("foot", "copied"),
    [
        ("河湾网建设声明：", "河湾网"),
        ("版权所有：河湾日报社 未经许可不得转载", "河湾日报"),
        ("Copyright © 2019-2024 河湾新闻网 All Rights Reserved", "河湾新闻网"),
        ("河湾在线 版权所有", "河湾在线"),
        ("联系邮箱：news@hewan-daily.example", "hewan-daily.example"),
        ("投稿邮箱：hewannews@163.com", None),
        ("投稿邮箱：a@copy.example", None),
        ("河湾网记者 林河", None),
    ],
)
def test_whom_a_mirror_copies(foot: str, copied: str | None) -> None:
    text = "\n".join(("城北水库除险加固完工", *STORY, foot))
    assert clean_text(mirrored(text), "http://www.copy.example/a/1.html").mirror_of == copied
    assert clean_text(text, "http://www.copy.example/a/1.html").mirror_of is None


@every_row("domain", sorted(words("mail_providers")))
def test_an_address_that_anybody_may_have_names_no_outlet(domain: str) -> None:
    text = mirrored("\n".join(("城北水库除险加固完工", *STORY, "投稿邮箱：hewan@{}")))
    assert clean_text(text.format(domain), "http://www.copy.example/a/1.html").mirror_of is None
    assert clean_text(text.format(f"hewan-{domain}"), "http://www.copy.example/a/1.html").mirror_of == f"hewan-{domain}"
