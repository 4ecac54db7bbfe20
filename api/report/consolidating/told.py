"""A consolidation study in sentences, and how its tables are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from api.report.blocks import Show
from api.words import Words
from scenarios.consolidating import Consolidated


@dataclass(frozen=True)
class Named:
    """A study and its reader."""

    found: Consolidated
    words: Words

    @cached_property
    def _names(self) -> Mapping[str, str]:
        outlets, sites = self.found.outlets, self.found.sites
        every = {**dict(zip(sites["point"], sites["name"], strict=True))}
        every |= dict(zip(outlets["outlet"], outlets["name"], strict=True))
        return {key: name for key, name in every.items() if name}

    def outlet(self, outlet: object) -> str:
        """What an outlet is called."""
        return self.point(outlet)

    def point(self, point: object) -> str:
        """What an outlet or site is called."""
        return self._names.get(str(point), str(point))


def month_text(month: pd.Timestamp) -> str:
    """A month as users type it."""
    return f"{month:%Y-%m}"


def told(reader: Named) -> Iterator[str]:
    """What is under review, what is asked about, and the best joint choice."""
    words, found = reader.words, reader.found
    counts = found.review["verdict"].value_counts()
    yield words(
        "consolidate.told_review",
        count=words.number(counts.get("review", 0)),
        judged=words.number(len(found.review)),
        months=words.number(found.months),
        month=month_text(found.as_of),
    )
    if counts.get("ask", 0):
        asked = found.review.loc[found.review["verdict"] == "ask", "outlet"]
        yield words("consolidate.told_asked", outlets=", ".join(map(reader.outlet, asked)))
    if found.options.empty:
        return
    chosen = found.options[found.options["chosen"]]
    changed = chosen[chosen["option"] != "keep"]
    best = found.proofs[0]
    yield words(
        "consolidate.told_choice",
        changed=words.number(len(changed)),
        count=words.number(len(chosen)),
        saving=words.money(chosen["monthly_saving"].sum()),
        one_off=words.money(chosen["one_off"].sum()),
        worth=words.money(best.objective or 0.0),
    )
    yield words(
        "consolidate.told_freed",
        together=words.number(found.freed_together),
        single=words.number(chosen["staff_freed"].sum()),
    )
    yield words(
        "consolidate.told_floor",
        covered=words.number(found.zones.loc[found.zones["covered"], "residents"].sum()),
        today=words.number(found.covered),
        floor=words.number(found.floors["least"].iloc[0]),
        residents=words.number(found.residents),
    )


def told_proof(reader: Named) -> Iterator[str]:
    """How sure the choice is, and whether the recount agrees."""
    words, found = reader.words, reader.found
    for proof in found.proofs:
        yield words(
            "place.told_proof",
            status=words.label("status", proof.status),
            bound=words.money(proof.bound or 0.0),
            gap=words.gap(proof.gap),
            seconds=words.number(proof.seconds, 1),
        )
    yield recounted(len(found.findings), words)


def recounted(findings: int, words: Words) -> str:
    """Whether the independent recount agrees."""
    return words("place.recounted") if not findings else words("place.recount_differs", count=findings)


def choice_columns(reader: Named) -> dict[str, Show]:
    """The chosen option of each outlet."""
    words = reader.words
    return {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "option": Show(words("report.option"), lambda key: words.label("option", key)),
        "target": Show(words("report.target"), lambda key: reader.point(key) if key else ""),
        "covered_change": Show(words("report.covered_change"), words.signed, True),
        "staff_freed": Show(words("report.staff_freed"), lambda value: words.number(value, 1), True),
        "monthly_saving": Show(words("report.monthly_saving"), words.money, True),
        "one_off": Show(words("report.one_off"), words.money, True),
    }


def why_columns(reader: Named) -> dict[str, Show]:
    """What keeps every other option out."""
    words = reader.words
    return {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "option": Show(words("report.option"), lambda key: words.label("option", key)),
        "target": Show(words("report.target"), lambda key: reader.point(key) if key else ""),
        "worth_change": Show(words("consolidate.worth_change"), words.money, True),
        "why": Show(words("report.reason"), words.code),
    }


def floor_columns(words: Words) -> dict[str, Show]:
    """Who must stay covered, and who is."""
    return {
        "scope": Show(words("report.scope"), lambda key: words.label("scope", key)),
        **{
            name: Show(words(code), words.number, True)
            for name, code in (
                ("residents", "report.residents"),
                ("today", "consolidate.today"),
                ("least", "consolidate.least"),
                ("after", "consolidate.after"),
            )
        },
    }


def others(reader: Named) -> pd.DataFrame:
    """One row a choice: rank, what it does, worth, short, proven."""
    found, words = reader.found, reader.words
    told_as = [
        words("consolidate.one_change", outlet=reader.outlet(outlet), option=words.label("option", option))
        + (f" → {reader.point(target)}" if target else "")
        for outlet, option, target in zip(
            found.others["outlet"], found.others["option"], found.others["target"], strict=True
        )
    ]
    rows = found.others.assign(choice=told_as)
    return rows.groupby("rank", as_index=False).agg(
        choice=("choice", "; ".join),
        worth=("worth", "first"),
        short=("short", "first"),
        proven=("proven", "first"),
    )


def other_columns(words: Words) -> dict[str, Show]:
    """The choices in their order."""
    return {
        "rank": Show(words("consolidate.rank"), words.number, True),
        "choice": Show(words("consolidate.choice")),
        "worth": Show(words("consolidate.worth"), words.money, True),
        "short": Show(words("consolidate.short"), words.money, True),
        "proven": Show(
            words("consolidate.proven"), lambda yes: words("report.yes") if yes else words("report.no")
        ),
    }
