"""Who is on the roster only now, no longer, or for other hours; and who lends to whom."""

from __future__ import annotations

from collections.abc import Mapping

from api.report.blocks import Section, Sentence, Show, table
from api.words import Words
from scenarios.compare import Comparison


def people(comparison: Comparison, words: Words, outlets: Mapping[str, str], names: Mapping[str, str]) -> Section:
    """Counts, everybody whose hours differ, and loans."""
    title, frame = words("report.people_changed"), comparison.people
    hours = {
        "hours_base": Show(words("report.hours_base"), lambda value: words.number(value, 1), True),
        "hours": Show(words("report.hours"), lambda value: words.number(value, 1), True),
        "more": Show(words("report.difference"), lambda value: words.signed(value, 1), True),
    }
    plan = {"plan": Show(words("report.plan"))}
    change = {"change": Show(words("report.change"), lambda key: words.label("person", key))}
    blocks: list[object] = []
    if frame.empty:
        blocks.append(Sentence(words("report.no_person_changed"), "fine"))
    else:
        counted = frame.groupby(["plan", "change"], as_index=False).size()
        counts = {**plan, **change, "size": Show(words("report.people"), words.number, True)}
        person = {"employee": Show(words("report.person"), lambda key: names.get(key, str(key)))}
        each = frame.assign(more=frame["hours"] - frame["hours_base"])
        ranked = each.sort_values("more", key=lambda more: -more.abs(), kind="stable")
        blocks.append(table(counted, title, counts))
        columns = {**plan, **change, **person, **hours}
        blocks.append(table(ranked, words("report.each_person"), columns, "comparison_people"))
    if len(comparison.loans):
        lent = comparison.loans.assign(more=comparison.loans["hours"] - comparison.loans["hours_base"])

        def place(key: object) -> str:
            return outlets.get(str(key), str(key))

        between = {"lender": Show(words("report.lender"), place), "outlet": Show(words("report.outlet"), place)}
        columns = {**plan, **between, **hours}
        blocks.append(table(lent, words("report.loans_changed"), columns, "comparison_loans"))
    return Section("people", title, blocks)
