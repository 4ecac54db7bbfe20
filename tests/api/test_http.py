"""The service: upload, plan, poll, fetch; and what it refuses."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.http import Configuration, create_app, is_loopback
from api.http.problems import CODES, MEDIA_TYPE
from scenarios.network import read_network, write_network

HOME = "http://127.0.0.1:8321"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service over an empty data root."""
    configuration = Configuration(tmp_path / "data", largest_upload=3_000_000, largest_unpacked=20_000_000)
    with TestClient(create_app(configuration), base_url=HOME) as made:
        yield made


def packed(folder: Path) -> bytes:
    """A folder of tables as a zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.iterdir()):
            file.write(path, path.name)
    return buffer.getvalue()


def upload(client: TestClient, content: bytes, **fields: str) -> Response:
    """Post a network."""
    return client.post("/v1/networks", files={"file": ("network.zip", content)}, data=fields)


def refusal(answer: Response, code: str) -> dict[str, Any]:
    """The problem document of a refusal: RFC 9457, with the status of its kind."""
    assert answer.headers["content-type"] == MEDIA_TYPE
    document: dict[str, Any] = answer.json()
    assert document["code"] == code
    assert document["status"] == answer.status_code == CODES[code]
    assert document["type"].endswith(f"#{code}")
    assert document["title"]
    assert document["detail"]
    return document


def finished(client: TestClient, address: str) -> dict[str, Any]:
    """Poll a run to its end."""
    for _ in range(600):
        document: dict[str, Any] = client.get(address).json()
        if document["state"] in ("done", "stopped", "failed"):
            return document
        time.sleep(0.1)
    raise AssertionError("the run did not end")


def test_the_whole_way(client: TestClient, strategic_folder: Path) -> None:
    """Upload, start, poll, fetch every result; the run waits for nobody and its links are those that work."""
    added = upload(client, packed(strategic_folder), id="city")
    assert added.status_code == 201
    assert added.headers["location"] == "/v1/networks/city"
    assert added.json()["questions"] == ["coverage"]
    assert client.get("/v1/networks").json() == [{"id": "city"}]
    assert client.get("/v1/networks/city").json() == added.json()
    change = {"change": "slower_travel", "factor": 1.5}
    body = {"network": "city", "name": "snow", "changes": [change], "options": {"seed": 4}}
    started = client.post("/v1/runs", json=body)
    assert started.status_code == 202
    address = started.headers["location"]
    document = finished(client, address)
    assert document["state"] == "done", document
    assert document["stages"]["coverage"] == 1.0
    assert set(document["links"]) == {"result", "report", "map.geojson", "tables"}
    answers = {name: client.get(link) for name, link in document["links"].items()}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 200)
    plan = answers["result"].json()
    assert (plan["name"], plan["seed"], plan["changes"]) == ("snow", 4, [change | {"modes": ["drive"]}])
    assert "snow" in answers["report"].text
    assert "default-src 'none'" in answers["report"].headers["content-security-policy"]
    assert answers["map.geojson"].headers["content-type"] == "application/geo+json"
    assert "coverage_points" in answers["tables"].json()["tables"]
    csv = client.get(f"{address}/tables/coverage_points")
    assert csv.headers["content-type"].startswith("text/csv")
    assert csv.text.lstrip("\ufeff").startswith("point,")
    refusal(client.get(f"{address}/roster.xlsx"), "http.no_such_result")
    refusal(client.get(f"{address}/tables/nothing"), "http.unknown_table")
    assert client.get(f"{address}/tables/..%2Fplan").status_code == 404
    assert client.delete(address).json()["state"] == "done"
    page = client.get("/", headers={"accept-language": "zh-CN,zh;q=0.9"})
    assert f'<a href="{address}/report">' in page.text
    assert "任务" in page.text


def test_a_workbook_is_a_network(client: TestClient, strategic_folder: Path, tmp_path: Path) -> None:
    """One .xlsx file instead of a zip of tables."""
    path = tmp_path / "network.xlsx"
    write_network(read_network(strategic_folder), path)
    added = upload(client, path.read_bytes())
    assert added.status_code == 201, added.text
    assert client.get(added.headers["location"]).json()["tables"]["zones"] > 0


def test_problems_in_tables_are_all_told_and_nothing_is_kept(
    client: TestClient, strategic_folder: Path, tmp_path: Path
) -> None:
    """Every problem as an error with its place, in the reader's language; the identifier stays free."""
    shutil.copytree(strategic_folder, tmp_path / "bad")
    path = tmp_path / "bad" / "zones.csv"
    zones = path.read_text(encoding="utf-8-sig")
    path.write_text(zones.replace("urban", "suburb").replace("rural", "suburb"), encoding="utf-8")
    answer = client.post(
        "/v1/networks",
        files={"file": ("n.zip", packed(tmp_path / "bad"))},
        data={"id": "city"},
        headers={"accept-language": "zh-CN"},
    )
    document = refusal(answer, "http.input_problems")
    assert document["title"] == "输入有问题"
    wrong = [error for error in document["errors"] if error["column"] == "kind"]
    assert len(wrong) == len(zones.splitlines()) - 1
    assert all(error["value"] == "suburb" and error["file"] == "zones.csv" and error["fix"] for error in wrong)
    assert client.get("/v1/networks").json() == []
    assert upload(client, packed(strategic_folder), id="city").status_code == 201
    refusal(upload(client, packed(strategic_folder), id="city"), "http.network_exists")


