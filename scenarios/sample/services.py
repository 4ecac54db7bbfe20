"""What is asked for at the outlets, and what is promised."""

from __future__ import annotations

import pandas as pd

COLUMNS = [
    "service",
    "name",
    "kind",
    "handling_minutes",
    "handling_spread",
    "patience_minutes",
    "promise",
    "promise_minutes",
    "promise_share",
    "promise_period",
    "deadline_clock",
    "routine_share",
    "contained_share",
]

ROWS = [
    ("general", "综合业务", "immediate", 8, 6, None, "share_within", 10, 0.8, "day", "clock", 0.6, 0.3),
    ("insurance", "社保医保登记", "immediate", 10, 7, None, "mean_wait", 15, None, "day", "clock", 0.4, 0.2),
    ("visitor", "游客咨询服务", "immediate", 4, 3, 20, "share_within", 5, 0.8, "day", "clock", 0.7, 0.3),
    ("call", "热线来电", "immediate", 4.5, 3.5, 4, "share_within", 0.5, 0.8, "day", "clock", 0.6, 0.4),
    ("enquiry", "书面咨询", "deferred", 6, 4, None, "settled_within", 60, 0.95, "day", "opening", 0.7, 0.5),
    ("complaint", "投诉处理", "deferred", 12, 8, None, "settled_within", 1440, 0.98, "day", "clock", 0, 0),
]
"""Times in minutes. Complaints are taken only where somebody works every day: their day counts clock hours."""


def services() -> pd.DataFrame:
    """The table `services`; the history is already net of self-service."""
    return pd.DataFrame(ROWS, columns=COLUMNS).assign(history_is="net")
