"""A plan after a change that touches some outlets: these are planned again, all others are held as they were.

What held duties leave free (people off duty, duties and hours of the week, what partners still offer) may be lent
to the outlets planned again; whom others lent to them is free once more. Their own loans to held outlets are held
too at first. Where the answer leaves one of them short on a day on which it lends, loans of that day are opened
and the problem is solved again: the receiver's need then, and those who are there without these loans, are part of
it, and its people off duty may help. Only the weeks of these days are solved again where no night duty leads from
one week into the next. It is a staff problem like any other, solved by the same engine; the accounts are those of
the whole plan.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from optimize.shifts.account import Account
from optimize.shifts.beside_held import beside_held, in_weeks
from optimize.shifts.blocks import STAGE
from optimize.shifts.changed import changed_outlets, with_broken_links
from optimize.shifts.check import typed
from optimize.shifts.clock import Clock, week_of
from optimize.shifts.partitions import Outline, outlines
from optimize.shifts.prepare import Prepared, prepare
from optimize.shifts.solve import accounted, solve
from optimize.shifts.values import StaffPlan, StaffProblem
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
    again = changed_outlets(before, problem) | with_broken_links(prepared, before, start.duties)
    if len(again) > MOST * len(every):
        plan = solve(problem, limits=limits, processes=processes, progress=progress)
        return Near(plan, tuple(sorted(every)), ())
    duties = start.duties[start.duties["outlet"].isin(every)]
    kept = duties[~duties["outlet"].isin(again)]
    held, found = kept, _Found(kept.iloc[:0], ())
    opened, weeks = pd.DataFrame(columns=["outlet", "day"]), None
    while again:
        loans = _open_loans(kept, opened)
        held = kept[~kept.index.isin(loans.index)]
        part = beside_held(problem, prepared, held, loans, again)
        if weeks is not None and not prepared.chained & set(part.posts["outlet"]):
            part, found = in_weeks(part, prepared, weeks), found.without(weeks)
        else:
            found = _Found(kept.iloc[:0], ())
        answer, proofs = accounted(part, limits=limits, processes=processes, progress=progress)
        found = found.joined(answer.duties, proofs)
        short = _short_lenders(held, answer, prepared.clock)
        if short.empty:
            break
        opened = pd.concat([opened, short], ignore_index=True)
        weeks = frozenset(week_of(short["day"]))
    account = Account.of(problem, prepared, _together(held, found.duties), {})
    whole = _proofs(prepared, account, start, found.proofs, again)
    return Near(account.plan(whole), tuple(sorted(again)), tuple(sorted(every - again)))


@dataclass(frozen=True)
class _Found:
    """Duties of what is planned again, and the proofs of its weeks."""

    duties: pd.DataFrame
    proofs: tuple[Proof, ...]

    def without(self, weeks: frozenset[pd.Timestamp]) -> _Found:
        """All but some weeks."""
        names = tuple(_of_week(week) for week in weeks)
        duties = self.duties[~week_of(self.duties["day"]).isin(weeks)] if len(self.duties) else self.duties
        return _Found(duties, tuple(proof for proof in self.proofs if not proof.partition.endswith(names)))

    def joined(self, duties: pd.DataFrame, proofs: tuple[Proof, ...]) -> _Found:
        """With what was found for other weeks."""
        parts = [each for each in (self.duties, duties) if len(each)] or [self.duties]
        return _Found(pd.concat(parts, ignore_index=True), (*self.proofs, *proofs))


def _of_week(week: pd.Timestamp) -> str:
    """How names of a week's partitions end."""
    return f"|{week:%Y-%m-%d}"


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


def _short_lenders(held: pd.DataFrame, found: Account, clock: Clock) -> pd.DataFrame:
    """outlet, day: where held duties are lent by an outlet that was planned and is short on that day."""
    missing = [table.loc[table["short"] > 0, ["outlet", "start"]] for table in (found.cover, found.floors)]
    cells = pd.concat(missing, ignore_index=True)
    days = clock.grid.business_day(pd.DatetimeIndex(cells["start"])).as_unit("us")
    short = pd.MultiIndex.from_arrays([cells["outlet"], days])
    lent = held.loc[held["source"] == "lent", ["lender", "day"]].drop_duplicates()
    both = lent[pd.MultiIndex.from_frame(lent).isin(short)]
    return both.rename(columns={"lender": "outlet"}).reset_index(drop=True)


def _together(held: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Held duties and those found, the same duty once."""
    parts = [each for each in (held, found) if len(each)] or [held]
    duties = pd.concat(parts, ignore_index=True)
    same = [name for name in duties.columns if name != "people"]
    whole = duties.groupby(same, as_index=False, dropna=False, sort=False).agg(people=("people", "sum"))
    duties = whole[list(held.columns)]
    return duties.sort_values(["day", "outlet", "pool", "start", "duty"], ignore_index=True)


def _proofs(
    prepared: Prepared, account: Account, start: StaffPlan, found: tuple[Proof, ...], again: set[str]
) -> tuple[Proof, ...]:
    """Those of partitions without a change as they were; of others, cost and bound beside what is held."""
    known = {proof.partition: proof for proof in start.proofs}
    proofs = []
    for part in outlines(prepared):
        mine = again & set(part.pools["outlet"])
        if not mine:
            if part.name in known:
                proofs.append(replace(known[part.name], objective=account.cost(part)))
            continue
        proofs.append(_with_held(part, account.cost(part), found, len(set(part.pools["outlet"]) - again)))
    return tuple(proofs)


def _with_held(part: Outline, cost: float, found: tuple[Proof, ...], held: int) -> Proof:
    """A partition of which some outlets were planned again; its bound adds what the held ones cost."""
    own = [proof for proof in found if proof.partition.endswith(_of_week(part.week))]
    planned = sum(proof.objective or 0.0 for proof in own)
    bounds = [proof.bound for proof in own]
    known = [bound for bound in bounds if bound is not None]
    bound = cost - planned + sum(known) if len(known) == len(bounds) else None
    best = all(proof.status is Status.OPTIMAL for proof in own)
    made = Status.OPTIMAL if best and not held else Status.FEASIBLE
    status = Status.UNKNOWN if bound is None else made
    seconds, name = sum(proof.seconds for proof in own), part.name if not held else f"{part.name}|{held} held"
    return Proof(STAGE, name, status, cost, bound, seconds, own[0].seed if own else 0)
