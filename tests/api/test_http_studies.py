"""Coverage, placement and consolidation over HTTP: asked, checked before they are queued, run, and fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from api.http import Configuration, create_app
from api.runs import RunState
from api.runs.child import main, plan_run
from api.runs.store import RunStore
from tests.api.test_http import HOME, packed, refusal, upload


@pytest.fixture
def idle(tmp_path: Path) -> TestClient:
    """A client of a service that begins no run."""
    return TestClient(create_app(Configuration(tmp_path / "data")), base_url=HOME)


def asked(client: TestClient, study: dict[str, Any], **more: Any) -> str:
    """A queued study; its run."""
    started = client.post("/v1/runs", json={"network": "city", "study": study, **more})
    assert started.status_code == 202, started.text
    run: str = started.json()["id"]
    return run


@pytest.mark.parametrize(
    ("study", "extra"),
    [
        ({"kind": "coverage"}, {"map.geojson"}),
        ({"kind": "place", "points": 2, "curve": True}, {"scenario.yaml"}),
    ],
)
def test_a_study_is_run_and_every_link_works(
    idle: TestClient, tmp_path: Path, strategic_folder: Path, study: dict[str, Any], extra: set[str]
) -> None:
    """Page, data, workbook and tables; a coverage study has a map, a placement a scenario that runs take."""
    upload(idle, packed(strategic_folder), id="city")
    run = asked(idle, study)
    main([run, str(tmp_path / "data")], plan_run)
    document = idle.get(f"/v1/runs/{run}").json()
    assert document["state"] == "done", document
    assert set(document["links"]) == {"result", "report", "study.xlsx", "tables"} | extra
    answers = {name: idle.get(link) for name, link in document["links"].items()}
    assert all(answer.status_code == 200 for answer in answers.values())
    assert answers["report"].text.count("<svg") >= 1
    table = answers["tables"].json()["tables"][0]
    assert idle.get(f"/v1/runs/{run}/tables/{table}").status_code == 200
    if "scenario.yaml" in extra:
        assert answers["result"].json()["recount_differs"] == []
        changes = yaml.safe_load(answers["scenario.yaml"].text)["changes"]
        again = asked(idle, {"kind": "coverage"}, changes=changes)
        assert RunStore(tmp_path / "data" / "runs").read(again).state is RunState.QUEUED


def test_what_does_not_fit_is_refused_before_it_is_queued(idle: TestClient, strategic_folder: Path) -> None:
    """Tables that lack, figures that a model does not take or lacks, months that are none: with place and mend."""
    upload(idle, packed(strategic_folder), id="city")

    def refused(study: dict[str, Any], code: str) -> list[str]:
        document = refusal(idle.post("/v1/runs", json={"network": "city", "study": study}), code)
        return [error["code"] for error in document["errors"]]

    assert refused({"kind": "consolidate"}, "http.input_problems") == ["http.study_lacks"]
    wrong = {"kind": "place", "model": "median", "share": 0.5}
    assert refused(wrong, "http.input_problems") == ["place.not_taken", "place.lacks"]
    assert refused({"kind": "consolidate", "as_of": "soon"}, "http.bad_request")
    assert refused({"kind": "tours"}, "http.bad_request")
    assert idle.get("/v1/runs").json() == []
