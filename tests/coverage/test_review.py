"""The review rule: six operating months in a row, closed months skipped, rebuilding asked about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from optimize.coverage.review import review
from tests.data import shared_data

ALBANY, GALEWOOD = "Albany Park", "Galewood-Mont Clare"
GRAND_CROSSING, CANARYVILLE, GAGE_PARK = "Greater Grand Crossing", "Canaryville", "Gage Park"


def _judge(volumes: Sequence[float | None], threshold: float = 100.0, **changes: Sequence[int]) -> pd.Series:
    """The verdict on one outlet; None is a closed month, and the last month given is the one of the review."""
    months = pd.date_range("2023-01-01", periods=len(volumes), freq="MS", unit="us")
    monthly = pd.DataFrame(
        {
            "outlet": "A",
            "month": months,
            "volume": [volume or 0.0 for volume in volumes],
            "open_days": changes.get("open_days", [0 if volume is None else 21 for volume in volumes]),
        }
    )
    outlets = pd.DataFrame({"outlet": ["A"], "least_monthly_volume": [threshold]})
    return review(monthly, outlets, months[-1], 6).iloc[0]


def test_six_months_in_a_row_make_a_review() -> None:
    """Six under the threshold are reviewed, five are not; the threshold itself is not under it."""
    found = _judge([150, 90, 80, 90, 80, 90, 80])
    assert (found["verdict"], found["months"], found["volume"]) == ("review", 6, 85.0)
    assert found["note"] == "coverage.months_in_a_row"
    assert _judge([150, 150, 80, 90, 80, 90, 80])["verdict"] == "fine"
    assert _judge([150, 90, 80, 90, 100, 90, 80])["verdict"] == "fine"


def test_closed_months_are_skipped_and_do_not_break_the_run() -> None:
    """Two closed months within eight: the six operating ones still count as in a row."""
    found = _judge([150, 90, 80, None, None, 90, 80, 90, 80])
    assert (found["verdict"], found["months"]) == ("review", 6)


def test_an_outlet_that_is_closed_is_asked_about() -> None:
    """Half a year of closing and weak months is no review, but somebody should know."""
    found = _judge([150, 150, 80, None, None, None, None, None])
    assert (found["verdict"], found["note"]) == ("ask", "coverage.closed_months")


def test_a_rebuilding_is_asked_about_and_not_flagged() -> None:
    """Months at a tenth of the usual that came back neither count nor break: ask, with the reason."""
    found = _judge([500, 500, 500, 500, 500, 50, 50, 50, 50, 50, 50, 500])
    assert (found["verdict"], found["note"], found["months"]) == ("ask", "coverage.exceptional_months", 0)


def test_what_did_not_come_back_is_flagged() -> None:
    """The same fall without a return is a lasting one."""
    assert _judge([500, 500, 500, 500, 500, 500, 500, 50, 50, 50, 50, 50, 50])["verdict"] == "review"


def test_an_exceptional_month_does_not_save_a_weak_outlet() -> None:
    """One month far under a level that is itself under the threshold still counts."""
    assert _judge([60, 60, 60, 10, 60, 60])["verdict"] == "review"


def test_a_part_month_is_no_evidence() -> None:
    """Ten weak days of a month that at usual opening reaches the threshold: skipped, and asked about."""
    days = [21, 21, 21, 21, 21, 21, 21, 8]
    found = _judge([150, 150, 90, 90, 90, 90, 90, 60], open_days=days)  # 60 * 21 / 8 = 157
    assert (found["verdict"], found["months"]) == ("ask", 5)


def test_a_season_is_noted_but_the_rule_decides() -> None:
    """A scenic point under its threshold each winter: reviewed by the rule, with the note that it is seasonal."""
    year = [300.0] * 6 + [60.0] * 6
    found = _judge(year * 3)
    assert (found["verdict"], found["note"]) == ("review", "coverage.only_in_season")
    assert _judge([60.0] * 36)["note"] == "coverage.months_in_a_row"


def test_outlets_without_threshold_are_never_reviewed() -> None:
    """A blank threshold leaves the outlet out."""
    monthly = pd.DataFrame(
        {"outlet": ["A"], "month": pd.to_datetime(["2024-01-01"]), "volume": [1.0], "open_days": [20]}
    )
    outlets = pd.DataFrame({"outlet": ["A"], "least_monthly_volume": [np.nan]})
    assert review(monthly, outlets, pd.Timestamp("2024-01-01"), 6).empty


def chicago() -> pd.DataFrame:
    """Visitors of 79 libraries by month of 2014; a month without visitors was closed."""
    wide = pd.read_csv(shared_data("location", "chicago_libraries", "Libraries_-_2014_Visitors_by_Location.csv"))
    wide["outlet"] = wide["LOCATION"].str.replace("*", "").str.strip()
    months = [f"2014-{month:02d}-01" for month in range(1, 13)]
    volumes = wide[wide.columns[4:16]].set_axis(months, axis=1).assign(outlet=wide["outlet"])
    long = volumes.melt("outlet", var_name="month", value_name="volume")
    return long.assign(month=pd.to_datetime(long["month"]), open_days=np.where(long["volume"] > 0, 26, 0))


@pytest.mark.parametrize(
    ("as_of", "threshold", "flagged"),
    [
        ("2014-06-01", 3000, {GALEWOOD}),
        ("2014-06-01", 4000, {GALEWOOD, GRAND_CROSSING}),
        ("2014-06-01", 5000, {GALEWOOD, GRAND_CROSSING, CANARYVILLE, GAGE_PARK}),
        ("2014-12-01", 3000, {GALEWOOD}),
        ("2014-12-01", 4000, {GALEWOOD}),
        ("2014-12-01", 5000, {GALEWOOD}),
    ],
)
def test_chicago_libraries(as_of: str, threshold: float, flagged: set[str]) -> None:
    """On real volumes the rule flags exactly the sustained cases; the library being rebuilt is asked about."""
    monthly = chicago()
    outlets = pd.DataFrame({"outlet": monthly["outlet"].unique(), "least_monthly_volume": float(threshold)})
    found = review(monthly, outlets, pd.Timestamp(as_of), 6)
    assert set(found.loc[found["verdict"] == "review", "outlet"]) == flagged
    assert ALBANY in set(found.loc[found["verdict"] == "ask", "outlet"])
    # The plain rule that takes closed months for empty ones would flag it as of June.
    first_half = monthly[(monthly["outlet"] == ALBANY) & (monthly["month"] <= "2014-06-01")]
    assert (first_half["volume"] < threshold).all()
