"""Find keyword phrases that hijackers set as lines of their own between the paragraphs of a Chinese body.

A subheading has the same shape, but speaks of what the article speaks of: most of its pairs of characters stand in the
text around it. Those of a campaign stand nowhere in it, in one such line of the page after the other. Each line is
weighed as a phrase that the end of a line closes (``cleaners.text.phrases``); what is cut is decided by all together. A
line that stands there again and again goes by itself, if it reads like a keyword phrase.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

import numpy as np

from cleaners.article import BlockKind
from cleaners.junk.chances import FITTED_NATS, PAGE_ODDS, chances_of
from cleaners.junk.lists.items import holds_sentence
from cleaners.junk.spans import Place
from cleaners.junk.strewn.weights import SCRIPT_NATS, wording_nats
from cleaners.junk.warning import warns
from cleaners.lines.credit_lines import is_barred_credit
from cleaners.lines.names import is_person
from cleaners.links.hosts import leads_away
from cleaners.text import adverts, phrases, wording
from cleaners.text.character_tables import HAN, pairs_of
from cleaners.text.language import find_language
from cleaners.text.phrase_alphabet import pairs_in
from cleaners.text.phrase_places import MIN_LENGTH, Openings, find_openings
from cleaners.text.script import other_script, scripts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from cleaners.junk.scene import Scene
    from cleaners.page.model import Line
    from cleaners.text.arrays import Floats, Integers

_MAX_CHARS = 34
"""Characters of the longest line that is looked at."""
_MIN_HAN = 3
"""Han characters of the shortest line that is looked at."""
_MAX_TOGETHER = 3
"""Most lone lines that follow each other; longer runs are lists, which have rules of their own."""
MIN_PROSE = 200
"""Fewest characters of an article's prose for a word to be strange to it."""
_KNOWN_PAIRS, _KNOWN_CHARACTERS = 0.25, 0.7
"""A line needs no closer look if the article has more than this share of its pairs of characters, or of its
characters."""
_MAX_LONE, _LOOKED_AT = 200, 20_000
"""Most lone lines of a page that are looked at, and most characters of its prose in which their words are looked for
first."""
_SHARES = (0.1, 0.35, 0.8)
"""Shares of an injected page's lone lines that are junk."""
_WARNING_ODDS = 1e-5
"""``PAGE_ODDS`` among articles that warn of fraud and gambling: their own subheadings name what is sold (刷单返利)."""
MIN_ALONE = 0.0
"""Nats that one of the phrases sought beside sentences must have by its wording alone (``phrases.weigh_alone``) for any
to be looked at: one clean page in ten has such a head, one piece in a hundred such a wording."""
MAX_ALONE = 6.0
"""Most nats that one line tells of the page."""
_LINK_NATS = 3.0
"""Nats added for a line that is a link to a foreign host as a whole."""
_AHEAD_NATS = 4.0
"""Nats added for an ``<h1>`` ahead of all of the text. Not for other first lines: of 350 decks, dishes and slogans
written for the purpose (番茄牛腩煲, 网赌代理获刑, 听党话 跟党走) 38 would go."""
CUT = 0.7
"""Least probability of a line that is cut."""

_NOT_LONE = frozenset({BlockKind.TABLE_ROW, BlockKind.CODE})
_WRITTEN = re.compile(r"[。！？…：:；;，,“”‘’「」『』《》（）()、\t]")
"""A sign that a line is written language, or a list."""
_TRIMMINGS = re.compile(r"^[\W_]*(?:(?:No\.)?\d{1,2}[)）】\]、．.](?!\d)\s?)?[\W_]*|[\W_]+$")
"""A number ahead, and signs around a phrase."""
_QUESTION = re.compile("怎么|怎样|如何|什么|为何|是否|能否|[吗呢谁]|多久|多少(?!钱)|哪(?!家好)|几[年月天次]")
"""A question, as subheadings of answers to readers are. Left out are the questions of buyers: 多少钱, 哪家好."""
_SPACED = " "
"""In a line of several words, as notices list and offer (西瓜 荔枝 芒果, 现摘现卖 送货上门): it tells nothing of the
page. Of 75 such articles written for the purpose 22 lost a line, and their pages were called injected; now none."""
_CHAPTER = re.compile(r"第[一二三四五六七八九十百\d]{1,4}[章节節篇部编編条條]")
"""What statutes and books call their parts."""
_LEADS_IN = (":", "：")
"""How a line ends that leads into a list."""

