"""Clashes of whole rules: judged by all rosters there are, and told in words."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from api.rosters.telling import Telling
from api.words import Words
from optimize.roster.explain import Filled, Group, why_not
from optimize.roster.explain.ask import unit_of
from optimize.roster.explain.groups import forbidden, grouped
from optimize.roster.explain.whole_rules import rules_clash, whole_rules
from quarterhour.messages import LANGUAGES
from quarterhour.result import Limits
from tests.roster.all_rosters import EVERY, kept, questions, small
from tests.roster.cases import duty, person, problem
from tests.roster.test_explain import EXACT, roster_of


@pytest.mark.parametrize("seed", range(4))
def test_clash_of_whole_rules(seed: int) -> None:
    """Whole rules that clash by all 729 rosters: together they do, and without any one they do not."""
    given, picks = small(seed)
    roster = roster_of(given)
    taken = dict(zip(roster.names["duty"], roster.names["employee"], strict=True))
    stands = tuple(taken.get(f"d{number}", "") for number in range(6))
    whose = {"hole": [Group("hole", (), f"d{number}") for number in range(6) if stands[number]]}

    def of_both(rule: str) -> list[Group]:
        return [Group(rule, (who,)) for who in "ab"]

    def keeping(names: tuple[str, ...], rules: Collection[Group]) -> bool:
        groups = [
            one for rule in rules for one in whose.get(rule.rule, [Group(rule.rule, (who,)) for who in "ab"])
        ]
        return kept(names, picks, groups, same_day=Group("one_duty_a_day") not in rules)

    clashes = 0
    for question, does in questions(stands, picks):
        standing = unit_of(roster, question)
        rules = grouped(standing, question, forbidden(standing.facts, question), held=True)
        able = any(does(names) and keeping(names, set(whole_rules(rules)) - {None}) for names in EVERY)
        if able:
            continue
        clash = rules_clash(rules, EXACT)
        assert clash is not None
        assert clash.minimal
        assert clash.whole
        assert not any(does(names) and keeping(names, clash.groups) for names in EVERY)
        for one in clash.groups:
            others = set(clash.groups) - {one}
            assert any(does(names) and keeping(names, others) for names in EVERY)
        clashes += 1
    assert clashes


def test_whole_rules_where_people_are_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no set by person comes out, the rules themselves are told, of everybody, in both languages."""
    monkeypatch.setattr("optimize.roster.explain.ask.find_clash", lambda *_: None)
    saturdays = [duty(f"d{number}", 7 * number + 5, 8, 16) for number in range(4)]
    given = problem([person("a", weekends_off=2)], saturdays, days=28)
    roster = roster_of(given)
    hole = next(name for name in ("d0", "d1", "d2", "d3") if name not in set(roster.names["duty"]))
    clash = why_not(roster, Filled(hole), limits=EXACT).clash
    assert clash is not None
    assert clash.minimal
    assert clash.whole
    assert clash.groups == (Group("hole"), Group("weekends_off"))
    for language in LANGUAGES:
        words = Words(language)
        told = Telling(given, words).clash(clash)
        assert told[1:] == [
            "  " + words("explain.clash_holes"),
            "  "
            + words(
                "explain.clash_item", rule=words("roster.rule_weekends_off"), people=words("explain.of_everybody")
            ),
        ]


def test_no_whole_rules_beyond_the_limits() -> None:
    """A set that is not proven minimal is none."""
    given = problem([person("a")], [duty("d", 0, 14, 22), duty("e", 1, 8, 16)])
    roster = roster_of(given)
    hole = "e" if "d" in set(roster.names["duty"]) else "d"
    standing = unit_of(roster, Filled(hole))
    rules = grouped(standing, Filled(hole), forbidden(standing.facts, Filled(hole)), held=True)
    assert rules_clash(rules, EXACT) is not None
    assert rules_clash(rules, Limits(work=0.0)) is None
