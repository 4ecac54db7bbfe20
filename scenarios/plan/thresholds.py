"""Customers a month below which an outlet counts as under-used."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.network.model import Network

OWN, KIND, BREAK_EVEN = "own", "kind", "break_even"
NO_DESK = "call_desk"
"""Kind of outlet that no resident walks to: it has no break-even of its own."""


def with_thresholds(network: Network, outlets: pd.DataFrame) -> pd.DataFrame:
    """`outlets` (kind, least_monthly_volume, monthly_cost, staff_cost) with the threshold that applies.

    An outlet's own threshold, else its kind's, else where `customer_value` is given the customers who are worth
    its running cost and pay. The column `source` says which (own, kind, break_even; "" without any).
    """
    of_kind = network.table("outlet_kinds").set_index("kind")["least_monthly_volume"].astype(float)
    own, kind = outlets["least_monthly_volume"].astype(float), outlets["kind"].map(of_kind).astype(float)
    value = network.settings.customer_value
    cost = outlets["monthly_cost"].astype(float) + outlets["staff_cost"].astype(float)
    even = (cost / (np.nan if value is None else value)).where(outlets["kind"] != NO_DESK)
    known = [own.notna(), kind.notna(), even.notna()]
    return outlets.assign(
        least_monthly_volume=own.fillna(kind).fillna(even),
        source=np.select(known, [OWN, KIND, BREAK_EVEN], default=""),
    ).astype({"source": "str"})
