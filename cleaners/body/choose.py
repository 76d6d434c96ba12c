"""Choose the main content among a page's lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cleaners.article import Removal, RemovalKind
from cleaners.body.asides import find_asides
from cleaners.body.box_tree import subtree_sums
from cleaners.body.captions import keep_captions
from cleaners.body.cards import find_cards
from cleaners.body.code_listings import settle_code
from cleaners.body.copies import without_copied_lead, without_machine_summary, without_second_copy
from cleaners.body.edges import find_lives, find_notices, part_notice
from cleaners.body.features import tabulate
from cleaners.body.filling import fill_text
from cleaners.body.head_lines import chronicle_days, is_head_line
from cleaners.body.heading_series import with_next_lists, with_series
from cleaners.body.kinds import name_kinds
from cleaners.body.last_headings import without_last_headings
from cleaners.body.last_resort import take_plainest
from cleaners.body.leads import invites, is_link, leads_elsewhere, opens_list
from cleaners.body.left_code import without_left_code
from cleaners.body.next_articles import without_next_articles
from cleaners.body.parts import without_far_parts, without_other_stories
from cleaners.body.plain_text import choose_plain_body
from cleaners.body.scorer import load_scorer
from cleaners.body.strays import without_strays
from cleaners.body.tables import settle_tables
from cleaners.body.teasers import find_teasers, find_way_home
from cleaners.body.topic import description_of, writer_names
from cleaners.embedded.text import find_embedded
from cleaners.lines.furniture import is_furniture, part_prompt
from cleaners.lines.statements import find_disclosures, gives_contact, reaches_site, states_rights
from cleaners.lines.title_tag import site_parts, title_tag
from cleaners.lines.url_days import day_in_url
from cleaners.memory import STANDING_STEP
from cleaners.page.model import STRIPPED, WANTED, chars_at, tag_of_box
from cleaners.text.about import ABOUT_SHARE, is_about

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from cleaners.body.features import LineTable
    from cleaners.body.scorer import Scorer
    from cleaners.draft import Draft
    from cleaners.memory import SiteMemory
    from cleaners.page.model import Box, Line, Page
    from cleaners.site import Site
    from cleaners.text.arrays import Bools, Floats, Ints

_MAX_LINES = 20_000
"""Lines of a page that are scored. The longest honest page seen has 6,000; later ones are left out of the body."""

_MAX_BAR = 0.5
"""A line that belongs to the article more likely than not is never left out."""
_MIN_BAR = 0.02
"""A line less likely than this never belongs, however unlikely all lines of the page look."""

_MIN_AGREEING = 2
"""Fewest lines side by side that have a say in each other."""

_AGREEMENT = 0.7
"""How far unlinked lines in one box are brought together: 1 would give all of them what they have in common."""
_SIBLING_AGREEMENT = 0.6
"""The same for lines in boxes of one shape."""

_MAX_ABOVE = 0.2
"""Share of a body that may stand above its headline and is then left out; with more the headline is a later one."""

_MAX_STANDING = 0.5
"""Share of a body that may be left out because it stands on many pages of the site."""

_MIN_EXPECTED = 0.3
"""Expected F1 below which a page has no body: more than half of the pages whose article was taken out stay below
it, one article or fragment in a hundred stays below 0.5 (``scripts/fit_body.py`` prints the spread)."""

_REACH_SHARE = 0.8
"""Share of the body that the smallest box around it must hold; what was cut inside that box is recorded."""

_THIN_BODY_TOKENS = 80
"""A body shorter than this may be a teaser of one that the page's scripts hold."""
_RICHER = 3
"""The text in the scripts is taken if it is this many times as long."""

_STATEMENT_LINES = 10
"""First and last lines of the text among which a site's statement of rights, or of pay, stands."""

_CONTACT_LINES = 4
"""Last lines of the text among which its writer's accounts stand; a credit and a correction may follow."""

_STEP = "choose_body"

_SETTLING = (
    without_machine_summary,
    keep_captions,
    settle_tables,  # behind the captions: a table that ends the text follows its last line
    settle_code,
    without_last_headings,  # once all that may stand below a heading is there
    without_copied_lead,
    without_second_copy,  # last: of text, tables and captions that are printed twice
)
"""What makes whole, or takes out whole, pieces of a body whose lines are chosen, in this order."""


class _Chosen(NamedTuple):
    """What was chosen among lines."""

    lines: tuple[Line, ...] = ()
    """Those of the article, without the prompts behind their last sentences."""
    removed: tuple[Removal, ...] = ()
    """What was left out between them, or near by."""
    tokens: float = 0
    """Length of the article's lines."""


