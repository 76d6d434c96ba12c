"""What a site's pages have in common, and what an operator says about it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import starter
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from visits import article_of, visit_of

from cleaners import Integrity, Removal, RemovalKind, SiteMemory, clean_html, clean_text, lexicons, remember
from cleaners.memory import MAX_LINES
from cleaners.site import Site
from pipelines.junk import cut_pieces, kept_pieces, memory_of_site
from pipelines.store import Store
from spiders.commands import spam as spam_command
from spiders.commands.spam import decide
from spiders.reading import SiteReader

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
FRAME = (
    "市文明办昨天召开会议，部署下一阶段的重点工作，各县区负责人参加了会议。",
    "会议指出，要把群众满意作为工作的出发点，认真听取意见，及时回应关切。",
)
NEW_JUNK = "云岭疏通 管道清洗 化粪池抽运"
"""Junk of a wording that is not junk by itself."""
CUT = Removal(RemovalKind.SPAM, "真人百家乐开户,网上赌场官网", "after", "cut_junk_lines")


def test_a_line_counts_once_a_page_and_needs_several_pages() -> None:
    memory = remember([[NEW_JUNK, NEW_JUNK], [NEW_JUNK]])
    assert not memory.recurs(NEW_JUNK)
    memory = remember([[NEW_JUNK.replace(" ", "  ")]], memory)
    assert memory.recurs(NEW_JUNK)
    assert memory.pages == 3
    assert not SiteMemory().recurs(NEW_JUNK)


def test_memory_is_bounded() -> None:
    pages = ([f"第{page}页的第{line}行，没有第二次" for line in range(5_000)] for page in range(15))
    assert len(remember(pages).lines) <= MAX_LINES


def test_junk_of_new_wording_is_found_by_its_recurrence() -> None:
    page = "\n".join([FRAME[0], NEW_JUNK, FRAME[1]])
    assert NEW_JUNK in clean_text(page).text
    known = clean_text(page, memory=remember([[NEW_JUNK]] * 4))
    assert known.text == "\n".join(FRAME)
    assert known.integrity is Integrity.INJECTED
    assert [removal.text for removal in known.removed] == [NEW_JUNK]


def test_links_of_new_wording_are_found_by_their_recurrence() -> None:
    items = ("云岭管道疏通", "云岭下水清洗", "青石化粪池抽运", "青石地毯清洗")
    links = "".join(f"<li><a href='http://q7.example.net/{n}.html'>{item}</a></li>" for n, item in enumerate(items))
    page = f"<body><div><p>{FRAME[0]}</p><p>{FRAME[1]}</p><ul>{links}</ul></div></body>"
    url = "http://news.qz.example.com/1.html"
    assert clean_html(page, url).integrity is Integrity.CLEAN
    known = clean_html(page, url, memory=remember([items] * 4))
    assert known.text == "\n".join(FRAME)
    assert known.integrity is Integrity.INJECTED
    partners = page.replace(
        links, "".join(f"<li>{name}</li>" for name in ("前店村委会", "后店村委会", "上坂村委会", "下坂村委会"))
    )
    assert (
        clean_html(partners, url, memory=remember([["前店村委会", "后店村委会", "上坂村委会"]] * 4)).integrity
        is Integrity.CLEAN
    )


def test_recurring_sentences_and_lists_of_places_are_kept() -> None:
    lines = ["本栏目由市文明办主办，欢迎来稿。", "前店村 后店村 上坂村 下坂村 溪口村"]
    article = clean_text("\n".join([FRAME[0], *lines, FRAME[1]]), memory=remember([lines] * 9))
    assert [removal.kind for removal in article.removed] == []


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        for number in range(4):
            own = f"第{number}条消息：市文明办昨天召开会议，部署重点工作。"
            article = article_of(own, NEW_JUNK, removed=(CUT,), integrity=Integrity.INJECTED)
            store.save(visit_of(article, path=f"{number}.html", site="qinghe" if number else "other"))
    return path


def test_the_database_knows_what_recurs(database: Path) -> None:
    with Store.open(database, readonly=True) as store:
        assert [(piece.text, piece.articles, piece.sites) for piece in cut_pieces(store.connection, None, 3)] == [
            (CUT.text, 4, 2)
        ]
        assert cut_pieces(store.connection, "other", 2) == []
        assert [(piece.text, piece.articles) for piece in kept_pieces(store.connection, None, 3)] == [(NEW_JUNK, 3)]
        assert memory_of_site(store.connection, "qinghe").recurs(NEW_JUNK)


def spam(*options: str, db: Path) -> subprocess.CompletedProcess[str]:
    words = ["spam", "-s", f"NEWS_DB={db}", *options]
    return subprocess.CompletedProcess(words, *starter.run(words, {**os.environ, "COLUMNS": "120"}, timeout=60))


def test_the_command_lists_and_says_when_there_is_nothing(database: Path, tmp_path: Path) -> None:
    found = spam("--json", db=database)
    assert found.returncode == 0, found.stderr
    assert [json.loads(line)["state"] for line in found.stdout.splitlines()] == ["cut", "kept"]
    assert spam("--least", "99", db=database).returncode == 1
    missing = spam(db=tmp_path / "none" / "missing.db")
    assert missing.returncode == 7
    assert "Traceback" not in missing.stderr


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(lexicons.LEXICON_DIR, tmp_path, dirs_exist_ok=True)
    for name in ("junk_block", "junk_allow"):
        (tmp_path / f"{name}.tsv").write_text("# a list\ntext\tnote\n", "utf-8")
    monkeypatch.setattr(lexicons, "LEXICON_DIR", tmp_path)
    lexicons.forget_lexicons()
    yield tmp_path
    lexicons.forget_lexicons()


def test_an_operator_confirms_and_frees(lists: Path) -> None:
    phrase = "灵犀站群快排"
    page = f"{FRAME[0]}会议听取了汇报。{phrase}大家展开讨论。"
    decide(lists, NEW_JUNK, junk=True)
    decide(lists, phrase, junk=True)
    assert f"# a list\ntext\tnote\n{NEW_JUNK}\n{phrase}\n" == (lists / "junk_block.tsv").read_text("utf-8")
    assert phrase not in clean_with(lists, page)
    decide(lists, phrase, junk=False)
    assert phrase in clean_with(lists, page)
    freed = "真人百家乐开户,时时彩平台注册,网上赌场官网"
    assert freed not in clean_with(lists, f"{FRAME[0]}\n{freed}\n{FRAME[1]}")
    decide(lists, freed, junk=False)
    assert freed in clean_with(lists, f"{FRAME[0]}\n{freed}\n{FRAME[1]}")


def test_a_decision_says_what_it_does(
    lists: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(spam_command, "LEXICON_DIR", lists)
    command = spam_command.Command()
    command.settings = Settings()
    parser = ArgumentParser()
    command.add_options(parser)
    command.run([], parser.parse_args(["--free", NEW_JUNK]))
    assert command.exitcode == 0
    assert capsys.readouterr().out == "never cut from now on; 'scrapy reclean' shows what that changes\n"


def clean_with(lists: Path, text: str) -> str:
    assert lists == lexicons.LEXICON_DIR
    return clean_text(text).text


@pytest.mark.parametrize("text", ["", "  ", "# x", "a\tb", "a\nb"])
def test_a_text_that_no_list_can_hold_is_refused(lists: Path, text: str) -> None:
    with pytest.raises(ValueError, match="TEXT must be"):
        decide(lists, text, junk=True)


def test_what_recurs_is_small_enough_to_hand_around() -> None:
    memory = remember([["甲乙丙丁戊己庚辛", f"只见一次的第{number}行文字"] for number in range(100)])
    small = memory.recurring()
    assert dict(small.lines) == {"甲乙丙丁戊己庚辛": 100}
    assert small.recurs("甲乙丙丁 戊己庚辛")


def test_an_article_at_many_addresses_is_remembered_once() -> None:
    """A server that writes a new session into each link: what three reports have in common was cut as boilerplate."""
    reader = SiteReader(Site(), SiteMemory())
    shared = "市水利局负责人表示，下一步将把灌区改造与农田水利建设结合起来，年底前全部验收。"
    own = "第{}号渠道全长三千二百米，昨天清晨正式通水，沿线两个镇的农户赶在霜降前浇上了冬水。"
    html = "<html><body><h1>第{0}号渠道通水</h1><p>2024-08-2{0} 09:15</p><p>{1}</p><p>{2}</p><p>{1}</p></body></html>"
    for session in range(12):
        for number in range(3):
            page = html.format(number, own.format(number) * 2, shared).encode()
            response = HtmlResponse(f"http://a.example/{session}f0c2a/{number}.html", body=page, encoding="utf-8")
            article = reader.read(response)
            assert shared in article.text, (session, article.removed)
