"""The first page: what the service offers, and the runs with their reports. No script, no request elsewhere."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.http.results import POLICY
from api.http.runs import list_runs
from api.http.services import Here, Reader
from api.report.blocks import Section, Table
from api.report.page import render

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
def index(request: Request, here: Here, words: Reader) -> HTMLResponse:
    """Networks, runs and routes."""
    routes = [
        [method.upper(), path, str(operation.get("description", "")).split("\n")[0]]
        for path, methods in request.app.openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    runs = [
        [run.id, run.network, run.name, words.label("state", run.state), _link(run.links.get("report"))]
        for run in reversed(list_runs(here, words))
    ]
    networks = [[name] for name in here.networks.all()]
    headers = [words(f"http.head_{name}") for name in ("run", "network", "scenario", "state", "report")]
    sections = [
        Section("networks", words("http.networks"), [_table(words("http.networks"), headers[1:2], networks)]),
        Section("runs", words("http.runs"), [_table(words("http.runs"), headers, runs)]),
        Section("routes", words("http.routes"), [_table("/v1/openapi.json", ["", "", ""], routes)]),
    ]
    page = render(
        "page.html",
        words,
        title="Quarterhour",
        network=words("http.service"),
        subtitle=words("http.data_root", root=here.configuration.root),
        sections=sections,
        foot="",
    )
    return HTMLResponse(page, headers={"content-security-policy": POLICY})


def _table(caption: str, headers: list[str], rows: list[list[str]]) -> Table:
    return Table(caption, headers, [False] * len(headers), rows, total=len(rows))


def _link(address: str | None) -> str:
    return Markup('<a href="{0}">{0}</a>').format(address) if address else ""
