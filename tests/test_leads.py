"""Lines that lead to other stories, or to the outlet's channels."""

from __future__ import annotations

import pytest
from lines import line_of
from rows import every_row

from cleaners import clean_html
from cleaners.body.leads import invites, leads_elsewhere
from cleaners.lexicons import load_lexicon
from cleaners.page.parse import parse_page


@every_row("row", load_lexicon("leads"), ids=lambda row: row["text"])
def test_a_lead_with_a_link_behind_it_goes_elsewhere(row: dict[str, str]) -> None:
    assert leads_elsewhere(line_of(row["hit"]))
    assert not leads_elsewhere(line_of(row["miss"]))
    assert not leads_elsewhere(line_of(row["hit"].replace("[", "").replace("]", "")))


@pytest.mark.parametrize("text", ["İLGİLİ HABER", "AYRICA BAKINIZ"])
def test_turkish_capitals_are_read(text: str) -> None:
    assert leads_elsewhere(line_of(f"{text} [渡口复航 ferry]"))


@every_row("row", load_lexicon("badges"), ids=lambda row: row["text"])
def test_a_badge_stands_before_its_link_or_leads_to_who_pays(row: dict[str, str]) -> None:
    assert leads_elsewhere(line_of(row["hit"]))
    assert not leads_elsewhere(line_of(row["miss"]))
    assert leads_elsewhere(line_of(row["miss"], f"https://ads.example/click?to={'2c44' * 40}"))


@pytest.mark.parametrize(
    ("html", "elsewhere"),
    [
        ("<p><i>[<a href=/2.html>Council passes a budget with deep cuts</a>]</i></p>", True),
        ("<p>[<a href=/2.html>县里第二座公路桥今天开工</a>]</p>", True),
        ("<p>[<a href=https://t.example/>The Ferry Times</a>]</p>", False),
        ("<p>[<a href=https://t.example/>渡口日报</a>]</p>", False),
        ("<p>[<a href=/r.pdf>Download the full report</a>]</p>", False),
        ("<p><a href=/2.html>渡口复航</a></p>", False),
        ("<p>[He laughed, and <a href=/2.html>the clerk</a> with him]</p>", False),
    ],
)
def test_a_link_in_square_brackets_leads_elsewhere(html: str, elsewhere: bool) -> None:
    (line,) = parse_page(html, None).lines
    assert leads_elsewhere(line) is elsewhere


def test_links_behind_words_that_open_a_list_of_stories_are_left_out() -> None:
    told = "<p>清明临近，渡口客运站加开班车四十六班，旅客可以在窗口、自助机或者手机上购票，预售期为十五天。</p>" * 4
    past = "<p>往期推荐</p><p><a href=/1>◆ 春运结束，送客三十一万人次</a></p><p><a href=/2>◆ 渡口招船工八名</a></p>"
    article = clean_html(f"<html><body><h1>清明班车这样走</h1><div>{told}{past}</div></body></html>")
    assert "船工" not in article.text
    assert "春运" not in article.text


def test_words_that_open_a_list_of_stories_go_where_the_list_was_not_taken() -> None:
    links = "<li><a href=/1>The ferry is back</a></li><li><a href=/2>Rope for sale</a></li>"
    more = f"<p><b>Read more:</b></p><ul>{links}</ul>"
    told = "<p>The ferry has gone from the landing, and the rope, wet on the stone, lies where it was left.</p>" * 5
    article = clean_html(f"<html><body><h1>The ferry has gone</h1><article>{told}{more}</article></body></html>")
    assert "Read more" not in article.text


@every_row("row", load_lexicon("invitations"), ids=lambda row: row["text"])
def test_an_invitation_to_a_channel_is_none_of_the_text(row: dict[str, str]) -> None:
    assert invites(line_of(row["hit"]))
    assert not invites(line_of(row["miss"]))


@every_row(
    ("line", "invited"),
    [
        ("📲 Únete a nuestro canal de WhatsApp: [AQUÍ]", True),
        ("Únete a nuestro canal de WhatsApp", False),  # without a link nobody can
        ("Подписывайтесь на [наш канал] в Telegram, чтобы первыми узнавать новости.", True),
        ("Подписывайтесь, говорит паромщик, на мой [журнал].", False),
        ("Ferry news and more <https://www.whatsapp.com/channel/0029>", True),
        ("Follow Aunt Ferry on Instagram and [Twitter]", True),
        ("Para estar al tanto, únete a nuestro canal de WhatsApp: [AQUÍ]", True),
        ("Want more ferry news? Sign up for the Hewan free [newsletter] to get timetables first.", True),
        ("¿Quieres saber más de la balsa? Suscríbete a nuestra [newsletter].", True),
        ("Who reads [the harbour's newsletter]? Nobody, says the ferryman.", False),
        ("Join the queue, wrote one traveller on [Facebook].", False),
        ("“Follow us to the bridge!” the protesters shouted in [videos on TikTok].", False),
        ("Suivez mon regard, a écrit le maire sur [Twitter].", False),
        ("Sie wollen den Fluss nicht verlassen, schrieben die Besetzer auf [Facebook].", False),
        ("تابع الربان حديثه عن العاصفة في [فيسبوك] وقال إن العبارة عادت.", False),
        ("Tham gia đoàn cứu hộ có mười người, theo trang [Facebook] của xã.", False),
        ("Descarga WhatsApp desde la [tienda oficial] y escribe tu número.", False),
        (
            "The ferryman wrote on his channel <https://whatsapp.com/channel/0029> that the chain had broken at noon.",
            False,
        ),
        ("Join our channel <https://whatsapp.com/channel/0029> and have the ferry news first.", True),
        ("For the ferry news, join our channel <https://whatsapp.com/channel/0029> and have it first.", True),
        ("News of the ferry, morning and night: <https://whatsapp.com/channel/0029>.", True),
        ("The stickers are sold <https://store.line.me/stickershop/1> from Tuesday.", False),
        ("It was first reported <https://www.rtvonline.me/news/1> by a broadcaster.", False),
        ("Telegram said the [ferry] had gone", False),
        ("Following the row over WhatsApp, the [ferry] stays", False),
        ("Follow these steps: open Instagram and tap [Settings]", False),
        ("Follow the river to Telegram Hill" + ", and on" * 40 + " to the [ferry]", False),
    ],
)
def test_invitations_need_a_channel_and_a_link(line: str, invited: bool) -> None:
    assert invites(line_of(line)) is invited
