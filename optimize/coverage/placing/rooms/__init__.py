"""Capacitated location: which sites stand and who is served where, as far as there is room."""

from optimize.coverage.placing.rooms.problem import Allocation, Rooms
from optimize.coverage.placing.rooms.solve import solve

__all__ = ["Rooms", "Allocation", "solve"]
