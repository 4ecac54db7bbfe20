"""A waiting line by interval, convex in the people there: who is served late, and what a person more is worth.

Data       n[t] people, s[t] = minutes / handling customers whom a person serves in interval t, r[t] customers who
           come, k[t] = exp(-minutes / patience) share of those waiting who stay, Q[0] customers waiting now,
           a = promise / handling customers ahead with whom a person still serves as promised
Queue      x[t] = k[t] Q[t-1] + r[t] - s[t] n[t];  Q[t] = E max(0, x[t] + d[t] Z), Z standard normal,
           d[t]^2 = r[t] (1 + cv^2): arrivals scatter like Poisson, services by their spread
Late       L[t] = E max(0, x[t] - a n[t] + d[t] Z): those in the queue who will be served later than promised
Rows       E max(0, x + d Z) is convex in x; it is taken as the largest of 0, x and its tangents at x = z d:
           Phi(z) x + phi(z) d
Cost       w[t] L[t]: minutes beyond the promise; w = price x minutes / promise, so that who waits for another
           promise's length counts as late once more, and who leaves meanwhile counts once; twice in a lane's
           last open interval, whose queue is served after closing, and nothing then, for who serves it stays

Lindley's recursion in blocks with its mean closed (Newell, Applications of Queueing Theory, 1982, chapter 2, for
the normal approximation; by Jensen the expected queue is at least this). Each tangent's slope lies between 0 and
1 and grows with x, so a person more lowers every later queue, and lowers it less where more people are: what a
person is worth in an interval falls in everybody else's being there, in any interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from quarterhour.arrays import Floats, Ints, Mask

POINTS = np.array([-1.0, 0.0, 1.0])
SLOPES: Floats = np.concatenate([[0.0], ndtr(POINTS), [1.0]])
LIFTS: Floats = np.concatenate([[0.0], np.exp(-(POINTS**2) / 2) / np.sqrt(2 * np.pi), [0.0]])
"""Tangents: slope in x, and lift by standard deviation; the first is 0, the last x itself."""
LEAST_PROMISE = 5.0
"""Minutes: a shorter promise is a target for a mean or a share, and nobody counts as late twice within them."""


TINY = 1e-9


@dataclass(frozen=True)
class Lines:
    """Lanes in rows, intervals in columns.

    Attributes
    ----------
    waiting, ahead
        (L,) customers waiting now; customers ahead by person with whom the promise still holds.
    rate, serves, stays, spread
        (L, T): customers who come, whom a person serves, share of the queue that stays, standard deviation.
    weight
        (L, T) money that a late customer in the queue at the end of the interval costs.
    """

    waiting: Floats
    ahead: Floats
    rate: Floats
    serves: Floats
    stays: Floats
    spread: Floats
    weight: Floats

    @classmethod
    def of(
        cls,
        waiting: Floats,
        rate: Floats,
        handling: Floats,
        cv: Floats,
        patience: Floats,
        promise: Floats,
        price: Floats,
        minutes: Floats,
        opens: Mask,
    ) -> Lines:
        """From data by lane (L,), rates and open intervals (L, T), and the minutes (T,) of the intervals."""
        stays = np.exp(-minutes[None, :] / patience[:, None])
        times = minutes[None, :] / np.maximum(promise, LEAST_PROMISE)[:, None]
        return cls(
            waiting,
            promise / handling,
            rate,
            minutes[None, :] / handling[:, None],
            stays,
            np.sqrt(rate * (1.0 + cv[:, None] ** 2)),
            price[:, None] * (stays * times + (1.0 - stays) * np.minimum(times, 1.0)) * counted(opens),
        )

    def queues(self, people: Floats) -> tuple[Floats, Floats]:
        """(L, T) queue, and those late in it, at the end of each interval."""
        queue, late, _, _ = self._along(people)
        return queue, late

    def cost(self, people: Floats) -> Floats:
        """(L,) money of lateness; as `_along`, without queues' slopes: most of a dispatch is spent here.

        Intervals stand in rows meanwhile, so that each step of the recursion reads and writes one run of numbers.
        """
        stays, spread, come = self.stays.T, self.spread.T, (self.rate - self.serves * people).T
        lifts = np.multiply.outer(LIFTS[1:], spread)
        before, expected = self.waiting, np.empty(come.shape)
        for t, x in enumerate(expected):
            np.multiply(stays[t], before, out=x)
            x += come[t]
            before = _value(x, lifts[:, t])
        late = _value(expected - (self.ahead[:, None] * people).T, lifts)
        total: Floats = np.einsum("lt,tl->l", self.weight, late)
        return total

    def worth(self, people: Floats) -> Floats:
        """(L, T) money that one more pair of hands in the interval saves: dual prices of the people there.

        With y[t] the dual price of x[t]: y[t] = late slope w[t] + queue slope k[t+1] y[t+1], and
        worth[t] = s[t] y[t] + a late slope w[t].
        """
        _, _, queueing, lateness = self._along(people)
        worth = np.zeros_like(self.rate)
        later = np.zeros(len(self.rate))
        for t in reversed(range(self.rate.shape[1])):
            own = lateness[:, t] * self.weight[:, t]
            price = own + queueing[:, t] * later
            worth[:, t] = self.serves[:, t] * price + self.ahead * own
            later = self.stays[:, t] * price
        return worth

    def reached(self, least: Floats, most: Floats) -> tuple[Mask, Mask]:
        """(K, L, T) tangents that hold for any people from `least` to `most`, of queues and of those late."""
        low = high = self.waiting
        queueing, lateness = (np.zeros((len(SLOPES), *self.rate.shape), dtype=bool) for _ in range(2))
        for t in range(self.rate.shape[1]):
            few, many, spread = least[:, t], most[:, t], self.spread[:, t]
            low = self.stays[:, t] * low + self.rate[:, t] - self.serves[:, t] * many
            high = self.stays[:, t] * high + self.rate[:, t] - self.serves[:, t] * few
            queueing[:, :, t] = _touched(low, high, spread)
            lateness[:, :, t] = _touched(low - self.ahead * many, high - self.ahead * few, spread)
            lifts = np.multiply.outer(LIFTS[1:], spread)
            low, high = _value(low, lifts), _value(high, lifts)
        return queueing, lateness

    def take(self, lanes: Ints) -> Lines:
        """Some of the lanes, by number."""
        return Lines(
            self.waiting[lanes],
            self.ahead[lanes],
            self.rate[lanes],
            self.serves[lanes],
            self.stays[lanes],
            self.spread[lanes],
            self.weight[lanes],
        )

    def _along(self, people: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Queue and late, and the slopes of the tangents that hold."""
        queue, late = np.zeros_like(self.rate), np.zeros_like(self.rate)
        queueing, lateness = np.zeros_like(self.rate), np.zeros_like(self.rate)
        before = self.waiting
        for t in range(self.rate.shape[1]):
            x = self.stays[:, t] * before + self.rate[:, t] - self.serves[:, t] * people[:, t]
            before, queueing[:, t] = _highest(x, self.spread[:, t])
            queue[:, t] = before
            late[:, t], lateness[:, t] = _highest(x - self.ahead * people[:, t], self.spread[:, t])
        return queue, late, queueing, lateness


