"""Staff plan, requirement and roster of a plan made by hand."""

from __future__ import annotations

import pandas as pd

from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.result import Proof, Status
from tests.api.plans.places import FIRST_DAY, GRID


def staff_plan(places: pd.DataFrame, days: int) -> StaffPlan:
    horizon = pd.DataFrame({"day": pd.date_range(FIRST_DAY, periods=days, unit="us")})
    both = places[["outlet"]].merge(horizon, how="cross")
    order = places["outlet"].tolist()
    lender = both["outlet"].map({outlet: order[index - 1] for index, outlet in enumerate(order)})
    last = both["day"] == horizon["day"].iloc[-1]
    regular = _duties(both, "A", 9, 17, people=2, source="own", lender="")
    standby = _duties(
        both[both["outlet"].isin(places.loc[places["kind"] == "scenic", "outlet"])], "S", 9, 13, 1, "own", ""
    )
    lent = _duties(both[~last], "L", 11, 13, people=1, source="lent", lender=lender[~last])
    starts = pd.DataFrame({"start": GRID.starts(FIRST_DAY, days)})
    starts = starts[
        (GRID.slot(pd.DatetimeIndex(starts["start"])) >= 18) & (GRID.slot(pd.DatetimeIndex(starts["start"])) < 34)
    ]
    cover = places[["outlet"]].merge(starts, how="cross")
    slot = GRID.slot(pd.DatetimeIndex(cover["start"]))
    peak = (slot >= 22) & (slot < 26)
    on_last = GRID.business_day(pd.DatetimeIndex(cover["start"])) == horizon["day"].iloc[-1]
    cover = cover.assign(
        pool="counter",
        needed=2 + peak.astype(int),
        own=2,
        lent=(peak & ~on_last).astype(int),
        partner=0,
        short=(peak & on_last).astype(int),
        surplus=0,
        cushion_short=0.1,
    )
    short = both[last]
    holes = pd.DataFrame(
        {
            "outlet": short["outlet"],
            "pool": "counter",
            "post": "",
            "start": _at(short["day"], 11),
            "end": _at(short["day"], 13),
            "people": 1,
            "activity": "work",
            "reason": "staff.nobody_free",
            "mend": "staff.ask_partner",
        }
    )
    money = pd.DataFrame({"outlet": order, "item": "regular", "hours": 16.0 * days, "money": 640.0 * days})
    return StaffPlan(
        duties=pd.concat([regular, lent, standby.assign(activity="standby")], ignore_index=True),
        cover=cover,
        reserve=pd.DataFrame({"outlet": [], "pool": [], "start": [], "wanted": [], "planned": [], "short": []}),
        holes=holes.reset_index(drop=True),
        links=pd.DataFrame(columns=["link", "day", "lender", "lender_pool"]),
        costs=money,
        proofs=(
            Proof("staff", order[0], Status.OPTIMAL, 640.0, 640.0, 1.2, 7),
            Proof("staff", order[-1], Status.FEASIBLE, 700.0, 690.0, 5.0, 7),
        ),
    )


def _duties(
    both: pd.DataFrame, mark: str, opens: float, closes: float, people: int, source: str, lender: object
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "duty": both["outlet"] + "-" + both["day"].dt.strftime("%m%d") + mark,
            "outlet": both["outlet"],
            "pool": "counter",
            "post": "counter",
            "day": both["day"],
            "start": _at(both["day"], opens),
            "end": _at(both["day"], closes),
            "break_start": pd.Series(pd.NaT, index=both.index, dtype=f"datetime64[us, {GRID.timezone}]"),
            "break_end": pd.Series(pd.NaT, index=both.index, dtype=f"datetime64[us, {GRID.timezone}]"),
            "break_paid": False,
            "people": people,
            "activity": "work",
            "source": source,
            "lender": lender,
            "travel_minutes": 20.0 if source == "lent" else 0.0,
        }
    )


def _at(day: pd.Series, hour: float) -> pd.Series:
    return (day + pd.Timedelta(hours=hour)).dt.tz_localize(GRID.timezone)


def requirement_of(cover: pd.DataFrame) -> Requirement:
    pools = cover[["outlet", "pool", "start"]].assign(
        people=cover["needed"],
        load=1.5,
        occupancy=0.75,
        wait_minutes=6.0,
        within=0.92,
        lost=0.0,
        capped=False,
        uncapped=cover["needed"],
    )
    floors = pd.DataFrame({"outlet": [], "pool": [], "post": [], "start": [], "people": []})
    work = ("outlet", "service", "start", "arrived", "settled", "open", "oldest_minutes", "in_time")
    backlog = pd.DataFrame({name: [] for name in work})
    lines = pools[["outlet", "pool", "start", "people"]].rename(columns={"pool": "name"}).assign(kind="pool")
    return Requirement(pools=pools, lines=lines, floors=floors, backlog=backlog)


def roster_of(staff: StaffPlan, places: pd.DataFrame, people: int) -> Roster:
    """Own duties go round the outlet's first people, lent ones to the lender's last person."""
    duties = staff.duties
    each = duties.loc[duties.index.repeat(duties["people"])].reset_index(drop=True)
    turn = each.groupby(["outlet", "source", "activity"]).cumcount() % (people - 2)
    home = each["outlet"].where(each["source"] == "own", each["lender"])
    number = turn.where(each["source"] == "own", people - 1).where(each["activity"] == "work", people - 2)
    segments = each[["start", "end", "outlet", "post", "activity", "source", "duty", "day"]].assign(
        employee=home + "-" + number.astype("str"), locked=False, paid=True
    )
    hours = segments.assign(
        week=segments["day"] - pd.to_timedelta(segments["day"].dt.day_of_week, unit="D"),
        work=(segments["end"] - segments["start"]).dt.total_seconds() / 3600,
    )
    worked = hours.groupby(["employee", "week"], as_index=False)["work"].sum()
    zero = dict.fromkeys(["paid_break", "travel", "training", "standby", "leave", "overtime"], 0.0)
    first = places["outlet"].iloc[0]
    holes = pd.DataFrame(
        {
            "duty": [f"{first}-0921A"],
            "outlet": [first],
            "post": ["counter"],
            "start": [FIRST_DAY.tz_localize(GRID.timezone) + pd.Timedelta(hours=9)],
            "end": [FIRST_DAY.tz_localize(GRID.timezone) + pd.Timedelta(hours=17)],
            "people": [1],
            "reason": ["roster.rest"],
            "mend": ["roster.allow_overtime"],
        }
    )
    kept = segments[~((segments["duty"] == f"{first}-0921A") & segments.duplicated("duty"))]
    wishes = pd.DataFrame(
        {
            "employee": [f"{first}-0", f"{first}-1"],
            "day": [FIRST_DAY] * 2,
            "kind": ["off", "early"],
            "weight": 1.0,
            "granted": [True, False],
        }
    )
    rules = pd.DataFrame(
        {
            "rule": ["weekend_fairness"],
            "hard": [False],
            "employee": [f"{first}-0"],
            "day": [FIRST_DAY],
            "amount": [2.0],
            "unit": ["days"],
            "weight": [3.0],
        }
    )
    return Roster(
        segments=kept.reset_index(drop=True),
        holes=holes,
        rules=rules,
        hours=worked.assign(**zero, paid=worked["work"], cost=40.0 * worked["work"]),
        wishes=wishes,
        proofs=(
            Proof("roster", first, Status.FEASIBLE, 12.0, 10.0, 20.0, 9),
            Proof("roster", "all", Status.UNKNOWN, None, None, 3.0, 9),
        ),
    )
