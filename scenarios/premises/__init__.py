"""What a plan starts from: the network as a scenario has it, travel minutes, and who is there on which day."""

from scenarios.premises.demand import DemandFactor, DemandShift, Departure, LongerHours, NewSeries, Takeover
from scenarios.premises.premises import Premises

__all__ = ["DemandFactor", "DemandShift", "Departure", "LongerHours", "NewSeries", "Premises", "Takeover"]
