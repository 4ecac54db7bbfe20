"""Dispatch of a stored plan: from the report to the roster change, and as the user sees it."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from scenarios.dispatch import (
    CannotDispatchError,
    Dispatched,
    dispatch,
    nothing,
    read_answer,
    read_report,
    write_answer,
)
from scenarios.network.problems import NetworkProblemsError
from tests.api.test_cli import run
from tests.plan.fixtures import tiny
from tests.plan.planned import planned, written
from tests.shelf import made_once

HOUR = "10:20"


def moment(time: str = HOUR) -> pd.Timestamp:
    """On the plan's second day."""
    day = planned().first_day + pd.Timedelta(days=1)
    return pd.Timestamp(f"{day.date()} {time}").tz_localize(planned().timezone)


def busy(folder: Path) -> Path:
    """A folder with a queue and a surge at every outlet's counters."""
    posts = tiny().table("posts")
    services = tiny().table("services").set_index("service")["kind"]
    rows = [
        (outlet, service, 12)
        for outlet, listed in zip(posts["outlet"], posts["services"], strict=True)
        for service in listed.split(";")
        if services[service] == "immediate"
    ]
    queue = pd.DataFrame(rows, columns=["outlet", "service", "waiting"]).drop_duplicates(["outlet", "service"])
    queue.to_csv(folder / "queue.csv", index=False)
    surge = pd.DataFrame({"outlet": queue["outlet"].unique()}).assign(factor=1.8)
    surge.head(1).to_csv(folder / "surge.csv", index=False)
    return folder


@made_once
def found() -> Dispatched:
    """The moves of a busy morning, the rest of the day with it."""
    from tests.shelf import folder

    here = folder() / "situation"
    here.mkdir(exist_ok=True)
    return dispatch(tiny(), planned(), read_report(busy(here), tiny()), moment(), rest_of_day=True)


def test_the_answer_is_checked_and_helps() -> None:
    """A separate program agrees; lateness falls where moves are made."""
    answer = found().answer
    assert found().checked
    assert found().broken.empty
    assert len(answer.moves)
    assert answer.ends["late_after"].sum() < answer.ends["late_before"].sum()


def test_nothing_past_changes() -> None:
    """Before now every person's segments are as planned, and all that changes lies after."""
    now, changes = found().answer.now, found().changes
    assert (changes["end"] > now).all()
    before, after = (changes[changes["change"] == name] for name in ("before", "after"))
    own = set(before["employee"])
    for employee in own:
        done = [
            [
                (max(row.start, now), row.start)
                for row in frame[frame["employee"] == employee].itertuples()
                if row.start < now
            ]
            for frame in (before, after)
        ]
        assert [begin for _, begin in done[0]] == [begin for _, begin in done[1]]


def test_after_segments_do_not_overlap() -> None:
    """A person is at one place at a time."""
    after = found().changes[found().changes["change"] == "after"]
    for who, rows in after.groupby("employee"):
        if "/" in str(who):
            continue
        ordered = rows.sort_values("start")
        assert (ordered["start"].iloc[1:].to_numpy() >= ordered["end"].iloc[:-1].to_numpy()).all(), who


def test_counts_so_far_change_what_is_expected(tmp_path: Path) -> None:
    """Twice the customers in the morning raise the rest of the day, and what people are needed."""
    forecast = planned().forecast
    assert forecast is not None
    grid = tiny().grid
    rows = forecast.intervals
    today = rows[(grid.business_day(pd.DatetimeIndex(rows["start"])) == moment().tz_localize(None).normalize())]
    early = today[(today["start"] + pd.Timedelta(minutes=grid.grain) <= moment()) & today["open"]]
    early.assign(count=2 * early["mean"])[["outlet", "service", "start", "count"]].to_csv(
        tmp_path / "counts.csv", index=False
    )
    more = dispatch(tiny(), planned(), read_report(tmp_path, tiny()), moment())
    plain = dispatch(tiny(), planned(), nothing(tiny()), moment())
    assert more.answer.places["rate"].sum() > 1.02 * plain.answer.places["rate"].sum()
    assert more.moment.situation.need["people"].sum() >= plain.moment.situation.need["people"].sum()


def test_who_is_absent_is_not_counted_nor_sent(tmp_path: Path) -> None:
    """People reported absent are in no move, and there is one person less."""
    plain = dispatch(tiny(), planned(), nothing(tiny()), moment())
    people = plain.moment.situation.people
    here = people[
        (people["state"] == "duty") & (people["ends"] > moment()) & ~people["employee"].str.contains("#")
    ]
    gone = here["employee"].iloc[0]
    (tmp_path / "absent.csv").write_text(f"employee\n{gone}\n", encoding="utf-8")
    without = dispatch(tiny(), planned(), read_report(tmp_path, tiny()), moment())
    assert gone not in set(without.answer.moves["who"])
    assert without.answer.places["staffed"].sum() <= plain.answer.places["staffed"].sum()


