"""People by month: each step by hand, then the tiny network whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from api.cli.main import main
from api.export.headcount import write_headcount
from api.report.headcount import render_headcount
from scenarios.headcount import Headcount, headcount
from scenarios.headcount.allot import fill
from scenarios.headcount.headcount import ALL, productive_hours
from scenarios.headcount.hires import hires
from scenarios.headcount.supply import lead_days, serves_from, supply
from scenarios.headcount.weeks import with_new
from scenarios.network import write_network
from scenarios.plan.full_time import own_people
from scenarios.plan.ordinary_week import allowance, week_shape
from tests.plan.fixtures import tiny
from tests.shelf import made_once

MONTHS = 4


@made_once
def made() -> Headcount:
    """The tiny network, four months ahead."""
    return headcount(tiny(), MONTHS)


def test_a_full_time_person_gives_so_many_hours() -> None:
    """40 h x 4.348 weeks x 0.85 x 0.9 x 0.97."""
    assert productive_hours(tiny(), 40.0) == pytest.approx(40 * 365.25 / 84 * 0.85 * 0.9 * 0.97)


def test_the_lead_is_induction_and_training_at_the_contracts_pace() -> None:
    """Half of 40 hours a week: 60 hours take three weeks after a week of induction; half of 20 take six."""
    assert lead_days(tiny().settings, 40.0, 60.0) == 28.0
    assert lead_days(tiny().settings, 20.0, 60.0) == 49.0
    assert lead_days(tiny().settings, 40.0, 0.0) == 7.0


def test_known_hires_serve_after_their_training() -> None:
    """Untrained, first day 3 November: on contract for 28 of its 30 days, alone from 1 December on."""
    network = tiny()
    employees = network.table("employees")
    chosen = employees["employee"] == employees.loc[employees["contract"].eq("full"), "employee"].iloc[0]
    changed = employees.assign(
        training_hours=employees["training_hours"].mask(chosen, 0.0),
        first_day=employees["first_day"].mask(chosen, pd.Timestamp("2026-11-03")),
    )
    network = network.with_tables(employees=changed)
    people = own_people(network)
    ready = serves_from(network, people)[(people["employee"] == changed.loc[chosen, "employee"].iloc[0])]
    assert ready.iloc[0] == pd.Timestamp("2026-12-01")
    months = pd.DatetimeIndex(["2026-10-01", "2026-11-01", "2026-12-01"])
    need = made().outlets.groupby(["outlet", "skill"], as_index=False)[["likely"]].mean()
    before, after = (
        supply(each, months, need, 40.0).groupby("month").sum(numeric_only=True) for each in (tiny(), network)
    )
    settings = network.settings
    years = (pd.Timestamp("2026-11-15 12:00") - network.first_day).days / 365.25
    stays = (1 - settings.attrition) ** years
    fewer = before["serving"] - after["serving"]
    assert fewer.iloc[1] == pytest.approx(stays, abs=1e-6)  # trained from December on: not one day of November
    assert fewer.iloc[2] == pytest.approx(0.0, abs=1e-6)
    on_contract = before["contracted"] - after["contracted"]
    assert on_contract.iloc[1] == pytest.approx(stays * 2 / 30, abs=1e-6)  # the first two days of November


def test_a_known_end_of_contract_is_no_attrition() -> None:
    """Everybody's last day known and far: nobody leaves; unknown: the rate of a year is met after a year."""
    network = tiny()
    need = made().outlets.groupby(["outlet", "skill"], as_index=False)[["likely"]].mean()
    stay = network.with_tables(employees=network.table("employees").assign(last_day=pd.Timestamp("2030-12-31")))
    month = pd.DatetimeIndex([network.first_day + pd.Timedelta(days=366)]).to_period("M").to_timestamp()
    kept, left = (float(supply(each, month, need, 40.0)["contracted"].sum()) for each in (stay, network))
    assert left / kept == pytest.approx(1 - network.settings.attrition, abs=0.01)


def test_hires_are_whole_people_in_time() -> None:
    """Gaps of 0.4, 1.6 and 2.7: nobody, two, one more; 28 days of training, 30 of recruiting."""
    month = pd.DatetimeIndex(["2026-12-01", "2027-01-01", "2027-02-01"])
    gaps = pd.DataFrame({"month": month, "region": "R", "skill": "s", "gap_likely": [0.4, 1.6, 2.7]})
    found = hires(tiny(), gaps, 40.0)
    assert found["people"].tolist() == [2, 1]
    assert found["first_day"].tolist() == [day - pd.Timedelta(days=28) for day in month[1:]]
    assert found["start_by"].tolist() == [day - pd.Timedelta(days=58) for day in month[1:]]
    assert not found["late"].any()


