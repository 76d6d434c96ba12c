"""Lines between headline and text that state time, source or writer, and first sentences that look like them."""

from __future__ import annotations

import pytest

from cleaners.body.head_lines import is_head_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11月12日 09:15", True),
        ("By Anna van der Meer and J. O'Neill", True),
        ("BY ANNA MEER", True),
        ("Giriş: 02.12.2023 - 10:20 Güncelleme: 02.12.2023 - 12:05", True),
        ("28.04.2025, 17:30 Uhr | Lesezeit: 3 Min", True),
        ("6 May 2024 was the day on which the ferry left for good", False),
        ("https://www.hewan.example/a/1.html 2026-03-10", True),
        ("https://www.hewan.example 是渡口的新网址，可以在那里买票", False),
        ("11月12日起渡口复航", False),
        ("为便于群众出行，自2026年3月10日起，城西渡口复航，船期如下：", False),
        ("发布日期：2026年3月10日　来源：河湾网", True),
        ("发布日期：2026年3月10日　来源：", True),
        ("洛溪市气象台2026年3月10日16时发布预报：", False),
        ("By Monday The Ferry had sunk", False),
        ("By Anna Meer, who has crossed the river for forty years.", False),
        ("（2026年3月27日洛溪市第九届人民代表大会常务委员会第二十次会议通过）", False),
        ("（2026年3月1日市政府令第12号公布）", False),
        ("（2026年3月27日 来源：洛溪日报）", True),
    ],
)
def test_lines_between_headline_and_text(text: str, expected: bool) -> None:
    assert is_head_line(text, None) is expected
