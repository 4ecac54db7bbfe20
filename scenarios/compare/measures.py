"""What each replication of a rehearsal tells, for the network and by outlet."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from scenarios.rehearsal.values import Rehearsal

MEASURES: Mapping[str, str] = {
    "wait_minutes": "minutes",
    "served_share": "share",
    "within_share": "share",
    "customers_within": "customers",
    "customers_lost": "customers",
    "customers_left_over": "customers",
    "overtime_minutes": "minutes",
}
"""Indicators with their units. Counts and minutes are those of the whole horizon."""

_BOOKS = {
    "within": "customers_within",
    "lost": "customers_lost",
    "left_over": "customers_left_over",
    "overtime_minutes": "overtime_minutes",
}


class OlderRehearsalError(ValueError):
    """A rehearsal of another version does not say who was served within the promise, or how many wait at once."""


def measures(rehearsal: Rehearsal) -> pd.DataFrame:
    """scope ("" for the network, or an outlet), replication, and a column for each of `MEASURES`.

    Means and shares are NaN in replications in which nobody came. The network's wait weighs outlets by their
    immediate customers, as the indicator of that name does: it is the mean of all of them.

    Raises
    ------
    OlderRehearsalError
        When another version made the rehearsal.
    """
    runs = rehearsal.replications
    if not {"within", "immediate"} <= set(runs):
        raise OlderRehearsalError
    waited = runs.assign(waited=(runs["wait_minutes"] * runs["immediate"]).fillna(0.0))
    whole = waited.groupby("replication", as_index=False).sum(numeric_only=True)
    whole["wait_minutes"] = whole["waited"] / whole["immediate"].where(whole["immediate"] > 0)
    both = pd.concat([whole.assign(outlet=""), waited], ignore_index=True)
    came = both["arrivals"].where(both["arrivals"] > 0)
    shares = {"served_share": both["served"] / came, "within_share": both["within"] / came}
    told = both.rename(columns={"outlet": "scope", **_BOOKS}).assign(**shares)
    return told[["scope", "replication", *MEASURES]].astype(dict.fromkeys(MEASURES, float))
