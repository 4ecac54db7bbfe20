"""Whether planners' adjustments helped: scored against what came, from what was known when they were made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from forecast import forecast
from scenarios.network import Network
from scenarios.plan.hindsight import Hindsight, look_back
from scenarios.plan.history import daily_counts, forecast_problem
from tests.plan.fixtures import tiny

OUTLET, SERVICE = "SC01", "visitor"
MADE, FIRST, LAST = (pd.Timestamp(day) for day in ("2026-07-31", "2026-08-03", "2026-08-07"))


def adjustment(name: str, uplift: float, **other: object) -> dict[str, object]:
    """One row of the table."""
    row = {"outlet": OUTLET, "service": SERVICE, "first_day": FIRST, "last_day": LAST, "author": "Li"}
    return {**row, "adjustment": name, "uplift": uplift, "reason": "fair", "made_on": MADE, **other}


def network(*rows: dict[str, object]) -> Network:
    """The tiny network with half as many visitors again in the week of the fair, and these adjustments alone."""
    arrivals = tiny().table("arrivals")
    day = tiny().grid.business_day(pd.DatetimeIndex(arrivals["start"]))
    fair = (arrivals["outlet"] == OUTLET) & (arrivals["service"] == SERVICE) & (day >= FIRST) & (day <= LAST)
    raised = arrivals.assign(count=np.where(fair, 1.5 * arrivals["count"], arrivals["count"]).round())
    return tiny().with_tables(arrivals=raised, adjustments=pd.DataFrame(rows))


@pytest.fixture(scope="module")
def seen() -> Hindsight:
    """Adjustments of three authors, all kinds of state."""
    start = tiny().first_day
    return look_back(
        network(
            adjustment("right", 0.5),
            adjustment("wrong way", -0.3, author="Wu"),
            adjustment("too much", 3.0, author="Wu"),
            adjustment("ahead", 0.2, first_day=start, last_day=start, author="He"),
            adjustment("late", 0.5, made_on=LAST),
            adjustment("unknown", 0.2, service="call"),
            adjustment("half", 0.5, made_on=FIRST + pd.Timedelta(days=2)),
        )
    )


def test_the_right_one_helped_and_the_others_did_not(seen: Hindsight) -> None:
    """Of a week with half as many visitors again, +50 % helps; -30 % and +300 % do not."""
    helped = seen.adjustments.set_index("adjustment")["helped"]
    assert helped[["right", "half"]].all()
    assert not helped[["wrong way", "too much", "ahead", "late", "unknown"]].any()
    right = seen.adjustments.set_index("adjustment").loc["right"]
    assert right["error_after"] < 0.6 * right["error_before"]


def test_states_say_why_something_is_not_scored(seen: Hindsight) -> None:
    """Days to come, days past when it was made, and services never counted there have no error."""
    told = seen.adjustments.set_index("adjustment")
    expected = {"ahead": "ahead", "late": "late", "unknown": "unknown", "right": "scored", "half": "scored"}
    assert told["state"][list(expected)].to_dict() == expected
    assert told.loc[["ahead", "late", "unknown"], ["actual", "error_before", "error_after"]].isna().all(axis=None)
    # Made on the third of five days: what came until then can not have been foreseen.
    assert told["days"].to_dict() | {"right": 5, "half": 2, "ahead": 0} == told["days"].to_dict()


def test_errors_are_those_of_the_forecast_of_that_day(seen: Hindsight) -> None:
    """Recomputed with the public forecast: of the history before the day of making, nothing later."""
    before = network(adjustment("right", 0.5))
    said = forecast(forecast_problem(before, (LAST - MADE).days + 1, 1, MADE)).days
    came = daily_counts(before).merge(said, on=["outlet", "service", "day"])
    came = came[(came["outlet"] == OUTLET) & (came["service"] == SERVICE) & came["day"].between(FIRST, LAST)]
    row = seen.adjustments.set_index("adjustment").loc["right"]
    assert row["model"] == pytest.approx(came["mean"].sum())
    assert row["actual"] == came["count"].sum()
    assert row["error_before"] == pytest.approx((came["count"] - came["mean"]).abs().sum())
    assert row["error_after"] == pytest.approx((came["count"] - 1.5 * came["mean"]).abs().sum())


def test_nothing_later_than_the_day_of_making_is_seen(seen: Hindsight) -> None:
    """With everything after that day counted tenfold, the model would have said the same."""
    base = network(adjustment("right", 0.5))
    arrivals = base.table("arrivals")
    later = (arrivals["start"] >= base.grid.day_start(MADE)).to_numpy()
    changed = base.with_tables(arrivals=arrivals.assign(count=arrivals["count"] * np.where(later, 10.0, 1.0)))
    (row,) = look_back(changed).adjustments.itertuples(index=False)
    assert row.model == seen.adjustments.set_index("adjustment").loc["right", "model"]
    assert row.actual == 10 * seen.adjustments.set_index("adjustment").loc["right", "actual"]


def test_authors_are_summed(seen: Hindsight) -> None:
    """Only scored adjustments count; sums are those of the rows."""
    authors = seen.authors.set_index("author")
    assert authors["adjustments"].to_dict() == {"Li": 2, "Wu": 2}
    assert authors["helped"].to_dict() == {"Li": 2, "Wu": 0}
    wu = seen.adjustments[seen.adjustments["author"] == "Wu"]
    assert authors.loc["Wu", "error_after"] == pytest.approx(wu["error_after"].sum())
    assert authors.loc["Wu", "change"] == pytest.approx(wu["error_after"].sum() / wu["error_before"].sum() - 1)


def test_before_any_history_nothing_is_known() -> None:
    """An adjustment made before the first count has nothing to be compared with."""
    begun = daily_counts(tiny())["day"].min()
    seen = look_back(network(adjustment("old", 0.1, made_on=begun - pd.Timedelta(days=40))))
    assert seen.adjustments["state"].tolist() == ["unknown"]
    assert seen.authors.empty
