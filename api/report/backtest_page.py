"""The page of a backtest: how good the forecast would have been, when, where, and whether its ranges held."""

from __future__ import annotations

from api.accuracy import Accuracy
from api.report.accuracy.outlets import outlet_blocks
from api.report.accuracy.ranges import range_blocks
from api.report.accuracy.summary import group_blocks, summary_blocks
from api.report.accuracy.when import when_blocks
from api.report.accuracy.windows import window_blocks
from api.report.blocks import Section
from api.report.forecast_page import names_of
from api.report.page import render
from quarterhour.version import __version__
from scenarios.network.model import Network
from scenarios.plan.history import daily_history, forecast_problem


def render_backtest(found: Accuracy, network: Network, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    reader = names_of(network, language)
    words, days = reader.words, found.made.days["day"]
    period = words("report.period", first=words.day(days.min(), True), last=words.day(days.max(), True))
    history = daily_history(forecast_problem(network, 1, 1))
    sections = [
        Section("accuracy", words("report.accuracy"), summary_blocks(reader, found)),
        Section("when", words("report.when"), when_blocks(reader, found)),
        Section("where", words("report.where"), [*outlet_blocks(reader, found), *group_blocks(reader, found)]),
        Section("ranges", words("report.reliability"), range_blocks(reader, found)),
        Section("windows", words("report.windows"), window_blocks(reader, found, history)),
    ]
    return render(
        "page.html",
        words,
        title=words("report.backtest_title", network=network.settings.name),
        network=network.settings.name,
        subtitle=words("report.backtest_subtitle", period=period),
        sections=[section for section in sections if section.blocks],
        foot=words("report.backtest_by", version=__version__, origins=found.origins, days=found.made.horizon),
    )
