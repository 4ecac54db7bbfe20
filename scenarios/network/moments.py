"""Dates and moments: texts as people and programs write them, and wall-clock time as instants."""

from __future__ import annotations

import pandas as pd

from quarterhour.arrays import Mask

ISO = r"^\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$"
LOOSE = (
    r"^(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
    r"(?:[ T]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?$"
)
EARLIEST = pd.Timestamp("1900-01-01")


def parse_moments(texts: pd.Series) -> tuple[pd.Series, Mask, Mask, Mask]:
    """Values, which can not be read, which carry an offset, and which are a date alone.

    Values with an offset are in UTC, the others are wall-clock time; both are naive datetime64[us].
    """
    given = (texts != "").to_numpy()
    usual = texts.str.match(ISO) | ~given
    tidy = texts if usual.all() else texts.where(usual, _iso(texts))
    length = tidy.str.len()
    aware = (tidy.str.contains(r"(?:Z|[+-]\d{2}:?\d{2})$", regex=True) & (length > 16)).to_numpy()
    day = (length == 10).to_numpy()
    values = pd.Series(pd.NaT, index=texts.index, dtype="datetime64[us]")
    if (~aware).any():
        values[~aware] = _read(tidy[~aware])
    if aware.any():
        instants = pd.to_datetime(tidy[aware], format="ISO8601", errors="coerce", utc=True)
        values[aware] = instants.dt.tz_localize(None).astype("datetime64[us]")
    wrong = values.isna().to_numpy() & given
    return values, wrong, aware & ~wrong, day & ~wrong


def parse_dates(texts: pd.Series) -> tuple[pd.Series, Mask]:
    """Naive midnights, and which texts are no date; a time of day is welcome only where it is midnight."""
    values, wrong, aware, _ = parse_moments(texts)
    early_or_timed = (
        (values != values.dt.normalize()) | (values < EARLIEST)
    ).to_numpy() & values.notna().to_numpy()
    wrong = wrong | aware | early_or_timed
    return values.where(~wrong), wrong


def localise(wall: pd.Series, aware: Mask, groups: list[pd.Series], timezone: str) -> tuple[pd.Series, Mask]:
    """Instants in `timezone`, and which rows name a wall time that the clock skips.

    The hour that comes twice is read in the order of the rows: within equal `groups`, the first row of a
    wall time is the first pass, the second row the second one.
    """
    values = pd.Series(pd.NaT, index=wall.index, dtype=f"datetime64[us, {timezone}]")
    if aware.any():
        values[aware] = wall[aware].dt.tz_localize("UTC").dt.tz_convert(timezone)
    rest = ~aware & wall.notna().to_numpy()
    codes, distinct = pd.factorize(wall[rest])
    once = pd.DatetimeIndex(distinct).tz_localize(timezone, ambiguous="NaT", nonexistent="NaT")
    if rest.any():
        values[rest] = pd.Series(once.take(codes), index=wall.index[rest]).astype(values.dtype)
    special = rest & values.isna().to_numpy()
    if not special.any():
        return values, special
    times = wall[special]
    keys = [group[special] for group in groups]
    again = times.groupby([*keys, times]).cumcount().to_numpy() > 0
    passes = pd.DatetimeIndex(times).tz_localize(timezone, ambiguous=~again, nonexistent="NaT")
    values[special] = pd.Series(passes, index=times.index).astype(values.dtype)
    return values, special & values.isna().to_numpy()


def _iso(texts: pd.Series) -> pd.Series:
    """2026/1/5 8:00, 2026.1.5 and 2026年1月5日 as ISO; what is none of these stays unreadable."""
    parts = texts.str.extract(LOOSE)
    day = parts["year"] + "-" + parts["month"].str.zfill(2) + "-" + parts["day"].str.zfill(2)
    clock = " " + parts["hour"].str.zfill(2) + ":" + parts["minute"] + ":" + parts["second"].fillna("00")
    return (day + clock.fillna("")).fillna("unreadable")


def _read(texts: pd.Series) -> pd.Series:
    return pd.to_datetime(texts, format="ISO8601", errors="coerce").astype("datetime64[us]")
