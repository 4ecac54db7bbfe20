"""The command line: exit codes, languages, and no traceback for what users do."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from api.cli.main import chosen_language, main
from api.planning import folder_name, plan_to_files
from scenarios.evaluate import evaluate
from scenarios.network import read_network
from scenarios.plan import read_plan
from tests.plan.planned import written


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of one command."""
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return int(left.value.code or 0), out, err


@pytest.mark.parametrize(
    ("given", "language", "rest"),
    [
        (["plan", "X"], "en", ["plan", "X"]),
        (["--lang", "zh", "plan", "X"], "zh_Hans", ["plan", "X"]),
        (["plan", "X", "--lang=zh-CN"], "zh_Hans", ["plan", "X"]),
        (["plan", "--lang", "EN", "X"], "en", ["plan", "X"]),
        (["plan", "--lang", "fr"], None, ["plan"]),
        (["plan", "--lang"], None, ["plan"]),
    ],
)
def test_language_may_stand_anywhere(given: list[str], language: str | None, rest: list[str]) -> None:
    """Before and after the command, with or without an equals sign."""
    assert chosen_language(given, {}) == (language, rest)


def test_help_is_in_the_language(capsys: pytest.CaptureFixture[str]) -> None:
    """Commands and options are explained in Chinese and English."""
    code, out, _ = run(capsys, "--help", "--lang", "zh")
    assert code == 0
    assert "服务网络规划" in out
    assert "Plans service networks" in run(capsys, "--lang", "en", "--help")[1]


def test_usage_errors_leave_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown commands, options, languages and hosts."""
    for arguments in (
        ["nothing"],
        ["plan", "X"],
        ["check"],
        ["check", "X", "--lang", "fr"],
        ["demo", "--size", "huge"],
    ):
        assert run(capsys, *arguments)[0] == 2
    code, _, err = run(capsys, "serve", "--host", "0.0.0.0")  # noqa: S104 - refused
    assert code == 2
    assert "127.0.0.1" in err


def test_check_lists_every_problem(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """File, row, column, value, what is wrong and what may fix it; exit code 1."""
    for file in strategic_folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    zones = (tmp_path / "zones.csv").read_text(encoding="utf-8-sig").splitlines()
    column = zones[0].split(",").index("residents")
    for line, value in ((1, "-5"), (2, "many")):
        cells = zones[line].split(",")
        cells[column] = value
        zones[line] = ",".join(cells)
    (tmp_path / "zones.csv").write_text("\n".join(zones), encoding="utf-8")
    code, out, _ = run(capsys, "check", str(tmp_path))
    assert code == 1
    for expected in ("zones.csv", "residents", "many", "-5", "problem(s)"):
        assert expected in out
    assert run(capsys, "plan", str(tmp_path), "--out", str(tmp_path / "out"))[0] == 1
    assert not (tmp_path / "out").exists()


def test_check_says_what_can_be_planned(capsys: pytest.CaptureFixture[str], strategic_folder: Path) -> None:
    """A sound network lists its tables, what they can answer, and what the rest lacks."""
    code, out, _ = run(capsys, "check", str(strategic_folder))
    assert code == 0
    assert "zones" in out
    assert "Can be planned: coverage" in out
    assert "employees" in out


def test_template_is_written_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A filled folder is never overwritten."""
    folder = tmp_path / "mine"
    assert run(capsys, "template", str(folder))[0] == 0
    assert (folder / "outlets.csv").exists()
    assert run(capsys, "template", str(folder))[0] == 1


