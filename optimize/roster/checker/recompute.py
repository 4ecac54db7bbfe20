"""Every rule recomputed from the segments alone: the evidence beside a roster. Shares no code with the model."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from optimize.roster.checker import evidence
from optimize.roster.checker.budgets import budget
from optimize.roster.checker.cover import cover_least, cover_most
from optimize.roster.checker.evidence import View, hours_between, rows
from optimize.roster.checker.fair import FAIR
from optimize.roster.checker.limits import check_limits
from optimize.roster.checker.splits import SPLITS
from optimize.roster.checker.teams import TEAMS
from optimize.roster.values import RosterProblem
from optimize.roster.weights import Weights

WEEKENDS_COUNTED = 4
DAY = pd.Timedelta(days=1)


def check(problem: RosterProblem, segments: pd.DataFrame, weights: Weights | None = None) -> pd.DataFrame:
    """All breaks of rules: rule, hard, employee, day, amount, unit, weight (points a unit; 0 for hard rules, but
    `MUST` for what a hard limit asks for and does not get),
    outlet and post ("" where the rule is not of one duty), limit (the row of `limits`, "" for other rules).

    The sum of amount x weight is the objective of the roster's proofs.
    """
    view = evidence.look(problem, segments)
    priced = weights or Weights()
    found = [rule(view) for rule in (*HARD, *TEAMS)] + [check_limits(view)]
    found += [rule(view, priced) for rule in SOFT if rule.__name__ not in problem.off]
    table = pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)
    return table.sort_values(["rule", "employee", "day"], kind="stable").reset_index(drop=True)


def check_hard(problem: RosterProblem, segments: pd.DataFrame) -> pd.DataFrame:
    """Breaks of hard rules alone, as `check` tells them."""
    view = evidence.look(problem, segments)
    found = [rule(view) for rule in (*HARD, *TEAMS)] + [check_limits(view)]
    found += [rule(view, Weights()) for rule in (cover_most, budget)]
    table = pd.concat([frame for frame in found if len(frame)] or found[:1], ignore_index=True)
    broken = table[table["hard"].astype(bool)]
    return broken.sort_values(["rule", "employee", "day"], kind="stable").reset_index(drop=True)


def as_planned(view: View) -> pd.DataFrame:
    """A duty is served at its outlet and post from its start to its end, by no more people than it has places."""
    served = view.duties[(view.duties["duty"] != "") & ~view.duties["locked"]]
    planned = view.problem.duties[["duty", "outlet", "post", "start", "end"]]
    both = served.merge(planned, on="duty", how="left", suffixes=("", "_planned"))
    same = (both["outlet"] == both["outlet_planned"]) & (both["post"] == both["post_planned"])
    same &= (both["begins"] == both["start_planned"]) & (both["finishes"] == both["end_planned"])
    duties = view.problem.duties
    beyond = view.filled.reindex(duties["duty"]).fillna(0).to_numpy(float) - duties["people"]
    crowded = duties.assign(employee="", amount=beyond)[beyond > 0]
    return pd.concat(
        [rows("as_planned", both[~same].assign(amount=1.0), "duties"), rows("as_planned", crowded, "duties")]
    )


def able(view: View) -> pd.DataFrame:
    """Every post is held only by people with all its skills and valid certificates."""
    posted = view.duties[view.duties["named"] & ~view.duties["training"]]
    held = posted.merge(view.problem.able, on=["employee", "outlet", "post"])
    valid = ~(held["day"] < held["since"]) & ~(held["day"] > held["until"])
    good = held.loc[valid, ["employee", "day", "duty"]].drop_duplicates()
    tested = posted.merge(good, on=["employee", "day", "duty"], how="left", indicator=True)
    return rows("able", tested[tested["_merge"] == "left_only"].assign(amount=1.0), "duties")


def employed(view: View) -> pd.DataFrame:
    """Nobody is on duty outside the employment."""
    duties = view.with_terms("first_day", "last_day")
    outside = (duties["day"] < duties["first_day"]) | (duties["day"] > duties["last_day"])
    return rows("employed", duties[outside].assign(amount=1.0), "days")


def absent(view: View) -> pd.DataFrame:
    """No duty touches a day of absence; of a day of training, no duty starts on it."""
    away = view.absences.rename(columns={"day": "away"})
    away["opens"] = view.opens(away["away"])
    away["closes"] = view.opens(away["away"] + DAY)
    both = view.duties[~view.duties["training"]].merge(
        away[["employee", "away", "kind", "opens", "closes"]], on="employee"
    )
    overlap = (both["start"] < both["closes"]) & (both["end"] > both["opens"]) & (both["kind"] != "training")
    clash = overlap | (both["day"] == both["away"])
    return rows("absent", both[clash].assign(amount=1.0), "days")


def one_duty_a_day(view: View) -> pd.DataFrame:
    """At most one duty begins on a day, and nobody, slots included, is in two places at once."""
    count = view.duties.groupby(["employee", "day"], as_index=False).size()
    twice = count[count["size"] > 1].assign(amount=lambda frame: frame["size"] - 1.0)
    ordered = view.segments.sort_values(["employee", "start"])
    reached = ordered.groupby("employee")["end"].cummax().groupby(ordered["employee"]).shift()
    overlap = ordered[ordered["start"] < reached].assign(amount=1.0)
    return pd.concat([rows("one_duty_a_day", twice, "duties"), rows("one_duty_a_day", overlap, "duties")])


def rest(view: View) -> pd.DataFrame:
    """Between two duties, travel included, lies the contract's rest."""
    every = pd.concat([part for part in (view.past, view.duties) if len(part)] or [view.duties])
    every = every[every["named"]].sort_values(["employee", "start"])
    gap = hours_between(every.groupby("employee")["end"].shift(), every["start"])
    short = view.term(every, "rest_hours") - gap
    return rows("rest", every.assign(amount=short)[(short > 1e-9) & (every["day"] >= view.first_day)], "hours")


