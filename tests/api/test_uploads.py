"""Uploads are unpacked only when they are harmless."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from api.http import Configuration
from api.http.problems import ProblemError
from api.http.uploads import unpack


def archive(entries: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A zip in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    buffer.seek(0)
    return buffer


def refused(upload: io.BytesIO, tmp_path: Path, **limits: int) -> str:
    """The code of the refusal; nothing may lie outside the folder."""
    folder = tmp_path / "inside"
    folder.mkdir()
    with pytest.raises(ProblemError) as error:
        unpack(upload, folder, Configuration(tmp_path, **limits))
    assert {path.name for path in tmp_path.iterdir()} == {"inside"}
    return error.value.code


def test_tables_are_unpacked_flat(tmp_path: Path) -> None:
    """From the top or from one folder; what macOS and editors add is left out."""
    entries = {"city/outlets.csv": b"outlet\nA\n", "city/.DS_Store": b"x", "__MACOSX/city/._outlets.csv": b"x"}
    unpack(archive(entries), tmp_path, Configuration(tmp_path))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"outlets.csv": b"outlet\nA\n"}


@pytest.mark.parametrize(
    "name",
    ["../outlets.csv", "/etc/outlets.csv", "a/../../outlets.csv", "..\\outlets.csv", "C:\\outlets.csv", "run.sh"],
)
def test_names_that_lead_elsewhere(name: str, tmp_path: Path) -> None:
    """Absolute paths, dots, drive letters and files that are no tables refuse the whole archive."""
    assert refused(archive({"zones.csv": b"zone\n", name: b"x"}), tmp_path) == "http.unsafe_upload"


def test_links_are_refused(tmp_path: Path) -> None:
    """A symbolic link in an archive could point anywhere."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        entry = zipfile.ZipInfo("outlets.csv")
        entry.external_attr = 0o120777 << 16
        file.writestr(entry, "/etc/passwd")
    buffer.seek(0)
    assert refused(buffer, tmp_path) == "http.unsafe_upload"


def test_bombs_are_refused(tmp_path: Path) -> None:
    """Much that packs into little is refused by its ratio before it is unpacked."""
    assert refused(archive({"outlets.csv": b"0" * 30_000_000}), tmp_path) == "http.unsafe_upload"


def test_the_sum_counts(tmp_path: Path) -> None:
    """Many harmless files may be too much together."""
    entries = {f"arrivals{number}.csv": bytes(range(256)) * 40 for number in range(20)}
    assert refused(archive(entries), tmp_path, largest_unpacked=100_000) == "http.too_large"


def test_a_lie_about_sizes_is_found(tmp_path: Path) -> None:
    """An archive that states less than it holds is stopped while it is unpacked."""
    content = archive({"outlets.csv": b"outlet,name\n" * 5000}, zipfile.ZIP_STORED).getvalue()
    true_size, lie = (60000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    at = content.rfind(b"PK\x01\x02")
    forged = content[:at] + content[at:].replace(true_size, lie)
    assert refused(io.BytesIO(forged), tmp_path) in ("http.not_an_upload", "http.too_large")


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken", b"PK\x05\x06" + bytes(18)])
def test_other_files(content: bytes, tmp_path: Path) -> None:
    """What is no archive, and an empty one."""
    assert refused(io.BytesIO(content), tmp_path) == "http.not_an_upload"


def test_two_folders_and_twins(tmp_path: Path) -> None:
    """Tables of several networks, or one table twice, are not guessed apart."""
    assert refused(archive({"a/zones.csv": b"", "b/sites.csv": b""}), tmp_path) == "http.unsafe_upload"


def test_damaged_and_locked_archives(tmp_path: Path) -> None:
    """A wrong checksum and an encrypted entry."""
    content = bytearray(archive({"outlets.csv": b"outlet\nA\n"}, zipfile.ZIP_STORED).getvalue())
    content[content.find(b"outlet\nA")] ^= 0xFF
    assert refused(io.BytesIO(bytes(content)), tmp_path) == "http.not_an_upload"


def test_a_workbook_is_kept_as_it_is(tmp_path: Path) -> None:
    """A workbook is an archive too, and is read as one file."""
    upload = archive({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
    unpack(upload, tmp_path, Configuration(tmp_path))
    assert (tmp_path / "network.xlsx").read_bytes() == upload.getvalue()
