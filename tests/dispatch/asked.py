"""The evaluator asked about an answer, and small situations in which one thing can be changed."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np
import pandas as pd

from optimize.shared_staff.dispatch import Dispatch, Policy, Situation
from scenarios.evaluate.dispatch import Verdict, judge
from tests.dispatch.instances import DAY, ZONE, network

FRAMES = ("lanes", "posts", "desks", "flow", "need", "people", "offers", "able", "travel")


def verdict(
    situation: Situation, answer: Dispatch, given_up: int = 0, under_way: pd.DataFrame | None = None
) -> Verdict:
    """What the separate program says of an answer."""
    frames = {name: getattr(situation, name) for name in FRAMES}
    span = (situation.now, situation.until, situation.grid.grain)
    return judge(frames, asdict(situation.policy), span, answer.moves, given_up, under_way)


def pair(policy: Policy | None = None) -> Situation:
    """Outlet O001 has many customers; O000 has few, and one person, E, whom it does not need."""
    made = network(2, 5, partners=0, policy=policy or Policy(kinds=("lend",)))
    flow = made.flow.assign(rate=np.where(made.flow["outlet"] == "O001", 12.0, 0.5))
    need = made.need.assign(people=np.where(made.need["outlet"] == "O001", 3, 0))
    lanes = made.lanes.assign(waiting=[0.0, 20.0])
    people = made.people.groupby("outlet").head(1).reset_index(drop=True)
    never = pd.Series([pd.NaT, pd.NaT], dtype=people["begins"].dtype)
    people = people.assign(
        employee=["E", "F"],
        state="duty",
        post="counter",
        begins=_at(9),
        ends=_at(17),
        break_start=never,
        break_end=never,
        break_earliest=never,
        break_latest=never,
        available=True,
        trained=True,
        standby=True,
        night_work=False,
        travel_limit=60.0,
        day_left=120.0,
        week_left=600.0,
        month_left=600.0,
        longest_end=_at(19),
        shortest_end=_at(13),
        home_by=_at(21),
    )
    travel = pd.DataFrame({"origin": ["O000", "O001"], "outlet": ["O001", "O000"], "minutes": [20.0, 20.0]})
    holds = pd.DataFrame({"who": ["E", "F", "E"], "outlet": ["O000", "O001", "O001"], "post": "counter"}).astype(
        "str"
    )
    desks = made.desks.assign(desks=6)
    return replace(made, flow=flow, need=need, lanes=lanes, people=people, travel=travel, able=holds, desks=desks)


def changed(situation: Situation, **values: object) -> Situation:
    """With some facts of person E changed."""
    people = situation.people.copy()
    for name, value in values.items():
        column = people[name].tolist()
        column[0] = value
        people[name] = pd.Series(column, dtype=people[name].dtype)
    return replace(situation, people=people)


def at(hour: float) -> pd.Timestamp:
    """A moment of the day of all towns."""
    return _at(hour)


def _at(hour: float) -> pd.Timestamp:
    return (DAY + pd.Timedelta(hours=hour)).tz_localize(ZONE)
