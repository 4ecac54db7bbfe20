"""The requirement of immediate services, corrected by simulation."""

from optimize.requirement.correction.correct import Effort, correct
from optimize.requirement.correction.figures import Figures, figures
from optimize.requirement.correction.lane import OneLane, Pledge
from optimize.requirement.correction.pieces import Pieces, cells_by_hours, cut
from optimize.requirement.correction.team import Back, Team

__all__ = [
    "Back",
    "Effort",
    "Figures",
    "OneLane",
    "Pieces",
    "Pledge",
    "Team",
    "cells_by_hours",
    "correct",
    "cut",
    "figures",
]
