"""Who is where today by the plan's roster, what each may still do, and who holds which post."""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.roster.commitments import WORKING
from quarterhour.grid import TimeGrid
from scenarios.network.model import Network, names
from scenarios.plan.staffing import shift_types
from scenarios.plan.values import Plan
from scenarios.premises.people import FAR_FUTURE, FAR_PAST, People

PRESENT = ("work", "break", "standby")
ANY_MINUTES = 1e6
"""Minutes that stand for no limit: partners keep their own people's hours."""


def on_duty(plan: Plan, network: Network, staff: People, day: pd.Timestamp, absent: pd.Series) -> pd.DataFrame:
    """`Situation.people`: one row a person or partner's slot with a duty or standby on the business day."""
    if plan.roster is None:
        raise ValueError(
            "the plan has no roster to dispatch from.\nMaybe the network lacks employees or contracts."
        )
    segments = plan.roster.segments
    today = segments[(segments["day"] == day) & segments["activity"].isin(PRESENT)]
    duties = _duties(today)
    terms = staff.employees.set_index("employee")
    known = duties["employee"].isin(terms.index)
    own = terms.reindex(duties["employee"])
    partners = _partners(plan, network, duties)
    hours = _left(segments, network, terms, duties["employee"], day)
    grid = network.grid
    frame = duties.assign(
        home=own["outlet"].to_numpy(),
        available=~duties["employee"].isin(absent),
        trained=own["trained"].eq(True).to_numpy() | ~known,
        standby=own["standby"].eq(True).to_numpy() | ~known,
        night_work=own["night_work"].eq(True).to_numpy() | ~known,
        travel_limit=own["travel_limit"].astype(float).fillna(ANY_MINUTES).to_numpy(),
        rate=own["hourly_rate"].astype(float).to_numpy(),
        overtime_factor=own["overtime_factor"].astype(float).fillna(1.0).to_numpy(),
        longest_end=duties["begins"] + _hours(own["shift_hours_most"], 24.0),
        shortest_end=duties["begins"] + _hours(own["shift_hours_least"], 0.0),
        home_by=_home_by(segments, duties, own),
        **hours,
    )
    frame = frame.assign(
        home=frame["home"].where(known, partners["partner"]).astype("str"),
        rate=frame["rate"].where(known, partners["price"]).fillna(0.0),
    )
    return _with_break_limits(frame, network, grid)


def _duties(today: pd.DataFrame) -> pd.DataFrame:
    """employee, state, outlet, post, begins, ends, break_start, break_end, duty: one row a person."""
    ordered = today.sort_values(["employee", "start"])
    first = ordered.groupby("employee", as_index=False).agg(
        outlet=("outlet", "first"),
        post=("post", "first"),
        begins=("start", "min"),
        ends=("end", "max"),
        duty=("duty", "first"),
        standing=("activity", lambda kinds: bool((kinds == "standby").all())),
    )
    pauses = ordered[ordered["activity"] == "break"].drop_duplicates("employee")
    pauses = pauses[["employee", "start", "end"]].rename(columns={"start": "break_start", "end": "break_end"})
    joined = first.merge(pauses, on="employee", how="left")
    return joined.assign(state=np.where(joined["standing"].astype(bool), "standby", "duty")).drop(
        columns="standing"
    )


def _hours(values: pd.Series, otherwise: float) -> pd.TimedeltaIndex:
    return pd.to_timedelta(values.astype(float).fillna(otherwise).to_numpy(), unit="h")


def _partners(plan: Plan, network: Network, duties: pd.DataFrame) -> pd.DataFrame:
    """partner, price of each row's slot, "" and NaN for own people."""
    offer = duties["duty"].map(_lenders(plan)).fillna("")
    offers = network.table("partner_offers")
    price = pd.Series(offers["price"].to_numpy(float), index=offers["partner"] + "/" + offers["offer"])
    return pd.DataFrame({"partner": offer.str.split("/").str[0], "price": offer.map(price)})


def _lenders(plan: Plan) -> pd.Series:
    """The lender (for partners: the offer) of each planned duty."""
    duties = pd.DataFrame({"duty": [], "lender": []}, dtype="str") if plan.staff is None else plan.staff.duties
    return duties.drop_duplicates("duty").set_index("duty")["lender"]


def _left(
    segments: pd.DataFrame, network: Network, terms: pd.DataFrame, employee: pd.Series, day: pd.Timestamp
) -> dict[str, np.ndarray]:
    """Minutes of work and travel that day, week and month still leave beyond what is planned."""
    grid = network.grid
    table = network.table("segments")
    before = table[table["start"] < segments["start"].min()] if len(segments) else table
    both = pd.concat(
        [segments[["employee", "start", "end", "activity"]], before[["employee", "start", "end", "activity"]]],
        ignore_index=True,
    )
    both = both[both["activity"].isin(WORKING)]
    days = pd.Series(grid.business_day(pd.DatetimeIndex(both["start"])), index=both.index)
    minutes = (both["end"] - both["start"]).dt.total_seconds() / 60
    monday = day - pd.Timedelta(days=day.weekday())
    spans = {
        "day_left": ("hours_day", days == day),
        "week_left": ("hours_week_most", (days >= monday) & (days < monday + pd.Timedelta(days=7))),
        "month_left": ("hours_month_most", (days.dt.year == day.year) & (days.dt.month == day.month)),
    }
    left = {}
    for name, (limit, inside) in spans.items():
        worked = (
            minutes[inside].groupby(both.loc[inside, "employee"]).sum().reindex(employee).fillna(0.0).to_numpy()
        )
        most = terms[limit].astype(float).reindex(employee).to_numpy() * 60
        left[name] = np.where(np.isnan(most), ANY_MINUTES, most - worked)
    return left


