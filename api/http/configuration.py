"""How the service is set up."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from quarterhour.cache import MOST_BYTES

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Configuration:
    """Where data lies and what is allowed.

    Attributes
    ----------
    root
        The data root: `networks/`, `runs/`, `comparisons/` and `cache/` below it.
    slots
        Runs that work at the same time; a run uses `processes` x `workers` cores while it works.
    largest_upload
        Bytes of a request; a year of 40 outlets by half hour is about 2 MB as Parquet, 40 MB as CSV.
    largest_unpacked
        Bytes of all tables of an upload once unpacked.
    most_files
        Files in an upload.
    cache_bytes
        Bound on the answers that runs keep in `cache/` below the data root, so that what-ifs are planned near
        their base and nothing is made twice; 0 keeps none.
    keys
        Role by the SHA-256 of a key; where there are any, each request needs one. Without, there is no log-in.
    """

    root: Path
    slots: int = 1
    largest_upload: int = 64 * MEGABYTE
    largest_unpacked: int = 512 * MEGABYTE
    most_files: int = 200
    cache_bytes: int = MOST_BYTES
    keys: Mapping[str, str] = field(default_factory=dict)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
