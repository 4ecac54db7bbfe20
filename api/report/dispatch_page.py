"""The page of a dispatch: moves, map, both ends hour by hour, what a pair of hands is worth, what stays open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api.dispatching import names_of, shown_moves, shown_open, shown_refused, told, told_proof
from api.report.blocks import Fold, Picture, Section, Sentence, Show, Tile, Tiles, table
from api.report.charts.clock import clock_chart
from api.report.charts.coverage_map import crowded
from api.report.charts.moves_map import moves_map
from api.report.page import render
from api.words import Words
from scenarios.dispatch import Dispatched
from scenarios.plan.values import Plan

DRAWN = 12
"""Places drawn hour by hour: those that moves change most."""
WORTH = 40
"""Places and hours told where one more pair of hands is worth most."""
SOURCE = {"lend": "lent", "within": "lent", "standby": "own", "partner": "partner"}


def render_dispatch(found: Dispatched, plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, plan.currency)
    answer = found.answer
    return render(
        "page.html",
        words,
        title=words("dispatch.title", network=plan.network),
        network=plan.network,
        subtitle=words("dispatch.subtitle", now=words.instant(answer.now), until=words.instant(answer.until)),
        sections=[
            _moves(found, plan, words),
            _map(found, plan, words),
            _ends(found, plan, words),
            _worth(found, plan, words),
            _open(found, plan, words),
            _grounds(found, plan, words),
        ],
        foot=words("report.made_by", version=plan.version, seed=plan.seed, workers=plan.workers),
    )


def _moves(found: Dispatched, plan: Plan, words: Words) -> Section:
    ends, moves = found.answer.ends, found.answer.moves
    title = words("dispatch.moves")
    tiles = [
        Tile(
            words("dispatch.moves"),
            words.number(len(moves)),
            words("dispatch.held", count=int(moves["held"].sum())),
        ),
        Tile(words("dispatch.late"), words.number(ends["late_after"].sum()), _was(ends["late_before"], words)),
        Tile(
            words("dispatch.waiting_hours"),
            words.number(ends["waiting_after"].sum() / 60),
            _was(ends["waiting_before"] / 60, words),
        ),
        Tile(words("dispatch.head_cost"), words.money(moves["cost"].sum()), ""),
    ]
    columns = {
        "rank": Show(words("dispatch.head_rank"), words.number, True),
        "what": Show(words("dispatch.head_what")),
        "name": Show(words("dispatch.head_who")),
        "source": Show(words("dispatch.head_from")),
        "to": Show(words("dispatch.head_to")),
        "leave": Show(words("dispatch.head_leaves")),
        "serves": Show(words("dispatch.head_serves")),
        "door": Show(words("dispatch.head_door"), words.number, True),
        "waiting_saved": Show(words("dispatch.head_saved"), words.number, True),
        "late_saved": Show(words("dispatch.late_saved"), lambda value: words.number(value, 1), True),
        "waiting_lost": Show(words("dispatch.head_lost"), words.number, True),
        "cost": Show(words("dispatch.head_cost"), words.money, True),
    }
    shown = table(shown_moves(found, plan, words), title, columns, "dispatch_moves")
    return Section("moves", title, [Tiles(tiles), Sentence(told(found, words)), shown])


def _was(values: pd.Series, words: Words) -> str:
    return words("dispatch.was", value=words.number(values.sum()))


def _map(found: Dispatched, plan: Plan, words: Words) -> Section:
    title, moves, names = words("dispatch.map"), found.answer.moves, names_of(plan)
    going = moves[moves["kind"].isin(SOURCE) & (moves["from_outlet"] != moves["outlet"])]
    flows = going.groupby(["from_outlet", "outlet", "kind"], as_index=False).agg(people=("who", "size"))
    flows = flows.rename(columns={"from_outlet": "origin", "outlet": "place"})
    tips = [
        f"{names.get(origin, origin)} → {names.get(place, place)}: {words.number(people)}"
        for origin, place, people in zip(flows["origin"], flows["place"], flows["people"], strict=True)
    ]
    flows = flows.assign(tip=tips, kind=flows["kind"].map(SOURCE))
    columns = ["place", "name", "latitude", "longitude"]
    places = [plan.outlets.rename(columns={"outlet": "place"})[columns]]
    if "partners" in plan.layers:
        places.append(plan.layers["partners"].rename(columns={"partner": "place"})[columns])
    spots = pd.concat(places, ignore_index=True)
    spots = spots.assign(receives=spots["place"].isin(going["outlet"]))
    roads = plan.layers.get("roads", pd.DataFrame())
    drawn = moves_map(title, told(found, words), spots, flows, roads)
    if not drawn:
        return Section("map", title, [Sentence(words("dispatch.no_map"))])
    legend = [("lent", words("dispatch.kind_lend")), ("partner", words("dispatch.kind_partner"))]
    pictures = [Picture(drawn, words("dispatch.map_caption"), legend)]
    close = crowded(spots.dropna(subset=["latitude", "longitude"]))
    if close is not None and len(close) > 1:
        nearer = moves_map(title, words("dispatch.map_close"), close, flows, pd.DataFrame())
        pictures.append(Picture(nearer, words("dispatch.map_close"), legend))
    return Section("map", title, pictures)


def _ends(found: Dispatched, plan: Plan, words: Words) -> Section:
    """Needed, there and there after the moves, at receivers and lenders."""
    title, places, names = words("dispatch.ends"), found.answer.places, names_of(plan)
    change = (places["moved"] - places["staffed"]).abs() * places["minutes"]
    by_lane = change.groupby([places["outlet"], places["lane"]]).sum().sort_values(ascending=False, kind="stable")
    lines = [words(f"dispatch.line_{name}") for name in ("needed", "staffed", "moved")]
    blocks: list[object] = []
    zone = found.answer.now.tz
    most = by_lane[by_lane > 0].head(DRAWN).reset_index()
    for outlet, lane in zip(most["outlet"], most["lane"], strict=True):
        rows = places[(places["outlet"] == outlet) & (places["lane"] == lane)]
        wall = rows["start"].dt.tz_convert(zone)
        day = (wall.dt.tz_localize(None).dt.normalize() - wall.dt.tz_localize(None).dt.normalize().min()).dt.days
        minute = (day * 1440 + wall.dt.hour * 60 + wall.dt.minute).to_numpy()
        curves = rows[["needed", "staffed", "moved"]].set_axis(minute, axis=0)
        name = f"{names.get(outlet, outlet)} · {lane}"
        picture = clock_chart(name, words("dispatch.ends_caption"), curves, lines, plan.grain, words)
        legend = list(zip(("line", "dashed", "dotted"), lines, strict=True))
        blocks.append(Picture(picture, name, legend))
    columns = {
        "name": Show(words("dispatch.head_to")),
        "lane": Show(words("dispatch.head_lane")),
        "waiting_before": Show(words("dispatch.waiting_before"), words.number, True),
        "waiting_after": Show(words("dispatch.waiting_after"), words.number, True),
        "late_before": Show(words("dispatch.late_before"), lambda value: words.number(value, 1), True),
        "late_after": Show(words("dispatch.late_after"), lambda value: words.number(value, 1), True),
    }
    ends = found.answer.ends
    told_ends = ends.assign(name=[names.get(outlet, outlet) for outlet in ends["outlet"]])
    ordered = told_ends.sort_values("late_before", ascending=False)
    return Section("ends", title, [*blocks, table(ordered, title, columns, "dispatch_ends")])


def _worth(found: Dispatched, plan: Plan, words: Words) -> Section:
    title, names, places = words("dispatch.worth"), names_of(plan), found.answer.places
    best = (
        places[places["worth_before"] > 0.5].sort_values("worth_after", ascending=False, kind="stable").head(WORTH)
    )
    hourly = {name: best[name] * 60 / np.maximum(best["minutes"], 1.0) for name in ("worth_before", "worth_after")}
    columns = {
        "name": Show(words("dispatch.head_to")),
        "lane": Show(words("dispatch.head_lane")),
        "start": Show(words("dispatch.head_when"), lambda moment: f"{moment:%H:%M}"),
        "worth_before": Show(words("dispatch.worth_before"), words.money, True),
        "worth_after": Show(words("dispatch.worth_after"), words.money, True),
    }
    rows = best.assign(name=[names.get(outlet, outlet) for outlet in best["outlet"]], **hourly)
    return Section(
        "worth", title, [Sentence(words("dispatch.worth_meaning")), table(rows, title, columns, "dispatch_places")]
    )


def _open(found: Dispatched, plan: Plan, words: Words) -> Section:
    title, rows = words("dispatch.open"), shown_open(found, plan, words)
    if rows.empty:
        return Section("open", title, [Sentence(words("dispatch.none_open"))])
    columns = {
        "name": Show(words("dispatch.head_to")),
        "lane": Show(words("dispatch.head_lane")),
        "when": Show(words("dispatch.head_when")),
        "people": Show(words("dispatch.head_people"), words.number, True),
        "why": Show(words("dispatch.head_why")),
        "mended": Show(words("dispatch.head_mend")),
    }
    return Section("open", title, [table(rows, title, columns, "dispatch_open")])


def _grounds(found: Dispatched, plan: Plan, words: Words) -> Section:
    title = words("dispatch.grounds")
    columns = {
        "name": Show(words("dispatch.head_who")),
        "what": Show(words("dispatch.head_what")),
        "source": Show(words("dispatch.head_from")),
        "to": Show(words("dispatch.head_to")),
        "why": Show(words("dispatch.head_why")),
    }
    refused = table(shown_refused(found, plan, words), words("dispatch.refused"), columns, "dispatch_refused")
    changes = found.changes
    if len(changes):
        names = names_of(plan)
        changes = changes.assign(
            name=[names.get(who, who) for who in changes["employee"]],
            place=[names.get(outlet, outlet) for outlet in changes["outlet"]],
            version=[words.named(f"dispatch.change_{change}", change) for change in changes["change"]],
            doing=[words.label("activity", activity) for activity in changes["activity"]],
        )
        shown = {
            "name": Show(words("dispatch.head_who")),
            "version": Show(words("dispatch.head_change")),
            "start": Show(words("dispatch.head_begins"), lambda moment: f"{moment:%H:%M}"),
            "end": Show(words("dispatch.head_ends"), lambda moment: f"{moment:%H:%M}"),
            "place": Show(words("dispatch.head_to")),
            "doing": Show(words("report.activity")),
        }
        folds = [
            Fold(words("dispatch.changes"), [table(changes, words("dispatch.changes"), shown, "dispatch_changes")])
        ]
    else:
        folds = []
    meaning = Sentence(words("dispatch.meaning"))
    proof = Sentence(told_proof(found, words), "" if found.checked else "red")
    return Section("grounds", title, [proof, meaning, *folds, Fold(words("dispatch.refused"), [refused])])