def test_an_answer_is_written_and_read_back(tmp_path: Path) -> None:
    """Nothing is lost on the way, and the next answer keeps to it."""
    answer = found().answer
    write_answer(answer, tmp_path)
    again = read_answer(tmp_path)
    for name in ("moves", "refused", "places", "ends", "open"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(answer, name))
    assert (again.now, again.until, again.proof) == (answer.now, answer.until, answer.proof)
    later = dispatch(tiny(), planned(), nothing(tiny()), moment("10:40"), rest_of_day=True, before=again)
    gone = answer.moves[answer.moves["called"] <= moment("10:40")]
    assert len(gone)
    assert set(gone["who"]) <= set(later.answer.moves["who"])
    assert later.checked


def test_all_that_is_wrong_with_a_report_is_told_at_once(tmp_path: Path) -> None:
    """File, row, column, value and fix of every problem."""
    (tmp_path / "queue.csv").write_text(
        "outlet,service,waiting\nNOWHERE,general,3\nST01,general,-1\n", encoding="utf-8"
    )
    (tmp_path / "absent.csv").write_text("person\nE0001\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(NetworkProblemsError) as caught:
        read_report(tmp_path, tiny())
    told = {(problem.file, problem.code) for problem in caught.value.problems}
    assert ("queue.csv", "network.unknown_reference") in told
    assert ("queue.csv", "network.below_least") in told
    assert ("absent.csv", "network.missing_column") in told
    assert ("other.csv", "network.unknown_table") in told


def test_a_moment_of_no_planned_day_is_refused() -> None:
    """In words, with the days there are."""
    with pytest.raises(CannotDispatchError, match="no day of the plan"):
        dispatch(tiny(), planned(), nothing(tiny()), moment() + pd.Timedelta(days=90))


def test_the_command_tells_table_files_and_page(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """In both languages; JSON beside; no cell of a file begins a formula."""
    plan, network = (str(path) for path in written())
    situation = tmp_path / "now"
    situation.mkdir()
    asked = ["dispatch", plan, "--network", network, "--now", f"{moment():%Y-%m-%d %H:%M}"]
    asked += ["--situation", str(busy(situation)), "--rest-of-day"]
    code, out, _ = run(capsys, *asked, "--out", str(tmp_path / "out"))
    assert code == 0
    assert "Moves, the best first" in out
    page = (tmp_path / "out" / "dispatch.html").read_text(encoding="utf-8")
    assert "Who goes where" in page
    assert "<svg" in page
    assert {"dispatch_moves.csv", "dispatch_changes.csv", "dispatch.xlsx", "dispatch.json"} <= {
        path.name for path in (tmp_path / "out").iterdir()
    }
    for path in (tmp_path / "out").glob("*.csv"):
        cells = pd.read_csv(path, dtype=str).fillna("").to_numpy(str).ravel()
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells), path
    code, out, _ = run(
        capsys, *asked, "--near", str(tmp_path / "out"), "--out", str(tmp_path / "zh"), "--lang", "zh"
    )
    assert code == 0
    assert "调度建议" in out
    assert "人员流向图" in (tmp_path / "zh" / "dispatch.html").read_text(encoding="utf-8")
    code, out, _ = run(capsys, *asked, "--json")
    assert code == 0
    told = json.loads(out)
    assert told["checked"] is True
    assert {"moves", "ends", "open", "refused", "places", "changes", "proof"} <= set(told)
    code, _, err = run(capsys, "dispatch", plan, "--network", network, "--now", "2001-01-01 10:00")
    assert code == 1
    assert "no day of the plan" in err


def test_a_damaged_answer_and_a_folder_of_other_things_are_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No traceback: what is damaged is named, and nothing of another kind is written over."""
    plan, network = (str(path) for path in written())
    asked = ["dispatch", plan, "--network", network, "--now", f"{moment():%Y-%m-%d %H:%M}"]
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "dispatch.json").write_text("{", encoding="utf-8")
    code, _, err = run(capsys, *asked, "--near", str(tmp_path / "near"))
    assert code == 1
    assert "damaged" in err
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine", encoding="utf-8")
    code, _, err = run(capsys, *asked, "--out", str(tmp_path / "other"))
    assert code == 1
    assert "Maybe another folder" in err