def hours_day(view: View) -> pd.DataFrame:
    """Working time of a day is within the contract."""
    named = view.duties[view.duties["named"]]
    worked = named.groupby(["employee", "day"])["worked"].sum().reset_index()
    return _over("hours_day", worked, view.term(worked, "hours_day"))


def hours_week(view: View) -> pd.DataFrame:
    """Working time of a week, the part before the first day included, is within the contract."""
    weekly = view.by_week()
    return _over("hours_week", weekly, view.term(weekly, "hours_week_most"))


def hours_month(view: View) -> pd.DataFrame:
    """Working time of a month, the part before the first day included, is within the contract."""
    every = view.both()
    every["day"] = every["day"].dt.to_period("M").dt.start_time.astype("datetime64[us]")
    monthly = every.groupby(["employee", "day"], as_index=False)["worked"].sum()
    monthly = monthly[monthly["day"] >= view.first_day.replace(day=1)]
    return _over("hours_month", monthly, view.term(monthly, "hours_month_most"))


def consecutive_days(view: View) -> pd.DataFrame:
    """No run of duty days is longer than the contract allows; runs go back before the first day."""
    days = view.both()[["employee", "day"]].drop_duplicates().sort_values(["employee", "day"])
    days["run"] = (days.groupby("employee")["day"].diff() != DAY).cumsum()
    runs = days.groupby(["employee", "run"], as_index=False).agg(day=("day", "max"), length=("day", "size"))
    runs = runs[runs["day"] >= view.first_day]
    amount = runs["length"] - view.term(runs, "consecutive_days")
    return rows("consecutive_days", runs.assign(amount=amount)[amount > 0], "days")


