"""Every rule that a roster breaks, whoever made the roster: nothing is optimised.

The roster is put to the same checker as the program's own (`optimize/roster/checker`), which recomputes every
rule from the segments. What a roster serves is matched with the plan's duties where there is a plan: the same
outlet, post, activity, start and end, no more people than the duty has places. Whatever matches none, and all of
it without a plan, counts as planned as it stands; duties that nobody serves are holes.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from optimize.roster import RosterProblem, check
from quarterhour.messages import Message
from scenarios.network.model import Network
from scenarios.plan.rostering import roster_problem
from scenarios.plan.stored import premises_of
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.premises.people import People, people
from scenarios.roster.lines import number_lines
from scenarios.roster.lists import SAME_DUTY, is_slot
from scenarios.roster.values import COLUMNS, HandRoster

DUTY = ["outlet", "post", "activity", "start", "end"]
PLANNED = [
    "duty",
    "outlet",
    "pool",
    "post",
    "day",
    "start",
    "end",
    "break_start",
    "break_end",
    "break_paid",
    "people",
]
PLANNED += ["activity", "source", "lender", "travel_minutes"]


class CannotCheckError(ValueError):
    """The roster can not be put to the rules; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.code)
        self.message = message


@dataclass(frozen=True)
class Checked:
    """What a roster breaks.

    Attributes
    ----------
    broken
        rule, limit (which of `work_rules` or of the law, "" for other rules), hard, employee, name, day, outlet,
        post, amount, unit: hard rules first, then by person and day;
        outlet and post are "" where the rule is not of one duty.
    segments
        How many were checked.
    unplanned
        Duties of the roster that the plan does not have; 0 without a plan.
    """

    broken: pd.DataFrame
    segments: int
    unplanned: int

    @property
    def hard(self) -> int:
        """How many breaks of hard rules."""
        return int(self.broken["hard"].sum())


@dataclass(frozen=True)
class Posed:
    """A roster as an answer to a problem.

    Attributes
    ----------
    premises
        The network with the plan's changes, and what they say beside its tables.
    segments
        The roster's, each with the duty that it serves.
    unplanned
        Duties of the roster that the plan does not have; 0 without a plan.
    """

    premises: Premises
    problem: RosterProblem
    segments: pd.DataFrame
    unplanned: int


def check_roster(network: Network, roster: HandRoster, plan: Plan | None = None) -> Checked:
    """Everything that the roster breaks.

    With a plan, its scenario's changes hold, its horizon is checked, and its duties have to be filled.

    Raises
    ------
    CannotCheckError
        When the roster leaves the plan's horizon, or the network has no people to check.
    """
    put = posed(network, roster, plan)
    changed = put.premises.network
    broken = check(put.problem, put.segments).drop(columns="weight")
    names = dict(zip(changed.table("employees")["employee"], changed.table("employees")["name"], strict=True))
    broken["name"] = broken["employee"].map(names).fillna(broken["employee"]).astype("str")
    ordered = broken.sort_values(["hard", "employee", "day", "rule"], ascending=[False, True, True, True])
    columns = ["rule", "limit", "hard", "employee", "name", "day", "outlet", "post", "amount", "unit"]
    return Checked(ordered[columns].reset_index(drop=True), len(put.segments), put.unplanned)


def posed(network: Network, roster: HandRoster, plan: Plan | None = None) -> Posed:
    """A roster beside the problem that it answers: the plan's duties, and those that only the roster has.

    Raises
    ------
    CannotCheckError
        When the roster leaves the plan's horizon, or the network has no people to check.
    """
    premises = _premises(network, plan)
    changed = premises.network
    first_day, days = roster.first_day, roster.days
    if plan is not None:
        first_day, days = plan.first_day, plan.days
        last = first_day + pd.Timedelta(days=days - 1)
        outside = ~roster.segments["day"].between(first_day, last)
        if outside.any():
            far = roster.segments.loc[outside, "day"].iloc[0]
            values = {
                "day": far.date(),
                "first": first_day.date(),
                "last": last.date(),
                "count": int(outside.sum()),
            }
            raise CannotCheckError(Message("roster.outside_plan", values))
    lacking = [table for table in ("employees", "contracts", "posts") if not changed.has(table)]
    if lacking:
        raise CannotCheckError(Message("roster.check_lacks", {"tables": ", ".join(lacking)}))
    staff = people(changed, first_day, days)
    planned = _no_duties(changed) if plan is None or plan.staff is None else plan.staff.duties[PLANNED]
    segments, added = _matched(roster.segments, planned, staff)
    duties = pd.concat([part for part in (planned, added) if len(part)] or [planned], ignore_index=True)
    problem = roster_problem(changed, staff, duties, first_day, days, changed.grid)
    unplanned = len(added) if plan is not None else 0
    return Posed(premises, problem, segments, unplanned)


