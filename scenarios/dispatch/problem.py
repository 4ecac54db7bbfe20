"""The situation of a moment, from a stored plan, its network, and what is reported."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from forecast import update_day
from forecast.same_day import SameDay
from optimize.shared_staff.dispatch import DAY_KINDS, NOW_KINDS, Policy, Situation
from quarterhour.messages import Message
from scenarios.dispatch import lanes as lines
from scenarios.dispatch.people import able, offers, on_duty
from scenarios.dispatch.reading import Report
from scenarios.network.model import Network
from scenarios.plan.stored import premises_of
from scenarios.plan.today import counted_by
from scenarios.plan.values import Plan
from scenarios.premises import Premises
from scenarios.premises.people import people
from scenarios.premises.travel import between_outlets, from_partners

HOURS = 6.0
"""How far ahead moves are weighed: two hours until people serve, and a block or two of service."""


class CannotDispatchError(ValueError):
    """The plan lacks what dispatch starts from, or the moment is none of its days."""

    def __init__(self, code: str, **values: object) -> None:
        self.message = Message(code, values)
        super().__init__(self.message.text())


@dataclass(frozen=True)
class Moment:
    """A situation and what it was made from.

    Attributes
    ----------
    today
        The rest of the day, foreseen anew from the counts so far.
    day
        The business day.
    """

    situation: Situation
    today: SameDay
    day: pd.Timestamp


def moment(
    network: Network,
    plan: Plan,
    report: Report,
    now: pd.Timestamp,
    *,
    hours: float = HOURS,
    rest_of_day: bool = False,
) -> Moment:
    """Who is where at `now`, who waits, who is still to come, and who could help.

    Parameters
    ----------
    network
        The base network that the plan was made of; the plan's own changes are put on it again.
    hours
        Horizon; the rest of the business day with `rest_of_day`, with which duties may also end early.

    Raises
    ------
    CannotDispatchError
        When the plan has no roster, requirement or forecast, or `now` is not in one of its days.
    """
    forecast, required, grid = plan.forecast, plan.requirement, network.grid
    if plan.roster is None or plan.staff is None or forecast is None or required is None:
        raise CannotDispatchError("dispatch.no_roster")
    day = pd.Timestamp(grid.business_day(pd.DatetimeIndex([now]))[0])
    last = plan.first_day + pd.Timedelta(days=plan.days - 1)
    if not plan.first_day <= day <= last:
        raise CannotDispatchError(
            "dispatch.not_of_plan", day=day.date(), first=plan.first_day.date(), last=last.date()
        )
    premises = premises_of(network, plan)
    changed = premises.network
    today = update_day(forecast, _counted(changed, forecast.paths.series, report, now), now, grid)
    posts = lines.posts(premises)
    ahead = lines.expected(today, report, now, grid)
    ahead = ahead[~ahead["outlet"].isin(premises.closed)].reset_index(drop=True)
    table, flow = lines.lanes(changed, posts, ahead, report)
    staff = people(changed, day, 1)
    there = on_duty(plan, changed, staff, day, report.absent["employee"])
    end = grid.day_start(day + pd.Timedelta(days=1))
    situation = Situation(
        now=now,
        until=end if rest_of_day else min(now + pd.Timedelta(hours=hours), end),
        grid=grid,
        lanes=table,
        posts=posts[["outlet", "post", "pool", "lane"]],
        desks=changed.table("outlets")[["outlet", "desks"]].astype({"desks": int}),
        flow=flow,
        need=lines.need(changed, posts, (required.pools, required.floors), ahead, table, now),
        people=there,
        offers=offers(plan, changed, day, report.offers),
        able=able(changed, plan, staff, there, day),
        travel=_travel(premises),
        policy=policy(changed, rest_of_day=rest_of_day),
        seed=plan.seed,
    )
    return Moment(situation, today, day)


def policy(network: Network, *, rest_of_day: bool) -> Policy:
    """The network's settings as a policy."""
    settings = network.settings
    return Policy(
        surge_minutes=settings.surge_minutes,
        ahead=24 * 60.0 if rest_of_day else settings.surge_minutes,
        alert=settings.alert_minutes,
        preparation=settings.preparation_minutes,
        handover=settings.handover_minutes,
        price_travel=settings.price_travel,
        price_idle=settings.price_idle,
        kinds=DAY_KINDS if rest_of_day else NOW_KINDS,
    )


def _counted(network: Network, series: pd.DataFrame, report: Report, now: pd.Timestamp) -> pd.DataFrame:
    """What came so far: as reported, else what the network's history holds of the day."""
    found = (
        report.counts[["outlet", "service", "start", "count"]] if len(report.counts) else counted_by(network, now)
    )
    return found.merge(series[["outlet", "service"]], on=["outlet", "service"])


def _travel(premises: Premises) -> pd.DataFrame:
    """Minutes by car between outlets and from partners. A network's ways do not differ by time of day."""
    outlets = between_outlets(premises).rename(columns={"outlet": "origin", "other": "outlet"})
    partners = from_partners(premises).rename(columns={"partner": "origin"})
    return pd.concat([outlets, partners], ignore_index=True)[["origin", "outlet", "minutes"]]
