"""Texts of a file as typed values: one function a type, each working on the distinct texts of a column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from quarterhour.arrays import Mask
from scenarios.network.cells import as_text, unguard
from scenarios.network.moments import parse_dates, parse_moments
from scenarios.network.schema import LISTS, Column, Table

YES_NO = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "是": True, "否": False}
LARGEST = 2.0**53
"""Whole numbers beyond it are not exact."""


@dataclass(frozen=True)
class Parsed:
    """A column's values, and which cells are blank or can not be read.

    Attributes
    ----------
    texts
        The cells as they stand in the file.
    wrong
        Cells that can not be read, by kind of problem; their value is a blank.
    moment
        For datetime columns: which cells carry an offset (their value is in UTC, the others' is wall-clock
        time) and which are a date alone.
    """

    typed: pd.Series
    texts: pd.Series
    blank: Mask
    wrong: dict[str, Mask]
    moment: tuple[Mask, Mask] | None = None


def dtype(column: Column, timezone: str) -> str:
    """The pandas type of a column."""
    zoned = f"datetime64[us, {timezone}]"
    kinds = {"integer": "Int64", "number": "float64", "boolean": "bool", "date": "datetime64[us]"}
    return zoned if column.type == "datetime" else kinds.get(column.type, "str")


def empty_frame(table: Table, timezone: str) -> pd.DataFrame:
    """The table without rows, all columns with their types."""
    if table.vertical:
        return pd.DataFrame({"key": [], "value": []}, dtype="str")
    columns = {name: pd.Series([], dtype=dtype(column, timezone)) for name, column in table.columns.items()}
    if table.name == "arrivals":
        columns["daily"] = pd.Series([], dtype="bool")
    return pd.DataFrame(columns)


def parse(cells: pd.Series, column: Column) -> Parsed:
    """The values of one column; blanks take the column's default."""
    numeric = pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype)
    if column.type in ("number", "integer") and numeric:
        return _typed_numbers(cells, column)
    if column.type == "boolean" and cells.dtype == bool:
        return Parsed(cells, cells, np.zeros(len(cells), dtype=bool), {})
    if column.type in ("date", "datetime") and pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return _typed_moments(cells, column)
    texts = as_text(cells)
    codes, distinct = pd.factorize(texts)
    stripped = pd.Series(distinct, dtype="str").str.strip()
    blank = (stripped == "").to_numpy()
    filled = stripped.where(~blank, column.default) if column.default else stripped
    if column.type == "datetime":
        values, wrong, aware, day = parse_moments(filled)
        marks = {"not_a_moment": wrong[codes]}
        return Parsed(_taken(values, codes), texts, blank[codes], marks, (aware[codes], day[codes]))
    values, kinds = PARSERS[column.type](filled, column)
    return Parsed(_taken(values, codes), texts, blank[codes], {kind: mask[codes] for kind, mask in kinds.items()})


def _taken(values: pd.Series, codes: npt.NDArray[np.intp]) -> pd.Series:
    return values.take(codes).reset_index(drop=True)


def _text(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    plain = unguard(texts)
    split = plain.str.contains(LISTS, regex=False).to_numpy() if column.key else np.zeros(len(texts), dtype=bool)
    return plain, {"separator_in_name": split}


def _choice(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    known = {choice.casefold(): choice for choice in column.choices}
    values = texts.str.casefold().map(known)
    wrong = (values.isna() & (texts != "")).to_numpy()
    return values.fillna("").astype("str"), {"not_a_choice": wrong}


def _list(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    plain = unguard(texts).str.replace("；", LISTS, regex=False)
    lists = [[entry.strip() for entry in text.split(LISTS) if entry.strip()] for text in plain]
    unknown = [bool(column.choices) and not set(entries) <= set(column.choices) for entries in lists]
    twice = [len(set(entries)) < len(entries) for entries in lists]
    values = pd.Series([LISTS.join(entries) for entries in lists], dtype="str")
    return values, {"not_a_choice": np.array(unknown, dtype=bool), "twice_in_list": np.array(twice, dtype=bool)}


def _time(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    parts = texts.str.extract(r"^(\d{1,2})[:：](\d{2})(?:[:：]00)?$")
    hour, minute = pd.to_numeric(parts[0]), pd.to_numeric(parts[1])
    right = ((hour < 24) & (minute < 60)) | ((hour == 24) & (minute == 0))
    values = (parts[0].str.zfill(2) + ":" + parts[1]).where(right.to_numpy(), "")
    return values.fillna("").astype("str"), {"not_a_time": (~right.to_numpy() & (texts != "").to_numpy())}


def _number(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    values = pd.Series(pd.to_numeric(texts, errors="coerce"), dtype="float64")
    wrong = ~np.isfinite(values.to_numpy()) & (texts != "").to_numpy()
    values = values.where(~wrong)
    return values, {"not_a_number": wrong, **_limits(values, column)}


def _integer(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    values, wrong = _number(texts, column)
    whole, fraction = _whole(values)
    return whole, {**wrong, "not_whole": fraction}


def _boolean(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    values = texts.str.casefold().map(YES_NO)
    wrong = (values.isna() & (texts != "")).to_numpy()
    return values.eq(True).astype(bool), {"not_yes_no": wrong}


def _date(texts: pd.Series, column: Column) -> tuple[pd.Series, dict[str, Mask]]:
    values, wrong = parse_dates(texts)
    return values, {"not_a_date": wrong}


PARSERS: dict[str, Callable[[pd.Series, Column], tuple[pd.Series, dict[str, Mask]]]] = {
    "text": _text,
    "choice": _choice,
    "list": _list,
    "time": _time,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
}


def _limits(values: pd.Series, column: Column) -> dict[str, Mask]:
    low = values < column.minimum if column.minimum is not None else pd.Series(False, index=values.index)
    high = values > column.maximum if column.maximum is not None else pd.Series(False, index=values.index)
    limits = {"below_least": low.to_numpy(), "above_most": high.to_numpy()}
    if column.choices:
        other = ~values.isin([float(choice) for choice in column.choices]) & values.notna() & ~low & ~high
        limits["not_a_choice"] = other.to_numpy()
    return limits


def _whole(values: pd.Series) -> tuple[pd.Series, Mask]:
    fraction = ((values != np.floor(values)) | (values.abs() > LARGEST)) & values.notna()
    return values.where(~fraction).astype("Int64"), fraction.to_numpy()


def _typed_numbers(cells: pd.Series, column: Column) -> Parsed:
    values = cells.astype("Float64").astype("float64")
    blank = values.isna().to_numpy()
    if column.default:
        values = values.fillna(float(column.default))
    infinite = np.isinf(values.to_numpy())
    values = values.where(~infinite)
    wrong = {"not_a_number": infinite, **_limits(values, column)}
    if column.type == "integer":
        values, wrong["not_whole"] = _whole(values)
    return Parsed(values, cells, blank, wrong)


def _typed_moments(cells: pd.Series, column: Column) -> Parsed:
    aware = cells.dt.tz is not None
    if column.type == "date":
        days = cells.dt.tz_localize(None).astype("datetime64[us]")
        midnight = days.dt.normalize()
        wrong = {"not_a_date": ((days != midnight) & days.notna()).to_numpy()}
        return Parsed(midnight, cells, days.isna().to_numpy(), wrong)
    values = (cells.dt.tz_convert("UTC").dt.tz_localize(None) if aware else cells).astype("datetime64[us]")
    none = np.zeros(len(cells), dtype=bool)
    return Parsed(values, cells, values.isna().to_numpy(), {}, (np.full(len(cells), aware), none))
