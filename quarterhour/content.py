"""A digest of what a value says: equal for equal content, whatever it is kept in memory as."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import blake2b
from typing import Any, Protocol, runtime_checkable

import numpy as np
import pandas as pd
import pyarrow as pa

WITHOUT_REFERENCES = 2
"""Version of `marshal` that writes equal strings alike, be they one object or several."""


@runtime_checkable
class Digested(Protocol):
    """A value that never changes and keeps the digest of what it says."""

    @property
    def own_digest(self) -> str:
        """Equal for equal content."""


def digest(*values: Any) -> str:
    """The digest of some values: plain data, dataclasses, frames, series, arrays, and collections of these.

    Rows and columns count in their order; the index of a frame does not, nor do types of columns without rows.
    Sets and mappings have no order.

    Raises
    ------
    TypeError
        When a value is of another kind.
    """
    into = blake2b(digest_size=20)
    for value in values:
        _add(into, value)
    return into.hexdigest()


def _add(into: blake2b, value: Any) -> None:
    if isinstance(value, pd.DataFrame):
        _tag(into, "frame", len(value), list(map(str, value.columns)))
        for _, column in value.items() if len(value) else ():
            _column(into, column)
    elif isinstance(value, (pd.Series, pd.Index)):
        _tag(into, "column", len(value))
        _column(into, value)
    elif isinstance(value, np.ndarray):
        _array(into, value)
    elif isinstance(value, Digested):
        _tag(into, "digested", type(value).__qualname__, value.own_digest)
    elif is_dataclass(value) and not isinstance(value, type):
        _tag(into, "dataclass", type(value).__qualname__)
        for field in fields(value):
            _tag(into, field.name)
            _add(into, getattr(value, field.name))
    elif isinstance(value, Mapping):
        _tag(into, "mapping", *sorted(digest(key, entry) for key, entry in value.items()))
    elif isinstance(value, Set):
        _tag(into, "set", *sorted(digest(entry) for entry in value))
    elif isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        _tag(into, "sequence", len(value))
        for entry in value:
            _add(into, entry)
    else:
        _plain(into, value)


def _plain(into: blake2b, value: Any) -> None:
    if isinstance(value, Enum):
        _tag(into, "enum", type(value).__qualname__, str(value.value))
    elif value is None or isinstance(value, (str, bytes, bool, int, float)):
        _tag(into, type(value).__name__, value)
    elif isinstance(value, np.generic):
        _add(into, value.item())
    elif isinstance(value, (date, pd.Timedelta)) or value is pd.NaT:
        _tag(into, type(value).__name__, str(value))
    else:
        raise TypeError(f"no digest of {type(value).__qualname__}.\nMaybe turn it into plain data first.")


def _tag(into: blake2b, *plain: Any) -> None:
    into.update(marshal.dumps(plain, WITHOUT_REFERENCES))


def _column(into: blake2b, column: pd.Series | pd.Index) -> None:
    dtype = column.dtype
    _tag(into, str(dtype))
    if isinstance(dtype, pd.CategoricalDtype):
        _column(into, column.astype(dtype.categories.dtype))
    elif isinstance(dtype, pd.DatetimeTZDtype):
        _array(into, np.asarray(column.to_numpy(dtype="datetime64[us]")))
    elif isinstance(dtype, np.dtype):
        _array(into, np.asarray(column.to_numpy()))
    elif isinstance(dtype, pd.StringDtype) and not column.hasnans:
        _texts(into, pa.array(column.array, pa.large_string()))
    else:
        blank = np.asarray(column.isna())
        _array(into, blank)
        _array(into, np.asarray(column.to_numpy(dtype=object)[~blank]))


def _texts(into: blake2b, texts: Any) -> None:
    """Lengths and letters of an Arrow array without gaps, as they lie in memory."""
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    _tag(into, "texts", len(whole))
    if not len(whole):
        return
    buffers: list[Any] = whole.buffers()
    at = np.frombuffer(buffers[1], dtype=np.int64)[whole.offset : whole.offset + len(whole) + 1]
    _array(into, np.diff(at))
    if at[0] < at[-1]:
        into.update(memoryview(buffers[2])[at[0] : at[-1]])


def _array(into: blake2b, values: np.ndarray) -> None:
    _tag(into, str(values.dtype), list(values.shape))
    if values.dtype == object:
        try:
            into.update(marshal.dumps(values.ravel().tolist(), WITHOUT_REFERENCES))
        except ValueError:
            for entry in values.ravel().tolist():
                _add(into, entry)
    else:
        into.update(np.ascontiguousarray(values).view(np.uint8).data if values.size else b"")
