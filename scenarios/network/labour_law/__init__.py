"""Labour law as ready sets of rules: one file a law, one row an article, in the columns of `work_rules`.

Rows without a rule are notes: what the law says and no roster rule computes. Law is never weighted, and nothing in
a network weakens it: it stands beside contracts and `work_rules`, and the stricter one binds.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

HERE = Path(__file__).parent
NUMBERS = ("days", "least", "most", "normal_day", "normal_week")
LAWS = tuple(sorted(path.stem for path in HERE.glob("*.csv")))


@cache
def articles(law: str) -> pd.DataFrame:
    """article, name, rule ("" for a note), period, days, least, most, what, then, normal_day, normal_week, text.

    Empty for the law `none`.
    """
    if law not in LAWS:
        return articles(LAWS[0]).head(0)
    table = pd.read_csv(HERE / f"{law}.csv", dtype="str", keep_default_na=False)
    return table.assign(**{name: pd.to_numeric(table[name]).astype("float64") for name in NUMBERS})


@cache
def _names() -> frozenset[str]:
    return frozenset(name for law in LAWS for name in articles(law)["name"] if name)


def is_law(limit: str) -> bool:
    """Whether a limit's name is that of an article."""
    return limit in _names()
