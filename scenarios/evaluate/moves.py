"""Consolidation: volumes, coverage and the joint choice, worked out again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from scenarios.evaluate.circles import read_circles
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, differ, where
from scenarios.evaluate.floors import floors
from scenarios.evaluate.flows import Option
from scenarios.evaluate.sheet import staff_of
from scenarios.evaluate.thresholds import thresholds

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
    review, asked = facts.table("coverage_review"), thresholds(facts, staff_of(facts))
    flagged = review[review["verdict"] == "review"].reset_index(drop=True)
    months = int(facts.network.settings.review_months)
    unknown = review[~review["outlet"].isin(list(asked))]
    yield from where("threshold_known", unknown, ["outlet"], unknown["threshold"].notna(), "none", "one")
    judged = review[review["outlet"].isin(list(asked))].reset_index(drop=True)
    ours = [asked[outlet] for outlet in judged["outlet"]]
    yield from apart("threshold", judged, ["outlet"], [figure for figure, _ in ours], judged["threshold"])
    source = pd.Series([source for _, source in ours], index=judged.index, dtype="str")
    yield from where("threshold_source", judged, ["outlet"], source != judged["source"], source, judged["source"])
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
    """Residents covered after each option alone; every coverage floor holds after all chosen ones together."""
    circles = read_circles(facts)
    every = [Option(row["outlet"], row["option"], row["target"], 0.0) for row in rows(options)]
    alone = [circles.covered_after([option]) for option in every]
    yield from apart("option_covered", options, KEYS, alone, options["covered"])
    chosen = [option for option, taken in zip(every, options["chosen"], strict=True) if taken]
    inside = circles.inside(circles.after(chosen))
    for floor in floors(facts, circles):
        if not floor.holds(inside):
            yield Finding("coverage_floor", floor.scope, f"at least {floor.least}", "fewer")
