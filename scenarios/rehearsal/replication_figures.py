"""The books of each replication: everybody who arrives is served, lost or left over."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.cells import Cells
from scenarios.rehearsal.outcome import Outcome

REPLICATIONS = (
    "replication",
    "outlet",
    "arrivals",
    "served",
    "lost",
    "left_over",
    "within",
    "immediate",
    "wait_minutes",
    "overtime_minutes",
)


def replication_figures(outlet: str, outcomes: Sequence[Outcome], cells: Sequence[Cells]) -> pd.DataFrame:
    """One row a replication of one outlet, all pools together; waits are those of immediate customers."""

    def books(outcome: Outcome, found: Cells) -> Floats:
        immediate = (outcome.services["kind"] == "immediate").to_numpy()
        left_over = found.arrivals - found.served - found.lost
        everybody = [amount.sum(axis=(0, 2)) for amount in (found.served, found.lost, left_over, found.within)]
        waits = [amount[immediate].sum(axis=(0, 2)) for amount in (found.arrivals, found.wait)]
        return np.stack([*everybody, *waits, outcome.overtime])

    pools = [books(outcome, found) for outcome, found in zip(outcomes, cells, strict=True)]
    served, lost, left_over, within, waiters, waits, overtime = np.sum(pools, axis=0)
    customers = {"served": served, "lost": lost, "left_over": left_over, "within": within}
    return pd.DataFrame(
        {
            "replication": np.arange(len(served)),
            "outlet": outlet,
            "arrivals": (served + lost + left_over).astype(np.int64),
            **{name: values.astype(np.int64) for name, values in customers.items()},
            "immediate": waiters.astype(np.int64),
            "wait_minutes": np.divide(waits, waiters, out=np.full(len(waits), np.nan), where=waiters > 0),
            "overtime_minutes": overtime,
        }
    )