def choose_body(draft: Draft, scorer: Scorer | None = None) -> Draft:
    """Set ``draft.body`` and record the lines in its reach that were left out.

    Plain text has no boxes to choose from: ``plain_text.py`` cuts the article out of its lines. ``scorer``
    None is the one that ships.
    """
    page = draft.page
    if page.tree is None:
        return choose_plain_body(draft)
    lines, cut = _without_stripped(draft.lines[:_MAX_LINES], page.boxes, draft.site)
    chosen = _choose(lines, draft, scorer or load_scorer()) if lines else _Chosen()
    if chosen.tokens < _THIN_BODY_TOKENS:
        held = _behind(page, find_embedded(page))
        told = tuple(line for line in held.lines if not line.hidden)[:_MAX_LINES]
        richer = _chars_of(told) > _RICHER * _chars_of(chosen.lines)
        if richer and _is_of_page(told, chosen.lines, draft.article.title):
            draft = draft._replace(page=replace(page, boxes=held.boxes), held=held)
            table = tabulate(told, held, draft.article.title)
            chosen = _settle(told, table, np.ones(len(told), np.bool_), draft)
    cut = (*cut, *chosen.removed)
    if chosen.lines:
        draft = draft._replace(body=name_kinds(chosen.lines, draft.page.boxes))
    return draft.note(removed=draft.cut(cut)) if cut else draft


