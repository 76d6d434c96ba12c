"""What a page says of its article, held against its lines: headline, description, stated text, site and writer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cleaners.body.box_columns import LEVELS
from cleaners.body.topic import lines_holding, share_stated, site_names, writer_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.page.model import Page
    from cleaners.text.arrays import Floats, Ints


def topic_columns(topic: Floats, held: Floats, text: Floats, around: Ints) -> Floats:
    """How many words of the headline and description a line holds, and the boxes around it: share, and density."""
    total = held[0] + 0.1
    usual = total / text[0]
    out = np.empty((len(topic), 2 + 2 * LEVELS), np.float32)
    out[:, 0] = topic
    out[:, 1] = np.log1p(total)
    out[:, 2 : 2 + LEVELS] = (held / total)[around]
    out[:, 2 + LEVELS :] = np.log((held / usual + 3) / (text + 3))[around]
    return out


def stated_columns(texts: Sequence[str], stated: str, quoted: int | None) -> Floats:
    """Whether the page's structured data holds a line, and where it stands against the one its description quotes."""
    out = np.zeros((len(texts), 6), np.float32)
    shares = share_stated(texts, stated)
    out[:, 0] = shares
    if shares.sum() > 1:
        out[:, 1] = 1
        out[:, 2] = shares < 0.4
    if quoted is not None:
        behind = np.arange(len(texts)) - quoted
        out[:, 4] = np.sign(behind)
        out[:, 3] = out[:, 4] * np.log1p(np.abs(behind))
        out[:, 5] = 1
    return out


def named_columns(texts: Sequence[str], lengths: Floats, lowered: str, starts: Sequence[int], page: Page) -> Floats:
    """Whether a line names the page's site or one of its writers, and how many lines above name these.

    ``lowered`` is the lines joined, in lower case; ``starts`` are its ``line_starts``.
    """
    sites, writers = site_names(page.meta, page.url), writer_names(page.meta, page.json_ld)
    out = np.zeros((len(texts), 7), np.float32)
    out[:, 5], out[:, 6] = bool(sites), bool(writers)
    for name in sites:
        holding = list(lines_holding(lowered, name, starts))
        out[holding, 0] = 1
        out[holding, 1] = np.maximum(out[holding, 1], len(name) / lengths[holding])
    for name in writers - sites:
        for at in lines_holding(lowered, name, starts):
            out[at, 2], out[at, 3] = 1, max(out[at, 3], texts[at][: len(name)].lower() == name)
    named = out[:, 2].cumsum()
    out[:, 4] = np.log1p(named - out[:, 2])
    return out
