"""Routes: what came out of a run."""

from __future__ import annotations

import re
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pyarrow.parquet import read_schema

from api.export import BOOK, MAP, REPORT, ROSTER, SCENARIO, STUDY
from api.http.documents import TableList
from api.http.problems import ProblemError, answers
from api.http.roles import FOR_HR, SeesPeople
from api.http.services import Here
from api.http.studies import EXPLAIN
from api.runs.store import UnknownRunError

router = APIRouter(prefix="/v1/runs/{run}", tags=["results"], responses=answers(404, 409))
TABLE = re.compile(r"[a-z0-9_]{1,80}")
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The page needs its own style and nothing else, whatever names the data has."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"
PLAN = "plan.json"
PERSON = "employee"
"""The column that names people, in every table."""
ROSTER_TABLE = "roster_segments.parquet"


@router.get("/result", response_class=FileResponse)
def plan_json(run: str, here: Here, people: SeesPeople) -> FileResponse:
    """The plan's single figures, proofs and settings, its frames being tables; of a study all but its zones."""
    folder = result_file(here, run, "")
    if not people and (here.runner.store.request(run).study or {}).get("kind") == EXPLAIN:
        raise ProblemError("http.not_your_role")
    return FileResponse(single(folder) or result_file(here, run, PLAN), media_type="application/json")


@router.get(f"/{BOOK}", response_class=FileResponse)
def workbook(run: str, here: Here) -> FileResponse:
    """A study's tables as a workbook."""
    return FileResponse(result_file(here, run, BOOK), media_type=EXCEL, filename=BOOK)


@router.get(f"/{SCENARIO}", response_class=FileResponse)
def scenario(run: str, here: Here) -> FileResponse:
    """What a study of sites proposes, as a scenario to plan with."""
    return FileResponse(result_file(here, run, SCENARIO), media_type="application/yaml", filename=SCENARIO)


@router.get("/report", response_class=FileResponse, dependencies=[FOR_HR])
def report(run: str, here: Here) -> FileResponse:
    """The report as one self-contained page."""
    return FileResponse(
        result_file(here, run, REPORT), media_type="text/html", headers={"content-security-policy": POLICY}
    )


@router.get(f"/{ROSTER}", response_class=FileResponse, dependencies=[FOR_HR])
def roster(run: str, here: Here) -> FileResponse:
    """The roster as a workbook."""
    return FileResponse(result_file(here, run, ROSTER), media_type=EXCEL, filename=ROSTER)


@router.get(f"/{MAP}", response_class=FileResponse)
def geojson(run: str, here: Here) -> FileResponse:
    """Outlets, zones, sites and lending links for other maps; of a coverage study its isochrones."""
    return FileResponse(result_file(here, run, MAP), media_type="application/geo+json")


@router.get("/tables")
def tables(run: str, here: Here) -> TableList:
    """Names of the tables."""
    folder = result_file(here, run, "tables")
    return TableList(tables=sorted(path.stem for path in folder.glob("*.parquet")))


@router.get("/tables/{name}", response_class=FileResponse)
def table(run: str, name: str, here: Here, people: SeesPeople) -> FileResponse:
    """One table as CSV; as Parquet where it is too long to be read by eye. Those of people are for HR."""
    folder = result_file(here, run, "tables")
    if not TABLE.fullmatch(name) or not (folder / f"{name}.parquet").exists():
        raise ProblemError("http.unknown_table", table=name[:80])
    if not people and PERSON in read_schema(folder / f"{name}.parquet").names:
        raise ProblemError("http.not_your_role")
    text = folder / f"{name}.csv"
    if text.exists():
        return FileResponse(text, media_type="text/csv; charset=utf-8", filename=text.name)
    return FileResponse(folder / f"{name}.parquet", media_type=PARQUET, filename=f"{name}.parquet")


def single(folder: Path) -> Path | None:
    """The file of single figures: a plan's or a study's."""
    return next((folder / name for name in (PLAN, STUDY) if (folder / name).exists()), None)


def result_file(here: Here, run: str, name: str) -> Path:
    """A file of a run's result."""
    store = here.runner.store
    try:
        status, result = store.read(run), store.result(run)
    except UnknownRunError:
        raise ProblemError("http.unknown_run", run=run[:80]) from None
    if not status.ended:
        raise ProblemError("http.not_finished", run=run)
    if result is None or not (result / name).exists():
        raise ProblemError("http.no_such_result", name=name)
    return result / name


def plan_folder(here: Here, run: str, network: str | None = None) -> Path:
    """The folder of a run's plan with a roster; refused where there is none, or it is of another network."""
    folder = result_file(here, run, PLAN).parent
    if network is not None and here.runner.store.request(run).network != network:
        raise ProblemError("http.no_roster", run=run)
    if not (folder / "tables" / ROSTER_TABLE).exists():
        raise ProblemError("http.no_roster", run=run)
    return folder
