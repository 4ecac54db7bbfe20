"""The model of a day of lending, over some of its blocks.

Sets       blocks b: people of supply u (one home, one duty, one skill group) who serve at one seat elsewhere from
           one interval to another; needs n: a pool, or a post with a floor of its own, in one interval; steps j of
           missing people; lenders m; outlets o; intervals q
Data       cost[b]: pay beyond what is paid anyway, travel both ways, fairness; people[u]; most[m] people lent a
           day; missing[n] = wanted - there; spare[n] = max(0, there - keep); width[n,j], price[n,j] rising in j;
           desks
Variables  x[b] whole: how many people do block b; short[n,j] in 0 .. width[n,j]
Rows       sum of x over blocks that serve n + sum of short[n,j] >= missing[n]
           sum of x over blocks of own people of n who are away then <= spare[n]     no lender below its own need
           sum of x over blocks of u <= people[u]                                    nobody is lent twice in a day
           sum of x over blocks of m <= most[m]
           sum of x over blocks that serve at o in q - own people of o away then <= desks left
Objective  least sum of cost x + price short, in money

Travel, rest, breaks, certificates and reach are no rows: a block that breaks them does not exist (`prepare`). So
the relaxation is that of whole blocks of single people, and mostly whole by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids, LinearProgram
from optimize.shared_staff.lending.blocks import Blocks
from optimize.shared_staff.lending.rows import Rows


@dataclass(frozen=True)
class Master:
    """The program over some blocks.

    Attributes
    ----------
    columns
        Of the blocks, in their order.
    short
        Columns of missing people, in the order of the steps.
    rows
        Which row of the day each row of the program is.
    """

    program: LinearProgram
    columns: Ids
    short: Ids
    rows: Ids


def master(rows: Rows, served: Ids, steps: pd.DataFrame, blocks: Blocks, people: Ids) -> Master:
    """The program over `blocks`, with the rows that these enter and those of `served`.

    `steps` has row, people and money, those of `served`.
    """
    row, block, sign = rows.entries(blocks)
    used = np.union1d(served, row)
    program = Builder()
    program.rows(len(used), lower=rows.lower[used], upper=rows.upper[used])
    columns = program.columns(len(blocks.a), cost=blocks.cost, upper=people[blocks.u], integer=True)
    short = program.columns(len(steps), cost=steps["money"].to_numpy(float), upper=steps["people"].to_numpy(float))
    program.put(np.searchsorted(used, row), columns[block], sign)
    program.put(np.searchsorted(used, steps["row"].to_numpy()), short)
    return Master(program.build(), columns, short, used)
