"""Plans that differ in their rehearsal alone, of two outlets played in a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scenarios.plan import Plan
from scenarios.rehearsal import rehearse
from tests.api.plans import small_plan
from tests.rehearsal.cases import duty, problem, service

ASKED = {"A": 30.0, "B": 24.0}
"""Customers an hour by outlet, five minutes each."""


def rehearsed(
    name: str,
    people: Mapping[str, int],
    customers: Mapping[str, float] | None = None,
    *,
    seed: int = 1,
    replications: int = 30,
) -> Plan:
    """A plan under which so many people serve so many customers an hour at outlets A and B for a day."""
    rates = {(outlet, "a"): rate for outlet, rate in {**ASKED, **(customers or {})}.items()}
    duties = [
        segment
        for outlet, count in people.items()
        for number in range(count)
        for segment in duty(f"{outlet}{number}", 0, (8, 18), outlet=outlet)
    ]
    impatient = service("a", patience_minutes=20.0)
    asked = problem(rates, [impatient], duties)
    each = enumerate(np.moveaxis(asked.paths.rates, 1, 0))
    counts = np.stack([np.random.default_rng(number).poisson(rate) for number, rate in each], axis=1)
    paths = replace(asked.paths, counts=counts.astype(np.int32))  # what one outlet draws moves no other's draws
    played = rehearse(replace(asked, paths=paths), replications=replications, seed=seed)
    return replace(small_plan(), name=name, rehearsal=played)