def test_plan_writes_everything(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """Tables, plan.json, map and report; the summary names the report and what could not be planned."""
    out_folder = tmp_path / "plan"
    code, out, _ = run(capsys, "plan", str(strategic_folder), "--out", str(out_folder))
    assert code == 0
    assert {path.name for path in out_folder.iterdir()} == {"plan.json", "tables", "map.geojson", "report.html"}
    assert "report.html" in out.replace("\n", "")
    assert "Not planned" in out
    assert "proven best" in out


def test_plan_as_json_under_scenarios(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """Each scenario has its folder and one line of JSON; two plans are compared into a page."""
    files: list[Path] = []
    for name, factor in (("as it is", 1.0), ("typhoon / night", 3.0)):
        change = {"change": "slower_travel", "factor": factor, "modes": ["walk", "drive"]}
        path = tmp_path / f"{len(files)}.yaml"
        path.write_text(json.dumps({"name": name, "changes": [change]}), encoding="utf-8")
        files.append(path)
    scenarios = [part for path in files for part in ("--scenario", str(path))]
    code, out, _ = run(capsys, "plan", str(strategic_folder), "--out", str(tmp_path / "out"), *scenarios, "--json")
    assert code == 0
    told = [json.loads(line) for line in out.splitlines()]
    assert [plan["name"] for plan in told] == ["as it is", "typhoon / night"]
    covered = [plan["indicators"]["covered_now"]["value"] for plan in told]
    assert covered[1] < covered[0]  # three times slower can not reach more people
    folders = [str(tmp_path / "out" / folder_name(plan["name"])) for plan in told]
    assert run(capsys, "compare", *folders, "--out", str(tmp_path / "both"))[0] == 0
    assert (tmp_path / "both" / "comparison.html").exists()
    code, out, _ = run(capsys, "compare", *folders, "--target", "covered_now>=99%", "--json")
    judged = json.loads(out)
    assert code == 0
    assert judged["choice"][0]["plan"] == "as it is"  # it misses least
    assert not judged["choice"][0]["meets"]
    assert "No plan meets all targets" in run(capsys, "compare", *folders, "--target", "covered_now>=99%")[1]
    code, _, told = run(capsys, "compare", *folders, "--target", "covered_now=1")
    assert (code, "is not read as a target" in told) == (1, True)
    assert run(capsys, "compare", folders[0], folders[0])[0] == 1
    assert run(capsys, "compare", folders[0], str(tmp_path / "nowhere"))[0] == 1


@pytest.mark.parametrize(
    "content",
    [
        "name: x\nchanges: [{change: explode}]",
        "- a list",
        "name: [",
        "name: x\nchanges: [{change: close_outlet, outlet: nowhere}]",
    ],
)
def test_scenarios_that_do_not_fit_are_told(
    content: str, capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """Unknown kinds, other YAML, broken YAML, unknown names: a table of problems and exit code 1."""
    path = tmp_path / "scenario.yaml"
    path.write_text(content, encoding="utf-8")
    code, out, _ = run(
        capsys, "plan", str(strategic_folder), "--out", str(tmp_path / "out"), "--scenario", str(path)
    )
    assert code == 1
    assert "problem(s)" in out


def test_files_that_are_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Missing networks and plans are input problems, not tracebacks."""
    nowhere = str(tmp_path / "nowhere")
    assert run(capsys, "check", nowhere)[0] == 1
    assert run(capsys, "plan", nowhere, "--out", str(tmp_path / "out"))[0] == 1
    assert run(capsys, "rehearse", nowhere, "--network", nowhere)[0] == 1
    assert run(capsys, "verify", nowhere, "--network", nowhere)[0] == 1
    assert run(capsys, "backtest", nowhere)[0] == 1


def test_nothing_to_rehearse_is_said(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """A plan without a roster can not be played forward, and its network not be tried on the past."""
    plan_to_files(read_network(strategic_folder), tmp_path / "plan")
    code, _, err = run(capsys, "rehearse", str(tmp_path / "plan"), "--network", str(strategic_folder))
    assert code == 1
    assert "no roster" in err
    code, _, err = run(capsys, "backtest", str(strategic_folder))
    assert code == 1
    assert "arrivals" in err


def test_a_rehearsal_is_written_when_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without --write the plan stays as it is; with it, rehearsal, indicators and report are the new ones."""
    plan_folder, network_folder = written()
    shutil.copytree(plan_folder, tmp_path / "plan")
    asked = ["rehearse", str(tmp_path / "plan"), "--network", str(network_folder)]
    asked += ["--replications", "4", "--seed", "5"]
    assert run(capsys, *asked)[0] == 0
    before, plain = read_plan(plan_folder), read_plan(tmp_path / "plan")
    assert before.rehearsal is not None
    assert plain.rehearsal is not None
    pd.testing.assert_frame_equal(plain.rehearsal.replications, before.rehearsal.replications)
    code, out, _ = run(capsys, *asked, "--write")
    assert code == 0
    assert "report.html" in out.replace("\n", "")
    after = read_plan(tmp_path / "plan")
    assert after.rehearsal is not None
    assert after.rehearsal.replications["replication"].nunique() == 4
    same = ["people", "cost_total", "demand"]
    figures = [plan.indicators.set_index("indicator")["value"] for plan in (before, after)]
    pd.testing.assert_series_equal(figures[0][same], figures[1][same])
    assert figures[0]["wait_minutes"] != figures[1]["wait_minutes"]
    assert (tmp_path / "plan" / "report.html").exists()
    assert evaluate(tmp_path / "plan", network_folder) == []


def test_a_rehearsal_under_other_assumptions(capsys: pytest.CaptureFixture[str]) -> None:
    """A surge brings more customers, absence longer waits; neither changes the plan, and nonsense is refused."""
    plan_folder, network_folder = written()
    asked = ["rehearse", str(plan_folder), "--network", str(network_folder), "--replications", "3", "--json"]
    day = read_plan(plan_folder).first_day.date().isoformat()
    surge = ["--surge", f"*,2,{day}T00:00,{day}T23:30"]

    def figures(*more: str) -> pd.DataFrame:
        code, out, _ = run(capsys, *asked, *more)
        assert code == 0
        return pd.read_json(io.StringIO(out))

    plain = figures()
    assert figures(*surge)["arrivals"].sum() > plain["arrivals"].sum()
    assert figures("--absence", "0.5")["wait_minutes"].mean() > plain["wait_minutes"].mean()
    assert figures("--absence", "0.5")["arrivals"].tolist() == plain["arrivals"].tolist()
    code, _, err = run(capsys, *asked, *surge, "--write")
    assert code == 1
    assert "--write" in err
    for nonsense, told in (
        ("ST99,2,2026-01-01,2026-01-02", "ST99"),
        ("*,2,today", "OUTLET"),
        ("*,-1,a,b", "OUTLET"),
    ):
        code, _, err = run(capsys, *asked, "--surge", nonsense)
        assert code == 1
        assert told in err


@pytest.mark.parametrize(("language", "said"), [("en", "Oldest"), ("zh", "最久")])
def test_a_rehearsal_is_summed_up(capsys: pytest.CaptureFixture[str], language: str, said: str) -> None:
    """Promises with waits, losses and open work, and the weak points, in the reader's language."""
    plan_folder, network_folder = written()
    asked = ["rehearse", str(plan_folder), "--network", str(network_folder), "--replications", "3"]
    code, out, _ = run(capsys, *asked, "--lang", language)
    assert code == 0
    assert said in out


def test_folder_names_are_never_paths() -> None:
    """A scenario's name can not lead out of the output folder."""
    assert [folder_name(name) for name in ("../x", "台风 1", "/etc", "..", "")] == [
        "x",
        "台风-1",
        "etc",
        "scenario",
        "scenario",
    ]


@pytest.mark.parametrize(("language", "word"), [("en", "crowds"), ("zh", "黄金周")])
def test_scenarios_are_listed(capsys: pytest.CaptureFixture[str], language: str, word: str) -> None:
    """All of the library with what they are about, as a table and as data; the schema is JSON."""
    code, out, _ = run(capsys, "scenarios", "--lang", language)
    assert code == 0
    assert word in out
    rows = json.loads(run(capsys, "scenarios", "--json", "--lang", language)[1])
    assert len(rows) == 10
    assert all(row["changes"] and row["description"] for row in rows)
    assert json.loads(run(capsys, "scenarios", "--schema")[1])["title"] == "Quarterhour scenario"


def test_a_scenario_that_does_not_fit_is_told_before_planning(
    capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path
) -> None:
    """File, line, key and value of a name that the network lacks; nothing is written."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\nchanges:\n  - change: pay\n    factor: 1\n    contracts: [ful]\n", encoding="utf-8"
    )
    asked = ["plan", str(tiny_folder), "--out", str(tmp_path / "out"), "--scenario", "demand-up-30"]
    code, out, _ = run(capsys, *asked, "--scenario", str(file))
    assert code == 1
    assert all(word in out for word in ("mine.yaml", "5", "contracts", "ful"))
    assert not (tmp_path / "out").exists()
    code, out, _ = run(capsys, *asked[:-1], "golden-weak")
    assert code == 1
    assert "golden-weak" in out
