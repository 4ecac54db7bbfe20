"""The sample network: a made-up Chinese city and its countryside, generated from a seed."""

from __future__ import annotations

import pandas as pd

from scenarios.network.model import Network
from scenarios.sample import outlets, residents, staffing
from scenarios.sample.adjustments import adjustments
from scenarios.sample.arrivals import arrivals
from scenarios.sample.contracts import CONTRACTS, shift_types
from scenarios.sample.duties import ATTENDANCE_WEEKS, PUBLISHED_WEEKS, attendance, past_duties, segments
from scenarios.sample.events import events
from scenarios.sample.leave import absences, requests
from scenarios.sample.opening import closures, opening_hours
from scenarios.sample.outcomes import BOOKED_DAYS, appointments, outcomes
from scenarios.sample.partners import partner_offers, partners
from scenarios.sample.people import certificates, employees
from scenarios.sample.roads import roads
from scenarios.sample.services import services
from scenarios.sample.sites import key_places, sites
from scenarios.sample.size import SIZES, Size, SizeName
from scenarios.sample.supplies import equipment, stock, vehicles
from scenarios.sample.workload import Workload, workload

Tables = dict[str, pd.DataFrame]


def sample_network(size: SizeName = "sample", seed: int = 2026) -> Network:
    """A complete network to plan on; the same seed gives the same one.

    Parameters
    ----------
    size
        `sample` is a city with about 40 outlets, 500 employees and three years of half hours; `tiny` has
        three outlets and 14 months of hours and plans one week within seconds.
    """
    return Network.from_tables(sample_tables(size, seed))


def sample_tables(size: SizeName = "sample", seed: int = 2026) -> Tables:
    """The tables of the sample network, by name."""
    measures = SIZES[size]
    drawn = outlets.sketch(measures.outlets)
    premises = _premises(drawn, measures, seed)
    work = workload(measures, drawn, Network.from_tables(premises), seed)
    return {
        **premises,
        **_outlets(drawn, work, seed),
        **_demand(work, measures, seed),
        **_people(drawn, work, measures, seed),
        **_country(drawn, measures, seed),
    }


def _premises(drawn: pd.DataFrame, size: Size, seed: int) -> Tables:
    """What is known before the demand is: all outlets have two desks yet."""
    return {
        "settings": _settings(size, seed),
        "outlets": outlets.outlets(drawn, pd.Series(2, index=drawn["outlet"])),
        "opening_hours": opening_hours(drawn),
        "closures": closures(drawn),
        "services": services(),
        "posts": outlets.posts(drawn),
        "events": events(drawn["outlet"]),
    }


def _settings(size: Size, seed: int) -> pd.DataFrame:
    values = {
        "name": size.title,
        "timezone": "Asia/Shanghai",
        "grain": size.grain,
        "day_cut": size.day_cut,
        "currency": "CNY",
        "country": "CN",
        "language": "zh_Hans",
        "plan_start": size.plan_start.date().isoformat(),
        "plan_weeks": size.plan_weeks,
        "seed": seed,
    }
    return pd.DataFrame({"key": list(values), "value": [str(value) for value in values.values()]})


def _outlets(drawn: pd.DataFrame, work: Workload, seed: int) -> Tables:
    peak = pd.Series({outlet: int(people.max()) for outlet, people in work.people_needed().items()})
    table = outlets.outlets(drawn, outlets.desks(drawn, peak))
    return {
        "outlets": table,
        "equipment": equipment(table),
        "stock": stock(table, drawn.set_index("outlet")["customers"], seed),
    }


def _demand(work: Workload, size: Size, seed: int) -> Tables:
    past = {outlet: rate[: work.history] for outlet, rate in work.lived.items()}
    came = arrivals(past, work.mix, size.first_day, work.grid, seed)
    kinds = work.premises.table("outlets").set_index("outlet")["kind"]
    return {
        "arrivals": came,
        "appointments": appointments(_coming(work, size), kinds, seed),
        "outcomes": outcomes(came, work.grid, size.plan_start, seed),
        "adjustments": adjustments(size, seed),
    }


def _people(drawn: pd.DataFrame, work: Workload, size: Size, seed: int) -> Tables:
    hours = {
        outlet: staffing.contract_hours(people, size.grain) for outlet, people in work.people_needed().items()
    }
    staff = employees(drawn, pd.Series(hours), size.plan_start, seed)
    days = 7 * size.plan_weeks
    worked = past_duties(staff, drawn, _past_days(work))
    published = worked[worked["day"] >= size.plan_start - pd.Timedelta(weeks=PUBLISHED_WEEKS)]
    first_post = outlets.posts(drawn).drop_duplicates("outlet").set_index("outlet")["post"]
    away = absences(staff, size.plan_start, days, seed)
    return {
        "employees": staff,
        "certificates": certificates(staff, size.plan_start, size.plan_weeks, seed),
        "contracts": CONTRACTS,
        "shift_types": shift_types(size.grain),
        "requests": requests(staff, away, size.plan_start, days, seed),
        "absences": away,
        "segments": segments(published, first_post, work.grid),
        "attendance": attendance(worked, seed),
        "partners": partners(size.partners),
        "partner_offers": partner_offers(size.partners),
    }


def _country(drawn: pd.DataFrame, size: Size, seed: int) -> Tables:
    zones = residents.places(size, seed)
    points = drawn[drawn["kind"] != "call_desk"]
    far = points[(points["kind"] == "scenic") & points["region"].str.endswith("县")]
    rural = zones[zones["kind"] == "rural"]
    nodes, stretches = roads(size, pd.concat([rural[["east", "north"]], far[["east", "north"]]]), seed)
    return {
        "zones": residents.zones(zones),
        "sites": sites(zones, points, size.sites),
        "key_places": key_places(points, size.places),
        "road_nodes": nodes,
        "roads": stretches,
        "vehicles": vehicles(points, size.vehicles),
    }


def _past_days(work: Workload) -> pd.DataFrame:
    """outlet, day, weekday: the open days of the weeks for which attendance is kept."""
    past = slice(work.history - 7 * ATTENDANCE_WEEKS, work.history)
    days = work.days[["day", "weekday"]].iloc[past]
    frames: list[pd.DataFrame] = [
        days[opened[past].any(axis=1)].assign(outlet=outlet) for outlet, opened in work.opened.items()
    ]
    return pd.concat(frames, ignore_index=True)


def _coming(work: Workload, size: Size) -> pd.DataFrame:
    """outlet, service, start, rate: expected customers of the days for which people book ahead."""
    days = min(BOOKED_DAYS, 7 * size.plan_weeks)
    starts = work.grid.starts(size.plan_start, days)
    coming = slice(work.history, work.history + days)
    frames = [
        pd.DataFrame(
            {
                "outlet": outlet,
                "service": service,
                "start": starts,
                "rate": work.expected[outlet][coming].ravel() * share,
            }
        )
        for (outlet, service), share in work.mix.items()
    ]
    every = pd.concat(frames, ignore_index=True)
    return every[every["rate"] > 0].reset_index(drop=True)
