"""A day of a stored plan with another need laid over it: paired, planned, and checked by another program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from optimize.shared_staff.lending import LendingPlan, LendingProblem, LendingTerms, solve
from quarterhour.labels import attach
from quarterhour.messages import Message
from quarterhour.progress import Progress
from quarterhour.result import Limits
from scenarios.changes import scenario_from, to_premises
from scenarios.evaluate.lending import judge_lending
from scenarios.lending.duty import day_grid, on_duty, people_there
from scenarios.lending.links import links
from scenarios.lending.needs import day_needs
from scenarios.lending.supplies import SUPPLY, offers, own_supplies
from scenarios.lending.terms import NotShareableError, ShareTerms
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.premises.people import people

SEAT = ["outlet", "pool", "post"]


@dataclass(frozen=True)
class Shared:
    """A planned day of lending.

    Attributes
    ----------
    day
        Business day.
    terms
        What was asked for.
    problem, plan
        What the model was given, and its answer.
    broken
        Rules that another program found broken; empty as it should be.
    checked
        Whether that program found no rule broken and the same cost.
    """

    day: pd.Timestamp
    terms: ShareTerms
    problem: LendingProblem
    plan: LendingPlan
    broken: tuple[str, ...]
    checked: bool


def share(
    network: Network,
    plan: Plan,
    terms: ShareTerms,
    ledger: Mapping[str, float] | None = None,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Shared:
    """Who lends whom to whom on the day, laid over the plan's shifts.

    Raises
    ------
    NotShareableError
        When the plan lacks stages or the terms name what is not there; all of it at once.
    LabelError
        When plan and network do not fit each other.
    """
    day = _day(plan, terms)
    changes = scenario_from({"name": plan.name, "changes": list(plan.changes)}).changes
    premises = to_premises(network, changes)
    problem = lending_problem(premises, plan, day, terms, ledger or {})
    answer = solve(problem, limits=limits or Limits(seed=plan.seed), progress=progress)
    verdict = judge_lending(problem, answer.blocks.to_dict("records"))
    total = sum(proof.objective or 0.0 for proof in answer.proofs)
    same = abs(verdict.cost - total) <= 1e-6 * max(1.0, abs(total))
    return Shared(day, terms, problem, answer, tuple(verdict.broken), same and not verdict.broken)


def lending_problem(
    premises: Premises, plan: Plan, day: pd.Timestamp, terms: ShareTerms, ledger: Mapping[str, float]
) -> LendingProblem:
    """The day as `optimize.shared_staff.lending` needs to know it."""
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
    lenders = _lenders(network, duty, offered, terms, ledger)
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


def _day(plan: Plan, terms: ShareTerms) -> pd.Timestamp:
    """The day asked for, or the one on which most people are missing; everything wrong with the terms at once."""
    wrong = []
    if plan.forecast is None or plan.requirement is None or plan.staff is None:
        raise NotShareableError((Message("lending.no_staff"),))
    known = set(plan.outlets["outlet"])
    for what in (terms.surge, terms.absent, terms.sure_at):
        wrong += [Message("lending.no_outlet", {"outlet": name}) for name in what if name not in known]
    last = plan.first_day + pd.Timedelta(days=plan.days - 1)
    span = {"first": plan.first_day.date(), "last": last.date()}
    day = _read(terms.day) if terms.day else _shortest(plan)
    if day is None or not plan.first_day <= day <= last:
        wrong.append(Message("lending.no_day", {"day": terms.day, **span}))
    if wrong or day is None:
        raise NotShareableError(tuple(wrong))
    return day


def _read(text: str) -> pd.Timestamp | None:
    """The day that is meant, if any."""
    try:
        return pd.Timestamp(date.fromisoformat(text))
    except ValueError:
        return None


def _shortest(plan: Plan) -> pd.Timestamp:
    """The day with most hours missing by the staff plan; the first one where nobody is missing."""
    if plan.staff is None:
        return plan.first_day
    cover = plan.staff.cover
    day = day_grid(plan).business_day(pd.DatetimeIndex(cover["start"]))
    missing = cover["short"].groupby(day).sum()
    return pd.DatetimeIndex(missing.index)[int(missing.to_numpy().argmax())] if len(missing) else plan.first_day


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
    network: Network, duty: pd.DataFrame, offered: pd.DataFrame, terms: ShareTerms, ledger: Mapping[str, float]
) -> pd.DataFrame:
    """lender, most, credit: outlets lend a share of their people on duty, and whoever is on call; partners all."""
    outlets = network.table("outlets")["outlet"]
    own = duty[duty["source"] == "own"]
    work = own[own["activity"] == "work"].groupby("outlet").size().reindex(outlets, fill_value=0).to_numpy()
    call = duty[duty["activity"] == "standby"].groupby("outlet").size().reindex(outlets, fill_value=0).to_numpy()
    partners = network.table("partners")["partner"]
    people = offered.groupby("lender")["people"].sum().reindex(partners, fill_value=0).to_numpy()
    table = pd.DataFrame(
        {
            "lender": [*outlets, *partners],
            "most": np.concatenate([np.ceil(terms.cap * work) + call, people]).astype(np.int64),
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
