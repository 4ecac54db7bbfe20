"""Ties broken by chance: what costs as much may be chosen too, so that a search moves on where nothing is cheaper.

A part that has nothing cheaper would be given up, as it stands, each time that it is drawn. At prices in finer
units, each with a little chance added, something that costs the same comes out cheaper, and the parts drawn next
begin elsewhere (the noising method of Charon and Hudry 1993). Where the chance of many days adds up to more than a
unit, what comes out may be dearer; the search takes nothing that is.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimize.roster.columns.parts import Part
from optimize.roster.columns.problem import BANNED
from optimize.roster.columns.scale import scale_of

FINER = 32
"""Parts of a unit of cost."""

MOST = 4
"""Of them, at most, that chance adds to the price of a duty or a day off."""

HOW_OFTEN = 0.5
"""Share of the parts (measured: docs/tried.md)."""


def with_ties_broken(piece: Part, generator: np.random.Generator) -> Part:
    """The part at finer prices with some chance in them, every other time; where they fit."""
    problem = piece.problem
    dearest = np.where(problem.price < BANNED, problem.price, 0).max(initial=0)
    fits = scale_of(problem) > FINER and FINER * dearest + MOST < BANNED
    if generator.random() >= HOW_OFTEN or not fits:
        return piece
    chance = generator.integers(0, MOST + 1, size=problem.price.shape)
    finer = replace(
        problem,
        price=np.where(problem.price < BANNED, FINER * problem.price + chance, BANNED),
        under=FINER * problem.under,
        over=FINER * problem.over,
    )
    return replace(piece, problem=finer, unit=FINER * piece.unit)
