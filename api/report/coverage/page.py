"""The page of the coverage report: who is covered, where nobody is, which sites would help, what lacks a road."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Section, Sentence, Table, Tile, Tiles, table
from api.report.coverage.columns import (
    astray_columns,
    blind_columns,
    by_scope,
    key_columns,
    next_columns,
    point_columns,
    scope_columns,
)
from api.report.coverage.maps import maps
from api.report.coverage.told import told, told_how, told_more
from api.report.page import render
from api.words import Words
from scenarios.coverage import Coverage


def render_coverage(found: Coverage, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, found.currency)
    return render(
        "page.html",
        words,
        title=words("report.coverage_title", network=found.network),
        network=found.network,
        subtitle=words("report.coverage_page_subtitle", name=found.name),
        sections=[
            _covered(found, words),
            Section("map", words("report.map"), list(maps(found, words))),
            _blind(found, words),
            _next(found, words),
            _points(found, words),
            _key_places(found, words),
            _grounds(found, words),
        ],
        foot=words("report.coverage_foot", version=found.version),
    )


def _covered(found: Coverage, words: Words) -> Section:
    title = words("report.coverage_by_scope")
    rows = by_scope(found)
    whole = rows[rows["scope"] == "all"].iloc[0]
    note = words.signed(whole["change"]) if whole["change"] != 0 else ""
    tiles = [
        Tile(words("report.in_circle"), words.share(whole["share"]), note),
        Tile(words("report.blind_zones"), words.number(len(found.blind_spots))),
        Tile(words("report.mean_minutes"), words.number(whole["mean_minutes"], 1)),
        Tile(words("report.access_places"), words.number(whole["access"])),
    ]
    sentences = [Sentence(text) for text in (told(found, words), *told_more(found, words))]
    return Section(
        "covered",
        title,
        [*sentences, Tiles(tiles), table(rows, title, scope_columns(found, words), "coverage_summary")],
    )


def _blind(found: Coverage, words: Words) -> Section:
    title = words("report.blind_spots")
    if found.blind_spots.empty:
        return Section("blind", title, [Sentence(words("report.no_blind_spots"), "fine")])
    shown = table(found.blind_spots, title, blind_columns(found, words), "coverage_blind_spots")
    return Section("blind", title, [shown])


def _next(found: Coverage, words: Words) -> Section:
    title = words("report.next_best")
    if found.next_best.empty:
        return Section("next", title, [Sentence(words("report.no_candidates"))])
    named = found.next_best["name"].where(found.next_best["name"] != "", found.next_best["point"])
    shown = table(found.next_best.assign(name=named), title, next_columns(words), "coverage_next_best")
    return Section("next", title, [Sentence(words("report.coverage_order")), shown])


def _points(found: Coverage, words: Words) -> Section:
    title = words("report.points")
    existing = found.points[found.points["role"] == "existing"].sort_values("access", kind="stable")
    return Section("points", title, [table(existing, title, point_columns(words), "coverage_points")])


def _key_places(found: Coverage, words: Words) -> Section:
    title = words("report.key_places")
    lacking = found.key_places[~found.key_places["equipped"].astype(bool)]
    if lacking.empty:
        return Section("key", title, [Sentence(words("report.all_equipped"), "fine")])
    return Section("key", title, [table(lacking, title, key_columns(found, words), "coverage_key_places")])


def _grounds(found: Coverage, words: Words) -> Section:
    title = words("report.coverage_grounds")
    blocks: list[Sentence | Table] = [Sentence(text) for text in told_how(found, words)]
    blocks.append(_astray(found.off_road, words))
    return Section("grounds", title, blocks)


def _astray(off_road: pd.DataFrame, words: Words) -> Sentence | Table:
    if off_road.empty:
        return Sentence(words("report.none_astray"), "fine")
    return table(off_road, words("report.astray"), astray_columns(words), "coverage_off_road")
