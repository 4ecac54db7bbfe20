"""What terminal, page and JSON share about a dispatch: names, sentences, plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from api import records
from api.words import NOTHING, Words
from scenarios.dispatch import Dispatched
from scenarios.plan.values import Plan


def names_of(plan: Plan) -> Mapping[str, str]:
    """What outlets, people and partners are called."""
    found: dict[str, str] = {}
    for key, frame in (
        ("partner", plan.layers.get("partners")),
        ("employee", plan.layers.get("people")),
        ("outlet", plan.outlets),
    ):
        if frame is not None:
            found |= dict(zip(frame[key].astype("str"), frame["name"].astype("str"), strict=True))
    return found


def shown_moves(found: Dispatched, plan: Plan, words: Words) -> pd.DataFrame:
    """Moves with names and texts: what, who, from, to, serves; figures as in `Dispatch.moves`."""
    names, moves = names_of(plan), found.answer.moves
    return moves.assign(
        what=[words.named(f"dispatch.kind_{kind}", kind) for kind in moves["kind"]],
        name=[_person(who, names) for who in moves["who"]],
        source=[names.get(outlet, outlet) or NOTHING for outlet in moves["from_outlet"]],
        to=[names.get(outlet, outlet) or NOTHING for outlet in moves["outlet"]],
        leave=[_clock(moment) for moment in moves["leaves"]],
        serves=[
            NOTHING if pd.isna(begin) else f"{_clock(begin)}–{_clock(end)}"
            for begin, end in zip(moves["serves_from"], moves["serves_until"], strict=True)
        ],
    )


def told(found: Dispatched, words: Words) -> str:
    """How many moves, and what they do to customers in all."""
    answer, ends = found.answer, found.answer.ends
    if answer.moves.empty:
        return words("dispatch.told_none")
    return words(
        "dispatch.told",
        moves=words.number(len(answer.moves)),
        late_before=words.number(ends["late_before"].sum()),
        late_after=words.number(ends["late_after"].sum()),
        waiting_before=words.number(ends["waiting_before"].sum() / 60),
        waiting_after=words.number(ends["waiting_after"].sum() / 60),
        cost=words.money(answer.moves["cost"].sum()),
    )


def told_proof(found: Dispatched, words: Words) -> str:
    """How near the best the answer is, how long it took, and whether it was checked."""
    proof = found.answer.proof
    checked = words("dispatch.checked" if found.checked else "dispatch.not_checked")
    return words(
        "dispatch.told_proof", gap=words.gap(proof.gap), seconds=words.number(proof.seconds, 1), checked=checked
    )


def shown_open(found: Dispatched, plan: Plan, words: Words) -> pd.DataFrame:
    """What stays open, with the reason and what would mend it in words."""
    names, frame = names_of(plan), found.answer.open
    return frame.assign(
        name=[names.get(outlet, outlet) for outlet in frame["outlet"]],
        when=[f"{_clock(begin)}–{_clock(end)}" for begin, end in zip(frame["start"], frame["end"], strict=True)],
        why=[words.code(code) for code in frame["reason"]],
        mended=[words.code(code) for code in frame["mend"]],
    )


def shown_refused(found: Dispatched, plan: Plan, words: Words) -> pd.DataFrame:
    """Who cannot be sent, by the rule that forbids it; never why somebody is absent."""
    names, frame = names_of(plan), found.answer.refused
    return frame.assign(
        name=[_person(who, names) for who in frame["who"]],
        source=[names.get(outlet, outlet) for outlet in frame["from_outlet"]],
        to=[names.get(outlet, outlet) for outlet in frame["outlet"]],
        what=[words.named(f"dispatch.kind_{kind}", kind) for kind in frame["kind"]],
        why=[words.named(f"dispatch.reason_{rule}", rule) for rule in frame["rule"]],
    )


def plain(found: Dispatched) -> dict[str, Any]:
    """Everything as plain data; what has no value is null."""
    answer = found.answer
    frames = {
        "moves": answer.moves,
        "ends": answer.ends,
        "open": answer.open,
        "refused": answer.refused,
        "places": answer.places[answer.places["worth_before"] > 0],
        "changes": found.changes,
        "broken": found.broken,
    }
    return {
        "now": answer.now.isoformat(),
        "until": answer.until.isoformat(),
        "proof": answer.proof.as_dict(),
        "checked": found.checked,
        **{name: records.plain(frame) for name, frame in frames.items()},
    }


def _person(who: str, names: Mapping[str, str]) -> str:
    """A person by name; a partner's people by the partner's name and the offer."""
    partner, _, offer = who.partition("/")
    return f"{names.get(partner, partner)} / {offer}" if offer else names.get(who, who)


def _clock(moment: pd.Timestamp) -> str:
    return NOTHING if pd.isna(moment) else f"{moment:%H:%M}"
