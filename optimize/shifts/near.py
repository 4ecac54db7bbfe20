"""A plan after a change that touches some outlets: these are planned again, all others are held as they were.

What held duties leave free (people off duty, duties and hours of the week, what partners still offer) may be lent
to the outlets planned again; whom others lent to them is free once more. Their own loans to held outlets are held
too at first. Where the answer leaves one of them short on a day on which it lends, loans of that day are opened
and the problem is solved again: the receiver's need then, and those who are there without these loans, are part of
it, and its people off duty may help. It is a staff problem like any other, solved by the same engine; the accounts
are those of the whole plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimize.shifts.account import Account
from optimize.shifts.blocks import STAGE
from optimize.shifts.check import COLUMNS, POOL, typed
from optimize.shifts.clock import Clock, spread, week_of
from optimize.shifts.partitions import Part, chains
from optimize.shifts.prepare import Prepared, prepare
from optimize.shifts.presence import cover_table, presence
from optimize.shifts.slack import Slack, slack_of
from optimize.shifts.solve import solve
from optimize.shifts.values import GIVEN, StaffPlan, StaffProblem
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof, Status

MOST = 0.5
"""Share of the outlets above which everything is planned again: holding the rest would save little."""


@dataclass(frozen=True)
class Near:
    """A plan near another one.

    Attributes
    ----------
    plan
        The whole plan.
    again, held
        Outlets planned again, and those kept as they were.
    """

    plan: StaffPlan
    again: tuple[str, ...]
    held: tuple[str, ...]


def solve_near(
    problem: StaffProblem,
    before: StaffProblem,
    start: StaffPlan,
    *,
    limits: Limits,
    processes: int = 1,
    progress: Progress | None = None,
) -> Near:
    """Plan again what differs between `before`, whose plan is `start`, and `problem`.

    Bounds are those of the smaller problem: they hold for plans in which the held outlets stay as they are.

    Raises
    ------
    LabelError, BreakError
        When tables do not fit together.
    """
    problem, before = typed(problem), typed(before)
    prepared = prepare(problem)
    every = set(problem.posts["outlet"])
    again = changed_outlets(before, problem) | _with_broken_links(prepared, before, start.duties)
    if len(again) > MOST * len(every):
        whole = solve(problem, limits=limits, processes=processes, progress=progress)
        return Near(whole, tuple(sorted(every)), ())
    duties = start.duties[start.duties["outlet"].isin(every)]
    kept = duties[~duties["outlet"].isin(again)]
    held, found, opened = kept, None, pd.DataFrame(columns=["outlet", "day"])
    while again:
        loans = _open_loans(kept, opened)
        held = kept[~kept.index.isin(loans.index)]
        part = _part(problem, prepared, held, loans, again)
        found = solve(part, limits=limits, processes=processes, progress=progress)
        short = _short_lenders(held, found, prepared.clock)
        if short.empty:
            break
        opened = pd.concat([opened, short], ignore_index=True)
    account = Account.of(problem, prepared, _together(held, found), {})
    proofs = _proofs(prepared, account, start, found, again)
    return Near(account.plan(proofs), tuple(sorted(again)), tuple(sorted(every - again)))


def _open_loans(duties: pd.DataFrame, opened: pd.DataFrame) -> pd.DataFrame:
    """Loans by outlets on days that are opened, and on these days by the receivers themselves.

    A receiver that may go short must be free to lend no more.
    """
    lent = duties[duties["source"] == "lent"]
    lenders, receivers = (pd.MultiIndex.from_frame(lent[[who, "day"]]) for who in ("lender", "outlet"))
    found = lenders.isin(pd.MultiIndex.from_frame(opened.astype({"day": lent["day"].dtype})))
    while True:
        more = found | lenders.isin(receivers[found])
        if (more == found).all():
            return lent[found]
        found = more


def _short_lenders(held: pd.DataFrame, found: StaffPlan, clock: Clock) -> pd.DataFrame:
    """outlet, day: where held duties are lent by an outlet that was planned and is short on that day."""
    holes = found.holes[found.holes["activity"] == "work"]
    grain = pd.Timedelta(minutes=clock.grid.grain)
    length = (
        ((holes["end"] - holes["start"]).dt.total_seconds() / grain.total_seconds()).to_numpy().astype(np.int64)
    )
    row, step = spread(np.zeros(len(holes), np.int64), length)
    starts = pd.DatetimeIndex(holes["start"].iloc[row]) + step * grain
    days = clock.grid.business_day(starts).as_unit("us")
    short = pd.MultiIndex.from_arrays([holes["outlet"].iloc[row], days])
    lent = held.loc[held["source"] == "lent", ["lender", "day"]].drop_duplicates()
    both = lent[pd.MultiIndex.from_frame(lent).isin(short)]
    return both.rename(columns={"lender": "outlet"}).reset_index(drop=True)


def _together(held: pd.DataFrame, found: StaffPlan | None) -> pd.DataFrame:
    """Held duties and those found, the same duty once."""
    parts = [held] if found is None else [each for each in (held, found.duties) if len(each)] or [held]
    duties = pd.concat(parts, ignore_index=True)
    same = [name for name in duties.columns if name != "people"]
    whole = duties.groupby(same, as_index=False, dropna=False, sort=False).agg(people=("people", "sum"))
    duties = whole[list(held.columns)]
    return duties.sort_values(["day", "outlet", "pool", "start", "duty"], ignore_index=True)


def changed_outlets(before: StaffProblem, after: StaffProblem) -> set[str]:
    """Outlets for which something differs but for links; all where prices differ."""
    if (before.prices, before.grid, before.seed) != (after.prices, after.grid, after.seed):
        return set(after.posts["outlet"])
    changed: set[str] = set()
    for table, columns in COLUMNS.items():
        if table == "links":
            continue
        names = sorted({*columns.split(), *getattr(before, table).columns} & set(getattr(after, table).columns))
        both = pd.concat([getattr(before, table)[names], getattr(after, table)[names]], ignore_index=True)
        changed |= set(both.drop_duplicates(keep=False)["outlet"])
    return changed


def _with_broken_links(prepared: Prepared, before: StaffProblem, duties: pd.DataFrame) -> set[str]:
    """Outlets that use links which are no longer offered so: dearer, further, or to fewer people."""
    used = duties[duties["link"] != ""].groupby(["link", "day", "outlet"], as_index=False)["people"].sum()
    same = ["link", "day", "minutes", "price", "least_minutes", "standby", "standby_factor"]
    kept = before.links[same].merge(prepared.links[[*same, "people"]].rename(columns={"people": "now"}), on=same)
    still = used.merge(kept[["link", "day", "now"]], on=["link", "day"], how="left")
    gone = ~(still["now"] >= still["people"])
    return set(still.loc[gone, "outlet"])


def _part(
    problem: StaffProblem, prepared: Prepared, held: pd.DataFrame, loans: pd.DataFrame, again: set[str]
) -> StaffProblem:
    """The problem of the outlets planned again and the `loans` they gave; others lend what they leave free."""
    there = presence(held, prepared.clock)
    cover = cover_table(problem.need, there, prepared.clock, 0.0)
    slack = slack_of(prepared, held, cover)
    receiving = loans[["outlet", "day"]].drop_duplicates()
    open_days = (_on_days(table, receiving, prepared) for table in (problem.need, problem.floors))
    need_there, floors_there = open_days
    planned = again | set(receiving["outlet"])
    links = problem.links[problem.links["outlet"].isin(planned)]
    lenders = _lenders(prepared, slack, cover, again, receiving, links)
    lending = pd.MultiIndex.from_frame(lenders[[*POOL, "day"]])
    from_lender = pd.MultiIndex.from_frame(links[["lender", "lender_pool", "day"]]).isin(lending)
    links = _offers_left(links[(links["kind"] != "lent") | links["lender"].isin(again) | from_lender], held)
    staff = pd.concat([_own_left(problem, prepared, slack, again), lenders], ignore_index=True)
    posts = problem.posts[problem.posts["outlet"].isin(planned)]

    def mine(table: pd.DataFrame, outlets: set[str]) -> pd.DataFrame:
        return table[table["outlet"].isin(outlets)]

    return replace(
        problem,
        need=pd.concat([mine(problem.need, again), need_there]),
        floors=pd.concat([mine(problem.floors, again), floors_there]),
        given=_given(prepared, there, receiving),
        posts=pd.concat([posts, lenders[[*POOL, "post"]]]).drop_duplicates(),
        reserve=mine(problem.reserve, again),
        shift_types=mine(problem.shift_types, planned),
        staff=staff,
        weekly=_weekly_left(prepared, slack, staff),
        links=links,
    )


def _on_days(table: pd.DataFrame, days: pd.DataFrame, prepared: Prepared) -> pd.DataFrame:
    """Rows of some outlets' days."""
    slots = prepared.slots[["outlet", "pool", "start", "day"]]
    found = table.merge(slots, on=["outlet", "pool", "start"]).merge(days, on=["outlet", "day"])
    return found[list(table.columns)]


