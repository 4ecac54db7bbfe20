"""Who has a place does not matter to a rehearsal; that nobody has two at once does."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.rehearsal import rehearse
from scenarios.rehearsal.places import without_names
from tests.rehearsal.cases import duty, problem, service

DAY = pd.Timestamp("2026-10-05")
COLUMNS = ["employee", "duty", "day", "outlet", "post", "start", "end"]


def _windows(shifts: list[tuple[str, int, float, float]]) -> pd.DataFrame:
    """Windows of whole hours, each cut by a break in its middle."""
    rows = []
    for who, day, begin, hours in shifts:
        start, name, date = 1440.0 * day + 60 * begin, f"{who}/{day}/{begin}", DAY + pd.Timedelta(days=day)
        rows.append((who, name, date, "A", "p", start, start + 30 * hours))
        rows.append((who, name, date, "A", "p", start + 30 * hours + 15, start + 60 * hours))
    return pd.DataFrame(rows, columns=COLUMNS)


shifts = st.lists(
    st.tuples(st.sampled_from("abcde"), st.integers(0, 3), st.integers(0, 23), st.integers(1, 11)),
    unique_by=lambda shift: shift[:2],
    max_size=16,
)


@given(shifts, st.permutations("abcde"))
@settings(deadline=None, max_examples=60)
def test_other_names_make_the_same_places(taken: list[tuple[str, int, float, float]], others: list[str]) -> None:
    """And no number has two days' work on one day or at one time."""
    windows = _windows(taken)
    renamed = windows.assign(employee=windows["employee"].map(dict(zip("abcde", others, strict=True))))
    found = without_names(windows)
    pd.testing.assert_frame_equal(found, without_names(renamed.sample(frac=1.0, random_state=1)))
    assert sorted(zip(found["day"], found["start"], found["end"], strict=True)) == sorted(
        zip(windows["day"], windows["start"], windows["end"], strict=True)
    )
    assert found.groupby(["day", "person"]).size().isin([2]).all()
    ordered = found.sort_values(["person", "start"])
    follows = ordered["person"].diff() == 0
    assert (ordered["start"] >= ordered["end"].shift())[follows].all()
    assert not found.duplicated(["day", "place", "start"]).any()


def test_a_place_keeps_its_chances_when_another_joins() -> None:
    """The same text on other days and beside others."""
    alone = without_names(_windows([("a", 0, 9, 8), ("b", 1, 9, 8)]))
    joined = without_names(_windows([("a", 0, 9, 8), ("c", 0, 7, 8), ("b", 1, 9, 8)]))
    assert set(alone["place"]) == {"A/p/540.0/480.0/0"}
    assert set(alone["place"]) < set(joined["place"])


def test_two_duties_of_a_day_are_told_apart() -> None:
    """Both may begin late."""
    found = without_names(_windows([("a", 0, 8, 2), ("a", 0, 14, 2)]))
    assert found["duty"].tolist() == [0, 0, 1, 1]
    assert len(set(found["person"])) == len(set(found["place"])) == 1


def test_exchanged_names_play_alike() -> None:
    """Absence and lateness belong to who has the place, whoever that is."""
    told = []
    for first, second in (("ann", "bob"), ("bob", "ann")):
        segments = [*duty(first, 0, (8, 12), (13, 17)), *duty(second, 0, (9, 18)), *duty(first, 1, (8, 18))]
        asked = problem(
            {("A", "s"): 6.0}, [service("s")], segments, days=2, unplanned_absence=0.3, unplanned_lateness=5.0
        )
        told.append(rehearse(asked, replications=20, seed=3))
    pd.testing.assert_frame_equal(told[0].intervals, told[1].intervals)
