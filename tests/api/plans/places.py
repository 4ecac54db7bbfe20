"""Outlets and people of a plan made by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.grid import TimeGrid

FIRST_DAY = pd.Timestamp("2026-09-21")
GRID = TimeGrid("Asia/Shanghai", 30)
KINDS = ("station", "hub", "mall", "hospital", "scenic")
DISTRICTS = ("东城", "西城", "南湖", "北山", "高新")


def outlets_of(count: int) -> pd.DataFrame:
    angle = np.linspace(0, 6 * np.pi, count, endpoint=False)
    radius = 0.01 + 0.12 * np.linspace(0, 1, count)
    return pd.DataFrame(
        {
            "outlet": [f"O{number:02d}" for number in range(count)],
            "name": [f"{DISTRICTS[n % 5]}{n + 1}号服务站" for n in range(count)],
            "kind": [KINDS[number % 5] for number in range(count)],
            "region": [DISTRICTS[number % 5] for number in range(count)],
            "latitude": 30.58 + radius * np.sin(angle),
            "longitude": 114.3 + 1.15 * radius * np.cos(angle),
            "desks": 4,
        }
    )


def people_of(places: pd.DataFrame, people: int) -> pd.DataFrame:
    both = places[["outlet"]].merge(pd.DataFrame({"number": range(people)}), how="cross")
    ids = both["outlet"] + "-" + both["number"].astype("str")
    return pd.DataFrame({"employee": ids, "name": "员工" + ids, "outlet": both["outlet"]})
