"""How peers are asked, within which limits, and what is kept of their answers."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.forecast import environment, peers
from benchmarks.forecast.environment import wanted
from benchmarks.forecast.exchange import read_answers, write_windows
from benchmarks.forecast.figures import Judged, lines
from benchmarks.forecast.peer_methods.registry import METHODS, NAIVE
from benchmarks.forecast.peers import Terms, run_peers, start
from benchmarks.forecast.task import LEVELS, Answer, windows
from tests.benchmarks.toy import task_of

PYTHON = Path(sys.executable)


def test_simple_methods_by_hand(tmp_path: Path) -> None:
    """A week before, and the mean of four weeks, where every week is 1 above the one before."""
    task = task_of({"long": 91, "short": 70})
    asked = list(windows(task))
    found = {peer.name: peer for peer in run_peers(task, asked, Terms(NAIVE, 60.0, root=tmp_path))}
    assert set(found) == set(NAIVE)
    for name, behind in {"seasonal_naive": 1.0, "moving_average_4": 2.5, "moving_average_8": 4.5}.items():
        assert len(found[name].answers) == 4
        for answer in found[name].answers:
            assert answer.window.future.to_numpy() - answer.point == pytest.approx(np.full(7, behind))
            assert answer.quantiles is not None
            assert answer.quantiles[:, LEVELS.index(0.5)] == pytest.approx(answer.point)


def test_results_are_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same windows are not answered twice; other windows, or a wish for fresh results, are."""
    started: list[str] = []

    def spy(at: Path, method: str, folder: Path, budget: float) -> peers.Kept:
        started.append(method)
        return start(at, method, folder, budget)

    monkeypatch.setattr(peers, "start", spy)
    terms = Terms(("seasonal_naive",), 60.0, root=tmp_path)
    for task, fresh, runs in (
        (task_of({"A": 70}), False, 1),
        (task_of({"A": 70}), False, 1),
        (task_of({"A": 70}, rising=2.0), False, 2),
        (task_of({"A": 70}), True, 3),
    ):
        (peer,) = run_peers(task, list(windows(task)), Terms(terms.methods, terms.budget, fresh, root=tmp_path))
        assert len(peer.answers) == 2
        assert len(started) == runs


def test_a_spent_budget_leaves_whole_series(tmp_path: Path) -> None:
    """Without any budget one series is answered, and we are scored on just that one beside it."""
    task = task_of(dict.fromkeys("ABCDEF", 70))
    asked = list(windows(task))
    found = list(run_peers(task, asked, Terms(("seasonal_naive",), 0.0, root=tmp_path)))
    assert {answer.window.series for answer in found[0].answers} == {"A"}
    # Our answers are right for A and 1 too high elsewhere.
    mine = [Answer(w, w.future.to_numpy() + (w.series != "A")) for w in asked]
    whole = next(lines(Judged(task, mine, 1.0, found), 0))
    said = whole.peers["seasonal_naive"]
    assert (said["subset"], said["windows"], said["ours"]) == (1, 2, 0.0)
    assert whole.ours is not None
    assert whole.ours["objective"] > 0


def test_another_interpreter_answers_over_files(tmp_path: Path) -> None:
    """A method that knows nothing of us reads the windows, without what came, and its answers are read back."""
    task = task_of({"A": 70, "B": 63})
    asked = list(windows(task))
    (tmp_path / "fake.py").write_text(
        "import json, sys, pandas as pd\n"
        "method, folder = sys.argv[1:]\n"
        "said = json.load(open(f'{folder}/task.json'))\n"
        "known = pd.read_parquet(f'{folder}/windows.parquet').groupby('window')['count'].last()\n"
        "ahead = pd.read_parquet(f'{folder}/ahead.parquet')\n"
        "assert list(ahead.columns) == ['window', 'start']\n"
        "ahead['step'] = ahead.groupby('window').cumcount()\n"
        "ahead['point'] = ahead['window'].map(known)\n"
        "for level in said['levels']: ahead[f'q{level}'] = float('nan')\n"
        "ahead.to_parquet(f'{folder}/answers.parquet')\n"
        "json.dump({'seconds': 1.5, 'fallbacks': 0, 'gaps': 0}, open(f'{folder}/done.json', 'w'))\n"
    )
    folder = tmp_path / "given"
    folder.mkdir()
    write_windows(folder, task, asked, 0)
    kept = start(PYTHON, "last", folder, 60.0, script=tmp_path / "fake.py")
    assert kept.rows is not None
    assert kept.seconds == 1.5
    for window, answer in zip(asked, read_answers(kept.rows, task, asked, 0), strict=True):
        assert answer.window is window
        assert answer.point == pytest.approx(np.full(7, window.history.iloc[-1]))
        assert answer.quantiles is None


def test_a_method_that_dies_or_takes_too_long_is_said_not_to_run(tmp_path: Path) -> None:
    """What a method says last is kept as the reason; one that spins is stopped at the cap for a window."""
    task = task_of({"A": 70})
    write_windows(tmp_path, task, list(windows(task)), 0)
    (tmp_path / "dies.py").write_text("raise SystemExit('no such season')")
    assert start(PYTHON, "x", tmp_path, 60.0, script=tmp_path / "dies.py").note == "no such season"
    (tmp_path / "spins.py").write_text(
        "import json, signal, sys\n"
        "signal.setitimer(signal.ITIMER_PROF, json.load(open(sys.argv[2] + '/task.json'))['cap'])\n"
        "while True: pass\n"
    )
    kept = start(PYTHON, "x", tmp_path, 60.0, cap=0.2, script=tmp_path / "spins.py")
    assert kept.rows is None
    assert "for one window" in kept.note


def test_without_an_environment_of_peers_the_simple_methods_remain(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """It is said that peers are missing, and the benchmark goes on; a named one must be there."""
    monkeypatch.delenv("QUARTERHOUR_PEERS", raising=False)
    monkeypatch.setattr(environment, "BUILT", tmp_path / "python")
    assert wanted(True, ()) == NAIVE
    assert "make peers" in capsys.readouterr().err
    monkeypatch.setenv("QUARTERHOUR_PEERS", str(PYTHON))
    assert wanted(True, ("prophet",)) == (*NAIVE, "prophet")
    assert wanted(True, ()) == tuple(METHODS)
    with pytest.raises(ValueError, match="no such method"):
        wanted(True, ("prophecy",))
    monkeypatch.setenv("QUARTERHOUR_PEERS", str(tmp_path / "nowhere"))
    with pytest.raises(FileNotFoundError, match="QUARTERHOUR_PEERS"):
        wanted(True, ())
