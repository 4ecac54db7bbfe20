"""What changes do to demand: the total that the text says, by series, interval and path, and where it went."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from forecast.values import Forecast
from scenarios.changes import scenario_from
from scenarios.network.hours import opening
from scenarios.plan.closing import Reassigned
from scenarios.plan.demanding import demand_under
from scenarios.premises import Premises
from tests.changes.apart import day, under
from tests.plan.fixtures import tiny, tiny_forecast


@cache
def base() -> Forecast:
    """The demand of the base plan."""
    return demand_under(under(), tiny_forecast()).forecast


def demanded(*changes: dict[str, Any]) -> tuple[Premises, Reassigned]:
    """Premises and demand under changes in plain data."""
    premises = under(*scenario_from({"name": "x", "changes": list(changes)}).changes)
    return premises, demand_under(premises, tiny_forecast())


def means(forecast: Forecast) -> pd.Series:
    """Mean demand by outlet, service and start."""
    return forecast.intervals.set_index(["outlet", "service", "start"])["mean"]


def of(forecast: Forecast, outlet: str | None = None, service: str | None = None) -> float:
    """Mean demand of an outlet and a service; None for all."""
    rows = forecast.intervals
    here = (rows["outlet"] == outlet) | (outlet is None)
    return float(rows.loc[here & ((rows["service"] == service) | (service is None)), "mean"].sum())


def whole(found: Reassigned) -> float:
    """Demand after, and what went to digital channels or was lost."""
    away = found.balance["to"].isin(["digital", "lost"])
    return of(found.forecast) + float(found.balance.loc[away, "volume"].sum())


def sound(found: Reassigned) -> None:
    """Closed is zero, nothing is negative, quantiles rise, days are sums of their intervals, balances close."""
    made = found.forecast
    rows = made.intervals
    figures = [name for name in rows if name == "mean" or (name[0] in "rq" and name[1:].isdigit())]
    values = rows[figures].to_numpy(dtype=float)
    assert (values >= 0).all()
    assert (values[~rows["open"].to_numpy(dtype=bool)] == 0).all()
    for kind in "rq":
        columns = sorted(name for name in figures if name[0] == kind)
        assert (np.diff(rows[columns].to_numpy(dtype=float), axis=1) >= -1e-9).all()
    by_day = rows.assign(day=tiny().grid.business_day(pd.DatetimeIndex(rows["start"])))
    keys = ["outlet", "service", "day"]
    stated = made.days.set_index(keys)["mean"]
    assert stated.to_numpy() == pytest.approx(by_day.groupby(keys)["mean"].sum().reindex(stated.index).to_numpy())
    open_ = set(zip(rows.loc[rows["open"], "outlet"], rows.loc[rows["open"], "start"], strict=True))
    for row, outlet in enumerate(made.paths.series["outlet"]):
        shut = np.array([(outlet, start) not in open_ for start in made.paths.starts])
        assert not made.paths.counts[:, row, shut].any()
        assert not made.paths.rates[:, row, shut].any()
    sums = found.balance.groupby(["outlet", "service"]).agg(before=("before", "first"), after=("volume", "sum"))
    assert sums["after"].to_numpy() == pytest.approx(sums["before"].to_numpy())


def test_the_base_stays() -> None:
    """Without changes demand is the forecast plus customers known ahead, and nothing has moved."""
    _, found = demanded()
    booked = tiny().table("appointments")["count"].sum()
    assert of(found.forecast) == pytest.approx(of(tiny_forecast()) + booked)
    assert found.balance.empty
    sound(found)


def test_a_factor_concerns_its_cells_alone() -> None:
    """Monday mornings at one outlet double; every other interval, and its paths, are the same."""
    change = {"change": "scale_demand", "factor": 2, "outlets": ["SC01"], "weekdays": ["mon"], "end": "12:00"}
    _, found = demanded(change)
    sound(found)
    ratio = (means(found.forecast) / means(base())).dropna()
    start = pd.DatetimeIndex(ratio.index.get_level_values("start")).tz_convert("Asia/Shanghai")
    meant = (ratio.index.get_level_values("outlet") == "SC01") & (start.day_of_week == 0) & (start.hour < 12)
    assert ratio[~meant].to_numpy() == pytest.approx(1.0)
    assert (ratio[meant] > 1.5).all()
    changed = (found.forecast.paths.counts != base().paths.counts).any(axis=(0, 2))
    assert set(base().paths.series.loc[changed, "outlet"]) == {"SC01"}


@pytest.mark.parametrize("within", ["day", "week", "plan"])
def test_shifted_demand_keeps_its_total(within: str) -> None:
    """Afternoons lose a fifth, mornings gain it; each series keeps its sum, by day where it moves within days."""
    change = {
        "change": "shift_demand",
        "share": 0.2,
        "away_from": {"begin": "12:00"},
        "towards": {"end": "12:00"},
        "within": within,
    }
    _, found = demanded(change)
    sound(found)
    keys = ["outlet", "service", "day"] if within == "day" else ["outlet", "service"]
    before, after = (forecast.days.groupby(keys)["mean"].sum() for forecast in (base(), found.forecast))
    assert after.to_numpy() == pytest.approx(before.to_numpy())
    noon = found.forecast.intervals["start"].dt.tz_convert("Asia/Shanghai").dt.hour >= 12
    lost = found.forecast.intervals.loc[noon, "mean"].sum() / base().intervals.loc[noon, "mean"].sum()
    assert lost == pytest.approx(0.8, abs=0.01)


def test_a_new_service_is_asked_for_on_top() -> None:
    """A tenth of another service's demand comes for the new one; the others stay as they are."""
    change = {"change": "add_service", "service": "passport", "like": "general", "volume": 0.1}
    premises, found = demanded(change)
    sound(found)
    assert of(found.forecast, service="passport") == pytest.approx(0.1 * of(tiny_forecast(), service="general"))
    assert of(found.forecast) - of(found.forecast, service="passport") == pytest.approx(of(base()))
    row = premises.network.table("services").set_index("service").loc["passport"]
    assert row["handling_minutes"] == 8


