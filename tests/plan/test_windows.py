"""Windows on call where the organisation names none."""

from __future__ import annotations

import pandas as pd
import pytest

from quarterhour.grid import TimeGrid
from scenarios.plan.standby import usual_windows


def opened(grid: TimeGrid, days: list[str]) -> pd.DataFrame:
    """One outlet, open from 8 to 20 by the wall clock."""
    starts = [
        pd.Timestamp(f"{day} {hour:02d}:00").tz_localize(grid.timezone) for day in days for hour in range(8, 20)
    ]
    return pd.DataFrame({"outlet": "a", "start": starts})


@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
@pytest.mark.parametrize("day_cut", [0, 240])
def test_windows_follow_the_wall_clock(sunday: str, day_cut: int) -> None:
    """A Sunday on which the clock changes moves no window: six hours from 8, and six up to 20."""
    grid = TimeGrid("Europe/Berlin", 60, day_cut)
    saturday = (pd.Timestamp(sunday) - pd.Timedelta(days=1)).date().isoformat()
    windows = usual_windows(opened(grid, [saturday, sunday]), grid)
    assert windows["contract"].tolist() == ["08:00-14:00", "14:00-20:00"]
    assert windows["start"].tolist() == [480 - day_cut, 840 - day_cut]
    assert (windows["minutes"] == 360).all()


def test_a_window_after_midnight_belongs_to_its_business_day() -> None:
    """Open from 20 to 2: one window over both sides of midnight, counted from the day cut."""
    grid = TimeGrid("Asia/Shanghai", 15, 240)
    starts = pd.date_range("2026-09-14 20:00", "2026-09-15 01:45", freq="15min", tz=grid.timezone)
    windows = usual_windows(pd.DataFrame({"outlet": "a", "start": starts}), grid)
    assert windows[["contract", "start", "minutes"]].to_numpy().tolist() == [["20:00-02:00", 960, 360]]
