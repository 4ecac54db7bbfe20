"""The page of a day of lending: the map of flows, each receiver's day, blocks, holes, worth, ledger, evidence."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Fold, Picture, Section, Sentence, Show, Tile, Tiles, table
from api.report.charts.day_staffing import day_staffing
from api.report.charts.flows import flows_chart
from api.report.charts.lending_map import lending_map
from api.report.page import render
from api.report.share.figures import (
    Name,
    block_columns,
    clock,
    flows,
    hole_columns,
    hours_missing,
    ledger_columns,
    names_of,
    reason_columns,
    reasons,
    told,
    told_proof,
)
from api.words import Words
from scenarios.lending import Shared
from scenarios.plan.values import Plan

DRAWN = 24
"""Flows in the ribbons, the largest ones; map and tables have all."""


def render_share(found: Shared, plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words, name = Words(language, plan.currency), names_of(plan)
    return render(
        "page.html",
        words,
        title=words("lending.title", network=plan.network),
        network=plan.network,
        subtitle=words("lending.title_day", day=words.day(found.day, year=True)),
        sections=[
            _flows(found, plan, words, name),
            _outlets(found, words, name),
            _holes(found, words, name),
            _worth(found, words, name),
            _ledger(found, words, name),
            _proof(found, words, name),
        ],
        foot=words("report.made_by", version=plan.version, seed=plan.seed, workers=plan.workers),
    )


def _flows(found: Shared, plan: Plan, words: Words, name: Name) -> Section:
    title = words("lending.who_lends")
    before, after = hours_missing(found)
    tiles = [
        Tile(words("lending.missing_before"), words("report.hours_short", hours=words.number(before, 1))),
        Tile(words("lending.missing_after"), words("report.hours_short", hours=words.number(after, 1))),
        Tile(words("lending.people_lent"), words.number(float(found.plan.blocks["people"].sum()))),
    ]
    blocks: list[object] = [Tiles(tiles), Sentence(told(found, words))]
    given = flows(found, name)
    if given.empty:
        return Section("flows", title, [*blocks, Sentence(words("lending.nobody_lent"))])
    legend = [(source, words.label("source", source)) for source in ("lent", "partner")]
    drawn = lending_map(title, told(found, words), _places(plan), given, words)
    if drawn:
        blocks.append(Picture(drawn, words("lending.map_caption"), legend))
    ribbons = flows_chart(
        title,
        told(found, words),
        given.head(DRAWN),
        lambda hours: words("report.hours_short", hours=words.number(hours, 1)),
    )
    blocks.append(Picture(ribbons, words("report.lending_caption"), legend))
    blocks.append(table(found.plan.blocks, words("lending.blocks"), block_columns(words, name), "share_blocks"))
    return Section("flows", title, blocks)


def _places(plan: Plan) -> pd.DataFrame:
    outlets = plan.outlets.rename(columns={"outlet": "place"}).assign(partner=False)
    parts = [outlets]
    partners = plan.layers.get("partners")
    if partners is not None and len(partners):
        parts.append(partners.rename(columns={"partner": "place"}).assign(partner=True))
    columns = ["place", "name", "latitude", "longitude", "partner"]
    return pd.concat([part[columns] for part in parts], ignore_index=True)


def _outlets(found: Shared, words: Words, name: Name) -> Section:
    """Receivers and lenders first to last by hours missing before."""
    cover = found.plan.cover[found.plan.cover["post"] == ""]
    touched = cover[["away", "own", "standby", "partner", "short_before"]].sum(axis=1) > 0
    cover = cover[cover["outlet"].isin(cover.loc[touched, "outlet"])]
    order = cover.groupby("outlet")["short_before"].sum().sort_values(ascending=False, kind="stable").index
    legend = [(source, words.label("source", source)) for source in ("own", "lent", "partner")]
    legend += [("short", words("report.missing")), ("needed", words("report.needed"))]
    folds = []
    for outlet in order:
        here = (
            cover[cover["outlet"] == outlet]
            .groupby("start", as_index=False)[
                ["wanted", "there", "away", "own", "standby", "partner", "short_before", "short"]
            ]
            .sum()
        )
        duty = pd.DataFrame(
            {
                "start": here["start"],
                "needed": here["wanted"],
                "own": here["there"] - here["away"],
                "lent": here["own"] + here["standby"],
                "partner": here["partner"],
            }
        )
        hours = found.problem.grain / 60
        line = words(
            "lending.outlet_told",
            before=words.number(float(here["short_before"].sum()) * hours, 1),
            after=words.number(float(here["short"].sum()) * hours, 1),
            away=words.number(float(here["away"].sum()) * hours, 1),
        )
        title = words("report.outlet_duty", outlet=name(outlet))
        drawn = day_staffing(title, line, duty, found.problem.grain, words)
        folds.append(Fold(name(outlet), [Picture(drawn, title, legend)], line))
    return Section("outlets", words("lending.needed_and_there"), folds)


def _holes(found: Shared, words: Words, name: Name) -> Section:
    title = words("lending.holes")
    if found.plan.holes.empty:
        return Section("holes", title, [Sentence(words("lending.no_holes"))])
    why = table(reasons(found), words("report.reasons"), reason_columns(words, name))
    each = table(found.plan.holes, title, hole_columns(words, name), "share_holes")
    return Section("holes", title, [why, each])


def _worth(found: Shared, words: Words, name: Name) -> Section:
    """What one more pair of hands would save, dearest first."""
    title = words("lending.worth")
    worth = found.plan.worth[found.plan.worth["worth"] > 0.5]
    worth = worth.sort_values(["worth", "outlet", "start"], ascending=[False, True, True])
    columns = {
        "outlet": Show(words("report.outlet"), name),
        "pool": Show(words("lending.pool")),
        "post": Show(words("report.post"), lambda post: post or words("lending.whole_pool")),
        "start": Show(words("report.from"), clock),
        "worth": Show(words("lending.money_an_hour"), words.money, True),
    }
    shown = table(worth, title, columns, "share_worth")
    return Section("worth", title, [Sentence(words("lending.worth_meaning")), shown])


def _ledger(found: Shared, words: Words, name: Name) -> Section:
    title = words("lending.ledger")
    ledger = found.plan.ledger
    moved = ledger[(ledger[["before", "lent", "borrowed"]] != 0).any(axis=1)]
    blocks: list[object] = [Sentence(words("lending.ledger_meaning"))]
    if len(moved):
        blocks.append(table(moved, title, ledger_columns(words, name), "share_ledger"))
    return Section("ledger", title, blocks)


def _proof(found: Shared, words: Words, name: Name) -> Section:
    title = words("report.proofs")
    costs = {
        "item": Show(words("lending.item"), lambda key: words(f"lending.item_{key}")),
        "hours": Show(words("report.hours"), lambda value: words.number(value, 1), True),
        "money": Show(words("lending.money"), words.money, True),
    }
    frame = pd.DataFrame([proof.as_dict() for proof in found.plan.proofs])
    blocks: list[object] = [
        Sentence(told_proof(found, words)),
        table(found.plan.costs, words("lending.costs"), costs),
    ]
    blocks += [Sentence(rule, "red") for rule in found.broken]
    if len(frame):
        columns = {
            "partition": Show(words("report.partition"), name),
            "status": Show(words("report.status"), lambda key: words.label("status", key)),
            "objective": Show(words("report.objective"), lambda value: words.number(value, 1), True),
            "bound": Show(words("report.bound"), lambda value: words.number(value, 1), True),
            "gap": Show(words("report.gap"), words.gap, True),
            "seconds": Show(words("report.seconds"), lambda value: words.number(value, 1), True),
        }
        blocks.append(table(frame, title, columns))
    return Section("proofs", title, blocks)
