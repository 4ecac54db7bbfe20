"""The page of a placement study: what opens, who is covered, a map, the curve, and who stays outside."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Tile, Tiles, table
from api.report.charts.lines import lines_chart
from api.report.page import render
from api.report.placing.maps import site_maps
from api.report.placing.told import (
    curve_columns,
    left_columns,
    question,
    scope_columns,
    site_columns,
    tier_columns,
    told,
    told_proof,
)
from api.words import Words
from scenarios.placing import Placed


def render_placing(found: Placed, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, found.currency)
    sections = [_opens(found, words), _covered(found, words), _map(found, words)]
    sections += [_curve(found, words)] if len(found.curve) else []
    sections += [_tiers(found, words)] if len(found.tiers) else []
    return render(
        "page.html",
        words,
        title=words("place.title", network=found.network),
        network=found.network,
        subtitle=words("place.subtitle", name=found.name, question=question(found, words)),
        sections=[*sections, _left(found, words), _grounds(found, words)],
        foot=words("place.foot", version=found.version),
    )


def _opens(found: Placed, words: Words) -> Section:
    title = words("place.sites")
    opened = found.sites[found.sites["action"] == "open"]
    whole = found.summary[found.summary["scope"] == "all"].iloc[0]
    tiles = [
        Tile(words("place.new_sites"), words.number(len(opened))),
        Tile(words("place.share_after"), words.share(whole["share_after"]), words.signed(whole["gained"])),
        Tile(words("place.opening_cost"), words.money(opened["opening_cost"].sum())),
    ]
    sentences = [Sentence(text) for text in told(found, words)]
    shown = table(found.sites, title, site_columns(words), "placing_sites")
    return Section("sites", title, [*sentences, Tiles(tiles), shown])


def _covered(found: Placed, words: Words) -> Section:
    title = words("place.covered")
    return Section("covered", title, [table(found.summary, title, scope_columns(words), "placing_summary")])


def _map(found: Placed, words: Words) -> Section:
    sites = found.sites.assign(opens=found.sites["action"] == "open")
    pictures = list(site_maps(words("place.map"), found.outlets, found.zones, sites, found.roads, words))
    return Section("map", words("report.map"), pictures)


def _curve(found: Placed, words: Words) -> Section:
    title = words("place.curve")
    by_money = found.asked.budget is not None
    places = [
        words.money(money) if by_money else words.number(points)
        for points, money in zip(found.curve["points"], found.curve["money"], strict=True)
    ]
    lines = {words("report.share"): found.curve["share"].to_numpy(dtype=float)}
    drawn = lines_chart(title, words("place.curve_described"), places, lines, words.share, zero=False)
    caption = words("place.curve_by_money" if by_money else "place.curve_by_points")
    shown = table(found.curve, title, curve_columns(words), "placing_curve")
    return Section("curve", title, [Picture(drawn, caption), shown])


def named_left(found: Placed) -> pd.DataFrame:
    """`Placed.left` with the names of its zones."""
    return found.left.merge(found.zones[["zone", "name"]], on="zone", how="left", validate="one_to_one")


def _tiers(found: Placed, words: Words) -> Section:
    title = words("report.key_places")
    return Section("tiers", title, [table(found.tiers, title, tier_columns(words), "placing_tiers")])


def _left(found: Placed, words: Words) -> Section:
    title = words("place.left")
    if found.left.empty:
        return Section("left", title, [Sentence(words("report.no_blind_spots"), "fine")])
    return Section("left", title, [table(named_left(found), title, left_columns(words), "placing_left")])


def _grounds(found: Placed, words: Words) -> Section:
    texts = [*told_proof(found, words), words("place.how"), words("place.how_scenario")]
    return Section("grounds", words("place.grounds"), [Sentence(text) for text in texts])