def under(network: Network, plan: Plan | None) -> Network:
    """The network with the changes that a plan was made under; as it is without a plan."""
    return _premises(network, plan).network


def _premises(network: Network, plan: Plan | None) -> Premises:
    return Premises.of(network) if plan is None or not plan.changes else premises_of(network, plan)


def _matched(segments: pd.DataFrame, planned: pd.DataFrame, staff: People) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Segments with the duty that each serves, and the duties that are not the plan's, columns as `PLANNED`."""
    marked = number_lines(segments, SAME_DUTY)
    served = marked[marked["activity"].isin(["work", "standby"])]
    keys = ["line", "employee", "day", "outlet", "post", "activity", "source", "duty"]
    lines = served.groupby(keys, as_index=False).agg(
        start=("start", "min"), end=("end", "max"), locked=("locked", "any")
    )
    free = dict(zip(planned["duty"], planned["people"].astype(int), strict=True))
    alike = {key: group.tolist() for key, group in planned.groupby(DUTY, sort=False)["duty"] if len(group)}
    found: list[str] = []
    order = lines["duty"].isin(free).sort_values(ascending=False, kind="stable").index
    for row in lines.loc[order].to_dict("records"):
        choices = alike.get(tuple(row[name] for name in DUTY), [])
        if row["locked"] and row["duty"] in free:
            choices = [row["duty"]]
        fits = [duty for duty in choices if free[duty] > 0]
        chosen = row["duty"] if row["duty"] in fits else next(iter(fits), "")
        if chosen:
            free[chosen] -= 1
        found.append(chosen)
    lines = lines.assign(duty=pd.Series(found, index=order, dtype="str"))
    lines["unplanned"] = lines["duty"] == ""
    lines.loc[lines["unplanned"], "duty"] = "+" + lines["line"].astype("str")
    duty = lines.set_index("line")["duty"].reindex(marked["line"]).fillna("").to_numpy()
    return marked.assign(duty=duty)[COLUMNS].reset_index(drop=True), _unplanned(lines, marked, planned, staff)


def _unplanned(lines: pd.DataFrame, marked: pd.DataFrame, planned: pd.DataFrame, staff: People) -> pd.DataFrame:
    """Duties made of what the plan does not have: one a line, for one person."""
    extra = lines[lines["unplanned"]].merge(
        staff.posts[["outlet", "post", "pool"]], on=["outlet", "post"], how="left"
    )
    homes = dict(zip(staff.employees["employee"], staff.employees["outlet"], strict=True))
    lender = extra["employee"].map(homes).fillna("")
    slot = extra["employee"].map(is_slot).astype(bool)
    lender = lender.where(~slot, extra["employee"].str.rsplit("#", n=1).str[0])
    ways = marked[marked["activity"] == "travel"].drop_duplicates("line").set_index("line")
    minutes = ((ways["end"] - ways["start"]).dt.total_seconds() / 60).reindex(extra["line"]).fillna(0.0)
    never = pd.Series(pd.NaT, index=extra.index, dtype=planned["break_start"].dtype)
    duties = extra.assign(
        pool=extra["pool"].fillna(extra["post"]),
        break_start=never,
        break_end=never,
        break_paid=False,
        people=1,
        lender=lender.where(extra["source"] != "own", ""),
        travel_minutes=minutes.to_numpy(),
    )
    return duties[PLANNED].astype({name: planned[name].dtype for name in PLANNED})


def _no_duties(network: Network) -> pd.DataFrame:
    zoned = f"datetime64[us, {network.grid.timezone}]"
    types = dict.fromkeys(PLANNED, "str") | dict.fromkeys(["start", "end", "break_start", "break_end"], zoned)
    types |= {"day": "datetime64[us]", "break_paid": "bool", "people": "int64", "travel_minutes": "float64"}
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in types.items()})
