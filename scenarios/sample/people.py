"""Employees and their certificates: enough contract hours for each outlet's ordinary week."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.seeds import generator
from scenarios.sample import names, staffing
from scenarios.sample.contracts import CONTRACTS

TEAMS = {
    "ordinary": ("full", "full", "full", "part24", "full", "full", "part20"),
    "late": ("rotating", "rotating", "rotating", "evening24", "rotating", "rotating", "evening24"),
}
"""Contracts in the order in which a team is filled; late teams work at outlets open after 22:00."""
LATE = ("always", "night")
"""Opening patterns that need late teams."""

BASE_SKILLS = {
    "station": "counter",
    "hub": "counter",
    "mall": "counter;visitor",
    "hospital": "counter;insurance",
    "scenic": "visitor",
    "counter": "counter",
    "call_desk": "calls",
}

CROSS_SKILLS = {
    "station": (("insurance", 2, 0), ("visitor", 4, 1), ("office", 3, 2)),
    "hub": (("visitor", 2, 0), ("office", 3, 0)),
    "mall": (("insurance", 4, 2),),
    "hospital": (("visitor", 5, 1),),
    "scenic": (("counter", 3, 0), ("office", 3, 1)),
    "counter": (("visitor", 3, 1), ("insurance", 3, 0)),
    "call_desk": (("casework", 2, 0),),
}
"""Further skills by kind of outlet: every `step`-th member of the team from `first` on has it."""

TRAINEES = 6
"""New people below the hours of training that serving alone asks for."""
EXPIRING = 5
"""Certificates that end within the planning horizon."""


def employees(drawn: pd.DataFrame, hours: pd.Series, plan_start: pd.Timestamp, seed: int) -> pd.DataFrame:
    """The table `employees`; `hours` of contract a week are by outlet."""
    weekly = CONTRACTS.set_index("contract")["hours_week"]
    kinds = zip(drawn["outlet"], drawn["kind"], drawn["hours"], strict=True)
    rows = [
        (outlet, kind, place, contract)
        for outlet, kind, pattern in kinds
        for place, contract in enumerate(
            staffing.team(float(hours[outlet]), TEAMS["late" if pattern in LATE else "ordinary"], weekly)
        )
    ]
    team = pd.DataFrame(rows, columns=["outlet", "kind", "place", "contract"])
    count = len(team)
    draw = generator(seed, "sample", "people")
    number = np.arange(count)
    trainee = np.isin(number, _spread(count, TRAINEES if count > 100 else 1, 5))
    joined = plan_start - pd.to_timedelta(draw.integers(200, 5000, count), unit="D")
    return pd.DataFrame(
        {
            "employee": [f"E{place + 1:04d}" for place in number],
            "name": names.people(count, draw),
            "outlet": team["outlet"],
            "skills": [_skills(kind, place) for kind, place in zip(team["kind"], team["place"], strict=True)],
            "contract": team["contract"],
            "travel_limit": draw.choice([30, 45, 60, 90], count, p=[0.2, 0.3, 0.35, 0.15]),
            "standby": draw.random(count) < 0.35,
            "leave_days": draw.integers(0, 16, count),
            "training_hours": np.where(trainee, draw.integers(10, 56, count), draw.integers(80, 900, count)),
            "first_day": pd.Series(joined).mask(trainee, plan_start - pd.Timedelta(days=14)),
        }
    )


def certificates(people: pd.DataFrame, plan_start: pd.Timestamp, plan_weeks: int, seed: int) -> pd.DataFrame:
    """The table `certificates`: insurance clerks and mediators, a few of them expiring in the horizon."""
    listed = people.assign(skill=people["skills"].str.split(";")).explode("skill")
    needed = {"insurance": "insurance", "office": "mediation"}
    holders = listed[listed["skill"].isin(needed)].reset_index(drop=True)
    draw = generator(seed, "sample", "certificates")
    years = draw.integers(1, 4, len(holders))
    expires = plan_start + pd.to_timedelta(60 + draw.integers(0, 300, len(holders)) + 365 * (years - 1), unit="D")
    frame = pd.DataFrame(
        {
            "employee": holders["employee"],
            "certificate": holders["skill"].map(needed),
            "valid_from": expires - pd.to_timedelta(3 * 365, unit="D"),
            "expires": expires,
        }
    )
    soon = _spread(len(frame), min(EXPIRING, len(frame) // 4), 3)
    days = 3 + np.arange(len(soon)) * 7 * plan_weeks // (len(soon) + 1)
    frame.loc[soon, "expires"] = plan_start + pd.to_timedelta(days, unit="D")
    return frame


def _skills(kind: str, place: int) -> str:
    more = [skill for skill, step, first in CROSS_SKILLS[kind] if place % step == first]
    return ";".join([BASE_SKILLS[kind], *more])


def _spread(count: int, wanted: int, first: int) -> np.ndarray:
    """`wanted` places spread evenly over `count`."""
    return (first + np.arange(wanted) * (count // max(wanted, 1))) % count
