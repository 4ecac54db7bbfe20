"""Equipment, stock and vehicles."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.seeds import generator

MACHINES = {
    "station": (("desk", 0.0), ("terminal", 0.4), ("printer", 0.3)),
    "hub": (("desk", 0.0), ("terminal_24h", 0.5), ("printer", 0.3)),
    "mall": (("desk", 0.0), ("multilingual", 0.2), ("terminal", 0.4)),
    "hospital": (("desk", 0.0), ("barrier_free", 0.05), ("reader", 0.2)),
    "scenic": (("desk", 0.0), ("terminal", 0.4)),
    "counter": (("desk", 0.0), ("terminal", 0.4)),
    "call_desk": (("desk", 0.1),),
}
"""Machines by kind of outlet, with failures of one piece a month."""

LACKING = (("HP03", "barrier_free"), ("ML02", "multilingual"))
"""What a tier asks for and an outlet does not have yet."""

ITEMS = (("表格", 1.2, 5), ("卡套", 0.3, 10), ("热敏纸卷", 0.01, 4), ("宣传册", 0.5, 14))
"""Item, pieces used by one customer, days from order to delivery."""


def equipment(outlets: pd.DataFrame) -> pd.DataFrame:
    """The table `equipment`."""
    rows = [
        (f"{outlet}-{machine}", outlet, machine, desks if machine == "desk" else 1 + desks // 6, failures)
        for outlet, kind, desks in zip(outlets["outlet"], outlets["kind"], outlets["desks"], strict=True)
        for machine, failures in MACHINES[kind]
        if (outlet, machine) not in LACKING
    ]
    frame = pd.DataFrame(rows, columns=["equipment", "outlet", "kind", "count", "failures_a_month"])
    return frame.assign(repair_hours=6.0, lendable=frame["kind"].isin(["terminal", "printer", "reader"]))


def stock(outlets: pd.DataFrame, customers: pd.Series, seed: int) -> pd.DataFrame:
    """The table `stock`; `customers` of an ordinary day are by outlet. Some items run low."""
    items = pd.DataFrame(list(ITEMS), columns=["item", "used_per_customer", "lead_days"])
    frame = outlets.loc[outlets["kind"] != "call_desk", ["outlet"]].merge(items, how="cross")
    used = frame["used_per_customer"] * frame["outlet"].map(customers)
    cover = generator(seed, "sample", "stock").uniform(3, 40, len(frame))
    return frame.assign(on_hand=np.ceil(used * cover))


def vehicles(outlets: pd.DataFrame, count: int) -> pd.DataFrame:
    """The table `vehicles`: at the stations furthest from the centre."""
    away = np.hypot(outlets["east"], outlets["north"])
    bases = outlets[outlets["kind"] == "station"].assign(away=away).nlargest(count, "away")
    return pd.DataFrame(
        {
            "vehicle": [f"V{number + 1}" for number in range(len(bases))],
            "outlet": bases["outlet"].to_numpy(),
            "hours_day": 8.0,
            "cost_km": 3.2,
            "cost_day": 650.0,
        }
    )
