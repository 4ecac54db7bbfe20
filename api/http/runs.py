"""Routes: background runs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.export import BOOK, MAP, REPORT, ROSTER, SCENARIO
from api.http.documents import NewRun, RunDocument
from api.http.problems import ErrorItem, ProblemError, answers
from api.http.results import plan_folder, single
from api.http.roles import SeesPeople
from api.http.services import Here, Reader
from api.http.studies import EXPLAIN, unfit
from api.problem_rows import problem_rows
from api.runs import RunRequest
from api.runs.store import UnknownRunError
from api.words import Words
from quarterhour.messages import Message

router = APIRouter(prefix="/v1/runs", tags=["runs"])
LINKS = {"report": REPORT, ROSTER: ROSTER, MAP: MAP, "tables": "tables", BOOK: BOOK, SCENARIO: SCENARIO}


@router.post("", status_code=202, responses=answers(404, 413, 422))
def start_run(new: NewRun, here: Here, people: SeesPeople, words: Reader, response: Response) -> RunDocument:
    """Queue a plan or a study of a network under a scenario; changes and question are checked before."""
    source = here.networks.source(new.network)
    name, changes = _scenario(new, words.language)
    study = None if new.study is None else new.study.model_dump()
    if study is not None and study["kind"] == EXPLAIN:
        if not people:
            raise ProblemError("http.not_your_role")
        plan_folder(here, study["run"], new.network)
    problems = [] if study is None or study["kind"] == EXPLAIN else unfit(study, source)
    if problems:
        raise ProblemError("http.input_problems", problem_rows(problems, words.language), count=len(problems))
    request = RunRequest(
        network=new.network,
        path=str(source.relative_to(here.configuration.root)),
        name=name,
        changes=changes,
        language=new.language,
        full=new.full,
        study=study,
        **new.options.model_dump(),
    )
    identifier = here.runner.submit(request)
    response.headers["location"] = f"/v1/runs/{identifier}"
    return _document(here, identifier, words)


@router.get("", responses=answers())
def list_runs(here: Here, words: Reader) -> list[RunDocument]:
    """All runs, oldest first."""
    return [_document(here, identifier, words) for identifier in here.runner.store.all()]


@router.get("/{run}", responses=answers(404))
def get_run(run: str, here: Here, words: Reader) -> RunDocument:
    """How far a run is."""
    return _document(here, run, words)


@router.delete("/{run}", status_code=202, responses=answers(404))
def stop_run(run: str, here: Here, words: Reader) -> RunDocument:
    """Ask a run to end and keep its best so far; one that has ended stays as it is."""
    try:
        here.runner.stop(run)
    except UnknownRunError:
        raise ProblemError("http.unknown_run", run=run[:80]) from None
    return _document(here, run, words)


def _scenario(new: NewRun, language: str) -> tuple[str, tuple[dict[str, Any], ...]]:
    """Name and changes of what is asked, those of the library first; every problem is told at once."""
    from api.scenario_data import changes_as_data
    from scenarios.changes import ChangeProblemsError, Scenario, library, scenario_from
    from scenarios.network.problems import Problem

    problems: list[Problem] = []
    chosen = Scenario("base", ())
    if new.scenario is not None:
        known = library()
        if new.scenario in known:
            chosen = known[new.scenario]
        else:
            message = Message("http.unknown_scenario", {"scenario": new.scenario})
            fix = Message("http.unknown_scenario.fix", {"known": ", ".join(known)})
            problems.append(Problem("", None, "scenario", new.scenario, message, fix))
    name = new.name or chosen.name
    try:
        scenario_from({"name": name, "changes": new.changes})
    except ChangeProblemsError as error:
        problems += error.problems
    if problems:
        raise ProblemError("http.input_problems", problem_rows(problems, language), count=len(problems))
    return name, (*changes_as_data(chosen.changes), *new.changes)


def _document(here: Here, identifier: str, words: Words) -> RunDocument:
    store = here.runner.store
    try:
        status, request, result = store.read(identifier), store.request(identifier), store.result(identifier)
    except UnknownRunError:
        raise ProblemError("http.unknown_run", run=identifier[:80]) from None
    there = [] if result is None else [name for name, file in LINKS.items() if (result / file).exists()]
    if result is not None and single(result) is not None:
        there.insert(0, "result")
    return RunDocument(
        id=identifier,
        network=request.network,
        name=request.name,
        state=status.state,
        stopping=not status.ended and store.stop_wanted(identifier),
        stages=dict(status.stages),
        created=status.created,
        started=status.started,
        finished=status.finished,
        seconds=status.seconds,
        error=status.error,
        detail=words(status.error, count=len(status.problems)) if status.error else "",
        errors=[ErrorItem(**problem) for problem in status.problems],
        links={name: f"/v1/runs/{identifier}/{name}" for name in there},
    )
