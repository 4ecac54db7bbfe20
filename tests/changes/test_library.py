"""The ten first scenarios: each fits any network, changes what its text says, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from scenarios.adapters import team
from scenarios.adapters.melbourne import melbourne
from scenarios.changes import ChangeProblemsError, Scenario, find_scenario, library, to_premises
from scenarios.network import Network
from scenarios.plan.demanding import demand_under
from scenarios.plan.history import forecast_problem
from scenarios.premises import Premises
from tests.answered_once import foreseen_once
from tests.changes.apart import columns_apart, facts_apart, small
from tests.changes.test_demand_changes import of, sound, whole
from tests.data import shared_data
from tests.plan.fixtures import DAYS, PATHS, tiny, tiny_forecast

SAYS: dict[str, tuple[set[str], set[str]]] = {
    "budget-cut": ({"settings+", "employees.last_day"}, set()),
    "demand-up-30": (set(), {"demand"}),
    "golden-week": ({"holidays+"}, {"demand"}),
    "influenza-wave": ({"absences+"}, {"demand", "left_out"}),
    "lunar-new-year": ({"holidays+", "absences+", "partner_offers-", "partner_offers.last_day"}, set()),
    "outlet-shut": (
        {"employees-", "certificates-", "requests-", "absences-", "segments-", "attendance-"},
        {"closed", "departures", "released"},
    ),
    "outlets-merged": ({"outlets.desks", "posts+", "employees.outlet"}, {"closed", "departures"}),
    "partner-withdraws": ({"partner_offers-", "partner_offers.last_day"}, set()),
    "system-outage": (
        {
            "equipment.count",
            "equipment.failures_a_month",
            "services.contained_share",
            "services.handling_minutes",
            "services.handling_spread",
        },
        {"demand"},
    ),
    "typhoon": ({"closures+", "roads.drive", "absences+"}, {"travel"}),
}
TOTAL = {"demand-up-30": 1.3, "influenza-wave": 0.95, "system-outage": 1.28}
"""Demand over that of the base where a scenario is about it: influenza leaves the call desk as it is."""
PEOPLE = {"certificates", "requests", "absences", "segments", "attendance", "employees"}


def test_there_are_ten() -> None:
    """All of them are listed, found by their name, and described in both languages."""
    assert set(library()) == set(SAYS)
    for name, scenario in library().items():
        assert scenario.name == name
        assert find_scenario(name) == scenario
        assert scenario.description["en"]
        assert scenario.description["zh_Hans"] != scenario.description["en"]


def test_a_file_is_stronger_than_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file called like a scenario of the library is read; what is neither is refused."""
    monkeypatch.chdir(tmp_path)
    Path("typhoon").write_text("name: mine\nchanges: []\n", encoding="utf-8")
    assert find_scenario("typhoon") == Scenario("mine", ())
    with pytest.raises(ChangeProblemsError, match="library"):
        find_scenario("../library/typhoon")


def planned(name: str) -> Premises:
    """The premises of the tiny network under a scenario of the library."""
    return to_premises(tiny(), library()[name].changes)


@pytest.mark.parametrize("name", SAYS)
def test_a_scenario_changes_what_its_text_says(name: str) -> None:
    """Tables and facts that the text names are others; the rest is the very same."""
    premises = planned(name)
    tables, facts = SAYS[name]
    found = columns_apart(tiny(), premises.network)
    if name == "outlet-shut":
        assert {one.rstrip("+-").split(".")[0] for one in found} <= PEOPLE
        assert not (premises.network.table("employees")["outlet"] == premises.closed[0]).any()
    else:
        assert found == tables
    assert facts_apart(premises) - {"released"} == facts - {"released"}


@pytest.mark.parametrize("name", SAYS)
def test_its_demand_is_sound(name: str) -> None:
    """Demand is found again, digital or lost; where the text says so there is more or less of it."""
    premises, forecast = planned(name), tiny_forecast()
    if premises.known is not tiny():
        premises = to_premises(small(), library()[name].changes)
        forecast = foreseen_once(forecast_problem(premises.known, DAYS, PATHS))
    found = demand_under(premises, forecast)
    sound(found)
    before = of(demand_under(to_premises(premises.known, []), forecast).forecast)
    if name in TOTAL:
        assert of(found.forecast) / before == pytest.approx(TOTAL[name], abs=0.02)
    elif name == "golden-week":
        assert of(found.forecast) > 1.1 * before
    else:
        assert whole(found) == pytest.approx(before)


@cache
def elsewhere() -> Network:
    """A network such as Melbourne's: no roads, residents or machines, other kinds of outlet, another country."""
    outlets = pd.DataFrame({"outlet": ["M01", "M02", "M03"], "name": "x", "kind": ["hub", "mall", "counter"]})
    placed = outlets.assign(latitude=[-37.81, -37.815, -37.8], longitude=[144.96, 144.97, 144.98], desks=4)
    starts = pd.date_range("2014-12-01", "2015-02-15 19:00", freq="h", tz="Australia/Melbourne")
    starts = starts[(starts.hour >= 8) & (starts.hour < 20)]
    came = [placed[["outlet"]].iloc[[n]].merge(starts.to_frame(name="start"), how="cross") for n in range(3)]
    weekdays = pd.DataFrame({"weekday": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]})
    service = {"service": "visitor", "name": "x", "kind": "immediate", "handling_minutes": 5.0}
    promise = {"promise": "share_within", "promise_minutes": 10.0, "promise_share": 0.8}
    values = {"name": "M", "timezone": "Australia/Melbourne", "country": "AU", "grain": "60"}
    values["plan_start"] = "2015-02-16"
    people = pd.DataFrame({"employee": [f"E{number}" for number in range(12)], "name": "x", "skills": "visitor"})
    offer = {"partner": "museums", "offer": "hosts", "people": 6, "price": 55.0}
    partner = {"partner": "museums", "name": "x", "latitude": -37.8, "longitude": 144.97}
    return Network.from_tables(
        {
            "settings": pd.DataFrame({"key": list(values), "value": list(values.values())}),
            "outlets": placed,
            "opening_hours": outlets[["outlet"]].merge(
                weekdays.assign(opens="08:00", closes="20:00"), how="cross"
            ),
            "services": pd.DataFrame([{**service, **promise}]),
            "posts": outlets[["outlet"]].assign(post="desk", services="visitor", skills="visitor"),
            "arrivals": pd.concat([rows.assign(service="visitor", count=2 + n) for n, rows in enumerate(came)]),
            "employees": people.assign(outlet=["M01", "M02", "M03"] * 4, contract="full"),
            "contracts": team.CONTRACTS.assign(hourly_rate=38.0),
            "partners": pd.DataFrame([partner]),
            "partner_offers": pd.DataFrame([offer]),
        }
    )


@pytest.mark.parametrize("name", SAYS)
def test_the_same_file_fits_another_network(name: str) -> None:
    """What that network does not have is left out with a note; everything else is carried out."""
    premises = to_premises(elsewhere(), library()[name].changes)
    assert len(premises.left_out) == {"influenza-wave": 1, "system-outage": 2}.get(name, 0)
    assert columns_apart(elsewhere(), premises.network) or facts_apart(premises)


@pytest.mark.parametrize("name", SAYS)
def test_the_same_file_fits_melbourne(name: str) -> None:
    """Real places and counts: the ten scenarios change something there too."""
    network = real()
    premises = to_premises(network, library()[name].changes)
    assert columns_apart(network, premises.network) or facts_apart(premises)


@cache
def real() -> Network:
    """The visitor service points of Melbourne."""
    return melbourne(shared_data("forecast", "pedestrian_melbourne"))
