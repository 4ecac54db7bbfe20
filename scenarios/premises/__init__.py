"""What a plan starts from: the network as a scenario has it, travel minutes, and who is there on which day."""

from scenarios.premises.premises import DemandFactor, Premises

__all__ = ["DemandFactor", "Premises"]
