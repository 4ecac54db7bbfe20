"""What terminal and JSON share about repairs, replacements, swaps and leave: sentences and plain data.

Why somebody is away is told nowhere: reasons name the rule only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from api.records import plain_rows
from api.words import NOTHING, Words
from optimize.roster.repair import Leave, Repair, Replacements, Standing, Swap


def names_of(standing: Standing) -> Mapping[str, str]:
    """What people are called."""
    people = standing.problem.employees
    return dict(zip(people["employee"], people["name"].astype("str"), strict=True))


def places_of(*standings: Standing) -> Mapping[str, str]:
    """Duties in words: times, post and outlet."""
    found: dict[str, str] = {"": NOTHING}
    for standing in standings:
        own = standing.own
        for duty, outlet, post, start, end in zip(
            *(own[name] for name in ("duty", "outlet", "post", "start", "end")), strict=True
        ):
            found[duty] = f"{start:%H:%M}–{end:%H:%M} {post} {outlet}"
    return found


def told_changes(repair: Repair, words: Words) -> str:
    """How many changes, and whether fewer would do."""
    forced = int(repair.changes["forced"].sum())
    further = len(repair.changes) - forced
    if not repair.proofs:
        return words("roster.repair_nothing", forced=forced)
    proof = repair.proofs[1]
    values = {"forced": forced, "further": further, "weight": words.number(proof.objective or 0.0)}
    if repair.proven:
        return words("roster.repair_proven", **values)
    return words("roster.repair_open", **values, bound=words.number(proof.bound or 0.0))


def plain_repair(repair: Repair) -> dict[str, Any]:
    """A repair as plain data."""
    return {
        "unit": repair.standing.name,
        "proven": repair.proven,
        "changes": plain_rows(repair.changes),
        "holes": plain_rows(repair.holes),
        "broken": plain_rows(repair.broken),
        "loans": plain_rows(repair.loans),
        "proofs": [proof.as_dict() for proof in repair.proofs],
    }


def plain_replacements(duty: str, found: Replacements) -> dict[str, Any]:
    """Ranked people with what would break and what changes."""
    return {
        "duty": duty,
        "people": [
            {
                **row,
                "breaks": found.breaks.loc[found.breaks["employee"] == row["employee"], "rule"].tolist(),
                "costs": plain_rows(
                    found.costs[found.costs["employee"] == row["employee"]].drop(columns="employee")
                ),
            }
            for row in plain_rows(found.ranked)
        ],
    }


def plain_swap(found: Swap) -> dict[str, Any]:
    """An exchange as plain data."""
    return {
        "allowed": found.allowed,
        "points": found.points,
        "cells": plain_rows(found.cells),
        "rules": plain_rows(found.rules),
    }


def plain_leave(found: Leave) -> dict[str, Any]:
    """An answer to a request as plain data."""
    balance = found.balance
    return {
        "employee": found.employee,
        "first": found.first.date().isoformat(),
        "last": found.last.date().isoformat(),
        "granted": found.granted,
        "refused": found.refused,
        "days": [day.date().isoformat() for day in found.days],
        "balance": {
            "entitled": balance.entitled,
            "taken": balance.taken,
            "asked": balance.asked,
            "left": balance.left,
        },
        "others": plain_rows(found.others),
        "repair": plain_repair(found.repair),
    }


def rule_text(rule: str, amount: float, unit: str, words: Words) -> str:
    """What changes in a rule, with its sign and unit."""
    digits = 0 if float(amount).is_integer() else 1
    return f"{words(f'roster.rule_{rule}')} {words.signed(amount, digits)} {words(f'roster.unit_{unit}')}"


def breaks_text(found: Replacements, employee: str, words: Words) -> str:
    """The hard rules that would break, by name."""
    rules = found.breaks.loc[found.breaks["employee"] == employee, "rule"]
    return ", ".join(words(f"roster.rule_{rule}") for rule in rules)


def costs_text(found: Replacements, employee: str, words: Words) -> str:
    """What changes in the soft rules, the hole aside."""
    rows = found.costs[(found.costs["employee"] == employee) & (found.costs["rule"] != "hole")]
    told = [
        rule_text(rule, amount, unit, words)
        for rule, amount, unit in zip(rows["rule"], rows["amount"], rows["unit"], strict=True)
    ]
    return ", ".join(told) or NOTHING


def changes_list(repair: Repair, words: Words) -> pd.DataFrame:
    """The changes for a CSV: names, places and reasons in words."""
    names, places = names_of(repair.standing), places_of(repair.standing)
    changes = repair.changes
    told = pd.DataFrame(
        {
            "employee": changes["employee"],
            "name": changes["employee"].map(names),
            "day": changes["day"],
            "before": changes["before"],
            "after": changes["after"],
            "takes": [places.get(duty, duty) if duty else "" for duty in changes["after"]],
            "of": changes["of"],
            "reason": [words(reason) for reason in changes["reason"]],
            "forced": changes["forced"],
            "notice_days": changes["notice"],
            "weight": changes["weight"],
        }
    )
    return pd.concat([told, _loans_list(repair, words)[told.columns]]) if len(repair.loans) else told


def _loans_list(repair: Repair, words: Words) -> pd.DataFrame:
    loans, lenders = repair.loans, repair.lenders
    names = {employee: name for lender in lenders for employee, name in names_of(lender).items()}
    return loans.assign(
        name=loans["employee"].map(names),
        before="",
        after=loans["loan"],
        takes=loans["loan"].map(places_of(*lenders)),
        of="",
        reason=[words("roster.changed_lent", lender=lender) for lender in loans["lender"]],
        forced=False,
        notice_days=None,
        weight=None,
    )
