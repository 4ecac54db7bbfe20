"""The truth behind the sample's arrivals: one table of parameters a kind of outlet.

    log expected customers of outlet o on day d =
        log customers[o] + trend[o] * years since plan_start + weekday + season + holiday stretch
        + first and second day after a stretch + payday + weather * rain[d] + level[o, d] + noise[o, d]

spread over the day by a profile of bell-shaped peaks, over the services by the mix, and drawn from a
negative binomial. On days off within a holiday stretch Sunday's weekday effect holds, on a make-up workday
Monday's. All effects are logs: 0.1 is about +10%.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Peak = tuple[float, float, float]
"""Hour of the day, width in hours, weight."""


@dataclass(frozen=True)
class Truth:
    """How demand moves at one kind of outlet.

    Attributes
    ----------
    weekday
        Monday to Sunday, relative to an ordinary Wednesday.
    season
        January to December, in the middle of each month, linear between.
    holiday
        By family of the holiday stretch; strongest in its middle.
    after
        First working day after a stretch; half of it on the second.
    payday
        From the 10th to the 12th of a month, when pensions and benefits are paid.
    rain
        Per unit of bad weather, which all outlets share.
    peaks
        The day profile; a tenth of the demand is spread evenly.
    mix
        Customers of each service per customer counted in `customers`; deferred ones come on top.
    """

    weekday: tuple[float, float, float, float, float, float, float]
    season: tuple[float, ...]
    holiday: Mapping[str, float]
    after: float
    payday: float
    rain: float
    peaks: tuple[Peak, ...]
    mix: Mapping[str, float]


CALM = {
    "new_year": -0.35,
    "lunar_new_year": -0.9,
    "qingming": -0.4,
    "labour": -0.55,
    "dragon_boat": -0.4,
    "mid_autumn": -0.45,
    "national": -0.65,
}
"""Where people go on working days."""

LIVELY = {
    "new_year": 0.25,
    "lunar_new_year": 0.55,
    "qingming": 0.25,
    "labour": 0.45,
    "dragon_boat": 0.25,
    "mid_autumn": 0.25,
    "national": 0.5,
}
"""Where people go on their way and for shopping."""

CROWDED = {
    "new_year": 0.3,
    "lunar_new_year": 0.75,
    "qingming": 0.45,
    "labour": 0.75,
    "dragon_boat": 0.4,
    "mid_autumn": 0.4,
    "national": 0.85,
}
"""Where people go on holiday."""

FLAT = (0.0,) * 12
OFFICE_SEASON = (0.05, -0.05, 0.08, 0.03, 0.0, 0.0, -0.05, -0.05, 0.06, 0.0, 0.03, 0.08)
TOURIST_SEASON = (-0.35, -0.2, 0.0, 0.2, 0.15, 0.05, 0.2, 0.25, 0.0, 0.15, -0.1, -0.35)

TRUTH: Mapping[str, Truth] = {
    "station": Truth(
        weekday=(0.16, 0.06, 0.0, 0.0, -0.04, -0.25, -0.4),
        season=OFFICE_SEASON,
        holiday=CALM,
        after=0.22,
        payday=0.12,
        rain=-0.12,
        peaks=((10.0, 1.9, 0.5), (15.2, 1.9, 0.4)),
        mix={"general": 0.64, "insurance": 0.36, "enquiry": 0.07},
    ),
    "hub": Truth(
        weekday=(0.05, -0.02, 0.0, 0.02, 0.18, 0.12, 0.14),
        season=(0.08, 0.12, 0.0, 0.02, 0.03, 0.0, 0.12, 0.12, 0.0, 0.04, -0.04, -0.02),
        holiday=LIVELY,
        after=0.05,
        payday=0.0,
        rain=-0.03,
        peaks=((9.0, 1.5, 0.35), (13.0, 2.5, 0.25), (18.0, 1.8, 0.3)),
        mix={"general": 0.3, "visitor": 0.7, "enquiry": 0.03, "complaint": 0.012},
    ),
    "mall": Truth(
        weekday=(-0.06, -0.04, 0.0, 0.02, 0.16, 0.34, 0.3),
        season=(0.15, 0.0, -0.04, 0.0, 0.02, 0.0, 0.05, 0.05, 0.0, 0.05, 0.02, 0.1),
        holiday=LIVELY,
        after=-0.04,
        payday=0.05,
        rain=0.06,
        peaks=((12.5, 1.5, 0.25), (16.0, 2.0, 0.3), (19.5, 1.3, 0.35)),
        mix={"general": 0.45, "visitor": 0.55},
    ),
    "hospital": Truth(
        weekday=(0.22, 0.06, 0.0, -0.02, -0.02, -0.2, -0.35),
        season=(0.1, 0.0, 0.04, 0.02, 0.0, -0.02, 0.0, -0.02, 0.0, 0.0, 0.06, 0.12),
        holiday=CALM,
        after=0.28,
        payday=0.05,
        rain=-0.08,
        peaks=((9.5, 1.8, 0.5), (14.8, 1.8, 0.4)),
        mix={"insurance": 0.7, "general": 0.3},
    ),
    "scenic": Truth(
        weekday=(-0.08, -0.04, 0.0, 0.0, 0.08, 0.34, 0.3),
        season=TOURIST_SEASON,
        holiday=CROWDED,
        after=-0.15,
        payday=0.0,
        rain=-0.3,
        peaks=((10.8, 1.9, 0.5), (14.8, 2.0, 0.4)),
        mix={"visitor": 0.85, "general": 0.15, "enquiry": 0.02, "complaint": 0.008},
    ),
    "call_desk": Truth(
        weekday=(0.14, 0.04, 0.0, 0.0, 0.0, -0.2, -0.26),
        season=FLAT,
        holiday={**CALM, "lunar_new_year": -0.5, "national": -0.2},
        after=0.16,
        payday=0.1,
        rain=0.1,
        peaks=((10.2, 1.6, 0.42), (15.3, 1.9, 0.34), (20.0, 1.8, 0.12)),
        mix={"call": 1.0, "enquiry": 0.12, "complaint": 0.03},
    ),
    "counter": Truth(
        weekday=(0.08, 0.02, 0.0, 0.0, 0.06, 0.05, 0.0),
        season=OFFICE_SEASON,
        holiday={**CALM, "national": -0.3, "labour": -0.2},
        after=0.1,
        payday=0.1,
        rain=-0.1,
        peaks=((10.0, 1.2, 0.3), (15.0, 1.5, 0.3), (20.5, 1.6, 0.3)),
        mix={"general": 0.75, "insurance": 0.25, "visitor": 0.6},
    ),
}

LEVEL_SPREAD, LEVEL_MEMORY = 0.05, 0.97
"""Standing spread of an outlet's slow level, and its correlation from day to day."""
NOISE_SPREAD = 0.06
"""Spread of the noise of a single day at one outlet."""
RAIN_MEMORY = 0.5
"""Correlation of the weather from day to day."""
CLUSTERING = 30.0
"""Shape of the negative binomial: variance = mean + mean^2 / 30."""
