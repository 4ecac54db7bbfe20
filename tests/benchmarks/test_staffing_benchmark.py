"""The staffing benchmark: its own simulation, its cells and its yardstick."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.staffing.cells import Served, merge, totals
from benchmarks.staffing.customers import Customers, from_counts, from_rates
from benchmarks.staffing.places import Place
from benchmarks.staffing.playing import Day
from benchmarks.staffing.reference import again, remove
from benchmarks.staffing.services import Service
from benchmarks.staffing.spells import Spells
from optimize.queueing import erlang_c, serve

EXPONENTIAL = Service("calls", 4.0, 4.0, "share_within", 1.0, 0.8)
"""The test draws its handling times anew, as the benchmark's are lognormal."""


def draw(seed: int = 0) -> np.random.Generator:
    """A generator of the test."""
    return np.random.default_rng(seed)


def some_customers(rates: list[float], replications: int, service: Service = EXPONENTIAL) -> Customers:
    """Customers of one spell of half hours."""
    return from_rates(np.array([rates]), 30, replications, service, draw())


def test_waits_of_a_long_steady_day_are_those_of_erlang_c() -> None:
    """Three people at 75% load: P(wait) and mean wait within four standard errors, the first hours left out."""
    rates = [30 * 0.75 * 3 / 4.0] * 60
    customers = some_customers(rates, 400)
    steady = Customers(
        customers.replications,
        customers.first,
        customers.arrival,
        draw(1).exponential(4.0, len(customers.arrival)),
        customers.patience,
        customers.bin,
        customers.shape,
    )
    wait = Day(steady, 30, np.array([59]), 3).play(np.full((1, 60), 3)).wait
    lane = np.repeat(np.arange(400), np.diff(np.append(steady.first, len(wait))))
    kept = steady.bin >= 10
    number = np.bincount(lane[kept], minlength=400)
    waiting = float(erlang_c(np.array([2.25]), np.array([3]))[0])
    for value, expected in ((wait > 0, waiting), (wait, waiting * 4.0 / (3 - 2.25))):
        by_lane = np.bincount(lane[kept], value[kept].astype(float), minlength=400) / number
        assert abs(by_lane.mean() - expected) < 4 * by_lane.std() / 20


@pytest.mark.parametrize("patience", [np.inf, 5.0])
def test_waits_are_those_of_the_recursion_with_windows(patience: float) -> None:
    """Slot by slot, or person by person over all windows (ours): every wait is the same to rounding."""
    service = Service("calls", 6.0, 5.0, "share_within", 1.0, 0.8, patience)
    people = np.array([2, 5, 3, 1, 4, 2])
    customers = some_customers([12.0, 25.0, 9.0, 14.0, 20.0, 6.0], 60, service)
    wait = Day(customers, 30, np.array([5]), 5).play(people[None]).wait
    on = people[:, None] > np.arange(5)
    begins = np.repeat((np.arange(6) * 30.0)[:, None], 5, axis=1)
    ends = np.where(on, begins + 30.0, begins)
    ends[-1] = np.where(on[-1], np.inf, begins[-1])
    windows = [np.repeat(each[:, :, None], 60, axis=2) for each in (begins, ends)]
    real = customers.bin >= 0
    lane = np.repeat(np.arange(60), np.diff(np.append(customers.first, len(wait))))[real]
    arrival = customers.arrival[real]
    begin = serve(lane, arrival, customers.handling[real], customers.patience[real], windows[0], windows[1])
    ours = np.where(np.isnan(begin), np.inf, begin - arrival)
    assert np.isinf(ours).sum() == np.isinf(wait[real]).sum()
    served = np.isfinite(ours)
    assert np.allclose(ours[served], wait[real][served], atol=1e-9)


def test_a_day_by_hand() -> None:
    """One person, then two, then one again who was busy; who waits is served in order."""
    arrival = np.array([1.0, 2.0, 3.0, 31.0, np.inf])
    handling = np.array([20.0, 20.0, 100.0, 1.0, 1.0])
    bins = np.array([0, 0, 0, 1, -1])
    customers = Customers(1, np.array([0]), arrival, handling, np.full(5, np.inf), bins, (1, 3))
    wait = Day(customers, 30, np.array([2]), 2).play(np.array([[1, 2, 1]])).wait
    # Person 0: 1 to 21, 21 to 41, then the fourth at 41. Person 1 comes at 30 and takes the third.
    assert wait[:4].tolist() == [0.0, 19.0, 27.0, 10.0]


def test_those_who_lose_patience_are_not_served() -> None:
    """The second leaves, so that the third is served when the first is done."""
    arrival = np.array([0.0, 1.0, 2.0, np.inf])
    patience = np.array([np.inf, 5.0, np.inf, np.inf])
    customers = Customers(1, np.array([0]), arrival, np.full(4, 10.0), patience, np.array([0, 0, 0, -1]), (1, 1))
    wait = Day(customers, 30, np.array([0]), 1).play(np.array([[1]])).wait
    assert wait[:3].tolist() == [0.0, np.inf, 8.0]


