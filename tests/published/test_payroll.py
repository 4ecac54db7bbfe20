"""Each hour is paid once, in the category that the law names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.network.calendar import statutory_days
from scenarios.plan import Plan
from scenarios.roster import balance, payroll, statement
from scenarios.roster.lending import FIGURES
from scenarios.roster.payroll import ASIDE, CATEGORIES, DAY
from tests.published.made import Words, with_roster


def accounted(words: list[Words], regular: float = 40.0, first_day: str = "2026-09-28") -> Plan:
    """A plan whose account by week is recomputed from its segments; every hour over `regular` is overtime."""
    plan = with_roster(words, first_day=first_day)
    assert plan.roster is not None
    segments = plan.roster.segments
    own = segments[(segments["activity"] != "break") | segments["paid"]]
    spent = own.assign(
        week=own["day"] - pd.to_timedelta(own["day"].dt.day_of_week, unit="D"),
        hours=(own["end"] - own["start"]).dt.total_seconds() / 3600,
    )
    kinds = ["work", "travel", "training", "standby", "leave"]
    hours = spent.pivot_table(index=["employee", "week"], columns="activity", values="hours", aggfunc="sum")
    hours = hours.reindex(columns=kinds).fillna(0.0).reset_index()
    worked = hours[["work", "travel", "training"]].sum(axis=1)
    hours = hours.assign(paid_break=0.0, overtime=(worked - regular).clip(lower=0), paid=worked + hours["leave"])
    return replace(
        plan,
        roster=replace(plan.roster, hours=hours),
        settings={**plan.settings, "country": "CN", "subdivision": ""},
    )


def week(hours: list[float]) -> list[Words]:
    """Work from eight o'clock, so many hours a day from Monday on."""
    return [("O00-0", day, 8, 8 + each, "O00", "counter", "work") for day, each in enumerate(hours) if each]


def row(plan: Plan, month: str = "2026-09-01") -> dict[str, float]:
    found = payroll(plan).set_index("month")
    return {str(name): value for name, value in found.loc[pd.Timestamp(month)].items() if value}


def test_the_days_that_the_law_names() -> None:
    """National Day is three days, the rest of its week is moved or weekend; 13 days in 2026."""
    october = statutory_days("CN", "", "2026-10-01", "2026-10-10")
    assert sorted(day.day for day in october) == [1, 2, 3]
    assert len(statutory_days("CN", "", "2026-01-01", "2026-12-31")) == 13


def test_a_day_moved_to_a_workday_is_no_holiday_of_the_law() -> None:
    """Albania's Eid al-Adha is expected on a Sunday in 2027; the Monday is "observed, estimated"."""
    assert [day.day for day in statutory_days("AL", "", "2027-05-15", "2027-05-18")] == [16]


def test_overtime_on_a_workday() -> None:
    """Five days of nine hours: the last five hours of the week are at 150%."""
    assert row(accounted(week([9, 9, 9, 9, 9]), first_day="2026-09-14")) == {
        "employee": "O00-0",
        "regular": 40.0,
        "overtime_150": 5.0,
        "paid": 45.0,
    }


def test_the_sixth_day_is_a_rest_day() -> None:
    """Six days of eight hours: the sixth is at 200%; a sixth day within the regular hours is not."""
    found = row(accounted(week([8] * 6), first_day="2026-09-14"))
    assert (found["regular"], found["rest_day_200"], "overtime_150" in found) == (40.0, 8.0, False)
    found = row(accounted(week([6] * 6), first_day="2026-09-14"))
    assert (found["regular"], "rest_day_200" in found) == (36.0, False)


def test_statutory_holidays() -> None:
    """From Monday 28 September, eight hours a day: Thursday to Saturday are 1 to 3 October and at 300%."""
    plan = accounted(week([8] * 6))
    assert row(plan)["regular"] == 24.0
    assert row(plan, "2026-10-01") == {"employee": "O00-0", "holiday_300": 24.0, "paid": 24.0}


