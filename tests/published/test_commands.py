"""The commands: what is written, what is refused, what is told, and the exit codes."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from api.export.roster_lists import write_list
from api.export.roster_wall import write_wall
from api.report.sections.holes import all_holes
from api.rosters.breaks import plain_breaks
from api.words import Words
from scenarios.network import write_network
from scenarios.plan import write_plan
from scenarios.roster import Checked, HandRoster, check_roster, of_plan, read_roster
from tests.api.plans import bare_plan, small_plan
from tests.api.test_cli import run
from tests.plan.fixtures import tiny
from tests.plan.planned import written
from tests.published.made import moment, with_roster

HEAD = "employee,start,end,outlet,post,activity\n"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny network's people, and what they need."""
    folder = tmp_path_factory.mktemp("published") / "network"
    write_network(tiny(), folder)
    return folder


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small plan on disk."""
    folder = tmp_path_factory.mktemp("published") / "plan"
    write_plan(small_plan(), folder)
    return folder


def duty(employee: str, start: str, end: str, post: str = "counter") -> str:
    return f"{employee},{start},{end},ST01,{post},work\n"


def test_export_writes_every_form(capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path) -> None:
    """All forms unless some are named; the list of segments and the workbook hold the same roster."""
    code, out, _ = run(capsys, "roster", "export", str(plan), "--out", str(tmp_path / "all"))
    assert code == 0
    assert "roster.xlsx" in out.replace("\n", "")
    names = {path.name for path in (tmp_path / "all").iterdir()}
    assert names == {
        "roster.xlsx",
        "roster.pdf",
        "calendars",
        "segments.csv",
        "payroll.csv",
        "lent.csv",
        "balance.csv",
    }
    whole = of_plan(small_plan())
    for name in ("roster.xlsx", "segments.csv"):
        found = read_roster(tmp_path / "all" / name, grid=whole.grid)
        pd.testing.assert_frame_equal(found.segments, whole.segments)
    run(capsys, "roster", "export", str(plan), "--out", str(tmp_path / "pdf"), "--pdf", "--outlet", "O01")
    assert [path.name for path in (tmp_path / "pdf").iterdir()] == ["roster.pdf"]


def test_export_says_what_lacks(capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path) -> None:
    """A plan without a roster, outlets that it does not have."""
    write_plan(bare_plan(), tmp_path / "bare")
    assert run(capsys, "roster", "export", str(tmp_path / "bare"), "--out", str(tmp_path / "x"))[0] == 1
    code, _, err = run(capsys, "roster", "export", str(plan), "--out", str(tmp_path / "x"), "--outlet", "O77")
    assert code == 1
    assert "O77" in err


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_wall_is_a_pdf(language: str, tmp_path: Path) -> None:
    """The same plan gives the same bytes, in both languages."""
    for name in ("a.pdf", "b.pdf"):
        write_wall(small_plan(), tmp_path / name, Words(language))
    content = (tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content == (tmp_path / "b.pdf").read_bytes()
    assert content.count(b"/Type /Page\n") == 3


def test_the_wall_tells_holes_after_midnight(tmp_path: Path) -> None:
    """A hole at one in the night after the last day is of that business day where days begin at four."""
    made = with_roster([("O00-0", day, 9, 17, "O00", "counter", "work") for day in range(7)])
    assert made.roster is not None
    start, end = (moment(made.first_day, made.days - 1, hour, made.timezone) for hour in (25, 26))
    told = {"duty": "D", "outlet": "O00", "post": "counter", "people": 1, "activity": "work"}
    hole = pd.DataFrame([{**told, "start": start, "end": end, "reason": "", "mend": ""}])
    for name, holes in (("with.pdf", hole), ("without.pdf", hole.head(0))):
        plan = replace(made, day_cut=240, staff=None, roster=replace(made.roster, holes=holes))
        write_wall(plan, tmp_path / name, Words("en"))
    assert (tmp_path / "with.pdf").read_bytes() != (tmp_path / "without.pdf").read_bytes()


def test_holes_on_standby_are_told_as_such() -> None:
    """A duty of the roster that nobody serves keeps its activity on pages, workbook and wall."""
    made = small_plan()
    assert made.staff is not None
    assert made.roster is not None
    duties = made.staff.duties.head(2).assign(activity=["standby", "work"])
    columns = ["duty", "outlet", "post", "start", "end", "people"]
    holes = duties[columns].assign(people=1, reason="roster.reason_nobody", mend="roster.mend_hire")
    staff = replace(made.staff, duties=duties, holes=made.staff.holes.head(0))
    told = all_holes(replace(made, staff=staff, roster=replace(made.roster, holes=holes)))
    assert dict(zip(told["start"], told["activity"], strict=True)) == dict(
        zip(duties["start"], duties["activity"], strict=True)
    )
    assert sorted(told["activity"]) == ["standby", "work"]


def test_check_tells_hard_rules_in_words(
    capsys: pytest.CaptureFixture[str], network: Path, tmp_path: Path
) -> None:
    """Nine hours of rest where eleven are due: exit code 1, hard first, in both languages; mended: exit code 0."""
    listed = tmp_path / "list.csv"
    listed.write_text(
        HEAD
        + duty("E0001", "2026-09-14 12:00", "2026-09-14 20:00")
        + duty("E0001", "2026-09-15 05:00", "2026-09-15 12:00"),
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "roster", "check", str(listed), "--network", str(network), "--json", "--lang", "zh")
    told = json.loads(out)
    assert code == 1
    hard = [(row["rule"], row["employee"], row["day"], row["amount"]) for row in told["broken"] if row["hard"]]
    assert ("rest", "E0001", "2026-09-15", 2.0) in hard
    assert [row["hard"] for row in told["broken"]] == sorted((row["hard"] for row in told["broken"]), reverse=True)
    assert "此班之前休息不足，缺 2 小时。" in [row["text"] for row in told["broken"]]
    listed.write_text(HEAD + duty("E0001", "2026-09-14 12:00", "2026-09-14 18:00"), encoding="utf-8")
    assert run(capsys, "roster", "check", str(listed), "--network", str(network))[0] == 0


def test_check_tells_the_law_in_words(capsys: pytest.CaptureFixture[str], network: Path, tmp_path: Path) -> None:
    """Twelve hours are one more than eight and three of overtime: the article is named, in both languages."""
    under = tmp_path / "network"
    shutil.copytree(network, under)
    with (under / "settings.csv").open("a", encoding="utf-8") as settings:
        settings.write("labour_law,cn\n")
    listed = tmp_path / "list.csv"
    listed.write_text(HEAD + duty("E0001", "2026-09-14 08:00", "2026-09-14 20:00"), encoding="utf-8")
    command = ("roster", "check", str(listed), "--network", str(under))
    code, out, _ = run(capsys, *command, "--json", "--lang", "zh")
    assert code == 1
    (told,) = [row for row in json.loads(out)["broken"] if row["limit"] == "cn.art41.day"]
    assert (told["rule"], told["amount"], told["hard"]) == ("overtime_in_period", 1.0, True)
    assert told["text"] == "在此周期内加班超限 1 小时。"
    assert "cn.art41.day" in "".join(run(capsys, *command, "--lang", "en")[1].split())


def test_check_tells_every_problem_of_input(
    capsys: pytest.CaptureFixture[str], network: Path, tmp_path: Path
) -> None:
    """Unknown people, posts and outlets, times that are none or end first: all at once, no rule is checked."""
    listed = tmp_path / "list.csv"
    listed.write_text(
        HEAD
        + duty("E0001", "soon", "2026-09-14 20:00")
        + duty("Nobody", "2026-09-15 09:00", "2026-09-15 12:00")
        + duty("E0002", "2026-09-15 09:00", "2026-09-15 12:00", post="throne")
        + duty("E0003", "2026-09-15 12:00", "2026-09-15 09:00"),
        encoding="utf-8",
    )
    code, out, _ = run(capsys, "roster", "check", str(listed), "--network", str(network), "--lang", "en")
    assert code == 1
    flat = " ".join(out.split())
    for value in ("soon", "Nobody", "throne", "2026-09-15 09:00"):
        assert value in flat or value.split()[0] in flat
    assert "4 problem" in flat


def test_diff_as_table_and_csv(capsys: pytest.CaptureFixture[str], plan: Path, tmp_path: Path) -> None:
    """Between a plan's folder and a file; two lists alone do not say their time zone."""
    code, out, _ = run(capsys, "roster", "diff", str(plan), str(plan), "--lang", "en")
    assert (code, out.strip()) == (0, "Nothing changed.")
    run(capsys, "roster", "export", str(plan), "--out", str(tmp_path), "--csv")
    lines = (tmp_path / "segments.csv").read_text(encoding="utf-8-sig").splitlines()
    fewer = tmp_path / "fewer.csv"
    fewer.write_text("\n".join(lines[:-1]), encoding="utf-8")
    out = run(capsys, "roster", "diff", str(plan), str(fewer), "--out", str(tmp_path / "diff.csv"), "--json")[1]
    (gone,) = json.loads(out)
    assert (gone["change"], gone["start"]) == ("removed", None)
    assert gone["employee"] == lines[-1].split(",")[0]
    assert (tmp_path / "diff.csv").read_text(encoding="utf-8-sig").count("removed") == 1
    code, out, _ = run(capsys, "roster", "diff", str(fewer), str(fewer), "--lang", "en")
    assert code == 1
    assert "--network" in " ".join(out.split())


