"""Who can hold which post, compared with asking every person about every post."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from scenarios.network import Network, able, able_elsewhere, names, posts_with_pools
from tests.network.fixtures import settings, tables

Key = tuple[str, str, str]
Day = pd.Timestamp | None
START = pd.Timestamp("2026-03-02")


def drawn(seed: int) -> Network:
    """Three outlets, nine posts and twenty people with drawn skills and certificates."""
    draw = np.random.default_rng(seed)

    def some(of: str, most: int) -> str:
        return ";".join(sorted(draw.choice(list(of), draw.integers(0, most + 1), replace=False)))

    outlets = ["A", "B", "C"]
    posts = [(o, f"p{n}", "enquiry", some("abc", 2), some("XY", 1)) for o in outlets for n in range(3)]
    people = [(f"e{n}", f"e{n}", outlets[n % 3], some("abc", 3), "full") for n in range(20)]
    held = [
        (f"e{n}", c, draw.choice(["", "2026-05-01", "2020-01-01"]), draw.choice(["", "2026-01-31", "2027-01-31"]))
        for n in range(20)
        for c in "XY"
        if draw.random() < 0.5
    ]
    held = [(*row[:2], row[2] if not row[3] or row[2] < row[3] else "", row[3]) for row in held]
    return Network.from_tables(
        {
            "settings": settings(plan_start=START.date().isoformat()),
            "outlets": tables()["outlets"],
            "services": tables()["services"],
            "contracts": tables()["contracts"],
            "posts": pd.DataFrame(posts, columns=["outlet", "post", "services", "skills", "certificates"]),
            "employees": pd.DataFrame(people, columns=["employee", "name", "outlet", "skills", "contract"]),
            "certificates": pd.DataFrame(held, columns=["employee", "certificate", "valid_from", "expires"]),
        }
    )


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, blanks as None."""
    return [{str(k): None if v is pd.NaT else v for k, v in row.items()} for row in frame.to_dict("records")]


def asked(network: Network) -> dict[Key, tuple[Day, Day]]:
    """Every person asked about every post: since and until, None for no bound."""
    held = {(row["employee"], row["certificate"]): row for row in records(network.table("certificates"))}
    found: dict[Key, tuple[Day, Day]] = {}
    for person in records(network.table("employees")):
        for post in records(network.table("posts")):
            own = [held.get((person["employee"], certificate)) for certificate in names(post["certificates"])]
            if not set(names(post["skills"])) <= set(names(person["skills"])) or None in own:
                continue
            since = max((row["valid_from"] for row in own if row and row["valid_from"]), default=None)
            until = min((row["expires"] for row in own if row and row["expires"]), default=None)
            if since is None or until is None or since <= until:
                found[person["employee"], post["outlet"], post["post"]] = (since, until)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_able(seed: int) -> None:
    """The pairs and their bounds are those of the question-by-question walk, home and elsewhere apart."""
    network = drawn(seed)
    expected = asked(network)
    home = dict(network.table("employees")[["employee", "outlet"]].itertuples(index=False, name=None))
    for frame, at_home in ((able(network), True), (able_elsewhere(network), False)):
        got = {(r["employee"], r["outlet"], r["post"]): (r["since"], r["until"]) for r in records(frame)}
        assert len(got) == len(frame)
        assert got == {key: days for key, days in expected.items() if (home[key[0]] == key[1]) == at_home}


@pytest.mark.parametrize("seed", range(6))
def test_pools_are_components_of_shared_people(seed: int) -> None:
    """Two posts are in one pool exactly where a chain of people links them who are able when the plan begins."""
    network = drawn(seed)
    home = dict(network.table("employees")[["employee", "outlet"]].itertuples(index=False, name=None))
    posts = network.table("posts")
    holders: dict[tuple[str, str], set[str]] = {
        key: set() for key in zip(posts["outlet"], posts["post"], strict=True)
    }
    for (employee, outlet, post), (_, until) in asked(network).items():
        if home[employee] == outlet and (until is None or until >= START):
            holders[outlet, post].add(employee)
    pools = {post: {post} for post in holders}
    for one in holders:
        for other in holders:
            if one[0] == other[0] and holders[one] & holders[other]:
                joined = pools[one] | pools[other]
                pools |= dict.fromkeys(joined, joined)
    frame = posts_with_pools(network)
    for row in records(frame):
        mates = frame[(frame["outlet"] == row["outlet"]) & (frame["pool"] == row["pool"])]
        together = set(zip(mates["outlet"], mates["post"], strict=True))
        key = row["outlet"], row["post"]
        assert together == pools[key]
        assert row["flexible"] == (holders[key] == set().union(*(holders[post] for post in together)))


def test_without_people() -> None:
    """Posts are pooled where one asks for all that the other asks for; the least demanding is flexible."""
    posts = pd.DataFrame(
        [
            ("A", "counter", "enquiry", "desk", ""),
            ("A", "care", "enquiry;complaint", "desk;care", "mediator"),
            ("A", "cash", "enquiry", "till", ""),
        ],
        columns=["outlet", "post", "services", "skills", "certificates"],
    )
    few = {name: tables()[name] for name in ("settings", "outlets", "services")}
    frame = posts_with_pools(Network.from_tables({**few, "posts": posts}))
    assert list(frame["pool"]) == ["counter", "counter", "cash"]
    assert list(frame["flexible"]) == [True, False, True]
    assert frame["services"].iloc[1] == ("enquiry", "complaint")
    assert list(frame["name"]) == ["counter", "care", "cash"]


def test_nobody_and_nothing() -> None:
    """Networks without posts or without anybody able give empty or separate pools."""
    few = {name: tables()[name] for name in ("settings", "outlets")}
    assert posts_with_pools(Network.from_tables(few)).empty
    people = Network.from_tables({**few, **{t: tables()[t] for t in ("employees", "contracts", "certificates")}})
    assert able(people).empty
    assert able_elsewhere(people).empty
