"""A small network with absolute loss: errs in other ways than trees, which only cut.

    a_0 = x dropped out,   a_k = max(0, a_{k-1} W_k + b_k),   foretold = a_2 W_3 + b_3

Loss: absolute error, straight beyond `SMOOTH` standard deviations; Adam with decoupled decay (Kingma and Ba 2015;
Loshchilov and Hutter 2019) and a rate that falls as a cosine. Part of the inputs is left out at random in every
step (Srivastava et al. 2014, JMLR 15), so that no single week is leant on. NumPy alone: scikit-learn's network
knows no absolute loss and no dropout.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from forecast.arrays import Array, Ints, Single
from forecast.learners.learner import Foretell
from quarterhour.seeds import generator

HIDDEN = (64, 32)
EPOCHS, BATCH = 10, 512
RATE, DECAY = 2e-3, 1e-4
DROPPED = 0.1
"""Share of the inputs that is left out in a step."""
SMOOTH = 0.3
FIRST_MOMENT, SECOND_MOMENT, TINY = 0.9, 0.999, 1e-8
FARTHEST = 4.0
"""Inputs stay within so many standard deviations."""


def train(table: Single, target: Array) -> Foretell:
    """A network that foretells the median of `target`; what is not known counts as its mean."""
    standard = _Standard.of(table)
    inputs = standard(table)
    scale = np.float32(1.4826 * np.median(np.abs(target)) + 1e-6)
    wanted = (target / scale).astype(np.float32)
    draw = generator(0, "network", *inputs.shape)
    layers = _layers(inputs.shape[1], draw)
    adam = _Adam(layers, EPOCHS * max(1, len(inputs) // BATCH))
    for rows in _batches(len(inputs), draw):
        chosen = inputs[rows]
        kept = draw.random(chosen.shape, dtype=np.float32) > DROPPED
        adam.step(_gradients(layers, chosen * kept, wanted[rows]))
    return lambda asked: (_activations(layers, standard(asked))[-1][:, 0] * scale).astype(np.float64)


@dataclass(frozen=True)
class _Standard:
    """Columns brought to mean 0 and spread 1; those that tell nothing left out."""

    mean: Single
    spread: Single
    telling: Ints

    @classmethod
    def of(cls, table: Single) -> _Standard:
        known = np.isfinite(table)
        count = np.maximum(known.sum(0), 1)
        mean = (np.where(known, table, 0.0).sum(0, dtype=np.float64) / count).astype(np.float32)
        square = np.where(known, (table - mean) ** 2, 0.0).sum(0, dtype=np.float64)
        spread = np.sqrt(square / count).astype(np.float32)
        telling = np.flatnonzero(spread > 1e-6)
        return cls(mean[telling], spread[telling], telling)

    def __call__(self, table: Single) -> Single:
        standard = (table[:, self.telling] - self.mean) / self.spread
        kept: Single = np.clip(np.nan_to_num(standard), -FARTHEST, FARTHEST)
        return kept


@dataclass
class _Layer:
    """Weights (inputs, outputs) and intercepts."""

    weight: Single
    intercept: Single


def _layers(inputs: int, draw: np.random.Generator) -> list[_Layer]:
    """Random at first (He et al. 2015); the last one small, so that the network begins near 0."""
    sizes = [inputs, *HIDDEN, 1]
    layers = [
        _Layer(draw.normal(0, np.sqrt(2 / above), (above, below)).astype(np.float32), np.zeros(below, np.float32))
        for above, below in itertools.pairwise(sizes)
    ]
    layers[-1].weight *= np.float32(0.1)
    return layers


def _batches(count: int, draw: np.random.Generator) -> Iterator[Ints]:
    """Rows of each step, every epoch in another order; the odd rows at its end wait for the next."""
    for _ in range(EPOCHS):
        order = draw.permutation(count)
        for first in range(0, max(1, count - BATCH + 1), BATCH):
            yield order[first : first + BATCH]


def _activations(layers: list[_Layer], inputs: Single) -> list[Single]:
    """The inputs, then what each layer makes of the one before."""
    found = [inputs]
    for layer in layers[:-1]:
        found.append(np.maximum(found[-1] @ layer.weight + layer.intercept, 0))
    return [*found, found[-1] @ layers[-1].weight + layers[-1].intercept]


def _gradients(layers: list[_Layer], inputs: Single, wanted: Single) -> list[Single]:
    """Of the loss by weights and intercepts, in the order of the layers."""
    found = _activations(layers, inputs)
    error = found[-1][:, 0] - wanted
    back = (np.clip(error / np.float32(SMOOTH), -1, 1) / np.float32(len(error)))[:, None]
    gradients: list[Single] = []
    for layer, given in zip(reversed(layers), reversed(found[:-1]), strict=True):
        gradients += [back.sum(0), given.T @ back]
        back = (back @ layer.weight.T) * (given > 0)
    return gradients[::-1]


@dataclass
class _Adam:
    """Moves layers against their gradients over so many steps."""

    layers: list[_Layer]
    steps: int
    done: int = 0
    moments: list[tuple[Single, Single]] = field(default_factory=list)

    def step(self, gradients: list[Single]) -> None:
        """One step; gradients of weight and intercept of each layer in turn."""
        self.moments = self.moments or [(np.zeros_like(part), np.zeros_like(part)) for part in gradients]
        self.done += 1
        rate = RATE * 0.5 * (1 + math.cos(math.pi * self.done / self.steps))
        first_scale, second_scale = 1 - FIRST_MOMENT**self.done, 1 - SECOND_MOMENT**self.done
        parts = [part for layer in self.layers for part in (layer.weight, layer.intercept)]
        for part, gradient, (first, second) in zip(parts, gradients, self.moments, strict=True):
            first += (1 - FIRST_MOMENT) * (gradient - first)
            second += (1 - SECOND_MOMENT) * (gradient * gradient - second)
            move = (first / first_scale) / (np.sqrt(second / second_scale) + TINY)
            part -= rate * (move + DECAY * part)
