"""The peers' methods, the cheap ones first, and what must be installed for each. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One way to forecast: the module that holds it, and the distributions that it needs.

    Attributes
    ----------
    argument
        What the module is told: a season, a number of weeks.
    """

    module: str
    needs: tuple[str, ...] = ()
    argument: int | str = 0


STATSFORECAST = ("statsforecast",)

METHODS: dict[str, Method] = {
    "seasonal_naive": Method("seasonal_naive", argument="shortest"),
    "seasonal_naive_week": Method("seasonal_naive", argument="longest"),
    "moving_average_4": Method("moving_average", argument=4),
    "moving_average_8": Method("moving_average", argument=8),
    "flair": Method("flair", ("flaircast",)),
    "lightgbm": Method("gradient_boosting", ("lightgbm",)),
    "prophet": Method("prophet_holidays", ("prophet",)),
    "theta": Method("auto_theta", STATSFORECAST),
    "dot": Method("dynamic_theta", STATSFORECAST),
    "mstl": Method("mstl", STATSFORECAST),
    "auto_ets": Method("auto_ets", STATSFORECAST),
    "auto_arima": Method("auto_arima", STATSFORECAST),
}

NAIVE = tuple(name for name, method in METHODS.items() if not method.needs)
"""Methods that any interpreter with NumPy and pandas runs; the yardstick is among them."""

YARDSTICKS = ("seasonal_naive", "seasonal_naive_week")
"""The better of these is what all others are measured by."""