def test_uploads_that_are_refused(client: TestClient, tmp_path: Path) -> None:
    """No archive, an archive that leads elsewhere, one too large, and identifiers that are paths."""
    refusal(upload(client, b"hello"), "http.not_an_upload")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("../../outlets.csv", "x")
    refusal(upload(client, buffer.getvalue()), "http.unsafe_upload")
    refusal(upload(client, bytes(4_000_000)), "http.too_large")
    stream = client.post("/v1/runs", content=(b" " * 500_000 for _ in range(8)))  # length not stated
    refusal(stream, "http.too_large")
    for identifier in ("../x", "a/b", "..", "A", "x" * 64, "a\n"):
        refusal(upload(client, b"hello", id=identifier), "http.bad_request")
    refusal(client.post("/v1/networks", data={"id": "city"}), "http.bad_request")
    assert [path.name for path in (tmp_path / "data" / "networks").iterdir()] == []


@pytest.mark.parametrize("identifier", ["nowhere", "..", "%2e%2e", "..%2F..%2Fetc", "a%00b"])
def test_unknown_identifiers(identifier: str, client: TestClient) -> None:
    """What is not there, and what would be a path, is not found."""
    for address in (f"/v1/networks/{identifier}", f"/v1/runs/{identifier}", f"/v1/runs/{identifier}/report"):
        assert client.get(address).status_code == 404
    refusal(client.get("/v1/networks/nowhere"), "http.unknown_network")
    refusal(client.get("/v1/runs/r0000000000000000"), "http.unknown_run")
    refusal(client.delete("/v1/runs/r0000000000000000"), "http.unknown_run")
    refusal(client.post("/v1/runs", json={"network": "nowhere"}), "http.unknown_network")


def test_runs_that_are_refused(client: TestClient, strategic_folder: Path) -> None:
    """Unknown changes, unknown fields, options out of range, broken JSON: nothing is queued."""
    upload(client, packed(strategic_folder), id="city")
    refused = refusal(
        client.post("/v1/runs", json={"network": "city", "changes": [{"change": "explode"}]}),
        "http.input_problems",
    )
    assert refused["errors"][0]["code"] == "change.form_unknown_change"
    for body in ({"network": "city", "speed": 3}, {"network": "city", "options": {"workers": 0}}, {}):
        assert refusal(client.post("/v1/runs", json=body), "http.bad_request")["errors"]
    broken = client.post("/v1/runs", content=b"{", headers={"content-type": "application/json"})
    refusal(broken, "http.bad_request")
    assert client.get("/v1/runs").json() == []


def test_results_of_a_run_that_works_are_not_there_yet(client: TestClient, strategic_folder: Path) -> None:
    """Asked too early, the answer says so; stopped, the run ends."""
    upload(client, packed(strategic_folder), id="city")
    address = client.post("/v1/runs", json={"network": "city"}).headers["location"]
    early = client.get(f"{address}/report")
    if early.status_code != 200:
        refusal(early, "http.not_finished")
    stopping = client.delete(address)
    assert stopping.status_code == 202
    assert finished(client, address)["state"] in ("stopped", "done")


def test_other_pages_can_not_use_the_service(client: TestClient) -> None:
    """Requests from another site's page, and host names that only pretend to be this machine, are refused."""
    refusal(client.get("/v1/health", headers={"origin": "https://evil.example"}), "http.foreign_origin")
    refusal(client.get("/v1/health", headers={"host": "evil.example"}), "http.foreign_host")
    assert client.get("/v1/health", headers={"origin": HOME}).status_code == 200
    assert client.get("/v1/health").headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("127.1.2.3", True),
        ("0.0.0.0", False),  # noqa: S104 - refused
        ("10.0.0.1", False),
        ("example.org", False),
    ],
)
def test_only_loopback(host: str, loopback: bool) -> None:
    """Addresses that only this machine reaches."""
    assert is_loopback(host) is loopback


def test_the_description_fits_the_service(client: TestClient) -> None:
    """Every route documents problem documents, and every kind of problem has a title."""
    document = client.get("/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for operation in methods.values():
            kinds = [answer["content"] for status, answer in operation["responses"].items() if status >= "400"]
            assert kinds, path
            assert all(MEDIA_TYPE in content for content in kinds), path
    assert [kind["code"] for kind in client.get("/v1/problem-types").json()] == list(CODES)
    assert client.get("/docs").status_code == 404
    assert client.get("/v1/nothing").headers["content-type"] == MEDIA_TYPE
