"""Who could take one open place: everybody, with what would break or what it would cost, ranked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.openings import OPENINGS
from optimize.roster.repair.costs import COSTS, UNITS, Ledger, weight_of
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.standing import Standing
from optimize.roster.rules import ALLOWS
from optimize.roster.weights import Weights
from quarterhour.arrays import Ints
from quarterhour.labels import LabelError


@dataclass(frozen=True)
class Replacements:
    """Everybody of the unit for one open place.

    Attributes
    ----------
    ranked
        employee, name, rank (from 1), possible (bool: no hard rule would break), points (change in the rules of
        `costs`, the hole itself included, but not in weighted limits, pairs and cover; NaN where not possible),
        overtime (hours), money. Possible ones first, by points, money and name; the others by how many rules
        would break.
    breaks
        employee, rule: hard rules that would break.
    costs
        employee, rule, amount, unit, weight: what changes in the soft rules, for those who are possible.
    """

    ranked: pd.DataFrame
    breaks: pd.DataFrame
    costs: pd.DataFrame


@dataclass(frozen=True)
class Candidates:
    """A standing roster, loaded: each question after that is a look into arrays.

    Attributes
    ----------
    forbids
        By hard rule, (P, G) whether one more duty of the kind breaks it.
    """

    standing: Standing
    ledger: Ledger
    forbids: dict[str, Flags]
    weights: Weights

    @classmethod
    def of(cls, standing: Standing, weights: Weights | None = None, barred: Flags | None = None) -> Candidates:
        """Load a roster; `barred` (P, D) are days on which somebody can take nothing."""
        own, cells = standing.own, standing.cells
        filled = cells.groupby("duty").size().reindex(own["duty"]).fillna(0).to_numpy(np.int64)
        missing = pd.Series((own["people"].to_numpy(np.int64) - filled).clip(min=0), index=own["duty"])
        facts = standing.facts(standing.segments, own.assign(people=1))
        if barred is not None:
            facts.absent[barred] = True
        members = facts.members
        open_places = missing.reindex(members["duty"]).to_numpy(float)
        by_kind = np.bincount(members["kind"], open_places, minlength=len(facts.kinds)).astype(np.int64)
        nobody = np.zeros((len(facts.people), len(facts.kinds)), dtype=bool)
        forbids = {key: ~rule(facts) for key, rule in ALLOWS.items()}
        for key, opens in OPENINGS:
            forbids[key] = forbids.get(key, nobody) | ~opens(facts, nobody)
        return cls(standing, Ledger(facts, by_kind), forbids, weights or Weights())

    @classmethod
    def after(cls, disturbed: Disturbed, weights: Weights | None = None) -> Candidates:
        """The roster right after an event."""
        return cls.of(disturbed.after, weights, disturbed.barred)

    def rank(self, duty: str) -> Replacements:
        """Everybody for one open place of a duty.

        Raises
        ------
        LabelError
            When the duty is not the unit's, or has no open place.
        """
        kind, facts = self._kind(duty), self.ledger.facts
        standby = facts.kinds["activity"].iloc[kind] == "standby"
        broken = {key: forbids[:, kind] for key, forbids in self.forbids.items()}
        broken["trained"] = broken["trained"] | self._alone(kind)
        possible = ~np.logical_or.reduce(list(broken.values()))
        off = self.standing.problem.off
        amounts = {rule: cost(self.ledger, kind) for rule, cost in COSTS.items()}
        weights = {rule: weight_of(rule, self.weights, bool(standby)) for rule in COSTS if rule not in off}
        points = sum(amounts[rule] * weights[rule] for rule in weights)
        people = facts.people["employee"].to_numpy()
        table = pd.DataFrame(
            {
                "employee": people,
                "name": facts.people["name"].to_numpy(),
                "possible": possible,
                "points": np.where(possible, np.asarray(points).round(6), np.nan),
                "overtime": amounts["overtime"],
                "money": self._money(kind, duty, amounts["overtime"]),
            }
        )
        count = np.sum(list(broken.values()), axis=0)
        table = table.assign(broken=count).sort_values(
            ["possible", "broken", "points", "money", "employee"], ascending=[False, True, True, True, True]
        )
        table.insert(2, "rank", np.arange(1, len(table) + 1))
        breaks = [(who, key) for key, flags in broken.items() for who in people[flags]]
        costs = [
            (people[row], rule, float(amounts[rule][row]), UNITS.get(rule, "hours"), weights[rule])
            for rule in weights
            for row in np.flatnonzero(possible & (np.abs(amounts[rule]) > 1e-9))
        ]
        return Replacements(
            table.drop(columns="broken").reset_index(drop=True),
            pd.DataFrame(breaks, columns=["employee", "rule"]).astype("str"),
            pd.DataFrame(costs, columns=["employee", "rule", "amount", "unit", "weight"]),
        )

    def _kind(self, duty: str) -> int:
        members = self.ledger.facts.members
        here = members.loc[members["duty"] == duty, "kind"]
        cells, own = self.standing.cells, self.standing.own
        places = own.loc[own["duty"] == duty, "people"]
        if here.empty or int(places.iloc[0]) <= int((cells["duty"] == duty).sum()):
            raise LabelError(f"duty {duty} has no open place.\nMaybe somebody has to be taken off it first.")
        return int(here.iloc[0])

    def _alone(self, kind: int) -> Flags:
        """(P,) whether a trainee would at some time have nobody trained beside them."""
        facts = self.ledger.facts
        trainee = ~facts.people["trained"].to_numpy(dtype=bool)
        if not trainee.any():
            return trainee
        row, guests = facts.kinds.iloc[kind], facts.unit.guests
        guests = guests[(guests["outlet"] == row["outlet"]) & (guests["pool"] == row["pool"])]
        calendar = facts.calendar
        come, go = calendar.minutes(guests["start"]), calendar.minutes(guests["end"])
        alone = False
        for begins, ends in self._stretches(kind):
            alone |= _uncovered(begins, ends, come, go)
        return trainee & alone

    def _stretches(self, kind: int) -> list[tuple[int, int]]:
        """Minutes from and to of the work, around the break."""
        row = self.ledger.facts.kinds.iloc[[kind]]
        begins, ends = int(row["begins"].iloc[0]), int(row["ends"].iloc[0])
        if row["break_start"].isna().iloc[0]:
            return [(begins, ends)]
        calendar = self.ledger.facts.calendar
        return [
            (begins, int(calendar.minutes(row["break_start"])[0])),
            (int(calendar.minutes(row["break_end"])[0]), ends),
        ]

    def _money(self, kind: int, duty: str, overtime: np.ndarray) -> np.ndarray:
        """(P,) what the person is paid for the duty, overtime at its factor, standby at its own."""
        facts, row = self.ledger.facts, self.ledger.facts.kinds.iloc[kind]
        rate = facts.people["hourly_rate"].to_numpy(float)
        if row["activity"] == "standby":
            hours: np.ndarray = (
                rate * facts.people["standby_factor"].to_numpy(float) * (row["ends"] - row["begins"]) / 60
            )
            return hours
        own = self.standing.own
        paid_break = bool(own.loc[own["duty"] == duty, "break_paid"].iloc[0])
        paid = (self.ledger.worked(kind) + (row["rest_minutes"] if paid_break else 0)) / 60
        money: np.ndarray = rate * (paid + overtime * (facts.people["overtime_factor"].to_numpy(float) - 1))
        return money


def _uncovered(begins: int, ends: int, come: Ints, go: Ints) -> bool:
    """Whether any minute of [begins, ends) lies in none of the stretches."""
    reached = begins
    for start, end in sorted(zip(come.tolist(), go.tolist(), strict=True)):
        if start > reached:
            break
        reached = max(reached, end)
    return reached < ends
