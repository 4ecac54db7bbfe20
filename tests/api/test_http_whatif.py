"""What-ifs over HTTP: scenarios of the library, plans near their base, comparisons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http import Configuration, create_app
from api.planning import write_files
from api.runs import RunRequest, RunState
from api.runs.child import main, plan_run
from api.runs.store import RunStore
from scenarios.changes import library, scenario_from
from scenarios.changes.json_schema import json_schema
from scenarios.plan import Plan
from tests.api.test_http import HOME, packed, refusal, upload
from tests.compare.rehearsed import rehearsed

REQUEST = RunRequest(network="city", path="networks/city", name="snow")
SLOW = {"change": "slower_travel", "factor": 1.5, "modes": ["drive"]}


@pytest.fixture
def idle(tmp_path: Path) -> TestClient:
    """A client of a service that begins no run: what is asked can be looked at."""
    return TestClient(create_app(Configuration(tmp_path / "data")), base_url=HOME)


@pytest.fixture
def store(idle: TestClient, tmp_path: Path) -> RunStore:
    """Its runs."""
    return RunStore(tmp_path / "data" / "runs")


def ended(store: RunStore, plan: Plan | None, name: str = "base", state: RunState = RunState.DONE) -> str:
    """A run that has ended, with its plan."""
    run = store.create(replace(REQUEST, name=name))
    store.write(run, replace(store.read(run), state=state))
    if plan is not None:
        write_files(plan, store.folder(run) / "result", "en")
    return run


@pytest.fixture
def runs(store: RunStore) -> list[str]:
    """Two runs whose plans were rehearsed on the same customers."""
    plans = {"base": {"A": 3, "B": 3}, "more": {"A": 4, "B": 3}}
    return [ended(store, rehearsed(name, people, replications=4), name) for name, people in plans.items()]


def test_the_library_is_listed_with_its_form(idle: TestClient) -> None:
    """Each scenario with what it is about in both languages; its changes are such as a run takes."""
    listed = {each["name"]: each for each in idle.get("/v1/scenarios").json()}
    week = listed["golden-week"]
    assert set(week["description"]) == {"en", "zh_Hans"}
    assert "黄金周" in week["description"]["zh_Hans"]
    assert [change["change"] for change in week["changes"]] == ["add_holiday", "scale_demand"]
    assert idle.get("/v1/scenarios/schema").json() == json_schema()


def test_a_run_takes_a_scenario_of_the_library(idle: TestClient, store: RunStore, strategic_folder: Path) -> None:
    """Its changes come first, then those given; the run is named after it where it has no name of its own."""
    upload(idle, packed(strategic_folder), id="city")
    listed = {each["name"]: each for each in idle.get("/v1/scenarios").json()}

    def asked(**more: Any) -> RunRequest:
        started = idle.post("/v1/runs", json={"network": "city", **more})
        assert started.status_code == 202, started.text
        return store.request(started.json()["id"])

    for name in listed:
        request = asked(scenario=name)
        assert (request.name, list(request.changes)) == (name, listed[name]["changes"])
        assert scenario_from({"name": name, "changes": list(request.changes)}).changes == library()[name].changes
    both = asked(scenario="typhoon", changes=[SLOW], name="storm", full=True)
    assert (both.name, both.full) == ("storm", True)
    assert list(both.changes) == [*listed["typhoon"]["changes"], SLOW]
    assert (asked().name, asked().changes, asked().full) == ("base", (), False)


def test_an_unknown_scenario_and_unfit_changes_are_told_at_once(idle: TestClient, strategic_folder: Path) -> None:
    """A path is no name of the library."""
    upload(idle, packed(strategic_folder), id="city")
    for name in ("flood", "../scenario", str(strategic_folder), ""):
        body = {"network": "city", "scenario": name, "changes": [{"change": "explode"}]}
        errors = refusal(idle.post("/v1/runs", json=body), "http.input_problems")["errors"]
        assert [each["code"] for each in errors] == ["http.unknown_scenario", "change.form_unknown_change"]
        assert "golden-week" in errors[0]["fix"]
    assert idle.get("/v1/runs").json() == []


def test_runs_keep_answers_for_the_service_alone(tmp_path: Path, strategic_folder: Path) -> None:
    """A folder that nobody else may read keeps base and what-if; there is none where none is wanted."""
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "city").symlink_to(strategic_folder, target_is_directory=True)
    store, kept = RunStore(tmp_path / "runs"), tmp_path / "cache"

    def run(request: RunRequest, cache_bytes: int) -> None:
        identifier = store.create(request)
        main([identifier, str(tmp_path)], partial(plan_run, cache_bytes=cache_bytes))
        assert store.read(identifier).state is RunState.DONE

    run(REQUEST, 0)
    assert not kept.exists()
    run(replace(REQUEST, changes=(SLOW,)), 2**30)
    assert kept.stat().st_mode & 0o077 == 0
    made = {path.name for path in kept.glob("plan-*")}
    assert len(made) == 2  # the base and the what-if
    run(REQUEST, 2**30)
    assert {path.name for path in kept.glob("plan-*")} == made


def test_plans_are_compared(idle: TestClient, runs: list[str]) -> None:
    """Data, page and workbook; asked again, it is the same comparison."""
    body = {"runs": runs, "targets": ["wait_minutes<=30"], "language": "zh_Hans"}
    made = idle.post("/v1/comparisons", json=body)
    assert made.status_code == 201, made.text
    document = made.json()
    assert document["comparison"]["plans"] == ["base", "more"]
    assert document["comparison"]["verdicts"][0]["target"] == "wait_minutes<=30"
    assert document["comparison"]["differences"]
    address = made.headers["location"]
    assert idle.get(address).json() == document
    page = idle.get(document["links"]["report"])
    assert page.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<html lang="zh-Hans">' in page.text
    assert idle.get(document["links"]["comparison.xlsx"]).content[:2] == b"PK"
    assert idle.post("/v1/comparisons", json=body).headers["location"] == address
    other = idle.post("/v1/comparisons", json={"runs": runs[::-1]})
    assert other.headers["location"] != address
    assert other.json()["comparison"]["plans"] == ["more", "base"]


def test_comparisons_that_are_refused(idle: TestClient, runs: list[str], store: RunStore) -> None:
    """Every run that will not do, and then every target, each with its place; nothing is kept."""

    def refused(code: str, given: list[str], *targets: str) -> list[tuple[str, str]]:
        answer = idle.post("/v1/comparisons", json={"runs": given, "targets": list(targets)})
        return [(each["column"], each["code"]) for each in refusal(answer, code)["errors"]]

    unknown, waiting = "r0000000000000000", store.create(REQUEST)
    failed = ended(store, None, state=RunState.FAILED)
    assert refused("http.unknown_run", [unknown, waiting, runs[0], failed]) == [
        ("runs.0", "http.unknown_run"),
        ("runs.1", "http.not_finished"),
        ("runs.3", "http.no_such_result"),
    ]
    assert refused("http.not_finished", [waiting, runs[0]])
    assert refused("http.unknown_run", ["../networks", runs[0]])
    assert refused("http.input_problems", [runs[0], runs[0]]) == [("runs", "http.same_name")]
    assert refused("http.input_problems", runs, "wait_minutes<=soon", "waiting<=5", "wait_minutes<=5") == [
        ("targets", "compare.no_number"),
        ("targets", "compare.no_indicator"),
    ]
    assert refused("http.bad_request", runs[:1])
    for identifier in ("c0000000000000000", "..", "c%2e%2e"):
        assert idle.get(f"/v1/comparisons/{identifier}").status_code == 404
    refusal(idle.get("/v1/comparisons/c0000000000000000/report"), "http.unknown_comparison")
    assert list((store.root.parent / "comparisons").iterdir()) == []


def test_plans_of_another_version_are_told(idle: TestClient, runs: list[str], store: RunStore) -> None:
    """One that lacks a table, and one whose rehearsal lacks a figure."""
    plan = rehearsed("old", {"A": 3, "B": 3}, replications=4)
    assert plan.rehearsal is not None
    books = plan.rehearsal.replications.drop(columns="within")
    old = ended(store, replace(plan, rehearsal=replace(plan.rehearsal, replications=books)), "old")
    answer = idle.post("/v1/comparisons", json={"runs": [runs[0], old]})
    assert refusal(answer, "http.input_problems")["errors"][0]["code"] == "http.older_plan"
    result = store.result(old)
    assert result is not None
    (result / "tables" / "outlets.parquet").unlink()
    answer = idle.post("/v1/comparisons", json={"runs": [runs[0], old]})
    assert refusal(answer, "http.input_problems")["errors"][0]["column"] == "runs.1"
