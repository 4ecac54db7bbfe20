"""The figures of a day of lending that terminal and page both tell."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from api.report.blocks import Show
from api.words import Words
from quarterhour.result import Status
from scenarios.lending import Shared
from scenarios.plan.values import Plan

Name = Callable[[object], str]


def names_of(plan: Plan) -> Name:
    """From an identifier of an outlet or partner to its name."""
    names = dict(zip(plan.outlets["outlet"], plan.outlets["name"], strict=True))
    partners = plan.layers.get("partners")
    if partners is not None:
        names |= dict(zip(partners["partner"], partners["name"], strict=True))
    return lambda key: str(names.get(str(key), key))


def hours_missing(found: Shared) -> tuple[float, float]:
    """Hours of people missing in pools, before and after lending."""
    pools = found.plan.cover[found.plan.cover["post"] == ""]
    before, after = (float(pools[name].sum()) * found.problem.grain / 60 for name in ("short_before", "short"))
    return before, after


def told(found: Shared, words: Words) -> str:
    """What was missing, what lending covers, and at what cost."""
    before, after = hours_missing(found)
    costs = found.plan.costs.set_index("item")["money"]
    return words(
        "lending.told",
        before=words.number(before, 1),
        after=words.number(after, 1),
        people=words.number(float(found.plan.blocks["people"].sum())),
        money=words.money(float(costs[["lent", "standby", "partner", "travel"]].sum())),
        shortage=words.money(float(costs["shortage"])),
    )


def told_proof(found: Shared, words: Words) -> str:
    """How good the answer is known to be, and that another program checked it."""
    proofs = found.plan.proofs
    objective = sum(proof.objective or 0.0 for proof in proofs)
    bound = sum(proof.bound or 0.0 for proof in proofs)
    proven = all(proof.status is Status.OPTIMAL for proof in proofs)
    return words(
        "lending.proof_optimal" if proven else "lending.proof_gap",
        objective=words.money(objective),
        bound=words.money(bound),
        gap=words.gap(abs(objective - bound) / max(1.0, abs(objective))),
        seconds=words.number(sum(proof.seconds for proof in proofs), 1),
        seed=found.problem.seed,
        checked=words("lending.checked" if found.checked else "lending.not_checked"),
    )


def flows(found: Shared, name: Name) -> pd.DataFrame:
    """source (lent, partner), lender, outlet (names), from_, to (identifiers), hours, people, minutes."""
    blocks = found.plan.blocks
    rows = blocks.assign(source=blocks["kind"].where(blocks["kind"] == "partner", "lent"))
    sums = rows.groupby(["source", "lender", "outlet"], as_index=False).agg(
        hours=("hours", "sum"), people=("people", "sum"), minutes=("minutes", "max")
    )
    sums = sums.assign(from_=sums["lender"], to=sums["outlet"])
    sums = sums.assign(lender=sums["lender"].map(name), outlet=sums["outlet"].map(name))
    return sums.sort_values(["hours", "from_", "to"], ascending=[False, True, True], ignore_index=True)


def block_columns(words: Words, name: Name) -> dict[str, Show]:
    """How blocks are shown."""
    return {
        "lender": Show(words("report.lender"), name),
        "outlet": Show(words("report.outlet"), name),
        "post": Show(words("report.post")),
        "leave": Show(words("lending.leave"), clock),
        "start": Show(words("report.from"), clock),
        "end": Show(words("report.to"), clock),
        "people": Show(words("report.people"), words.number, True),
        "kind": Show(words("report.source"), lambda key: words(f"lending.kind_{key}")),
        "minutes": Show(words("report.travel_minutes"), words.number, True),
        "money": Show(words("lending.money"), words.money, True),
    }


def reasons(found: Shared) -> pd.DataFrame:
    """outlet, reason, mend, hours, first, last: why people are missing, most hours first."""
    holes = found.plan.holes
    hours = (holes["end"] - holes["start"]).dt.total_seconds() / 3600 * holes["people"]
    sums = (
        holes.assign(hours=hours.astype(float))
        .groupby(["outlet", "reason", "mend"], as_index=False)
        .agg(hours=("hours", "sum"), first=("start", "min"), last=("end", "max"))
    )
    return sums.sort_values(["hours", "outlet"], ascending=[False, True], ignore_index=True)


def reason_columns(words: Words, name: Name) -> dict[str, Show]:
    """How reasons are shown."""
    return {
        "outlet": Show(words("report.outlet"), name),
        "hours": Show(words("report.hours"), lambda value: words.number(value, 1), True),
        "first": Show(words("report.from"), clock),
        "last": Show(words("report.to"), clock),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }


def hole_columns(words: Words, name: Name) -> dict[str, Show]:
    """How holes are shown."""
    return {
        "outlet": Show(words("report.outlet"), name),
        "post": Show(words("report.post"), lambda post: post or words("lending.whole_pool")),
        "start": Show(words("report.from"), clock),
        "end": Show(words("report.to"), clock),
        "people": Show(words("report.people"), words.number, True),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }


def ledger_columns(words: Words, name: Name) -> dict[str, Show]:
    """How the ledger is shown."""
    tenth = partial(words.number, digits=1)
    return {
        "lender": Show(words("report.lender"), name),
        "before": Show(words("lending.credit_before"), tenth, True),
        "lent": Show(words("lending.hours_lent"), tenth, True),
        "borrowed": Show(words("lending.hours_borrowed"), tenth, True),
        "after": Show(words("lending.credit_after"), tenth, True),
    }


def clock(instant: pd.Timestamp) -> str:
    """Wall-clock time."""
    return f"{instant:%H:%M}"
