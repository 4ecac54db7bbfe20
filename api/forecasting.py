"""From a network to a forecast's files and page."""

from __future__ import annotations

from pathlib import Path

from threadpoolctl import threadpool_limits

from api.report.forecast_page import render_forecast
from quarterhour.progress import Progress
from scenarios.network import Network
from scenarios.plan.forecast_files import write_forecast
from scenarios.plan.foreseen import Foreseen, foresee

PAGE = "forecast.html"


def forecast_to_files(
    network: Network, folder: Path, *, days: int, language: str = "en", progress: Progress | None = None
) -> tuple[Foreseen, Path]:
    """Forecast, write tables and page into `folder`; the forecast and the page's path."""
    with threadpool_limits(limits=1):
        seen = foresee(network, days, progress=progress)
    write_forecast(seen, folder)
    page = folder / PAGE
    page.write_text(render_forecast(seen, network, language), encoding="utf-8")
    return seen, page
