"""What monthly forecasting takes and gives."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

LEVELS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
COLUMNS = [f"q{round(level * 100):02d}" for level in LEVELS]
MOST_MONTHS = 24


@dataclass(frozen=True)
class MonthlyProblem:
    """Daily history, calendar and opening days; labels are outlet, service, day.

    Attributes
    ----------
    daily
        outlet, service, day (naive), count (customers; NaN where not known). One row for every day on which the
        outlet was open, and none for the others: closed is not zero. Days on or after `first_day` are left out.
    opening
        outlet, day: the open days of the months ahead. A month without any is exactly 0.
    days
        day, holiday, kind, announced as in `ForecastProblem`, from 30 days before the history to 30 days after the
        last month.
    events
        outlet, day, kind: the organisation's own events.
    outlets
        outlet, kind, region.
    first_day
        First day that is not known; the months ahead begin with the first whole month on or after it.
    months
        How many months are forecast, at most 24.
    weekend
        Weekdays (0 = Monday) that are days off.
    """

    daily: pd.DataFrame
    opening: pd.DataFrame
    days: pd.DataFrame
    events: pd.DataFrame
    outlets: pd.DataFrame
    first_day: pd.Timestamp
    months: int = 12
    weekend: tuple[int, ...] = (5, 6)
    seed: int = 0

    @property
    def first_month(self) -> pd.Timestamp:
        """First day of the first month ahead."""
        day = self.first_day.normalize()
        return day if day.day == 1 else day + pd.offsets.MonthBegin()

    @property
    def ahead(self) -> pd.DatetimeIndex:
        """First days of the months ahead."""
        return pd.date_range(self.first_month, periods=self.months, freq="MS", unit="us")


@dataclass(frozen=True)
class MonthlyForecast:
    """Customers by month, with ranges; lower levels add up to higher ones.

    Attributes
    ----------
    months
        outlet, service, month (first day), likely (customers, the median), q05 .. q95 (ranges by `LEVELS`),
        open_days, same_days (customers if the month had as many and the same kinds of days as a usual one).
    regions, total
        region, service, month / service, month: likely is the sum of the outlets', ranges come from joint draws,
        since ranges do not add. `service` "" is all services together.
    season
        outlet, service, month_of_year (1 to 12), factor: month over a usual one once the calendar is taken out.
    evidence
        lead (months ahead), ours, naive (mean absolute log error of the rolling origins inside the history of this
        method and of the same month a year before), origins.
    weights
        candidate, lead_from, weight: how the candidates are mixed.
    notes
        outlet, service, code, detail: short (under a year), no history, zero, unannounced years.
    """

    months: pd.DataFrame
    regions: pd.DataFrame
    total: pd.DataFrame
    season: pd.DataFrame
    evidence: pd.DataFrame
    weights: pd.DataFrame
    notes: pd.DataFrame
    seed: int