def _given(prepared: Prepared, there: pd.DataFrame, receiving: pd.DataFrame) -> pd.DataFrame:
    """Who stays at the post at outlets on days on which loans to them are open."""
    working = there[there["activity"] == "work"].groupby(["outlet", "pool", "post", "q"], as_index=False)
    slots = prepared.slots[["outlet", "pool", "start", "day", "q"]].merge(receiving, on=["outlet", "day"])
    given: pd.DataFrame = working.agg(people=("people", "sum")).merge(slots, on=["outlet", "pool", "q"])
    return given[list(GIVEN)]


def _own_left(problem: StaffProblem, prepared: Prepared, slack: Slack, again: set[str]) -> pd.DataFrame:
    """People of outlets planned again, less those whom held duties take."""
    staff = problem.staff[problem.staff["outlet"].isin(again)].merge(prepared.pools[["p", *POOL]], on=POOL)
    used = slack.days.pivot_table(index=["p", "day"], columns="activity", values=["people", "own", "ready"])
    gone = pd.DataFrame(
        {
            "gone": used[("people", "work")] - used[("own", "work")],
            "ready": used[("ready", "standby")],
        }
    ).reset_index()
    staff = staff.merge(gone, on=["p", "day"], how="left").fillna({"gone": 0})
    people = (staff["people"] - staff["gone"]).clip(lower=0)
    standby = staff["standby"] if "standby" in staff else staff["people"]
    ready = np.maximum(np.fmin(standby, staff["ready"]), 0)
    staff = staff.assign(people=people.astype(int), standby=np.minimum(ready, people).astype(int))
    return staff[[*POOL, "post", "day", "people", "standby"]]


