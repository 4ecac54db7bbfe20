"""The settings: known keys, readable values, and a place and time that exist."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from zoneinfo import available_timezones

import holidays
import numpy as np
import pandas as pd
from babel.numbers import list_currencies

from quarterhour.grid import TimeGrid
from scenarios.network.cells import minutes, names, plain_limit
from scenarios.network.check_columns import hint
from scenarios.network.check_keys import check_unique
from scenarios.network.columns import parse
from scenarios.network.findings import Findings
from scenarios.network.parts import Located, Part
from scenarios.network.schema import Column, schema
from scenarios.network.settings import Settings

TABLE = "settings"


def check_settings(part: Part, findings: Findings) -> tuple[Located, Settings, TimeGrid]:
    """The settings with their types; what can not be used is reported and replaced by its default."""
    located = _rows(part, findings)
    check_unique(schema()[TABLE], located, findings)
    frame = located.frame.drop_duplicates("key")
    given = {key: position for position, key in zip(frame.index, frame["key"], strict=True)}
    values: dict[str, Any] = {}
    for name, column in schema()[TABLE].columns.items():
        position = given.get(name)
        if position is not None:
            values[name] = _value(column, located, position, findings)
        if column.required and not values.get(name) and position is None:
            findings.add("missing_setting", located.files[0], value=name)
    kept = {name: value for name, value in values.items() if value is not None}
    settings = Settings(**{"name": "", "timezone": "UTC", "country": "", **kept})
    return located, *_checked_place(settings, located, given, findings)


def default_settings() -> tuple[Settings, TimeGrid]:
    """What tables are read with while the settings themselves are missing."""
    settings = Settings(name="", timezone="UTC", country="")
    return settings, TimeGrid(settings.timezone, settings.grain)


def _rows(part: Part, findings: Findings) -> Located:
    """key and value as stripped texts, blank and unknown keys reported."""
    texts = part.frame.copy()
    for column in ("key", "value"):
        if column not in texts:
            findings.add("missing_column", part.file, column=column, meaning="", meaning_zh="")
    for column in texts.columns:
        if column not in ("key", "value", "unit", "meaning", "meaning_zh"):
            findings.add("unknown_column", part.file, column=str(column), hint="key, value")
    known = list(schema()[TABLE].columns)
    frame = pd.DataFrame(
        {
            name: parse(texts[name], _TEXT).typed
            if name in texts
            else pd.Series("", index=texts.index, dtype="str")
            for name in ("key", "value")
        }
    )
    located = Located.of_part(TABLE, part, frame)
    empty = ((frame["key"] == "") & (frame["value"] == "")).to_numpy()
    located = located.only(~empty)
    for position in np.flatnonzero(~located.frame["key"].isin(known)):
        key = str(located.frame["key"].iloc[position])
        row = int(located.rows[position])
        findings.add("unknown_setting", part.file, row=row, column="key", value=key, hint=hint(key, known))
    return located


_TEXT = Column("settings", "", "text", "", False, "", False, "", None, None, (), "", "")


def _value(column: Column, located: Located, position: int, findings: Findings) -> Any:
    """The typed value of one setting; None where it is blank or can not be used."""
    text = located.frame["value"].iloc[position]
    row = int(located.rows[position])
    parsed = parse(pd.Series([text], dtype="str"), column)
    kinds = [kind for kind, wrong in parsed.wrong.items() if wrong[0]]
    for kind in kinds:
        findings.add(
            kind,
            located.files[0],
            row=row,
            column=column.name,
            value=text,
            choices=", ".join(column.choices),
            least=plain_limit(column.minimum),
            most=plain_limit(column.maximum),
            unit=column.unit,
        )
    if column.required and text == "":
        findings.add("blank", located.files[0], row=row, column=column.name)
    value = parsed.typed.iloc[0]
    if kinds or pd.isna(value) or (value == "" and column.type != "list"):
        return None
    return _typed(column, value)


def _typed(column: Column, value: Any) -> Any:
    if column.type == "integer":
        return int(value)
    if column.type == "number":
        return float(value)
    if column.type == "list":
        return names(value)
    if column.type == "date":
        return pd.Timestamp(value)
    return str(value)


def _checked_place(
    settings: Settings, located: Located, given: dict[str, int], findings: Findings
) -> tuple[Settings, TimeGrid]:
    """Zone, country, subdivision, currency and day cut must exist and fit; what does not is replaced."""

    def report(kind: str, key: str, **values: object) -> None:
        value = str(getattr(settings, key))
        row = int(located.rows[given[key]]) if key in given else None
        findings.add(kind, located.files[0], row=row, column=key, value=value, **values)

    replaced: dict[str, Any] = {}
    zones = sorted(available_timezones())
    if settings.timezone not in zones:
        report("unknown_timezone", "timezone", hint=hint(settings.timezone, zones))
        replaced["timezone"] = "UTC"
    countries = holidays.list_supported_countries()
    if settings.country and settings.country not in countries:
        report("unknown_country", "country", hint=hint(settings.country, sorted(countries)))
        replaced["country"] = ""
    elif settings.subdivision and settings.subdivision not in countries.get(settings.country, []):
        known = list(countries.get(settings.country, []))
        report("unknown_subdivision", "subdivision", hint=hint(settings.subdivision, known) or "—")
        replaced["subdivision"] = ""
    if settings.currency not in list_currencies():
        report("unknown_currency", "currency", hint=hint(settings.currency, sorted(list_currencies())))
    if minutes(settings.day_cut) % settings.grain or settings.day_cut == "24:00":
        report("day_cut_off_grain", "day_cut", grain=settings.grain)
        replaced["day_cut"] = "00:00"
    settings = Settings(**{**{f.name: getattr(settings, f.name) for f in fields(settings)}, **replaced})
    return settings, TimeGrid(settings.timezone, settings.grain, minutes(settings.day_cut))