def test_nobody_on_means_nobody_served() -> None:
    """Without people all wait for ever."""
    customers = some_customers([5.0, 5.0], 3)
    wait = Day(customers, 30, np.array([1]), 1).play(np.zeros((1, 2), dtype=int)).wait
    assert np.isinf(wait).all()


@pytest.mark.parametrize("patience", [np.inf, 3.0])
def test_what_is_playedagain_from_a_change_is_the_whole_day_played_anew(patience: float) -> None:
    """Waits after a change in one slot are those of a fresh play, for every slot."""
    service = Service("calls", 4.0, 3.0, "share_within", 1.0, 0.8, patience)
    customers = some_customers([12.0, 25.0, 9.0, 14.0, 20.0, 6.0], 40, service)
    people = np.array([[2, 4, 2, 3, 3, 2]])
    day = Day(customers, 30, np.array([5]), 4)
    played = day.play(people)
    for slot in range(6):
        fewer = people.copy()
        fewer[0, slot] -= 1
        trial = again(day, played, fewer, np.array([slot]))
        wait = played.wait.copy()
        wait[trial.rows] = trial.waits
        assert np.array_equal(wait, day.play(fewer).wait)


def test_removal_leaves_the_promise_and_nothing_to_remove() -> None:
    """From a lavish start, every cell keeps the promise and no single person can go."""
    rates = [20.0, 40.0, 30.0, 10.0]
    customers = some_customers(rates, 200)
    cells = merge(customers.per_slot(), np.ones((1, 4), dtype=bool))
    people = remove(customers, 30, cells, np.full((1, 4), 12), EXPONENTIAL)

    def keeps(staff: np.ndarray) -> bool:
        wait = Day(customers, 30, np.array([3]), 12).play(staff).wait
        value = customers.per_slot(EXPONENTIAL.value(wait))
        return bool(Served(totals(cells, customers.per_slot()), totals(cells, value)).kept(EXPONENTIAL).all())

    assert keeps(people)
    for slot in range(4):
        fewer = people.copy()
        fewer[0, slot] -= 1
        assert people[0, slot] == 1 or not keeps(fewer)


def test_a_start_that_breaks_the_promise_is_raised() -> None:
    """One person for a load of four is not where the search ends."""
    customers = some_customers([30.0, 30.0], 100)
    people = remove(customers, 30, np.array([[0, 1]]), np.array([[1, 1]]), EXPONENTIAL)
    assert (people >= 4).all()


def test_cells_are_merged_until_they_hold_enough() -> None:
    """In order of time; what is left over joins the last cell; a small spell is one; spells never share one."""
    customers = np.array([[1500.0, 600.0, 2500.0, 300.0, 0.0], [10.0, 20.0, 0.0, 0.0, 0.0]])
    opened = np.array([[True, True, True, True, False], [True, True, False, False, False]])
    cells = merge(customers, opened, 2000)
    assert cells.tolist() == [[0, 0, 1, 1, -1], [2, 2, -1, -1, -1]]
    assert totals(cells, customers).tolist() == [2100.0, 2800.0, 30.0]


def test_shares_and_waits_within_their_tolerance() -> None:
    """A share two points short is reached, three are not; a mean wait may be 5% or 0.2 minutes over."""
    share = Served(np.array([100.0, 100.0]), np.array([78.0, 77.0]))
    assert share.within(EXPONENTIAL) == 0.5
    mean = Service("triage", 12.0, 8.0, "mean_wait", 10.0)
    assert Served(np.array([10.0, 10.0]), np.array([-104.0, -106.0])).within(mean) == 0.5
    assert Service("quick", 1.0, 1.0, "mean_wait", 1.0).tolerance == 0.2


def test_counts_become_customers_in_their_slots() -> None:
    """Each lane has its counts, in order of time, and one more who never comes."""
    customers = from_counts(np.array([[[2, 0, 1]], [[0, 3, 0]]]), 30, EXPONENTIAL, draw())
    assert customers.per_slot().tolist() == [[2, 0, 1], [0, 3, 0]]
    assert customers.first.tolist() == [0, 4]
    lanes = np.split(customers.arrival, [4])
    assert all((np.diff(lane) > 0).all() and np.isinf(lane[-1]) for lane in lanes)


def test_spells_end_where_an_outlet_closes() -> None:
    """Two days of one place and one of another are three spells; people come back by label."""
    first = pd.date_range("2024-01-01 08:00", periods=3, freq="h", tz="UTC")
    second = first[:2] + pd.Timedelta(days=1)
    came = np.arange(10.0).reshape(2, 5)
    places = [
        Place("a", first.append(second), np.arange(5.0), came),
        Place("b", first, np.full(3, 9.0), np.empty((0, 3))),
    ]
    spells = Spells.of(places, 60)
    assert spells.rate.tolist() == [[0, 1, 2], [3, 4, 0], [9, 9, 9]]
    assert spells.counts(came, 0).tolist() == [[[0, 1, 2], [5, 6, 7]], [[3, 4, 0], [8, 9, 0]]]
    people = spells.keys.assign(people=range(8)).sample(frac=1, random_state=1)
    assert spells.matrix(people).tolist() == [[0, 1, 2], [3, 4, 0], [5, 6, 7]]
