"""Routes: networks."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from api.http.documents import NetworkDocument, NetworkSummary
from api.http.network_store import NetworkStore
from api.http.problems import ProblemError, answers
from api.http.services import Here, Reader
from api.http.uploads import unpack
from api.problem_rows import problem_rows

if TYPE_CHECKING:
    from scenarios.network.problems import Problem

router = APIRouter(prefix="/v1/networks", tags=["networks"])


@router.post("", status_code=201, responses=answers(409, 413, 422))
def add_network(
    here: Here,
    words: Reader,
    response: Response,
    file: Annotated[UploadFile, File(description="A zip of CSV or Parquet tables, or one workbook.")],
    chosen: Annotated[str | None, Form(alias="id", description="Identifier; one is made up without.")] = None,
) -> NetworkDocument:
    """Take in an organisation's tables; every problem in them is told at once and nothing is kept then."""
    from scenarios.network import check_network

    identifier = chosen if chosen is not None else f"n{secrets.token_hex(6)}"
    if not NetworkStore.fits(identifier):
        raise ProblemError("http.bad_request", count=1)
    with here.networks.adding(identifier) as folder:
        unpack(file.file, folder, here.configuration)
        workbook = folder / "network.xlsx"
        source = workbook if workbook.exists() else folder
        problems = check_network(source)
        if not problems:
            problems = _of_record(source)
        if problems:
            rows = problem_rows(problems, words.language)
            raise ProblemError("http.input_problems", rows, count=len(rows))
    response.headers["location"] = f"/v1/networks/{identifier}"
    return _document(here, identifier, words.language)


@router.get("", responses=answers())
def list_networks(here: Here) -> list[NetworkSummary]:
    """All networks below the data root."""
    return [NetworkSummary(id=identifier) for identifier in here.networks.all()]


@router.get("/{network}", responses=answers(404, 422))
def get_network(network: str, here: Here, words: Reader) -> NetworkDocument:
    """One network: its tables, and what can be asked of it."""
    return _document(here, network, words.language)


def _of_record(source: Path) -> list[Problem]:
    """What is wrong with the record of decisions of a network whose tables are in order."""
    from scenarios.changes import ChangeProblemsError
    from scenarios.decisions import decided, read_decisions
    from scenarios.network import read_network

    try:
        decided(read_network(source), read_decisions(source))
    except ChangeProblemsError as error:
        return error.problems
    return []


def _document(here: Here, identifier: str, language: str) -> NetworkDocument:
    from scenarios.network import QUESTIONS, NetworkProblemsError, missing_for, questions, read_network

    try:
        found = read_network(here.networks.source(identifier))
    except NetworkProblemsError as error:
        rows = problem_rows(error.problems, language)
        raise ProblemError("http.input_problems", rows, count=len(rows)) from None
    settings = found.settings
    missing = {question: list(missing_for(found, question)) for question in QUESTIONS}
    return NetworkDocument(
        id=identifier,
        name=settings.name,
        timezone=settings.timezone,
        grain=settings.grain,
        currency=settings.currency,
        language=settings.language,
        tables={name: len(frame) for name, frame in found.tables.items()},
        questions=list(questions(found)),
        missing={question: tables for question, tables in missing.items() if tables},
    )
