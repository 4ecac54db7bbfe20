"""Plans made by hand for the faces' tests: every stage filled, figures plain enough to recompute.

No engine runs here. Each outlet needs two people at its counter from 09:00 to 17:00; a third is needed from
11:00 to 13:00 and comes from another outlet, or stays missing on the last day.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from scenarios.plan.holding import no_held
from scenarios.plan.lessons import Lessons
from scenarios.plan.rounds import no_rounds
from scenarios.plan.values import Plan
from tests.api.plans.demand import forecast_of, rehearsal_of
from tests.api.plans.places import FIRST_DAY, GRID, outlets_of, people_of
from tests.api.plans.residents import coverage_of
from tests.api.plans.staffing import requirement_of, roster_of, staff_plan


def small_plan() -> Plan:
    """Three outlets, seven people each, one week."""
    return made_plan(outlets=3, people=7, days=7)


def large_plan() -> Plan:
    """Forty outlets, thirteen people each, four weeks: as large as the sample network."""
    return made_plan(outlets=40, people=13, days=28)


def bare_plan() -> Plan:
    """A plan of which no stage could be run."""
    nothing: dict[str, Any] = dict.fromkeys(
        ["forecast", "requirement", "staff", "roster", "coverage", "rehearsal"]
    )
    made = small_plan()
    frames: dict[str, Any] = {name: getattr(made, name).iloc[:0] for name in ("indicators", "warnings", "costs")}
    layers = {name: frame.iloc[:0] for name, frame in made.layers.items()}
    return replace(made, **nothing, **frames, layers=layers)


def made_plan(outlets: int, people: int, days: int, name: str = "base") -> Plan:
    """A plan of `outlets` with `people` each over `days`."""
    places = outlets_of(outlets)
    staff = staff_plan(places, days)
    roster = roster_of(staff, places, people)
    coverage, layers = coverage_of(places)
    forecast = forecast_of(places, days)
    return Plan(
        name=name,
        network="江城公共服务网",
        language="zh_Hans",
        currency="CNY",
        timezone=GRID.timezone,
        grain=GRID.grain,
        day_cut=0,
        first_day=FIRST_DAY,
        days=days,
        seed=2026,
        workers=1,
        changes=({"change": "scale_demand", "factor": 1.2},) if name != "base" else (),
        outlets=places,
        layers={**layers, "people": people_of(places, people)},
        forecast=forecast,
        requirement=requirement_of(staff.cover),
        staff=staff,
        roster=roster,
        coverage=coverage,
        rehearsal=rehearsal_of(places, staff.cover),
        balance=pd.DataFrame({"outlet": [], "service": [], "to": [], "volume": []}),
        indicators=_indicators(),
        held=no_held(),
        rounds=no_rounds(),
        raised=Lessons.none("UTC").raised,
        warnings=_warnings(places),
        costs=pd.DataFrame(
            {"item": ["regular", "lent", "travel", "shortage"], "money": [90000.0, 4000.0, 800.0, 600.0]}
        ),
        seconds={"forecast": 8.1, "staff": 21.4, "roster": 40.2, "coverage": 3.3},
        settings={"name": "江城公共服务网", "grain": 30, "circle_minutes": 15.0, "budget": None},
        version="0.1.0",
    )


def _indicators() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["promises_kept", "cost_total"],
            "scope": "",
            "value": [0.86, 95400.0],
            "unit": ["share", "money"],
            "low": [0.83, np.nan],
            "high": [0.89, np.nan],
        }
    )


def _warnings(places: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "warning": ["staff_short", "promise_broken"],
            "level": ["yellow", "red"],
            "outlet": places["outlet"].iloc[[0, -1]].to_numpy(),
            "start": [FIRST_DAY.tz_localize(GRID.timezone) + pd.Timedelta(hours=11)] * 2,
            "value": [1.0, 0.52],
            "limit": [0.0, 0.9],
        }
    )
