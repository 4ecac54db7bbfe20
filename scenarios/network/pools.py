"""Who can hold which post, and which posts therefore share their people.

A post asks for skills and certificates, all of them. Within one outlet, a *pool* is a connected component of
posts that share eligible home people; requirements are rounded once a pool. Without an employees table,
posts are connected where one asks for all that the other asks for.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scenarios.network.cells import names
from scenarios.network.model import Network
from scenarios.network.schema import LISTS

KEPT = 4
"""Networks whose answers are kept: every stage asks again."""
ABLE = ["employee", "outlet", "post", "since", "until"]


@lru_cache(KEPT)
def posts_with_pools(network: Network) -> pd.DataFrame:
    """outlet, post, name, pool, services, skills, certificates (tuples), minimum_people (int), flexible (bool).

    A pool is called by its first post. `flexible` says that everybody in the pool can hold the post: all
    home people who can hold any post of the pool or, without employees, whoever meets the demands of any of
    them. People whose certificates end before the plan begins do not count.
    """
    posts = network.table("posts")
    frame = pd.DataFrame(
        {
            "outlet": posts["outlet"],
            "post": posts["post"],
            "name": posts["name"].where(posts["name"] != "", posts["post"]),
            "services": posts["services"].map(names),
            "skills": posts["skills"].map(names),
            "certificates": posts["certificates"].map(names),
            "minimum_people": posts["minimum_people"].astype("int64"),
        }
    )
    component, flexible = _by_people(network) if network.has("employees") else _by_demands(network)
    frame.insert(3, "pool", frame["post"].groupby(component).transform("first"))
    return frame.assign(flexible=flexible)


def able(network: Network) -> pd.DataFrame:
    """employee, outlet (home), post, since, until: which posts of the home outlet each employee can hold.

    `since` and `until` are the first and last day on which all certificates are valid (NaT: no bound).
    """
    pairs = _eligible(network).merge(_demands(network), left_on=["home", "demand"], right_on=["outlet", "demand"])
    return pairs[ABLE]


def able_elsewhere(network: Network) -> pd.DataFrame:
    """As `able`, for the posts of all other outlets: whom an outlet may lend where."""
    pairs = _eligible(network).merge(_demands(network), on="demand")
    return pairs.loc[pairs["outlet"] != pairs["home"], ABLE].reset_index(drop=True)


def _demands(network: Network) -> pd.DataFrame:
    """outlet, post, skills, certificates, demand: posts that ask for the same carry the same number."""
    posts = network.table("posts")[["outlet", "post", "skills", "certificates"]]
    ordered = posts.assign(
        skills=[LISTS.join(sorted(names(text))) for text in posts["skills"]],
        certificates=[LISTS.join(sorted(names(text))) for text in posts["certificates"]],
    )
    return ordered.assign(demand=ordered.groupby(["skills", "certificates"], sort=False).ngroup())


def _asked(demands: pd.DataFrame) -> list[tuple[set[str], set[str]]]:
    """Skills and certificates of each demand, by its number."""
    distinct = demands.drop_duplicates("demand").sort_values("demand")
    return [
        (set(names(skills)), set(names(certificates)))
        for skills, certificates in zip(distinct["skills"], distinct["certificates"], strict=True)
    ]


@lru_cache(KEPT)
def _eligible(network: Network) -> pd.DataFrame:
    """employee, home, demand, since, until: who meets which demand, and on which days."""
    employees = network.table("employees")
    held = network.table("certificates")
    people = pd.DataFrame({"employee": employees["employee"], "home": employees["outlet"]})
    skills = [set(names(text)) for text in employees["skills"]]
    found = []
    for demand, (wanted, certificates) in enumerate(_asked(_demands(network))):
        skilled = people[np.array([wanted <= has for has in skills], dtype=bool)].assign(demand=demand)
        valid = held[held["certificate"].isin(certificates)].groupby("employee", as_index=False)
        days = valid.agg(count=("certificate", "size"), since=("valid_from", "max"), until=("expires", "min"))
        rows = skilled.merge(days, on="employee", how="left")
        complete = rows["count"].fillna(0) == len(certificates)
        found.append(rows[complete & ~(rows["since"] > rows["until"])].drop(columns="count"))
    if not found:
        return people.head(0).assign(demand=0, since=held["valid_from"].head(0), until=held["expires"].head(0))
    return pd.concat(found, ignore_index=True)


def _by_people(network: Network) -> tuple[npt.NDArray[np.int32], pd.Series]:
    """Each post's component and whether everybody in it can hold the post, from the people of the outlet."""
    posts = network.table("posts")[["outlet", "post"]]
    pairs = able(network)
    if network.settings.plan_start is not None or network.has("arrivals"):
        pairs = pairs[pairs["until"].isna() | (pairs["until"] >= network.first_day)]
    labels = pd.MultiIndex.from_frame(posts)
    post = labels.get_indexer(pd.MultiIndex.from_frame(pairs[["outlet", "post"]]))
    person, people = pd.factorize(pairs["employee"])
    component = _components(post, person + len(posts), len(posts) + len(people))[: len(posts)]
    holders = pd.Series(post).value_counts().reindex(range(len(posts)), fill_value=0)
    anybody = pd.Series(person).groupby(component[post]).nunique().reindex(component, fill_value=0)
    return component, pd.Series(holders.to_numpy() == anybody.to_numpy(), index=posts.index)


def _by_demands(network: Network) -> tuple[npt.NDArray[np.int32], pd.Series]:
    """The same from what the posts ask for: who meets more demands meets fewer."""
    demands = _demands(network).reset_index(names="row")
    sets = [
        {("skill", skill) for skill in skills} | {("certificate", certificate) for certificate in certificates}
        for skills, certificates in _asked(demands)
    ]
    within = np.array([[one <= other for other in sets] for one in sets], dtype=bool).reshape(len(sets), len(sets))
    pairs = demands.merge(demands, on="outlet", suffixes=("", "_other"))
    less = within[pairs["demand"], pairs["demand_other"]]
    more = within[pairs["demand_other"], pairs["demand"]]
    linked = pairs[less | more]
    component = _components(linked["row"].to_numpy(), linked["row_other"].to_numpy(), len(demands))
    together = component[pairs["row"]] == component[pairs["row_other"]]
    flexible = pd.Series(less | ~together).groupby(pairs["row"].to_numpy()).all()
    return component, flexible.reindex(demands["row"]).reset_index(drop=True)


def _components(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int32]:
    """The connected component of each node of the graph with these edges."""
    graph = coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    labels: npt.NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return labels
