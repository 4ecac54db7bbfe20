"""What moves demand: holidays, events, weekdays and months, each with its standard error."""

from __future__ import annotations

import pandas as pd

from api.records import records
from api.report.blocks import Picture, Show, table
from api.report.charts.bars import bars
from api.report.context import Reader
from forecast.values import Forecast

EFFECTS_DRAWN = 14


def effect_blocks(reader: Reader, made: Forecast) -> list[object]:
    """The largest effects of holidays and events as bars, all effects as a table."""
    words, effects = reader.words, made.effects
    if effects.empty:
        return []
    named = effects.assign(label=[effect_name(reader, row.family, row.effect) for row in records(effects)])
    shown = largest_effects(named, EFFECTS_DRAWN)
    blocks: list[object] = []
    if len(shown):
        labels = [" · ".join([row.label, *whose(reader, row.group, row.service)]) for row in records(shown)]
        picture = bars(
            words("report.effects"),
            words("report.effects_described"),
            labels,
            shown["lift"].to_numpy(dtype=float),
            lambda lift: words.signed(100 * lift) + "%",
            errors=shown["error"].to_numpy(dtype=float),
            ends=[told_lift(reader, row.lift, row.error) for row in records(shown)],
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


def largest_effects(effects: pd.DataFrame, most: int) -> pd.DataFrame:
    """Effects of holidays and events that are surest to be large: by lift less its standard error, up or down.

    Of one that differs by kind of outlet and service, the kinds are told apart: all outlets together would hide
    that it lifts one and empties another.
    """
    shown = effects[effects["family"].isin(["holiday", "event"])]
    apart = shown.groupby(["family", "effect"])["group"].transform(lambda group: (group != "all").any())
    shown = shown[~apart | (shown["group"] != "all")]
    sure = shown["lift"].abs() - shown["error"]
    return shown.loc[sure.sort_values(ascending=False, kind="stable").index].head(most)


def whose(reader: Reader, group: str, service: str) -> list[str]:
    """The kind of outlet and the service that an effect is told of; nothing for all."""
    kind = [] if group == "all" else [reader.words.label("kind", group)]
    return [*kind, *([service] if service else [])]


def told_lift(reader: Reader, lift: float, error: float) -> str:
    """Such as +62% ± 5: the lift in per cent with its standard error."""
    return f"{reader.words.signed(100 * lift)}% ± {reader.words.number(100 * error)}"


def effect_name(reader: Reader, family: str, effect: str) -> str:
    """Weekdays and months by name; holidays and events as the calendar calls them."""
    words = reader.words
    if str(effect).isdigit():
        number = int(effect)
        if family == "weekday" and 0 <= number < 7:
            return words.weekday(number, "wide")
        if family == "season" and 1 <= number <= 12:
            return words.month(number)
    return words.holiday(str(effect))
