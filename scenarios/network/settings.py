"""The network's settings with their types: promises, policy, prices, planning.

Names, defaults and limits are those of the schema table; a test holds the two together.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Settings:
    """One attribute a key of the `settings` table; meanings and units stand in `schema.csv`.

    Attributes
    ----------
    day_cut
        As text "HH:MM"; `Network.grid.day_cut` has the minutes.
    plan_start
        None where it follows from the history: `Network.first_day` is what planning uses.
    budget
        None for no limit.
    """

    name: str
    timezone: str
    country: str
    grain: int = 30
    day_cut: str = "00:00"
    currency: str = "CNY"
    subdivision: str = ""
    language: str = "en"
    plan_start: pd.Timestamp | None = None
    plan_weeks: int = 4
    seed: int = 2026
    staffing_quantile: float = 0.8
    unplanned_absence: float = 0.03
    unplanned_lateness: float = 0.0
    circle_minutes: float = 15.0
    residents_per_station: int = 5000
    review_months: int = 6
    surge_minutes: float = 120.0
    alert_minutes: float = 15.0
    preparation_minutes: float = 15.0
    handover_minutes: float = 5.0
    reserve_ratio: float = 2.0
    reserve_kinds: tuple[str, ...] = ("scenic",)
    peak_lift: float = 0.3
    labour_law: str = "none"
    rules_off: tuple[str, ...] = ()
    rule_levels: tuple[str, ...] = ()
    training_hours: float = 60.0
    planned_absence: float = 0.1
    shift_efficiency: float = 0.85
    attrition: float = 0.12
    hiring_days: int = 30
    induction_days: int = 7
    training_share: float = 0.5
    digital_share: float = 0.2
    lost_share: float = 0.05
    decay_minutes: float = 10.0
    transfer_reach_minutes: float = 60.0
    coverage_floor: float = 0.9
    district_floor: float | None = None
    vulnerable_floor: float | None = None
    customer_value: float | None = None
    walk_speed: float = 4.8
    drive_speed: float = 30.0
    detour_factor: float = 1.3
    price_shortage: float = 300.0
    price_idle: float = 5.0
    price_travel: float = 40.0
    price_resident_unserved: float = 20.0
    price_lost_customer: float = 30.0
    cost_close: float = 80000.0
    cost_move: float = 150000.0
    cost_convert: float = 60000.0
    converted_monthly_cost: float = 6000.0
    converted_share: float = 0.6
    budget: float | None = None
