"""Background runs: a folder each, a child process each, and no run is lost."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from api.runs import ENDED, LocalRunner, RunRequest, RunState, RunStatus
from api.runs.atomic import read_json, write_json
from api.runs.child import main, plan_run
from api.runs.status import now
from api.runs.store import RunStore, UnknownRunError, holding

REQUEST = RunRequest(network="city", path="networks/city", name="quick")


def wait(until: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for a condition; fails when it does not come true."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


@contextmanager
def working(root: Path, slots: int = 1, grace: float = 60.0) -> Iterator[LocalRunner]:
    """A runner whose children do what their run's name says."""
    runner = LocalRunner(root, slots, grace, module="tests.api.quick_child")
    runner.start()
    try:
        yield runner
    finally:
        runner.close()


def ended(runner: LocalRunner, identifier: str) -> RunStatus:
    """The status of a run at its end."""
    wait(lambda: runner.store.read(identifier).ended)
    return runner.store.read(identifier)


def begun(runner: LocalRunner, identifier: str) -> None:
    """Wait until a run's child works."""
    wait(lambda: "staff" in runner.store.read(identifier).stages)


def test_a_run_plans_into_its_folder(tmp_path: Path, strategic_folder: Path) -> None:
    """What a child process does: the whole result, times, and the progress of every stage."""
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "city").symlink_to(strategic_folder, target_is_directory=True)
    store = RunStore(tmp_path / "runs")
    identifier = store.create(replace(REQUEST, seed=9))
    main([identifier, str(tmp_path)], plan_run)
    status = store.read(identifier)
    assert (status.state, status.stages["coverage"]) == (RunState.DONE, 1.0)
    assert status.created <= status.started <= status.finished
    result = store.result(identifier)
    assert result is not None
    plan = json.loads((result / "plan.json").read_text(encoding="utf-8"))
    assert (plan["name"], plan["seed"]) == ("quick", 9)
    assert (result / "report.html").exists()
    assert not (store.folder(identifier) / "unfinished").exists()


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (replace(REQUEST, changes=({"change": "close_outlet", "outlet": "nowhere"},)), "change.unknown_name"),
        (replace(REQUEST, path="networks/gone"), "network.no_such_path"),
    ],
)
def test_input_problems_are_told(request_: RunRequest, code: str, tmp_path: Path, strategic_folder: Path) -> None:
    """A change that names an unknown outlet and a network that is gone fail the run with the problem."""
    (tmp_path / "networks").mkdir()
    (tmp_path / "networks" / "city").symlink_to(strategic_folder, target_is_directory=True)
    store = RunStore(tmp_path / "runs")
    identifier = store.create(request_)
    main([identifier, str(tmp_path)], plan_run)
    status = store.read(identifier)
    assert (status.state, status.error) == (RunState.FAILED, "http.input_problems")
    assert [problem["code"] for problem in status.problems] == [code]
    assert store.result(identifier) is None


def test_slots_are_kept_and_the_queue_is_in_order(tmp_path: Path) -> None:
    """With one slot a run waits for the one before; stopped while it waits, it never starts."""
    runner = LocalRunner(tmp_path, module="tests.api.quick_child")
    first, second, third = (runner.submit(REQUEST) for _ in range(3))
    runner.stop(second)
    runner.start()
    try:
        states = [ended(runner, one) for one in (first, second, third)]
    finally:
        runner.close()
    assert [status.state for status in states] == [RunState.DONE, RunState.STOPPED, RunState.DONE]
    assert states[1].started == ""
    assert states[0].finished <= states[2].started


def test_two_slots_work_side_by_side(tmp_path: Path) -> None:
    """Two runs that wait for their stop can both be at work only when there are two slots."""
    with working(tmp_path, slots=2) as runner:
        both = [runner.submit(replace(REQUEST, name="patient")) for _ in range(2)]
        for identifier in both:
            begun(runner, identifier)
        for identifier in both:
            runner.stop(identifier)
            assert ended(runner, identifier).state is RunState.STOPPED
            assert runner.store.result(identifier) is not None


