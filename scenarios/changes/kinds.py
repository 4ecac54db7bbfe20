"""All kinds of change, by their key."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from scenarios.changes.calendar import AddEvent, AddHoliday, RemoveEvent, RemoveHoliday
from scenarios.changes.contracts import ChangeContract, Pay
from scenarios.changes.demand import ScaleDemand, ShiftDemand
from scenarios.changes.machines import Equipment, Vehicles
from scenarios.changes.new_service import AddService
from scenarios.changes.outlets_alter import ChangeHours, ConvertOutlet, ResizeOutlet
from scenarios.changes.outlets_close import CloseDays, CloseOutlet, MergeOutlets
from scenarios.changes.outlets_open import MoveOutlet, OpenOutlet
from scenarios.changes.partners import PartnerTerms, WithdrawPartner
from scenarios.changes.policy import Budget, Policy
from scenarios.changes.services import ChangePromise, HandlingTime, SelfService
from scenarios.changes.staff import AbsentShare, Hire, StaffLeave, Train
from scenarios.changes.travel import CloseRoads, SlowerTravel

Change = Annotated[
    ScaleDemand
    | ShiftDemand
    | AddService
    | AddHoliday
    | RemoveHoliday
    | AddEvent
    | RemoveEvent
    | OpenOutlet
    | CloseOutlet
    | CloseDays
    | MergeOutlets
    | MoveOutlet
    | ResizeOutlet
    | ChangeHours
    | ConvertOutlet
    | AbsentShare
    | Hire
    | StaffLeave
    | Train
    | ChangeContract
    | Pay
    | WithdrawPartner
    | PartnerTerms
    | SlowerTravel
    | CloseRoads
    | Vehicles
    | Equipment
    | ChangePromise
    | HandlingTime
    | SelfService
    | Policy
    | Budget,
    Field(discriminator="change"),
]
