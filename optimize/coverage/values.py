"""What coverage, placement and consolidation take and give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from quarterhour.result import Proof


@dataclass(frozen=True)
class CoverageProblem:
    """Residents, service points and travel minutes; labels are zone and point.

    Attributes
    ----------
    zones
        zone, region, kind (urban, rural), residents, children, elderly, circle_minutes.
    points
        point, name, region, role (existing, candidate, required, forbidden, competitor), kind,
        capacity_residents, monthly_cost, opening_cost.
    minutes
        zone, point, minutes: towards the point, door to door, only pairs within the largest circle or 60
        minutes; a missing pair is out of reach.
    key_places
        place, name, kind (hub, mall, hospital), needed (equipment kind), point (nearest existing one, "" for
        none), minutes, equipped (bool).
    budget
        One-off money; None for no limit.
    price_unserved
        Money a month of a resident outside the circle.
    """

    zones: pd.DataFrame
    points: pd.DataFrame
    minutes: pd.DataFrame
    key_places: pd.DataFrame
    budget: float | None
    price_unserved: float
    seed: int = 0


class PeopleNeeded(Protocol):
    """How many people an outlet's customers ask for."""

    def __call__(self, volumes: pd.DataFrame) -> pd.DataFrame:
        """case, outlet, people (in parts); `volumes` is case, outlet, service, volume (customers a month)."""


@dataclass(frozen=True)
class ConsolidationProblem:
    """Under-used outlets and what may become of them.

    Attributes
    ----------
    monthly
        outlet, month (first day, naive), volume, open_days, days (calendar days of that month).
    outlets
        outlet, name, kind, region, least_monthly_volume (NaN: never reviewed), monthly_cost, desks,
        staff (people), staff_cost (money a month), handling_minutes (mean, by its mix), and where known
        source (own, kind, break_even: whose threshold it is; own where the column is left out) and open_minutes
        (opening time of an ordinary day; 480 where the column is left out).
    services
        outlet, service, volume (customers a month, of the last 12 operating months).
    between
        outlet, other, minutes: travel between outlets.
    coverage
        The residents' side; its points carry the same ids as `outlets`.
    people
        The rule of people; None takes the work of customers.
    as_of
        Last month that counts.
    policy
        review_months, digital_share, lost_share, decay_minutes, transfer_reach_minutes, coverage_floor,
        cost_close, cost_move, cost_convert, converted_monthly_cost, converted_share, price_lost_customer,
        price_resident_unserved, budget (NaN: no limit); and where there are such floors district_floor,
        vulnerable_floor (shares, NaN: none).
    """

    monthly: pd.DataFrame
    outlets: pd.DataFrame
    services: pd.DataFrame
    between: pd.DataFrame
    coverage: CoverageProblem
    as_of: pd.Timestamp
    policy: pd.Series
    people: PeopleNeeded | None = None
    seed: int = 0


@dataclass(frozen=True)
class CoveragePlan:
    """Which points stand, who is served from where, and who is not.

    Attributes
    ----------
    summary
        scope (all, or a region, or urban/rural, or children/elderly), measure (now, planned), residents,
        covered, share, mean_minutes.
    points
        point, name, role, action (keep, open, unchosen), residents (assigned), capacity, fill (urban residents
        assigned / capacity; rural ones do not use it up), only (residents whom no other existing point
        covers), lscp (bool: in the least set), mclp_rank (order in which the next-best candidates would
        open, 0 for none).
    assignments
        zone, point ("" for nobody), minutes (NaN for nobody), residents, reason (code where nobody): planned
        state, capacities kept (zones may be split).
    blind_spots
        zone, residents, minutes (to the nearest existing point, NaN: out of reach), reason, mend (codes),
        ranked by residents.
    key_places
        place, name, kind, needed, point, minutes, equipped (bool), reason, mend (codes; "" when equipped).
    review
        outlet, months (operating ones in a row under the threshold), volume (mean of the last `review_months`
        that were judged), threshold, source (own, kind, break_even: whose threshold it is), verdict (review,
        ask, fine), note (code).
    options
        outlet, option (keep, merge, move, convert), target (receiver or site, "" for none), covered (residents
        covered afterwards), covered_change, below (scope whose coverage floor it breaks, "" for none),
        extra_minutes, worst_minutes, volume_to (JSON text: receiver -> customers a month), digital, lost,
        fullest (load of the fullest receiver), staff_freed, monthly_saving, one_off, pays_back_months, allowed
        (bool), reason (code where refused), chosen (bool: the joint optimum).
    transfers
        outlet, service, option, target, to (outlet, site moved to, "digital", "lost"), volume (customers a
        month), each option by itself: before = sum over `to`.
    proofs
        One a model: least set (LSCP), most residents (MCLP), capacity, assignment, consolidation.
    """

    summary: pd.DataFrame
    points: pd.DataFrame
    assignments: pd.DataFrame
    blind_spots: pd.DataFrame
    key_places: pd.DataFrame
    review: pd.DataFrame
    options: pd.DataFrame
    transfers: pd.DataFrame
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Consolidation:
    """The part of a `CoveragePlan` that `consolidate` makes; columns as there.

    Attributes
    ----------
    proofs
        Of the joint choice; empty where no outlet is under review.
    freed_together
        People freed once all chosen options are carried out; receivers share what single sheets count twice.
    """

    review: pd.DataFrame
    options: pd.DataFrame
    transfers: pd.DataFrame
    proofs: tuple[Proof, ...]
    freed_together: float = 0.0


@dataclass(frozen=True)
class Studied:
    """A consolidation with what comes next and why.

    Attributes
    ----------
    others
        rank (1: the best joint choice), outlet, option, target, worth (money a month against keeping all), short
        (of the best), proven (that none lies between): one row a choice and outlet.
    why
        outlet, option, target, why (code; "" for the chosen option), worth_change (money a month if it took the
        chosen one's place and all others stayed).
    """

    made: Consolidation
    others: pd.DataFrame
    why: pd.DataFrame


def with_consolidation(plan: CoveragePlan, made: Consolidation) -> CoveragePlan:
    """`plan` with the frames of consolidation, and its proofs after the plan's own."""
    return replace(
        plan,
        review=made.review,
        options=made.options,
        transfers=made.transfers,
        proofs=plan.proofs + made.proofs,
    )
