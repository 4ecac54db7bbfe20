"""How hard a plan is worked on; everything here is part of what makes it repeatable."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quarterhour.result import Limits


@dataclass(frozen=True)
class PlanOptions:
    """Limits and sizes of a planning run.

    Attributes
    ----------
    processes
        Outer processes over partitions; never changes a result.
    workers
        Solver threads in one partition; part of the result's identity.
    replications
        Of the rehearsal.
    rounds
        Of staff, roster and rehearsal: what the roster could not name goes back to the staff plan, and the best
        round is kept. Near a base plan there is one, from what that one learned.
    paths
        Sample paths of the forecast.
    staff_nodes, roster_work, coverage_nodes
        Deterministic work limits: MIP nodes of a staff-planning partition, CP-SAT's deterministic seconds of
        a roster unit, MIP nodes of a coverage model.
    staff_gap, roster_gap
        Relative gaps at which a staff-planning partition and a roster unit may stop.
    seconds
        Wall-clock limit of one partition, beside the work limits; None keeps the plan repeatable.
    """

    processes: int = 2
    workers: int = 1
    replications: int = 30
    rounds: int = 1
    paths: int = 50
    staff_nodes: int = 200
    staff_gap: float = 0.01
    roster_work: float = 1.5
    roster_gap: float = 0.002
    coverage_nodes: int = 2000
    seconds: float | None = None

    @property
    def repeatable(self) -> PlanOptions:
        """All that makes a plan what it is: without the number of processes."""
        return replace(self, processes=1)

    def staff(self, seed: int) -> Limits:
        """Limits of one staff-planning partition."""
        return Limits(self.seconds, None, self.staff_nodes, self.staff_gap, seed, self.workers)

    def roster(self, seed: int) -> Limits:
        """Limits of one roster unit."""
        return Limits(self.seconds, self.roster_work, None, self.roster_gap, seed, self.workers)

    def coverage(self, seed: int) -> Limits:
        """Limits of one coverage model."""
        return Limits(self.seconds, None, self.coverage_nodes, 0.0, seed, self.workers)
