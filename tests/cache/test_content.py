"""Digests: equal content alike, whatever it lies in memory as; anything else apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterhour.content import digest
from tests.plan.fixtures import tiny


@dataclass(frozen=True)
class Pair:
    """Some dataclass."""

    left: object
    right: object


def _frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "name": ["柜台", "b", ""],
            "start": pd.date_range("2026-10-25", periods=3, freq="h", tz="Europe/Berlin"),
            "people": [1, 2, 3],
            "share": [0.5, np.nan, 1.0],
            "day": pd.to_datetime(["2026-10-25", None, "2026-10-26"]),
            "takes": [("a", "b"), (), ("c",)],
        }
    )


def test_copies_are_alike() -> None:
    """A copy, a part put together again, another index, and strings kept otherwise."""
    frame = _frame()
    halves = pd.concat([frame.iloc[:1], frame.iloc[1:]])
    assert digest(frame) == digest(frame.copy()) == digest(halves) == digest(frame.set_axis([5, 6, 7]))
    one = "abc"
    assert digest([one, one]) == digest(["".join(["a", "bc"]), one])


@pytest.mark.parametrize("column", ["name", "start", "people", "share", "day", "takes"])
def test_one_other_cell_is_another_content(column: str) -> None:
    """Every column counts, in every row."""
    frame, other = _frame(), _frame()
    other[column] = other[column].iloc[::-1].to_list()
    assert digest(frame) != digest(other)


def test_names_types_and_order_count() -> None:
    """A renamed or moved column, another type, another order of rows."""
    frame = _frame()
    others = [
        frame.rename(columns={"people": "desks"}),
        frame[list(frame.columns[::-1])],
        frame.astype({"people": float}),
        frame.iloc[::-1],
        frame.iloc[:2],
    ]
    assert len({digest(frame), *map(digest, others)}) == 6


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


@given(PLAIN, PLAIN)
def test_plain_values_agree_only_when_equal(left: object, right: object) -> None:
    """By what they print as, which tells 1, 1.0 and True apart; keys have no order."""
    same = _plain(left) == _plain(right)
    assert (digest(left) == digest(right)) == same
    assert (digest(Pair(left, 1)) == digest(Pair(right, 1))) == same


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{key!r}:{_plain(entry)}" for key, entry in value.items())) + "}"
    if isinstance(value, tuple):
        return "(" + ",".join(map(_plain, value)) + ")"
    return repr(value)


def test_nesting_is_told() -> None:
    """Where one list ends and the next begins."""
    assert digest([["a"], ["b"]]) != digest([["a", "b"], []])
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(Pair(1, 2)) != digest({"left": 1, "right": 2})
    assert digest({1, 2, 3}) == digest({3, 2, 1})


def test_what_has_no_content_is_refused() -> None:
    """A function has none that could be told."""
    with pytest.raises(TypeError, match="no digest"):
        digest(lambda: 1)


def test_a_network_says_its_digest_by_itself() -> None:
    """Equal for equal tables however they were put together; another one for a cell or a setting more."""
    network = tiny()
    again = network.with_tables(outlets=network.table("outlets").copy())
    desks = network.table("outlets").assign(desks=9)
    assert network is not again
    assert digest(network) == digest(again) == digest(tiny())
    assert len({digest(each) for each in (network, network.with_tables(outlets=desks))}) == 2
    assert digest(network) != digest(network.with_settings(seed=network.settings.seed + 1))
