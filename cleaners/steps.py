"""The order of cleaning, in one place. Each step is ``Draft -> Draft`` and does nothing when it finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleaners.body.choose import choose_body
from cleaners.junk.hidden_text import cut_hidden
from cleaners.junk.inline import cut_inline_junk
from cleaners.junk.lists_in_body import leave_out_lists
from cleaners.junk.whole_lines import cut_junk_lines
from cleaners.metadata.find import find_metadata, find_title
from cleaners.metadata.mirror import name_mirrored
from cleaners.verdict import judge

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleaners.draft import Draft


class Step(NamedTuple):
    """One named change. The name is stable: it stands in traces, removals and tests."""

    name: str
    apply: Callable[[Draft], Draft]


STEPS = (
    Step("cut_hidden", cut_hidden),  # first: what no reader sees must not sway what follows
    Step("cut_junk_lines", cut_junk_lines),  # before the body is chosen: junk between paragraphs would split it
    Step("find_title", find_title),
    Step("choose_body", choose_body),
    Step("leave_out_lists", leave_out_lists),  # what is left out whole need not be picked to pieces
    Step("cut_inline_junk", cut_inline_junk),  # needs the headline: it may be strewn over the text
    Step("find_metadata", find_metadata),  # takes credit lines out of the body
    Step("name_mirrored", name_mirrored),
    Step("judge", judge),
)


def run_steps(draft: Draft, steps: tuple[Step, ...] = STEPS) -> Draft:
    """Apply the steps in order; the names of those that changed the draft are added to the trace."""
    trace = list(draft.article.trace)
    for step in steps:
        changed = step.apply(draft)
        if changed is not draft:
            trace.append(step.name)
        draft = changed
    return draft.note(trace=tuple(trace))
