"""Uploaded networks: a zip of tables or one workbook, unpacked only when it is harmless."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from api.http.configuration import Configuration
from api.http.problems import ProblemError

TABLES = (".csv", ".parquet")
RECORD = "decisions.yaml"
"""The record of decisions that lies beside the tables."""
CHUNK = 1024 * 1024
CONTENTS = "[Content_Types].xml"
"""What every workbook's archive holds, and no zip of tables does."""
BOMB = 200
"""Unpacked over packed size beyond which an entry is refused: zeros pack to 1:1000, tables to about 1:20."""


def unpack(upload: BinaryIO, folder: Path, allowed: Configuration) -> None:
    """Put the tables of an upload into an empty folder.

    Raises
    ------
    ProblemError
        When it is neither a zip nor a workbook, or not safe to unpack.
    """
    try:
        with zipfile.ZipFile(upload) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check(entries, allowed)
            if any(entry.filename == CONTENTS for entry in entries):
                _copy(upload, folder / "network.xlsx")
                return
            for entry, name in _tables(entries):
                _extract(archive, entry, folder / name, allowed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise ProblemError("http.not_an_upload") from None


def _check(entries: list[zipfile.ZipInfo], allowed: Configuration) -> None:
    """Count and sizes as the archive states them, before anything is unpacked."""
    if len(entries) > allowed.most_files:
        raise ProblemError("http.unsafe_upload", reason=f"{len(entries)} > {allowed.most_files}")
    for entry in entries:
        if entry.file_size > BOMB * max(entry.compress_size, CHUNK // BOMB):
            raise ProblemError("http.unsafe_upload", reason=entry.filename[:80])
        if entry.flag_bits & 0x1:
            raise ProblemError("http.unsafe_upload", reason=entry.filename[:80])
    if sum(entry.file_size for entry in entries) > allowed.largest_unpacked:
        raise ProblemError("http.too_large")


def _tables(entries: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Tables with their bare names; all must lie in one folder of the archive.

    Hidden files and what macOS adds are left out; anything else that is no table and no record of decisions is
    refused.
    """
    kept = []
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0] or _is_link(entry):
            raise ProblemError("http.unsafe_upload", reason=entry.filename[:80])
        if path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if path.suffix.lower() not in TABLES and path.name != RECORD:
            raise ProblemError("http.unsafe_upload", reason=entry.filename[:80])
        kept.append((entry, path))
    names = [path.name.lower() for _, path in kept]
    if not kept:
        raise ProblemError("http.not_an_upload")
    if len({path.parent for _, path in kept}) > 1 or len(set(names)) < len(names):
        raise ProblemError("http.unsafe_upload", reason=str(kept[-1][1])[:80])
    for entry, path in kept:
        yield entry, path.name


def _is_link(entry: zipfile.ZipInfo) -> bool:
    """Unix file type in the upper bits of the external attributes: 0o12 is a symbolic link."""
    return (entry.external_attr >> 28) == 0o12


def _extract(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, allowed: Configuration) -> None:
    """Copy one entry, counting: what an archive states about its sizes may be a lie."""
    left = min(entry.file_size, allowed.largest_unpacked)
    with archive.open(entry) as source, target.open("xb") as file:
        while chunk := source.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise ProblemError("http.too_large")
            file.write(chunk)


def _copy(upload: BinaryIO, target: Path) -> None:
    upload.seek(0)
    with target.open("xb") as file:
        shutil.copyfileobj(upload, file, CHUNK)
