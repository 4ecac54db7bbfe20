"""What a check of a roster found, in words and as plain data."""

from __future__ import annotations

from typing import Any

from api.records import records
from api.words import Words
from scenarios.roster import Checked


def plain_breaks(checked: Checked, words: Words) -> dict[str, Any]:
    """Every broken rule as plain data."""
    return {
        "segments": checked.segments,
        "hard": checked.hard,
        "unplanned": checked.unplanned,
        "broken": [
            {
                "rule": row.rule,
                "limit": row.limit,
                "hard": bool(row.hard),
                "employee": row.employee,
                "name": row.name,
                "day": row.day.date().isoformat(),
                "outlet": row.outlet,
                "post": row.post,
                "amount": float(row.amount),
                "unit": row.unit,
                "text": told(row, words),
            }
            for row in records(checked.broken)
        ],
    }


def told(row: Any, words: Words) -> str:
    """By how much a rule is broken, in words."""
    amount = words.number(row.amount, 0 if float(row.amount).is_integer() else 1)
    return words(f"roster.broken_{row.rule}", amount=amount)
