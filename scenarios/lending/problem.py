"""The day as `optimize.shared_staff.lending` needs to know it: needs, people, ways, caps and credit, paired."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from optimize.shared_staff.lending import LendingProblem, LendingTerms
from quarterhour.labels import attach
from scenarios.lending.duty import day_grid, on_duty, people_there
from scenarios.lending.links import links
from scenarios.lending.needs import day_needs
from scenarios.lending.supplies import SUPPLY, offers, own_supplies
from scenarios.lending.terms import ShareTerms
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.premises.people import people

SEAT = ["outlet", "pool", "post"]


def lending_problem(
    premises: Premises, plan: Plan, day: pd.Timestamp, terms: ShareTerms, ledger: Mapping[str, float]
) -> LendingProblem:
    """All of it for one business day."""
    network, settings = premises.network, premises.network.settings
    grid = day_grid(plan)
    staff = people(network, plan.first_day, plan.days)
    duty = on_duty(plan, day, dict(terms.absent))
    needs, steps = day_needs(premises, plan, day, terms)
    starts = grid.starts(day, 1)
    needs = _with_there(needs, people_there(duty, starts, grid.grain), staff.posts)
    seats = _seats(needs, staff.posts)
    own, able = own_supplies(network, staff, duty, seats, terms, day)
    offered = offers(network, plan, _hours(needs, starts), day)
    lenders = _lenders(network, duty, own, offered, terms, ledger)
    own = own[own["lender"].isin(lenders["lender"])].reset_index(drop=True)
    return LendingProblem(
        starts=starts,
        grain=grid.grain,
        pace=_pace(starts, terms),
        needs=needs,
        steps=steps,
        supplies=_supplies(own, offered, starts),
        links=links(premises, own, able, offered, seats, terms),
        lenders=lenders,
        desks=network.table("outlets")[["outlet", "desks"]].astype({"desks": float}),
        terms=LendingTerms(
            settings.surge_minutes,
            settings.alert_minutes,
            settings.preparation_minutes,
            settings.handover_minutes,
            settings.price_travel,
            terms.fairness,
        ),
        seed=plan.seed,
    )


def _with_there(needs: pd.DataFrame, there: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """Needs with the people on duty, by pool and by post."""
    there = attach(there, posts[["outlet", "post", "pool"]], ["outlet", "post"], "posts of people on duty")
    pools = there.groupby(["outlet", "pool", "start"], as_index=False)["there"].sum().assign(post="")
    both = pd.concat([pools, there], ignore_index=True)
    found = needs.merge(both, on=[*SEAT, "start"], how="left")
    found["there"] = found["there"].fillna(0).astype(np.int64)
    return found[[*SEAT, "start", "there", "wanted", "keep"]]


def _seats(needs: pd.DataFrame, posts: pd.DataFrame) -> pd.DataFrame:
    """outlet, pool, post, skills, certificates, seat (a number): posts of pools in which somebody is missing."""
    missing = needs.loc[needs["wanted"] > needs["there"], ["outlet", "pool"]].drop_duplicates()
    found = posts.merge(missing, on=["outlet", "pool"])[[*SEAT, "skills", "certificates"]]
    return found.reset_index(drop=True).assign(seat=np.arange(len(found)))


def _hours(needs: pd.DataFrame, starts: pd.DatetimeIndex) -> pd.DatetimeIndex:
    """From the first to the last interval in which anybody is needed."""
    needed = needs.loc[needs["wanted"] > 0, "start"]
    if needed.empty:
        return starts[:1]
    inside: pd.DatetimeIndex = starts[(starts >= needed.min()) & (starts <= needed.max())]
    return inside


def _lenders(
    network: Network,
    duty: pd.DataFrame,
    own: pd.DataFrame,
    offered: pd.DataFrame,
    terms: ShareTerms,
    ledger: Mapping[str, float],
) -> pd.DataFrame:
    """lender, most, credit: outlets lend a share of their people on duty, and whoever is on call; partners all."""
    outlets = network.table("outlets")["outlet"]
    working = duty[(duty["source"] == "own") & (duty["activity"] == "work")]
    work = working.groupby("outlet").size().reindex(outlets, fill_value=0).to_numpy()
    calling = own[own["kind"] == "standby"].groupby("lender")["people"].sum()
    call = calling.reindex(outlets, fill_value=0).to_numpy()
    partners = network.table("partners")["partner"]
    people = offered.groupby("lender")["people"].sum().reindex(partners, fill_value=0).to_numpy()
    table = pd.DataFrame(
        {
            "lender": [*outlets, *partners],
            "most": np.concatenate([np.ceil(terms.cap * work - 1e-9) + call, people]).astype(np.int64),
        }
    )
    return table.assign(credit=table["lender"].map(dict(ledger)).fillna(0.0).astype(float))


def _supplies(own: pd.DataFrame, offered: pd.DataFrame, starts: pd.DatetimeIndex) -> pd.DataFrame:
    table = pd.concat([part[SUPPLY] for part in (own, offered) if len(part)] or [own[SUPPLY]], ignore_index=True)
    for name in ("begins", "ends", "break_start", "break_end"):
        table[name] = pd.to_datetime(table[name], utc=True).dt.tz_convert(starts.tz).astype(starts.dtype)
    return table


def _pace(starts: pd.DatetimeIndex, terms: ShareTerms) -> tuple[float, ...]:
    """The factor of each interval's wall-clock time."""
    minute = (starts.hour * 60 + starts.minute).to_numpy()
    pace = np.ones(len(starts))
    for (begin, end), factor in terms.slow.items():
        pace[(minute >= begin) & (minute < end)] *= factor
    return tuple(pace.tolist())
