"""Consolidation: volumes, coverage and the joint choice, worked out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from scenarios.evaluate.coverage import zone_minutes, zone_table
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, differ, where

KEYS = ["outlet", "option", "target"]


def check_consolidation(facts: Facts) -> Iterator[Finding]:
    """Reviewed outlets were under their threshold; demand is kept; coverage, floor and budget hold."""
    options = facts.table("coverage_options")
    yield from _under_threshold(facts)
    if options.empty:
        return
    yield from _demand_kept(facts, options)
    chosen = options[options["chosen"]]
    counts = options.groupby("outlet", as_index=False)[["chosen"]].sum()
    yield from apart("one_option_chosen", counts, ["outlet"], np.ones(len(counts)), counts["chosen"])
    refused = chosen["allowed"].to_numpy(dtype=bool)
    yield from where("refused_option", chosen, KEYS, ~refused, "an allowed option", chosen["reason"])
    yield from _coverage(facts, options)
    budget = facts.network.settings.budget
    spent = float(chosen["one_off"].sum())
    if budget is not None and spent > budget + 1e-6:
        yield Finding("consolidation_budget", "options", f"at most {budget}", str(spent))


def _under_threshold(facts: Facts) -> Iterator[Finding]:
    """An outlet under review had that many months in a row, and their mean volume, under its threshold."""
    review = facts.table("coverage_review")
    flagged = review[review["verdict"] == "review"].reset_index(drop=True)
    months = int(facts.network.settings.review_months)
    thresholds = facts.network.table("outlets").set_index("outlet")["least_monthly_volume"]
    stated = flagged["outlet"].map(thresholds).astype(float)
    yield from apart("threshold", flagged, ["outlet"], stated, flagged["threshold"])
    few = flagged["months"] < months
    yield from where("months_in_a_row", flagged, ["outlet"], few, f"at least {months}", flagged["months"])
    volumes = _monthly(facts) if len(flagged) else {}
    for outlet, volume, threshold in zip(flagged["outlet"], flagged["volume"], flagged["threshold"], strict=True):
        last = volumes[outlet].iloc[-months:]
        if (last >= threshold).any():
            yield Finding("under_threshold", outlet, f"all under {threshold}", str(last.max()))
        if differ(float(last.mean()), volume):
            yield Finding("review_volume", outlet, str(last.mean()), str(volume))


def _monthly(facts: Facts) -> Mapping[str, pd.Series]:
    """Customers by outlet and whole month with any, from the organisation's arrivals."""
    arrivals = facts.network.table("arrivals")
    day = facts.business_day(arrivals["start"])
    last = day.max()
    kept = day < (last + pd.Timedelta(days=1)).to_period("M").to_timestamp()
    counted = arrivals[kept].assign(month=day[kept].dt.to_period("M"))
    sums = counted.groupby(["outlet", "month"])["count"].sum()
    return {str(outlet): part.droplevel(0).sort_index() for outlet, part in sums.groupby("outlet")}


def _demand_kept(facts: Facts, options: pd.DataFrame) -> Iterator[Finding]:
    """Every option of an outlet accounts for the same customers as keeping it."""
    transfers = facts.table("coverage_transfers")
    totals = transfers.groupby(["outlet", "service", "option", "target"], as_index=False)[["volume"]].sum()
    kept = totals[totals["option"] == "keep"].set_index(["outlet", "service"])["volume"]
    expected = kept.reindex(pd.MultiIndex.from_frame(totals[["outlet", "service"]])).to_numpy()
    yield from apart("demand_kept", totals, ["outlet", "service", "option", "target"], expected, totals["volume"])
    for name in ("digital", "lost"):
        part = transfers[transfers["to"] == name].groupby(KEYS)["volume"].sum()
        found = part.reindex(pd.MultiIndex.from_frame(options[KEYS])).fillna(0.0)
        yield from apart(f"option_{name}", options, KEYS, found, options[name])


def _coverage(facts: Facts, options: pd.DataFrame) -> Iterator[Finding]:
    """Residents covered after each option alone, and after all chosen ones together."""
    zones = zone_table(facts)
    points = facts.table("coverage_points")
    minutes = zone_minutes(facts, zones, points)
    circle = dict(zip(zones["zone"], zones["circle"], strict=True))
    reach: dict[str, set[str]] = {}
    for (zone, point), took in minutes.items():
        if took <= circle[zone]:
            reach.setdefault(point, set()).add(zone)
    people = dict(zip(zones["zone"], zones["residents"].astype(float), strict=True))
    now = set(points.loc[points["role"] == "existing", "point"])

    def covered(standing: set[str]) -> float:
        zones_inside = set().union(*(reach.get(point, set()) for point in standing))
        return float(sum(people[zone] for zone in zones_inside))

    alone = [covered(_after(now, [row])) for row in _rows(options)]
    yield from apart("option_covered", options, KEYS, alone, options["covered"])
    together = covered(_after(now, _rows(options[options["chosen"]])))
    floor = min(facts.network.settings.coverage_floor * sum(people.values()), covered(now))
    if together < floor - 1e-6:
        yield Finding("coverage_floor", "chosen options", f"at least {floor}", str(together))


def _rows(options: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(options["outlet"], options["option"], options["target"], strict=True))


def _after(now: set[str], rows: list[tuple[str, str, str]]) -> set[str]:
    """Points that stand after some options: merged and moved outlets are gone, sites moved to are there."""
    gone = {outlet for outlet, option, _ in rows if option in ("merge", "move")}
    return (now - gone) | {target for _, option, target in rows if option == "move"}