def weekends_off(view: View) -> pd.DataFrame:
    """Of any four whole weekends that reach into the horizon enough are off; of fewer by share, rounded down.

    Weekends before the first day count from the person's first published segment.
    """
    every = view.both()
    taken = set(zip(every["employee"], every["day"], strict=True))
    last = view.days[-1]
    began = view.problem.past.groupby("employee")["start"].min().dt.tz_convert(view.problem.grid.timezone)
    opened = (
        (began.dt.tz_localize(None) - pd.Timedelta(minutes=view.problem.grid.day_cut)).dt.normalize().to_dict()
    )
    broken = []
    for employee, least in view.terms["weekends_off"].items():
        start = min(opened.get(employee, view.first_day), view.first_day)
        start = max(start, view.first_day - 5 * 7 * DAY)
        days = list(pd.date_range(start, last - DAY, freq="W-SAT"))
        earlier = [day for day in days if day + DAY < view.first_day]
        days = [*earlier[len(earlier) - min(WEEKENDS_COUNTED - 1, len(earlier)) :], *days[len(earlier) :]]
        off = [not ({(employee, day), (employee, day + DAY)} & taken) for day in days]
        size = min(WEEKENDS_COUNTED, len(days))
        needed = min(int(least) * size // WEEKENDS_COUNTED, size)
        for first in range(len(days) - size + 1 if size else 0):
            lacking = needed - sum(off[first : first + size])
            if lacking > 0 and days[first + size - 1] + DAY >= view.first_day:
                broken.append((employee, days[first], float(lacking)))
    return rows("weekends_off", pd.DataFrame(broken, columns=["employee", "day", "amount"]), "weekends")


def night_work(view: View) -> pd.DataFrame:
    """Only people who may work at night are on duty between 22:00 and 06:00."""
    duties = view.with_terms("night_work")
    return rows(
        "night_work", duties[duties["night"] & ~duties["night_work"].astype(bool)].assign(amount=1.0), "duties"
    )


def shift_length(view: View) -> pd.DataFrame:
    """Shifts, breaks included but not those that part them, are between the contract's shortest and longest."""
    duties = view.with_terms("shift_hours_least", "shift_hours_most")
    duties = duties[~duties["standby"] & ~duties["training"]]
    length = hours_between(duties["begins"], duties["finishes"]) - duties["between"]
    off = (duties["shift_hours_least"] - length).clip(lower=0) + (length - duties["shift_hours_most"]).clip(
        lower=0
    )
    return rows("shift_length", duties.assign(amount=off)[off > 1e-9], "hours")


def travel_limit(view: View) -> pd.DataFrame:
    """Nobody travels further than agreed, one way."""
    duties = view.with_terms("travel_limit")
    minutes = hours_between(duties["start"], duties["begins"]) * 60
    over = minutes - duties["travel_limit"]
    return rows("travel_limit", duties.assign(amount=over)[over > 0.5], "minutes")


def standby_consent(view: View) -> pd.DataFrame:
    """Only people who agreed to it stand by."""
    duties = view.with_terms("standby_consent")
    return rows(
        "standby_consent",
        duties[duties["standby"] & ~duties["standby_consent"].astype(bool)].assign(amount=1.0),
        "duties",
    )


def trained(view: View) -> pd.DataFrame:
    """Whoever is still in training has somebody trained beside them, in the same pool, all the time."""
    serving = view.serving
    skilled = dict(iter(serving[serving["trained"]].groupby(["outlet", "pool"])))
    nobody = serving.head(0)
    broken = []
    learners = serving[~serving["trained"]]
    columns = ("employee", "day", "outlet", "post", "pool", "start", "end")
    for employee, day, outlet, post, pool, start, end in zip(*(learners[name] for name in columns), strict=True):
        alone = evidence.uncovered(start, end, skilled.get((outlet, pool), nobody))
        if alone > 0:
            broken.append((employee, day, outlet, post, alone))
    return rows("trained", pd.DataFrame(broken, columns=["employee", "day", "outlet", "post", "amount"]), "hours")


def locked(view: View) -> pd.DataFrame:
    """Locked segments stand as they were."""
    keys = ["employee", "start", "end", "outlet", "post", "activity"]
    wanted = view.problem.fixed[keys].merge(
        view.segments[keys].drop_duplicates(), on=keys, how="left", indicator=True
    )
    lost = wanted[wanted["_merge"] == "left_only"]
    return rows(
        "locked", lost.assign(day=lost["start"].dt.tz_localize(None).dt.normalize(), amount=1.0), "segments"
    )


def hole(view: View, weights: Weights) -> pd.DataFrame:
    """Hours of people missing at a post or on standby."""
    missing = view.missing.assign(employee="", amount=view.missing["people"] * view.missing["length"])
    work = missing[missing["activity"] == "work"]
    standby = missing[missing["activity"] == "standby"]
    return pd.concat(
        [rows("hole", work, "hours", weights.hole), rows("hole", standby, "hours", weights.standby_hole)]
    )


def overtime(view: View, weights: Weights) -> pd.DataFrame:
    """Working hours of a week beyond the regular ones."""
    weekly = view.by_week()
    return _over("overtime", weekly, view.term(weekly, "hours_week"), weights.overtime)


def hours_short(view: View, weights: Weights) -> pd.DataFrame:
    """Regular hours of a week, by share of the days present, that work and paid leave do not reach."""
    target = view.regular()
    reached = view.reached.groupby(["employee", "week"])["hours"].sum()
    short = (target - reached.reindex(target.index).fillna(0.0)).rename("amount").reset_index()
    short = short.rename(columns={"week": "day"})
    return rows("hours_short", short[short["amount"] > 1e-9], "hours", weights.hours_short)


def wishes(view: View, weights: Weights) -> pd.DataFrame:
    """Wishes that are not granted."""
    asked = view.problem.requests
    asked = asked[asked["day"].isin(view.days)]
    duties = view.duties.drop_duplicates(["employee", "day"])[["employee", "day", "early"]]
    both = asked.merge(duties, on=["employee", "day"], how="left")
    on_duty, early = both["early"].notna(), both["early"].eq(True)
    refused = (
        ((both["kind"] == "off") & on_duty)
        | ((both["kind"] == "work") & ~on_duty)
        | ((both["kind"] == "early") & on_duty & ~early)
        | ((both["kind"] == "late") & on_duty & early)
    )
    return rows("wishes", both[refused].assign(amount=1.0), "wishes", both.loc[refused, "weight"] * weights.wishes)


def steady_starts(view: View, weights: Weights) -> pd.DataFrame:
    """Weeks in which somebody has early and late duties."""
    own = view.duties[view.duties["named"]]
    kinds = own.groupby(["employee", view.week(own["day"]).rename("week")])["early"].nunique()
    mixed = kinds[kinds > 1].reset_index().rename(columns={"week": "day"})
    return rows("steady_starts", mixed.assign(amount=1.0), "weeks", weights.steady_starts)


def _over(rule: str, worked: pd.DataFrame, limit: pd.Series, weight: float | None = None) -> pd.DataFrame:
    amount = worked["worked"] - limit
    return rows(rule, worked.assign(amount=amount)[amount > 1e-9], "hours", weight)


HARD: tuple[Callable[[View], pd.DataFrame], ...] = (
    as_planned,
    able,
    employed,
    absent,
    one_duty_a_day,
    rest,
    hours_day,
    hours_week,
    hours_month,
    consecutive_days,
    weekends_off,
    night_work,
    shift_length,
    *SPLITS,
    travel_limit,
    standby_consent,
    trained,
    locked,
)
SOFT: tuple[Callable[[View, Weights], pd.DataFrame], ...] = (
    hole,
    overtime,
    hours_short,
    wishes,
    *FAIR,
    steady_starts,
    cover_least,
    cover_most,
    budget,
)
