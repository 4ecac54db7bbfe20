"""Questions about a run's roster over HTTP: the commands' own answers, refusals in words, people for HR alone."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from api.http import Configuration, create_app
from api.http.roles import KeysError, read_keys
from api.runs import RunRequest, RunState
from api.runs.store import RunStore
from scenarios.network import write_network
from scenarios.plan import write_plan
from tests.api.test_http import HOME, finished, refusal
from tests.plan.fixtures import tiny
from tests.plan.planned import planned

KEYS = {"hr": "key of hr", "planner": "key of a planner"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with the tiny network."""
    path = tmp_path_factory.mktemp("rosters") / "data"
    write_network(tiny(), path / "networks" / "tiny")
    return path


@pytest.fixture(scope="module")
def run(root: Path) -> str:
    """The address of an ended run of it."""
    store = RunStore(root / "runs")
    identifier = store.create(RunRequest(network="tiny", path="networks/tiny"))
    write_plan(planned(), store.folder(identifier) / "result")
    store.write(identifier, replace(store.read(identifier), state=RunState.DONE))
    return f"/v1/runs/{identifier}"


@pytest.fixture(scope="module")
def client(root: Path, run: str) -> Iterator[TestClient]:
    """A client of a service without keys."""
    with TestClient(create_app(Configuration(root)), base_url=HOME) as made:
        yield made


def served() -> dict[str, Any]:
    """Somebody and a duty of theirs."""
    roster = planned().roster
    assert roster is not None
    work = roster.segments[(roster.segments["activity"] == "work") & (roster.segments["source"] == "own")]
    first = work.sort_values(["day", "employee"]).iloc[0]
    day = first["day"]
    return {"employee": first["employee"], "day": str(day.date()), "before": day - pd.Timedelta(days=1)}


def test_questions_and_their_answers(client: TestClient, run: str) -> None:
    """Check, repair, replace, swap and leave answer what the commands answer, and name no cause of absence."""
    one = served()
    now, day = f"{one['before'].date()} 12:00", one["day"]
    found = client.post(f"{run}/roster/check").json()
    assert found["hard"] == 0
    repaired = client.post(
        f"{run}/roster/repair", json={"absent": [one["employee"]], "from": day, "to": day, "now": now}
    )
    assert [row["employee"] for row in repaired.json()["changes"] if row["forced"]] == [one["employee"]]
    assert "sick" not in repaired.text
    ranked = client.post(f"{run}/roster/replace", json={"employee": one["employee"], "day": day}).json()
    assert [row["rank"] for row in ranked["people"]] == list(range(1, len(ranked["people"]) + 1))
    other = ranked["people"][0]["employee"]
    swapped = client.post(
        f"{run}/roster/swap", json={"one": one["employee"], "other": other, "days": [day], "now": now}
    )
    assert swapped.status_code == 200
    asked = {"employee": one["employee"], "from": day, "to": day, "now": now}
    assert client.post(f"{run}/roster/leave", json=asked).json()["days"] == [day]


def test_refusals_are_told_line_by_line(client: TestClient, run: str) -> None:
    """Everything that is wrong with a question at once; runs without a roster; fields that are none."""
    wrong = client.post(f"{run}/roster/repair", json={"absent": ["Nobody"], "remove": ["D9"]})
    told = refusal(wrong, "http.refused")
    lines = "\n".join(row["message"] for row in told["errors"])
    assert all(text in lines for text in ("Nobody", "D9", "--from"))
    odd = {"employee": "x", "from": "2026-09-22", "to": "2026-09-22", "odd": 1}
    refusal(client.post(f"{run}/roster/leave", json=odd), "http.bad_request")
    refusal(client.post("/v1/runs/r0123456789abcdef/roster/check"), "http.unknown_run")


def test_an_edited_list_is_checked_and_forms_are_exported(client: TestClient, run: str) -> None:
    """A list comes down in a zip, goes up and is checked against the plan; what is no roster is refused."""
    packed = client.get(f"{run}/roster/export/csv")
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        listed = archive.read("segments.csv")
    found = client.post(f"{run}/roster/check", files={"file": ("list.csv", listed)}).json()
    assert (found["hard"], found["unplanned"]) == (0, 0)
    refusal(client.post(f"{run}/roster/check", files={"file": ("x.xlsx", b"nothing")}), "http.not_an_upload")


def test_an_explanation_is_a_run(client: TestClient, run: str) -> None:
    """It is queued, and its answer is the run's result; a run that is not there is refused."""
    one = served()
    asked = {"kind": "explain", "person": one["employee"], "day": one["day"], "work": 0.05}
    study, unknown = ({**asked, "run": name} for name in (run.split("/")[-1], "r0123456789abcdef"))
    refusal(client.post("/v1/runs", json={"network": "tiny", "study": unknown}), "http.unknown_run")
    started = client.post("/v1/runs", json={"network": "tiny", "study": study})
    assert started.status_code == 202
    document = finished(client, started.headers["location"])
    assert document["state"] == "done", document
    answers = client.get(document["links"]["result"]).json()["answers"]
    assert answers[0]["verdict"] in ("possible", "impossible", "open")


def test_people_are_for_hr_alone(root: Path, run: str, tmp_path: Path) -> None:
    """With keys: none is refused; a planner sees figures and nobody by name; HR sees all."""
    digests = {role: hashlib.sha256(key.encode()).hexdigest() for role, key in KEYS.items()}
    listed = tmp_path / "keys"
    lines = [f"{role} {digest}" for role, digest in digests.items()]
    listed.write_text("\n".join(["# who", *lines]), encoding="utf-8")
    client = TestClient(create_app(Configuration(root, keys=read_keys(listed))), base_url=HOME)
    refusal(client.get("/v1/networks"), "http.no_key")
    assert client.get("/v1/health").status_code == 200
    planner, hr = ({"authorization": f"Bearer {KEYS[role]}"} for role in ("planner", "hr"))
    assert client.get(f"{run}/tables/staff_cover", headers=planner).status_code == 200
    for path in ("roster/export/csv", "tables/roster_segments", "report", "roster.xlsx"):
        refusal(client.get(f"{run}/{path}", headers=planner), "http.not_your_role")
    assert client.get(f"{run}/tables/roster_segments", headers=hr).status_code == 200


@pytest.mark.parametrize(
    ("text", "places"),
    [("boss 12\n\n# who\nhr " + "z" * 64 + "\nhr " + "a" * 64, ("keys:1", "keys:4")), ("# none\n", ("keys",))],
)
def test_a_file_of_keys_that_would_leave_the_door_open_is_refused(
    text: str, places: tuple[str, ...], tmp_path: Path
) -> None:
    """Every line that is no key is told; so is a file without any."""
    listed = tmp_path / "keys"
    listed.write_text(text, encoding="utf-8")
    with pytest.raises(KeysError) as refused:
        read_keys(listed)
    assert refused.value.places == places