_REPEATED, _REPEATED_NATS = 3, 1.5
"""Times that a line of its own stands between paragraphs, and the nats that it must have by itself (``weigh_adverts``).
Of 1,900 lines of honest pages that are no sentences 19 have more; five in six phrases of known trades do, one in seven
of others. So where a line stands must tell, too: refrains, answers and the labels of records (变速箱：手动五速) stand
among other short lines."""
_REPEATED_CHARS = 6
"""Fewest characters of such a line. One in thirteen of four has those nats (包吃包住), of longer ones hardly any."""
_REPEATED_PAIRS = 0.3
"""Most of its pairs of characters, as a share, that the article has, too."""
_REPEATED_PROSE = 120
"""Characters of prose that an article needs before words can be strange to it."""


def find_lone(lines: Sequence[Line], scene: Scene) -> Iterator[Place]:
    """The lines of a Chinese body that are keyword phrases by themselves."""
    repeated = _find_repeated(lines, scene)
    lone = list(islice((at for at in _find_lone_lines(lines, scene.kinds) if at not in repeated), _MAX_LONE))
    apart = frozenset((*repeated, *lone))
    prose = "\n".join(line.text for at, line in enumerate(lines) if at not in apart) if lone else ""
    junk = _find_junk(lone, f"{prose}\n{scene.title}", lines, scene) if len(prose) >= MIN_PROSE else ()
    yield from (Place(at, 0, len(lines[at].text)) for at in (*repeated, *junk))


def _find_junk(lone: Sequence[int], prose: str, lines: Sequence[Line], scene: Scene) -> list[int]:
    """Those of the ``lone`` lines that are keyword phrases; ``prose``: the others, with the titles."""
    texts = {at: _TRIMMINGS.sub("", lines[at].text) for at in lone}
    if not scene.spam and not scene.found and 2 * sum(map(_asks, texts.values())) >= len(texts):
        return []
    if all(_speaks_of(text, prose[:_LOOKED_AT]) for text in texts.values()):
        return []
    nats = weigh_phrases(list(texts.values()), prose, scene.spam)
    silent = [_SPACED in text for text in texts.values()]
    nats += [_LINK_NATS * _is_foreign_link(lines[at], scene.own) + _AHEAD_NATS * _is_ahead(at, lines) for at in lone]
    return [at for at, chance in zip(lone, chances_by(nats, prose, scene, silent), strict=True) if chance > CUT]


def _asks(text: str) -> bool:
    return _QUESTION.search(text) is not None


def chances_by(nats: Floats, prose: str, scene: Scene, silent: Sequence[bool] = ()) -> NDArray[np.float64]:
    """Probability that each line, or head of a paragraph, is a keyword phrase, by all of them and by the prose.

    ``silent``: those that tell nothing of the page, if any does.
    """
    unknown = _WARNING_ODDS if warns(prose[:_LOOKED_AT]) else PAGE_ODDS
    telling = np.minimum(nats, MAX_ALONE)
    if any(silent):
        telling = np.where(silent, np.minimum(telling, -FITTED_NATS), telling)
    return chances_of(nats, telling, scene.odds(unknown), _SHARES)


