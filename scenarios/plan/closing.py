"""Where demand goes that leaves an outlet: before = after + digital + lost, in every plan.

The shares come from the one re-assignment function that consolidation uses as well. A receiver takes a
day's demand in the shape of its own day; where it is closed on that day, on its next open day. An outlet that
is closed at some hours or days only receives their demand itself too, without any travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from forecast.values import Forecast
from optimize.coverage.reassign import transfer_shares
from quarterhour.arrays import Mask
from quarterhour.grid import TimeGrid
from scenarios.plan.demand import Array, as_block, as_column
from scenarios.plan.leaving import Leaving, leaving
from scenarios.plan.moving import moved
from scenarios.premises import Premises
from scenarios.premises.travel import from_place

AWAY = ("digital", "lost")
SERIES = ["outlet", "service"]


@dataclass(frozen=True)
class Reassigned:
    """The demand after closing, and the balance: outlet, service, before, to, volume over the horizon."""

    forecast: Forecast
    balance: pd.DataFrame


def no_balance() -> pd.DataFrame:
    """The balance of a plan in which no demand leaves its outlet."""
    texts = {name: pd.Series(dtype="str") for name in ("outlet", "service", "to")}
    return pd.DataFrame({**texts, "before": pd.Series(dtype=float), "volume": pd.Series(dtype=float)})


def reassign(forecast: Forecast, premises: Premises, opened: Mask, between: pd.DataFrame) -> Reassigned:
    """Send the demand that leaves to open outlets, to digital channels, or lose it.

    Parameters
    ----------
    opened
        (series, intervals) of the paths: which are open, and taken by a post, under the scenario.
    between
        Travel minutes of outlet and other.
    """
    grid = premises.network.grid
    flow = _Flow(forecast, grid)
    gone = leaving(flow.mean, forecast.paths.series, premises.departures, opened)
    if not gone:
        return Reassigned(forecast, no_balance())
    kept = np.ones_like(flow.mean)
    for one in gone:
        kept -= one.share
    kept = np.where(kept > 1e-12, kept, 0.0)
    shares = [_shares(one, flow, kept, opened, premises, between) for one in gone]
    added, told = flow.added(gone, shares, kept, opened)
    gained = np.divide(added, flow.mean, out=np.zeros_like(added), where=flow.mean > 0)
    fresh = np.where(flow.mean > 0, 0.0, added)
    after = moved(forecast, kept, lambda demand: demand * gained + fresh, "re-assigned demand", grid)
    rows = after.intervals
    open_ = rows["open"].to_numpy(dtype=bool) & (as_column(after, opened.astype(float)) > 0)
    return Reassigned(replace(after, intervals=rows.assign(open=open_)), _balance(flow, kept, told))


def _shares(
    one: Leaving, flow: _Flow, kept: Array, opened: Mask, premises: Premises, between: pd.DataFrame
) -> pd.DataFrame:
    """outlet, service, to, share of what leaves; see `transfer_shares`."""
    settings, rule = premises.network.settings, one.rule
    series = flow.series
    volume = (flow.mean * one.share).sum(axis=1)
    volumes = series.assign(volume=volume)[one.share.any(axis=1)]
    receives = (flow.mean * kept).sum(axis=1) > 0
    receives |= (series["outlet"] == rule.into).to_numpy() & opened.any(axis=1)
    open_series = series[receives]
    source, shut = rule.outlet, {*premises.closed, rule.outlet}
    if rule.into is not None:
        between = pd.DataFrame({"outlet": [source], "other": [rule.into], "minutes": [0.0]})
    elif rule.place is not None:
        between = from_place(premises, source, rule.place)
    if one.part:
        source, shut = PART, {*premises.closed, PART}
        own = between[between["outlet"] == rule.outlet].assign(outlet=PART)
        itself = pd.DataFrame({"outlet": [PART], "other": [rule.outlet], "minutes": [0.0]})
        between = pd.concat([own, itself], ignore_index=True)
    found = transfer_shares(
        volumes.assign(outlet=source),
        shut,
        between,
        open_series,
        decay_minutes=settings.decay_minutes,
        reach_minutes=settings.transfer_reach_minutes,
        digital_share=settings.digital_share if rule.digital is None else rule.digital,
        lost_share=settings.lost_share if rule.lost is None else rule.lost,
    )
    return found.assign(outlet=rule.outlet)


PART = "\0closed hours"
"""Stands for an outlet's closed hours where travel is asked for: they are no minutes from its open ones."""


