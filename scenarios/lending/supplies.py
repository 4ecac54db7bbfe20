"""Who can be lent on a day: own people on duty, people on call, partners' offers, and where each may go.

own       on duty at home; their pay is paid anyway, so an hour away costs what an idle hour costs (`price_idle`):
          the cushion that home gives up
standby   on call that day, called within the hours of their standby; the rest of their pay beyond that of standby
partner   an offer's people who are not planned yet, from the first to the last hour that anybody is needed, eight
          hours at most; people whom the plan holds on standby count among them

People are of one group where home, post, duty, price and the posts that they may serve elsewhere are the same.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.lending.terms import ShareTerms
from scenarios.network.cells import names
from scenarios.network.model import Network
from scenarios.plan.values import Plan
from scenarios.premises.people import People, valid_on

FULL_DAY = 480.0
"""Most minutes that a partner's person is at the post in a day."""
HOME = ["kind", "outlet", "pool", "post", "begins", "ends", "break_start", "break_end", "price", "travel_limit"]
SUPPLY = [
    *(
        "supply",
        "kind",
        "lender",
        "outlet",
        "pool",
        "post",
        "people",
        "begins",
        "ends",
        "break_start",
        "break_end",
    ),
    *("price", "least_minutes", "most_minutes"),
]


def own_supplies(
    network: Network, staff: People, duty: pd.DataFrame, seats: pd.DataFrame, terms: ShareTerms, day: pd.Timestamp
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Supplies of own people, with `travel_limit`; and supply, outlet, pool, post: which seats each can hold.

    `seats` has outlet, pool, post, where somebody is missing.
    """
    own = _people(network, staff, duty)
    able = _able(staff, own, seats, day)
    skills = {number: ",".join(map(str, sorted(found))) for number, found in able.groupby("number")["seat"]}
    own["skills"] = [skills.get(number, "") for number in own["number"]]
    own["group"] = own.groupby([*HOME, "skills"], dropna=False).ngroup()
    groups = own.groupby("group").agg(
        **{name: (name, "first") for name in HOME}, people=("number", "size"), number=("number", "first")
    )
    groups["supply"] = groups["outlet"] + "/" + groups["post"] + "/" + groups["kind"] + "/" + _ordinal(groups)
    links = able.merge(groups[["number", "supply"]], on="number").merge(seats, on="seat")
    supplies = groups.assign(lender=groups["outlet"], least_minutes=terms.least_minutes, most_minutes=1440.0)
    supplies = supplies[[*SUPPLY, "travel_limit"]].reset_index(drop=True)
    return supplies, links[["supply", "outlet", "pool", "post"]]


def offers(network: Network, plan: Plan, starts: pd.DatetimeIndex, day: pd.Timestamp) -> pd.DataFrame:
    """Supplies of partners, with skills and certificates (tuples) and notice_hours."""
    table = network.table("partner_offers").merge(
        network.table("partners")[["partner", "notice_hours"]], on="partner"
    )
    begun = table["first_day"].isna() | (table["first_day"] <= day)
    over = table["last_day"].notna() & (table["last_day"] < day)
    table = table[begun & ~over].reset_index(drop=True)
    name = table["partner"] + "/" + table["offer"]
    planned = _planned(plan, day)
    least = table["least_hours"].astype(float) * 60
    step = pd.Timedelta(minutes=15)
    found = pd.DataFrame(
        {
            "supply": name,
            "kind": "partner",
            "lender": table["partner"],
            "outlet": "",
            "pool": "",
            "post": "",
            "people": (table["people"].astype(int) - name.map(planned).fillna(0).astype(int)).clip(lower=0),
            "begins": starts[0],
            "ends": starts[-1] + step,
            "break_start": pd.NaT,
            "break_end": pd.NaT,
            "price": table["price"].astype(float),
            "least_minutes": least,
            "most_minutes": np.maximum(least, FULL_DAY),
            "skills": table["skills"].map(names),
            "certificates": table["certificates"].map(names),
            "notice_hours": table["notice_hours"].astype(float),
        }
    )
    return found[found["people"] > 0].reset_index(drop=True)


def _people(network: Network, staff: People, duty: pd.DataFrame) -> pd.DataFrame:
    """One row a person who may be lent: HOME, number and person."""
    settings = network.settings
    person = staff.employees[["employee", "outlet", "hourly_rate", "standby_factor", "travel_limit"]]
    person = person.rename(columns={"employee": "person", "outlet": "home"})
    rows = duty.merge(person, on="person", how="left")
    working = (rows["activity"] == "work") & (rows["source"] == "own")
    calling = (rows["activity"] == "standby") & rows["home"].notna() & (rows["source"] != "partner")
    rows = rows[working | calling].reset_index(drop=True)
    called = (rows["activity"] == "standby").to_numpy()
    left = rows["hourly_rate"] * (1 - rows["standby_factor"])
    pools = staff.posts[["outlet", "post", "pool"]]
    table = rows.assign(
        kind=np.where(called, "standby", "own"),
        price=np.where(called, left.fillna(0.0), settings.price_idle),
        travel_limit=rows["travel_limit"].fillna(settings.surge_minutes).astype(float),
        outlet=rows["home"].where(called, rows["outlet"]),
    )
    at_home = table.merge(pools, on=["outlet", "post"], how="left")
    return at_home.assign(pool=at_home["pool"].fillna(""), number=np.arange(len(at_home)))


def _able(staff: People, own: pd.DataFrame, seats: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """number, seat: posts elsewhere (on call: at home too) that each can hold that day."""
    every = pd.concat([staff.elsewhere, staff.home.assign(at_home=True)], ignore_index=True)
    today = staff.days[staff.days["day"] == day]
    named = every.merge(seats[["outlet", "post"]].drop_duplicates(), on=["outlet", "post"])
    valid = valid_on(named[["employee", "outlet", "post", "since", "until"]], today)
    found = own[["number", "person", "outlet", "kind"]].rename(columns={"outlet": "home"})
    held = found.merge(valid.rename(columns={"employee": "person"}), on="person")
    nameless = found[~found["person"].isin(staff.employees["employee"])]
    if len(nameless):
        held = pd.concat([held, _by_post(staff, own, nameless, seats)], ignore_index=True)
    held = held[(held["home"] != held["outlet"]) | (held["kind"] == "standby")]
    return held.merge(seats, on=["outlet", "post"])[["number", "seat"]].drop_duplicates()


def _by_post(staff: People, own: pd.DataFrame, nameless: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Of people without a name it is known that they can hold their post: so those that ask for no more."""
    asks = staff.posts[["outlet", "post", "skills", "certificates"]]
    of = nameless[["number", "home", "kind"]].merge(own[["number", "post"]], on="number")
    of = of.merge(asks.rename(columns={"outlet": "home"}), on=["home", "post"])
    to = seats[["outlet", "post"]].drop_duplicates().merge(asks, on=["outlet", "post"])
    both = of.drop(columns="post").merge(to, how="cross", suffixes=("", "_asked"))
    columns = ("skills", "certificates", "skills_asked", "certificates_asked")
    fits = [
        set(skills) >= set(asked) and set(held) >= set(valid)
        for skills, held, asked, valid in zip(*(both[name] for name in columns), strict=True)
    ]
    return both.loc[np.array(fits, dtype=bool), ["number", "home", "kind", "outlet", "post"]]


def _planned(plan: Plan, day: pd.Timestamp) -> pd.Series:
    """People by offer whom the plan has at work already."""
    if plan.staff is None:
        return pd.Series(dtype="int64")
    duties = plan.staff.duties
    mine = duties[(duties["day"] == day) & (duties["source"] == "partner") & (duties["activity"] == "work")]
    return mine.groupby("lender")["people"].sum()


def _ordinal(groups: pd.DataFrame) -> pd.Series:
    """A number within home, post and kind."""
    return (groups.groupby(["outlet", "post", "kind"]).cumcount() + 1).astype("str")
