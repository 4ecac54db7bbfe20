"""Consolidation's decision sheet worked out again: customers, minutes, load, people and money of each option."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from scenarios.evaluate.crew import rows
from scenarios.evaluate.finding import Finding, apart, where
from scenarios.evaluate.floors import first_broken
from scenarios.evaluate.flows import Flow, Option, added, end, received
from scenarios.evaluate.sheet import Sheet

KEYS = ["outlet", "option", "target"]
FIGURES = [
    *("covered_change", "extra_minutes", "worst_minutes", "digital", "lost", "fullest", "staff_freed"),
    *("monthly_saving", "one_off", "pays_back_months"),
]


def check_options(sheet: Sheet) -> Iterator[Finding]:
    """Every figure of every option, its customers by service and end, whether it may be had, and its name."""
    options = sheet.facts.table("coverage_options")
    unknown = ~options["outlet"].isin(list(sheet.busy.load))
    yield from where("option_outlet", options, KEYS, unknown, "an open outlet", options["outlet"])
    options = options[~unknown].reset_index(drop=True)
    figures, flows = [], []
    for row in rows(options):
        option = sheet.read(row)
        moved = sheet.alone(option)
        flows += [(*(row[key] for key in KEYS), service, to, volume) for (service, to), volume in moved.items()]
        figures.append(_figures(sheet, option, moved) | _texts(sheet, option, moved, row))
    ours = pd.DataFrame(figures, index=options.index)
    for name in FIGURES:
        yield from apart(f"option_{name}", options, KEYS, ours[name], options[name])
    for name in ("reason", "below", "main", "volume_to", "listed"):
        texts = ours[name].astype("str")
        told = {"reason": options["reason"], "below": options["below"], "main": options["target"]}
        stated = told.get(name, pd.Series("", options.index))
        yield from where(f"option_{name}", options, KEYS, texts != stated, texts, stated)
    permitted = ours["reason"] == ""
    yield from where(
        "option_allowed", options, KEYS, permitted != options["allowed"], permitted, options["allowed"]
    )
    labels = [*KEYS, "service", "to"]
    expected = pd.DataFrame(flows, columns=[*labels, "volume"])
    both = expected.merge(
        sheet.facts.table("coverage_transfers"), on=labels, how="outer", suffixes=("", "_stated")
    ).fillna(0.0)
    yield from apart("transfer_volume", both, labels, both["volume"], both["volume_stated"])


def _figures(sheet: Sheet, option: Option, moved: Flow) -> dict[str, float]:
    load = sheet.busy.load
    after = [load[to] + more for to, more in added(sheet.busy, option, moved).items()]
    mean, worst = sheet.circles.extra_minutes(option)
    return sheet.money(option, moved) | {
        "covered_change": sheet.circles.covered_after([option]) - sheet.circles.covered_after([]),
        "extra_minutes": mean,
        "worst_minutes": worst,
        "digital": end(moved, "digital"),
        "lost": end(moved, "lost"),
        "fullest": max(after, default=load[option.outlet]),
    }


def _texts(sheet: Sheet, option: Option, moved: Flow, row: dict[str, Any]) -> dict[str, str]:
    """Reason of refusal, the target it should have, and what is wrong with its list of receivers."""
    takers = received(option, moved)
    main = option.target
    if option.option == "merge":
        main = min(takers, key=lambda to: (-takers[to], to), default="")
    served = dict(takers)
    if option.kept > 0:
        served[option.stays_at] = end(moved, option.stays_at)
    stated = json.loads(row["volume_to"])
    ends = sorted(served.keys() | stated.keys())
    wrong = [to for to in ends if not np.isclose(served.get(to, 0), stated.get(to, 0), atol=1e-5)]
    order = list(stated.values())
    unsorted = "" if order == sorted(order, reverse=True) else "not by size"
    short = first_broken(sheet.floors, sheet.circles.inside(sheet.circles.after([option])))
    return {
        "reason": sheet.refusal(option, moved),
        "below": short.scope if short else "",
        "main": main,
        "volume_to": ";".join(wrong),
        "listed": unsorted,
    }
