"""The staff-planning problem of a network."""

from __future__ import annotations

import pandas as pd

from scenarios.network import Network
from scenarios.plan.staffing import staff_problem
from scenarios.premises import Premises
from scenarios.premises.people import absence_days, people
from tests.plan.fixtures import DAYS, tiny, tiny_forecast
from tests.plan.planned import planned


def two_pools_lend() -> Network:
    """The call desk's two pools have no common people any more, and both have some who can serve at ST01."""
    staff = tiny().table("employees").copy()
    theirs = staff["outlet"] == "CD01"
    skills = {"calls": "calls;counter", "calls;casework": "casework;counter"}
    staff.loc[theirs, "skills"] = staff.loc[theirs, "skills"].map(skills)
    return tiny().with_tables(employees=staff)


def test_every_link_has_a_name_of_its_own() -> None:
    """Two pools of one outlet that can both lend to a post on a day are two links."""
    network = two_pools_lend()
    requirement = planned().requirement
    assert requirement is not None
    crew = people(network, network.first_day, DAYS)
    links = staff_problem(Premises.of(network), crew, requirement, tiny_forecast(), network.grid).links
    counter = links[(links["lender"] == "CD01") & (links["outlet"] == "ST01") & (links["post"] == "counter")]
    assert set(counter["lender_pool"]) == {"calls", "office"}
    assert not links.duplicated(["link", "day"]).any()


def test_a_partner_states_what_its_standby_costs() -> None:
    """The offer's own factor is the link's; 0.3 where the organisation names none."""
    offers = tiny().table("partner_offers").copy()
    assert set(offers["standby_factor"]) == {0.3}
    offers["standby_factor"] = 0.45
    network = tiny().with_tables(partner_offers=offers)
    requirement = planned().requirement
    assert requirement is not None
    crew = people(network, network.first_day, DAYS)
    links = staff_problem(Premises.of(network), crew, requirement, tiny_forecast(), network.grid).links
    assert set(links.loc[links["kind"] == "partner", "standby_factor"]) == {0.45}


def test_who_has_left_is_on_no_leave_and_counted_nowhere() -> None:
    """A leave beyond the last day of employment is none; a pool has the people of its best day."""
    first = tiny().first_day
    employees, absences = tiny().table("employees").copy(), tiny().table("absences").head(1).copy()
    (who,) = absences["employee"]
    absences["first_day"], absences["last_day"], absences["kind"] = first, first + pd.Timedelta(days=3), "leave"
    left = employees["employee"] == who
    home = employees.loc[left, "outlet"].iloc[0]
    employees.loc[left, "last_day"] = first + pd.Timedelta(days=1)
    network = tiny().with_tables(employees=employees, absences=absences)
    assert list(absence_days(network, first, DAYS)["day"]) == [first, first + pd.Timedelta(days=1)]
    before, after = (_people_of(each, home) for each in (tiny().with_tables(absences=absences), network))
    assert after["all"] == before["all"] - 1
    assert after["best"] == after["all"]


def _people_of(network: Network, outlet: str) -> dict[str, int]:
    """People of the outlet on the last day, and on the best day of its last week as the staff plan has them."""
    requirement = planned().requirement
    assert requirement is not None
    crew = people(network, network.first_day, DAYS)
    weekly = staff_problem(Premises.of(network), crew, requirement, tiny_forecast(), network.grid).weekly
    there = crew.days[crew.days["available"] & (crew.days["day"] == crew.days["day"].max())]
    trained = crew.employees[(crew.employees["outlet"] == outlet) & crew.employees["trained"]]
    last = weekly[(weekly["outlet"] == outlet) & (weekly["week"] == weekly["week"].max())]
    return {"all": int(there["employee"].isin(trained["employee"]).sum()), "best": int(last["people"].sum())}
