"""The one language of all benchmarks: `python -m benchmarks.<area> <set> --data DIR [options]`.

With `--json` one object a line, else a table. `checked` is true only where an independent evaluator
recomputed the objective and every hard rule from the answer.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table

from quarterhour.result import Proof

WIDEST = 10_000
"""Characters of a line that is printed to a file, at most."""


@dataclass(frozen=True)
class Options:
    """What a benchmark was asked for.

    Attributes
    ----------
    data
        Folder that holds the set's folder; any instance of the format found there is read.
    only
        Names of instances; empty for all.
    seconds
        Time limit of one instance.
    methods
        Names of peers' methods; empty for all.
    fresh
        Whether peers' results that are kept on disk are made again.
    peer_minutes
        CPU minutes that one peer may take on one set.
    """

    data: Path
    only: tuple[str, ...] = ()
    seconds: float = 10.0
    seed: int = 0
    workers: int = 1
    peers: bool = False
    methods: tuple[str, ...] = ()
    fresh: bool = False
    peer_minutes: float = 12.0

    def wants(self, instance: str) -> bool:
        """Whether an instance was asked for."""
        return not self.only or instance in self.only


@dataclass(frozen=True)
class Line:
    """One instance: our answer, the best known one, the peers' and further figures."""

    set: str
    instance: str
    ours: Mapping[str, Any] | None = None
    best_known: float | None = None
    peers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The line as it is printed with `--json`."""
        gap = None
        if self.ours and self.best_known is not None and self.ours.get("objective") is not None:
            gap = (self.ours["objective"] - self.best_known) / max(1.0, abs(self.best_known))
        return {
            "set": self.set,
            "instance": self.instance,
            "ours": dict(self.ours) if self.ours else None,
            "best_known": self.best_known,
            "gap_to_best_known": gap,
            "peers": {name: dict(values) for name, values in self.peers.items()},
            "metrics": dict(self.metrics),
        }


def ours(proof: Proof, *, checked: bool) -> dict[str, Any]:
    """Our side of a line, from the answer's own proof."""
    shown = proof.as_dict()
    kept = ("objective", "bound", "status", "gap", "seconds", "seed")
    return {**{key: shown[key] for key in kept}, "checked": checked}


Runner = Callable[[Options], Iterator[Line]]
Drawing = Callable[[str, Sequence[Mapping[str, Any]]], list[Table]]
"""Tables of an area's lines."""


def main(
    area: str,
    sets: Mapping[str, Runner],
    arguments: Sequence[str] | None = None,
    draw: Drawing | None = None,
    workers: Mapping[str, int] | None = None,
) -> None:
    """Read the options, run one set and print its lines as they come.

    `draw` is there where one table does not do; `workers` names sets that have more than one where none are asked
    for.
    """
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.{area}")
    parser.add_argument("set", choices=sorted(sets))
    default = os.environ.get(
        "QUARTERHOUR_BENCHMARK_DATA", str(Path(__file__).resolve().parents[2] / "shared" / "data")
    )
    parser.add_argument("--data", type=Path, default=Path(default), help="folder that holds the set's folder")
    parser.add_argument("--only", default="", help="instances, separated by commas")
    parser.add_argument("--seconds", type=float, default=10.0, help="time limit of one instance")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, help="workers of one solve; 1 but for some sets")
    parser.add_argument("--peers", action="store_true", help="run the peers too, where they are installed")
    parser.add_argument("--methods", default="", help="peers' methods, separated by commas; all if not given")
    parser.add_argument("--fresh", action="store_true", help="repeat what peers' kept results would answer")
    parser.add_argument("--peer-minutes", type=float, default=12.0, help="CPU minutes of one peer on one set")
    parser.add_argument("--json", action="store_true", help="one object a line")
    chosen = parser.parse_args(arguments)
    options = Options(
        data=chosen.data,
        only=_names(chosen.only),
        seconds=chosen.seconds,
        seed=chosen.seed,
        workers=chosen.workers or (workers or {}).get(chosen.set, 1),
        peers=chosen.peers,
        methods=_names(chosen.methods),
        fresh=chosen.fresh,
        peer_minutes=chosen.peer_minutes,
    )
    lines: list[dict[str, Any]] = []
    for line in sets[chosen.set](options):
        lines.append(line.as_dict())
        if chosen.json:
            print(json.dumps(lines[-1], default=str), flush=True)
    if not lines:
        print(f"no instance of {chosen.set} under {chosen.data}", file=sys.stderr)
        raise SystemExit(1)
    if not chosen.json:
        for table in draw(area, lines) if draw else [_table(area, lines)]:
            _console(table).print(table)


def _console(table: Table) -> Console:
    """As wide as the terminal; as the table where what is printed goes to a file."""
    console = Console()
    if console.is_terminal:
        return console
    needed = Measurement.get(console, console.options.update(max_width=WIDEST), table).maximum
    return Console(width=max(console.width, needed))


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name for name in listed.split(",") if name)


def _number(value: object) -> str:
    return f"{value:,.4g}" if isinstance(value, float) else "" if value is None else str(value)


def _table(area: str, lines: Sequence[Mapping[str, Any]]) -> Table:
    metrics = list(dict.fromkeys(key for line in lines for key in line["metrics"]))
    table = Table(title=area)
    for heading in (
        "set",
        "instance",
        "objective",
        "bound",
        "status",
        "seconds",
        "checked",
        "best known",
        *metrics,
    ):
        table.add_column(heading)
    for line in lines:
        answer = line["ours"] or {}
        cells = [answer.get(key) for key in ("objective", "bound", "status", "seconds", "checked")]
        cells += [line["best_known"], *(line["metrics"].get(key) for key in metrics)]
        table.add_row(line["set"], line["instance"], *map(_number, cells))
    return table
