"""Each kind of change alone: it changes what it says, and nothing else."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from scenarios.changes import ChangeProblemsError, scenario_from
from scenarios.changes.forms import kinds
from scenarios.network import Network
from scenarios.premises import Premises
from tests.changes.apart import cell, columns_apart, day, facts_apart, under
from tests.plan.fixtures import tiny

CASES: dict[str, tuple[dict[str, Any], set[str], set[str]]] = {
    "scale_demand": (
        {"factor": 1.2, "regions": ["望江区"], "weekdays": ["mon"], "begin": "9:00"},
        set(),
        {"demand"},
    ),
    "shift_demand": (
        {"share": 0.2, "away_from": {"begin": "12:00"}, "towards": {"end": "12:00"}},
        set(),
        {"demand"},
    ),
    "add_service": (
        {"service": "passport", "like": "general", "volume": 0.1, "handling_minutes": 20},
        {"services+", "posts.services"},
        {"created"},
    ),
    "add_holiday": ({"name": "National Day", "first_day": 2, "last_day": 3}, {"holidays+"}, set()),
    "remove_holiday": ({"first_day": 2, "last_day": 3, "kind": "workday"}, {"holidays+"}, set()),
    "add_event": (
        {"event": "fair", "kind": "music", "first_day": 2, "last_day": 3, "outlets": ["SC01"]},
        {"events+"},
        set(),
    ),
    "remove_event": ({"event": "music2026"}, {"events-"}, set()),
    "open_outlet": (
        {"outlet": "SC02", "like": "SC01", "latitude": 30.6, "longitude": 104.1, "takes": {"SC01": 0.4}},
        {"outlets+", "opening_hours+", "posts+", "equipment+"},
        {"takeovers"},
    ),
    "close_days": ({"first_day": 2, "last_day": 3, "outlets": ["ST01"]}, {"closures+"}, set()),
    "merge_outlets": (
        {"outlet": "ST01", "into": {"nearest": 1, "not_kinds": ["call_desk"]}},
        {"outlets.desks", "employees.outlet", "posts+"},
        {"closed", "departures"},
    ),
    "move_outlet": (
        {"outlet": "ST01", "latitude": 30.6, "longitude": 104.1, "stays": 1},
        {"outlets.latitude", "outlets.longitude"},
        set(),
    ),
    "resize_outlet": ({"factor": 2, "kinds": ["scenic"]}, {"outlets.desks"}, set()),
    "change_hours": (
        {"outlets": ["ST01"], "weekdays": ["mon"], "spans": [["10:00", "15:00"]]},
        {"opening_hours+", "opening_hours-"},
        set(),
    ),
    "absent_share": ({"share": 1, "first_day": 1, "last_day": 2, "outlets": ["SC01"]}, {"absences+"}, set()),
    "hire": (
        {"outlet": "SC01", "people": 3, "certificates": ["first aid"]},
        {"employees+", "certificates+"},
        set(),
    ),
    "staff_leave": ({"people": 2, "outlets": ["CD01"], "first_day": 3}, {"employees.last_day"}, set()),
    "train": (
        {"people": 2, "outlets": ["ST01"], "skill": "casework", "hours": 16},
        {"employees.skills", "absences+"},
        set(),
    ),
    "change_contract": ({"contracts": ["full"], "terms": {"hours_week": 36}}, {"contracts.hours_week"}, set()),
    "pay": ({"factor": 1.05}, {"contracts.hourly_rate"}, set()),
    "withdraw_partner": ({"partner": {"largest": 1}}, {"partner_offers-", "partner_offers.last_day"}, set()),
    "partner_terms": (
        {"partner": "tourism", "price_factor": 1.1, "people_factor": 0.5, "notice_hours": 48},
        {"partner_offers.price", "partner_offers.people", "partners.notice_hours"},
        set(),
    ),
    "slower_travel": ({"factor": 1.5}, set(), {"travel"}),
    "close_roads": ({"area": {"outlet": "SC01", "radius_km": 0.5}}, {"roads.drive"}, set()),
    "vehicles": ({"number": 2, "hours_day": 6}, {"vehicles+", "vehicles.hours_day"}, set()),
    "equipment": (
        {"machines": ["desk"], "failures_a_month": 4, "pieces_factor": 0.5, "repair_hours": 9},
        {"equipment.count", "equipment.failures_a_month", "equipment.repair_hours"},
        set(),
    ),
    "change_promise": (
        {"services": ["call"], "minutes": 1, "share": 0.9},
        {"services.promise_minutes", "services.promise_share"},
        set(),
    ),
    "handling_time": (
        {"services": ["call"], "factor": 1.2},
        {"services.handling_minutes", "services.handling_spread"},
        set(),
    ),
    "self_service": ({"services": ["call"], "contained_share": 0.5}, {"services.contained_share"}, {"demand"}),
    "policy": ({"settings": {"staffing_quantile": 0.9}}, {"settings+"}, set()),
    "budget": ({"money": 5}, {"settings+"}, set()),
    "close_outlet": ({"outlet": "CD01"}, {"employees-"}, {"closed", "departures", "released"}),
    "convert_outlet": (
        {"outlet": "ST01", "posts": ["counter"], "self_service": 0.5},
        {"posts-", "outlets.monthly_cost", "arrivals-"},
        {"departures"},
    ),
}
LOOSE = {"convert_outlet", "close_outlet"}
"""People find new homes there or do not, and with them what is kept of them."""


def made(kind: str, network: Network | None = None, /, **values: Any) -> Premises:
    """The premises under one change given in plain data."""
    change = scenario_from({"name": "x", "changes": [{"change": kind, **values}]}).changes
    return under(*change, network=network)


def test_every_kind_is_tried() -> None:
    """No kind is without a test of its own."""
    assert set(CASES) == set(kinds())


@pytest.mark.parametrize("kind", CASES)
def test_a_change_changes_what_it_says(kind: str) -> None:
    """Tables and facts that the kind is about are others; all other tables are the very same."""
    values, tables, facts = CASES[kind]
    premises = made(kind, **values)
    found = columns_apart(tiny(), premises.network)
    people = {"employees", "certificates", "requests", "absences", "segments", "attendance"}
    loose = {one for one in found - tables if kind in LOOSE and one.rstrip("+-").split(".")[0] in people}
    assert found - loose == tables
    assert facts_apart(premises) - ({"released"} if kind in LOOSE else set()) == facts - (
        {"released"} if kind in LOOSE else set()
    )
    assert premises.base is tiny()


@pytest.mark.parametrize("kind", ["add_holiday", "remove_holiday", "add_event", "remove_event"])
def test_a_changed_calendar_is_what_demand_is_forecast_for(kind: str) -> None:
    """The network that the forecast sees has the same holidays and events as the one that is planned."""
    premises = made(kind, **CASES[kind][0])
    assert columns_apart(tiny(), premises.known) == CASES[kind][1]


def test_nothing_else_reaches_the_forecast() -> None:
    """Changes that are not of the calendar leave what demand is forecast for as it is."""
    for kind, (values, _, _) in CASES.items():
        if kind not in ("add_holiday", "remove_holiday", "add_event", "remove_event"):
            assert made(kind, **values).known is tiny()


def test_an_event_of_no_known_kind_needs_a_lift() -> None:
    """Without history the effect has to be stated; then it multiplies, and the forecast is not asked."""
    values = {"event": "match", "kind": "football", "first_day": 2, "last_day": 2}
    with pytest.raises(ChangeProblemsError, match="lift"):
        made("add_event", **values)
    premises = made("add_event", **values, lift=0.4)
    assert premises.known is tiny()
    assert [factor.factor for factor in premises.demand] == [1.4]


def test_hired_people_are_like_the_others() -> None:
    """Skills and contract are the most usual ones of the outlet, unless they are given."""
    people = made("hire", outlet="SC01", people=2).network.table("employees")
    new = people[people["employee"].str.startswith("NEW-")]
    usual = people[people["outlet"] == "SC01"]["skills"].mode()[0]
    assert list(new["skills"]) == [usual, usual]
    assert list(new["first_day"]) == [day(1), day(1)]
    with pytest.raises(ChangeProblemsError, match="in the table contracts"):
        made("hire", outlet="SC01", people=2, contract="none")


def test_training_counts_its_hours_once() -> None:
    """Paid hours of training add up to those asked for, on working days, before the certificate is valid."""
    premises = made("train", people=2, outlets=["SC01"], certificate="first aid", hours=20, first_day=2)
    added = premises.network.table("absences").merge(tiny().table("absences"), how="left", indicator=True)
    rows = added[added["_merge"] == "left_only"]
    days = (rows["last_day"] - rows["first_day"]).dt.days + 1
    paid = (rows["hours_a_day"] * days).groupby(rows["employee"]).sum()
    assert list(paid) == pytest.approx([20.0, 20.0])
    assert set(rows["kind"]) == {"training"}
    held = premises.network.table("certificates")
    held = held[held["certificate"] == "first aid"].set_index("employee")["valid_from"]
    assert (held > rows.groupby("employee")["last_day"].max().reindex(held.index)).all()


def test_a_skill_is_not_had_before_it_is_learned() -> None:
    """Skills carry no day, so their training begins with the plan or is refused."""
    with pytest.raises(ChangeProblemsError, match="skills carry no day"):
        made("train", people=1, outlets=["ST01"], skill="casework", hours=8, first_day=3)


def test_who_leaves_is_nested() -> None:
    """More people leave than fewer, and those among them."""

    def gone(count: int) -> set[str]:
        people = made("staff_leave", people=count, outlets=["CD01"]).network.table("employees")
        return set(people.loc[people["last_day"] == day(0), "employee"])

    assert gone(1) < gone(3)
    assert len(gone(3)) == 3


def test_self_service_follows_the_formula() -> None:
    """Net demand times (1 - d2) / (1 - d1): calls have d1 = 0.6 x 0.4 = 0.24, and then d2 = 0.6 x 0.5 = 0.3."""
    (factor,) = made("self_service", services=["call"], contained_share=0.5).demand
    assert factor.factor == pytest.approx(0.70 / 0.76)
    assert factor.services == frozenset(["call"])


def test_gross_histories_follow_their_shares() -> None:
    """Where a history is gross, the shares in the table are enough, and no factor is set."""
    services = tiny().table("services").assign(history_is="gross")
    network = tiny().with_tables(services=services)
    premises = made("self_service", network, services=["call"], contained_share=0.5)
    assert premises.demand == ()
    assert cell(premises.network, "services", "contained_share", service="call") == 0.5


def test_pieces_are_rounded_down_and_desks_never_below_their_posts() -> None:
    """Half of a machine does not stand there; the least people of the posts find desks."""
    premises = made("resize_outlet", factor=0, outlets=["SC01"])
    assert cell(premises.network, "outlets", "desks", outlet="SC01") == 1
    premises = made("equipment", machines=["desk"], pieces_factor=0.5, outlets=["SC01"])
    before = cell(tiny(), "equipment", "count", equipment="SC01-desk")
    assert cell(premises.network, "equipment", "count", equipment="SC01-desk") == before // 2


def test_a_partner_withdraws_from_a_day_on() -> None:
    """Its offers end the day before."""
    offers = made("withdraw_partner", partner="tourism", first_day=4).network.table("partner_offers")
    assert set(offers["last_day"].dropna()) <= {day(3), *tiny().table("partner_offers")["last_day"].dropna()}
    assert (offers["last_day"] <= day(3)).any()


def test_a_network_without_roads_has_longer_ways() -> None:
    """Straight lines across the area become rows of the ready matrix, times the factor; no other way does."""
    bare = tiny().with_tables(roads=tiny().table("roads").head(0))
    premises = made("close_roads", bare, area={"outlet": "SC01", "radius_km": 0.1}, factor=3)
    assert columns_apart(bare, premises.network) == {"travel_times+"}
    ways = premises.network.table("travel_times")
    ends = set(ways["origin"]) | set(ways["destination"])
    assert "SC01" in ends
    assert ((ways["origin"] == "SC01") | (ways["destination"] == "SC01") | (ways["minutes"] > 0)).all()


def test_ready_ways_across_the_area_take_longer() -> None:
    """A row of the matrix that leads into the area is multiplied; one that does not stays."""
    rows = [("ST01", "SC01", "drive", 10.0), ("ST01", "CD01", "drive", 7.0), ("ST01", "SC01", "walk", 30.0)]
    ready = pd.DataFrame(rows, columns=["origin", "destination", "mode", "minutes"])
    network = tiny().with_tables(travel_times=ready)
    premises = made("close_roads", network, area={"outlet": "SC01", "radius_km": 0.1}, factor=3)
    after = premises.network.table("travel_times").set_index(["origin", "destination", "mode"])["minutes"]
    assert after["ST01", "SC01", "drive"] == 30.0
    assert after["ST01", "CD01", "drive"] == 7.0
    assert after["ST01", "SC01", "walk"] == 30.0


@pytest.mark.parametrize(
    ("kind", "values", "table"),
    [
        ("vehicles", {"number": 1}, "vehicles"),
        ("equipment", {"pieces": 1}, "equipment"),
        ("withdraw_partner", {"partner": "tourism"}, "partners"),
        ("hire", {"outlet": "SC01", "people": 1}, "employees"),
        ("pay", {"factor": 2}, "contracts"),
    ],
)
def test_a_missing_table_is_told(kind: str, values: dict[str, Any], table: str) -> None:
    """What the network lacks is said with the table's name, or the change is left out where that is wished."""
    kept = {
        name: frame for name, frame in tiny().tables.items() if name in ("settings", "outlets", "opening_hours")
    }
    bare = Network.from_tables(kept)
    with pytest.raises(ChangeProblemsError, match=f"table {table}"):
        made(kind, bare, **values)
    left = made(kind, bare, **values, skip_if_unknown=True)
    assert left.left_out
    assert left.network is bare


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("merge_outlets", {"outlet": "ST01", "into": "ST01"}, "into itself"),
        ("open_outlet", {"outlet": "ST01", "like": "SC01"}, "already"),
        ("open_outlet", {"outlet": "X", "like": "SC01", "latitude": 30}, "one coordinate"),
        ("convert_outlet", {"outlet": "ST01", "posts": ["visitor"]}, "not in the table posts"),
        ("close_outlet", {"outlet": {"busiest": 9}}, "No outlet"),
        ("budget", {"factor": 0.5}, "no limit"),
        ("change_promise", {"services": ["insurance"], "share": 0.5}, "mean wait"),
        ("resize_outlet", {"desks": 0}, "do not hold together"),
        ("policy", {"settings": {"digital_share": 0.9, "lost_share": 0.2}}, "together"),
        ("add_event", {"event": "music2026", "kind": "music", "first_day": 2, "last_day": 1}, "before they begin"),
        ("add_holiday", {"name": "x", "first_day": "2026-09-01", "last_day": 3}, "before the plan"),
        ("staff_leave", {"people": 500}, "are there who fit"),
        ("vehicles", {"outlets": ["CD01"], "number": 1}, "vehicle"),
        ("close_roads", {"roads": [["a", "b"]]}, "No road joins"),
        ("close_roads", {"area": {"outlet": "SC01", "radius_km": 900}}, "No road would be left"),
        ("scale_demand", {"factor": 2, "services": ["calll"]}, "calll"),
        ("add_service", {"service": "call", "like": "general", "volume": 1}, "already"),
        ("add_service", {"service": "x", "like": "visitor", "daily": {"CD01": 5}}, "not offered"),
        ("pay", {"factor": 1, "contracts": ["x"]}, "contracts"),
        ("equipment", {"machines": ["multilingual"], "pieces": 0}, "No.* equipment|None"),
    ],
)
def test_what_can_not_be_is_refused(kind: str, values: dict[str, Any], words: str) -> None:
    """Names that do not exist and changes that contradict the network are told in words, in both languages."""
    with pytest.raises(ChangeProblemsError, match=words) as caught:
        made(kind, **values)
    assert all(problem.text("zh") != problem.text("en") for problem in caught.value.problems)