def test_a_new_service_by_daily_volume() -> None:
    """So many customers come on a mean day on which the other service is asked for."""
    change = {"change": "add_service", "service": "passport", "like": "general", "daily": {"ST01": 12}}
    _, found = demanded(change)
    days = found.forecast.days[found.forecast.days["service"] == "passport"]
    here = days[(days["outlet"] == "ST01") & (days["mean"] > 0)]
    assert here["mean"].mean() == pytest.approx(12)
    assert of(found.forecast, service="passport") == pytest.approx(here["mean"].sum())


def test_a_new_outlet_draws_from_others() -> None:
    """What the new outlet has is what the other one lacks, hour by hour, and the balance says so."""
    change = {"change": "open_outlet", "outlet": "SC02", "like": "SC01", "takes": {"SC01": 0.4}, "opened": 3}
    _, found = demanded(change)
    sound(found)
    assert of(found.forecast) == pytest.approx(of(base()))
    moved = of(found.forecast, "SC02")
    assert moved == pytest.approx(of(base(), "SC01") - of(found.forecast, "SC01"))
    assert found.balance.loc[found.balance["to"] == "SC02", "volume"].sum() == pytest.approx(moved)
    days = found.forecast.days[found.forecast.days["outlet"] == "SC02"]
    assert (days.loc[days["day"] < day(3), "mean"] == 0).all()
    assert (days.loc[days["day"] >= day(3)].groupby("day")["mean"].sum() > 0).all()


def test_a_new_outlet_may_have_demand_of_its_own() -> None:
    """Half as much as the outlet that it is like, on top of everything else."""
    _, found = demanded({"change": "open_outlet", "outlet": "SC02", "like": "SC01", "share_of_like": 0.5})
    sound(found)
    assert of(found.forecast, "SC02") == pytest.approx(0.5 * of(tiny_forecast(), "SC01"))
    assert of(found.forecast) - of(found.forecast, "SC02") == pytest.approx(of(base()))


def test_a_merger_keeps_all_demand() -> None:
    """The other outlet has both demands, also of services that it did not offer; shares leave where stated."""
    merge = {"change": "merge_outlets", "outlet": "ST01", "into": "SC01"}
    premises, found = demanded(merge)
    sound(found)
    assert of(found.forecast, "ST01") == 0
    assert of(found.forecast, "SC01") == pytest.approx(of(base(), "ST01") + of(base(), "SC01"))
    assert not (premises.network.table("employees")["outlet"] == "ST01").any()
    _, lossy = demanded({**merge, "digital_share": 0.1, "lost_share": 0.05})
    digital = lossy.balance.loc[lossy.balance["to"] == "digital", "volume"].sum()
    assert digital == pytest.approx(0.1 * of(base(), "ST01"))
    assert whole(lossy) == pytest.approx(of(base()))


