"""Scenarios drawn at random: the base stays, byte by byte; changes of different things come in any order."""

from __future__ import annotations

import hashlib
from functools import cache
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quarterhour.seeds import generator
from scenarios.changes import ChangeProblemsError, scenario_from, to_premises
from scenarios.network import Network
from scenarios.network.schema import schema
from scenarios.plan.demanding import demand_under
from tests.changes.apart import recent
from tests.changes.test_kinds import CASES
from tests.plan.fixtures import tiny, tiny_forecast

SCENARIOS = 300
SLOW = ("close_outlet", "open_outlet", "convert_outlet", "merge_outlets", "add_service", "train")
"""Kinds that take a tenth of a second; they are drawn less often."""
FACTOR = st.floats(0.5, 1.5).map(lambda value: round(value, 2))

OPENS = (
    {"change": "open_outlet", "outlet": "SC02", "like": "SC01", "takes": {"SC01": 0.2}},
    {"change": "open_outlet", "outlet": "SC03", "like": "SC01", "takes": {"SC01": 0.1}},
)

COMMUTING = st.one_of(
    st.builds(lambda f: {"change": "scale_demand", "factor": f}, FACTOR),
    st.builds(lambda f, n: {"change": "scale_demand", "factor": f, "busiest": n}, FACTOR, st.integers(1, 3)),
    st.builds(lambda f: {"change": "slower_travel", "factor": f}, FACTOR),
    st.builds(lambda f: {"change": "handling_time", "factor": f}, FACTOR),
    st.builds(lambda f: {"change": "pay", "factor": f}, FACTOR),
    st.builds(lambda n: {"change": "hire", "people": n, "outlet": "SC01"}, st.integers(1, 3)),
    st.builds(lambda n: {"change": "staff_leave", "people": n, "outlets": ["CD01"]}, st.integers(1, 3)),
    st.builds(lambda s: {"change": "absent_share", "share": s, "first_day": 1, "last_day": 3}, st.floats(0, 1)),
    st.just({"change": "add_holiday", "name": "National Day", "first_day": 4, "last_day": 5}),
    st.just({"change": "withdraw_partner", "partner": "tourism"}),
    st.just({"change": "close_outlet", "outlet": "ST01"}),
    st.just(OPENS[0]),
    st.just(OPENS[1]),
    st.just({"change": "budget", "money": 7}),
    st.just({"change": "policy", "settings": {"reserve_ratio": 1.0}}),
    st.just({"change": "equipment", "machines": ["desk"], "failures_a_month": 2}),
)


@cache
def light() -> Network:
    """The tiny network without what makes checks slow, so that hundreds of scenarios take seconds."""
    left_out = (
        "roads",
        "road_nodes",
        "zones",
        "sites",
        "key_places",
        "outcomes",
        "attendance",
        "stock",
        "adjustments",
    )
    tables = {name: frame for name, frame in tiny().tables.items() if name not in left_out}
    return Network.from_tables(
        {**tables, "arrivals": recent(tables["arrivals"]), "segments": tables["segments"].head(9)}
    )


def prints(network: Network) -> dict[str, str]:
    """The bytes of every table."""
    return {
        name: hashlib.sha256(pd.util.hash_pandas_object(frame).to_numpy().tobytes()).hexdigest()
        for name, frame in network.tables.items()
    }


def test_hundreds_of_scenarios_leave_the_base_as_it_is() -> None:
    """Every kind by itself, then one or two at a time: the tables keep their bytes, and are the same objects."""
    base = light()
    before, frames, kinds = prints(base), dict(base.tables), list(CASES)
    draw = generator(1, "random scenarios")
    often = np.array([0.2 if kind in SLOW else 1.0 for kind in kinds])
    refused = 0
    drawn = (
        draw.choice(len(kinds), size=1 + int(draw.random() < 0.3), p=often / often.sum()) for _ in range(SCENARIOS)
    )
    for chosen in chain(([number] for number in range(len(kinds))), drawn):
        raw = [{"change": kinds[number], **CASES[kinds[number]][0]} for number in chosen]
        try:
            premises = to_premises(base, scenario_from({"name": "x", "changes": raw}).changes)
            assert premises.base is base
        except ChangeProblemsError:
            refused += 1
    assert prints(base) == before
    assert all(base.tables[name] is frame for name, frame in frames.items())
    assert refused < SCENARIOS / 2


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=COMMUTING, second=COMMUTING)
@example(*OPENS)
def test_changes_of_different_things_commute(first: dict[str, Any], second: dict[str, Any]) -> None:
    """Tables are the same row by row, and demand is to the last draw of every path."""
    if first["change"] == second["change"] and first["change"] in ("hire", "staff_leave", "absent_share"):
        return
    if {first["change"], second["change"]} in ({"close_outlet", "hire"}, {"close_outlet", "staff_leave"}):
        return  # people of a closed outlet move, and with them who is there to be drawn
    if first == second:
        return
    both = [scenario_from({"name": "x", "changes": order}).changes for order in ([first, second], [second, first])]
    one, other = (to_premises(tiny(), changes) for changes in both)
    for name in one.network.tables:
        keys = ["key"] if name == "settings" else schema()[name].keys
        tables = [premises.network.table(name).sort_values(keys, ignore_index=True) for premises in (one, other)]
        pd.testing.assert_frame_equal(*tables)
    demands = [demand_under(premises, tiny_forecast()) for premises in (one, other)]
    order = ["outlet", "service", "start"]
    frames = [found.forecast.intervals.sort_values(order, ignore_index=True) for found in demands]
    if first["change"] == second["change"] == "open_outlet":
        # both take from SC01: rates are the same, but whose customers they are is drawn one after the other
        rates = [frame.loc[:, ~frame.columns.str.startswith("q")] for frame in frames]
        pd.testing.assert_frame_equal(*rates)
        return
    pd.testing.assert_frame_equal(*frames)
    if list(demands[0].forecast.paths.series["outlet"]) == list(demands[1].forecast.paths.series["outlet"]):
        assert (demands[0].forecast.paths.counts == demands[1].forecast.paths.counts).all()
