"""Wishes: a day off, a day of work, an early or a late duty that somebody asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimize.roster.model import SCALE, RosterModel, found


def wishes(model: RosterModel) -> None:
    """Price each wish that is not granted: `early` and `late` fail only by a duty of the other half of the day."""
    facts, requests = model.facts, model.facts.unit.problem.requests
    rows = {employee: row for row, employee in enumerate(facts.people["employee"])}
    standing = facts.duty_days()
    early = dict(
        zip(zip(facts.bound["person"], facts.bound["day"], strict=True), facts.bound["early"], strict=True)
    )
    days = facts.calendar.day(requests["day"])
    for employee, day, kind, weight in zip(
        requests["employee"], days.tolist(), requests["kind"], requests["weight"], strict=True
    ):
        if not 0 <= day < facts.calendar.days:
            continue
        person, cost = rows[employee], round(weight * model.weights.wishes * SCALE)
        if standing[person, day]:
            model.charge(cost * (not _granted(kind, bool(early[person, day]))))
        else:
            _price(model, person, day, kind, cost)


def _granted(kind: str, early: bool) -> bool:
    """Whether a duty that stands already is what was wished for."""
    return {"off": False, "work": True, "early": early, "late": not early}[kind]


def _price(model: RosterModel, person: int, day: int, kind: str, cost: int) -> None:
    duty = model.duty[person, day]
    if kind == "work":
        model.charge(cost)
        if duty is not None:
            model.price(duty, -cost)
    elif kind == "off":
        if duty is not None:
            model.price(duty, cost)
    else:
        for literal in _starting(model, person, day, early=kind == "late"):
            model.price(literal, cost)


def _starting(model: RosterModel, person: int, day: int, *, early: bool) -> list[Any]:
    kinds = model.kinds_on(day)
    chosen = kinds[model.facts.kinds["early"].to_numpy(bool)[kinds] == early]
    return found(model.take[person, np.asarray(chosen, dtype=np.int64)])
