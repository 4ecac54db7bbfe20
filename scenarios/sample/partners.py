"""Organisations of the mutual-aid alliance, and whom they may lend."""

from __future__ import annotations

import pandas as pd

from scenarios.sample.places import latitude, longitude

PARTNERS = pd.DataFrame(
    [
        ("tourism", "云岫文旅集团", 1.2, -0.6, 24),
        ("railway", "云岫铁路客运公司", 4.0, 0.6, 48),
        ("staffing", "众诚人力资源公司", -0.9, 0.2, 12),
        ("telecom", "云岫电信客服中心", 2.2, 1.1, 24),
    ],
    columns=["partner", "name", "east", "north", "notice_hours"],
)

OFFERS = pd.DataFrame(
    [
        ("tourism", "guides", "visitor", "", 14, 62.0, 4, None, None),
        ("tourism", "golden_week", "visitor;counter", "", 12, 75.0, 6, "2026-09-28", "2026-10-08"),
        ("railway", "hall_staff", "counter;visitor", "", 6, 68.0, 4, None, None),
        ("staffing", "clerks", "counter", "", 10, 58.0, 4, None, None),
        ("staffing", "insurance_clerks", "counter;insurance", "insurance", 4, 72.0, 6, None, None),
        ("telecom", "agents", "calls", "", 8, 60.0, 4, None, None),
    ],
    columns=[
        "partner",
        "offer",
        "skills",
        "certificates",
        "people",
        "price",
        "least_hours",
        "first_day",
        "last_day",
    ],
)


def partners(count: int) -> pd.DataFrame:
    """The table `partners`: the first `count` of them."""
    kept = PARTNERS.head(count)
    placed = kept.assign(latitude=latitude(kept["north"]), longitude=longitude(kept["east"]))
    return placed[["partner", "name", "latitude", "longitude", "notice_hours"]]


def partner_offers(count: int) -> pd.DataFrame:
    """The table `partner_offers` of the first `count` partners."""
    kept = OFFERS[OFFERS["partner"].isin(PARTNERS["partner"].head(count))]
    return kept.assign(first_day=pd.to_datetime(kept["first_day"]), last_day=pd.to_datetime(kept["last_day"]))
