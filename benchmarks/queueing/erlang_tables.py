"""Erlang's formulas against tables computed in exact rationals and 40 digits."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks.frame import Line, Options
from benchmarks.queueing.timing import answer, timed
from optimize.queueing import Line as Queue
from optimize.queueing import erlang_b, erlang_c, measure, served_within


def erlang_reference(options: Options) -> Iterator[Line]:
    """Worst relative error over tables computed in exact rationals and 40 digits."""
    folder = options.data / "erlang_reference"
    folder = folder if folder.is_dir() else options.data / "roster" / "erlang_reference"
    for path in sorted(folder.glob("*.csv")):
        if options.wants(path.stem):
            table = pd.read_csv(path)
            error, seconds = timed(_worst_error, table)
            said = answer(seconds, options, error < 1e-10, error)
            yield Line("erlang_reference", path.stem, said, 0.0, metrics={"rows": len(table)})


def _worst_error(table: pd.DataFrame) -> float:
    servers = table["servers"].to_numpy()
    if "erlang_B" in table:
        load = table["offered_load_erlangs"]
        pairs = [(erlang_b(load, servers), "erlang_B"), (erlang_c(load, servers), "erlang_C_prob_wait")]
    elif "service_level" in table:
        queue = _queue(table["calls"] / table["interval_s"] * 60, table["aht_s"] / 60)
        figures = measure(queue, servers)
        within = served_within(queue, servers, table["target_s"].to_numpy() / 60)
        pairs = [(within, "service_level"), (figures.waiting, "prob_wait"), (figures.wait * 60, "asa_s")]
    else:
        patience = table["mean_patience_s"] / 60
        figures = measure(_queue(table["lambda_per_h"] / 60, table["mean_service_s"] / 60, patience), servers)
        pairs = [
            (figures.lost, "prob_abandon"),
            (figures.waiting, "prob_wait"),
            (figures.wait * 60, "mean_wait_s_all"),
        ]
    return max(float(np.abs(ours / table[name].to_numpy() - 1).max()) for ours, name in pairs)


def _queue(rate: pd.Series, handling: pd.Series, patience: pd.Series | None = None) -> Queue:
    size = len(rate)
    stays = np.full(size, np.inf) if patience is None else patience.to_numpy(np.float64)
    return Queue(rate.to_numpy(np.float64), handling.to_numpy(np.float64), np.ones(size), stays)