def _home_by(segments: pd.DataFrame, duties: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    """The start of everybody's next duty, travel included, less the rest of their contract."""
    later = segments[segments["activity"] != "leave"].merge(duties[["employee", "ends"]], on="employee")
    # A way home that touches the duty's end is not the next duty.
    later = later[later["start"] >= later["ends"] + pd.Timedelta(hours=4)]
    following = later.groupby("employee")["start"].min().reindex(duties["employee"])
    rest = pd.to_timedelta(own["rest_hours"].astype(float).fillna(0.0).to_numpy(), unit="h")
    return pd.Series(pd.DatetimeIndex(following) - rest, index=duties.index)


def _with_break_limits(frame: pd.DataFrame, network: Network, grid: TimeGrid) -> pd.DataFrame:
    """break_earliest, break_latest by the shift type of the duty; where it is not known, the break stays."""
    types = shift_types(network, grid)[["outlet", "shift", "break_after", "break_before"]]
    keyed = frame[["outlet", "duty"]].assign(shift=frame["duty"].str.split("|").str[4].fillna(""))
    limits = keyed.merge(types, on=["outlet", "shift"], how="left")
    bounds = {}
    for name, limit in (("break_earliest", "break_after"), ("break_latest", "break_before")):
        moment = frame["begins"] + pd.to_timedelta(limits[limit].to_numpy(float), unit="m")
        bounds[name] = moment.fillna(frame["break_start"]).where(frame["break_start"].notna())
    return frame.assign(**bounds)


def offers(plan: Plan, network: Network, day: pd.Timestamp, reported: pd.DataFrame) -> pd.DataFrame:
    """`Situation.offers`: what is reported, else what is offered that day less what the plan uses of it."""
    table = network.table("partner_offers")
    begun = table["first_day"].isna() | (table["first_day"] <= day)
    over = table["last_day"].notna() & (table["last_day"] < day)
    table = table[begun & ~over].reset_index(drop=True)
    offer = table["partner"] + "/" + table["offer"]
    used = pd.Series(0, index=offer)
    if plan.staff is not None:
        duties = plan.staff.duties
        today = duties[(duties["day"] == day) & (duties["source"] == "partner")]
        used = today.groupby("lender")["people"].sum().reindex(offer).fillna(0)
    left = (table["people"].astype(float) - used.to_numpy()).clip(lower=0.0)
    told = pd.Series(
        reported["people"].astype(float).to_numpy(), index=reported["partner"] + "/" + reported["offer"]
    )
    known = offer.map(told[~told.index.duplicated()]).to_numpy(float)
    return pd.DataFrame(
        {
            "offer": offer,
            "partner": table["partner"],
            "people": np.where(np.isnan(known), left, known).astype(np.int64),
            "price": table["price"].astype(float),
            "least_minutes": table["least_hours"].astype(float) * 60,
            "standby_factor": table["standby_factor"].astype(float),
        }
    )


def able(network: Network, plan: Plan, staff: People, people: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """`Situation.able`: own people with valid certificates, and offers and their slots by what offers state."""
    columns = ["employee", "outlet", "post", "since", "until"]
    both = pd.concat([staff.home[columns], staff.elsewhere[columns]], ignore_index=True)
    since, until = both["since"].fillna(FAR_PAST), both["until"].fillna(FAR_FUTURE)
    valid = both[(since <= day) & (day <= until) & both["employee"].isin(people["employee"])]
    own = valid[["employee", "outlet", "post"]].rename(columns={"employee": "who"})
    table = network.table("partner_offers")
    fits = []
    for partner, offer, skills, certificates in zip(
        table["partner"], table["offer"], table["skills"], table["certificates"], strict=True
    ):
        has, holds = set(names(skills)), set(names(certificates))
        fit = [
            set(asked) <= has and set(required) <= holds
            for asked, required in zip(staff.posts["skills"], staff.posts["certificates"], strict=True)
        ]
        fits.append(
            staff.posts.loc[np.array(fit, dtype=bool), ["outlet", "post"]].assign(who=f"{partner}/{offer}")
        )
    lent = pd.concat(fits, ignore_index=True) if fits else own.head(0)
    slots = people.loc[~people["employee"].isin(staff.employees["employee"]), ["employee", "duty"]]
    slots = slots.assign(offer=slots["duty"].map(_lenders(plan))).merge(lent, left_on="offer", right_on="who")
    named = slots[["employee", "outlet", "post"]].rename(columns={"employee": "who"})
    return pd.concat([own, lent[own.columns], named[own.columns]], ignore_index=True).drop_duplicates(
        ignore_index=True
    )
