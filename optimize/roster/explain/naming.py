"""Who is named for which duty, where duties are of one kind: alike in all that rules see, breaks may differ."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.explain.questions import Question, Served, Wished
from optimize.roster.explain.standing import Standing


def named(standing: Standing, taken: Flags, question: Question) -> pd.DataFrame:
    """employee, duty of another roster `taken` (P, G), so that what was asked is so.

    Whoever keeps a kind of duty keeps the duty. Others take the places that are given up, then those that were
    vacant, of the duty asked for first: no duty is less filled than now unless its kind is.
    """
    facts = standing.facts
    before = standing.names.merge(facts.members[["duty", "kind"]], on="duty")
    person, kind = np.nonzero(taken)
    after = pd.DataFrame({"employee": facts.people["employee"].to_numpy()[person], "kind": kind})
    after = after.astype({"employee": "str"})
    both = after.merge(before, on=["employee", "kind"], how="left").drop_duplicates(["employee", "kind"])
    kept, fresh = both.dropna(), both.loc[both["duty"].isna(), ["employee", "kind"]]
    places = _places(standing, kept, None if isinstance(question, Wished) else question.duty)
    fresh = fresh.assign(rank=fresh.groupby("kind").cumcount())
    given = fresh.merge(places.assign(rank=places.groupby("kind").cumcount()), on=["kind", "rank"])
    names = pd.concat([kept[["employee", "duty"]], given[["employee", "duty"]]], ignore_index=True).astype("str")
    return _seated(standing, names, question) if isinstance(question, Served) else names


def _places(standing: Standing, kept: pd.DataFrame, asked: str | None) -> pd.DataFrame:
    """duty, kind: one row a place that nobody keeps, in the order in which they are taken."""
    members = standing.facts.members.set_index("duty")
    used = kept.groupby("duty").size().reindex(members.index).fillna(0).astype(int)
    free = (members["people"] - used).clip(lower=0)
    places = members.loc[members.index.repeat(free), ["kind"]].reset_index()
    given_up = (free - standing.vacant()).reindex(places["duty"]).to_numpy()
    places["vacant"] = places.groupby("duty").cumcount() >= given_up
    places["other"] = places["duty"] != asked
    return places.sort_values(["vacant", "other"], kind="stable")[["duty", "kind"]]


def _seated(standing: Standing, names: pd.DataFrame, question: Served) -> pd.DataFrame:
    """The person on that very duty: by changing places with somebody on it, who is new there if anybody is."""
    alike = standing.facts.members.set_index("duty")["kind"].reindex(names["duty"]) == standing.kind(question.duty)
    mine = (names["employee"] == question.employee) & alike.to_numpy()
    there = names[(names["duty"] == question.duty) & ~mine]
    now = names.loc[mine, "duty"].iloc[0]
    if now == question.duty:
        return names
    stays = there.merge(standing.names, on=["employee", "duty"], how="left", indicator=True)["_merge"] == "both"
    other = there.index[np.argsort(stays.to_numpy(), kind="stable")[:1]]
    seated = names.copy()
    seated.loc[other, "duty"] = now
    seated.loc[mine, "duty"] = question.duty
    return seated
