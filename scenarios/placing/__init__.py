"""Placement studies of a network: where sites should open, what that brings, and what more would bring."""

from scenarios.placing.placing import place
from scenarios.placing.question import MODELS, Question, QuestionError
from scenarios.placing.values import Placed

__all__ = ["MODELS", "Placed", "Question", "QuestionError", "place"]
