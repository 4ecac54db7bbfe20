"""A ready matrix of travel minutes is stronger than anything computed."""

from __future__ import annotations

import pandas as pd

from quarterhour.labels import require_unique

PAIR = ["origin", "destination"]


def overlay(computed: pd.DataFrame, ready: pd.DataFrame, *, limit: float) -> pd.DataFrame:
    """`computed` with the pairs of `ready` in their place (origin, destination, minutes), up to `limit`.

    A ready pair beyond the limit removes the computed one: the matrix knows that it is out of reach.
    """
    require_unique(ready, PAIR, "travel times")
    both = pd.concat([ready[[*PAIR, "minutes"]], computed], ignore_index=True).drop_duplicates(PAIR)
    return both[both["minutes"] <= limit].sort_values(PAIR).reset_index(drop=True)
