"""The rest of a day from a network's files: what is known at a moment, and nothing later."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.plan.foreseen import foresee
from scenarios.plan.today import counted_by
from tests.plan.fixtures import tiny

DAY = pd.Timestamp("2026-09-10")
NOW = tiny().grid.day_start(DAY) + pd.Timedelta(hours=13, minutes=10)


def test_only_ended_intervals_of_the_day_are_known() -> None:
    """At ten past one, the interval from noon is the last one; every row is the history's."""
    counted = counted_by(tiny(), NOW)
    assert counted["start"].max() == tiny().grid.day_start(DAY) + pd.Timedelta(hours=12)
    assert counted["start"].min() >= tiny().grid.day_start(DAY)
    rows = tiny().table("arrivals").merge(counted, on=["outlet", "service", "start"])
    assert len(rows) == len(counted)
    assert rows["count_x"].equals(rows["count_y"])


def test_what_the_files_do_not_hold_yet_is_not_nobody() -> None:
    """An outlet whose rows end at ten is known until then; the others until now."""
    arrivals = tiny().table("arrivals")
    ten = tiny().grid.day_start(DAY) + pd.Timedelta(hours=10)
    behind = arrivals[(arrivals["start"] <= ten) | (arrivals["outlet"] != "CD01")]
    counted = counted_by(tiny().with_tables(arrivals=behind), NOW)
    last = counted.groupby("outlet")["start"].max()
    assert last["CD01"] == ten
    assert last["SC01"] == ten + pd.Timedelta(hours=2)


def test_nothing_later_than_now_is_seen() -> None:
    """With all counts from now on tenfold, the forecast and the rest of the day are the same."""
    arrivals = tiny().table("arrivals")
    later = (arrivals["start"] >= NOW.floor("h")).to_numpy()
    raised = tiny().with_tables(arrivals=arrivals.assign(count=arrivals["count"] * np.where(later, 10.0, 1.0)))
    first, second = (foresee(network, 2, 20, now=NOW) for network in (tiny(), raised))
    assert first.problem.first_day == DAY
    assert first.today is not None
    assert second.today is not None
    pd.testing.assert_frame_equal(first.forecast.days, second.forecast.days)
    pd.testing.assert_frame_equal(first.today.days, second.today.days)


def test_a_busy_morning_raises_the_rest() -> None:
    """With twice the morning's customers, every series that came twice as often is expected more often later."""
    arrivals = tiny().table("arrivals")
    day = tiny().grid.business_day(pd.DatetimeIndex(arrivals["start"])) == DAY
    busy = tiny().with_tables(arrivals=arrivals.assign(count=arrivals["count"] * np.where(day, 2.0, 1.0)))
    usual, raised = (foresee(network, 1, 20, now=NOW).today for network in (tiny(), busy))
    assert usual is not None
    assert raised is not None
    more = usual.days["counted"] > 0
    assert (raised.days.loc[more, "rest"] > usual.days.loc[more, "rest"]).all()
    assert foresee(tiny(), 1, 5).today is None
