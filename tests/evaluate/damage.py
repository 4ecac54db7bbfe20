"""Kinds of damage to one table of a plan."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

Damage = Callable[[pd.DataFrame], pd.DataFrame]


def more(column: str, amount: float, **kind: object) -> Damage:
    """More in the first row whose cell is known; with `kind`, the first row that has these values."""

    def damage(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.copy()
        row = _first(changed, column, kind)
        if changed[column].dtype == "int64" and amount == int(amount):
            changed.loc[row, column] = changed.loc[row, column] + int(amount)
        else:
            changed[column] = changed[column].astype(float)
            changed.loc[row, column] = changed.loc[row, column] + amount
        return changed

    return damage


def put(column: str, value: object, **kind: object) -> Damage:
    """Another value in the first row."""

    def damage(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.copy()
        changed.loc[_first(changed, column, kind), column] = value
        return changed

    return damage


def flipped(column: str, **kind: object) -> Damage:
    """Yes for no in the first row."""

    def damage(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.copy()
        row = _first(changed, column, kind)
        changed.loc[row, column] = not changed.loc[row, column]
        return changed

    return damage


def moved(minutes: float, *columns: str, **kind: object) -> Damage:
    """Instants of the first row later by so many minutes."""

    def damage(frame: pd.DataFrame) -> pd.DataFrame:
        changed = frame.copy()
        for column in columns:
            row = _first(changed, columns[0], kind)
            changed.loc[row, column] = changed.loc[row, column] + pd.Timedelta(minutes=minutes)
        return changed

    return damage


def without_first(frame: pd.DataFrame) -> pd.DataFrame:
    """A row less."""
    return frame.iloc[1:].reset_index(drop=True)


def together(*damages: Damage) -> Damage:
    """One damage after the other."""

    def damage(frame: pd.DataFrame) -> pd.DataFrame:
        for each in damages:
            frame = each(frame)
        return frame

    return damage


def _first(frame: pd.DataFrame, column: str, kind: dict[str, object]) -> object:
    """The label of the first row of that kind whose cell is known."""
    fits = frame[column].notna()
    for name, value in kind.items():
        fits &= frame[name] == value
    return frame.index[fits][0]
