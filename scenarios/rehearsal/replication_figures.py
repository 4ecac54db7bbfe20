"""The books of each replication: everybody who arrives is served, lost or left over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats, Mask
from scenarios.rehearsal.outcome import Outcome

REPLICATIONS = (
    "replication",
    "outlet",
    "arrivals",
    "served",
    "lost",
    "left_over",
    "wait_minutes",
    "overtime_minutes",
)


def replication_figures(outlet: str, outcomes: Sequence[Outcome]) -> pd.DataFrame:
    """One row a replication of one outlet, all pools together; waits are those of immediate customers."""

    def total(outcome: Outcome, chosen: Mask, amount: Floats | None = None) -> Floats:
        weights = None if amount is None else amount[chosen]
        who = outcome.customers.replication[chosen]
        return np.bincount(who, weights, minlength=outcome.replications).astype(np.float64)

    def books(outcome: Outcome) -> Floats:
        immediate = (outcome.services["kind"] == "immediate").to_numpy()[outcome.customers.service]
        return np.stack(
            [
                *(
                    total(outcome, state)
                    for state in (outcome.fate.served, outcome.fate.lost, outcome.fate.left_over)
                ),
                total(outcome, immediate),
                total(outcome, immediate, outcome.fate.wait),
                outcome.overtime,
            ]
        )

    served, lost, left_over, waiters, waits, overtime = np.sum([books(outcome) for outcome in outcomes], axis=0)
    customers = {"served": served, "lost": lost, "left_over": left_over}
    return pd.DataFrame(
        {
            "replication": np.arange(len(served)),
            "outlet": outlet,
            "arrivals": (served + lost + left_over).astype(np.int64),
            **{name: values.astype(np.int64) for name, values in customers.items()},
            "wait_minutes": np.divide(waits, waiters, out=np.full(len(waits), np.nan), where=waiters > 0),
            "overtime_minutes": overtime,
        }
    )