def _lenders(
    prepared: Prepared,
    slack: Slack,
    cover: pd.DataFrame,
    again: set[str],
    receiving: pd.DataFrame,
    links: pd.DataFrame,
) -> pd.DataFrame:
    """`staff` of held pools: who is free on days on which they are not short, at one post that stands for all.

    Those who receive loans that are open may do their own duties on these days, short or not.
    """
    asked = links.loc[~links["lender"].isin(again), ["lender", "lender_pool"]].set_axis(POOL, axis=1)
    own = receiving[["outlet"]].merge(prepared.pools[POOL], on="outlet")
    pools = prepared.pools.merge(pd.concat([asked, own]).drop_duplicates(), on=POOL)
    days = slack.days[slack.days["p"].isin(pools["p"])]
    free = days[days["activity"] == "work"].drop(columns="ready")
    free = free.merge(days.loc[days["activity"] == "standby", ["p", "day", "ready"]], on=["p", "day"])
    short = cover.merge(prepared.slots[["outlet", "pool", "start", "p", "day"]], on=["outlet", "pool", "start"])
    short = short.loc[short["short"] > 0, ["p", "day"]].drop_duplicates().assign(short=True)
    free = free.merge(short, on=["p", "day"], how="left")
    free = free.merge(pools[["p", *POOL]], on="p").merge(
        receiving.assign(receives=True), on=["outlet", "day"], how="left"
    )
    free = free[(free["short"].isna() | free["receives"].notna()) & (free["own"] > 0)]
    free = free.merge(prepared.seats.drop_duplicates("p")[["p", "post"]], on="p")
    staff = free.assign(people=free["own"].astype(int), standby=free["ready"].clip(lower=0).astype(int))
    return staff[[*POOL, "post", "day", "people", "standby"]]


