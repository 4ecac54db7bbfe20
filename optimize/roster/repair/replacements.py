"""Who could take one open place: everybody, with what would break or what it would cost, ranked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from optimize.roster.calendar import Flags
from optimize.roster.openings import OPENINGS
from optimize.roster.repair.costs import COSTS, UNITS, Ledger, weight_of
from optimize.roster.repair.disturb import Disturbed
from optimize.roster.repair.joint_costs import Change, joint_costs
from optimize.roster.repair.limit_costs import LimitCosts
from optimize.roster.repair.standing import Standing
from optimize.roster.repair.trainees import alone
from optimize.roster.rules import ALLOWS
from optimize.roster.weights import Weights
from quarterhour.labels import LabelError

COST = ["employee", "rule", "limit", "amount", "unit", "weight"]
SMALL = 1e-9


@dataclass(frozen=True)
class Replacements:
    """Everybody of the unit for one open place.

    Attributes
    ----------
    ranked
        employee, name, rank (from 1), possible (bool: no hard rule would break), points (change in the rules of
        `costs`, the hole itself included; NaN where not possible),
        overtime (hours), money. Possible ones first, by points, money and name; the others by how many rules
        would break.
    breaks
        employee, rule: hard rules that would break.
    costs
        employee, rule, limit ("" where the rule is no limit), amount, unit, weight: what changes in all that has a
        price, for those who are possible.
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
    limits
        The limits as they stand; None where there are none.
    """

    standing: Standing
    ledger: Ledger
    forbids: dict[str, Flags]
    weights: Weights
    limits: LimitCosts | None

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
        ledger = Ledger(facts, by_kind).ready()
        limits = LimitCosts.load(standing) if len(standing.problem.limits) else None
        return cls(standing, ledger, forbids, weights or Weights(), limits)

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
        broken["trained"] = broken["trained"] | alone(facts, kind)
        possible = ~np.logical_or.reduce(list(broken.values()))
        people = facts.people["employee"].to_numpy()
        costs = self._costs(kind, duty, possible, bool(standby))
        points = (costs["amount"] * costs["weight"]).groupby(costs["employee"]).sum()
        over = COSTS["overtime"](self.ledger, kind)
        table = pd.DataFrame(
            {
                "employee": people,
                "name": facts.people["name"].to_numpy(),
                "possible": possible,
                "points": np.where(possible, points.reindex(people).fillna(0.0).round(6), np.nan),
                "overtime": over,
                "money": self._money(kind, duty, over),
                "broken": np.sum(list(broken.values()), axis=0),
            }
        ).sort_values(
            ["possible", "broken", "points", "money", "employee"], ascending=[False, True, True, True, True]
        )
        table.insert(2, "rank", np.arange(1, len(table) + 1))
        breaks = [(who, key) for key, flags in broken.items() for who in people[flags]]
        return Replacements(
            table.drop(columns="broken").reset_index(drop=True),
            pd.DataFrame(breaks, columns=["employee", "rule"]).astype("str"),
            costs,
        )

    def _costs(self, kind: int, duty: str, possible: Flags, standby: bool) -> pd.DataFrame:
        """`Replacements.costs`: each soft rule, then rules of several people, then limits of one."""
        facts, off = self.ledger.facts, self.standing.problem.off
        people = facts.people["employee"].to_numpy()
        weights = {rule: weight_of(rule, self.weights, standby) for rule in COSTS}
        changes = [
            Change(row, rule, float(amounts[row]), UNITS.get(rule, "hours"), weights[rule])
            for rule, amounts in ((rule, cost(self.ledger, kind)) for rule, cost in COSTS.items())
            for row in np.flatnonzero(amounts).tolist()
        ]
        told = [
            (people[one.person], one.rule, "", one.amount, one.unit, one.weight)
            for one in (*changes, *joint_costs(facts, kind, self.weights))
            if one.rule not in off and possible[one.person] and abs(one.amount) > SMALL
        ]
        parts = [pd.DataFrame(told, columns=COST)]
        if self.limits is not None:
            parts.append(self.limits.of(duty, people[possible])[COST])
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    def _kind(self, duty: str) -> int:
        members = self.ledger.facts.members
        here = members.loc[members["duty"] == duty, "kind"]
        cells, own = self.standing.cells, self.standing.own
        places = own.loc[own["duty"] == duty, "people"]
        if here.empty or int(places.iloc[0]) <= int((cells["duty"] == duty).sum()):
            raise LabelError(f"duty {duty} has no open place.\nMaybe somebody has to be taken off it first.")
        return int(here.iloc[0])

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
