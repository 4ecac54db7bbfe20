"""The page on what was held, and on each service by day and hour."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from api.report import render_report
from api.report.blocks import Sentence, Table
from api.report.context import Context
from api.report.sections.held import held
from api.report.sections.service_times import service_times
from api.words import Words
from scenarios.plan import Plan
from scenarios.plan.holding import held as held_frame
from scenarios.rehearsal import Rehearsal, rehearse
from tests.api.plans import large_plan, small_plan
from tests.api.test_report import whole
from tests.rehearsal.test_rehearse import network

NAMES = {"A": "Alpha", "B": "Beta", "C": "<b>Gamma</b>"}


@cache
def played() -> Plan:
    """Three outlets over two days: a waits on average, b within minutes, d is settled later."""
    found = rehearse(network(), replications=5, seed=1)
    plan = small_plan()
    outlets = plan.outlets.assign(outlet=list(NAMES), name=list(NAMES.values()))
    return replace(plan, outlets=outlets, rehearsal=found, held=held_frame("staff", ["C", "A"], ["B"]))


def rehearsal() -> Rehearsal:
    """What it found."""
    found = played().rehearsal
    assert found is not None
    return found


def folds(language: str = "en") -> dict[str, tuple[str, str]]:
    """The line and the picture of each service."""
    found = service_times(Context(played(), Words(language, "CNY")), rehearsal())
    return {fold.summary: (fold.note, str(fold.blocks[0].svg)) for fold in found}


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_page_is_whole(language: str) -> None:
    """With both parts, in both languages; names are never markup."""
    page = render_report(played(), language)
    whole(page)
    assert "<b>Gamma" not in page
    assert all(f"<b>{service}</b>" in page for service in "abd")


def test_what_was_held_is_told() -> None:
    """A sentence and a table, those planned again first; nothing where everything was planned."""
    told, listed = held(Context(played(), Words("en", "CNY")))
    assert isinstance(told, Sentence)
    assert told.text.startswith("In the staff plan, 1 of 3 outlets were held as in the base")
    assert isinstance(listed, Table)
    assert [row[0] for row in listed.rows] == [NAMES["C"], NAMES["A"], NAMES["B"]]
    assert [row[2] for row in listed.rows] == ["planned again", "planned again", "held as in the base"]
    assert held(Context(small_plan(), Words("en", "CNY"))) == []


def test_outlets_count_by_their_customers() -> None:
    """Shares and waits over all outlets are those of all customers; the worst outlet is named with its own."""
    parts = rehearsal().service_intervals
    b, a = (parts[(parts["service"] == name) & (parts["arrivals"] > 0)] for name in "ba")
    share = np.average(b["within"], weights=b["arrivals"])
    wait = np.average(a["wait_minutes"], weights=a["arrivals"])
    words, told = Words("en", "CNY"), folds()
    assert told["b"][0].startswith(f"{words.share(share)} within the promise (80.0% promised)")
    assert told["a"][0].startswith(f"mean wait {words.number(wait, 1)} min (10.0 min promised)")
    by_outlet = {name: np.average(part["within"], weights=part["arrivals"]) for name, part in b.groupby("outlet")}
    worst = min(by_outlet, key=lambda name: by_outlet[name])
    assert told["b"][0].endswith(f"least at {NAMES[str(worst)]}, {words.share(by_outlet[worst])}")


def test_cells_are_days_by_hours_in_three_classes() -> None:
    """Two intervals an hour make one cell; a cell that misses its promise has its sign and its worst outlet."""
    parts = rehearsal().service_intervals
    b = parts[(parts["service"] == "b") & (parts["arrivals"] > 0)]
    sums = (
        b.assign(served=b["within"] * b["arrivals"], hour=b["start"].dt.floor("h"))
        .groupby("hour")
        .sum(numeric_only=True)
    )
    missed = 0.8 - sums["served"] / sums["arrivals"]
    drawn = folds()["b"][1]
    counts = [drawn.count(f'class="h{kind}"') for kind in (1, 4, 5)]
    none, some = (missed <= 1e-9).sum(), (missed <= 0.1 + 1e-9).sum()
    assert counts == [none, some - none, len(missed) - some]
    assert drawn.count("worst at") == counts[1] + counts[2] > 0


def test_deferred_work_is_told_by_what_is_open() -> None:
    """Jobs of all outlets together, the average of each hour, in every open hour."""
    parts = rehearsal().service_intervals
    d = parts[parts["service"] == "d"]
    jobs = d.groupby(["outlet", d["start"].dt.floor("h")])["backlog"].mean().groupby("start").sum()
    note, drawn = folds()["d"]
    assert note.startswith(f"{jobs.mean():.1f} jobs open on average; most at ")
    assert note.endswith(f"; the oldest {d['oldest_worst'].max() / 60:.1f} hours old")
    assert drawn.count("<rect") == len(jobs)


def test_many_services_keep_the_page_small() -> None:
    """Ten services at forty outlets over four weeks: 50 kB each at most, whatever the number of outlets."""
    plan = large_plan()
    assert plan.rehearsal is not None
    made, names = plan.rehearsal, [f"s{number}" for number in range(10)]
    services, parts = (
        pd.concat([frame.assign(service=name) for name in names], ignore_index=True)
        for frame in (made.services, made.service_intervals)
    )
    found = service_times(
        Context(plan, Words("zh_Hans", "CNY")), replace(made, services=services, service_intervals=parts)
    )
    sizes = [len(str(fold.blocks[0].svg).encode()) for fold in found]
    assert len(sizes) == 10
    assert max(sizes) < 50_000
