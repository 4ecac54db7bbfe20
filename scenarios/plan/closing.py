"""Where the demand of closed outlets goes: before = after + digital + lost, in every plan.

The shares come from the one re-assignment function that consolidation uses as well. A receiver takes a
day's demand in the shape of its own day; where it is closed on that day, on its next open day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from forecast.values import Forecast, Paths
from optimize.coverage.reassign import transfer_shares
from quarterhour.grid import TimeGrid
from quarterhour.seeds import generator
from scenarios.network.model import Network
from scenarios.plan.demand import COUNTS, RATES, as_block, day_totals, means_of

Array = npt.NDArray[np.float64]
AWAY = ("digital", "lost")


@dataclass(frozen=True)
class Reassigned:
    """The demand after closing, and the balance: outlet, service, before, to, volume over the horizon."""

    forecast: Forecast
    balance: pd.DataFrame


def no_balance() -> pd.DataFrame:
    """The balance of a plan that closes nothing."""
    texts = {name: pd.Series(dtype="str") for name in ("outlet", "service", "to")}
    return pd.DataFrame({**texts, "before": pd.Series(dtype=float), "volume": pd.Series(dtype=float)})


def reassign(
    forecast: Forecast, network: Network, closed: tuple[str, ...], between: pd.DataFrame, grid: TimeGrid
) -> Reassigned:
    """Send the demand of `closed` outlets to open ones, to digital channels, or lose it.

    `between` has the travel minutes of outlet and other; the shares come from `network.settings`.
    """
    if not closed:
        return Reassigned(forecast, no_balance())
    settings = network.settings
    volumes = forecast.intervals.groupby(["outlet", "service"], as_index=False)[["mean"]].sum()
    volumes = volumes.rename(columns={"mean": "volume"})
    open_series = volumes[~volumes["outlet"].isin(closed) & (volumes["volume"] > 0)]
    shares = transfer_shares(
        volumes[volumes["outlet"].isin(closed)],
        set(closed),
        between,
        open_series[["outlet", "service"]],
        decay_minutes=settings.decay_minutes,
        reach_minutes=settings.transfer_reach_minutes,
        digital_share=settings.digital_share,
        lost_share=settings.lost_share,
    )
    flow = _Flow(forecast, grid)
    added, lost_late = flow.added(shares)
    return Reassigned(_moved(forecast, closed, added, flow, grid), _balance(volumes, shares, lost_late))


class _Flow:
    """Moves (series, interval) demand between series, day by day."""

    def __init__(self, forecast: Forecast, grid: TimeGrid) -> None:
        paths = forecast.paths
        self.mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))
        labels = zip(paths.series["outlet"], paths.series["service"], strict=True)
        self.position = {label: row for row, label in enumerate(labels)}
        days = grid.business_day(paths.starts)
        self.day_of = pd.factorize(days, sort=True)[0]
        self.days = int(self.day_of.max()) + 1 if len(self.day_of) else 0

    def by_day(self, block: Array) -> Array:
        """(..., intervals) summed to (..., days)."""
        summed = np.zeros((*block.shape[:-1], self.days))
        for day in range(self.days):
            summed[..., day] = block[..., self.day_of == day].sum(axis=-1)
        return summed

    def added(self, shares: pd.DataFrame) -> tuple[Array, pd.DataFrame]:
        """Mean demand added to each (series, interval), and what found no open day any more."""
        added = np.zeros_like(self.mean)
        totals = self.by_day(self.mean)
        late: list[dict[str, object]] = []
        flows = shares[~shares["to"].isin(AWAY)]
        columns = (flows[name] for name in ("outlet", "service", "to", "share"))
        for outlet, service, to, share in zip(*columns, strict=True):
            source, target = self.position[outlet, service], self.position[to, service]
            moved, lost = _onto_open_days(totals[source] * share, totals[target])
            profile = np.divide(
                self.mean[target],
                totals[target][self.day_of],
                out=np.zeros_like(self.mean[target]),
                where=totals[target][self.day_of] > 0,
            )
            added[target] += moved[self.day_of] * profile
            late.append({"outlet": outlet, "service": service, "to": to, "late": lost})
        return added, pd.DataFrame(late, columns=["outlet", "service", "to", "late"])


def _onto_open_days(volume: Array, receiver: Array) -> tuple[Array, float]:
    """Each day's volume on the receiver's same or next open day, and what is left after its last one."""
    moved = np.zeros_like(volume)
    waiting = 0.0
    for day in range(len(volume)):
        waiting += float(volume[day])
        if receiver[day] > 0:
            moved[day], waiting = waiting, 0.0
    return moved, waiting


def _moved(forecast: Forecast, closed: tuple[str, ...], added: Array, flow: _Flow, grid: TimeGrid) -> Forecast:
    """The forecast with closed series at zero and receivers raised, paths along with their own level."""
    paths = forecast.paths
    gone = paths.series["outlet"].isin(closed).to_numpy()
    raised = np.divide(flow.mean + added, flow.mean, out=np.ones_like(added), where=flow.mean > 0)
    raised[gone] = 0.0
    extra = generator(forecast.seed, "re-assigned demand").poisson(
        np.where(gone[:, None], 0.0, raised - 1.0)[None] * paths.rates
    )
    counts = np.where(gone[None, :, None], 0, paths.counts + extra)
    moved = Paths(
        paths.series, paths.starts, (paths.rates * raised[None]).astype(np.float32), counts.astype(np.int32)
    )
    intervals = forecast.intervals.copy()
    factor = _as_column(forecast, raised)
    figures = [*means_of(intervals), *RATES]
    intervals[figures] = intervals[figures].to_numpy(dtype=float) * factor[:, None]
    intervals[COUNTS] = np.rint(intervals[COUNTS].to_numpy(dtype=float) * factor[:, None])
    intervals["open"] = intervals["open"] & ~intervals["outlet"].isin(closed)
    days = day_totals(intervals, forecast.days, grid)
    return replace(forecast, intervals=intervals, days=days, paths=moved)


def _as_column(forecast: Forecast, block: Array) -> Array:
    """The inverse of `as_block`."""
    rows = pd.MultiIndex.from_frame(forecast.paths.series[["outlet", "service"]]).get_indexer(
        pd.MultiIndex.from_frame(forecast.intervals[["outlet", "service"]])
    )
    columns = forecast.paths.starts.get_indexer(pd.DatetimeIndex(forecast.intervals["start"]))
    values: Array = block[rows, columns]
    return values


def _balance(volumes: pd.DataFrame, shares: pd.DataFrame, late: pd.DataFrame) -> pd.DataFrame:
    keys = ["outlet", "service"]
    flows = shares.merge(volumes, on=keys, how="left", validate="many_to_one")
    flows["volume"] = flows["volume"] * flows["share"]
    flows = flows.merge(late, on=[*keys, "to"], how="left", validate="one_to_one")
    overdue = flows["late"].fillna(0.0)
    flows["volume"] = flows["volume"] - overdue
    dropped = flows.assign(volume=overdue, to="lost")[[*keys, "to", "volume"]]
    summed = pd.concat([flows[[*keys, "to", "volume"]], dropped], ignore_index=True)
    balance = summed.groupby([*keys, "to"], as_index=False)[["volume"]].sum()
    before = volumes.rename(columns={"volume": "before"})
    return balance.merge(before, on=keys, how="left", validate="many_to_one")