def test_lists_are_guarded(tmp_path: Path) -> None:
    """A person who is called like a formula stays text, and reads back as such."""
    plan = with_roster([("=1+1", 0, 9, 17, "O00", "counter", "work")])
    whole = of_plan(plan)
    write_list(whole.segments, tmp_path / "list.csv")
    assert "'=1+1" in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read_roster(tmp_path / "list.csv", grid=whole.grid).segments, whole.segments)


def test_duties_of_the_plan_have_to_be_filled() -> None:
    """Served as planned there is no hole; served at another time it is a duty of its own, the plan's a hole."""
    network, plan = tiny(), small_plan()
    assert plan.staff is not None
    duties = plan.staff.duties.head(1)
    start, end = (pd.Timestamp(f"2026-09-14 {hour}:00", tz="Asia/Shanghai").as_unit("us") for hour in (9, 15))
    day = pd.Timestamp("2026-09-14")
    places = {"outlet": "ST01", "post": "counter", "pool": "counter", "lender": "", "people": 1}
    duties = duties.assign(**places, duty="D1", day=day, start=start, end=end, source="own")
    asked = replace(plan, first_day=day, staff=replace(plan.staff, duties=duties))

    def checked(begin: pd.Timestamp, duty_id: str) -> Checked:
        made = with_roster([("ST01", 0, 9, 15, "ST01", "counter", "work")], first_day="2026-09-14")
        segments = of_plan(made).segments.assign(employee="E0001", start=begin, duty=duty_id)
        roster = HandRoster(segments, network.grid, day, 7)
        return check_roster(network, roster, asked)

    def told(begin: pd.Timestamp, duty_id: str) -> tuple[dict[str, float], int]:
        found = checked(begin, duty_id)
        return found.broken.groupby("rule")["amount"].sum().to_dict(), found.unplanned

    rules, unplanned = told(start, "")
    assert ("hole" in rules, "as_planned" in rules, unplanned) == (False, False, 0)
    rules, unplanned = told(start + pd.Timedelta(hours=1), "D1")
    assert (rules["hole"], "as_planned" in rules, unplanned) == (6.0, False, 1)
    missed = checked(start + pd.Timedelta(hours=1), "D1")
    (hole,) = [row for row in plain_breaks(missed, Words("en"))["broken"] if row["rule"] == "hole"]
    assert (hole["day"], hole["outlet"], hole["post"], hole["employee"]) == ("2026-09-14", "ST01", "counter", "")


def test_a_plan_folder_is_checked_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """The roster of a plan keeps every hard rule, by the same check as a file."""
    plan, network = written()
    code, out, _ = run(capsys, "roster", "check", str(plan), "--network", str(network), "--json")
    assert code == 0
    assert not any(row["hard"] for row in json.loads(out)["broken"])
