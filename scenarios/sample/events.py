"""The organisation's own events: two festivals that come back every year."""

from __future__ import annotations

import pandas as pd

ROWS = [
    ("lantern2024", "云岫灯会", "2024-02-20", "2024-02-25", "lantern"),
    ("lantern2025", "云岫灯会", "2025-02-10", "2025-02-13", "lantern"),
    ("lantern2026", "云岫灯会", "2026-03-01", "2026-03-04", "lantern"),
    ("music2023", "望江音乐节", "2023-09-16", "2023-09-17", "music"),
    ("music2024", "望江音乐节", "2024-09-21", "2024-09-22", "music"),
    ("music2025", "望江音乐节", "2025-09-20", "2025-09-21", "music"),
    ("music2026", "望江音乐节", "2026-09-19", "2026-09-20", "music"),
]

OUTLETS = {"lantern": ("SC01", "SC04", "ML01"), "music": ("SC01", "HB01", "CT03")}


def events(outlets: pd.Series) -> pd.DataFrame:
    """The table `events`, at those of the `outlets` that there are."""
    frame = pd.DataFrame(ROWS, columns=["event", "name", "first_day", "last_day", "kind"])
    there = set(outlets)
    listed = {kind: ";".join(o for o in concerned if o in there) for kind, concerned in OUTLETS.items()}
    dated = frame.assign(
        first_day=pd.to_datetime(frame["first_day"]),
        last_day=pd.to_datetime(frame["last_day"]),
        outlets=frame["kind"].map(listed),
    )
    return dated[dated["outlets"] != ""].reset_index(drop=True)