def test_a_holiday_begins_at_midnight() -> None:
    """A night into National Day: two hours on the eve, six on the holiday; all eight are night hours."""
    plan = accounted([("O00-0", 2, 22, 30, "O00", "counter", "work")])
    assert (row(plan)["regular"], row(plan)["night"]) == (2.0, 2.0)
    assert (row(plan, "2026-10-01")["holiday_300"], row(plan, "2026-10-01")["night"]) == (6.0, 6.0)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["O00-0", "O01-3"]),
            st.integers(0, 6),
            st.integers(0, 90),
            st.integers(1, 48),
            st.sampled_from(["O00", "O01"]),
            st.sampled_from(["work", "travel", "training", "standby", "leave", "break"]),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_categories_add_up(given_: list[tuple[str, int, int, int, str, str]]) -> None:
    """To the roster's hours, whatever the roster; overtime is the account's, less what holidays already pay."""
    words = [
        (who, day, a / 4, (a + length) / 4, outlet, "x", what) for who, day, a, length, outlet, what in given_
    ]
    plan = accounted([(*words[0][:6], "work"), *words], regular=10.0)
    assert plan.roster is not None
    hours, found = plan.roster.hours.groupby("employee").sum(numeric_only=True), payroll(plan)
    sums = found.groupby("employee").sum(numeric_only=True)
    hours = hours.reindex(sums.index)
    assert np.allclose(sums[list(CATEGORIES)].sum(axis=1), hours[["work", "travel", "training"]].sum(axis=1))
    assert np.allclose(sums[list(ASIDE)], hours[list(ASIDE)])
    assert np.allclose(sums["paid"], hours["paid"])
    over = sums["overtime_150"] + sums["rest_day_200"]
    assert (over <= hours["overtime"] + 1e-9).all()
    assert (over + sums["holiday_300"] >= hours["overtime"] - 1e-9).all()
    assert (found[[*CATEGORIES, *ASIDE]] >= -1e-9).all(axis=None)
    assert pd.Timedelta(days=1) == DAY


def test_lent_hours_balance() -> None:
    """What one outlet lends the other owes; a partner is owed all of it, standby told apart."""
    plan = with_roster(
        [
            ("O00-0", 0, 8.5, 9, "O01", "counter", "travel"),
            ("O00-0", 0, 9, 13, "O01", "counter", "work"),
            ("rail/hall#1", 0, 9, 12, "O01", "counter", "work"),
            ("rail/hall#1", 1, 9, 12, "O01", "counter", "standby"),
            ("O01-0", 1, 9, 17, "O01", "counter", "work"),
        ]
    )
    assert plan.roster is not None
    segments = plan.roster.segments
    segments["source"] = segments["source"].mask(segments["employee"] == "rail/hall#1", "partner")
    told = statement(plan).set_index(["kind", "party"])
    assert told.loc[("outlet", "O00"), ["hours", "travel", "standby"]].tolist() == [4.5, 0.5, 0.0]
    assert told.loc[("partner", "rail"), ["people", "days", "hours", "standby"]].tolist() == [1, 2, 3.0, 3.0]
    owed = balance(plan).set_index("party")["owed"]
    assert owed.to_dict() == pytest.approx({"O00": 4.5, "O01": -7.5, "rail": 3.0})


@pytest.mark.parametrize("segments", [1, 0])
def test_nobody_lent_is_nothing_owed(segments: int) -> None:
    """One outlet that lends nobody, and a roster without any segment: tables without rows, not an exception."""
    plan = with_roster([("O00-0", 0, 9, 17, "O00", "counter", "work")])
    assert plan.roster is not None
    plan = replace(plan, roster=replace(plan.roster, segments=plan.roster.segments.head(segments)))
    assert statement(plan).empty
    assert list(statement(plan)) == ["kind", "party", "outlet", "month", *FIGURES]
    assert balance(plan).empty
    assert list(balance(plan)) == ["kind", "party", "lent", "borrowed", "owed"]
