"""Who is further from service than the circle, drawn on a map, and which sites would help most."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Show, Table, table
from api.report.charts.coverage_map import coverage_map, crowded
from api.report.context import Context
from api.report.sections.absent import absent
from optimize.coverage.values import CoveragePlan

NO_ROADS = pd.DataFrame(columns=["from_latitude", "from_longitude", "to_latitude", "to_longitude"])


def coverage(context: Context) -> Section:
    """Map, coverage now and planned, blind spots, sites, key places."""
    words, made = context.words, context.plan.coverage
    title = words("report.coverage")
    if made is None:
        return absent(words, "coverage", title, "coverage")
    blocks = [
        *_map(context, made),
        _summary(context, made),
        *_blind(context, made),
        _points(context, made),
        *_key_places(context, made),
    ]
    return Section("coverage", title, blocks)


def map_frames(context: Context, made: CoveragePlan) -> dict[str, pd.DataFrame]:
    """outlets, zones, sites, partners and roads as the map draws them."""
    layers, outlets = context.plan.layers, context.plan.outlets
    zones = layers.get(
        "zones", pd.DataFrame(columns=["zone", "name", "latitude", "longitude", "residents", "kind"])
    )
    blind = made.blind_spots[["zone", "minutes"]]
    zones = zones.merge(blind, on="zone", how="left", validate="one_to_one", indicator=True)
    covered = (zones["_merge"] != "both").to_numpy()
    zones = zones.assign(covered=covered, name=zones["name"].where(zones["name"] != "", zones["zone"]))
    chosen = set(made.points.loc[made.points["action"] == "open", "point"])
    closing = {change.get("outlet") for change in context.plan.changes if change.get("change") == "close_outlet"}
    sites = layers.get("sites", pd.DataFrame(columns=["point", "name", "latitude", "longitude"]))
    return {
        "outlets": outlets.assign(closed=outlets["outlet"].isin(closing)),
        "zones": zones,
        "sites": sites.assign(opens=sites["point"].isin(chosen)),
        "partners": layers.get("partners", pd.DataFrame(columns=["partner", "name", "latitude", "longitude"])),
        "roads": layers.get("roads", NO_ROADS),
    }


def _map(context: Context, made: CoveragePlan) -> list[Picture]:
    """The whole map, and a closer one of its crowded part."""
    words, frames = context.words, map_frames(context, made)
    spots = [frames[name][["latitude", "longitude"]].dropna() for name in ("outlets", "zones")]
    if not sum(map(len, spots)):
        return []
    told = words(
        "report.map_described",
        zones=words.number(len(frames["zones"])),
        blind=words.number(len(made.blind_spots)),
        residents=words.number(made.blind_spots["residents"].sum()),
    )
    pictures = [_picture(context, words("report.map"), told, frames)]
    dense = crowded(pd.concat([part for part in spots if len(part)], ignore_index=True))
    if dense is not None:
        closer = {name: _inside(frame, dense) for name, frame in frames.items() if name != "roads"}
        pictures.append(_picture(context, words("report.map_closer"), told, {**closer, "roads": frames["roads"]}))
    return pictures


def _inside(frame: pd.DataFrame, dense: pd.DataFrame) -> pd.DataFrame:
    """Rows within the box of the crowded part."""
    low, high = dense.min(), dense.max()
    within = [frame[axis].between(low[axis], high[axis]) for axis in ("latitude", "longitude")]
    return frame[within[0] & within[1]]


def _picture(context: Context, title: str, told: str, frames: dict[str, pd.DataFrame]) -> Picture:
    words = context.words
    drawn = coverage_map(
        title,
        told,
        frames["outlets"],
        frames["zones"],
        frames["sites"],
        frames["partners"],
        frames["roads"],
        words,
    )
    legend = [
        ("outlet", words("report.legend_outlet")),
        ("covered", words("report.legend_covered")),
        ("blind", f"✕ {words('report.legend_blind')}"),
        ("site", words("report.legend_site")),
        ("opens", words("report.legend_opens")),
    ]
    if len(frames["partners"]):
        legend.append(("partner-place", words("report.legend_partner")))
    return Picture(drawn, title, legend)


def _summary(context: Context, made: CoveragePlan) -> Table:
    words = context.words
    columns = {
        "scope": Show(words("report.scope"), lambda key: words.label("scope", key)),
        "measure": Show(words("report.measure"), lambda key: words.label("measure", key)),
        "residents": Show(words("report.residents"), words.number, True),
        "covered": Show(words("report.covered"), words.number, True),
        "share": Show(words("report.share"), words.share, True),
        "mean_minutes": Show(words("report.mean_minutes"), lambda value: words.number(value, 1), True),
    }
    return table(made.summary, words("report.coverage_summary"), columns, "coverage_summary")


def _blind(context: Context, made: CoveragePlan) -> list[object]:
    words = context.words
    if made.blind_spots.empty:
        return [Sentence(words("report.no_blind_spots"), "fine")]
    zones = context.plan.layers.get("zones")
    names = {} if zones is None else dict(zip(zones["zone"], zones["name"], strict=True))
    columns = {
        "zone": Show(words("report.zone"), lambda zone: names.get(zone) or str(zone)),
        "residents": Show(words("report.residents"), words.number, True),
        "minutes": Show(
            words("report.minutes_to_nearest"),
            lambda value: words.number(value, 1) if pd.notna(value) else words("report.out_of_reach"),
            True,
        ),
        "reason": Show(words("report.reason"), words.code),
        "mend": Show(words("report.mend"), words.code),
    }
    return [table(made.blind_spots, words("report.blind_spots"), columns, "coverage_blind_spots")]


def _points(context: Context, made: CoveragePlan) -> Table:
    words = context.words
    order = made.points.assign(rank=made.points["action"].map({"open": 0, "keep": 1}).fillna(2))
    order = order.sort_values(["rank", "fill"], ascending=[True, False], kind="stable")
    columns = {
        "point": Show(words("report.point"), context.point),
        "role": Show(words("report.role"), lambda key: words.label("role", key)),
        "action": Show(words("report.action"), lambda key: words.label("action", key)),
        "residents": Show(words("report.residents"), words.number, True),
        "capacity": Show(words("report.capacity"), words.number, True),
        "fill": Show(words("report.fill"), words.share, True),
        "only": Show(words("report.only"), words.number, True),
        "mclp_rank": Show(words("report.rank"), lambda rank: words.number(rank) if rank else "", True),
    }
    return table(order, words("report.points"), columns, "coverage_points")


def _key_places(context: Context, made: CoveragePlan) -> list[object]:
    words = context.words
    if made.key_places.empty:
        return []
    columns = {
        "name": Show(words("report.key_place")),
        "kind": Show(words("report.kind"), lambda key: words.label("kind", key)),
        "needed": Show(words("report.equipment_needed"), lambda key: words.label("equipment", key)),
        "point": Show(words("report.point"), context.point),
        "minutes": Show(words("report.minutes"), lambda value: words.number(value, 1), True),
        "equipped": Show(
            words("report.equipped"), lambda yes: f"● {words('report.yes')}" if yes else f"▲ {words('report.no')}"
        ),
        "mend": Show(words("report.mend"), words.code),
    }
    return [table(made.key_places, words("report.key_places"), columns, "coverage_key_places")]
