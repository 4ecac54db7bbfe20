"""How the tables of the coverage report are shown, on the page and on the terminal."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from api.report.blocks import Show
from api.words import Words
from scenarios.coverage import Coverage


def by_scope(found: Coverage) -> pd.DataFrame:
    """One row a scope: the summary, with the share within each band beside."""
    wide = found.bands.pivot_table(index="scope", columns="minutes", values="share", sort=False, dropna=False)
    named = wide.rename(columns=band_column).reset_index()
    return found.summary.merge(named, on="scope", how="left", validate="one_to_one")


def band_column(minutes: float) -> str:
    """Name of a band's column."""
    return f"within_{minutes:g}"


def scope_columns(found: Coverage, words: Words) -> dict[str, Show]:
    """Residents by how far the nearest outlet is."""
    minutes = sorted(found.bands["minutes"].unique())
    columns = {
        "scope": Show(words("report.scope"), lambda key: words.label("scope", key)),
        "residents": Show(words("report.residents"), words.number, True),
        **{
            band_column(band): Show(words("report.within_minutes", minutes=words.number(band)), words.share, True)
            for band in minutes
        },
        "share": Show(words("report.in_circle"), words.share, True),
    }
    if (found.summary["change"] != 0).any():
        columns["change"] = Show(words("report.change"), words.signed, True)
    return {
        **columns,
        "mean_minutes": Show(words("report.mean_minutes"), _one(words), True),
        "access": Show(words("report.access_places"), words.number, True),
    }


def blind_columns(found: Coverage, words: Words) -> dict[str, Show]:
    """Blind spots with what would mend them."""
    return {
        "name": Show(words("report.zone")),
        "region": Show(words("report.region")),
        "residents": Show(words("report.residents"), words.number, True),
        "elderly": Show(words("report.scope.elderly").capitalize(), words.number, True),
        "minutes": Show(words("report.minutes_to_nearest"), _reached(words), True),
        "mend": Show(words("report.mend"), words.code),
        "site": Show(words("report.role.candidate").capitalize(), _name_of(found)),
    }


def next_columns(words: Words) -> dict[str, Show]:
    """Candidates by whom they would newly cover."""
    groups = ("urban", "rural", "children", "elderly")
    return {
        "rank": Show(words("report.rank"), lambda rank: words.number(rank) if rank else "", True),
        "name": Show(words("report.role.candidate").capitalize()),
        "residents": Show(words("report.newly_covered"), words.number, True),
        **{group: Show(words.label("scope", group).capitalize(), words.number, True) for group in groups},
        "in_order": Show(words("report.in_order"), words.number, True),
        "opening_cost": Show(words("report.opening_cost"), words.money, True),
        "cost_a_resident": Show(words("report.cost_a_resident"), words.money, True),
    }


def point_columns(words: Words) -> dict[str, Show]:
    """Outlets with the residents of their circle."""
    return {
        "name": Show(words("report.point")),
        "kind": Show(words("report.kind"), lambda key: words.label("kind", key)),
        "capacity": Show(words("report.capacity"), words.number, True),
        "residents": Show(words("report.residents_in_circle"), words.number, True),
        "only": Show(words("report.only"), words.number, True),
        "access": Show(words("report.access_places"), words.number, True),
    }


def key_columns(found: Coverage, words: Words) -> dict[str, Show]:
    """Key places that lack what their tier asks for."""
    return {
        "name": Show(words("report.key_place")),
        "kind": Show(words("report.kind"), lambda key: words.label("kind", key)),
        "needed": Show(words("report.equipment_needed"), lambda key: words.label("equipment", key)),
        "point": Show(words("report.point"), _name_of(found)),
        "minutes": Show(words("report.minutes"), _reached(words), True),
        "mend": Show(words("report.mend"), words.code),
    }


def astray_columns(words: Words) -> dict[str, Show]:
    """Places that are in no figure."""
    return {
        "place": Show(words("report.place_id")),
        "name": Show(words("report.key_place")),
        "table": Show(words("report.of_table")),
        "mode": Show(words("report.by_mode"), lambda key: words.label("mode", key) if key else ""),
        "metres": Show(words("report.metres_to_road"), words.number, True),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }


def _name_of(found: Coverage) -> Callable[[str], str]:
    names = dict(zip(found.points["point"], found.points["name"], strict=True))
    return lambda point: names.get(point) or point


def _one(words: Words) -> Callable[[float], str]:
    return lambda value: words.number(value, 1)


def _reached(words: Words) -> Callable[[float], str]:
    return lambda value: words.number(value, 1) if pd.notna(value) else words("report.out_of_reach")
