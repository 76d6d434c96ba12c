"""Fits the network of ``cleaners.body.scorer`` in NumPy: Adam on batches of whole pages, the same in every run.

What is returned is the mean of the weights over the second half of the steps and over branches of the fit: it is
steadier than the last weights, on pages unlike those fitted on most of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from cleaners.body.scorer import REACH, Scorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleaners.text.arrays import Floats


EPOCHS, TRUNK_EPOCHS = 8, 2
"""Rounds over all pages, and those of them before the fit branches."""
BRANCHES = 4
BATCH_PAGES = 24
LEARNING_RATE = 3e-3
MIN_RATE = 0.5
"""Share of the learning rate below which it does not fall, so that the weights that are averaged differ."""
AVERAGED = 0.5
"""Share of the steps, the last ones, whose weights are averaged."""
WEIGHT_DECAY = 5e-3
DROPOUT = 0.3
FIRST_LAYER, SECOND_LAYER = 32, 48

MIN_DEVIATION = 0.15
"""A column that hardly ever varies counts as varying this much; else a rare sign would outweigh all others."""
BOUND = 4.0
"""Deviations from the mean beyond which a column is not read."""


class LabelledPage(Protocol):
    """What is fitted on: a page's lines as numbers."""

    @property
    def columns(self) -> Floats:
        """One row a line."""

    @property
    def labels(self) -> Floats:
        """Per line, how much of it belongs to the article."""

    @property
    def weights(self) -> Floats:
        """Per line, what an error costs."""


def fit(samples: Sequence[LabelledPage], seed: int = 0) -> Scorer:
    """Fit a scorer by Adam on batches of whole pages: a trunk of steps, then branches whose weights are averaged.

    Branches that part after a few rounds stay near enough to each other for their mean to be a scorer as good as all of
    them voting, at the price of one (Wortsman et al. 2022, "Model soups").
    """
    scale = mean, deviation = column_scale(samples)
    random = np.random.default_rng(seed)
    weights = initial_weights(len(mean), random)
    trunk = Course(weights, [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights], 0)
    trunk, _ = follow(trunk, samples, scale, TRUNK_EPOCHS, random)
    ends = [
        follow(trunk, samples, scale, EPOCHS - TRUNK_EPOCHS, np.random.default_rng((seed, branch)))[1]
        for branch in range(BRANCHES)
    ]
    weights = [np.mean(alike, axis=0, dtype=np.float32) for alike in zip(*ends, strict=True)]
    first = weights[0] / deviation[:, None]
    bounds = mean - BOUND * deviation, mean + BOUND * deviation
    return Scorer(*bounds, first, weights[1] - mean @ first, weights[2], weights[3], weights[4][:, 0], weights[5])


class Course(NamedTuple):
    """Where a fit stands: the weights, Adam's running means of slopes and of their squares, and the steps taken."""

    weights: list[Floats]
    steady: list[Floats]
    squares: list[Floats]
    step: int


