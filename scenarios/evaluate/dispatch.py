"""Dispatch read again: every rule and the objective, from the situation's frames and the moves alone.

Nothing here is shared with the engine: minutes are counted person by person and interval by interval in plain
Python.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

EXACT = 1e-6
LENDS = ("lend", "within", "release")
COMES = ("lend", "within", "standby", "partner")
TANGENTS = (-1.0, 0.0, 1.0)
SHORTEST_PROMISE = 5.0
SECOND = pd.Timedelta(seconds=1)

Cell = tuple[Any, ...]
Row = Mapping[str, Any]


@dataclass
class Verdict:
    """What was found: (rule, who) broken, and the objective recomputed."""

    broken: list[tuple[str, str]] = field(default_factory=list)
    money: float = 0.0


def judge(
    frames: Mapping[str, pd.DataFrame],
    policy: Mapping[str, Any],
    span: tuple[pd.Timestamp, pd.Timestamp, int],
    moves: pd.DataFrame,
    given_up: int = 0,
    under_way: pd.DataFrame | None = None,
) -> Verdict:
    """All rules of all moves, and the money of lateness, moves and moves given up.

    Parameters
    ----------
    frames
        lanes, posts, desks, flow, need, people, offers, able, travel as a situation has them.
    policy
        Its policy by name.
    span
        Now, the end of the horizon, and the grain in minutes.
    moves
        As a dispatch has them.
    given_up
        Moves of the answer before that are not made again.
    under_way
        Moves past deciding: they cost nothing more and break no rule, but their people are where these take them.
    """
    reader = _Reader(frames, policy, span, [] if under_way is None else _rows(under_way))
    verdict = Verdict()
    rows = _rows(moves)
    for move in rows:
        verdict.broken += [(rule, str(move["who"])) for rule in reader.broken_by(move)]
    verdict.broken += reader.broken_together(rows)
    verdict.money = reader.money(rows) + policy["unsteadiness"] * given_up
    return verdict


class _Reader:
    """The situation as dictionaries."""

    def __init__(
        self,
        frames: Mapping[str, pd.DataFrame],
        policy: Mapping[str, Any],
        span: tuple[pd.Timestamp, pd.Timestamp, int],
        under_way: list[Row],
    ) -> None:
        self.under_way = under_way
        self.policy, (self.now, until, grain) = policy, span
        self.grain = float(grain)
        self.people: dict[str, Row] = {row["employee"]: row for row in _rows(frames["people"])}
        self.offers = {row["offer"]: row for row in _rows(frames["offers"])}
        self.able = set(zip(frames["able"]["who"], frames["able"]["outlet"], frames["able"]["post"], strict=True))
        self.ways = {(r["origin"], r["outlet"]): r["minutes"] for r in _rows(frames["travel"])}
        self.pool = {(r["outlet"], r["post"]): r["pool"] for r in _rows(frames["posts"])}
        self.lane = {(r["outlet"], r["post"]): r["lane"] for r in _rows(frames["posts"])}
        self.desks = dict(zip(frames["desks"]["outlet"], frames["desks"]["desks"], strict=True))
        self.lanes: dict[Cell, Row] = {(r["outlet"], r["lane"]): r for r in _rows(frames["lanes"])}
        self.cuts = self._cuts(frames["flow"], until)
        self.need = {(r["outlet"], r["pool"], r["post"], r["start"]): r["people"] for r in _rows(frames["need"])}
        self.flow = {(r["outlet"], r["lane"], r["start"]): r["rate"] for r in _rows(frames["flow"])}

    def _cuts(self, flow: pd.DataFrame, until: pd.Timestamp) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
        """(begin, end) of each part of the horizon; begins are the grid's, of which the first may be past."""
        step = pd.Timedelta(minutes=self.grain)
        some = flow["start"].iloc[0] if len(flow) else self.now.floor(step)
        begin = some + math.floor((self.now - some) / step) * step
        cuts = []
        while begin < until:
            cuts.append((begin, begin + step))
            begin += step
        return cuts

    def _minutes(self, begin: Any, end: Any, cut: tuple[pd.Timestamp, pd.Timestamp]) -> float:
        if _missing(begin) or _missing(end):
            return 0.0
        left, right = max(begin, cut[0], self.now), min(end, cut[1])
        return float(max((right - left).total_seconds() / 60, 0.0))

    def _length(self, cut: tuple[pd.Timestamp, pd.Timestamp]) -> float:
        return (cut[1] - max(cut[0], self.now)).total_seconds() / 60

    def _works(self, person: Mapping[str, Any], begin: Any, end: Any, cut: Any) -> float:
        """Share of the interval within both the stretch and the person's duty, their break taken out."""
        begin, end = max(begin, person["begins"]), min(end, person["ends"])
        rest = 0.0
        if not _missing(person["break_start"]):
            rest = self._minutes(max(begin, person["break_start"]), min(end, person["break_end"]), cut)
        return (self._minutes(begin, end, cut) - rest) / self._length(cut)

    def gain(self, move: Mapping[str, Any], cut: Any) -> float:
        """Share of the interval that the move adds at the receiver."""
        if _missing(move["serves_from"]):
            return 0.0
        minutes = self._minutes(move["serves_from"], move["serves_until"], cut)
        person = self.people.get(move["who"])
        if person is not None and move["kind"] in COMES and not _missing(person["break_start"]):
            begin = max(move["serves_from"], person["break_start"])
            minutes -= self._minutes(begin, min(move["serves_until"], person["break_end"]), cut)
        return minutes / self._length(cut)

    def loss(self, move: Mapping[str, Any], cut: Any) -> float:
        """Share of the interval that the move takes from the lender, or from the own post for a new break."""
        if _missing(move["away_from"]):
            return 0.0
        if move["kind"] == "break":
            return self._minutes(move["away_from"], move["away_until"], cut) / self._length(cut)
        return self._works(self.people[move["who"]], move["away_from"], move["away_until"], cut)

    def broken_by(self, move: Mapping[str, Any]) -> list[str]:
        """Rules that one move breaks by itself."""
        kind, who = move["kind"], move["who"]
        person = self.people.get(who)
        found = []
        if kind == "partner":
            if who not in self.offers:
                return ["unknown"]
        elif person is None or not person["available"]:
            return ["available"]
        if kind in COMES:
            found += self._of_coming(move, person)
        if person is None:
            return found
        worked = self._worked(move, person)
        for rule, left in (("hours_day", "day_left"), ("hours_week", "week_left"), ("hours_month", "month_left")):
            if worked > max(person[left], 0.0) + EXACT:
                found.append(rule)
        home = self._home(move, person)
        if not _missing(person["home_by"]) and home > person["home_by"] + pd.Timedelta(seconds=1):
            found.append("rest")
        if kind == "extend":
            if not _missing(person["longest_end"]) and move["serves_until"] > person["longest_end"]:
                found.append("shift_length")
            if move["serves_from"] != person["ends"]:
                found.append("extend_from_end")
        if kind == "break":
            lasts = person["break_end"] - person["break_start"]
            inside = person["break_earliest"] <= move["away_from"] <= person["break_latest"]
            if not inside or move["away_until"] - move["away_from"] != lasts or move["away_from"] < self.now:
                found.append("break_kept")
        if worked > EXACT and not person["night_work"] and self._by_night(move["called"], home):
            found.append("night_work")
        if min(x for x in (move["called"], move["leaves"]) if not _missing(x)) < self.now - pd.Timedelta(
            seconds=1
        ):
            found.append("past")
        return found

    def _by_night(self, called: pd.Timestamp, home: pd.Timestamp) -> bool:
        """Whether any of it lies between 22:00 and 06:00 by the clock on the wall."""
        begin, end = (moment.tz_convert(self.now.tz).tz_localize(None) for moment in (called, home))
        midnight = begin.normalize()
        return bool(begin < midnight + pd.Timedelta(hours=6) or end > midnight + pd.Timedelta(hours=22))

    def _of_coming(self, move: Mapping[str, Any], person: Mapping[str, Any] | None) -> list[str]:
        policy, found = self.policy, []
        if (move["who"], move["outlet"], move["post"]) not in self.able:
            found.append("able")
        if person is not None and not person["trained"]:
            found.append("trained")
        if move["kind"] == "within":
            way, door = 0.0, policy["handover"]
        else:
            way = self.ways.get((move["from_outlet"], move["outlet"]), math.inf)
            way = 0.0 if move["from_outlet"] == move["outlet"] else way
            door = policy["alert"] + policy["preparation"] + way + policy["handover"]
        told = (move["serves_from"] - move["called"]).total_seconds() / 60
        if told < door - 0.05 or told > policy["surge_minutes"] + EXACT:
            found.append("in_time")
        if (move["serves_from"] - move["leaves"]).total_seconds() / 60 < way + policy["handover"] - 0.05:
            found.append("travel")
        if person is not None and way > person["travel_limit"] + EXACT:
            found.append("travel_limit")
        if (move["serves_until"] - move["serves_from"]).total_seconds() / 60 < policy["block"] - 0.05:
            found.append("block")
        if move["kind"] == "standby" and person is not None:
            if not person["standby"] or person["state"] != "standby":
                found.append("standby_consent")
            if (
                move["called"] < person["begins"] - pd.Timedelta(seconds=1)
                or move["serves_until"] > person["ends"]
            ):
                found.append("standby_hours")
        if move["kind"] in ("lend", "within") and person is not None:
            if person["outlet"] != move["from_outlet"] or person["state"] != "duty":
                found.append("on_duty")
            if move["serves_until"] > person["ends"] or move["away_from"] < person["begins"]:
                found.append("on_duty")
            if move["kind"] == "within" and move["outlet"] != move["from_outlet"]:
                found.append("on_duty")
            under_way = ((move["away_from"], move["serves_from"]), (move["serves_until"], move["away_until"]))
            if not _missing(person["break_start"]) and any(
                person["break_start"] < end - SECOND and person["break_end"] > begin + SECOND
                for begin, end in under_way
            ):
                found.append("break_kept")
        return found

    def _worked(self, move: Mapping[str, Any], person: Mapping[str, Any]) -> float:
        """Minutes of work and travel beyond what was planned."""
        serves = (
            0.0
            if _missing(move["serves_from"])
            else (move["serves_until"] - move["serves_from"]).total_seconds() / 60
        )
        if move["kind"] == "standby":
            return serves + 2 * float(move["travel"])
        if move["kind"] == "extend":
            return serves
        if move["kind"] == "lend":
            return float(max((self._home(move, person) - person["ends"]).total_seconds() / 60, 0.0))
        return 0.0

    def _home(self, move: Row, person: Row) -> Any:
        way = pd.Timedelta(minutes=float(move["travel"]))
        if move["kind"] == "release":
            return move["leaves"]
        if move["kind"] == "lend":
            return max(move["serves_until"] + way, person["ends"])
        if move["kind"] in ("standby", "extend"):
            return move["serves_until"] + way
        return person["ends"]

    def broken_together(self, moves: list[Row]) -> list[tuple[str, str]]:
        """Double booking, offers, lenders' needs and desks, over all moves."""
        found: list[tuple[str, str]] = []
        times: dict[str, int] = defaultdict(int)
        for move in moves:
            times[move["who"]] += 1
        for who, count in times.items():
            most = self.offers[who]["people"] if who in self.offers else 1
            if count > most:
                found.append(("double_booking", who))
        for cut in self.cuts:
            found += self._lenders_short(moves, cut) + self._desks_short(moves, cut)
        return found

    def _present(self, cut: Any) -> dict[Cell, float]:
        there: dict[Cell, float] = defaultdict(float)
        for person in self.people.values():
            if person["state"] == "duty" and person["available"]:
                there[person["outlet"], person["post"]] += self._works(
                    person, person["begins"], person["ends"], cut
                )
        for move in self.under_way:
            if move["outlet"]:
                there[move["outlet"], move["post"]] += self.gain(move, cut)
            if not _missing(move["away_from"]):
                there[move["from_outlet"], move["from_post"]] -= self.loss(move, cut)
        return defaultdict(float, {place: max(people, 0.0) for place, people in there.items()})

    def _lenders_short(self, moves: list[Row], cut: Any) -> list[tuple[str, str]]:
        there = self._present(cut)
        lent: dict[Cell, float] = defaultdict(float)
        for move in moves:
            if move["kind"] in LENDS:
                lent[move["from_outlet"], move["from_post"]] += self.loss(move, cut)
        found = []
        pools: dict[Cell, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (outlet, post), people in there.items():
            pools[outlet, self.pool.get((outlet, post))][0] += people
        for (outlet, post), people in lent.items():
            if people <= EXACT:
                continue
            pool = self.pool[outlet, post]
            pools[outlet, pool][1] += people
            if there[outlet, post] - people < self.need.get((outlet, pool, post, cut[0]), 0) - EXACT:
                found.append(("lender_need", f"{outlet}/{post}"))
        for (outlet, pool), (people, gone) in pools.items():
            if gone > EXACT and people - gone < self.need.get((outlet, pool, "", cut[0]), 0) - EXACT:
                found.append(("lender_need", f"{outlet}/{pool}"))
        return found

    def _desks_short(self, moves: list[Row], cut: Any) -> list[tuple[str, str]]:
        sat: dict[str, float] = defaultdict(float)
        for (outlet, _), people in self._present(cut).items():
            sat[outlet] += people
        change: dict[str, float] = defaultdict(float)
        for move in moves:
            change[move["outlet"]] += self.gain(move, cut)
            if move["kind"] in ("within", "break"):
                change[move["from_outlet"]] -= self.loss(move, cut)
        return [
            ("desk", outlet)
            for outlet, people in change.items()
            if people > EXACT and sat[outlet] + people > max(self.desks[outlet], sat[outlet]) + EXACT
        ]

    def money(self, moves: list[Row]) -> float:
        """Lateness of every lane with the moves made, and the moves' own cost."""
        total = sum(float(move["cost"]) for move in moves)
        people: dict[Cell, float] = defaultdict(float)
        for number, cut in enumerate(self.cuts):
            for (outlet, post), here in self._present(cut).items():
                people[outlet, self.lane.get((outlet, post), ""), number] += here
            for move in moves:
                if move["outlet"]:
                    people[move["outlet"], self.lane[move["outlet"], move["post"]], number] += self.gain(move, cut)
                if not _missing(move["away_from"]):
                    lane = self.lane[move["from_outlet"], move["from_post"]]
                    people[move["from_outlet"], lane, number] -= self.loss(move, cut)
        for (outlet, lane), row in self.lanes.items():
            total += self._lateness(row, [people[outlet, lane, number] for number in range(len(self.cuts))])
        return total

    def _lateness(self, lane: Mapping[str, Any], people: list[float]) -> float:
        queue, money = float(lane["waiting"]), 0.0
        handling, patience = lane["handling"], lane["patience"]
        opens = [cut for cut in self.cuts if (lane["outlet"], lane["lane"], cut[0]) in self.flow]
        for cut, n in zip(self.cuts, people, strict=True):
            if not opens or cut[0] > opens[-1][0]:
                break
            length = self._length(cut)
            rate = self.flow.get((lane["outlet"], lane["lane"], cut[0]), 0.0) * length / self.grain
            stays = math.exp(-length / patience)
            spread = math.sqrt(rate * (1 + lane["cv"] ** 2))
            x = stays * queue + rate - length / handling * n
            queue = _expected(x, spread)
            times = length / max(lane["promise"], SHORTEST_PROMISE)
            weight = lane["price"] * (stays * times + (1 - stays) * min(times, 1.0))
            weight *= 2 if cut == opens[-1] else 1
            money += weight * _expected(x - lane["promise"] / handling * n, spread)
        return money


def _missing(value: Any) -> bool:
    """Whether there is no such moment."""
    return bool(pd.isna(value))


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Each row by its columns."""
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False)]


def _expected(x: float, spread: float) -> float:
    """The largest of 0, x and the tangents of E max(0, x + spread Z) at x = z spread."""
    tangents = [0.0, x]
    for z in TANGENTS:
        slope = 0.5 * (1 + math.erf(z / math.sqrt(2)))
        tangents.append(slope * x + spread * math.exp(-z * z / 2) / math.sqrt(2 * math.pi))
    return max(tangents)
