"""The demand side of a plan: closed is exactly zero, nothing is negative, nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, differ


def check_demand(facts: Facts) -> Iterator[Finding]:
    """Zero where closed, never negative, quantiles in order, days add up, and closing keeps the balance."""
    rows = facts.table("forecast_intervals")
    rates = sorted(name for name in rows.columns if name[0] == "r" and name[1:].isdigit())
    counts = sorted(name for name in rows.columns if name[0] == "q" and name[1:].isdigit())
    values = rows[["mean", *rates, *counts]].to_numpy(dtype=float)
    closed = ~rows["open"].to_numpy(dtype=bool)
    if np.any(values[closed] != 0):
        yield Finding("closed_is_zero", "forecast", "0", f"{np.abs(values[closed]).max()}")
    if np.any(values < 0) or not np.isfinite(values).all():
        yield Finding("demand_not_negative", "forecast", "0 or more", f"{values.min()}")
    for names in (rates, counts):
        steps = np.diff(rows[names].to_numpy(dtype=float), axis=1)
        if (steps < -1e-9).any():
            yield Finding("quantiles_in_order", names[0], "rising", f"{steps.min()}")
    days = facts.table("forecast_days")
    summed = rows.assign(day=facts.business_day(rows["start"])).groupby(["outlet", "service", "day"])["mean"].sum()
    stated = days.set_index(["outlet", "service", "day"])["mean"].reindex(summed.index)
    apart = ~np.isclose(stated.to_numpy(dtype=float), summed.to_numpy(dtype=float), rtol=1e-6, atol=1e-6)
    for label in summed.index[apart][:20]:
        yield Finding("day_is_sum", "/".join(map(str, label)), f"{summed[label]}", f"{stated[label]}")
    yield from _balance(facts)


def _balance(facts: Facts) -> Iterator[Finding]:
    """A closed outlet has no demand left, and all of it went somewhere that is open."""
    balance = facts.table("balance")
    rows = facts.table("forecast_intervals")
    for outlet in facts.closed:
        left = float(rows.loc[rows["outlet"] == outlet, "mean"].sum())
        if left != 0:
            yield Finding("closed_outlet_has_no_demand", outlet, "0", f"{left}")
        if outlet not in set(balance["outlet"]):
            yield Finding("demand_kept", outlet, "an entry in the balance", "none")
    wrong = balance[balance["to"].isin(facts.closed) | (balance["volume"] < -1e-9)]
    for row in wrong.itertuples(index=False):
        yield Finding("demand_to_open_outlets", f"{row.outlet} > {row.to}", "an open outlet", f"{row.volume}")
    for label, rows_of in balance.groupby(["outlet", "service"]):
        before, after = float(rows_of["before"].iloc[0]), float(rows_of["volume"].sum())
        if differ(before, after):
            yield Finding("balance", "/".join(map(str, label)), f"{before}", f"{after}")
