"""The record of decisions: read and refused, appended to, and never rewritten."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.changes import (
    ChangeProblemsError,
    OpenOutlet,
    ResizeOutlet,
    ScaleDemand,
    Scenario,
    find_scenario,
    library,
)
from scenarios.decisions import (
    Decision,
    Decisions,
    decided,
    decisions_in,
    promotion,
    record_of,
    recorded,
    withdrawal,
)
from tests.plan.fixtures import tiny

AT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
DIGEST = "0" * 64
PROMOTION = f"""decisions:
- number: 1
  decision: promote
  name: busier
  by: Li
  at: '2026-10-05T09:30:00+08:00'
  why: a new estate
  digest: '{DIGEST}'
  changes:
  - change: scale_demand
    factor: 1.2
"""
WITHDRAWAL = """- number: 2
  decision: withdraw
  name: busier
  by: Han
  at: 2026-10-06 09:30:00+08:00
  why: it is not built
  withdraws: 1
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda text: text.strip())


def test_a_record_tells_what_stands() -> None:
    """A promotion stands until it is withdrawn; quoted and plain instants are read alike."""
    assert [entry.name for entry in decisions_in(PROMOTION, "decisions.yaml").standing] == ["busier"]
    whole = decisions_in(PROMOTION + WITHDRAWAL, "decisions.yaml")
    assert len(whole.entries) == 2
    assert whole.standing == ()
    assert whole.changes == ()
    assert [entry.at.utcoffset() is not None for entry in whole.entries] == [True, True]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("decisions: [", "decision.unreadable", None),
        ("- a list", "decision.no_record", 1),
        ("decisions:\n", "decision.no_record", 1),
        (PROMOTION.replace("number: 1", "number: 2"), "decision.out_of_order", 2),
        (PROMOTION.replace("  by: Li\n", ""), "change.form_missing", 2),
        (PROMOTION.replace("by: Li", "by: ' '"), "decision.empty", 5),
        (PROMOTION.replace("why: a new estate", "because: it is"), "change.form_unknown_key", 7),
        (PROMOTION.replace("+08:00", ""), "decision.no_instant", 6),
        (PROMOTION.replace("'2026-10-05T09:30:00+08:00'", "soon"), "decision.no_instant", 6),
        (PROMOTION.replace("factor: 1.2", "factor: -1"), "change.form_below_least", 11),
        (PROMOTION.replace("scale_demand", "explode"), "change.form_unknown_change", 10),
        (PROMOTION.replace("decision: promote", "decision: ponder"), "decision.no_kind", 3),
        (PROMOTION.replace(DIGEST, "abc"), "decision.no_digest", 8),
        (PROMOTION + "  name: twice\n", "change.repeated_key", 12),
        (PROMOTION + WITHDRAWAL.replace("withdraws: 1", "withdraws: 2"), "decision.not_standing", 18),
        (PROMOTION + WITHDRAWAL + WITHDRAWAL.replace("number: 2", "number: 3"), "decision.not_standing", 25),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(text: str, code: str, line: int | None) -> None:
    """The kind of problem, where it stands, and what may fix it, in both languages."""
    with pytest.raises(ChangeProblemsError) as refused:
        decisions_in(text, "decisions.yaml")
    told = [problem for problem in refused.value.problems if problem.code == code]
    assert told, refused.value.problems
    assert line is None or told[0].row == line
    assert all(problem.text(language) for problem in told for language in ("en", "zh_Hans"))


@given(TEXTS, TEXTS, st.lists(st.booleans(), max_size=5))
@settings(max_examples=40, deadline=None)
def test_the_record_is_only_ever_added_to(by: str, why: str, acts: list[bool]) -> None:
    """Whatever names and reasons look like, each text is the start of the next, and reads as what was decided."""
    entries: list[Decision] = []
    text = ""
    for number, promote in enumerate([True, *acts], start=1):
        standing = Decisions(entries).standing
        told = number, "n", by.strip(), AT, why.strip()
        if promote or not standing:
            entries.append(Decision(*told, changes=(ScaleDemand(factor=1.1),), digest=DIGEST))
        else:
            entries.append(Decision(*told, withdraws=standing[-1].number))
        longer = recorded(text, entries[-1])
        assert longer.startswith(text)
        text = longer
    assert list(decisions_in(text, "decisions.yaml").entries) == entries


@pytest.mark.parametrize("name", sorted(library()))
def test_every_scenario_of_the_library_survives_the_record(name: str) -> None:
    """What is read back is what was promoted, change by change."""
    made = Decision(1, name, "Li", AT, "why", find_scenario(name).changes, DIGEST)
    assert decisions_in(recorded("", made), "decisions.yaml").entries == [made]


def test_a_decision_must_fit_what_stands() -> None:
    """Later ones may build on earlier ones, which then can not go before them; nothing unfit is decided."""
    network = tiny()
    opened = Scenario("opened", (OpenOutlet(outlet="N1", like="ST01"),))
    altered = Scenario("altered", (ResizeOutlet(outlets=("N1",), desks=3),))
    said = {"by": "Li", "at": AT, "why": "because"}
    with pytest.raises(ChangeProblemsError):
        promotion(network, Decisions(), altered, DIGEST, **said)
    first = promotion(network, Decisions(), opened, DIGEST, **said)
    second = promotion(network, Decisions([first]), altered, DIGEST, **said)
    assert "N1" in set(decided(network, Decisions([first, second])).network.table("outlets")["outlet"])
    assert "N1" not in set(network.table("outlets")["outlet"])
    with pytest.raises(ChangeProblemsError):
        withdrawal(network, Decisions([first, second]), 1, **said)
    third = withdrawal(network, Decisions([first, second]), 2, **said)
    assert Decisions([first, second, third]).standing == (first,)


def test_nothing_is_decided_without_somebody_and_a_reason() -> None:
    """Nor a scenario that changes nothing, nor the withdrawal of what does not stand."""
    network, scenario = tiny(), Scenario("busier", (ScaleDemand(factor=1.1),))
    codes = []
    for by, why, asked in (("", "x", scenario), ("x", " ", scenario), ("x", "x", Scenario("idle", ()))):
        with pytest.raises(ChangeProblemsError) as refused:
            promotion(network, Decisions(), asked, DIGEST, by=by, at=AT, why=why)
        codes.append(refused.value.problems[0].code)
    assert codes == ["decision.not_said", "decision.not_said", "decision.no_changes"]
    with pytest.raises(ChangeProblemsError):
        withdrawal(network, Decisions(), 1, by="x", at=AT, why="x")


def test_the_record_lies_beside_the_tables(tmp_path: Path) -> None:
    """In a folder of tables, or beside a workbook under its name."""
    assert record_of(tmp_path) == tmp_path / "decisions.yaml"
    assert record_of(tmp_path / "city.xlsx") == tmp_path / "city.decisions.yaml"
