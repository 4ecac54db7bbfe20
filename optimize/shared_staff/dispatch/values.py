"""What dispatch takes and gives: the moment as it is, and the moves that help within two hours."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from quarterhour.grid import TimeGrid
from quarterhour.result import Proof

NOW_KINDS = ("lend", "within", "standby", "partner", "extend", "break")
"""Moves of a dispatch: own people of another outlet, people of another post of the same outlet (the back office
among them), people on standby, partners' people, a duty that goes on, a break that is taken at another time."""
DAY_KINDS = (*NOW_KINDS, "release")
"""Moves of a rest of the day planned again: a duty that ends early too."""


@dataclass(frozen=True)
class Policy:
    """How moves are made; minutes and money.

    Attributes
    ----------
    surge_minutes
        Most minutes from the alarm to service, 120 by the brief.
    ahead
        Moves serve within so many minutes from now: later ones can be decided later.
    alert, preparation, handover
        Minutes of each part but the travel.
    block
        Least minutes that anybody is sent for: below an hour and a half the way is not worth it.
    longest_extension
        Most minutes that a duty goes on.
    lenders
        Outlets and partners considered for one receiver, the nearest: further ones rarely help.
    price_travel, price_idle
        An hour of travel beyond pay, and what an hour of a person beyond need costs.
    bother
        Money that a move must be worth beyond its cost, so that nobody is moved for a trifle.
    unsteadiness
        Money that giving up a move of the answer before costs: as much as the travel of half an hour each way.
    kinds
        Which moves may be made.
    """

    surge_minutes: float = 120.0
    ahead: float = 120.0
    alert: float = 15.0
    preparation: float = 15.0
    handover: float = 5.0
    block: float = 90.0
    longest_extension: float = 120.0
    lenders: int = 5
    price_travel: float = 40.0
    price_idle: float = 5.0
    bother: float = 50.0
    unsteadiness: float = 60.0
    kinds: tuple[str, ...] = NOW_KINDS


@dataclass(frozen=True)
class Situation:
    """Now: queues, who is where, what is still to come, and who could help.

    A *lane* is one waiting line of an outlet: the immediate customers of the posts that everybody in a pool can
    hold, or those of a post that asks for people of its own.

    Attributes
    ----------
    now, until
        Zone-aware; the horizon is cut at every interval of the grid, its first part may be shorter.
    lanes
        outlet, lane, pool, waiting (customers waiting now), handling (mean minutes), cv, patience (mean minutes,
        infinite where nobody leaves), promise (minutes), price (money a late customer).
    posts
        outlet, post, pool, lane ("" for posts with deferred work only).
    desks
        outlet, desks.
    flow
        outlet, lane, start, rate: customers expected in the whole interval of that start; open intervals only.
    need
        outlet, pool, post ("" for the pool as a whole), start, people: what each needs to be as sure as planned,
        for what is expected now. Intervals without a row need nobody.
    people
        employee, home (outlet), state (duty, standby), outlet, post, begins, ends (at the post), break_start,
        break_end, break_earliest, break_latest (starts that the shift allows; NaT without a break), available
        (bool), trained, standby, night_work (bool), travel_limit (minutes), rate (money an hour), overtime_factor,
        day_left, week_left, month_left (minutes that may still be worked beyond what is planned), longest_end
        (end of the longest shift allowed), shortest_end (of the shortest), home_by (latest moment to be home, for
        the next rest). One row a person or partner's slot with a duty today.
    offers
        offer (id), partner, people (still to be had), price (money an hour), least_minutes, standby_factor.
    able
        who (employee or offer), outlet, post: which posts each may hold today, all certificates valid.
    travel
        origin (outlet or partner), outlet, minutes by car at this time of day.
    """

    now: pd.Timestamp
    until: pd.Timestamp
    grid: TimeGrid
    lanes: pd.DataFrame
    posts: pd.DataFrame
    desks: pd.DataFrame
    flow: pd.DataFrame
    need: pd.DataFrame
    people: pd.DataFrame
    offers: pd.DataFrame
    able: pd.DataFrame
    travel: pd.DataFrame
    policy: Policy = field(default_factory=Policy)
    seed: int = 0


@dataclass(frozen=True)
class Dispatch:
    """The best moves found, ranked, and what they do at both ends.

    Attributes
    ----------
    moves
        rank, kind, who, from_outlet, from_post, outlet, post, called, leaves, serves_from, serves_until,
        away_from, away_until (zone-aware; what the lender misses; NaT where nobody is missed), travel (minutes one
        way), door (minutes from alarm to service), cost (money), waiting_saved, waiting_lost (customer-minutes
        that the move saves at the receiver and costs at the lender, the other moves made), late_saved, late_lost
        (customers), value (money: what the move improves the objective by, the others made), held (bool: made
        before, or under way).
    refused
        who, from_outlet, outlet, post, kind, rule (key): nearest people who cannot be sent, by the first rule that
        forbids it. Rules say what forbids, never why somebody is absent.
    places
        outlet, lane, start, minutes, needed (people, of the lane's posts), staffed (before), moved (after), rate,
        queue_before, queue_after (customers waiting at the end of the interval), worth_before, worth_after (money:
        dual price of one more pair of hands there for the interval).
    ends
        outlet, lane, waiting_before, waiting_after (customer-minutes), late_before, late_after (customers), over
        the horizon, along the transient line.
    open
        outlet, lane, start, end, people (missing for the need after all moves), reason and mend (message codes).
    proof
        Objective: money of waiting, of moves, and of moves given up; the bound holds for the candidates offered.
    """

    now: pd.Timestamp
    until: pd.Timestamp
    moves: pd.DataFrame
    refused: pd.DataFrame
    places: pd.DataFrame
    ends: pd.DataFrame
    open: pd.DataFrame
    proof: Proof