def follow(
    course: Course,
    samples: Sequence[LabelledPage],
    scale: tuple[Floats, Floats],
    epochs: int,
    random: np.random.Generator,
) -> tuple[Course, list[Floats]]:
    """Some rounds over all samples; the mean of the weights over the steps of a fit's later part among them."""
    weights, steady, squares = ([array.copy() for array in arrays] for arrays in course[:3])
    total = [np.zeros_like(w) for w in weights]
    steps = EPOCHS * -(-len(samples) // BATCH_PAGES)
    step = course.step
    for _ in range(epochs):
        order = random.permutation(len(samples))
        for start in range(0, len(order), BATCH_PAGES):
            batch = [samples[index] for index in order[start : start + BATCH_PAGES]]
            slopes = gradients(weights, *pack(batch, *scale), random)
            step += 1
            rate = LEARNING_RATE * max(MIN_RATE, 0.5 * (1 + np.cos(np.pi * step / steps)))
            for index, slope in enumerate(slopes):
                decayed = slope + WEIGHT_DECAY * weights[index] if weights[index].ndim == 2 else slope
                steady[index] = 0.9 * steady[index] + 0.1 * decayed
                squares[index] = 0.98 * squares[index] + 0.02 * decayed**2
                weights[index] -= (
                    rate * (steady[index] / (1 - 0.9**step)) / (np.sqrt(squares[index] / (1 - 0.98**step)) + 1e-6)
                )
                if step > (1 - AVERAGED) * steps:
                    total[index] += weights[index]
    averaged = np.float32(max(1, step - max(course.step, int((1 - AVERAGED) * steps))))
    return Course(weights, steady, squares, step), [summed / averaged for summed in total]


def initial_weights(columns: int, random: np.random.Generator) -> list[Floats]:
    """Weights and bias of each layer, in the order of ``Scorer``."""
    around = (2 * REACH + 1) * FIRST_LAYER
    shapes = ((columns, FIRST_LAYER, 1.0), (around, SECOND_LAYER, 2.0), (SECOND_LAYER, 1, 0.3))
    weights: list[Floats] = []
    for rows, width, gain in shapes:
        weights.append((random.normal(size=(rows, width)) * np.sqrt(gain / rows)).astype(np.float32))
        weights.append(np.zeros(width, np.float32))
    return weights


def column_scale(samples: Sequence[LabelledPage]) -> tuple[Floats, Floats]:
    """Mean and standard deviation of each column over all lines."""
    count = sum(len(sample.columns) for sample in samples)
    mean = sum(sample.columns.sum(axis=0, dtype=np.float64) for sample in samples) / count
    square = sum((sample.columns.astype(np.float64) ** 2).sum(axis=0) for sample in samples) / count
    return np.asarray(mean, np.float32), np.maximum(np.sqrt(np.maximum(square - mean**2, 0)), MIN_DEVIATION).astype(
        np.float32
    )


def pack(batch: Sequence[LabelledPage], mean: Floats, deviation: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Scaled columns, mask, labels and weights of the pages, with REACH empty rows behind each page."""
    size = sum(len(sample.columns) + REACH for sample in batch)
    columns = np.zeros((size, len(mean)), np.float32)
    mask, labels, weights = (np.zeros(size, np.float32) for _ in range(3))
    at = 0
    for sample in batch:
        rows = slice(at, at + len(sample.columns))
        columns[rows] = np.clip((sample.columns - mean) / deviation, -BOUND, BOUND)
        mask[rows], labels[rows], weights[rows] = 1, sample.labels, sample.weights / len(batch)
        at += len(sample.columns) + REACH
    return columns, mask, labels, weights


def gradients(
    weights: list[Floats], columns: Floats, mask: Floats, labels: Floats, losses: Floats, random: np.random.Generator
) -> list[Floats]:
    """Slopes of the weighted cross-entropy for each weight, with dropout in both layers."""
    first, first_bias, second, second_bias, last, last_bias = weights
    line = np.maximum(columns @ first + first_bias, 0) * mask[:, None]
    line_kept = keep_some(line.shape, random)
    line *= line_kept
    size, width = line.shape
    padded = np.zeros((size + 2 * REACH, width), np.float32)
    padded[REACH : REACH + size] = line
    around = np.concatenate([padded[at : at + size] for at in range(2 * REACH + 1)], axis=1)
    hidden = np.maximum(around @ second + second_bias, 0)
    hidden_kept = keep_some(hidden.shape, random)
    hidden *= hidden_kept
    likely = 1 / (1 + np.exp(-(hidden @ last + last_bias)[:, 0]))
    error = (losses * (likely - labels)).astype(np.float32)[:, None]
    to_hidden = (error @ last.T) * hidden_kept * (hidden > 0)
    to_around = to_hidden @ second.T
    to_padded = np.zeros_like(padded)
    for at in range(2 * REACH + 1):
        to_padded[at : at + size] += to_around[:, at * width : (at + 1) * width]
    to_line = to_padded[REACH : REACH + size] * line_kept * (line > 0)
    return [
        columns.T @ to_line, to_line.sum(axis=0), around.T @ to_hidden, to_hidden.sum(axis=0),
        hidden.T @ error, error.sum(axis=0),
    ]  # fmt: skip


def keep_some(shape: tuple[int, ...], random: np.random.Generator) -> Floats:
    """Dropout: 0 for a cell that is dropped, else what keeps the mean."""
    return (random.random(shape, dtype=np.float32) >= DROPOUT).astype(np.float32) / np.float32(1 - DROPOUT)
