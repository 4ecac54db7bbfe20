"""The settings that were in force, so that a plan can be made again."""

from __future__ import annotations

from api.report.blocks import Fold, Section, Table
from api.report.context import Context
from scenarios.network.schema import schema


def settings(context: Context) -> Section:
    """Every setting with its meaning and unit."""
    words, plan = context.words, context.plan
    columns = schema()["settings"].columns
    rows = []
    for key, value in plan.settings.items():
        column = columns.get(key)
        meaning = "" if column is None else (column.meaning_zh if words.language == "zh_Hans" else column.meaning)
        shown = words("report.no_limit") if value is None and key == "budget" else _text(value)
        rows.append([key, meaning, shown, "" if column is None else column.unit])
    headers = [words("report.setting"), words("report.meaning"), words("report.value"), words("report.unit")]
    made = words("report.made_by", version=plan.version, seed=plan.seed, workers=plan.workers)
    listed = Table(words("report.settings"), headers, [False, False, True, False], rows)
    return Section("settings", words("report.settings"), [Fold(words("report.settings_fold"), [listed], made)])


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)