def _find_lone_lines(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> Iterator[int]:
    """Indices of the short lines without a sentence that stand beside a paragraph, no more than three in a row.

    And an ``<h1>`` ahead of all, whatever follows: names, days and places may. No rows of tables and no code: ``kinds``
    are those of the lines, or none.
    """
    others = frozenset(at for at, kind in enumerate(kinds) if kind in _NOT_LONE)
    short = [len(line.text) <= _MAX_CHARS and "。" not in line.text for line in lines]
    first = [0] if short and short[0] and _is_ahead(0, lines) else []
    beside = (
        run
        for run, before, behind in runs_of(lines, short, _MAX_TOGETHER)
        if (holds_sentence(before) or holds_sentence(behind)) and not before.endswith(_LEADS_IN)
    )
    yield from (at for at in dict.fromkeys(chain(first, *beside)) if at not in others and is_bare(lines[at].text))


def _is_ahead(at: int, lines: Sequence[Line]) -> bool:
    """Whether a line is an ``<h1>`` ahead of all of the text; the headline does not stand in it."""
    return at == 0 and lines[at].tag == "h1"


def runs_of(lines: Sequence[Line], chosen: Sequence[bool], most: int) -> Iterator[tuple[list[int], str, str]]:
    """The runs of up to ``most`` chosen lines, and the texts right before and behind each; empty at an end."""
    for is_run, places in groupby(range(len(lines)), chosen.__getitem__):
        run = list(places) if is_run else ()
        if run and len(run) <= most:
            before, behind = run[0] - 1, run[-1] + 1
            yield run, lines[before].text if run[0] else "", lines[behind].text if behind < len(lines) else ""


def _find_repeated(lines: Sequence[Line], scene: Scene) -> list[int]:
    """The lines that stand between paragraphs again and again, read like keyword phrases and speak of nothing else."""
    texts = [line.text for line in lines]
    if len(texts) - len({*texts}) < _REPEATED - 1:
        return []
    likely = {
        text
        for text, count in Counter(texts).items()
        if count >= _REPEATED and _REPEATED_CHARS <= len(text) <= adverts.MAX_CHARS and HAN.search(text)
    }
    standing = Counter(lines[at].text for at in (_between_paragraphs(lines) if likely else ()))
    fitting = [line for line in likely if standing[line] >= _REPEATED]
    if not fitting:
        return []
    prose = "\n".join((scene.title, *filter(holds_sentence, (line.text for line in lines))))
    if len(prose) < _REPEATED_PROSE or find_language(prose, ()) == "ja":
        return []
    nats = dict(zip(fitting, adverts.weigh_adverts(fitting), strict=True))
    junk = {
        line
        for line in fitting
        if nats[line] >= _REPEATED_NATS
        and share_of_pairs(line, prose) <= _REPEATED_PAIRS
        and len(HAN.findall(line)) > 1
    }
    return [at for at, line in enumerate(lines) if line.text in junk]


def _between_paragraphs(lines: Sequence[Line]) -> Iterator[int]:
    """The lines that hold no sentence, and have beside them none but lines that do, or that say the same."""
    for run, _, _ in runs_of(lines, [not holds_sentence(line.text) for line in lines], len(lines)):
        if len({lines[at].text for at in run}) == 1:
            yield from run


def is_bare(text: str) -> bool:
    """Whether a line is a phrase without any sign of written language, and none that newsrooms set by themselves."""
    text = _TRIMMINGS.sub("", text)
    if _WRITTEN.search(text) is not None or len(HAN.findall(text)) < _MIN_HAN or _CHAPTER.match(text):
        return False
    return not is_barred_credit(text) and not _introduces(text)


def _introduces(text: str) -> bool:
    """Whether a line says who somebody is, as above answers and lectures: 何岱青 副主任医师 明溪市妇幼保健院.

    What is sold may begin with a family name, but its wording tells.
    """
    name, *others = text.split()
    return bool(others) and is_person(name) and wording.score(text) < 0


def _is_foreign_link(line: Line, own: frozenset[str]) -> bool:
    """Whether a line is all of a link to a foreign host."""
    return len(line.links) == 1 and 2 * line.link_chars > len(line.text) and leads_away(line.links[0].href, own)


def _speaks_of(text: str, prose: str) -> bool:
    """Whether an article uses a good part of a line's characters, or of its pairs of them."""
    if sum(map(prose.__contains__, text)) > _KNOWN_CHARACTERS * len(text):
        return True
    return share_of_pairs(text, prose) > _KNOWN_PAIRS


def share_of_pairs(text: str, prose: str) -> float:
    """Share of a line's pairs of characters that an article has."""
    pairs = list(pairs_of(text))
    return sum(map(prose.__contains__, pairs)) / max(1, len(pairs))


def one_reads_like_phrase(texts: Sequence[str], least: float | Sequence[float] = MIN_ALONE) -> bool:
    """Whether any of the texts may be a keyword phrase by its wording alone. Asked first: it needs no look at the page.

    ``least``: the nats that any of them needs, or a number for each.
    """
    return bool(texts) and bool(np.any(phrases.weigh_alone(texts, phrases.load_model()) >= np.asarray(least)))


def weigh_phrases(texts: Sequence[str], prose: str, spam: Sequence[str]) -> Floats:
    """Nats for each text being a keyword phrase as a whole, on a page with this prose and this junk."""
    model = phrases.load_model()
    alphabet = model.alphabet
    opening, _ = find_openings(texts, alphabet)
    elsewhere = phrases.Elsewhere.of(pairs_in(prose, alphabet), alphabet)
    nats = np.full(len(texts), phrases.NO_PHRASE, np.float32)
    if not len(opening.line):
        return nats
    weighed = phrases.weigh(opening, elsewhere, phrases.vocabulary_of(spam, alphabet), model)
    whole = _wholes(opening, texts)
    for row in whole.nonzero()[0]:
        line = int(opening.line[row])
        nats[line] = weighed.by_length[row, whole[row] - 1] + wording_nats(texts[line])
    if other := other_script(prose):
        nats += [SCRIPT_NATS * (scripts_of(text) & other > 0) for text in texts]
    return nats


def _wholes(opening: Openings, texts: Sequence[str]) -> Integers:
    """For each opening, the length of the phrase that is its whole text; 0 where no phrase can be."""
    longest = opening.longest
    ends = opening.ends[np.arange(len(longest)), longest]
    whole = (opening.start == 0) & (ends == [len(texts[at]) for at in opening.line]) & (longest >= MIN_LENGTH)
    return np.where(whole, longest, 0).astype(np.int64)
