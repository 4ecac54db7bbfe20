"""Sweeps: one scenario over all points of a grid of values, planned side by side."""

from scenarios.sweep.axis import Axis
from scenarios.sweep.grid import Point, Sweep, left_out, read_sweep, sweep_in
from scenarios.sweep.progress import SweepProgress
from scenarios.sweep.run import sweep
from scenarios.sweep.values import Swept

__all__ = ["Axis", "Point", "Sweep", "SweepProgress", "Swept", "left_out", "read_sweep", "sweep", "sweep_in"]
