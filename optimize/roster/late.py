"""A program without what is late in it: rare prices that would stand in a search's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from optimize.linear import LinearProgram


def without(program: LinearProgram, late: Sequence[Any]) -> LinearProgram:
    """All variables, those that are `late` at no cost, and none of the rows in which one of these stands."""
    marks = np.zeros(len(program.cost))
    marks[[variable.index for variable in late]] = 1
    rows = np.flatnonzero(abs(program.matrix) @ marks == 0)
    cost = np.where(marks > 0, 0.0, program.cost)
    least, most, matrix = program.least[rows], program.most[rows], csr_array(program.matrix[rows])
    return replace(program, cost=cost, least=least, most=most, matrix=matrix)
