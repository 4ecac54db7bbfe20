"""A joint choice as changes that planning can run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from optimize.coverage.reach import Reach


def as_changes(chosen: pd.DataFrame, sites: pd.DataFrame, reach: Reach) -> Iterator[dict[str, Any]]:
    """One change for each outlet that does not stay as it is.

    A merger is the closing of an outlet: its customers go by travel decay to whoever is near, as in the sheet. A
    move keeps the share of its customers that the sheet says: that of its residents whom the site's circle holds.
    """
    places = sites.set_index("point")
    for outlet, option, target in zip(chosen["outlet"], chosen["option"], chosen["target"], strict=True):
        if option == "merge":
            yield {"change": "close_outlet", "outlet": outlet}
        elif option == "convert":
            yield {"change": "convert_outlet", "outlet": outlet}
        elif option == "move":
            yield {
                "change": "move_outlet",
                "outlet": outlet,
                "latitude": float(places.loc[target, "latitude"]),
                "longitude": float(places.loc[target, "longitude"]),
                "stays": _kept(reach, outlet, target),
            }


def _kept(reach: Reach, outlet: str, site: str) -> float:
    """Share of the residents in the outlet's circle whose circle holds the site."""
    labels = reach.points["point"].to_numpy()
    own = reach.covered(np.asarray(labels == outlet))
    both = own & reach.covered(np.asarray(labels == site))
    whole = float(reach.residents[own].sum())
    return round(float(reach.residents[both].sum()) / whole, 4) if whole > 0 else 0.0
