"""A placement study in sentences, and how its tables are shown."""

from __future__ import annotations

from collections.abc import Iterator

from api.report.blocks import Show
from api.report.consolidating.told import recounted
from api.words import NOTHING, Words
from scenarios.placing import Placed

UNITS = {"most": "residents", "cover": "sites", "backup": "sites", "partial": "money", "rooms": "money"}
"""Of a model's objective; minutes where none is named."""


def question(found: Placed, words: Words) -> str:
    """What was asked, in a phrase."""
    asked = found.asked
    parts = [words.named(f"place.model.{asked.model}", asked.model)]
    if asked.points is not None:
        parts.append(words("place.asked_points", count=words.number(asked.points)))
    if asked.share is not None:
        parts.append(words("place.asked_share", share=words.share(asked.share)))
    if asked.budget is not None:
        parts.append(words("place.asked_budget", money=words.money(asked.budget)))
    if asked.minutes is not None:
        parts.append(words("place.asked_minutes", minutes=words.number(asked.minutes)))
    if asked.tiers:
        parts.append(words("place.asked_tiers"))
    return words("place.joined").join(parts)


def told(found: Placed, words: Words) -> Iterator[str]:
    """What opens, who is covered then, and what is to be known about it."""
    opened = found.sites[found.sites["action"] == "open"]
    whole = found.summary[found.summary["scope"] == "all"].iloc[0]
    if opened.empty:
        yield words("place.told_nothing")
    else:
        yield words(
            "place.told_opens",
            count=words.number(len(opened)),
            money=words.money(opened["opening_cost"].sum()),
            monthly=words.money(opened["monthly_cost"].sum()),
        )
    yield words(
        "place.told_covered",
        before=words.number(whole["before"]),
        share_before=words.share(whole["share_before"]),
        after=words.number(whole["after"]),
        share_after=words.share(whole["share_after"]),
        residents=words.number(whole["residents"]),
    )
    for note in found.notes:
        values = {key: _value(key, value, words) for key, value in note.values.items()}
        yield words(note.code, **values)


def _value(key: str, value: object, words: Words) -> str:
    if key in ("money", "budget", "price"):
        return words.money(float(str(value)))
    if key in ("sites", "places"):
        return str(value)
    return words.share(float(str(value))) if key == "share" else words.number(float(str(value)))


def told_proof(found: Placed, words: Words) -> Iterator[str]:
    """How sure the answer is, and whether the recount agrees."""
    proof, unit = found.proof, UNITS.get(found.asked.model, "minutes")
    yield words(
        "place.told_answer",
        objective=_amount(proof.objective, unit, words),
        unit=words.named(f"place.objective.{found.asked.model}", found.asked.model),
    )
    yield words(
        "place.told_proof",
        status=words.label("status", proof.status),
        bound=_amount(proof.bound, unit, words),
        gap=words.gap(proof.gap),
        seconds=words.number(proof.seconds, 1),
    )
    yield recounted(len(found.findings), words)


def _amount(value: float | None, unit: str, words: Words) -> str:
    if value is None:
        return NOTHING
    return words.money(value) if unit == "money" else words.number(value, 1 if unit == "minutes" else 0)


def site_columns(words: Words) -> dict[str, Show]:
    """Sites with what they bring and why."""
    return {
        "point": Show(words("place.site")),
        "name": Show(words("report.point")),
        "region": Show(words("report.region")),
        "action": Show(words("report.action"), lambda key: words.label("action", key)),
        "why": Show(words("report.reason"), words.code),
        "gain": Show(words("place.gain"), words.number, True),
        "only": Show(words("place.only"), words.number, True),
        "opening_cost": Show(words("place.opening_cost"), words.money, True),
        "monthly_cost": Show(words("place.monthly_cost"), words.money, True),
    }


def scope_columns(words: Words) -> dict[str, Show]:
    """Who is covered before and after, by group and district."""
    return {
        "scope": Show(words("report.scope"), lambda key: words.label("scope", key)),
        "residents": Show(words("report.residents"), words.number, True),
        "share_before": Show(words("place.share_before"), words.share, True),
        "share_after": Show(words("place.share_after"), words.share, True),
        "gained": Show(words("place.gained"), words.signed, True),
        "minutes_before": Show(words("place.minutes_before"), lambda value: words.number(value, 1), True),
        "minutes_after": Show(words("place.minutes_after"), lambda value: words.number(value, 1), True),
    }


def curve_columns(words: Words) -> dict[str, Show]:
    """The curve of coverage."""
    return {
        "points": Show(words("place.new_sites"), words.number, True),
        "money": Show(words("place.money"), words.money, True),
        "covered": Show(words("report.covered"), words.number, True),
        "share": Show(words("report.share"), words.share, True),
        "bound": Show(words("report.bound"), words.number, True),
        "status": Show(words("report.status"), lambda key: words.label("status", key)),
    }


def left_columns(words: Words) -> dict[str, Show]:
    """Who stays outside."""
    return {
        "name": Show(words("report.zone")),
        "residents": Show(words("report.residents"), words.number, True),
        "minutes": Show(words("report.minutes_to_nearest"), lambda value: words.number(value, 1), True),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }


def tier_columns(words: Words) -> dict[str, Show]:
    """Key places with the point that has what their tier asks for."""
    return {
        "name": Show(words("report.key_place")),
        "kind": Show(words("report.kind"), lambda key: words.label("kind", key)),
        "needed": Show(words("report.equipment_needed"), lambda key: words.label("equipment", key)),
        "point": Show(words("report.point"), lambda key: key or NOTHING),
        "minutes": Show(words("report.minutes"), lambda value: words.number(value, 1), True),
    }