def _weekly_left(prepared: Prepared, slack: Slack, staff: pd.DataFrame) -> pd.DataFrame:
    """Duties and hours of the weeks that held duties leave, and people as many as are left on one day at most."""
    most = staff.assign(week=week_of(staff["day"])).groupby([*POOL, "week"], as_index=False)["people"].max()
    weekly = prepared.weekly.drop(columns="people").merge(most, on=[*POOL, "week"])
    left = weekly.merge(slack.weeks, on=["p", "week"], how="left").fillna({"used_duties": 0, "used_hours": 0.0})
    left["duties"] = (left["duties"] - left["used_duties"]).clip(lower=0).astype(int)
    for name in ("hours", "hours_most"):
        left[name] = (left[name] - left["used_hours"]).clip(lower=0.0)
    return left[COLUMNS["weekly"].split()]


def _offers_left(links: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Links with the people whom held duties leave: of a partner's offer, of a lender by link."""
    used = held[held["source"] != "own"]
    by_offer = used[used["source"] == "partner"].groupby(["lender", "day"])["people"].sum().rename("offered")
    by_link = used[used["source"] == "lent"].groupby(["link", "day"])["people"].sum().rename("lent")
    left = links.merge(by_offer.reset_index(), on=["lender", "day"], how="left")
    left = left.merge(by_link.reset_index(), on=["link", "day"], how="left").fillna({"offered": 0, "lent": 0})
    gone = np.where(left["kind"] == "partner", left["offered"], left["lent"])
    kept = left.assign(people=np.maximum(left["people"] - gone, 0).astype(int)).drop(columns=["offered", "lent"])
    return kept[kept["people"] > 0].reset_index(drop=True)


def _proofs(
    prepared: Prepared, account: Account, start: StaffPlan, found: StaffPlan | None, again: set[str]
) -> tuple[Proof, ...]:
    """Those of partitions without a change as they were; of others, cost and bound beside what is held."""
    known = {proof.partition: proof for proof in start.proofs}
    proofs = []
    for part in (part for chain in chains(prepared) for part in chain):
        mine = again & set(part.pools["outlet"])
        if found is None or not mine:
            if part.name in known:
                proofs.append(replace(known[part.name], objective=account.cost(part)))
            continue
        proofs.append(_beside_held(part, account.cost(part), found, len(set(part.pools["outlet"]) - again)))
    return tuple(proofs)


def _beside_held(part: Part, cost: float, found: StaffPlan, held: int) -> Proof:
    """A partition of which some outlets were planned again; its bound adds what the held ones cost."""
    week = f"|{part.week:%Y-%m-%d}"
    own = [proof for proof in found.proofs if proof.partition.endswith(week)]
    planned = sum(proof.objective or 0.0 for proof in own)
    bounds = [proof.bound for proof in own]
    known = [bound for bound in bounds if bound is not None]
    bound = cost - planned + sum(known) if len(known) == len(bounds) else None
    best = all(proof.status is Status.OPTIMAL for proof in own)
    status = Status.OPTIMAL if best and not held else Status.FEASIBLE
    seconds, name = sum(proof.seconds for proof in own), part.name if not held else f"{part.name}|{held} held"
    return Proof(STAGE, name, status, cost, bound, seconds, own[0].seed if own else 0)
