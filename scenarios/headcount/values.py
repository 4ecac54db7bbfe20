"""What headcount planning gives."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from forecast.months.values import MonthlyForecast

BANDS = ("low", "likely", "high")


@dataclass(frozen=True)
class Headcount:
    """People needed and people there, by month; full-time people (FTE) of `full_time` hours a week.

    Attributes
    ----------
    forecast
        Customers by month with their ranges.
    outlets
        month, outlet, region, skill (skills of the posts, joined by ";"; "" where they ask for none),
        hours_low, hours_likely, hours_high (people at the post over the month), low, likely, high (FTE needed),
        contracted (FTE on contract), serving (FTE that serve alone), gap_low, gap_likely, gap_high (needed less
        serving; positive: missing). Ranges are each outlet's own.
    regions, total
        The same by region and skill, and by skill alone ("*" is all skills): likely adds up; low and high
        follow the range of the network's customers, as the outlets' extremes do not come together.
    hires
        region, skill, month (in which they must serve alone), people (whole, beyond those of earlier months),
        first_day (latest first day), start_by (latest day on which hiring begins), late (that day is already
        past), money_month (their pay at the full-time rate).
    costs
        month, contracted (pay of people on contract by their contracts' rates), hires (pay of the hires that
        serve or train by then), needed_low, needed_likely, needed_high (pay of the people needed, at the mean
        full-time rate).
    steps
        key, value, unit, source: every factor between customers and people, and where it comes from.
    """

    forecast: MonthlyForecast
    outlets: pd.DataFrame
    regions: pd.DataFrame
    total: pd.DataFrame
    hires: pd.DataFrame
    costs: pd.DataFrame
    steps: pd.DataFrame
    first_day: pd.Timestamp
    full_time: float

    @property
    def notes(self) -> pd.DataFrame:
        """What to know about the forecast."""
        return self.forecast.notes
