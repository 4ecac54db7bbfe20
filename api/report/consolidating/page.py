"""The page of a consolidation study: the choice, what comes next, a map, and a sheet an outlet."""

from __future__ import annotations

from dataclasses import replace

from api.report.blocks import Section, Sentence, Tile, Tiles, table
from api.report.consolidating.told import (
    Named,
    choice_columns,
    floor_columns,
    month_text,
    other_columns,
    others,
    told,
    told_proof,
    why_columns,
)
from api.report.page import render
from api.report.placing.maps import site_maps
from api.report.sections.consolidation import option_sheet, review_table
from api.words import Words
from scenarios.consolidating import Consolidated


def render_consolidation(found: Consolidated, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, found.currency)
    reader = Named(found, words)
    return render(
        "page.html",
        words,
        title=words("consolidate.title", network=found.network),
        network=found.network,
        subtitle=words("consolidate.subtitle", name=found.name, month=month_text(found.as_of)),
        sections=[_choice(reader), _others(reader), _map(reader), _sheets(reader), _grounds(reader)],
        foot=words("place.foot", version=found.version),
    )


def _choice(reader: Named) -> Section:
    found, words = reader.found, reader.words
    title = words("consolidate.best")
    sentences = [Sentence(text) for text in told(reader)]
    if found.options.empty:
        return Section("choice", title, [*sentences, Sentence(words("report.nothing_to_review"), "fine")])
    chosen = found.options[found.options["chosen"]]
    tiles = [
        Tile(words("report.monthly_saving"), words.money(chosen["monthly_saving"].sum())),
        Tile(words("report.one_off"), words.money(chosen["one_off"].sum())),
        Tile(words("report.staff_freed"), words.number(found.freed_together)),
    ]
    floors = table(found.floors, words("consolidate.floors"), floor_columns(words), "consolidation_floors")
    return Section(
        "choice", title, [*sentences, Tiles(tiles), table(chosen, title, choice_columns(reader)), floors]
    )


def _others(reader: Named) -> Section:
    found, words = reader.found, reader.words
    title = words("consolidate.others")
    if found.options.empty:
        return Section("others", title, [Sentence(words("report.nothing_to_review"))])
    left = found.options[~found.options["chosen"]]
    return Section(
        "others",
        title,
        [
            Sentence(words("consolidate.told_others")),
            table(others(reader), title, other_columns(words), "consolidation_others"),
            table(left, words("consolidate.why"), why_columns(reader), "consolidation_options"),
        ],
    )


def _map(reader: Named) -> Section:
    found, words = reader.found, reader.words
    outlets = found.outlets.assign(closed=found.outlets["closes"])
    title = words("consolidate.map")
    pictures = list(site_maps(title, outlets, found.zones, found.sites, found.roads, words))
    return Section("map", words("report.map"), pictures)


def _sheets(reader: Named) -> Section:
    found, words = reader.found, reader.words
    shown = replace(found, options=found.options.assign(reason=found.options["why"]))
    sheets = [
        option_sheet(reader, shown, str(outlet), part)
        for outlet, part in shown.options.groupby("outlet", sort=False)
    ]
    blocks = [*review_table(reader, found), *sheets]
    return Section("sheets", words("consolidate.sheets"), blocks or [Sentence(words("report.nothing_to_review"))])


def _grounds(reader: Named) -> Section:
    words = reader.words
    texts = [*told_proof(reader), words("consolidate.how_review"), words("consolidate.how_choice")]
    return Section("grounds", words("place.grounds"), [Sentence(text) for text in texts])
