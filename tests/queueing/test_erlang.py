"""Erlang B, C and A against exact tables, against sums of the birth-death chain, and at their edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from optimize.queueing import Line, erlang_a, erlang_b, erlang_c, measure, served_within
from tests.data import shared_data

TEN_DIGITS = 1e-10


def _line(rate: object, handling: object, patience: object = np.inf, cv: object = 1.0) -> Line:
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(v, float)) for v in (rate, handling, cv, patience)))
    return Line(*(array.copy() for array in arrays))


def _chain(load: float, servers: int, patience: float) -> tuple[float, float]:
    """P(wait) and P(leave) of M/M/c+M from its stationary probabilities, summed in logarithms."""
    states = np.arange(1, servers + 60_000)
    leaving = np.maximum(states - servers, 0) / patience
    logs = np.concatenate([[0.0], np.cumsum(np.log(load) - np.log(np.minimum(states, servers) + leaving))])
    weights = np.exp(logs - logs.max())
    probabilities = weights / weights.sum()
    queue = (np.arange(len(probabilities)) - servers).clip(0)
    return float(probabilities[servers:].sum()), float((queue * probabilities).sum() / patience / load)


def test_blocking_and_waiting_match_the_exact_table() -> None:
    """Erlang B and C agree to 10 digits with tables computed in exact rationals."""
    table = pd.read_csv(shared_data("roster", "erlang_reference", "erlang_bc_exact.csv"))
    loads, servers = table["offered_load_erlangs"], table["servers"]
    np.testing.assert_allclose(erlang_b(loads, servers), table["erlang_B"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(erlang_c(loads, servers), table["erlang_C_prob_wait"], rtol=TEN_DIGITS)


def test_service_level_matches_the_exact_table() -> None:
    """Share within the target, mean wait and occupancy of M/M/c agree to 10 digits, the 30-minute promise too."""
    table = pd.read_csv(shared_data("roster", "erlang_reference", "erlang_c_service_level.csv"))
    line = _line(table["calls"] / table["interval_s"] * 60, table["aht_s"] / 60)
    servers = table["servers"].to_numpy()
    figures = measure(line, servers)
    within = served_within(line, servers, table["target_s"].to_numpy() / 60)
    np.testing.assert_allclose(figures.waiting, table["prob_wait"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(figures.wait * 60, table["asa_s"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(figures.occupancy, table["occupancy"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(within, table["service_level"], rtol=TEN_DIGITS)


def test_patience_matches_the_exact_table() -> None:
    """Waiting, leaving and the mean wait of M/M/c+M agree to 10 digits."""
    table = pd.read_csv(shared_data("roster", "erlang_reference", "erlang_a_exact.csv"))
    line = _line(table["lambda_per_h"] / 60, table["mean_service_s"] / 60, table["mean_patience_s"] / 60)
    figures = measure(line, table["servers"].to_numpy())
    np.testing.assert_allclose(figures.waiting, table["prob_wait"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(figures.lost, table["prob_abandon"], rtol=TEN_DIGITS)
    np.testing.assert_allclose(figures.wait * 60, table["mean_wait_s_all"], rtol=TEN_DIGITS)


@pytest.mark.parametrize(
    ("load", "servers", "patience"),
    [(0.3, 1, 0.1), (2.4, 8, 250.0), (3.0, 10, 300.0), (50.0, 40, 2.0), (900.0, 1000, 0.5), (2000.0, 1900, 3.0)],
)
def test_patience_matches_the_chain_at_every_size(load: float, servers: int, patience: float) -> None:
    """From one server to thousands, overloaded or with endless patience, the closed form is the chain's sum."""
    waiting, lost = erlang_a(load, servers, patience)
    assert (float(waiting), float(lost)) == pytest.approx(_chain(load, servers, patience), rel=1e-8)


def test_very_patient_customers_wait_as_if_nobody_left() -> None:
    """With patience a million handling times long, Erlang A is Erlang C."""
    line = _line([0.8, 8.0, 80.0], 1.0, 1e6)
    servers = np.array([1, 9, 90])
    patient, endless = measure(line, servers), measure(_line([0.8, 8.0, 80.0], 1.0), servers)
    np.testing.assert_allclose(patient.wait, endless.wait, rtol=2e-4)
    late, late_endless = (1 - served_within(one, servers, 0.2) for one in (line, _line([0.8, 8.0, 80.0], 1.0)))
    np.testing.assert_allclose(late, late_endless, rtol=2e-4)


def test_share_within_integrates_the_offered_wait() -> None:
    """P(served within t) under patience equals the numerical integral of the offered wait's density."""
    a, c, p, limit = 6.0, 5, 1.5, 0.4
    times = np.linspace(0, 40, 2_000_001)
    density = a * np.exp(a * p * -np.expm1(-times / p) - c * times)
    weight = (a / c) * (1 / float(erlang_b(a, c)) - 1)
    total = weight + np.trapezoid(density, times)
    there = np.exp(-times / p) * density
    soon = times <= limit
    expected = (weight + np.trapezoid(there[soon], times[soon])) / total
    assert served_within(_line(a, 1.0, p), c, limit)[0] == pytest.approx(expected, rel=1e-6)


def test_one_server_with_spread_is_pollaczek_khinchine() -> None:
    """For M/G/1 the corrected mean wait is exact: rho (1 + cv^2) h / (2 (1 - rho))."""
    line = _line(0.08, 10.0, np.inf, [0.0, 0.5, 2.0])
    expected = [0.8 * (1 + cv**2) * 10 / (2 * 0.2) for cv in (0.0, 0.5, 2.0)]
    np.testing.assert_allclose(measure(line, 1).wait, expected, rtol=1e-12)


def test_edges_without_demand_or_servers() -> None:
    """Nobody comes: nobody waits. No servers: everybody waits for ever, or leaves where patience ends."""
    calm = measure(_line(0.0, 5.0), 0)
    assert (calm.wait[0], calm.lost[0], calm.occupancy[0]) == (0.0, 0.0, 0.0)
    stuck, gone = measure(_line(1.0, 5.0), 0), measure(_line(1.0, 5.0, 20.0), 0)
    assert stuck.wait[0] == np.inf
    assert (gone.lost[0], gone.wait[0]) == (1.0, 20.0)
    assert served_within(_line(1.0, 5.0, 20.0), 0, 30.0)[0] == 0.0
    assert measure(_line(1.0, 5.0), 5).wait[0] == np.inf, "a load of 5 on 5 servers never settles"


def test_thousands_of_servers_stay_finite() -> None:
    """Blocking at 10,000 servers obeys the recursion backwards: 1/B(c) = 1 + (c/a)/B(c-1)."""
    now, before = erlang_b(9_900.0, [10_000, 9_999])
    assert 1 / now == pytest.approx(1 + (10_000 / 9_900) / before, rel=1e-12)


def test_nonsense_is_refused() -> None:
    """Negative or missing loads and broken servers raise instead of giving a number."""
    with pytest.raises(ValueError, match="negative or missing"):
        erlang_b(-1.0, 2)
    with pytest.raises(ValueError, match="negative or missing"):
        erlang_b(np.nan, 2)
    with pytest.raises(ValueError, match="whole"):
        erlang_b(1.0, 2.5)
