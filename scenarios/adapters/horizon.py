"""Where the history of an adapted network ends and its plan begins, and the settings that say so."""

from __future__ import annotations

import pandas as pd


def plan_start(end: pd.Timestamp) -> pd.Timestamp:
    """The Monday on or after the first day that the history does not have."""
    return end + pd.Timedelta(days=-end.weekday() % 7)


def settings(
    name: str, timezone: str, grain: int, country: str, first: pd.Timestamp, seed: int, **others: object
) -> pd.DataFrame:
    """The table `settings` for a plan of four weeks from `first`."""
    values = {
        "name": name,
        "timezone": timezone,
        "grain": grain,
        "country": country,
        "language": "en",
        "plan_start": first.date().isoformat(),
        "plan_weeks": 4,
        "seed": seed,
        **others,
    }
    return pd.DataFrame({"key": list(values), "value": [str(value) for value in values.values()]})
