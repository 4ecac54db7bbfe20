"""The forecast benchmark: which windows are judged, and how."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchmarks.forecast.around_holidays import wape_by_day_kind
from benchmarks.forecast.calibration import cover, transform_of_quantiles
from benchmarks.forecast.figures import Judged, lines
from benchmarks.forecast.peers import Peer
from benchmarks.forecast.scores import score
from benchmarks.forecast.sets import SETS
from benchmarks.forecast.standing import lead, standing, wql_under_all
from benchmarks.forecast.task import DAY, LEVELS, Answer, Task, windows
from benchmarks.frame import Line
from forecast.measures.block_error import block_error
from forecast.measures.poisson_floor import mean_deviation
from tests.benchmarks.toy import answer_of, task_of
from tests.data import shared_data

PYTHON = Path(sys.executable)


def test_windows_are_counted_back_from_each_series_own_end() -> None:
    """The last window of a series ends where the series ends, the one before a horizon earlier."""
    found = {(w.series, w.number): w for w in windows(task_of({"long": 90, "short": 70}))}
    assert set(found) == {("long", 0), ("long", 1), ("short", 0), ("short", 1)}
    first = pd.Timestamp("2024-01-01")
    assert found["long", 0].future.index[-1] == first + pd.Timedelta(days=89)
    assert found["short", 0].future.index[-1] == first + pd.Timedelta(days=69)
    assert found["short", 1].first == first + pd.Timedelta(days=56)
    assert len(found["short", 1].history) == 56


def test_scores_by_hand() -> None:
    """Three points of which one is not known: every figure as worked out by hand."""
    # Every quantile is the point, so the pinball loss of a level is |error| x level or x (1 - level).
    quantiles = np.repeat(np.array([[12.0], [5.0], [16.0]]), len(LEVELS), axis=1)
    answer = answer_of([10, np.nan, 20], [12, 5, 16], quantiles=quantiles, pit=np.array([0.05, np.nan, 0.5]))
    task = Task("toy", pd.DataFrame(), DAY, 3, 1, (1,), 3)
    found = score(task, [answer])
    assert found.wape == pytest.approx(6 / 30)
    assert found.bias == pytest.approx(-2 / 30)
    # One day apart, and three, everything differs by 10; the mean error is 3.
    assert found.mase == found.mase_short == pytest.approx(3 / 10)
    assert found.wql == pytest.approx(6 / 30)  # the deciles' mean level is a half: 2 x 1/2 x 6 / 30
    assert (found.cover80, found.cover95) == (0.5, 1.0)


def test_randomised_transform_is_uniform_where_the_ranges_are_right() -> None:
    """Small counts under their own quantiles: an 80% range holds 80%, though integers jump over its edges."""
    draw = np.random.default_rng(1)
    rate = draw.uniform(20, 60, 20_000)
    quantiles = stats.norm.ppf(np.array(LEVELS), rate[:, None], np.sqrt(rate)[:, None])
    actual = np.round(draw.normal(rate, np.sqrt(rate)))
    pit = transform_of_quantiles(quantiles, actual, draw.random(len(rate)))
    assert np.mean((pit >= 0.1) & (pit <= 0.9)) == pytest.approx(0.8, abs=0.01)
    assert np.mean(pit <= 0.3) == pytest.approx(0.3, abs=0.015)


def test_a_certain_zero_is_no_miss() -> None:
    """Where all quantiles and the count are 0, the transform is the draw itself."""
    uniform = np.array([0.2, 0.7])
    assert transform_of_quantiles(np.zeros((2, len(LEVELS))), np.zeros(2), uniform) == pytest.approx(uniform)


def test_the_cover_error_follows_the_blocks() -> None:
    """Equal blocks leave no doubt; blocks that hold all or nothing as much as so many coins."""
    assert block_error(np.full(9, 8), np.full(9, 10), 0) == pytest.approx(0, abs=1e-12)
    # A mean of 100 coins: sqrt(.5 x .5 / 100) = .05
    assert block_error(np.array([0, 10] * 50), np.full(100, 10), 0) == pytest.approx(0.05, rel=0.1)
    answers = [
        answer_of([1.0], [1.0], f"2024-03-{day:02d}", pit=np.array([0.5 if day % 2 else 0.01]))
        for day in range(1, 11)
    ]
    found = cover(answers, 0.8)
    assert found.share == 0.5
    assert found.error == pytest.approx(np.sqrt(0.25 / 10), rel=0.1)


@pytest.mark.parametrize("rate", [0.0, 0.3, 1.0, 4.7, 300.0])
def test_poisson_floor(rate: float) -> None:
    """The closed form equals the sum over the distribution."""
    count = np.arange(2000)
    expected = float((np.abs(count - rate) * stats.poisson.pmf(count, rate)).sum())
    assert mean_deviation(np.array([rate]))[0] == pytest.approx(expected)


def test_days_near_a_holiday_are_judged_apart() -> None:
    """Three days before and after Christmas in the United States, the others apart."""
    task = Task("toy", pd.DataFrame(), DAY, 14, 1, (7,), 7, country="US")
    actual = [10.0] * 9
    near, ordinary = wape_by_day_kind(task, [answer_of(actual, [10.0] * 2 + [5.0] * 7, "2024-12-20")])
    assert near == 0.5  # 22 to 28 December
    assert ordinary == 0.0


def line_of(name: str, ours: float, **peers: tuple[float, float]) -> Line:
    """A set's line from errors and quantile losses; the seasonal naive's error is 1."""
    said = {
        peer: {"objective": error, "wql": loss, "ours": ours, "ours_wql": 0.5, "naive": 1.0}
        for peer, (error, loss) in {"seasonal_naive": (1.0, 0.9), **peers}.items()
    }
    return Line(name, "all", ours={"objective": ours, "seconds": 1.0}, peers=said)


def test_standing_by_hand() -> None:
    """Geometric means of the ratios; a peer counts as 1 where it did not run, and only where it runs by set."""
    both = [line_of("x", 0.4, fast=(0.5, 0.6)), line_of("y", 0.9, fast=(0.8, 0.4), slow=(0.6, 0.6))]
    found = standing(both, 0)
    assert found.ours is not None
    assert found.ours["objective"] == pytest.approx(0.6)  # sqrt(.4 x .9)
    assert found.peers["fast"]["objective"] == pytest.approx(np.sqrt(0.4))
    assert found.peers["slow"]["objective"] == pytest.approx(np.sqrt(0.6))
    assert found.metrics["best_peer"] == "fast"
    assert found.metrics["lead"] == pytest.approx(1 - 0.6 / np.sqrt(0.4))
    assert lead(both[1]) == ("slow", pytest.approx(-0.5))
    assert [wql_under_all(line) for line in both] == [True, False]
    assert found.metrics["wql_under_all"] == 1


def test_a_peer_on_part_of_the_windows_is_set_beside_us_there() -> None:
    """Its ratio and ours are both taken on those windows."""
    line = line_of("x", 0.5, part=(0.3, 0.6))
    part = {**line.peers["part"], "naive": 0.5, "ours": 0.2, "subset": 3}
    found = standing([Line(line.set, "all", line.ours, peers={**line.peers, "part": part})], 0)
    assert found.peers["part"]["objective"] == pytest.approx(0.6)
    assert found.peers["part"]["ours"] == pytest.approx(0.4)
    assert found.ours is not None
    assert found.ours["objective"] == 0.5


def test_lines_of_a_set_are_json_and_know_their_parts() -> None:
    """All, last and earlier windows; what is not known is null."""
    task = task_of({"A": 70, "B": 70}, windows=3)
    asked = list(windows(task))
    mine = [Answer(w, w.future.to_numpy()) for w in asked]
    found = list(lines(Judged(task, mine, 1.0, [Peer("none", [], 0.0, note="not installed")]), 0))
    assert [(line.instance, line.metrics["windows"]) for line in found] == [
        ("all", 6),
        ("last", 2),
        ("earlier", 4),
    ]
    said = json.loads(json.dumps(found[0].as_dict(), allow_nan=False))
    assert said["metrics"]["wql"] is None
    assert said["peers"]["none"] == {"objective": None, "note": "not installed"}


@pytest.mark.parametrize(
    ("name", "count"),
    [("favorita", 530), ("recruit", 6465), ("nn5", 111), ("m4_hourly", 414), ("bank_il", 12), ("siguniang", 14)],
)
def test_public_sets(name: str, count: int) -> None:
    """As many windows as were judged when the bar was measured."""
    shared_data("forecast")
    assert sum(1 for _ in windows(SETS[name](shared_data()))) == count


def test_restaurants_have_their_own_days_off() -> None:
    """35 days of the file, by name: those of the law, and by custom the turn of the year and Obon."""
    shared_data("forecast", "recruit_restaurant")
    off = SETS["recruit"](shared_data()).holidays
    assert off is not None
    assert len(off) == 35  # counted in the file
    assert off["2016-12-30"] == "Year End"
    assert off["2017-01-03"] == "New Year"
    assert off["2016-08-13"] == "Obon"
    assert off["2016-11-23"] == "Labor Thanksgiving Day"


def test_shops_have_their_own_days_off() -> None:
    """Days moved to another date, make-up Saturdays, local days by store, days of shopping; nothing unforeseen."""
    shared_data("forecast", "favorita_transactions")
    task = SETS["favorita"](shared_data())
    assert task.holidays is not None
    assert task.events is not None
    assert task.holidays["2016-08-12"] == "Primer Grito de Independencia"
    assert pd.Timestamp("2016-08-10") not in task.holidays.index  # moved away: a workday
    assert task.holidays["2017-01-01"] == task.holidays["2017-01-02"] == "Primer dia del ano"
    assert pd.Timestamp("2016-11-12") in task.makeup
    local = task.events[task.events["kind"] == "local holiday"]
    assert set(local.loc[local["day"] == "2016-08-05", "series"]) == {"S43"}  # the one store of Esmeraldas
    shopping = {"Dia de la Madre", "Dia de la Madre-1", "Black Friday", "Cyber Monday"}
    assert set(task.events["kind"]) == {"local holiday"} | shopping


def test_gaps_stay_gaps() -> None:
    """NN5's 1,677 empty cells (counted in the file) are not known, and no zeros."""
    shared_data("forecast", "nn5_daily")
    task = SETS["nn5"](shared_data())
    assert int(task.values.isna().sum().sum()) == 1677  # noqa: PD011 - our own field


def test_a_set_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """The command names what is missing and ends with a failure."""
    done = subprocess.run(  # noqa: S603 - our own module
        [PYTHON, "-m", "benchmarks.forecast", "all", "--data", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "favorita left out" in done.stderr
    assert "no instance of all" in done.stderr
