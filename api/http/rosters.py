"""Routes: questions about the roster of an ended run. All of them name people."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Response, UploadFile

from api.http.problems import ProblemError, answers
from api.http.results import plan_folder
from api.http.roles import FOR_HR
from api.http.roster_documents import LeaveQuestion, RepairQuestion, ReplaceQuestion, SwapQuestion
from api.http.services import Here, Reader, Services
from api.http.uploads import unpack
from api.words import Words

if TYPE_CHECKING:
    from scenarios.roster.published import Published

router = APIRouter(
    prefix="/v1/runs/{run}/roster", tags=["roster"], dependencies=[FOR_HR], responses=answers(401, 404, 409, 413)
)
Answer = dict[str, Any]
LIST, BOOK = "roster.csv", "network.xlsx"
"""An edited roster as it lies in its folder: a list, or the workbook that `unpack` found."""


@router.post("/check")
def check(
    run: str,
    here: Here,
    words: Reader,
    file: Annotated[UploadFile | None, File(description="An edited workbook or list; else the run's own.")] = None,
    without: Annotated[list[str] | None, Query(max_length=200)] = None,
) -> Answer:
    """Every rule that the roster breaks, in words."""
    from api.rosters.breaks import plain_breaks
    from api.rosters.questions import checked

    plan = plan_folder(here, run)
    with tempfile.TemporaryDirectory() as folder:
        source = plan if file is None else _edited(file, Path(folder), here)
        _, found = checked(source, _network(here, run), None if file is None else plan, without, words)
    return plain_breaks(found, words)


@router.post("/repair")
def repair(run: str, asked: RepairQuestion, here: Here, words: Reader) -> Answer:
    """The fewest changes after an absence or a change of demand."""
    from api.repairing import plain_repair
    from api.rosters.events import Asked
    from api.rosters.questions import mended

    found = _published(here, run, asked.without, words)
    what = Asked(asked.absent, asked.begin, asked.end, asked.kind, asked.remove, asked.more, asked.move)
    return plain_repair(mended(found, what, asked.now, words, loans=asked.loans)[1])


@router.post("/replace")
def replace(run: str, asked: ReplaceQuestion, here: Here, words: Reader) -> Answer:
    """Everybody who could take one open place, ranked."""
    from api.repairing import plain_replacements
    from api.rosters.questions import replaced

    found = _published(here, run, asked.without, words)
    _, duty, ranked = replaced(found, asked.duty, asked.employee, asked.day, words)
    return plain_replacements(duty, ranked)


@router.post("/swap")
def swap(run: str, asked: SwapQuestion, here: Here, words: Reader) -> Answer:
    """Whether two people may exchange what they have on some days."""
    from api.repairing import plain_swap
    from api.rosters.questions import exchanged

    found = _published(here, run, asked.without, words)
    return plain_swap(exchanged(found, asked.one, asked.other, asked.days, asked.now, words)[1])


@router.post("/leave")
def leave(run: str, asked: LeaveQuestion, here: Here, words: Reader) -> Answer:
    """Whether leave may be granted, and which other dates would work."""
    from api.repairing import plain_leave
    from api.rosters.questions import leave_asked

    found = _published(here, run, asked.without, words)
    return plain_leave(leave_asked(found, asked.employee, asked.first, asked.last, asked.now, words)[1])


@router.get("/export/{form}", response_class=Response)
def export(
    run: str,
    form: Literal["xlsx", "ics", "pdf", "csv"],
    here: Here,
    words: Reader,
    outlet: Annotated[list[str] | None, Query(max_length=1000)] = None,
    sequence: Annotated[int, Query(ge=0, lt=2**31)] = 0,
) -> Response:
    """The roster in a form that HR publishes, in a zip."""
    from api.export.roster_forms import write_forms
    from api.refusal import refuse
    from api.stored import stored_plan

    plan = stored_plan(plan_folder(here, run), words)
    unknown = sorted(set(outlet or ()) - set(plan.outlets["outlet"]))
    if unknown:
        refuse(words("cli.unknown_outlets", outlets=", ".join(unknown)))
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "roster"
        write_forms(plan, files, Words(words.language, plan.currency), (form,), outlet, sequence)
        packed = Path(shutil.make_archive(str(Path(folder) / form), "zip", files)).read_bytes()
    named = {"content-disposition": f'attachment; filename="roster-{form}.zip"'}
    return Response(packed, media_type="application/zip", headers=named)


def _network(here: Services, run: str) -> Path:
    return here.configuration.root / here.runner.store.request(run).path


def _published(here: Services, run: str, without: list[str], words: Words) -> Published:
    from api.rosters.published import load

    return load(plan_folder(here, run), _network(here, run), None, words, without)


def _edited(file: UploadFile, folder: Path, here: Services) -> Path:
    """The uploaded roster on disk: a list as it is, anything else only where it is a harmless workbook."""
    if (file.filename or "").lower().endswith(".csv"):
        with (folder / LIST).open("xb") as target:
            shutil.copyfileobj(file.file, target)
        return folder / LIST
    unpack(file.file, folder, here.configuration)
    if not (folder / BOOK).exists():
        raise ProblemError("http.not_an_upload")
    return folder / BOOK
