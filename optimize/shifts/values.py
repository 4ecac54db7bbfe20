"""What staff planning (shifts, shared staff, reserve: one model) takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.result import Proof

GIVEN = ("outlet", "pool", "post", "start", "people")


@dataclass(frozen=True)
class StaffPrices:
    """Money, in the network's currency an hour.

    Attributes
    ----------
    shortage, idle, travel
        An hour of a needed person missing, of a person beyond need, of travel beyond pay.
    unplanned_absence
        Share of planned people who do not come; inflates cover here and nowhere else.
    """

    shortage: float
    idle: float
    travel: float
    unplanned_absence: float


@dataclass(frozen=True)
class StaffProblem:
    """Needs by pool, shift types, own people and lenders; labels are outlet, pool, post, start, day.

    Attributes
    ----------
    need
        outlet, pool, start (zone-aware), people: the requirement's total by pool, open intervals only.
    floors
        outlet, pool, post, start, people: floors of single posts within the total.
    posts
        outlet, pool, post: which posts a pool has.
    desks
        outlet, desks.
    reserve
        outlet, pool, start, people: standby wanted, in peak intervals.
    shift_types
        outlet, shift, earliest_start, latest_start, start_step, minutes, break_minutes, break_after,
        break_before (all in minutes; starts after the day cut, break times after the shift's start),
        break_paid (bool).
    staff
        outlet, pool, post, day (naive), people (own people able to hold the post, not absent that day),
        trained ones only; standby, split (those of them who agree to standby, to split duties; all where the
        column is left out).
    weekly
        outlet, pool, week (Monday), people (there on its best day), duties (most duties its people may do that
        week), splits (most split duties among these; as many where the column is left out), hours (regular
        hours left for work that week), hours_most (with overtime), rate (mean hourly pay),
        overtime_factor, standby_factor (mean share of pay paid for standby). A pool without own people may be
        absent.
    links
        link (id), kind (lent, partner), lender (home outlet, or partner offer id), lender_pool ("" for
        partners), outlet, pool, post, day (naive), minutes (travel one way), people (most that day; for
        partners over all links of the same lender and day), price (money an hour of work), least_minutes,
        standby (bool: may be used for standby), standby_factor (share of price paid for standby).
    given
        outlet, pool, post, start, people: who is at the post anyway, on duties that are not planned here.
    """

    need: pd.DataFrame
    floors: pd.DataFrame
    posts: pd.DataFrame
    desks: pd.DataFrame
    reserve: pd.DataFrame
    shift_types: pd.DataFrame
    staff: pd.DataFrame
    weekly: pd.DataFrame
    links: pd.DataFrame
    prices: StaffPrices
    grid: TimeGrid
    seed: int = 0
    given: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(GIVEN)))


@dataclass(frozen=True)
class StaffPlan:
    """How many work which duty where and when, who lends, who stands by, and what stays short.

    Attributes
    ----------
    duties
        duty (id, stable text), outlet, pool, post, day (naive business day), start, end (zone-aware, at the
        post), break_start, break_end (NaT without a break), break_paid, people, activity (work, standby),
        source (own, lent, partner), lender ("" for own), link (id of the link used, "" for own), travel_minutes
        (one way, paid, on top; 0 for standby, as nobody travels until called).
    cover
        outlet, pool, start, needed, own, lent, partner (people at the post, breaks taken out), short, surplus,
        cushion_short (part of a person missing once unplanned absence is counted).
    reserve
        outlet, pool, start, wanted, planned, short.
    holes
        outlet, pool, post ("" for the pool as a whole), start, end, people (missing), activity, reason and
        mend (message codes).
    links
        Those of the problem's links, in its columns, that a duty uses: who lends to whom at what price.
    costs
        outlet, item (regular, overtime, lent, partner, travel, standby, shortage, reserve, idle), hours, money;
        `optimize.shifts.costs` states the formula of each.
    proofs
        One a partition. The objective is the plan's cost in money; those of all partitions add up to `costs`.
    """

    duties: pd.DataFrame
    cover: pd.DataFrame
    reserve: pd.DataFrame
    holes: pd.DataFrame
    links: pd.DataFrame
    costs: pd.DataFrame
    proofs: tuple[Proof, ...]
