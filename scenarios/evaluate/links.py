"""Links of the staff plan worked out again: who could be lent from where to where, at what price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from scenarios.evaluate.crew import Crew, Day, Person, between, read_crew, rows, words
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, apart, where
from scenarios.evaluate.pools import Pools, find_pools
from scenarios.evaluate.ways import Place, ways
from scenarios.evaluate.weeks import PoolWeek, Week, pool_weeks

LABELS = ["link", "day"]
FIGURES = ["minutes", "people", "price", "least_minutes", "standby_factor"]


@dataclass(frozen=True)
class Lending:
    """What lending is judged by.

    Attributes
    ----------
    minutes
        (lender or partner, receiving outlet) to minutes by car.
    """

    crew: Crew
    pools: Pools
    weeks: Mapping[PoolWeek, Week]
    minutes: Mapping[tuple[str, str], float]


def read_lending(facts: Facts) -> Lending:
    """People, pools, weeks and ways of the network, for the links that the plan uses."""
    crew = read_crew(facts)
    pools = find_pools(facts, crew)
    minutes = lending_minutes(facts, facts.table("staff_links"))
    return Lending(crew, pools, pool_weeks(crew, pools), minutes)


def longest_way(facts: Facts) -> float:
    """Minutes of travel that leave two hours for alert, preparation, travel and hand-over."""
    settings = facts.network.settings
    overhead = settings.alert_minutes + settings.preparation_minutes + settings.handover_minutes
    return settings.surge_minutes - overhead


def lending_minutes(facts: Facts, links: pd.DataFrame) -> Mapping[tuple[str, str], float]:
    """Minutes by car of every pair that lends, as far as a place lies within two hours."""
    receiving = links["outlet"].unique().tolist()
    found: dict[tuple[str, str], float] = {}
    for kind, table, key in (("lent", "outlets", "outlet"), ("partner", "partners", "partner")):
        lending = {name.partition("/")[0] if kind == "partner" else name for name in _lenders(links, kind)}
        origins, outlets = _places(facts, table, key, lending), _places(facts, "outlets", "outlet", set(receiving))
        if origins and outlets:
            found |= ways(facts, origins, outlets, "drive", facts.network.settings.surge_minutes).minutes
    return found


def _lenders(links: pd.DataFrame, kind: str) -> list[str]:
    lenders: list[str] = links.loc[links["kind"] == kind, "lender"].unique().tolist()
    return lenders


def _places(facts: Facts, table: str, key: str, named: set[str]) -> list[Place]:
    known = facts.network.table(table).dropna(subset=["latitude", "longitude"])
    return [
        (str(row[key]), float(row["latitude"]), float(row["longitude"]))
        for row in rows(known)
        if row[key] in named
    ]


def check_links(facts: Facts, links: pd.DataFrame, lending: Lending) -> Iterator[Finding]:
    """People, price, factor and minutes of every link that is used; it lies within two hours and its dates."""
    offers = {f"{row['partner']}/{row['offer']}": row for row in rows(facts.network.table("partner_offers"))}
    expected = [
        _own(lending, row) if row["kind"] == "lent" else _offered(facts, offers[row["lender"]], lending, row)
        for row in rows(links)
    ]
    figures = pd.DataFrame(expected, columns=[*FIGURES, "able"], index=links.index)
    for name in FIGURES:
        yield from apart(f"link_{name}", links, LABELS, figures[name], links[name])
    yield from where(
        "link_able", links, LABELS, ~figures["able"].astype(bool), "people who can hold the post", links["post"]
    )
    most = longest_way(facts)
    far = ~(figures["minutes"].astype(float) <= most + 1e-9)
    yield from where("link_reach", links, LABELS, far, f"at most {most} minutes", figures["minutes"])


def able(lending: Lending, row: Mapping[str, object], day: Day) -> list[Person]:
    """Trained people of the lending pool who could go that day, by whether they agree to standby."""
    outlet, post = str(row["outlet"]), str(row["post"])
    minutes = lending.minutes.get((str(row["lender"]), outlet), float("inf"))
    return [
        person
        for person in lending.crew.trained
        if person.home == row["lender"]
        and lending.pools.home(lending.crew, person) == row["lender_pool"]
        and person.consents == row["standby"]
        and minutes <= person.travel_limit
        and lending.crew.holds(person, outlet, post, day)
    ]


def _own(lending: Lending, row: Mapping[str, object]) -> tuple[float, ...]:
    """An hour lent costs the higher pay of both sides."""
    people = able(lending, row, pd.Timestamp(row["day"]))  # type: ignore[arg-type]
    minutes = lending.minutes.get((str(row["lender"]), str(row["outlet"])), float("inf"))
    if not people:
        return (minutes, 0, float("nan"), 0, float("nan"), False)
    pay = sum(person.terms["hourly_rate"] for person in people) / len(people)
    factor = sum(person.terms["standby_factor"] for person in people) / len(people)
    receiving = [
        week.rate
        for (outlet, pool, _), week in lending.weeks.items()
        if outlet == row["outlet"] and pool == row["pool"]
    ]
    return (minutes, len(people), max([pay, *receiving]), 0, factor, True)


def _offered(
    facts: Facts, offer: Mapping[str, object], lending: Lending, row: Mapping[str, object]
) -> tuple[float, ...]:
    """A partner's people within the offer's dates, with the skills and certificates of the post."""
    minutes = lending.minutes.get((str(offer["partner"]), str(row["outlet"])), float("inf"))
    first, last = between(offer["first_day"], offer["last_day"])
    asked = lending.crew.demands.get((str(row["outlet"]), str(row["post"])))
    held = (set(words(str(offer["skills"]))), set(words(str(offer["certificates"]))))
    holds = asked is not None and asked[0] <= held[0] and asked[1] <= held[1]
    return (
        minutes,
        float(str(offer["people"])),
        float(str(offer["price"])),
        float(round(float(str(offer["least_hours"])) * 60)),
        float(str(offer["standby_factor"])),
        holds and first <= pd.Timestamp(row["day"]) <= last,  # type: ignore[arg-type]
    )
