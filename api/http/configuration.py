"""How the service is set up."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Configuration:
    """Where data lies and what is allowed.

    Attributes
    ----------
    root
        The data root: `networks/` and `runs/` below it.
    slots
        Runs that work at the same time; a run uses `processes` x `workers` cores while it works.
    largest_upload
        Bytes of a request; a year of 40 outlets by half hour is about 2 MB as Parquet, 40 MB as CSV.
    largest_unpacked
        Bytes of all tables of an upload once unpacked.
    most_files
        Files in an upload.
    """

    root: Path
    slots: int = 1
    largest_upload: int = 64 * MEGABYTE
    largest_unpacked: int = 512 * MEGABYTE
    most_files: int = 200


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
