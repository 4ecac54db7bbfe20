"""A forecast's own evidence against the seasonal naive: weighted absolute percentage error of daily totals."""

from __future__ import annotations

import pandas as pd

MODELS = ["ours", "seasonal_naive"]


def overall(evidence: pd.DataFrame) -> dict[str, float]:
    """Error of each model over all outlets; empty where nothing could be played back."""
    scored = shares(evidence)
    return {model: float(scored[model].to_numpy(dtype=float)[0]) for model in MODELS} if len(scored) else {}


def shares(evidence: pd.DataFrame) -> pd.DataFrame:
    """By outlet, and under "" all together: ours, seasonal_naive (errors as shares of what came), better.

    Outlets with nothing to forecast are left out; empty where the history is too short to be tried on.
    """
    if not set(MODELS) <= set(evidence["model"]):
        return pd.DataFrame(columns=[*MODELS, "better"])
    both = pd.concat([evidence, evidence.assign(outlet="")], ignore_index=True)
    sums = both.groupby(["outlet", "model"], as_index=False)[["error", "actual"]].sum()
    sums["wape"] = sums["error"] / sums["actual"].where(sums["actual"] > 0)
    wape = sums.pivot_table(index="outlet", columns="model", values="wape")[MODELS].dropna()
    return wape.assign(better=1 - wape["ours"] / wape["seasonal_naive"].where(wape["seasonal_naive"] > 0))
