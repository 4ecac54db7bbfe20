"""From a network to a forecast's files and page."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from api.report.forecast_page import render_forecast
from quarterhour.progress import Progress
from scenarios.network import Network
from scenarios.plan.forecast_files import write_forecast
from scenarios.plan.foreseen import Foreseen, foresee

PAGE = "forecast.html"


def forecast_to_files(
    network: Network,
    folder: Path,
    *,
    days: int,
    language: str = "en",
    progress: Progress | None = None,
    now: pd.Timestamp | None = None,
) -> tuple[Foreseen, Path]:
    """Forecast, write tables and page into `folder`; the forecast and the page's path.

    With `now` (zone-aware), from its business day on, whose rest is updated by what was counted so far.
    """
    with threadpool_limits(limits=1):
        seen = foresee(network, days, progress=progress, now=now)
    write_forecast(seen, folder)
    page = folder / PAGE
    page.write_text(render_forecast(seen, network, language), encoding="utf-8")
    return seen, page


def wall_clock(network: Network, now: datetime) -> pd.Timestamp:
    """A moment of the network's wall clock as an instant."""
    return network.grid.local(pd.DatetimeIndex([now]))[0]