def _chars_of(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _behind(page: Page, held: Page) -> Page:
    """``held``, a text of the scripts, with its boxes behind those of the page."""
    own = len(page.boxes)
    root = min(0, own - 1)
    boxes = (box._replace(parent=box.parent + own if box.parent >= 0 else root) for box in held.boxes)
    return replace(
        held,
        boxes=(*page.boxes, *boxes),
        lines=tuple(line._replace(box=line.box + own) for line in held.lines),
        images=tuple(image._replace(box=image.box + own) for image in held.images),
    )


def _is_of_page(embedded: Iterable[Line], shown: Sequence[Line], title: str | None) -> bool:
    """Whether a text in the scripts speaks of what the page's headline, or a line that it shows as its text, speaks of.

    Scripts hold other stories, and what the page says of its cookies, as well; a page that shows nothing is believed.
    """
    if not shown or title is None:
        return True
    text = "\n".join(line.text for line in embedded).casefold()
    return any(is_about(said, text, ABOUT_SHARE) for said in (title, *(line.text for line in shown)))


def _without_prompts(lines: Sequence[Line], title: str | None) -> tuple[list[Line], tuple[Removal, ...]]:
    """The lines without the prompts that stand behind their last sentences, and the record of these."""
    kept, prompts = [], []
    for at, line in enumerate(lines, start=1):
        parted = part_prompt(line) or (part_notice(line, title) if at == len(lines) else None)
        kept.append(parted[0] if parted else line)
        prompts += [Removal(RemovalKind.BOILERPLATE, parted[1], "body", _STEP)] if parted else []
    return kept, tuple(prompts)


def _without_stripped(
    lines: tuple[Line, ...], boxes: Sequence[Box], site: Site
) -> tuple[tuple[Line, ...], tuple[Removal, ...]]:
    """The lines without those that the site's profile strips, and the record of these."""
    if not site.strip:
        return lines, ()
    stripped = [line for line in lines if boxes[line.box].mark == STRIPPED]
    kept = tuple(line for line in lines if boxes[line.box].mark != STRIPPED)
    return kept, tuple(Removal(RemovalKind.BOILERPLATE, line.text, "body", _STEP) for line in stripped)


def _choose(lines: tuple[Line, ...], draft: Draft, scorer: Scorer) -> _Chosen:
    """What belongs to the article among the page's own lines."""
    table = tabulate(lines, draft.page, draft.article.title)
    return _settle(lines, table, _take_text(lines, table, draft, likely_lines(scorer, table)), draft)


def _settle(lines: tuple[Line, ...], table: LineTable, kept: Bools, draft: Draft) -> _Chosen:
    """The kept lines, less furniture; tables and captions whole or not at all."""
    boxes, title = draft.page.boxes, draft.article.title
    kept = _without_furniture(lines, boxes, kept, title)
    writers = writer_names(draft.page.meta, draft.page.json_ld)
    kept[find_lives(lines, kept.nonzero()[0].tolist(), writers, title)] = False
    taken = kept.nonzero()[0].tolist()
    address = draft.page.url or draft.page.canonical
    kept[find_teasers(lines, taken, address)] = False
    kept[find_way_home(lines, taken, address)] = False
    kept[find_cards(lines, boxes, taken)] = False
    kept[find_asides(lines, boxes, taken)] = False
    kept = without_next_articles(lines, boxes, kept, title)
    if draft.held is None:  # in a text of the scripts nothing stands above it
        kept = _below_headline(lines, kept, table.tokens, title)
    standing = _find_standing(lines, kept, draft.memory)
    kept = without_left_code(lines, kept & ~standing)
    for settle in _SETTLING:
        kept = settle(lines, boxes, kept)
    taken = kept.nonzero()[0].tolist()
    if {lines[at].text for at in taken} <= set(site_parts(title_tag(draft.page) or "")):
        return _Chosen()  # nothing, or nothing but the site's name
    body, prompts = _without_prompts([lines[at] for at in taken], title)
    removed = (*_left_out(lines, kept, standing, table), *prompts)
    return _Chosen(tuple(body), removed, float(table.tokens[taken].sum()))


def _take_text(lines: tuple[Line, ...], table: LineTable, draft: Draft, likely: Floats) -> Bools:
    """The lines that the site's profile selects, else the likely ones and what belongs to them, else the plainest."""
    boxes, title = draft.page.boxes, draft.article.title
    kept = None
    if "body" in (draft.site.selectors or {}):
        kept = _take_wanted(lines, boxes, likely)
    if kept is None:
        expected = expected_f1(likely, table.tokens)
        kept = take_likely(likely, table.tokens, expected)
        kept = without_other_stories(lines, kept, likely, table.tokens, (title, description_of(draft.page.meta)))
        kept = fill_text(lines, boxes, table, kept, likely)
        kept = with_series(lines, boxes, kept, likely)
        kept = with_next_lists(lines, boxes, kept, table.unlinked & (likely >= _MIN_BAR))
        kept = without_strays(lines, boxes, table, kept, title)
    if not kept.any():
        dated = any(map(day_in_url, (draft.page.url, draft.page.canonical)))
        kept = take_plainest(lines, boxes, table, title, likely, dated=dated)
    return kept


def _without_furniture(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, title: str | None) -> Bools:
    """The kept lines without prompts and links to other stories, and without those at the head of time and source."""
    rest = kept.copy()
    listed = -1
    taken = kept.nonzero()[0].tolist()
    edges = {*taken[:_STATEMENT_LINES], *taken[-_STATEMENT_LINES:]}
    stated = {at for at in edges if states_rights(lines[at].text)}
    stated |= find_disclosures(lines, taken, _STATEMENT_LINES, title)
    stated |= {at for at in taken[-_CONTACT_LINES:] if at - 1 in stated and reaches_site(lines[at].text)}
    rest[list(stated)] = False
    rest[[at for at in taken[-_CONTACT_LINES:] if gives_contact(lines[at])]] = False
    steps = _steps(lines, boxes, taken)
    for at in taken:
        line = lines[at]
        if at and is_link(line) and (listed == at - 1 or opens_list(lines[at - 1])):
            listed = at
        heads_links = at + 1 < len(lines) and is_link(lines[at + 1]) and opens_list(line)
        if (
            listed == at
            or heads_links
            or (line.links and (leads_elsewhere(line) or invites(line)))
            or (is_furniture(line.text) and at not in steps and not part_prompt(line))
        ):
            rest[at] = False
    rest[list(find_notices(lines, rest.nonzero()[0].tolist(), title))] = False
    return _without_head_lines(lines, boxes, rest, title)


def _without_head_lines(lines: Sequence[Line], boxes: Sequence[Box], kept: Bools, title: str | None) -> Bools:
    """The kept lines without the first ones that only repeat the headline, or state time, source or writer."""
    rest = kept.copy()
    left = kept.nonzero()[0].tolist()
    days = chronicle_days([lines[at] for at in left], boxes)
    for at in left:
        if lines[at].text in days or not is_head_line(lines[at].text, title):
            break
        rest[at] = False
    return rest


def _steps(lines: Sequence[Line], boxes: Sequence[Box], taken: Sequence[int]) -> set[int]:
    """The items of numbered lists in which at most half of the lines prompt: there 长按识别二维码 may be a step."""
    items = defaultdict(list)
    for at in taken:
        around = boxes[lines[at].box].parent
        if lines[at].tag == "li" and not lines[at].links and tag_of_box(boxes[around]) == "ol":
            items[around].append(at)
    told = [steps for steps in items.values() if 2 * sum(is_furniture(lines[at].text) for at in steps) <= len(steps)]
    return {at for steps in told for at in steps}


def _below_headline(lines: Sequence[Line], kept: Bools, tokens: Floats, title: str | None) -> Bools:
    """The kept lines without those above the headline, if these are few: teasers, a date."""
    first = next((at for at, line in enumerate(lines) if line.text == title), 0)
    above = float(tokens[:first][kept[:first]].sum())
    if not above or above > _MAX_ABOVE * float(tokens[kept].sum()):
        return kept
    rest = kept.copy()
    rest[: first + 1] = False
    return rest


def _find_standing(lines: Sequence[Line], kept: Bools, memory: SiteMemory) -> Bools:
    """Which of the kept lines stand in the bodies of many pages of the site: these are its boilerplate.

    A page most of whose body stands elsewhere is one story at several addresses and stays as it is.
    """
    taken = kept.nonzero()[0].tolist()
    standing = [at for at in taken if memory.stands(lines[at].text)]
    if standing and chars_at(standing, lines) > _MAX_STANDING * chars_at(taken, lines):
        standing = []
    found = np.zeros(len(lines), bool)
    found[standing] = True
    return found


def likely_lines(scorer: Scorer, table: LineTable) -> Floats:
    """How likely each line is to belong to the article, lines in one box brought together."""
    return _agree(scorer(table.columns), table)


def _agree(likely: Floats, table: LineTable) -> Floats:
    """The probabilities, with those of lines side by side moved most of the way to their mean.

    What stands side by side mostly belongs together. In one box that is the paragraphs of a law, some of which look
    like headings, or a long comment among short ones; in boxes alike, the cards of a list.
    """
    in_box = _bring_together(likely, table.holders, np.where(table.unlinked, table.tokens, 0), _AGREEMENT)
    return _bring_together(in_box, table.siblings, table.tokens, _SIBLING_AGREEMENT)


def _bring_together(likely: Floats, groups: Ints, weights: Floats, share: float) -> Floats:
    """The probabilities, each moved by ``share`` of the way to the mean of its group (in log odds).

    Lines without weight have no say and stay as they are.
    """
    said = weights > 0
    several = said & (np.bincount(groups, said)[groups] >= _MIN_AGREEING)
    if not several.any():
        return likely
    held = np.bincount(groups, weights) + 1e-6
    mean = (np.bincount(groups, weights * likely) / held)[groups]
    together = 1 / (1 + np.exp(-((1 - share) * _log_odds(likely) + share * _log_odds(mean))))
    return np.asarray(np.where(several, together, likely), np.float32)


def _log_odds(likely: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(np.log((likely + 1e-5) / (1 - likely + 1e-5)))


def take_likely(likely: Floats, tokens: Floats, expected: float) -> Bools:
    """The lines above the page's bar, less parts far from the main one; none if nothing looks like an article.

    ``expected``: the page's expected F1.
    """
    if expected < _MIN_EXPECTED:
        return np.zeros(len(likely), bool)
    return without_far_parts(likely >= bar(expected), likely, tokens)


def expected_f1(likely: Floats, tokens: Floats) -> float:
    """The best F1 that can be expected of a body: the likeliest lines are taken until it falls."""
    order = (-likely).argsort()
    hits = (likely * tokens)[order].cumsum()
    taken = tokens[order].cumsum()
    return float((2 * hits / (taken + hits[-1])).max())


def bar(expected: float) -> float:
    """The least probability of a line that is taken: half of ``expected``, the best F1 that can be expected of a page.

    With this bar the F1 of the whole is highest. So a page whose lines all look unlikely (a poem, a table) has a lower
    bar than a clear one.
    """
    return min(max(expected / 2, _MIN_BAR), _MAX_BAR)


def _take_wanted(lines: tuple[Line, ...], boxes: tuple[Box, ...], likely: Floats) -> Bools | None:
    """Lines in the box that the site's profile selects, but for the least likely ones; None if it selects nothing."""
    wanted = np.array([boxes[line.box].mark == WANTED for line in lines])
    return wanted & (likely >= _MIN_BAR) if wanted.any() else None


def _left_out(lines: Sequence[Line], kept: Bools, standing: Bools, table: LineTable) -> list[Removal]:
    """The lines that were not kept though they stand between the body's lines or in the smallest box around it.

    ``standing``: those that were found on many of the site's pages.
    """
    taken = kept.nonzero()[0].tolist()
    held = subtree_sums(np.where(kept, table.tokens, 0)[None], table.line_boxes, table.ends)[0]
    around = (held >= _REACH_SHARE * held[0]).nonzero()[0][-1]  # boxes stand in document order: the last is innermost
    reach = (table.line_boxes >= around) & (table.line_boxes < table.ends[around])
    reach[taken[0] : taken[-1]] = True
    first, last = taken[0], taken[-1]
    return [
        Removal(
            RemovalKind.BOILERPLATE, lines[at].text, _where(at, first, last), STANDING_STEP if standing[at] else _STEP
        )
        for at in (reach & ~kept).nonzero()[0].tolist()
    ]


def _where(at: int, first: int, last: int) -> str:
    return "before" if at < first else "after" if at > last else "body"
