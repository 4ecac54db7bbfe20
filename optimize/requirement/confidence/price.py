"""The price of confidence: what it costs to be sure of more of what may come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from optimize.requirement.confidence.choice import at_quantile, enough, met, newsvendor, within_desks
from optimize.requirement.confidence.loss import loss_curve
from optimize.requirement.confidence.values import Confidence, LossCurve, Prices, SamplePaths
from optimize.requirement.values import RequirementProblem
from quarterhour.arrays import Floats, Ints
from quarterhour.labels import attach

QUANTILES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99)
"""From an even chance to near certainty, closer where it gets dear."""

LARGEST_REST = 0.05
"""Customers an interval that may be late at the end of a curve even where people are dear: for figures of people
beyond what is needed, which are read from there."""

KEYS = ["outlet", "pool", "start"]


def price_of_confidence(
    problem: RequirementProblem,
    paths: SamplePaths,
    prices: Prices,
    *,
    quantiles: Sequence[float] = QUANTILES,
    given: Mapping[str, pd.DataFrame] | None = None,
) -> Confidence:
    """Hours, money and customers late and lost by quantile of the paths, and the newsvendor's beside them.

    People are chosen interval by interval, so that the quantile is that of the interval, not of the whole
    horizon: paths that are high in one interval may be low in another. Desks cap every choice.

    Parameters
    ----------
    given
        People chosen elsewhere by name (outlet, pool, start, people), read from the same curve.

    Raises
    ------
    LabelError, UnservedError, PromiseError, ValueError
        As `loss_curve`; LabelError too when people are given for pools or intervals other than the problem's.
    """
    curve = loss_curve(problem, paths, min(enough(problem.grain, prices), LARGEST_REST))
    wanted: dict[tuple[str, float], Ints] = {}
    for quantile in sorted(set(quantiles)):
        wanted["quantile", quantile] = at_quantile(curve, quantile)
    wanted["newsvendor", np.nan] = newsvendor(curve, prices)
    for name, people in (given or {}).items():
        paired = attach(curve.cells[KEYS], people[[*KEYS, "people"]], KEYS, f"people of {name}")
        wanted[name, np.nan] = paired["people"].to_numpy(np.int64)
    there = {choice: within_desks(curve, people) for choice, people in wanted.items()}
    results = {choice: _cells(curve, people) for choice, people in there.items()}
    beyond = {choice: float((wanted[choice] - there[choice]).sum()) * curve.grain / 60.0 for choice in wanted}
    points = pd.DataFrame([_point(choice, results[choice], beyond[choice], prices) for choice in wanted])
    return Confidence(
        points=points.assign(money_a_customer=_marginal(points))[POINTS],
        outlets=_outlets(results),
        people=_people(curve, there),
        paths=curve.paths,
        prices=prices,
        customers=float(curve.cells["arrivals"].sum()),
    )


POINTS = [
    "choice",
    "quantile",
    "hours",
    "money_people",
    "late",
    "lost",
    "kept",
    "money_customers",
    "money",
    "money_a_customer",
    "capped_hours",
]


def column(quantile: float) -> str:
    """What a quantile's people are called in `Confidence.people`, such as q80 or q97.5."""
    return f"q{100 * quantile:g}"


def _cells(curve: LossCurve, people: Ints) -> pd.DataFrame:
    """outlet, people, hours, late, lost, kept, comes (whether somebody is expected), by cell."""
    found = met(curve, people).assign(outlet=curve.cells["outlet"], people=people)
    return found.assign(hours=people * curve.grain / 60.0, comes=curve.cells["arrivals"].to_numpy() > 0)


def _point(
    choice: tuple[str, float], cells: pd.DataFrame, capped: float, prices: Prices
) -> Mapping[str, str | float]:
    hours, late, lost = (float(cells[name].sum()) for name in ("hours", "late", "lost"))
    people, customers = hours * prices.hour, late * prices.late + lost * prices.lost
    return {
        "choice": choice[0],
        "quantile": choice[1],
        "hours": hours,
        "money_people": people,
        "late": late,
        "lost": lost,
        "kept": _kept(cells),
        "money_customers": customers,
        "money": people + customers,
        "capped_hours": capped,
    }


def _kept(cells: pd.DataFrame) -> float:
    """Share of paths and intervals with customers in which the promises hold; NaN where nobody comes at all."""
    kept = cells.loc[cells["comes"], "kept"]
    return float(kept.mean()) if len(kept) else np.nan


def _marginal(points: pd.DataFrame) -> Floats:
    """Money of people for each customer saved over the quantile before."""
    regular = (points["choice"] == "quantile").to_numpy()
    money = np.diff(points["money_people"].to_numpy(), prepend=np.nan)
    saved = -np.diff((points["late"] + points["lost"]).to_numpy(), prepend=np.nan)
    known = regular & (np.nan_to_num(saved) > 0)
    answer: Floats = np.divide(money, saved, out=np.full(len(points), np.nan), where=known)
    return answer


def _outlets(results: Mapping[tuple[str, float], pd.DataFrame]) -> pd.DataFrame:
    frames = []
    for (choice, quantile), cells in results.items():
        sums = cells.groupby("outlet")[["hours", "late", "lost"]].sum()
        kept = cells.loc[cells["comes"]].groupby("outlet")["kept"].mean().rename("kept")
        frames.append(sums.join(kept).reset_index().assign(choice=choice, quantile=quantile))
    columns = ["choice", "quantile", "outlet", "hours", "late", "lost", "kept"]
    return pd.concat(frames, ignore_index=True)[columns]


def _people(curve: LossCurve, there: Mapping[tuple[str, float], Ints]) -> pd.DataFrame:
    columns = {
        name if name != "quantile" else column(quantile): people for (name, quantile), people in there.items()
    }
    order = ["newsvendor", *(name for name in columns if name != "newsvendor")]
    return curve.cells[[*KEYS, "arrivals", "load"]].assign(**{name: columns[name] for name in order})
