"""A day of lending, checked person by person and minute by minute from the problem's tables and the blocks alone.

It shares nothing with the model: it knows people who leave, serve, rest and come back, not rows and columns.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

Seat = tuple[str, str, str]


@dataclass
class LendingVerdict:
    """Rules that are broken, one text each, the cost recomputed, and who is missing by seat and instant."""

    broken: list[str] = field(default_factory=list)
    cost: float = 0.0
    missing: dict[tuple[Seat, pd.Timestamp], int] = field(default_factory=dict)


def judge_lending(problem: Any, blocks: Iterable[Mapping[Any, Any]]) -> LendingVerdict:
    """Every rule and the cost of some blocks.

    Parameters
    ----------
    problem
        Has the tables and figures of a lending problem: starts, grain, pace, needs, steps, supplies, links,
        lenders, desks, terms.
    blocks
        Each with supply, outlet, pool, post, leave, start, end, back, people.
    """
    verdict = LendingVerdict()
    supplies = {row["supply"]: row for row in problem.supplies.to_dict("records")}
    links = {
        (row["supply"], row["outlet"], row["pool"], row["post"]): row for row in problem.links.to_dict("records")
    }
    credit = dict(zip(problem.lenders["lender"], problem.lenders["credit"], strict=True))
    least, wide = min(credit.values(), default=0.0), max(credit.values(), default=0.0)
    lent: defaultdict[str, int] = defaultdict(int)
    by_lender: defaultdict[str, int] = defaultdict(int)
    come: defaultdict[tuple[Seat, pd.Timestamp], int] = defaultdict(int)
    gone: defaultdict[tuple[Seat, pd.Timestamp], int] = defaultdict(int)
    for block in blocks:
        name = (
            f"{block['supply']} at {block['outlet']}/{block['post']} {block['start']:%H:%M}-{block['end']:%H:%M}"
        )
        link = links.get((block["supply"], block["outlet"], block["pool"], block["post"]))
        if link is None or link["barred"]:
            verdict.broken.append(f"{name}: these people may not go there")
            continue
        supply, people = supplies[block["supply"]], int(block["people"])
        ways = _check_times(problem, block, supply, link, name, verdict)
        lent[block["supply"]] += people
        by_lender[supply["lender"]] += people
        _place(problem, block, supply, come, gone)
        hours = (block["end"] - block["start"]).total_seconds() / 3600
        share = (credit[supply["lender"]] - least) / (wide - least) if wide > least else 0.0
        verdict.cost += people * hours * (supply["price"] + problem.terms.fairness * share)
        verdict.cost += people * sum(ways) / 60 * (supply["price"] + problem.terms.travel)
    for key, people in lent.items():
        if people > supplies[key]["people"]:
            verdict.broken.append(f"{key}: {people} people lent, {supplies[key]['people']} there: somebody twice")
    caps = dict(zip(problem.lenders["lender"], problem.lenders["most"], strict=True))
    verdict.broken += [f"{key}: lends {n}, at most {caps[key]}" for key, n in by_lender.items() if n > caps[key]]
    _check_places(problem, come, gone, verdict)
    return verdict


def _check_times(
    problem: Any,
    block: Mapping[Any, Any],
    supply: Mapping[Any, Any],
    link: Mapping[Any, Any],
    name: str,
    verdict: LendingVerdict,
) -> tuple[float, float]:
    """Duty, breaks, length, ways, door to service; the minutes of both ways."""
    terms = problem.terms
    out, back = (_minutes(problem, link, block[key]) for key in ("leave", "end"))
    rest = (supply["break_start"], supply["break_end"])
    length = (block["end"] - block["start"]).total_seconds() / 60
    faults = {
        "before or after the duty": block["leave"] < supply["begins"] or block["back"] > supply["ends"],
        "not there in time": block["leave"] + pd.Timedelta(minutes=out + terms.handover)
        > block["start"] + pd.Timedelta(milliseconds=1),
        "not home in time": block["end"] + pd.Timedelta(minutes=back)
        > block["back"] + pd.Timedelta(milliseconds=1),
        "too short": length < supply["least_minutes"],
        "too long": length > supply["most_minutes"] and length > supply["least_minutes"] + problem.grain,
        "nobody there": int(block["people"]) < 1,
        f"beyond {terms.reach:g} minutes door to service": terms.alert + terms.preparation + out + terms.handover
        > terms.reach + 1e-6,
        "travels during the break": not pd.isna(rest[0])
        and any(begin < rest[1] and end > rest[0] for begin, end in _trips(block)),
    }
    verdict.broken += [f"{name}: {fault}" for fault, holds in faults.items() if holds]
    return out, back


def _trips(block: Mapping[Any, Any]) -> tuple[tuple[Any, Any], tuple[Any, Any]]:
    return (block["leave"], block["start"]), (block["end"], block["back"])


def _minutes(problem: Any, link: Mapping[Any, Any], at: pd.Timestamp) -> float:
    """The way, driven or walked, for whoever sets out then."""
    number = int((at - problem.starts[0]).total_seconds() // 60 // problem.grain)
    pace = float(problem.pace[min(max(number, 0), len(problem.pace) - 1)])
    return min(float(link["walk"]), float(link["drive"]) * pace)


def _place(
    problem: Any,
    block: Mapping[Any, Any],
    supply: Mapping[Any, Any],
    come: defaultdict[tuple[Seat, pd.Timestamp], int],
    gone: defaultdict[tuple[Seat, pd.Timestamp], int],
) -> None:
    """Where the block's people are in each interval, as long as they do not rest."""
    step = pd.Timedelta(minutes=problem.grain)
    at = block["leave"]
    while at < block["back"]:
        rests = not pd.isna(supply["break_start"]) and (
            at < supply["break_end"] and at + step > supply["break_start"]
        )
        if not rests:
            if block["start"] <= at < block["end"]:
                for post in ("", block["post"]):
                    come[(block["outlet"], block["pool"], post), at] += int(block["people"])
            if supply["kind"] == "own":
                for post in ("", supply["post"]):
                    gone[(supply["outlet"], supply["pool"], post), at] += int(block["people"])
        at += step


