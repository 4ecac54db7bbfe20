"""The forecast against the seasonal naive: weighted absolute percentage error of daily totals."""

from __future__ import annotations

import pandas as pd

import forecast as forecasting
from quarterhour.progress import Progress
from scenarios.network import Network
from scenarios.plan.history import forecast_problem

MODELS = ["ours", "seasonal_naive"]


def score(network: Network, progress: Progress | None = None) -> pd.DataFrame:
    """By outlet, and under "" all together: ours, seasonal_naive (errors as shares of what came), better.

    Empty where the history is too short to be tried on.
    """
    problem = forecast_problem(network, 7 * network.settings.plan_weeks, 1)
    evidence = forecasting.forecast(problem, progress=progress or Progress()).evidence
    return shares(evidence)


def overall(evidence: pd.DataFrame) -> dict[str, float]:
    """Error of each model over all outlets; empty where nothing could be played back."""
    scored = shares(evidence)
    return {model: float(scored[model].to_numpy(dtype=float)[0]) for model in MODELS} if len(scored) else {}


def shares(evidence: pd.DataFrame) -> pd.DataFrame:
    """The same from a forecast's evidence; outlets with nothing to forecast are left out."""
    if not set(MODELS) <= set(evidence["model"]):
        return pd.DataFrame(columns=[*MODELS, "better"])
    both = pd.concat([evidence, evidence.assign(outlet="")], ignore_index=True)
    sums = both.groupby(["outlet", "model"], as_index=False)[["error", "actual"]].sum()
    sums["wape"] = sums["error"] / sums["actual"].where(sums["actual"] > 0)
    wape = sums.pivot_table(index="outlet", columns="model", values="wape")[MODELS].dropna()
    return wape.assign(better=1 - wape["ours"] / wape["seasonal_naive"].where(wape["seasonal_naive"] > 0))
