"""Who serves where: skills, certificates, training, duties filled, partner slots, loans."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where
from scenarios.evaluate.people import own_segments


def check_posts(facts: Facts) -> Iterator[Finding]:
    """Everybody may hold the post, duties are filled by the right source, and holes account for the rest."""
    segments = own_segments(facts)
    serving = segments[segments["activity"].isin(["work", "standby"])].reset_index(drop=True)
    yield from _skills(facts, serving)
    yield from _certificates(facts, serving)
    if "trained" not in facts.network.settings.rules_off:
        yield from _trained(facts, serving)
    yield from _filled(facts)
    yield from _sources(facts, serving)
    yield from _partners(facts)


def _needed(facts: Facts, serving: pd.DataFrame, column: str) -> pd.DataFrame:
    """employee, outlet, post, day, needed: one row for each skill or certificate that a post asks for."""
    posts = facts.network.table("posts")[["outlet", "post", column]]
    asked = posts.assign(needed=posts[column].str.split(";")).explode("needed")
    asked = asked[asked["needed"].fillna("") != ""]
    held = serving[["employee", "outlet", "post", "day"]].drop_duplicates()
    return held.merge(asked[["outlet", "post", "needed"]], on=["outlet", "post"])


def _skills(facts: Facts, serving: pd.DataFrame) -> Iterator[Finding]:
    needed = _needed(facts, serving, "skills")
    people = facts.network.table("employees").set_index("employee")["skills"].str.split(";")
    lacks = [need not in people[name] for name, need in zip(needed["employee"], needed["needed"], strict=True)]
    yield from where("skills", needed, ["employee", "outlet", "post", "day"], lacks, "the skill", needed["needed"])


def _certificates(facts: Facts, serving: pd.DataFrame) -> Iterator[Finding]:
    """Valid on the day on which the duty starts."""
    needed = _needed(facts, serving, "certificates")
    table = facts.network.table("certificates").rename(columns={"certificate": "needed"})
    both = needed.merge(table, on=["employee", "needed"], how="left", indicator=True)
    early = both["valid_from"].notna() & (both["day"] < both["valid_from"])
    late = both["expires"].notna() & (both["day"] > both["expires"])
    wrong = (both["_merge"] == "left_only") | early | late
    yield from where("certificates", both, ["employee", "outlet", "day"], wrong, "a valid one", both["needed"])


def _trained(facts: Facts, serving: pd.DataFrame) -> Iterator[Finding]:
    """Whoever is still in training serves only while somebody trained serves in the same pool."""
    people = facts.network.table("employees").set_index("employee")
    trained = set(people.index[people["training_hours"] >= facts.network.settings.training_hours])
    pools = facts.table("staff_duties").set_index("duty")["pool"]
    everybody = facts.table("roster_segments")
    working = everybody[everybody["activity"] == "work"]
    working = working.assign(pool=working["duty"].map(pools))
    novices = working[working["employee"].isin(set(people.index) - trained)]
    beside = working[~working["employee"].isin(set(people.index) - trained)]
    for employee, outlet, pool, start, end in zip(
        novices["employee"], novices["outlet"], novices["pool"], novices["start"], novices["end"], strict=True
    ):
        there = beside[(beside["outlet"] == outlet) & (beside["pool"] == pool)]
        there = there[(there["start"] < end) & (there["end"] > start)].sort_values("start")
        reached = start
        for first, last in zip(there["start"], there["end"], strict=True):
            if first > reached:
                break
            reached = max(reached, last)
        if reached < end:
            yield Finding(
                "trained", f"{employee} {outlet} {start}", "somebody trained beside", f"alone from {reached}"
            )


def _filled(facts: Facts) -> Iterator[Finding]:
    """Each duty of the staff plan: people in the roster and people in holes make up the people planned."""
    duties = facts.table("staff_duties")
    segments = facts.table("roster_segments")
    given = segments[(segments["duty"] != "") & segments["activity"].isin(["work", "break", "standby"])]
    people = given.groupby("duty")["employee"].nunique()
    missing = facts.table("roster_holes").groupby("duty")["people"].sum()
    counted = duties["duty"].map(people).fillna(0) + duties["duty"].map(missing).fillna(0)
    yield from apart("duty_filled", duties, ["duty"], duties["people"], counted)
    spans = given.groupby(["duty", "employee"], as_index=False).agg(start=("start", "min"), end=("end", "max"))
    planned = spans.merge(duties[["duty", "start", "end"]], on="duty", suffixes=("", "_planned"), how="left")
    shifted = (planned["start"] != planned["start_planned"]) | (planned["end"] != planned["end_planned"])
    yield from where("duty_times", planned, ["duty", "employee"], shifted, "as planned", planned["start"])


def _sources(facts: Facts, serving: pd.DataFrame) -> Iterator[Finding]:
    """Own duties are filled from home, lent ones by people of the lender, with the way there and back."""
    duties = facts.table("staff_duties").set_index("duty")
    homes = facts.network.table("employees").set_index("employee")["outlet"]
    given = serving[(serving["duty"] != "") & ~serving["locked"]].reset_index(drop=True)
    source = given["duty"].map(duties["source"])
    lender = given["duty"].map(duties["lender"])
    home = given["employee"].map(homes)
    expected = given["outlet"].where(source == "own", lender)
    yield from where("home", given, ["employee", "duty"], home != expected, expected, home)
    segments = own_segments(facts)
    ways = segments[segments["activity"] == "travel"].groupby(["employee", "duty"]).size()
    lent = given[(source == "lent") & (given["activity"] == "work")][["employee", "duty"]].drop_duplicates()
    minutes = lent["duty"].map(duties["travel_minutes"])
    counts = ways.reindex(pd.MultiIndex.from_frame(lent)).fillna(0).to_numpy()
    wrong = (minutes.to_numpy(dtype=float).round() > 0) & (counts != 2)
    yield from where("travel_both_ways", lent, ["employee", "duty"], wrong, "2 ways", counts)


def _partners(facts: Facts) -> Iterator[Finding]:
    """Partner slots hold the post's skills and certificates."""
    offers = facts.network.table("partner_offers")
    duties = facts.table("staff_duties")
    hired = duties[duties["source"] == "partner"].reset_index(drop=True)
    if hired.empty:
        return
    named = offers.assign(lender=offers["partner"] + "/" + offers["offer"]).set_index("lender")
    posts = facts.network.table("posts").set_index(["outlet", "post"])
    for column in ("skills", "certificates"):
        asked = posts[column].reindex(pd.MultiIndex.from_frame(hired[["outlet", "post"]]))
        held = hired["lender"].map(named[column])
        lacks = [
            bool(set(filter(None, need.split(";"))) - set(have.split(";")))
            for need, have in zip(asked, held, strict=True)
        ]
        yield from where(f"partner_{column}", hired, ["duty"], lacks, asked.to_numpy(), held)
