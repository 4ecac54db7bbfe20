"""Routes: plans of several runs side by side. They name people in duties that change, as rosters do."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from api.http.documents import ComparisonDocument, NewComparison
from api.http.problems import ProblemError, answers
from api.http.results import EXCEL, POLICY, result_file
from api.http.roles import FOR_HR
from api.http.services import Here, Reader
from api.runs.atomic import FolderExistsError, read_json, whole_folder, write_json
from api.words import Words

if TYPE_CHECKING:
    from scenarios.plan.values import Plan

router = APIRouter(prefix="/v1/comparisons", tags=["comparisons"], dependencies=[FOR_HR])
ASKED = "asked.json"
Row = dict[str, Any]


@router.post("", status_code=201, responses=answers(404, 409, 413, 422))
def compare_runs(new: NewComparison, here: Here, words: Reader, response: Response) -> ComparisonDocument:
    """Hold the plans of ended runs against the first one's; every problem is told at once."""
    asked = new.model_dump()
    identifier = here.comparisons.identifier(asked)
    if not here.comparisons.target(identifier).exists():
        plans = _plans(here, new, words)
        with suppress(FolderExistsError), whole_folder(here.comparisons.target(identifier)) as folder:
            write_json(folder / ASKED, asked)
            _compare(plans, new, folder, words)
    response.headers["location"] = f"/v1/comparisons/{identifier}"
    return get_comparison(identifier, here)


@router.get("/{comparison}", responses=answers(404))
def get_comparison(comparison: str, here: Here) -> ComparisonDocument:
    """All figures, differences, money, verdicts and changes, by table."""
    from api.export.comparison import BOOK, DATA

    folder = here.comparisons.folder(comparison)
    links = {name: f"/v1/comparisons/{comparison}/{name}" for name in ("report", BOOK)}
    return ComparisonDocument(
        id=comparison, **read_json(folder / ASKED), comparison=read_json(folder / DATA), links=links
    )


@router.get("/{comparison}/report", response_class=FileResponse, responses=answers(404))
def comparison_page(comparison: str, here: Here) -> FileResponse:
    """The comparison as one self-contained page."""
    from api.export.comparison import PAGE

    page = here.comparisons.folder(comparison) / PAGE
    return FileResponse(page, media_type="text/html", headers={"content-security-policy": POLICY})


@router.get("/{comparison}/comparison.xlsx", response_class=FileResponse, responses=answers(404))
def comparison_workbook(comparison: str, here: Here) -> FileResponse:
    """The comparison as a workbook, a sheet a table."""
    from api.export.comparison import BOOK

    return FileResponse(here.comparisons.folder(comparison) / BOOK, media_type=EXCEL, filename=BOOK)


def _plans(here: Here, new: NewComparison, words: Words) -> list[Plan]:
    """The plans of all runs; runs that are unknown, not ended or without a plan are refused together."""
    from scenarios.plan import read_plan

    plans: list[Plan] = []
    refused: list[ProblemError] = []
    rows: list[Row] = []
    for number, run in enumerate(new.runs):
        try:
            plans.append(read_plan(result_file(here, run, "plan.json").parent))
        except ProblemError as error:
            refused.append(error)
            rows.append(_row(f"runs.{number}", run, error.code, words(error.code, **error.values)))
        except FileNotFoundError:
            code = "http.older_plan"
            rows.append(_row(f"runs.{number}", run, code, words(code)))
    names = [plan.name for plan in plans]
    if len(set(names)) < len(names):
        code = "http.same_name"
        rows.append(_row("runs", "", code, words(code, names=", ".join(names))))
    if refused:
        raise ProblemError(refused[0].code, rows, **refused[0].values)
    _refuse(rows)
    return plans


def _compare(plans: list[Plan], new: NewComparison, folder: Path, words: Words) -> None:
    """Compare, and write page, data and workbook."""
    from api.export.comparison import write_comparison
    from scenarios.compare import OlderRehearsalError, TargetError, compare

    try:
        found = compare(plans, new.targets)
    except TargetError as error:
        _refuse([_row("targets", text, why.code, words.message(why)) for text, why in error.wrong.items()])
        raise
    except OlderRehearsalError:
        _refuse([_row("runs", "", "http.older_plan", words("http.older_plan"))])
        raise
    write_comparison(found, plans[0], folder, new.language)


def _row(column: str, value: str, code: str, message: str) -> Row:
    return {"column": column, "value": value[:80], "code": code, "message": message}


def _refuse(rows: list[Row]) -> None:
    if rows:
        raise ProblemError("http.input_problems", rows, count=len(rows))
