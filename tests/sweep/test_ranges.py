"""Ranges: inclusive, and exact in decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.sweep.axis import shown
from scenarios.sweep.ranges import range_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0.8..1.4 step 0.1", ["0.8", "0.9", "1", "1.1", "1.2", "1.3", "1.4"]),
        ("1..3 step 1", ["1", "2", "3"]),
        ("1.4..0.8 step -0.2", ["1.4", "1.2", "1", "0.8"]),
        ("0..1 step 0.3", ["0", "0.3", "0.6", "0.9"]),
        ("-1..1 step 1", ["-1", "0", "1"]),
        ("2..2 step 1", ["2"]),
        (" 1 .. 2  step 1 ", ["1", "2"]),
    ],
)
def test_both_ends_count(text: str, values: list[str]) -> None:
    """The last value is the end where a step meets it, and never beyond."""
    found = range_in(text)
    assert found is not None
    assert [shown(value) for value in found.values()] == values


@pytest.mark.parametrize("text", ["1..2", "1.. step 1", "..2 step 1", "a..b step 1", "1..2 step", "1e9..2 step 1"])
def test_other_texts_are_no_range(text: str) -> None:
    """Without an end or a step, or with something that is no number."""
    assert range_in(text) is None


@given(st.integers(-9999, 9999), st.integers(0, 60), st.integers(1, 500), st.integers(0, 4), st.booleans())
def test_every_value_is_the_decimal_that_was_meant(
    first: int, steps: int, step: int, places: int, down: bool
) -> None:
    """Never 0.8999999: values read as the decimals that adding by hand gives."""
    stride = Decimal(-step if down else step).scaleb(-places)
    begin = Decimal(first).scaleb(-places)
    found = range_in(f"{begin:f}..{begin + steps * stride:f} step {stride:f}")
    assert found is not None
    assert found.leads
    assert [Decimal(shown(value)) for value in found.values()] == [begin + n * stride for n in range(steps + 1)]


def test_whole_steps_make_whole_numbers() -> None:
    """Numbers of days and people stay whole; 1.0 among decimals is no whole number."""
    whole, decimals = range_in("1..3 step 1"), range_in("1..2 step 0.5")
    assert whole is not None
    assert decimals is not None
    assert {type(value) for value in whole.values()} == {int}
    assert {type(value) for value in decimals.values()} == {float}
