"""Explanations of a roster on the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from api.cli import console
from api.records import records
from api.rosters.telling import Telling
from optimize.roster.explain import Answer, Question, Score

PEOPLE, CELLS = 8, 20
"""Rows of the dearest people, and of changed days."""


class Shown(Telling):
    """Puts answers on the terminal."""

    def score(self, found: Score, holes: int, shown: int) -> None:
        """Points by rule, of the dearest people, and by week."""
        words = self.words
        title = words("explain.score", points=words.number(found.points), hard=found.hard)
        table = self._grid(title, ("rule", "breaks", "amount", "points", "told"), (1, 2, 3))
        for row in records(found.rules):
            amount = f"{words.number(row.amount, 1)} {words(f'roster.unit_{row.unit}')}"
            told = words(f"explain.rule_{row.rule}")
            console.add(table, self.rule(row.rule), row.breaks, amount, words.number(row.points), told)
        console.results.print(table)
        table = self._grid(words("explain.score_people"), ("person", "points", "most"), (1,))
        for employee, part in list(found.people.groupby("employee", sort=False))[:PEOPLE]:
            who = self.person(str(employee)) if employee else words("explain.nobodys")
            dearest = ", ".join(
                f"{self.rule(row.rule)} {words.number(row.points)}" for row in records(part.head(3)) if row.points
            )
            console.add(table, who, words.number(part["points"].sum()), dearest)
        console.results.print(table)
        table = self._grid(words("explain.score_weeks"), ("week", "points"), (1,))
        for week, points in found.weeks.groupby("week")["points"].sum().items():
            console.add(table, words.day(pd.Timestamp(str(week))), words.number(points))
        console.results.print(table)
        if holes:
            console.results.print(words("explain.holes", count=holes, shown=shown))

    def answer(self, question: Question, answer: Answer) -> None:
        """Verdict, clash, menu, then the roster shown."""
        for line in self.lines(question, answer):
            console.results.print(line)
        words = self.words
        if len(answer.cells):
            table = self._grid(words("explain.cells"), ("person", "day", "before", "after"), ())
            for row in records(answer.cells.head(CELLS)):
                before, after = self.duty(row.before), self.duty(row.after)
                console.add(table, self.person(row.employee), words.day(row.day), before, after)
            console.results.print(table)
        if len(answer.rules):
            table = self._grid(words("explain.points"), ("rule", "before", "after"), (1, 2))
            for row in records(answer.rules):
                console.add(table, self.rule(row.rule), words.number(row.before), words.number(row.after))
            console.results.print(table)

    def _grid(self, title: str, heads: Sequence[str], numeric: tuple[int, ...]) -> Any:
        return console.grid(title, *(self.words(f"explain.head_{head}") for head in heads), numeric=numeric)
