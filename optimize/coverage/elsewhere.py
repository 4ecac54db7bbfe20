"""How many people customers who leave an outlet ask for where they go.

With a rule of people (the requirement of an ordinary week) each receiver is asked twice, with its own customers
and with those who come on top; the difference counts. Without one, work does: a person serves for
`SERVING_SHARE` of the working time before waits grow.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.coverage.alternatives import CONVERT, MERGE
from optimize.coverage.load import of
from optimize.coverage.values import ConsolidationProblem, PeopleNeeded

KEYS = ["outlet", "option", "target"]
PERSON_MINUTES = 10_436.0
"""Working minutes of one person a month: 40 hours x 365.25 / 12 / 7 weeks."""
SERVING_SHARE = 0.7
"""Of their working time that people can serve before waits grow: what moved customers need in people."""
NOW = "now"
FREEING = (MERGE, CONVERT)
"""Options after which an outlet keeps nobody."""


def needed_elsewhere(problem: ConsolidationProblem, flows: pd.DataFrame) -> pd.DataFrame:
    """outlet, option, target, needed (whole people at other outlets) of options that free people."""
    moving = _moving(problem, flows)
    whole = _people(problem, moving).groupby(KEYS, as_index=False)[["needed"]].sum()
    return whole.assign(needed=np.ceil(whole["needed"] - 1e-9))


def freed_together(problem: ConsolidationProblem, flows: pd.DataFrame) -> float:
    """People freed when all options of `flows` (one an outlet, demand re-assigned together) are carried out."""
    leaving = flows.loc[flows["option"].isin(FREEING), "outlet"]
    staff = float(problem.outlets.loc[problem.outlets["outlet"].isin(leaving), "staff"].sum())
    moving = _moving(problem, flows)
    together = moving.assign(option=MERGE, target="").astype({"option": "str", "target": "str"})
    if problem.people is not None:
        together = together.assign(outlet="").astype({"outlet": "str"})
        together = together.groupby([*KEYS, "to", "service"], as_index=False)[["volume"]].sum()
    needed = float(np.ceil(_people(problem, together)["needed"].sum() - 1e-9))
    return max(staff - needed, 0.0)


def _moving(problem: ConsolidationProblem, flows: pd.DataFrame) -> pd.DataFrame:
    """outlet, option, target, to, service, volume of customers who go to other outlets' people."""
    moving = flows[flows["option"].isin(FREEING) & (flows["to"] != flows["outlet"])]
    moving = moving[moving["to"].isin(problem.outlets["outlet"])]
    return moving.groupby([*KEYS, "to", "service"], as_index=False)[["volume"]].sum()


def _people(problem: ConsolidationProblem, sums: pd.DataFrame) -> pd.DataFrame:
    """outlet, option, target, needed (people in parts), several rows an option."""
    if sums.empty:
        return sums[KEYS].assign(needed=0.0)
    return _by_work(problem, sums) if problem.people is None else _by_rule(problem, problem.people, sums)


def _by_work(problem: ConsolidationProblem, sums: pd.DataFrame) -> pd.DataFrame:
    """By their mean handling time at the outlet that they leave."""
    handling = of(problem.outlets.set_index("outlet")["handling_minutes"], sums["outlet"])
    return sums.assign(needed=sums["volume"] * handling / (PERSON_MINUTES * SERVING_SHARE))


def _by_rule(problem: ConsolidationProblem, people: PeopleNeeded, sums: pd.DataFrame) -> pd.DataFrame:
    """By what each receiver asks for with and without them."""
    own = problem.services.rename(columns={"outlet": "to", "volume": "own"})
    case = sums.groupby([*KEYS, "to"], sort=False).ngroup().astype("str")
    pairs = sums[[*KEYS, "to"]].assign(case=case).drop_duplicates(ignore_index=True)
    full = pairs.merge(own, on="to").merge(sums, on=[*KEYS, "to", "service"], how="left")
    then = full.assign(volume=full["own"] + full["volume"].fillna(0.0))
    now = full.drop_duplicates(["to", "service"]).assign(case=NOW, volume=lambda rows: rows["own"])
    asked = pd.concat([then, now])[["case", "to", "service", "volume"]].rename(columns={"to": "outlet"})
    found = people(asked)
    before = found[found["case"] == NOW].set_index("outlet")["people"]
    after = found[found["case"] != NOW].set_index("case")["people"]
    extra = of(after, pairs["case"]) - of(before, pairs["to"])
    return pairs.assign(needed=np.maximum(np.nan_to_num(extra), 0.0))
