"""An organisation's files as a network: a folder of CSV, Parquet, workbooks and street files, or one workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from scenarios.network.check import gather
from scenarios.network.check_columns import hint
from scenarios.network.context import Context
from scenarios.network.findings import Findings
from scenarios.network.model import Network
from scenarios.network.parts import Part
from scenarios.network.problems import NetworkProblemsError, Problem
from scenarios.network.questions import report_missing
from scenarios.network.read_csv import read_csv
from scenarios.network.read_osm import SUFFIX, read_osm
from scenarios.network.read_parquet import read_parquet
from scenarios.network.read_workbook import read_workbook
from scenarios.network.schema import schema

SEVERAL = "arrivals"
"""The one table that may come in several files, called arrivals*."""

ABOUT = ("about", "columns")
"""Sheets that are there for people."""

OTHER_FORMATS = (".xls", ".xlsb", ".xlsm", ".ods", ".tsv", ".numbers", ".et")


@dataclass
class Collected:
    """What the files hold, table by table, and the tables whose files could not be read, or need not be."""

    without: Collection[str] = ()
    parts: dict[str, list[Part]] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    sources: dict[str, str] = field(default_factory=dict)


def read_network(path: Path | str, *, without: Collection[str] = ()) -> Network:
    """The network in a folder, or in one .xlsx workbook (with its history beside it, where it is long).

    Tables named in `without` are neither read nor checked: long ones that a question does not need.

    Raises
    ------
    NetworkProblemsError
        With everything that is wrong.
    """
    findings = Findings()
    context = _gathered(Path(path), findings, without)
    if findings.problems or context is None:
        raise NetworkProblemsError(_ordered(findings.problems))
    frames = {name: located.frame for name, located in context.tables.items()}
    return Network(frames, context.settings, context.grid)


def check_network(path: Path | str, questions: Sequence[str] | None = None) -> list[Problem]:
    """Everything that is wrong with the files; nothing for files that `read_network` accepts.

    With `questions` (see `schema.QUESTIONS`), also the tables that these need and that are not there.
    """
    findings = Findings()
    context = _gathered(Path(path), findings)
    if context is not None:
        report_missing({*context.tables, *context.unread}, questions or (), findings)
    return _ordered(findings.problems)


def _gathered(path: Path, findings: Findings, without: Collection[str] = ()) -> Context | None:
    """What the files say, checked; None where there is nothing to check."""
    collected = _collect(path, findings, without)
    if not collected.parts and not collected.unread:
        return None
    return gather(collected.parts, findings, collected.unread)


def _ordered(problems: Sequence[Problem]) -> list[Problem]:
    """By file, in the order in which they were found within one, summaries last of their kind."""
    first = {problem.file: number for number, problem in reversed(list(enumerate(problems)))}
    return sorted(problems, key=lambda problem: first[problem.file])


def _collect(path: Path, findings: Findings, without: Collection[str]) -> Collected:
    collected = Collected(without)
    if not path.exists():
        findings.add("no_such_path", path.name)
        return collected
    try:
        files = list(_files(path))
    except OSError as error:
        findings.add("cannot_open", path.name, reason=error.strerror or type(error).__name__)
        return collected
    for file in files:
        _read_file(path, file, collected, findings)
    if not files:
        findings.add("no_tables", path.name)
    return collected


def _files(path: Path) -> Iterator[Path]:
    """The files that may hold tables, in a fixed order."""
    if not path.is_dir():
        yield path
        yield from sorted(path.parent.glob(f"{path.stem}.*.parquet"))
        return
    for file in sorted(path.iterdir()):
        known = file.suffix.lower() in (".csv", ".parquet", ".xlsx", SUFFIX, *OTHER_FORMATS)
        if file.is_file() and known and not file.name.startswith((".", "~$")):
            yield file


def _read_file(root: Path, file: Path, collected: Collected, findings: Findings) -> None:
    name = file.name
    suffix = file.suffix.lower()
    if suffix in (".csv", ".parquet"):
        stem = file.stem if root.is_dir() else file.stem.removeprefix(f"{root.stem}.")
        table = _table(stem, name, collected, findings)
        if table is not None:
            reader = read_csv if suffix == ".csv" else read_parquet
            _keep(table, reader(file, name, findings), collected)
    elif suffix == ".xlsx":
        claim = partial(_claim, file=name, collected=collected, findings=findings)
        for table, part in read_workbook(file, name, claim, findings):
            _keep(table, part, collected)
    elif suffix == SUFFIX:
        tables = [_table(stem, name, collected, findings) for stem in ("road_nodes", "roads")]
        if all(tables):
            for table, part in read_osm(file, name, findings).items():
                _keep(table, part, collected)
    else:
        findings.add("other_format", name)


def _claim(sheet: str, file: str, collected: Collected, findings: Findings) -> str | None:
    """The table that a sheet holds; None for sheets that are there for people."""
    return None if sheet.strip().lower() in ABOUT else _table(sheet, f"{file}: {sheet}", collected, findings)


def _table(stem: str, source: str, collected: Collected, findings: Findings) -> str | None:
    """The table that a file or sheet holds by its name; None where there is none to read."""
    table = stem.strip().lower()
    if table.startswith(SEVERAL):
        return None if SEVERAL in collected.without else SEVERAL
    if table not in schema():
        findings.add("unknown_table", source, hint=hint(table, list(schema())))
        return None
    if table in collected.sources:
        findings.add("two_files", source, other=collected.sources[table])
        return None
    collected.sources[table] = source
    return None if table in collected.without else table


def _keep(table: str, part: Part | None, collected: Collected) -> None:
    if part is None:
        collected.unread.add(table)
    else:
        collected.parts.setdefault(table, []).append(part)
