"""Explanation of a roster: what it costs and whom, why not something else, and what that would take."""

from optimize.roster.explain.ask import LIMITS, why_not
from optimize.roster.explain.efforts import LAW, Efforts
from optimize.roster.explain.questions import Filled, Question, QuestionError, Served, Wished
from optimize.roster.explain.score import Score, score
from optimize.roster.explain.standing import Stored, stored
from optimize.roster.explain.values import Answer, Change, Clash, Group, Option, Verdict

__all__ = [
    "score",
    "Score",
    "why_not",
    "stored",
    "Stored",
    "Question",
    "Filled",
    "Served",
    "Wished",
    "QuestionError",
    "Answer",
]
__all__ += ["Verdict", "Clash", "Group", "Option", "Change", "Efforts", "LAW", "LIMITS"]
