"""The streets of an OpenStreetMap extract (.osm.pbf) as the tables `road_nodes` and `roads`.

Every node of a way that may be walked or driven is a road node, so that places meet the road close by. Who may use
a way follows the wiki's defaults for its class (`osm_classes.csv`) and the tags access, foot, motor_vehicle,
sidewalk; oneway, roundabouts and motorways count for cars. Speeds by car are door-to-door ones in traffic: the
class's, or `IN_TRAFFIC` of the way's maxspeed. Turn restrictions are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import osmium
import pandas as pd
from osmium.filter import EntityFilter, KeyFilter
from osmium.osm import NODE, WAY

from quarterhour.arrays import Floats, Ints
from scenarios.network.findings import Findings
from scenarios.network.parts import Part, in_memory

SUFFIX = ".pbf"
IN_TRAFFIC = 0.7
"""Share of the speed limit that cars reach from door to door in town."""
MILE = 1.609344
EARTH_METRES = 6_371_008.8
SHUT = ("no", "private")
FORWARD, BACKWARD = ("yes", "1", "true"), ("-1", "reverse")


@dataclass(frozen=True)
class Use:
    """Who may use a way: on foot; by car at a speed in km/h (NaN: not); cars one way (1), against it (-1) or both
    ways (0)."""

    walk: bool
    speed: float
    oneway: int


@dataclass
class _Streets:
    """Ways as they are read: places by node, and one entry a stretch between two nodes."""

    number: dict[int, int] = field(default_factory=dict)
    latitude: list[float] = field(default_factory=list)
    longitude: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    stretches: list[int] = field(default_factory=list)

    def add(self, way: osmium.osm.Way, use: Use) -> None:
        """Copy a way: its nodes die with the loop."""
        row = []
        for node in way.nodes:
            if not node.location.valid():
                continue
            if node.ref not in self.number:
                self.number[node.ref] = len(self.latitude)
                self.latitude.append(node.location.lat)
                self.longitude.append(node.location.lon)
            row.append(self.number[node.ref])
        self.start += row[:-1]
        self.end += row[1:]
        self.uses.append(use)
        self.stretches.append(max(len(row) - 1, 0))


def read_osm(path: Path, file: str, findings: Findings) -> dict[str, Part | None]:
    """`road_nodes` and `roads`; None for both where the file can not be read, which is then in `findings`."""
    try:
        streets = _read(path)
    except (RuntimeError, osmium.InvalidLocationError) as error:
        findings.add("not_osm", file, reason=str(error).splitlines()[0][:100])
        return {"road_nodes": None, "roads": None}
    if not streets.start:
        findings.add("osm_without_roads", file)
        return {"road_nodes": None, "roads": None}
    labels = np.array([str(node) for node in streets.number])
    nodes = pd.DataFrame({"node": labels, "latitude": streets.latitude, "longitude": streets.longitude})
    frames = {"road_nodes": nodes, "roads": _roads(streets, nodes)}
    parts = {name: in_memory(name, frame) for name, frame in frames.items()}
    return {name: Part(file, part.frame, part.rows) for name, part in parts.items()}


def _read(path: Path) -> _Streets:
    streets = _Streets()
    for way in _ways(path):
        use = use_of({tag.k: tag.v for tag in way.tags})
        if use.walk or not np.isnan(use.speed):
            streets.add(way, use)
    return streets


def _ways(path: Path) -> Iterator[osmium.osm.Way]:
    reader = osmium.FileProcessor(str(path), NODE | WAY).with_locations()
    for entity in reader.with_filter(EntityFilter(WAY)).with_filter(KeyFilter("highway")):
        if isinstance(entity, osmium.osm.Way):
            yield entity


def use_of(tags: Mapping[str, str]) -> Use:
    """Who may use a way with these tags."""
    highway, foot, access = tags.get("highway", ""), tags.get("foot"), tags.get("access")
    classes = _classes()
    if highway not in classes or tags.get("area") == "yes":
        return Use(False, np.nan, 0)
    usual, speed = classes[highway]
    shut = access in SHUT
    invited = foot in ("yes", "designated", "permissive") or tags.get("sidewalk") in (
        "both",
        "left",
        "right",
        "yes",
    )
    walk = foot not in SHUT and (invited or (usual and not shut))
    closed = tags.get("motor_vehicle", tags.get("vehicle", access)) in SHUT
    return Use(walk, np.nan if closed else _speed(tags.get("maxspeed", ""), speed), _oneway(tags, highway))


def _speed(limit: str, usual: float) -> float:
    """km/h in traffic; of the limit where it is a number, and the way is one for cars."""
    number = limit.split()[0] if limit.split() else ""
    if np.isnan(usual) or not number.isdigit() or not int(number):
        return usual
    return int(number) * (MILE if "mph" in limit else 1.0) * IN_TRAFFIC


def _oneway(tags: Mapping[str, str], highway: str) -> int:
    said = tags.get("oneway")
    if said in FORWARD:
        return 1
    if said in BACKWARD:
        return -1
    round_about = tags.get("junction") in ("roundabout", "circular")
    return int(said is None and (highway in ("motorway", "motorway_link") or round_about))


def _roads(streets: _Streets, nodes: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of nodes in the direction of traffic, in the columns of the table."""
    way = np.repeat(np.arange(len(streets.uses)), streets.stretches)
    speed = np.array([use.speed for use in streets.uses])[way]
    walk = np.array([use.walk for use in streets.uses])[way]
    oneway = np.array([use.oneway for use in streets.uses])[way]
    start, end = np.array(streets.start), np.array(streets.end)
    start, end = np.where(oneway < 0, end, start), np.where(oneway < 0, start, end)
    drive = ~np.isnan(speed)
    table = pd.DataFrame(
        {
            "start": start,
            "end": end,
            "drive_speed": speed,
            "walk": walk,
            "drive": drive,
            "both_ways": drive & (oneway == 0),
        }
    )
    table = table[start != end]
    found = table.groupby(["start", "end"], sort=True, as_index=False).agg(
        drive_speed=("drive_speed", "max"),
        walk=("walk", "any"),
        drive=("drive", "any"),
        both_ways=("both_ways", "any"),
    )
    label = nodes["node"].to_numpy()
    return pd.DataFrame(
        {
            "from_node": label[found["start"]],
            "to_node": label[found["end"]],
            "metres": _metres(nodes, found["start"].to_numpy(), found["end"].to_numpy()),
            "drive_speed": found["drive_speed"],
            "walk": found["walk"],
            "drive": found["drive"],
            "oneway": found["drive"] & ~found["both_ways"],
        }
    )


def _metres(nodes: pd.DataFrame, start: Ints, end: Ints) -> Floats:
    """Along the ground between neighbouring nodes (equirectangular: exact to millimetres at such lengths)."""
    latitude, longitude = np.radians(nodes["latitude"].to_numpy()), np.radians(nodes["longitude"].to_numpy())
    across = (longitude[end] - longitude[start]) * np.cos((latitude[start] + latitude[end]) / 2)
    metres: Floats = EARTH_METRES * np.hypot(across, latitude[end] - latitude[start])
    return metres


@cache
def _classes() -> dict[str, tuple[bool, float]]:
    """By class of way: whether people walk there, and the speed by car in km/h (NaN: no cars)."""
    table = pd.read_csv(Path(__file__).with_name("osm_classes.csv"))
    uses = zip(table["walk"] == "yes", table["drive_speed"].astype(float), strict=True)
    return dict(zip(table["highway"].astype(str), uses, strict=True))
