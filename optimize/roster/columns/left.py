"""What the bound of the whole problem leaves for the search: prices, rosters, and whose limits are counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Numbers
from optimize.roster.columns.best import Best
from optimize.roster.columns.generation import Generation
from optimize.roster.columns.prices import Priced
from optimize.roster.columns.problem import Flags, Ids, Problem, Rosters


@dataclass(frozen=True)
class Root:
    """What the bound leaves for the search.

    Attributes
    ----------
    dear
        Per person: how far the roster is from the cheapest at the bound's prices; zeros without a bound.
    pool
        Rosters made, with whose they are, those first that cost least beyond their worth; None without any.
    counted
        Person x kind whose limits pricing counts.
    cover
        Day x kind: what one more person there would save, at the prices of the bound; None without one.
    mixture
        Person x day x (off, kinds) that the bound's mixture has some of; None where the bound was not reached.
    worth
        day, kind, worth: what one more person there would save, at the prices of the bound; empty without one.
    """

    dear: Numbers
    pool: tuple[Ids, Rosters] | None
    counted: Flags
    cover: Numbers | None
    mixture: Flags | None
    worth: pd.DataFrame


def unproven(problem: Problem) -> Root:
    """Nothing known yet."""
    none = np.zeros(problem.most_of_kind.shape, dtype=bool)
    return Root(
        np.zeros(len(problem.people)), None, none, None, None, pd.DataFrame(columns=["day", "kind", "worth"])
    )


def left_by(root: Generation, best: Best, mixture: Flags | None) -> Root:
    """What a generation of the whole problem leaves."""
    counted = unproven(best.problem).counted if root.exact is None else root.exact.kinds
    cover = None if root.prices is None else root.prices.cover / root.prices.scale
    return Root(_dear(root, best), _pool(root), counted, cover, mixture, _worth(root))


def _pool(root: Generation) -> tuple[Ids, Rosters]:
    master = root.master
    keeps = np.flatnonzero(master.keeps)
    if root.point is not None:
        keeps = keeps[np.argsort(master.reduced_costs(root.point)[keeps], kind="stable")]
    return master.person[keeps], master.rosters[keeps]


def _dear(root: Generation, best: Best) -> Numbers:
    dear = np.zeros(len(best.problem.people))
    if root.prices is None:
        return dear
    priced = Priced(best.problem)
    found = priced.best(root.prices)
    charged = priced.charged(root.prices).astype(np.int64)
    own = np.take_along_axis(charged, best.rosters[:, :, None].astype(np.int64), axis=2)[:, :, 0].sum(axis=1)
    dear[found.person] = np.maximum(0, own[found.person] - found.value) / root.prices.scale
    return dear


def _worth(root: Generation) -> pd.DataFrame:
    problem = root.problem
    if root.prices is None:
        return unproven(problem).worth
    return pd.DataFrame(
        {
            "day": np.repeat(np.arange(problem.days), len(problem.kinds)),
            "kind": np.tile(np.array(problem.kinds, dtype=object), problem.days),
            "worth": root.prices.cover.ravel() / root.prices.scale,
        }
    )
