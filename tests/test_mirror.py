from __future__ import annotations

import pytest
from test_repair import STORY, mirrored

from cleaners import clean_text


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