def test_demand_follows_a_short_move_and_not_a_long_one() -> None:
    """A share stays, the rest is re-assigned from the old place; without a stated share it falls with the way."""
    here = tiny().table("outlets").set_index("outlet").loc["ST01", ["latitude", "longitude"]]
    move = {"change": "move_outlet", "outlet": "ST01", "longitude": float(here["longitude"])}
    left = {}
    for name, north in (("near", 0.002), ("far", 0.05)):
        _, found = demanded({**move, "latitude": float(here["latitude"]) + north})
        sound(found)
        assert whole(found) == pytest.approx(of(base()))
        left[name] = of(found.forecast, "ST01") / of(base(), "ST01")
    assert 1.0 > left["near"] > left["far"] > 0.0
    _, found = demanded({**move, "latitude": float(here["latitude"]), "stays": 0.7})
    assert of(found.forecast, "ST01") == pytest.approx(0.7 * of(base(), "ST01"))


def test_demand_of_hours_that_close_is_sent_elsewhere_or_later() -> None:
    """Nobody comes in closed hours; open ones of the same outlet and others take them, the stated shares leave."""
    change = {"change": "change_hours", "outlets": ["ST01"], "weekdays": ["mon", "tue"], "spans": []}
    premises, found = demanded(change)
    sound(found)
    assert whole(found) == pytest.approx(of(base()))
    slots = opening(premises.network, day(1), 2)
    assert not (slots["outlet"] == "ST01").any()
    balance = found.balance[(found.balance["outlet"] == "ST01") & (found.balance["service"] == "general")]
    gone = base().days.query("outlet == 'ST01' and service == 'general'").head(2)["mean"].sum()
    shares = balance.set_index("to")["volume"]
    assert shares["digital"] == pytest.approx(0.2 * gone)
    assert shares["lost"] == pytest.approx(0.05 * gone)
    assert shares["SC01"] > 0
    assert of(found.forecast, "ST01", "general") == pytest.approx(shares["ST01"])


def test_longer_hours_get_the_stated_share_of_the_week() -> None:
    """Evenings open, and a tenth of the week's demand comes there; the total stays."""
    change = {
        "change": "change_hours",
        "outlets": ["SC01"],
        "spans": [["00:00", "24:00"]],
        "share_of_week": 0.1,
    }
    _, found = demanded(change)
    sound(found)
    assert of(found.forecast) == pytest.approx(of(base()), rel=1e-3)
    shut = means(tiny_forecast())[~tiny_forecast().intervals["open"].to_numpy(dtype=bool)].index
    shut = shut[shut.get_level_values("outlet") == "SC01"]
    before = of(tiny_forecast(), "SC01")
    assert means(found.forecast)[shut].sum() == pytest.approx(0.1 * before, rel=0.02)
    rows = found.forecast.intervals.set_index(["outlet", "service", "start"]).loc[shut]
    assert rows["open"].all()
    assert (rows.loc[rows["mean"] > 0, "r50"] > 0).all()


def test_days_of_closure_come_later_or_elsewhere() -> None:
    """A closed day's demand is found again, digital or lost."""
    _, found = demanded({"change": "close_days", "outlets": ["SC01"], "first_day": 2, "last_day": 3})
    sound(found)
    assert whole(found) == pytest.approx(of(base()))
    days = found.forecast.days[found.forecast.days["outlet"] == "SC01"].groupby("day")["mean"].sum()
    assert days[day(2)] == days[day(3)] == 0
    assert days[day(4)] > base().days.query("outlet == 'SC01'").groupby("day")["mean"].sum()[day(4)]


def test_machines_take_a_share_of_a_converted_outlet() -> None:
    """Machines serve half of all; of the rest the posts that stay serve theirs, what nobody takes leaves."""
    change = {"change": "convert_outlet", "outlet": "ST01", "posts": ["counter"], "self_service": 0.5}
    premises, found = demanded(change)
    sound(found)
    assert whole(found) == pytest.approx(of(base()))
    assert of(found.forecast, "ST01", "general") == pytest.approx(0.5 * of(base(), "ST01", "general"))
    assert of(found.forecast, "ST01", "insurance") == 0
    rows = found.forecast.intervals
    assert not rows.loc[(rows["outlet"] == "ST01") & (rows["service"] == "insurance"), "open"].any()
    assert set(premises.network.table("posts").query("outlet == 'ST01'")["post"]) == {"counter"}


def test_moves_add_up_in_one_balance() -> None:
    """An outlet from which another one draws, and that then closes, has one balance, from its first demand."""
    draw = {"change": "open_outlet", "outlet": "SC02", "like": "SC01", "takes": {"SC01": 0.4}}
    _, found = demanded(draw, {"change": "close_outlet", "outlet": "SC01"})
    sound(found)
    assert whole(found) == pytest.approx(of(base()))
    before = found.balance.loc[found.balance["outlet"] == "SC01"].drop_duplicates("service")["before"].sum()
    assert before == pytest.approx(of(base(), "SC01"))
