"""Lists of words whose rows are examples themselves: each row does what its list is for, where it is alone to do so."""

from __future__ import annotations

import json

from invented import TEXT
from rows import every_row

from cleaners import clean_html
from cleaners.embedded.structured import read_script_times, read_statements
from cleaners.lexicons import load_lexicon, words
from cleaners.lines.credits import read_credits
from cleaners.lines.names import is_person, names_nobody, split_names
from cleaners.lines.sources import clean_source, is_outlet
from cleaners.page.parse import parse_page

META_NAMES = load_lexicon("meta_names")
DAY = "2024-05-06"


@every_row("row", META_NAMES, ids=lambda row: str(row["text"]))
def test_a_meta_element_speaks_of_its_field(row: dict[str, str]) -> None:
    page = parse_page(f'<meta name="{row["text"]}" content="{DAY}"><script>var {row["text"]} = "{DAY}";</script>', None)
    stated = {statement.field for statement in read_statements(page).all}
    assert stated == (set() if row["value"] == "script" else {row["value"]})
    if row["value"] == "script":
        assert read_script_times(page) == [DAY]


@every_row("row", load_lexicon("record_names"), ids=lambda row: str(row["text"]))
def test_the_record_in_a_script_states_its_field(row: dict[str, str]) -> None:
    record = json.dumps({"id": 7, row["text"]: f"{DAY} 何岱青", "content": TEXT}, ensure_ascii=False)
    page = parse_page(f"<title>渡口复航</title><div id=app></div><script>window.__STATE__ = {record}</script>", None)
    assert {statement.field for statement in read_statements(page).all} == {row["value"]}


@every_row("word", sorted(words("no_names")))
def test_a_word_that_names_nobody(word: str) -> None:
    assert names_nobody(word)
    assert "何岱青" in split_names(f"何岱青 {word}")
    assert word not in split_names(f"何岱青 {word}")


@every_row("word", sorted(words("credit_stops")))
def test_a_word_that_ends_a_credit(word: str) -> None:
    assert [credit.names for credit in read_credits(f"来源：洛溪日报{word}")] == [("洛溪日报",)]


@every_row("row", load_lexicon("sources"), ids=lambda row: str(row["text"]))
def test_an_outlet_known_by_name_is_stored_under_one(row: dict[str, str]) -> None:
    spellings = [row["text"], *filter(None, row.get("match", "").split("|"))]
    assert {clean_source(name) for name in spellings} == {row["text"]}
    assert all(map(is_outlet, spellings))


@every_row("word", sorted(words("no_source")))
def test_a_word_that_is_no_source(word: str) -> None:
    assert clean_source(word) is None


@every_row(
    "name", sorted({name for row in words("surnames") for name in row.split()} - {"从"})
)  # which a line of names alone shows to be one
def test_a_family_name_begins_a_persons_name(name: str) -> None:
    assert is_person(f"{name}岱")


@every_row("name", sorted({name for row in words("name_halves") for name in row.split()}))
def test_two_halves_of_a_name_without_a_family_name_are_one(name: str) -> None:
    assert is_person(f"{name}次仁")


@every_row("word", sorted(words("title_badges")))
def test_a_badge_in_the_headlines_element_is_no_part_of_it(word: str) -> None:
    page = f"<title>城西渡口今天复航_洛溪网</title><h1><span>{word}</span>城西渡口今天复航</h1><div>{TEXT}</div>"
    assert clean_html(page, "https://www.luoxi.example/1.html").title == "城西渡口今天复航"


@every_row("word", sorted(words("provinces")))
def test_a_province_beside_the_day_is_no_writer(word: str) -> None:
    page = f"<title>城西渡口今天复航</title><h1>城西渡口今天复航</h1><div>何岱青 {DAY} {word}</div><div>{TEXT}</div>"
    article = clean_html(page, "https://www.luoxi.example/1.html")
    assert (article.authors, article.source) == (("何岱青",), None)
