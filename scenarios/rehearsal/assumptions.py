"""What a rehearsal may assume instead of what the network says."""

from __future__ import annotations

from dataclasses import dataclass, replace

from quarterhour.labels import LabelError
from scenarios.rehearsal.problem import RehearsalProblem
from scenarios.rehearsal.surges import EVERYWHERE, Surge


@dataclass(frozen=True)
class Assumptions:
    """None keeps what the network says.

    Attributes
    ----------
    absence
        Share of duties whose person does not come.
    lateness
        Mean minutes by which a duty begins late.
    travel_spread
        Standard deviation of the factor (lognormal, mean 1) on planned travel minutes; 0 travels as planned.
    surges
        Factors on the rates of arrival.
    reserve
        Whether people on standby are called.
    """

    absence: float | None = None
    lateness: float | None = None
    travel_spread: float = 0.0
    surges: tuple[Surge, ...] = ()
    reserve: bool = True

    def applied(self, problem: RehearsalProblem) -> RehearsalProblem:
        """The problem under these assumptions.

        Raises
        ------
        LabelError
            When a surge names an outlet that has no desks in the problem.
        """
        known = {EVERYWHERE, *problem.desks["outlet"]}
        strange = sorted({surge.outlet for surge in self.surges} - known)
        if strange:
            raise LabelError(
                f"surges: no outlet {', '.join(strange)}.\nMaybe its name was given, not its identifier."
            )
        return replace(
            problem,
            unplanned_absence=problem.unplanned_absence if self.absence is None else self.absence,
            unplanned_lateness=problem.unplanned_lateness if self.lateness is None else self.lateness,
            travel_spread=self.travel_spread,
            surges=self.surges,
            calls_reserve=self.reserve,
        )

    @property
    def none(self) -> bool:
        """Whether everything is as the network says."""
        return self == Assumptions()
