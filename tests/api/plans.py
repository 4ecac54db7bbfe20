"""Plans made by hand for the faces' tests: every stage filled, figures plain enough to recompute.

No engine runs here. Each outlet needs two people at its counter from 09:00 to 17:00; a third is needed from
11:00 to 13:00 and comes from another outlet, or stays missing on the last day.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from forecast.values import QUANTILES, Forecast, Paths
from optimize.coverage.values import CoveragePlan
from optimize.requirement.values import Requirement
from optimize.roster.values import Roster
from optimize.shifts.values import StaffPlan
from quarterhour.grid import TimeGrid
from quarterhour.result import Proof, Status
from quarterhour.seeds import generator
from scenarios.plan.values import Plan
from scenarios.rehearsal.values import Rehearsal

FIRST_DAY = pd.Timestamp("2026-09-21")
GRID = TimeGrid("Asia/Shanghai", 30)
KINDS = ("station", "hub", "mall", "hospital", "scenic")
DISTRICTS = ("东城", "西城", "南湖", "北山", "高新")


def small_plan() -> Plan:
    """Three outlets, seven people each, one week."""
    return made_plan(outlets=3, people=7, days=7)


def large_plan() -> Plan:
    """Forty outlets, thirteen people each, four weeks: as large as the sample network."""
    return made_plan(outlets=40, people=13, days=28)


def bare_plan() -> Plan:
    """A plan of which no stage could be run."""
    nothing = dict.fromkeys(["forecast", "requirement", "staff", "roster", "coverage", "rehearsal"])
    made = small_plan()
    frames = {name: getattr(made, name).iloc[:0] for name in ("indicators", "warnings", "costs")}
    layers = {name: frame.iloc[:0] for name, frame in made.layers.items()}
    return replace(made, **nothing, **frames, layers=layers)


def made_plan(outlets: int, people: int, days: int, name: str = "base") -> Plan:
    """A plan of `outlets` with `people` each over `days`."""
    places = _outlets(outlets)
    staff = _staff(places, days)
    roster = _roster(staff, places, people)
    coverage, layers = _coverage(places)
    forecast = _forecast(places, days)
    return Plan(
        name=name,
        network="江城公共服务网",
        language="zh_Hans",
        currency="CNY",
        timezone=GRID.timezone,
        grain=GRID.grain,
        day_cut=0,
        first_day=FIRST_DAY,
        days=days,
        seed=2026,
        workers=1,
        changes=({"change": "scale_demand", "factor": 1.2},) if name != "base" else (),
        outlets=places,
        layers={**layers, "people": _people(places, people)},
        forecast=forecast,
        requirement=_requirement(staff.cover),
        staff=staff,
        roster=roster,
        coverage=coverage,
        rehearsal=_rehearsal(places, staff.cover),
        balance=pd.DataFrame({"outlet": [], "service": [], "to": [], "volume": []}),
        indicators=_indicators(),
        warnings=_warnings(places),
        costs=pd.DataFrame(
            {"item": ["regular", "lent", "travel", "shortage"], "money": [90000.0, 4000.0, 800.0, 600.0]}
        ),
        seconds={"forecast": 8.1, "staff": 21.4, "roster": 40.2, "coverage": 3.3},
        settings={"name": "江城公共服务网", "grain": 30, "circle_minutes": 15.0, "budget": None},
        version="0.1.0",
    )


def _outlets(count: int) -> pd.DataFrame:
    angle = np.linspace(0, 6 * np.pi, count, endpoint=False)
    radius = 0.01 + 0.12 * np.linspace(0, 1, count)
    return pd.DataFrame(
        {
            "outlet": [f"O{number:02d}" for number in range(count)],
            "name": [f"{DISTRICTS[n % 5]}{n + 1}号服务站" for n in range(count)],
            "kind": [KINDS[number % 5] for number in range(count)],
            "region": [DISTRICTS[number % 5] for number in range(count)],
            "latitude": 30.58 + radius * np.sin(angle),
            "longitude": 114.3 + 1.15 * radius * np.cos(angle),
            "desks": 4,
        }
    )


def _people(places: pd.DataFrame, people: int) -> pd.DataFrame:
    both = places[["outlet"]].merge(pd.DataFrame({"number": range(people)}), how="cross")
    ids = both["outlet"] + "-" + both["number"].astype("str")
    return pd.DataFrame({"employee": ids, "name": "员工" + ids, "outlet": both["outlet"]})


def _at(day: pd.Series, hour: float) -> pd.Series:
    return (day + pd.Timedelta(hours=hour)).dt.tz_localize(GRID.timezone)


def _staff(places: pd.DataFrame, days: int) -> StaffPlan:
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


def _roster(staff: StaffPlan, places: pd.DataFrame, people: int) -> Roster:
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


def _requirement(cover: pd.DataFrame) -> Requirement:
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
    backlog = pd.DataFrame(
        {"outlet": [], "service": [], "start": [], "arrived": [], "settled": [], "open": [], "oldest_minutes": []}
    )
    return Requirement(pools=pools, floors=floors, backlog=backlog)


def _forecast(places: pd.DataFrame, days: int, draws: int = 20) -> Forecast:
    starts = GRID.starts(FIRST_DAY, days)
    slot = GRID.slot(starts)
    open_now = (slot >= 18) & (slot < 34)
    rate = np.where(open_now, 5.0 + 3.0 * np.sin((slot - 18) / 16 * np.pi), 0.0)
    random = generator(1, "plans")
    rates = np.broadcast_to(rate, (draws, len(places), len(starts))) * random.gamma(
        40, 1 / 40, (draws, len(places), 1)
    )
    counts = random.poisson(rates)
    series = places[["outlet"]].assign(service="enquiry")
    intervals = series.merge(pd.DataFrame({"start": starts, "open": open_now, "mean": rate}), how="cross")
    names = {quantile: f"{round(100 * quantile):02d}" for quantile in QUANTILES}
    for quantile, label in names.items():
        spread = rates.mean() * 0 + 1 + (quantile - 0.5)
        intervals[f"r{label}"] = intervals["mean"] * spread
        intervals[f"q{label}"] = np.round(intervals["mean"] * spread)
    horizon = pd.DataFrame({"day": pd.date_range(FIRST_DAY, periods=days, unit="us")})
    daily = series.merge(horizon, how="cross").assign(mean=rate.sum() / days)
    for quantile, label in names.items():
        daily[f"q{label}"] = daily["mean"] * (1 + 0.3 * (quantile - 0.5))
    effects = pd.DataFrame(
        {
            "group": ["all"] * 4,
            "service": [""] * 4,
            "effect": ["National Day", "Spring Festival", "5", "7"],
            "family": ["holiday", "holiday", "weekday", "season"],
            "lift": [0.62, -0.48, -0.2, 0.1],
            "error": [0.08, 0.05, 0.02, 0.03],
            "days": [21, 21, 156, 93],
        }
    )
    last = FIRST_DAY + pd.Timedelta(days=days - 1)
    peaks = pd.DataFrame(
        {
            "outlet": places["outlet"].iloc[:1],
            "first_day": last - pd.Timedelta(days=2),
            "last_day": last,
            "name": "中秋节",
            "lift": 0.45,
        }
    )
    evidence = pd.DataFrame(
        {
            "outlet": np.repeat(places["outlet"].to_numpy(), 2),
            "service": "enquiry",
            "origin": FIRST_DAY - pd.Timedelta(days=28),
            "model": ["ours", "seasonal_naive"] * len(places),
            "actual": 1000.0,
            "error": [80.0, 100.0] * len(places),
            "scale": 5.0,
        }
    )
    notes = pd.DataFrame({"outlet": ["O00"], "service": ["enquiry"], "code": ["forecast.short"], "detail": [""]})
    return Forecast(
        intervals=intervals,
        days=daily,
        paths=Paths(series, starts, rates.astype(np.float32), counts.astype(np.int32)),
        effects=effects,
        peaks=peaks,
        evidence=evidence,
        notes=notes,
        seed=1,
    )


def _coverage(places: pd.DataFrame) -> tuple[CoveragePlan, dict[str, pd.DataFrame]]:
    random = generator(2, "zones")
    count = 6 * len(places)
    zones = pd.DataFrame(
        {
            "zone": [f"Z{number:03d}" for number in range(count)],
            "name": [f"第{number + 1}社区" for number in range(count)],
            "latitude": 30.58 + random.normal(0, 0.07, count),
            "longitude": 114.3 + random.normal(0, 0.08, count),
            "residents": random.integers(200, 3000, count),
            "kind": np.where(np.arange(count) % 4 == 0, "rural", "urban"),
        }
    )
    far = zones.iloc[::9]
    blind = pd.DataFrame(
        {
            "zone": far["zone"],
            "residents": far["residents"],
            "minutes": 22.0,
            "reason": "coverage.too_far",
            "mend": "coverage.open_site",
        }
    ).sort_values("residents", ascending=False, ignore_index=True)
    sites = pd.DataFrame(
        {
            "point": ["C1", "C2"],
            "name": ["候选一", "候选二"],
            "latitude": [30.7, 30.5],
            "longitude": [114.45, 114.2],
        }
    )
    outlets, first = places["outlet"], places["outlet"].iloc[0]
    points = pd.DataFrame(
        {
            "point": [*outlets, "C1", "C2"],
            "name": [*places["name"], "候选一", "候选二"],
            "role": ["existing"] * len(places) + ["candidate"] * 2,
            "action": ["keep"] * len(places) + ["open", "unchosen"],
            "residents": 4000.0,
            "capacity": 5000.0,
            "fill": 0.8,
            "only": 300.0,
            "lscp": True,
            "mclp_rank": [0] * len(places) + [1, 2],
        }
    )
    total, uncovered = float(zones["residents"].sum()), float(far["residents"].sum())
    summary = pd.DataFrame(
        {
            "scope": ["all", "all", "rural", "rural"],
            "measure": ["now", "planned"] * 2,
            "residents": total,
            "covered": total - uncovered,
            "share": [1 - uncovered / total, 0.97, 0.7, 0.8],
            "mean_minutes": 9.5,
        }
    )
    near = outlets.iloc[np.arange(count) % len(places)].to_numpy()
    assignments = pd.DataFrame(
        {"zone": zones["zone"], "point": near, "minutes": 9.5, "residents": zones["residents"].astype(float)}
    )
    key_places = pd.DataFrame(
        {
            "place": ["K1"],
            "name": ["江城站"],
            "kind": ["hub"],
            "needed": ["terminal_24h"],
            "point": [first],
            "minutes": [4.0],
            "equipped": [False],
            "reason": ["coverage.lacks_equipment"],
            "mend": ["coverage.place_equipment"],
        }
    )
    review = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1:],
            "months": 8,
            "volume": 310.0,
            "threshold": 600.0,
            "verdict": "review",
            "note": "coverage.months_in_a_row",
        }
    )
    options = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1],
            "option": ["keep", "merge", "move", "convert"],
            "target": ["", first, "C1", ""],
            "covered": total - uncovered,
            "covered_change": [0.0, -250.0, 400.0, -100.0],
            "extra_minutes": [0.0, 6.0, 2.0, 1.0],
            "worst_minutes": [0.0, 14.0, 9.0, 5.0],
            "volume_to": ["{}", f'{{"{first}": 260.0}}', '{"C1": 300.0}', "{}"],
            "digital": [0.0, 40.0, 5.0, 200.0],
            "lost": [0.0, 10.0, 5.0, 20.0],
            "fullest": [0.5, 0.8, 0.6, 0.7],
            "staff_freed": [0.0, 2.0, 0.0, 1.5],
            "monthly_saving": [0.0, 28000.0, -3000.0, 12000.0],
            "one_off": [0.0, 80000.0, 150000.0, 60000.0],
            "pays_back_months": [np.nan, 2.9, np.nan, 5.0],
            "allowed": [True, True, False, True],
            "reason": ["", "", "coverage.over_budget", ""],
            "chosen": [False, True, False, False],
        }
    )
    transfers = pd.DataFrame(
        {
            "outlet": outlets.iloc[-1],
            "service": "enquiry",
            "option": "merge",
            "to": [first, "digital", "lost"],
            "volume": [260.0, 40.0, 10.0],
        }
    )
    proofs = (Proof("coverage", "mclp", Status.OPTIMAL, total - uncovered, total - uncovered, 0.4, 3),)
    angle = np.linspace(0, 2 * np.pi, 60)
    ring = pd.DataFrame(
        {"from_latitude": 30.58 + 0.06 * np.sin(angle), "from_longitude": 114.3 + 0.07 * np.cos(angle)}
    )
    roads = ring.assign(
        to_latitude=ring["from_latitude"].shift(-1), to_longitude=ring["from_longitude"].shift(-1)
    ).dropna()
    plan = CoveragePlan(summary, points, assignments, blind, key_places, review, options, transfers, proofs)
    return plan, {"zones": zones, "sites": sites, "roads": roads}


def _rehearsal(places: pd.DataFrame, cover: pd.DataFrame) -> Rehearsal:
    count = len(places)
    achieved = np.linspace(0.78, 0.99, count)
    services = pd.DataFrame(
        {
            "outlet": places["outlet"],
            "service": "enquiry",
            "promise": "share_within",
            "target": 0.9,
            "achieved": achieved,
            "achieved_low": achieved - 0.02,
            "achieved_high": np.minimum(achieved + 0.02, 1.0),
            "kept": achieved >= 0.9,
            "wait_minutes": 5.0,
            "wait_low": 4.5,
            "wait_high": 5.5,
            "wait_p50": 3.0,
            "wait_p90": 12.0,
            "arrivals": 900.0,
            "served": 890.0,
            "lost": 10.0,
        }
    )
    intervals = cover[["outlet", "pool", "start"]].assign(
        arrivals=5.0,
        on_duty=cover["own"].astype(float),
        wait_minutes=5.0,
        within=0.9,
        within_low=0.85,
        within_high=0.95,
        occupancy=0.8,
        queue=0.6,
    )
    first = FIRST_DAY.tz_localize(GRID.timezone)
    weak = pd.DataFrame(
        {
            "outlet": places["outlet"].iloc[:1],
            "pool": "counter",
            "start": first + pd.Timedelta(hours=11),
            "end": first + pd.Timedelta(hours=13),
            "within": 0.52,
            "target": 0.9,
            "reason": "rehearsal.short_staffed",
        }
    )
    replications = pd.DataFrame(
        {
            "replication": range(3),
            "outlet": places["outlet"].iloc[0],
            "arrivals": 900,
            "served": 890,
            "lost": 10,
            "left_over": 0,
            "wait_minutes": 5.0,
        }
    )
    return Rehearsal(services, intervals, weak, replications, count=30, seed=5)


def _indicators() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["promise_kept", "cost_total"],
            "scope": "",
            "value": [0.86, 95400.0],
            "unit": ["share", "money"],
            "low": [0.83, np.nan],
            "high": [0.89, np.nan],
        }
    )


def _warnings(places: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "warning": ["staff_short", "promise_broken"],
            "level": ["yellow", "red"],
            "outlet": places["outlet"].iloc[:2].to_numpy(),
            "start": [FIRST_DAY.tz_localize(GRID.timezone) + pd.Timedelta(hours=11)] * 2,
            "value": [1.0, 0.52],
            "limit": [0.0, 0.9],
        }
    )
