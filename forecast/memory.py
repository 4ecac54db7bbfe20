"""Memory that was freed, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def give_back() -> None:
    """Give back what is freed, where the C library can (glibc); elsewhere nothing is to be done.

    What threads freed while they learnt stays with the process otherwise, and what comes next is laid on top
    (measured, 5,000 daily series: 2.1 GB of which 1.1 are free).
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
