"""Subsets of a group's sites of which each site is part as often as a relaxation opens it.

Sites in any order, each as long as it is opened, are a line; marks on it that are 1 apart take the sites where
they fall. Over all places of the first mark each site is taken as often as it is opened (systematic sampling:
Madow and Madow, Annals of Mathematical Statistics 15 (1944)). Where sites next to each other in the order share
residents, marks hardly take two of them: such subsets reach about as much as the relaxation, and are those that
its cuts must allow.
"""

from __future__ import annotations

import numpy as np

from optimize.coverage.placing.covered.around import Around
from quarterhour.arrays import Floats, Ints

DIRECTIONS = 10
"""Orders of sites from one end of the group to the other, beside the one around its middle."""


def sweeps(around: Around) -> Ints:
    """Such subsets, a bit a site, in orders by what sites share."""
    first, second = _coordinates(around).T
    angles = np.pi * np.arange(DIRECTIONS) / DIRECTIONS
    keys = [np.cos(angle) * first + np.sin(angle) * second for angle in angles]
    middle = np.average(np.array([first, second]), axis=1, weights=around.opened)
    keys.append(np.arctan2(second - middle[1], first - middle[0]))
    return np.unique(np.concatenate([_taken(np.argsort(key, kind="stable"), around.opened) for key in keys]))


def _coordinates(around: Around) -> Floats:
    """Sites in a plane, those near each other that share much: sites x 2.

    They are the second and the third eigenvector of shares scaled to sums of 1 (Ng, Jordan and Weiss, Neural
    Information Processing Systems 14 (2001)).
    """
    reaches = ((around.sites[:, None] & (1 << np.arange(len(around.opened)))) != 0).astype(float)
    shared = reaches.T @ (reaches * around.worth[:, None])
    own = np.sqrt(np.maximum(np.diagonal(shared), np.finfo(float).tiny))
    part = shared / (own[:, None] * own)
    whole = np.sqrt(np.maximum(part.sum(axis=0), np.finfo(float).tiny))
    vectors = np.linalg.eigh(part / (whole[:, None] * whole))[1]
    return np.asarray(vectors[:, [-2, -3]] / whole[:, None])


def _taken(order: Ints, opened: Floats) -> Ints:
    """The subsets that marks take of sites in an order, one for each place of the first mark that changes them."""
    ends = np.cumsum(opened[order])
    changes = np.unique(np.append(ends % 1.0, 0.0))
    marks = (changes + np.append(changes[1:], 1.0)) / 2.0
    passed = np.floor(ends - marks[:, None])
    taken = passed > np.column_stack([np.floor(-marks), passed[:, :-1]])
    subsets: Ints = taken @ (1 << order)
    return subsets
