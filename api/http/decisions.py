"""Routes: what was decided about a network's base."""

from __future__ import annotations

import json

from fastapi import APIRouter

from api.http.documents import DecisionDocument, NewDecision
from api.http.problems import ProblemError, answers
from api.http.services import Here, Reader
from api.problem_rows import input_problems, problem_rows

router = APIRouter(prefix="/v1/networks/{network}/decisions", tags=["decisions"])


@router.post("", status_code=201, responses=answers(404, 413, 422))
def decide(network: str, new: NewDecision, here: Here, words: Reader) -> DecisionDocument:
    """Make a scenario part of the base of a network, or take that back; every plan from now on heeds it."""
    from api import deciding
    from scenarios.changes import scenario_from

    source = here.networks.source(network)
    try:
        if new.withdraws is not None:
            deciding.withdraw(source, new.withdraws, by=new.by, why=new.why)
        else:
            given = {"name": new.name, "changes": new.changes}
            text = json.dumps(given, ensure_ascii=False, sort_keys=True).encode()
            deciding.promote(source, scenario_from(given), text, by=new.by, why=new.why)
    except ValueError as error:
        raise _refused(error, words.language) from None
    return list_decisions(network, here, words)[-1]


@router.get("", responses=answers(404, 422))
def list_decisions(network: str, here: Here, words: Reader) -> list[DecisionDocument]:
    """The whole record, oldest first."""
    from api.decision_rows import decision_rows
    from scenarios.decisions import read_decisions

    source = here.networks.source(network)
    try:
        return [DecisionDocument(**row) for row in decision_rows(read_decisions(source))]
    except ValueError as error:
        raise _refused(error, words.language) from None


def _refused(error: ValueError, language: str) -> Exception:
    """Problems of what was sent or stored as their document; anything else as it is."""
    rows = problem_rows(input_problems(error), language)
    return ProblemError("http.input_problems", rows, count=len(rows)) if rows else error
