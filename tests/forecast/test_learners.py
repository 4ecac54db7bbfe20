"""Learnt opinions: what they see, what they say, and how they are mixed in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from forecast import learners
from forecast.blend import FEW, GRID, Seen, blended, find_blend
from forecast.ground import Ground, prepare
from forecast.learners import network
from forecast.learners.cells import Cells, cells
from forecast.learners.features import (
    HOLIDAY_NUMBER,
    LAST_WEEKS,
    ORDINALS,
    WEEKS,
    Asked,
    Features,
    trailing,
)
from forecast.learners.opinions import Opinions
from forecast.learners.spelling import WAVES_OF_DAY, WAVES_OF_MONTH, WAVES_OF_YEAR, spelled_out
from forecast.outlook import Outlook, look_ahead
from forecast.setting import USUAL
from tests.forecast.world import FESTIVAL, World

pytestmark = pytest.mark.usefixtures("all_trees")

HORIZON = 14


@pytest.fixture(scope="module")
def ground() -> Ground:
    return prepare(World(first="2023-06-01", days=320, horizon=HORIZON).problem())


def _outlook(ground: Ground, known: int) -> Outlook:
    return look_ahead(ground, *ground.panel(known, HORIZON), {USUAL: 1.0})


def _cells(ground: Ground, known: int, plain: bool = False) -> Cells:
    panel, profile = ground.panel(known, HORIZON)
    rows = np.arange(len(ground.history.series))
    return cells(ground, panel, profile, _outlook(ground, known), rows, True, plain)


def test_a_residual_leads_back_to_its_count(ground: Ground) -> None:
    """counted(residual) is the rate of the cell, with and without a calendar; unknown cells have no residual."""
    history = ground.history.until(300)
    series, day, place = (part[:500] for part in np.nonzero(history.known))
    for plain in (False, True):
        part = _cells(ground, 300, plain)
        rate = history.counts[series, day, place] / history.known[series, day, place]
        np.testing.assert_allclose(
            part.counted(part.residual(series, day, place), series, day, place), rate, atol=1e-6
        )
        assert np.isnan(part.residual(series, -1 - day, place)).all()


def test_features_see_nothing_at_or_after_their_origin(ground: Ground) -> None:
    """Counts from the origin on may be anything: the table is the same, and changes with the day before."""
    part = _cells(ground, 300)
    panel, _ = ground.panel(300, HORIZON)
    asked = Asked(np.repeat([0, 1], 3), np.full(6, 250), np.tile([0, 5, 13], 2), np.full(6, 20))
    seen = Features.of(part, panel, ground.calendar).table(asked)

    def with_other(first: int) -> Cells:
        counts, days = part.counts.copy(), part.day_residual.copy()
        counts[:, first:] *= 7
        days[:, first:] += 2.0
        return replace(part, counts=counts, day_residual=days)

    np.testing.assert_array_equal(Features.of(with_other(250), panel, ground.calendar).table(asked), seen)
    assert (Features.of(with_other(249), panel, ground.calendar).table(asked) != seen).any()


def test_the_last_weeks_have_the_column_that_leaves_are_sized_by(ground: Ground) -> None:
    """It holds the mean of the same place and weekday in the eight weeks before the origin."""
    part = _cells(ground, 300)
    panel, _ = ground.panel(300, HORIZON)
    features = Features.of(part, panel, ground.calendar)
    place = np.flatnonzero(part.known[1].any(0))[3]
    asked = Asked(np.full(7, 1), np.full(7, 250), np.arange(7, 14), np.full(7, place))
    weeks = [part.residual(asked.series, 243 + np.arange(7) - 7 * week, asked.place) for week in range(WEEKS)]
    wanted = pd.DataFrame(weeks).mean().to_numpy() - features.base(asked)
    np.testing.assert_allclose(features.table(asked)[:, LAST_WEEKS], wanted, rtol=1e-5)
    assert np.isfinite(wanted).any()


def test_trailing_means_know_only_the_days_before() -> None:
    """Entry d is the mean of the known among the last days before d."""
    values = np.array([[1.0, np.nan, 3.0, 5.0]])
    np.testing.assert_allclose(trailing(values, 2), [[np.nan, 1.0, 1.0, 3.0, 4.0]])


def test_opinions_are_near_what_came_and_closed_slots_have_none(ground: Ground) -> None:
    """All opinions miss the expected totals by less than 25%; shut slots stay silent; the same twice."""
    panel, profile = ground.panel(300, HORIZON)
    outlook = _outlook(ground, 300)
    first = learners.look_ahead(ground, panel, profile, outlook)
    again = learners.look_ahead(ground, panel, profile, outlook)
    np.testing.assert_array_equal(first.medians, again.medians)
    actual = ground.history.totals[:, 300 : 300 + HORIZON]
    for medians in first.medians:
        said = np.nansum(medians * ground.history.open[:, 300 : 300 + HORIZON], axis=2)
        assert np.nansum(np.abs(said - actual)) < 0.25 * np.nansum(actual)
        assert np.nansum(np.where(outlook.shares > 0, 0.0, medians)) == 0


def test_a_network_learns_a_bend_and_what_is_not_known_counts_as_the_mean() -> None:
    """|x| is foretold within a tenth where a straight line would miss by a quarter; columns may have gaps or tell
    nothing; the same twice.
    """
    draw = np.random.default_rng(4)
    x = draw.uniform(-1, 1, 12_000)
    table = np.column_stack([x, np.ones_like(x), draw.normal(size=len(x))]).astype(np.float32)
    target = np.abs(x) + draw.normal(0, 0.05, len(x))
    table[::7, 2] = np.nan
    foretold = network.train(table, target)(table)
    assert np.abs(foretold - np.abs(x)).mean() < 0.1
    np.testing.assert_array_equal(foretold, network.train(table, target)(table))
    gap = np.array([[0.8, 1.0, np.nan], [0.8, 1.0, np.nanmean(table[:, 2])]], dtype=np.float32)
    near, at_mean = network.train(table, target)(gap)
    assert near == pytest.approx(at_mean, abs=1e-5)


def test_numbers_of_days_are_spelled_out(ground: Ground) -> None:
    """Each row has one weekday, at most one holiday, and no number that stands for them."""
    part = _cells(ground, 300)
    panel, _ = ground.panel(300, HORIZON)
    features = Features.of(part, panel, ground.calendar)
    asked = Asked(np.zeros(14, dtype=np.int64), np.full(14, 250), np.arange(14), np.full(14, 20))
    table = features.table(asked)
    told = spelled_out(features, asked, table)
    amounts = table.shape[1] - 1 - len(ORDINALS)
    np.testing.assert_array_equal(told[:, 0], asked.step)
    weekday = told[:, amounts : amounts + 7]
    np.testing.assert_array_equal(weekday.argmax(1), panel.design.days[asked.day].day_of_week)
    assert (weekday.sum(1) == 1).all()
    holidays = told[:, amounts + 7 : -2 * (WAVES_OF_YEAR + WAVES_OF_MONTH + WAVES_OF_DAY)]
    np.testing.assert_array_equal(holidays.sum(1) > 0, features.days[asked.day][:, HOLIDAY_NUMBER] > 0)


def test_short_histories_have_no_opinion() -> None:
    """With less than a horizon after the first origin that could be learnt from, nobody speaks."""
    young = prepare(World(first="2024-01-01", days=40, horizon=HORIZON).problem())
    panel, profile = young.panel(18, HORIZON)
    opinions = learners.look_ahead(young, panel, profile, _outlook(young, 18))
    assert np.isnan(opinions.medians).all()


def test_the_better_opinion_gets_the_larger_share(ground: Ground) -> None:
    """An opinion that is right gets most of the mixture, one that is far off next to nothing."""
    outlook = _outlook(ground, 300)
    came = ground.history.counts[:, 300 : 300 + HORIZON].astype(np.float64)
    wrong = 3 * outlook.centre[..., None] * outlook.shares
    medians = np.stack([came, wrong, wrong]).astype(np.float32)
    seen = Seen(300, outlook, Opinions(medians, np.ones(len(came), dtype=bool)))
    shares = find_blend(ground.history, [seen])
    assert (shares[..., 0] > 0.8).all()
    assert (shares[..., 1:] < 0.1).all()
    assert (GRID.sum(1) <= 1).all()


def test_who_never_speaks_keeps_nobody_from_being_heard(ground: Ground) -> None:
    """Beside an opinion that says nothing at all, one that is right is mixed in as it deserves."""
    outlook = _outlook(ground, 300)
    came = ground.history.counts[:, 300 : 300 + HORIZON].astype(np.float64)
    medians = np.stack([came, came, np.full(came.shape, np.nan)]).astype(np.float32)
    opinions = Opinions(medians, np.ones(len(came), dtype=bool))
    mixed = blended(outlook, opinions, find_blend(ground.history, [Seen(300, outlook, opinions)]))
    left = np.abs(mixed.centre[..., None] * mixed.shares - came).sum()
    assert left < 0.1 * np.abs(outlook.centre[..., None] * outlook.shares - came).sum()


def test_equally_good_speakers_have_equal_shares(ground: Ground) -> None:
    """Where two opinions say what the outlook says and the third nothing, each of the two has a third.

    Of that, as large a part as what they were learnt from allows.
    """
    outlook = _outlook(ground, 300)
    same = outlook.centre[..., None] * outlook.shares
    medians = np.stack([same, same, np.full(same.shape, np.nan)]).astype(np.float32)
    seen = Seen(300, outlook, Opinions(medians, np.ones(len(same), dtype=bool)))
    shares = find_blend(ground.history, [seen])
    learnt = np.count_nonzero(ground.history.known[:, :300])
    np.testing.assert_allclose(shares[..., :2], learnt / (learnt + FEW) / 3, atol=1e-4)
    assert (shares[..., 2] == 0).all()


@pytest.mark.parametrize("known", [100, 200])
def test_opinions_learnt_from_few_days_have_small_shares(ground: Ground, known: int) -> None:
    """Of one series by day: shares grow with the days known before the origin; none count that come after it."""
    alone = ground.history.of(np.array([0]))
    outlook = _outlook(ground, 300).of(np.array([0]))
    same = (outlook.centre[..., None] * outlook.shares).astype(np.float32)
    seen = Seen(300, outlook, Opinions(np.stack([same, same, same]), np.zeros(1, dtype=bool)))
    late = replace(alone, known=alone.known.copy())
    late.known[:, : 300 - known] = 0
    days = np.count_nonzero(late.known[0, :300].any(1))
    assert 0 < days <= known
    np.testing.assert_allclose(find_blend(late, [seen]).sum(2), 0.75 * days / (days + FEW), atol=1e-4)


def test_many_series_that_agree_say_more_than_one(ground: Ground) -> None:
    """The same evidence from eight series parts a better opinion further from a worse one than from one series."""
    apart = []
    for count in (1, 8):
        rows = np.zeros(count, dtype=np.int64)
        history, outlook = ground.history.of(rows), _outlook(ground, 300).of(rows)
        came = history.counts[:, 300 : 300 + HORIZON].astype(np.float64)
        said = outlook.centre[..., None] * outlook.shares
        medians = np.stack([0.9 * said + 0.1 * came, said, np.full(said.shape, np.nan)]).astype(np.float32)
        shares = find_blend(history, [Seen(300, outlook, Opinions(medians, np.zeros(count, dtype=bool)))])
        apart.append(float((shares[..., 0] / shares[..., 1]).mean()))
    assert 1.0 < apart[0] < apart[1]


def test_where_one_opinion_is_silent_the_other_has_its_share(ground: Ground) -> None:
    """A mixture with a silent opinion is that with the other at both shares; silent series stay as they were."""
    outlook = _outlook(ground, 300)
    said = np.full((2, *outlook.shares.shape), np.nan, dtype=np.float32)
    said[0, 1:] = 4.0
    shares = np.full((*outlook.centre.shape, 2), 0.5)
    mixed = blended(outlook, Opinions(said, np.ones(len(outlook.centre), dtype=bool)), shares)
    np.testing.assert_allclose(mixed.centre[1:, :, None] * mixed.shares[1:], 4.0)
    np.testing.assert_allclose(mixed.centre[0], outlook.centre[0])


def test_the_network_speaks_of_intervals_only() -> None:
    """Of a series of few customers an hour, which is learnt by day, the trees alone have an opinion."""
    single = prepare(World(outlets=("A",), first="2023-06-01", days=120, horizon=HORIZON, mean=8.0).problem())
    panel, profile = single.panel(120, HORIZON)
    opinions = learners.look_ahead(single, panel, profile, _outlook(single, 120))
    assert not opinions.fine.any()
    assert np.isfinite(opinions.medians).any((1, 2, 3)).tolist() == [True, True, False]


@pytest.mark.parametrize(("first", "speaking"), [("2024-02-06", []), ("2023-09-01", ["calendar"])])
def test_holidays_hardly_seen_silence_the_learners(first: str, speaking: list[str]) -> None:
    """Of a Spring Festival never shown no opinion speaks, of one shown once "calendar"; on other days all do."""
    world = World(first=first, days=(pd.Timestamp("2025-01-24") - pd.Timestamp(first)).days, horizon=14)
    young = prepare(world.problem())
    known = world.days
    panel, profile = young.panel(known, 14)
    outlook = look_ahead(young, panel, profile, {USUAL: 1.0})
    spoken = np.isfinite(learners.look_ahead(young, panel, profile, outlook).medians).any((1, 3))
    festival = young.calendar.names[FESTIVAL][young.calendar.place(panel.design.days)][known:]
    assert festival.any()
    assert [name for name, said in zip(learners.OPINIONS, spoken, strict=True) if said[festival].any()] == speaking
    assert spoken[:, 0].all()