def counted(opens: Mask) -> Floats:
    """(L, T) 1 up to a lane's last open interval, which counts twice, and 0 from then on."""
    later = np.cumsum(opens[:, ::-1], axis=1)[:, ::-1]
    last = opens & (later == 1)
    weight: Floats = (later > 0) * 1.0 + last
    return weight


def _highest(x: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """The largest of the tangents at each x, and its slope."""
    tangents = SLOPES[None, :] * x[:, None] + LIFTS[None, :] * spread[:, None]
    best = tangents.argmax(axis=1)
    return tangents[np.arange(len(x)), best], SLOPES[best]


def _touched(low: Floats, high: Floats, spread: Floats) -> Mask:
    """(K, L) tangents that are the largest somewhere between two values of x."""
    turns = -np.diff(LIFTS) / np.diff(SLOPES)
    ends: Floats = np.concatenate([[-np.inf], turns, [np.inf]])[:, None]
    sure = np.maximum(spread, TINY)[None, :]
    touched: Mask = (high[None, :] >= ends[:-1] * sure - TINY) & (low[None, :] <= ends[1:] * sure + TINY)
    return touched


def _value(x: Floats, lifts: Floats) -> Floats:
    """The largest of the tangents at each x; `lifts` of all but the first, which is 0."""
    tangents = np.multiply.outer(SLOPES[1:], x)
    tangents += lifts
    highest: Floats = np.maximum(np.maximum.reduce(tangents), 0.0)
    return highest
