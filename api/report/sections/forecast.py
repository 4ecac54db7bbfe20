"""How much demand is coming: by day with its range, what moves it, and how well the method did before."""

from __future__ import annotations

from api.duty import grid_of
from api.report.blocks import Section
from api.report.context import Context
from api.report.demand.adjustments import adjustment_blocks
from api.report.demand.by_day import by_day
from api.report.demand.by_outlet import by_outlet
from api.report.demand.effects import effect_blocks
from api.report.demand.evidence import evidence_blocks
from api.report.demand.notes import note_blocks
from api.report.sections.absent import absent


def forecast(context: Context) -> Section:
    """Chart and table by day and outlet, planners' adjustments, effects, backtest, and notes on single series."""
    words, made = context.words, context.plan.forecast
    title = words("report.forecast")
    if made is None:
        return absent(words, "forecast", title, "forecast")
    blocks = [
        *by_day(context, made, grid_of(context.plan)),
        by_outlet(context, made),
        *adjustment_blocks(context, context.plan.layers.get("adjustments")),
        *effect_blocks(context, made),
        *evidence_blocks(context, made),
        *note_blocks(context, made),
    ]
    return Section("forecast", title, blocks)
