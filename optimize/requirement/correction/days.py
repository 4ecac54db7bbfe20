"""Pieces of many lanes side by side, step by step in time: what the transient line needs to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimize.queueing.transient import Crowding, Flow
from optimize.queueing.waits import Waits
from optimize.requirement.correction.lane import OneLane, Pledge, score_of_wait
from optimize.requirement.correction.pieces import Pieces, by_step
from quarterhour.arrays import Floats, Ints, Mask

EASE = 1e-6
"""Least score that a promise is held to: a share of 1 is kept where one in a million is late."""


@dataclass(frozen=True)
class Days:
    """Arrays by step (t) and piece (p), those of pledges by rank (q) too; a piece ends after `span` steps.

    Attributes
    ----------
    span
        Steps of each piece, those before it that are played too included.
    rate, handling, cv, patience
        Of the merged line: customers a minute, minutes.
    limit, minutes, own_patience
        Score that keeps each pledge, its minutes, and the patience of its service, shape (q, p).
    by_mean
        Whether it promises a mean wait, (q, p).
    arrivals
        Customers to whom the pledge is made, (q, t, p).
    away
        People who are counted but busy with other work, (t, p).
    """

    span: Ints
    rate: Floats
    handling: Floats
    cv: Floats
    patience: Floats
    limit: Floats
    minutes: Floats
    own_patience: Floats
    by_mean: Mask
    arrivals: Floats
    away: Floats

    @classmethod
    def of(cls, lanes: Sequence[tuple[OneLane, Pieces]]) -> Days:
        """All pieces of some lanes, lane after lane."""
        span = np.concatenate([pieces.warm + pieces.length for _, pieces in lanes])
        steps, ranks = int(span.max(initial=0)), max(len(lane.pledges) for lane, _ in lanes)
        columns = [[by_step(each, pieces, steps) for each in lane_values(lane)] for lane, pieces in lanes]
        rate, handling, cv, patience = (np.concatenate(parts, axis=1) for parts in zip(*columns, strict=True))
        counts = [pieces.count for _, pieces in lanes]
        nobody = Pledge(0.0, np.nan, np.inf, np.zeros(0), np.zeros(0, dtype=np.int64))
        padded = [(*lane.pledges, *[nobody] * (ranks - len(lane.pledges))) for lane, _ in lanes]

        def by_piece(value: str) -> Floats:
            table = np.array([[getattr(pledge, value) for pledge in pledges] for pledges in padded], dtype=float)
            return np.repeat(table, counts, axis=0).T

        arrivals = np.zeros((ranks, steps, len(span)))
        at = np.cumsum(counts) - counts
        for (lane, pieces), first in zip(lanes, at, strict=True):
            for rank, pledge in enumerate(lane.pledges):
                arrivals[rank, :, first : first + pieces.count] = by_step(pledge.arrivals, pieces, steps)
        away = np.concatenate([by_step(lane.away, pieces, steps) for lane, pieces in lanes], axis=1)
        return cls(
            span,
            rate,
            np.where(handling > 0, handling, handling.max(axis=0)),
            cv,
            np.where(patience > 0, patience, np.inf),
            np.maximum(by_piece("limit"), EASE),
            by_piece("minutes"),
            by_piece("patience"),
            by_piece("by_mean") > 0,
            arrivals,
            away,
        )

    def flow(self, step: int, chosen: Ints, leaving: Floats) -> Flow:
        """What comes in one step to some of the pieces, and who is still finishing on average."""
        return Flow(
            self.rate[step, chosen],
            self.handling[step, chosen],
            self.cv[step, chosen],
            self.patience[step, chosen],
            leaving,
        )

    def fading(self, step: int, chosen: Ints, grain: int) -> tuple[Floats, Floats]:
        """Of those who are finishing when a step begins, the share that is on average over it, and at its end."""
        intervals = grain / self.handling[step, chosen]
        return -np.expm1(-intervals) / intervals, np.exp(-intervals)

    def beyond(self, step: int, chosen: Ints, flow: Flow, during: Crowding, serving: Floats) -> Floats:
        """Log odds by which each promise stands beyond its limit, (q, chosen): at most 0 where kept.

        Minus infinity where it is made to nobody.
        """
        beyond = np.full((len(self.limit), len(chosen)), -np.inf)
        waits = Waits.of(during, flow, serving)
        for rank in range(len(self.limit)):
            made, by_mean = self.arrivals[rank, step, chosen] > 0, self.by_mean[rank, chosen]
            minutes, patience = self.minutes[rank, chosen], self.own_patience[rank, chosen]
            score = np.zeros(len(chosen))
            if (made & by_mean).any():
                score += score_of_wait(waits.among(made & by_mean).mean(patience), minutes)
            if (made & ~by_mean).any():
                score += waits.among(made & ~by_mean).late(minutes, patience)
            beyond[rank, made] = (log_odds(score) - log_odds(self.limit[rank, chosen]))[made]
        return beyond

    def serving(self, step: int, chosen: Ints, people: Ints) -> Floats:
        """Of so many people, those who are there for customers."""
        serving: Floats = np.maximum(people - self.away[step, chosen], 0.0)
        return serving


def lane_values(lane: OneLane) -> list[Floats]:
    """Rate, handling, spread and patience of the merged line, where nobody comes those of the lane's average."""
    line = lane.line
    comes = line.rate > 0
    usual = float(np.average(line.handling[comes], weights=line.rate[comes])) if comes.any() else 1.0
    return [line.rate, np.where(comes, line.handling, usual), line.cv, line.patience]


def log_odds(score: Floats) -> Floats:
    """Log of score / (1 - score), with both ends held off."""
    inside = np.clip(score, EASE / 10, 1 - 1e-9)
    odds: Floats = np.log(inside) - np.log1p(-inside)
    return odds
