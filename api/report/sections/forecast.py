"""How much demand is coming: by day with its range, what moves it, and how well the method did before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.backtest import MODELS, shares
from api.duty import grid_of
from api.records import records
from api.report.blocks import Picture, Section, Sentence, Show, Table, table
from api.report.charts.bars import bars
from api.report.charts.days import days_chart
from api.report.context import Context
from api.report.sections.absent import absent
from forecast.values import Forecast

EFFECTS_DRAWN = 14


def forecast(context: Context) -> Section:
    """Chart and table by day and outlet, effects, backtest, and notes on single series."""
    words, made = context.words, context.plan.forecast
    title = words("report.forecast")
    if made is None:
        return absent(words, "forecast", title, "forecast")
    blocks = [
        *_by_day(context, made),
        _by_outlet(context, made),
        *_effects(context, made),
        *_backtest(context, made),
        *_notes(context, made),
    ]
    return Section("forecast", title, blocks)


def day_totals(context: Context, made: Forecast) -> pd.DataFrame:
    """day, mean, low, high: of all outlets together; the range from joint sample paths, as ranges do not add."""
    of_start = grid_of(context.plan).business_day(made.paths.starts)
    drawn = pd.DataFrame(made.paths.counts.sum(axis=1, dtype=np.int64).T).groupby(of_start.to_numpy()).sum()
    mean = made.days.groupby("day")["mean"].sum()
    low, high = drawn.quantile(0.05, axis=1), drawn.quantile(0.95, axis=1)
    together = pd.DataFrame({"mean": mean, "low": low, "high": high}).reindex(mean.index).fillna(0.0)
    return together.rename_axis("day").reset_index()


def _by_day(context: Context, made: Forecast) -> list[object]:
    words = context.words
    days = day_totals(context, made)
    spans = made.peaks.groupby(["name", "first_day", "last_day"], as_index=False).agg(
        lift=("lift", "max"), outlets=("outlet", "nunique")
    )
    named = [(words.holiday(str(row.name)), row.first_day, row.last_day) for row in records(spans)]
    description = words(
        "report.days_described",
        days=words.number(len(days)),
        least=words.number(days["mean"].min()),
        most=words.number(days["mean"].max()),
    )
    picture = days_chart(words("report.customers_by_day"), description, days, _longest(named), words)
    legend = [("line", words("report.mean")), ("range", words("report.range_90")), ("peak", words("report.peak"))]
    columns = {
        "day": Show(words("report.day"), lambda day: f"{words.weekday(day.day_of_week)} {words.day(day)}"),
        "mean": Show(words("report.mean"), words.number, True),
        "low": Show(words("report.low"), words.number, True),
        "high": Show(words("report.high"), words.number, True),
    }
    blocks: list[object] = [
        Picture(picture, words("report.customers_by_day"), legend),
        table(days, words("report.customers_by_day"), columns),
    ]
    if len(spans):
        peaks = {
            "name": Show(words("report.peak"), words.holiday),
            "first_day": Show(words("report.first_day"), words.day),
            "last_day": Show(words("report.last_day"), words.day),
            "outlets": Show(words("report.outlets"), words.number, True),
            "lift": Show(words("report.largest_lift"), lambda lift: words.signed(100 * lift) + "%", True),
        }
        blocks.append(
            table(spans.sort_values(["first_day", "name"]), words("report.peaks"), peaks, "forecast_peaks")
        )
    return blocks


def _longest(spans: list[tuple[str, pd.Timestamp, pd.Timestamp]]) -> list[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """One span a name: from its first to its last day at any outlet."""
    joined: dict[str, tuple[pd.Timestamp, pd.Timestamp]] = {}
    for name, begin, end in spans:
        first, last = joined.get(name, (begin, end))
        joined[name] = (min(first, begin), max(last, end))
    return [(name, begin, end) for name, (begin, end) in joined.items()]


def _by_outlet(context: Context, made: Forecast) -> Table:
    words = context.words
    totals = made.paths.counts.sum(axis=2, dtype=np.int64)
    drawn = pd.DataFrame(totals.T).groupby(made.paths.series["outlet"].to_numpy()).sum()
    by_day = made.days.groupby(["outlet", "day"], as_index=False)["mean"].sum()
    busiest = by_day.loc[by_day.groupby("outlet")["mean"].idxmax()].set_index("outlet")
    frame = pd.DataFrame(
        {
            "mean": by_day.groupby("outlet")["mean"].sum(),
            "low": drawn.quantile(0.05, axis=1),
            "high": drawn.quantile(0.95, axis=1),
            "busiest": busiest["day"],
            "most": busiest["mean"],
        }
    )
    frame = frame.rename_axis("outlet").reset_index().sort_values("mean", ascending=False)
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "mean": Show(words("report.customers"), words.number, True),
        "low": Show(words("report.low"), words.number, True),
        "high": Show(words("report.high"), words.number, True),
        "busiest": Show(words("report.busiest_day"), words.day),
        "most": Show(words("report.customers_then"), words.number, True),
    }
    return table(frame, words("report.customers_by_outlet"), columns)


def _effects(context: Context, made: Forecast) -> list[object]:
    words, effects = context.words, made.effects
    if effects.empty:
        return []
    named = effects.assign(label=[effect_name(context, row.family, row.effect) for row in records(effects)])
    shown = named[named["family"].isin(["holiday", "event"])]
    overall = shown["service"] == ""
    shown = shown[overall] if overall.any() else shown
    shown = shown.assign(size=shown["lift"].abs()).sort_values("size", ascending=False).head(EFFECTS_DRAWN)
    blocks: list[object] = []
    if len(shown):
        labels = [
            row.label + ("" if row.group == "all" else f" · {words.label('kind', row.group)}")
            for row in records(shown)
        ]
        picture = bars(
            words("report.effects"),
            words("report.effects_described"),
            labels,
            shown["lift"].to_numpy(dtype=float),
            lambda lift: words.signed(100 * lift) + "%",
            errors=shown["error"].to_numpy(dtype=float),
        )
        blocks.append(
            Picture(
                picture,
                words("report.effects"),
                [
                    ("own", words("report.more")),
                    ("down", words("report.less")),
                    ("whisker", words("report.standard_error")),
                ],
            )
        )
    columns = {
        "family": Show(words("report.family"), lambda key: words.label("family", key)),
        "label": Show(words("report.effect")),
        "group": Show(words("report.kind"), lambda key: words.label("kind", key)),
        "service": Show(words("report.service"), lambda key: key or words("report.all")),
        "lift": Show(words("report.lift"), lambda lift: words.signed(100 * lift, 1) + "%", True),
        "error": Show(words("report.error"), lambda error: "± " + words.number(100 * error, 1), True),
        "days": Show(words("report.days_seen"), words.number, True),
    }
    order = pd.Categorical(named["family"], ["holiday", "event", "weekday", "season"], ordered=True)
    named = named.assign(family=named["family"].astype("str"), rank=order.codes).sort_values("rank", kind="stable")
    return [*blocks, table(named, words("report.effects"), columns, "forecast_effects")]


def effect_name(context: Context, family: str, effect: str) -> str:
    """Weekdays and months by name; holidays and events as the calendar calls them."""
    words = context.words
    if str(effect).isdigit():
        number = int(effect)
        if family == "weekday" and 0 <= number < 7:
            return words.weekday(number, "wide")
        if family == "season" and 1 <= number <= 12:
            return words.month(number)
    return words.holiday(str(effect))


def _backtest(context: Context, made: Forecast) -> list[object]:
    """Weighted absolute percentage error of both methods, together and by outlet."""
    words, title = context.words, context.words("report.backtest")
    scored = shares(made.evidence)
    if scored.empty:
        return []
    whole = dict(zip(scored.columns, scored.loc[""].to_numpy(dtype=float), strict=True))
    picture = bars(
        title,
        words("report.backtest_described"),
        [words.label("model", model) for model in MODELS],
        np.array([whole[model] for model in MODELS]),
        words.share,
        kinds=["own", "other"],
    )
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "ours": Show(words.label("model", "ours"), words.share, True),
        "seasonal_naive": Show(words.label("model", "seasonal_naive"), words.share, True),
        "better": Show(words("report.better_by"), words.share, True),
    }
    ranked = scored.drop(index="").sort_values("ours", ascending=False).reset_index()
    origins = words.number(made.evidence["origin"].nunique())
    ours, naive = (words.share(whole[model]) for model in MODELS)
    told = words("report.told_backtest", origins=origins, ours=ours, naive=naive)
    return [Sentence(told), Picture(picture, title), table(ranked, title, columns, "forecast_evidence")]


def _notes(context: Context, made: Forecast) -> list[object]:
    words, notes = context.words, made.notes
    if notes.empty:
        return []
    columns = {
        "outlet": Show(words("report.outlet"), context.outlet),
        "service": Show(words("report.service")),
        "code": Show(words("report.note"), words.code),
        "detail": Show(words("report.detail")),
    }
    return [table(notes, words("report.notes"), columns, "forecast_notes")]
