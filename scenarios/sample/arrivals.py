"""Three years of arrivals: counts drawn around the expected customers, with a few days not known."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Floats
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from scenarios.sample.truth import CLUSTERING

NOT_KNOWN = (("ST03", "2025-11-17", "2025-11-19"), ("SC04", "2024-07-08", "2024-07-10"))
"""Outlets whose ticket machine was broken, with the first and the last day."""


def arrivals(
    rates: Mapping[str, Floats],
    mix: Mapping[tuple[str, str], float],
    first_day: pd.Timestamp,
    grid: TimeGrid,
    seed: int,
) -> pd.DataFrame:
    """The table `arrivals`: one row for every open interval of every outlet and service.

    Parameters
    ----------
    rates
        By outlet, expected customers by business day and slot, exactly 0 where closed.
    mix
        By outlet and service, customers of the service per customer.
    """
    days = len(next(iter(rates.values())))
    starts = grid.starts(first_day, days)
    labels = list(mix)
    shown = {outlet: np.flatnonzero(rate.ravel() > 0) for outlet, rate in rates.items()}
    places = [shown[outlet] for outlet, _ in labels]
    counts = [
        _draw(rates[outlet].ravel()[shown[outlet]] * mix[outlet, service], seed, outlet, service)
        for outlet, service in labels
    ]
    length = [len(place) for place in places]
    frame = pd.DataFrame(
        {
            "outlet": _repeat([outlet for outlet, _ in labels], length),
            "service": _repeat([service for _, service in labels], length),
            "start": starts.take(np.concatenate(places)),
            "count": np.concatenate(counts),
        }
    )
    return frame.assign(count=frame["count"].mask(_not_known(frame, grid)))


def _draw(mean: Floats, seed: int, outlet: str, service: str) -> Floats:
    draw = generator(seed, "sample", "arrivals", outlet, service)
    return draw.negative_binomial(CLUSTERING, CLUSTERING / (CLUSTERING + mean)).astype(float)


def _repeat(values: list[str], length: list[int]) -> pd.Series:
    return pd.Series(pd.array(values, dtype="str").take(np.repeat(np.arange(len(values)), length)))


def _not_known(frame: pd.DataFrame, grid: TimeGrid) -> npt.NDArray[np.bool_]:
    unknown = np.zeros(len(frame), dtype=bool)
    for outlet, first, last in NOT_KNOWN:
        end = grid.day_start(pd.Timestamp(last) + pd.Timedelta(days=1))
        unknown |= (
            (frame["outlet"] == outlet) & (frame["start"] >= grid.day_start(first)) & (frame["start"] < end)
        ).to_numpy()
    return unknown
