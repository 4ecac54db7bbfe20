"""The coverage report in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from api.words import Words
from scenarios.coverage import Coverage


def told(found: Coverage, words: Words) -> str:
    """The answer in a sentence."""
    whole = found.summary[found.summary["scope"] == "all"].iloc[0]
    return words(
        "report.told_circle",
        covered=words.number(whole["covered"]),
        residents=words.number(whole["residents"]),
        share=words.share(whole["share"]),
        zones=words.number(len(found.blind_spots)),
        blind=words.number(found.blind_spots["residents"].sum()),
    )


def told_more(found: Coverage, words: Words) -> Iterator[str]:
    """What a scenario changes, the next-best site, key places that lack something, and what is in no figure."""
    whole = found.summary[found.summary["scope"] == "all"].iloc[0]
    if whole["change"] != 0:
        yield words("report.told_change", name=found.name, change=words.signed(whole["change"]))
    best = found.next_best[found.next_best["rank"] == 1]
    if len(best):
        row = best.iloc[0]
        yield words("report.told_next", name=row["name"] or row["point"], residents=words.number(row["residents"]))
    lacking = int((~found.key_places["equipped"].astype(bool)).sum())
    if lacking:
        yield words("report.told_lacking", count=words.number(lacking), places=words.number(len(found.key_places)))
    if len(found.off_road):
        yield words("report.told_astray", count=words.number(found.off_road["place"].nunique()))


def told_how(found: Coverage, words: Words) -> Iterator[str]:
    """How minutes, places and areas are measured."""
    yield words("report.coverage_by_road" if len(found.roads) else "report.coverage_straight")
    yield words("report.coverage_access")
    yield words("report.coverage_order")
