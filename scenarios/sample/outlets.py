"""Outlets and their posts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from scenarios.sample.opening import CLOSED_ON_HOLIDAYS
from scenarios.sample.places import latitude, longitude

LAYOUTS = {
    ("station", "one"): [("counter", "综合窗口", "general;insurance", "counter", "")],
    ("station", "insured"): [
        ("counter", "综合窗口", "general", "counter", ""),
        ("insurance", "社保窗口", "insurance", "counter;insurance", "insurance"),
    ],
    ("station", "insured_office"): [
        ("counter", "综合窗口", "general", "counter", ""),
        ("insurance", "社保窗口", "insurance", "counter;insurance", "insurance"),
        ("office", "后台办理", "enquiry", "office", ""),
    ],
    ("hub", "one"): [("counter", "综合窗口", "visitor;general", "counter", "")],
    ("hub", "office"): [
        ("counter", "综合窗口", "visitor;general", "counter", ""),
        ("office", "投诉与咨询", "complaint;enquiry", "office", "mediation"),
    ],
    ("mall", "one"): [("counter", "多语服务台", "visitor;general", "counter;visitor", "")],
    ("hospital", "one"): [("counter", "医保服务台", "insurance;general", "counter;insurance", "")],
    ("scenic", "one"): [("visitor", "游客服务台", "visitor;general", "visitor", "")],
    ("scenic", "office"): [
        ("visitor", "游客服务台", "visitor;general", "visitor", ""),
        ("office", "投诉与咨询", "complaint;enquiry", "office", "mediation"),
    ],
    ("counter", "one"): [("counter", "综合窗口", "general;insurance", "counter", "")],
    ("counter", "market"): [("counter", "夜间窗口", "general;visitor", "counter", "")],
    ("call_desk", "office"): [
        ("calls", "来电座席", "call", "calls", ""),
        ("office", "工单处理", "complaint;enquiry", "casework", ""),
    ],
}
"""Posts by kind of outlet and layout: post, name, services in priority order, skills, certificates."""

DESKS = {"scenic": 2.2}
"""Desks over the people needed in an ordinary peak; 1.4 elsewhere. Scenic points have room for Golden Week."""

MONTHLY_COST = {
    "station": 26_000,
    "hub": 58_000,
    "mall": 64_000,
    "hospital": 22_000,
    "scenic": 30_000,
    "counter": 18_000,
    "call_desk": 45_000,
}
"""Rent and running costs of an outlet of tier 2, CNY."""

UNDERUSED_BELOW = {1: 2500, 2: 1800, 3: 1400, 4: 900}
"""Least customers a month by tier of a station or counter; other kinds are never reviewed."""


def sketch(file: Path) -> pd.DataFrame:
    """The outlets as sketched: columns as `Size.outlets` says."""
    return pd.read_csv(file).astype({"east": float, "north": float, "customers": float})


def desks(drawn: pd.DataFrame, peak_people: pd.Series) -> pd.Series:
    """Desks by outlet; `peak_people` is what an ordinary peak needs, by outlet."""
    room = drawn.set_index("outlet")["kind"].map(DESKS).fillna(1.4)
    people: pd.Series = peak_people * room
    return pd.Series(np.ceil(people.to_numpy()).astype(int) + 1, index=people.index)


def outlets(drawn: pd.DataFrame, desks: pd.Series) -> pd.DataFrame:
    """The table `outlets`; `desks` are by outlet."""
    tier, kind = drawn["tier"], drawn["kind"]
    reviewed = kind.isin(["station", "counter"])
    number = np.arange(len(drawn))
    return pd.DataFrame(
        {
            "outlet": drawn["outlet"],
            "name": drawn["name"],
            "kind": kind,
            "tier": tier,
            "region": drawn["region"],
            "latitude": latitude(drawn["north"]),
            "longitude": longitude(drawn["east"]),
            "desks": drawn["outlet"].map(desks),
            "monthly_cost": kind.map(MONTHLY_COST) * (1.6 - 0.3 * tier),
            "lease_end": pd.to_datetime("2027-03-31") + pd.to_timedelta(number * 47 % 1400, unit="D"),
            "capacity_residents": kind.map({"station": 1}) * tier.map({1: 9000, 2: 7000, 3: 5000, 4: 4000}),
            "least_monthly_volume": tier.map(UNDERUSED_BELOW).where(reviewed),
            "open_holidays": drawn["hours"] != CLOSED_ON_HOLIDAYS,
            "opened": pd.to_datetime("2012-05-01") + pd.to_timedelta(number * 97 % 3000, unit="D"),
        }
    )


def posts(drawn: pd.DataFrame) -> pd.DataFrame:
    """The table `posts`, by the layout of each outlet."""
    rows = [
        (outlet, *post, (2 if tier == 1 else 1) if number == 0 else 0)
        for outlet, kind, layout, tier in zip(
            drawn["outlet"], drawn["kind"], drawn["layout"], drawn["tier"], strict=True
        )
        for number, post in enumerate(LAYOUTS[kind, layout])
    ]
    columns = ["outlet", "post", "name", "services", "skills", "certificates", "minimum_people"]
    return pd.DataFrame(rows, columns=columns)


def offered(posts: pd.DataFrame) -> pd.DataFrame:
    """outlet, service: what is asked for where."""
    listed = posts.assign(service=posts["services"].str.split(";")).explode("service")
    return listed[["outlet", "service"]].drop_duplicates().astype("str").reset_index(drop=True)
