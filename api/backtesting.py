"""From a network to its backtest, and to the backtest's files and page."""

from __future__ import annotations

from pathlib import Path

from threadpoolctl import threadpool_limits

from api.accuracy import Accuracy, accuracy
from api.report.backtest_page import render_backtest
from forecast import backtest
from quarterhour.progress import Progress
from scenarios.network import Network
from scenarios.plan.files import write_frame
from scenarios.plan.history import forecast_problem

PAGE = "backtest.html"


def play_back(network: Network, *, days: int, origins: int, progress: Progress | None = None) -> Accuracy:
    """Forecast the network's own past from the last `origins` starting days, each `days` ahead.

    Raises
    ------
    TooShortError
        When the history is too short to be tried on.
    """
    problem = forecast_problem(network, days, 1)
    with threadpool_limits(limits=1):
        made = backtest(problem, horizon=days, origins=origins, progress=progress)
    return accuracy(made, network.settings.seed)


def write_backtest(found: Accuracy, network: Network, folder: Path, language: str = "en") -> Path:
    """Write tables and page into `folder`; the page's path."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, table in found.tables.items():
        write_frame(table, tables, f"backtest_{name}")
    write_frame(found.reliability, tables, "backtest_reliability")
    write_frame(found.totals, tables, "backtest_totals")
    write_frame(found.made.days, tables, "backtest_days")
    page = folder / PAGE
    page.write_text(render_backtest(found, network, language), encoding="utf-8")
    return page
