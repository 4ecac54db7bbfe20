"""What-if changes: typed, validated, composable, never touching the base."""

from scenarios.changes.kinds import AbsentShare, Budget, Change, CloseOutlet, ScaleDemand, SlowerTravel
from scenarios.changes.scenario import ChangeProblemsError, Scenario, read_scenario, scenario_from, to_premises

__all__ = [
    "AbsentShare",
    "Budget",
    "Change",
    "ChangeProblemsError",
    "CloseOutlet",
    "ScaleDemand",
    "Scenario",
    "SlowerTravel",
    "read_scenario",
    "scenario_from",
    "to_premises",
]
