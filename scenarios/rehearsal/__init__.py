"""A roster played forward against sampled arrivals, before it is tried on real people."""

from scenarios.rehearsal.assumptions import Assumptions
from scenarios.rehearsal.problem import RehearsalProblem
from scenarios.rehearsal.rehearsal import rehearse
from scenarios.rehearsal.surges import Surge
from scenarios.rehearsal.values import Rehearsal

__all__ = ["Assumptions", "Rehearsal", "RehearsalProblem", "Surge", "rehearse"]