def test_people_of_several_skills_count_where_they_are_missed() -> None:
    """3 who can do a alone, 4 who can do a or b, 4 needed of each: 3 + 0.5 and 3.5."""
    taken = fill(np.array([4.0, 4.0]), np.array([3.0, 4.0]), np.array([[True, False], [True, True]]))
    np.testing.assert_allclose(taken, [[3.0, 0.0], [0.5, 3.5]])


def test_the_shape_of_a_week_is_whole() -> None:
    """Shares of a week add up to one a series."""
    shape = week_shape(tiny())
    np.testing.assert_allclose(shape.groupby(["outlet", "service"])["share"].sum(), 1.0)


def test_a_new_outlet_has_the_week_of_its_kind() -> None:
    """Kin have 0.25 and 0.75 of a week; open in one of the two intervals alone, the new one has all there."""
    shape = pd.DataFrame(
        {"outlet": "A", "service": "s", "weekday": [0, 1], "slot": [18, 18], "share": [0.25, 0.75]}
    )
    series = pd.DataFrame({"outlet": ["A", "N"], "service": "s", "kind": "station"})
    opened = pd.DataFrame({"outlet": ["N"], "weekday": [1], "slot": [18]})
    found = with_new(shape, series, opened)
    assert found.loc[found["outlet"] == "N", ["weekday", "share"]].to_numpy().tolist() == [[1.0, 1.0]]


def test_an_outlet_whose_kind_has_no_history_is_named() -> None:
    """It can not be forecast, and the notes say so."""
    network = tiny()
    arrivals = network.table("arrivals")
    found = headcount(network.with_tables(arrivals=arrivals[arrivals["outlet"] != "ST01"]), 1)
    assert found.notes.loc[found.notes["outlet"] == "ST01", "code"].tolist() == ["forecast.no_kin"]


def test_the_allowance_for_busier_days() -> None:
    """Five days of one weekday with 8 to 12 customers: the 80 % quantile is 11.2 of a mean of 10."""
    day = pd.date_range("2026-01-05", periods=5, freq="7D")
    daily = pd.DataFrame({"outlet": "A", "service": "s", "day": day, "count": [8.0, 9.0, 10.0, 11.0, 12.0]})
    assert allowance(daily, 0.8)["factor"].iloc[0] == pytest.approx(1.12)


def test_levels_agree_and_ranges_hold_the_middle() -> None:
    """Outlets add up to regions and skills in the likely case; low <= likely <= high everywhere."""
    whole = made().total[made().total["skill"] == ALL].set_index("month")["likely"]
    for frame in (made().outlets, made().regions, made().total[made().total["skill"] != ALL]):
        np.testing.assert_allclose(frame.groupby("month")["likely"].sum(), whole)
        assert (frame["low"] <= frame["likely"] + 1e-9).all()
        assert (frame["likely"] <= frame["high"] + 1e-9).all()
    assert len(whole) == MONTHS
    assert (whole > 0).all()


def test_twice_the_customers_need_less_than_twice_the_people() -> None:
    """Pooling: people come from the requirement, not from a ratio; and desks are not the limit here."""
    network = tiny()
    outlets = network.table("outlets")
    wide = network.with_tables(outlets=outlets.assign(desks=outlets["desks"] * 4))
    arrivals = wide.table("arrivals")
    twice = wide.with_tables(arrivals=arrivals.assign(count=arrivals["count"] * 2))
    one, two = (headcount(each, 1).total.loc[0, "likely"] for each in (wide, twice))
    assert 1.2 * one < two < 1.98 * one


def test_files_carry_no_formula_and_the_page_stands_alone(tmp_path: Path) -> None:
    """A region called like a formula is text in CSV and XLSX; the page asks nothing of the network."""
    poisoned = replace(made(), regions=made().regions.assign(region="=1+1"))
    page = write_headcount(poisoned, tiny(), tmp_path, "zh_Hans")
    assert "'=1+1" in (tmp_path / "headcount_regions.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(tmp_path / "headcount.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    text = page.read_text(encoding="utf-8")
    assert "http" not in text.replace("http-equiv", "")
    assert "所需人员" in text
    assert "People needed" in render_headcount(made(), tiny(), "en")


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """It prints tables, writes files and leaves with 0."""
    write_network(tiny(), tmp_path / "network")
    arguments = [
        "headcount",
        str(tmp_path / "network"),
        "--months",
        "2",
        "--out",
        str(tmp_path / "out"),
        "--lang",
        "en",
    ]
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    assert left.value.code in (0, None), out + err
    assert "People needed" in out
    assert (tmp_path / "out" / "headcount.html").exists()
    assert len(pd.read_parquet(tmp_path / "out" / "headcount_costs.parquet")) == 2
