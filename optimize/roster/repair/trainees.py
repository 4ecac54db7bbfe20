"""Trainees whom one more duty would leave alone."""

from __future__ import annotations

from optimize.roster.calendar import Flags
from optimize.roster.facts import Facts
from quarterhour.arrays import Ints


def alone(facts: Facts, kind: int) -> Flags:
    """(P,) whether a trainee would at some time have nobody trained beside them."""
    trainee = ~facts.people["trained"].to_numpy(dtype=bool)
    if not trainee.any():
        return trainee
    row, guests = facts.kinds.iloc[kind], facts.unit.guests
    guests = guests[(guests["outlet"] == row["outlet"]) & (guests["pool"] == row["pool"])]
    calendar = facts.calendar
    come, go = calendar.minutes(guests["start"]), calendar.minutes(guests["end"])
    lonely = False
    for begins, ends in _stretches(facts, kind):
        lonely |= _uncovered(begins, ends, come, go)
    return trainee & lonely


def _stretches(facts: Facts, kind: int) -> list[tuple[int, int]]:
    """Minutes from and to of the work, around the break."""
    row = facts.kinds.iloc[[kind]]
    begins, ends = int(row["begins"].iloc[0]), int(row["ends"].iloc[0])
    if row["break_start"].isna().iloc[0]:
        return [(begins, ends)]
    calendar = facts.calendar
    return [
        (begins, int(calendar.minutes(row["break_start"])[0])),
        (int(calendar.minutes(row["break_end"])[0]), ends),
    ]


def _uncovered(begins: int, ends: int, come: Ints, go: Ints) -> bool:
    """Whether any minute of [begins, ends) lies in none of the stretches."""
    reached, near = begins, (go > begins) & (come < ends)
    for start, end in sorted(zip(come[near].tolist(), go[near].tolist(), strict=True)):
        if start > reached:
            break
        reached = max(reached, end)
    return reached < ends
