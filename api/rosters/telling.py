"""Explanations of a roster in words and as plain data. Rules are named, causes of absence never."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.records import plain_rows, records
from api.words import NOTHING, Words
from optimize.roster.explain import (
    LAW,
    Answer,
    Change,
    Clash,
    Filled,
    Group,
    Option,
    Question,
    Score,
    Served,
    Verdict,
)
from optimize.roster.rules import LIMITS as LIMIT_RULES
from optimize.roster.values import RosterProblem
from scenarios.network.labour_law import is_law

PEOPLE = 8
"""Names in one line; more are counted."""


class Telling:
    """Puts answers into words: who and what identifiers stand for comes from the rostering problem."""

    def __init__(self, problem: RosterProblem, words: Words) -> None:
        self.words = words
        self.names = dict(zip(problem.employees["employee"], problem.employees["name"], strict=True))
        self.duties = problem.duties.set_index("duty")[["outlet", "post", "start", "end"]]

    def plain_score(self, found: Score) -> dict[str, Any]:
        """Points by rule, person and week as plain data."""
        return {
            "points": found.points,
            "hard": found.hard,
            "rules": plain_rows(found.rules),
            "people": plain_rows(found.people),
            "weeks": plain_rows(found.weeks),
        }

    def lines(self, question: Question, answer: Answer) -> list[str]:
        """Everything but the tables."""
        words = self.words
        lines = ["", self.asked(question), self.verdict(answer)]
        if answer.verdict is Verdict.POSSIBLE and answer.alone is not True:
            lines.append(words("explain.alone_open" if answer.alone is None else "explain.alone_no"))
        if answer.clash is not None:
            lines += self.clash(answer.clash)
        if answer.alone is False:
            lines.append(words("explain.menu" if answer.menu else "explain.menu_none"))
            lines += [f"  {number}. {self.option(option)}" for number, option in enumerate(answer.menu, 1)]
        return lines

    def plain_answer(self, question: Question, answer: Answer) -> dict[str, Any]:
        """An answer as plain data, with codes beside the words."""
        clash = answer.clash
        return {
            "question": self.asked(question),
            "unit": answer.unit,
            "verdict": str(answer.verdict),
            "alone": answer.alone,
            "points": answer.points,
            "proof": answer.proof.as_dict(),
            "rules": plain_rows(answer.rules),
            "cells": plain_rows(answer.cells),
            "holes": plain_rows(answer.holes),
            "clash": [vars(group) for group in clash.groups] if clash else None,
            "minimal": clash.minimal if clash else None,
            "whole_rules": clash.whole if clash else None,
            "barred": [vars(one) for one in clash.barred] if clash else [],
            "menu": [
                {
                    "text": self.option(option),
                    "effort": option.effort,
                    "cheapest": option.cheapest,
                    "changes": [vars(change) for change in option.changes],
                }
                for option in answer.menu
            ],
            "text": "\n".join(self.lines(question, answer)).strip(),
        }

    def asked(self, question: Question) -> str:
        """The question in words."""
        if isinstance(question, Filled):
            return self.words("explain.asked_hole", duty=self.duty(question.duty))
        person = self.person(question.employee)
        if isinstance(question, Served):
            return self.words("explain.asked_served", person=person, duty=self.duty(question.duty))
        return self.words(f"explain.asked_{question.kind}", person=person, day=self.words.day(question.day))

    def verdict(self, answer: Answer) -> str:
        """What became of it."""
        if answer.verdict is not Verdict.POSSIBLE or answer.points is None:
            return self.words("explain.open" if answer.verdict is Verdict.OPEN else "explain.impossible")
        code = "explain.possible_cheaper" if answer.points < 0 else "explain.possible_dearer"
        return self.words(code, points=self.words.number(abs(answer.points), 1), cells=len(answer.cells))

    def clash(self, clash: Clash) -> list[str]:
        """The clashing set, a line a rule, and who is no help."""
        words = self.words
        if not clash.groups:
            return [words("explain.clash_none")]
        lines = [words("explain.clash" if clash.minimal else "explain.clash_rough")]
        lines += [
            "  " + (words("explain.clash_hole", duty=self.duty(hole)) if hole else words("explain.clash_holes"))
            for hole in (group.place for group in clash.groups if group.rule == "hole")
        ]
        named = {_named(group) for group in clash.groups if group.rule != "hole"}
        for rule, limit in sorted(named):
            people = sorted(
                {one for group in clash.groups if _named(group) == (rule, limit) for one in group.people}
            )
            code = "explain.clash_law" if rule in LAW or is_law(limit) else "explain.clash_item"
            told = words("roster.rule_of", rule=self.rule(rule), name=limit) if limit else self.rule(rule)
            whose = words("explain.of_everybody") if clash.whole else self._people(people)
            lines.append("  " + words(code, rule=told, people=whose))
        for duty in dict.fromkeys(one.duty for one in clash.barred):
            reasons = "; ".join(
                words("explain.barred_rule", rule=self.rule(one.rule), people=one.people)
                for one in clash.barred
                if one.duty == duty
            )
            lines.append("  " + words("explain.barred", duty=self.duty(duty), reasons=reasons))
        return lines

    def option(self, option: Option) -> str:
        """One entry of the menu."""
        code = "explain.option_proven" if option.cheapest else "explain.option"
        changes = "; ".join(self._change(change) for change in option.changes)
        return self.words(code, changes=changes, effort=option.effort)

    def _change(self, change: Change) -> str:
        amount, place = self.words.number(abs(change.amount), 1), f"{change.outlet} {change.post}".strip()
        person = self.person(change.employee)
        return self.words(f"explain.change_{change.kind}", amount=amount, person=person, place=place)

    def _people(self, people: Sequence[str]) -> str:
        if not people:
            return self.words("explain.of_many")
        named = ", ".join(map(self.person, people[:PEOPLE]))
        more = len(people) - PEOPLE
        return self.words("explain.and_more", people=named, count=more) if more > 0 else named

    def person(self, employee: str) -> str:
        """Somebody's name, and identifier."""
        name = self.names.get(employee)
        return f"{name} ({employee})" if name and name != employee else employee

    def rule(self, rule: str) -> str:
        """A rule's name."""
        return self.words(f"roster.rule_{rule}")

    def duty(self, duty: str) -> str:
        """Where and when a duty is."""
        if duty not in self.duties.index:
            return duty or NOTHING
        row = next(records(self.duties.loc[[duty]]))
        return f"{row.outlet} {row.post} {self.words.instant(row.start)}–{row.end:%H:%M}"


def _named(group: Group) -> tuple[str, str]:
    """A rule, and the name of the limit where it is one of the network's or the law's."""
    return group.rule, group.place if group.rule in LIMIT_RULES else ""
