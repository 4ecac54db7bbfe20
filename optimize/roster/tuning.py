"""How CP-SAT is set for parts of a unit, and for the whole."""

from __future__ import annotations

from optimize.solve import cp_model


def thorough(solver: cp_model.CpSolver) -> None:
    """Full linear relaxation (measured: the difference between finding the last shifts and not), no probing.

    Parts are made of what an open decision can reach: presolving them once is enough (measured: a tenth faster).
    """
    solver.parameters.linearization_level = 2
    solver.parameters.cp_model_probing_level = 0
    solver.parameters.max_presolve_iterations = 1


def broad(solver: cp_model.CpSolver) -> None:
    """All of CP-SAT's strategies in turn, repeatable with one worker too (measured: the best bound early)."""
    solver.parameters.linearization_level = 2
    solver.parameters.interleave_search = True
