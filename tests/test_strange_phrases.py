"""Keyword phrases between the sentences and paragraphs of articles that are not Chinese."""

from __future__ import annotations

import pytest

from cleaners import RemovalKind, clean_html

TOLD = (
    "The harbour master said on Monday that the old ferry would be back in service by the end of the month.",
    "Nobody had expected the repairs to take this long, and shopkeepers at the quay have complained of lost trade.",
    "The council will meet again on Thursday to decide who pays for the landing stage. It costs two millions.",
    "Until then a bus leaves from the market every half hour. Tickets for the ferry are good on it as well.",
    "The first boat is to leave at six in the morning, and the choir of the parish will sing on board.",
)


def text_of(*lines: str) -> str:
    body = "".join(f"<p>{line}</p>" for line in lines)
    return clean_html(f"<title>The ferry is back</title><h1>The ferry is back</h1>{body}").text


def amid(*phrases: str) -> list[str]:
    """The paragraphs, with the phrases as lines of their own between them."""
    lines = list(TOLD)
    for at, phrase in enumerate(phrases):
        lines.insert(1 + 2 * at, phrase)
    return lines


CAMPAIGNS = [
    ("slot maxwin malam ini", "agen bola terpercaya"),
    ("cheap painkillers without script", "essay helpers overnight"),
    ("สล็อตเว็บตรง แตกง่าย", "บาคาร่า เครดิตฟรี"),
    ("激安 バッグ コピー", "ブランド時計 N級品 通販"),
    ("казино бонус", "ставки онлайн вывод"),
]


@pytest.mark.parametrize("phrases", CAMPAIGNS, ids=lambda phrases: phrases[0])
def test_phrases_in_lines_of_their_own_go(phrases: tuple[str, str]) -> None:
    assert text_of(*amid(*phrases)) == "\n".join(TOLD)


@pytest.mark.parametrize("space", [" ", ""])
@pytest.mark.parametrize("phrases", CAMPAIGNS[:4], ids=lambda phrases: phrases[0])
def test_phrases_between_sentences_go(phrases: tuple[str, str], space: str) -> None:
    lines = list(TOLD)
    for at, phrase in zip((2, 3), phrases, strict=True):
        first, second = lines[at].split(". ")
        lines[at] = f"{first}.{space}{phrase} {second}"
    assert text_of(*lines) == "\n".join(TOLD)


def test_what_goes_is_recorded() -> None:
    body = "".join(f"<p>{line}</p>" for line in amid(*CAMPAIGNS[0]))
    article = clean_html(f"<title>The ferry is back</title><h1>The ferry is back</h1>{body}")
    assert [cut.text for cut in article.removed if cut.kind is RemovalKind.SPAM] == list(CAMPAIGNS[0])


HONEST = {
    "subheads in small letters": ("the ferry in service", "who pays for the stage"),
    "subheads": ("Shopkeepers worry", "What happens next"),
    "one odd line": ("sotto voce",),
    "a quotation": ("“ขอบคุณมาก”", "“ยินดีต้อนรับ”"),
    "an article on a language": ("ขอบคุณมากครับ", "In Thai the word means thanks."),
    "two languages": tuple(f"เรือข้ามฟากลำเก่าจะกลับมาให้บริการอีกครั้งภายในสิ้นเดือนนี้ หากอากาศเอื้ออำนวย {at}" for at in "กขค"),
}


@pytest.mark.parametrize("phrases", HONEST.values(), ids=HONEST.keys())
def test_honest_lines_stay(phrases: tuple[str, ...]) -> None:
    assert text_of(*amid(*phrases)) == "\n".join(amid(*phrases))


def test_a_sentence_that_an_address_or_abbreviation_parts_stays() -> None:
    lines = [
        *TOLD,
        "The board of the ferry runs on Node. js and the bus to Harbour. com at the market, tickets are out.",
    ]
    assert text_of(*lines) == "\n".join(lines)