def test_a_failure_is_kept_apart(tmp_path: Path) -> None:
    """A run that breaks has failed, its log says why, and the next one works."""
    with working(tmp_path) as runner:
        broken, next_one = runner.submit(replace(REQUEST, name="broken")), runner.submit(REQUEST)
        assert ended(runner, broken).error == "http.run_failed"
        assert "RuntimeError: broken" in (runner.store.folder(broken) / "log.txt").read_text()
        assert ended(runner, next_one).state is RunState.DONE


def test_a_killed_child_fails_its_run_alone(tmp_path: Path) -> None:
    """A solver that crashes takes its run with it, not the service."""
    with working(tmp_path) as runner:
        first = runner.submit(replace(REQUEST, name="patient"))
        begun(runner, first)
        os.killpg(runner._children[first].pid, signal.SIGKILL)
        assert ended(runner, first).error == "http.run_died"
        assert ended(runner, runner.submit(REQUEST)).state is RunState.DONE


def test_a_run_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    """After the grace the process goes, and the run has failed."""
    with working(tmp_path, grace=0.3) as runner:
        identifier = runner.submit(replace(REQUEST, name="deaf"))
        begun(runner, identifier)
        runner.stop(identifier)
        assert runner.store.stop_wanted(identifier)
        assert ended(runner, identifier).error == "http.run_died"


def test_a_restart_finds_living_dead_and_waiting_runs(tmp_path: Path) -> None:
    """The living one keeps its slot to its end, the dead one has failed, the waiting one is taken up."""
    with working(tmp_path) as runner:
        living = runner.submit(replace(REQUEST, name="patient"))
        begun(runner, living)
        child = runner._children.pop(living)
    store = runner.store
    dead, waiting = store.create(REQUEST), store.create(REQUEST)
    store.write(dead, replace(store.read(dead), state=RunState.RUNNING, started=now()))
    with working(tmp_path) as again:
        assert store.read(dead).error == "http.run_died"
        time.sleep(0.3)
        assert (store.read(living).state, store.read(waiting).state) == (RunState.RUNNING, RunState.QUEUED)
        again.stop(living)
        assert ended(again, living).state is RunState.STOPPED
        assert ended(again, waiting).state is RunState.DONE
    assert child.wait(20) == 0


def test_identifiers_are_never_paths(tmp_path: Path) -> None:
    """Nothing outside the folder of runs can be named."""
    store = RunStore(tmp_path / "runs")
    (tmp_path / "status.json").write_text("{}")
    for name in ("..", "../runs", "", ".", "r" + "0" * 16, "r0/../..", "R0123456789abcdef"):
        with pytest.raises(UnknownRunError):
            store.folder(name)


def test_statuses_survive_files() -> None:
    """Written and read back without loss."""
    status = RunStatus(
        RunState.FAILED, now(), now(), now(), {"staff": 0.5}, "http.run_failed", ({"file": "a", "row": 1},)
    )
    assert RunStatus.from_dict(json.loads(json.dumps(status.as_dict()))) == status
    request = replace(REQUEST, changes=({"change": "budget", "money": 5.0},), seed=3)
    assert RunRequest.from_dict(json.loads(json.dumps(request.as_dict()))) == request
    assert {state for state in RunState if RunStatus(state, now()).ended} == set(ENDED)


def test_readers_never_see_half_a_file(tmp_path: Path) -> None:
    """One writer and one reader at full speed: every read is a whole document."""
    path = tmp_path / "status.json"
    write_json(path, {"number": 0, "filler": "x" * 20000})
    done = threading.Event()

    def write() -> None:
        for number in range(200):
            write_json(path, {"number": number, "filler": "x" * 20000})
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    while not done.is_set():
        assert len(read_json(path)["filler"]) == 20000
    writer.join()
    assert [file.name for file in tmp_path.iterdir()] == ["status.json"]


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    """Alive means that a process holds the lock, not that a number is in use."""
    store = RunStore(tmp_path)
    identifier = store.create(REQUEST)
    assert not store.alive(identifier)
    with holding(store.folder(identifier)):
        assert store.alive(identifier)
    assert not store.alive(identifier)