class _Flow:
    """Moves (series, interval) demand between series, day by day."""

    def __init__(self, forecast: Forecast, grid: TimeGrid) -> None:
        paths = forecast.paths
        self.mean = as_block(forecast, forecast.intervals["mean"].to_numpy(dtype=float))
        self.series = paths.series[SERIES].reset_index(drop=True)
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

    def added(
        self, gone: Sequence[Leaving], shares: Sequence[pd.DataFrame], kept: Array, opened: Mask
    ) -> tuple[Array, pd.DataFrame]:
        """Mean demand added to each (series, interval); outlet, service, to, volume of everything that leaves."""
        added = np.zeros_like(self.mean)
        stays = self.mean * kept
        told: list[tuple[str, str, str, float]] = []
        for one, split in zip(gone, shares, strict=True):
            leaves = self.by_day(self.mean * one.share)
            columns = (split[name] for name in ("outlet", "service", "to", "share"))
            for outlet, service, to, share in zip(*columns, strict=True):
                volume = leaves[self.position[outlet, service]] * share
                if to in AWAY:
                    told.append((outlet, service, to, float(volume.sum())))
                    continue
                target = self.position[to, service]
                shape = stays[target]
                if not shape.any():  # nobody asked for it there before: as it came where it comes from
                    shape = np.where(opened[target], self.mean[self.position[outlet, service]], 0.0)
                totals = self.by_day(shape)
                came, late = _onto_open_days(volume, totals)
                total = totals[self.day_of]
                added[target] += came[self.day_of] * np.divide(
                    shape, total, out=np.zeros_like(total), where=total > 0
                )
                told += [(outlet, service, to, float(came.sum())), (outlet, service, "lost", late)]
        return added, pd.DataFrame(told, columns=["outlet", "service", "to", "volume"])


def _onto_open_days(volume: Array, receiver: Array) -> tuple[Array, float]:
    """Each day's volume on the receiver's same or next open day, and what is left after its last one."""
    moved = np.zeros_like(volume)
    waiting = 0.0
    for day in range(len(volume)):
        waiting += float(volume[day])
        if receiver[day] > 0:
            moved[day], waiting = waiting, 0.0
    return moved, waiting


def _balance(flow: _Flow, kept: Array, told: pd.DataFrame) -> pd.DataFrame:
    """Every series of which something left: where it went, what stayed, and what there was before."""
    before = flow.series.assign(before=flow.mean.sum(axis=1), volume=(flow.mean * kept).sum(axis=1))
    concerned = pd.MultiIndex.from_frame(before[SERIES]).isin(pd.MultiIndex.from_frame(told[SERIES]))
    stays = before[concerned & (before["volume"] > 0)].assign(to=lambda rows: rows["outlet"])
    every = pd.concat([told, stays[[*SERIES, "to", "volume"]]], ignore_index=True)
    summed = every[every["volume"] != 0].groupby([*SERIES, "to"], as_index=False)[["volume"]].sum()
    return summed.merge(before[[*SERIES, "before"]], on=SERIES, how="left", validate="many_to_one")


def together(first: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """One balance of two moves, the second of which began with what the first had left."""
    if first.empty or then.empty:
        return then if first.empty else first
    keys = pd.MultiIndex.from_frame(first[SERIES])
    again = keys.isin(pd.MultiIndex.from_frame(then[SERIES])) & (first["to"] == first["outlet"]).to_numpy()
    totals = first.drop_duplicates(SERIES).set_index(SERIES)["before"]
    later = pd.MultiIndex.from_frame(then[SERIES])
    before = totals.reindex(later).to_numpy()
    then = then.assign(before=np.where(np.isnan(before), then["before"].to_numpy(dtype=float), before))
    every = pd.concat([first[~again], then], ignore_index=True)
    return every.groupby([*SERIES, "to", "before"], as_index=False)[["volume"]].sum()[list(no_balance())]
