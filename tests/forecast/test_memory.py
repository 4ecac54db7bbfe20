"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from forecast.memory import give_back

MEGABYTE = 2**20


def _resident() -> int:
    """Bytes that this process holds."""
    said = Path("/proc/self/status").read_text(encoding="ascii").split("VmRSS:")[1]
    return int(said.split()[0]) * 1024


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="no glibc",
)
def test_freed_memory_goes_back() -> None:
    """Of 200 MB in small blocks all but one in a thousand are freed, and leave the process."""
    blocks = [bytes(20_000) for _ in range(10_000)]
    kept = blocks[::1000]
    del blocks
    before = _resident()
    give_back()
    assert before - _resident() > 100 * MEGABYTE
    assert len(kept) == 10


def test_elsewhere_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system is another one the C library is not looked for."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", None)
    give_back()
