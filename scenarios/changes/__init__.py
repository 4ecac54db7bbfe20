"""What-if changes: typed, validated, composable, never touching the base."""

from scenarios.changes.calendar import AddEvent, AddHoliday, RemoveEvent, RemoveHoliday
from scenarios.changes.choosing import Pick
from scenarios.changes.contracts import ChangeContract, Pay
from scenarios.changes.demand import ScaleDemand, ShiftDemand, Times
from scenarios.changes.kinds import Change
from scenarios.changes.library import find_scenario, library
from scenarios.changes.machines import Equipment, Vehicles
from scenarios.changes.new_service import AddService
from scenarios.changes.outlets_alter import ChangeHours, ConvertOutlet, ResizeOutlet
from scenarios.changes.outlets_close import CloseDays, CloseOutlet, MergeOutlets
from scenarios.changes.outlets_open import MoveOutlet, OpenOutlet
from scenarios.changes.partners import PartnerPick, PartnerTerms, WithdrawPartner
from scenarios.changes.policy import Budget, Policy, leaving_out
from scenarios.changes.scenario import (
    Scenario,
    applied,
    read_scenario,
    scenario_from,
    scenario_in,
    to_premises,
)
from scenarios.changes.services import ChangePromise, HandlingTime, SelfService
from scenarios.changes.source import ChangeProblemsError
from scenarios.changes.staff import AbsentShare, Hire, StaffLeave, Train
from scenarios.changes.travel import Circle, CloseRoads, SlowerTravel

__all__ = [
    "AbsentShare",
    "AddEvent",
    "AddHoliday",
    "AddService",
    "Budget",
    "Change",
    "ChangeContract",
    "ChangeHours",
    "ChangeProblemsError",
    "ChangePromise",
    "Circle",
    "CloseDays",
    "CloseOutlet",
    "CloseRoads",
    "ConvertOutlet",
    "Equipment",
    "HandlingTime",
    "Hire",
    "MergeOutlets",
    "MoveOutlet",
    "OpenOutlet",
    "PartnerPick",
    "PartnerTerms",
    "Pay",
    "Pick",
    "Policy",
    "RemoveEvent",
    "RemoveHoliday",
    "ResizeOutlet",
    "ScaleDemand",
    "Scenario",
    "SelfService",
    "ShiftDemand",
    "SlowerTravel",
    "StaffLeave",
    "Times",
    "Train",
    "Vehicles",
    "WithdrawPartner",
    "applied",
    "find_scenario",
    "leaving_out",
    "library",
    "read_scenario",
    "scenario_from",
    "scenario_in",
    "to_premises",
]