def _check_places(
    problem: Any,
    come: Mapping[tuple[Seat, pd.Timestamp], int],
    gone: Mapping[tuple[Seat, pd.Timestamp], int],
    verdict: LendingVerdict,
) -> None:
    """Lenders' own need, desks, and what missing people cost."""
    tiers: defaultdict[tuple[Seat, pd.Timestamp], list[tuple[float, int]]] = defaultdict(list)
    for row in problem.steps.to_dict("records"):
        seat = (row["outlet"], row["pool"], row["post"])
        tiers[seat, row["start"]].append((row["price"], int(row["people"])))
    desks = dict(zip(problem.desks["outlet"], problem.desks["desks"], strict=True))
    planned: defaultdict[tuple[str, pd.Timestamp], int] = defaultdict(int)
    after: defaultdict[tuple[str, pd.Timestamp], int] = defaultdict(int)
    for row in problem.needs.to_dict("records"):
        seat = (row["outlet"], row["pool"], row["post"])
        key = seat, row["start"]
        away, here = gone.get(key, 0), come.get(key, 0)
        if away and row["there"] - away < row["keep"]:
            verdict.broken.append(f"{'/'.join(seat)} {row['start']:%H:%M}: falls below its own need by lending")
        missing = max(0, int(row["wanted"]) - int(row["there"]) - here)
        verdict.missing[key] = missing
        left = missing
        for price, width in sorted(tiers[key]):
            verdict.cost += min(left, width) * price * problem.grain / 60
            left -= min(left, width)
        if left:
            verdict.broken.append(f"{'/'.join(seat)} {row['start']:%H:%M}: no price for so many missing")
        if not row["post"]:
            planned[row["outlet"], row["start"]] += int(row["there"])
            after[row["outlet"], row["start"]] += int(row["there"]) + here - away
    for (outlet, start), people in after.items():
        if people > max(desks[outlet], planned[outlet, start]) and not math.isinf(desks[outlet]):
            verdict.broken.append(f"{outlet} {start:%H:%M}: {people} people at {desks[outlet]} desks")
