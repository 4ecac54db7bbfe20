"""A consolidation study read again: every figure of its sheets, the joint choice, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from scenarios.evaluate.consolidation import check_decisions, read_sheet
from scenarios.evaluate.crew import rows
from scenarios.evaluate.facts import Facts
from scenarios.evaluate.finding import Finding, differ
from scenarios.evaluate.joint import freed_together, misfit, worth
from scenarios.evaluate.moves import check_consolidation


def check_consolidated(facts: Facts, others: pd.DataFrame, freed: float) -> Iterator[Finding]:
    """The review, all options, the joint choice and the people `freed` by it; what comes next.

    Each next choice holds, is worth what it says, and is new.
    """
    yield from check_consolidation(facts)
    yield from check_decisions(facts)
    if others.empty:
        return
    sheet = read_sheet(facts)
    seen: set[tuple[object, ...]] = set()
    before = float("inf")
    for rank, part in others.groupby("rank"):
        chosen = [sheet.read(row) for row in rows(part)]
        if rank == 1 and differ(freed_together(sheet, chosen), freed):
            yield Finding("freed_together", "options", f"{freed_together(sheet, chosen)}", f"{freed}")
        stated, here = float(part["worth"].iloc[0]), f"choice {rank}"
        broken = misfit(sheet, chosen)
        if broken:
            yield Finding("other_choice_fits", here, "all can be carried out", broken)
        ours = worth(sheet, chosen)
        if differ(ours, stated):
            yield Finding("other_choice_worth", here, f"{ours}", f"{stated}")
        if ours > before + 1e-6 * max(1.0, abs(before)):
            yield Finding("other_choice_order", here, f"at most {before}", f"{ours}")
        key = tuple(sorted((option.outlet, option.option, option.target) for option in chosen))
        if key in seen:
            yield Finding("other_choice_differs", here, "another choice", "one told before")
        seen.add(key)
        before = ours
