"""Cover limits: posts that exist, times on the grain, a least or a most, the least no more than the most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.network.check_hours import minutes_of
from scenarios.network.context import Context, Rule
from scenarios.network.findings import Findings


def check_posts(context: Context, findings: Findings) -> None:
    """The post exists at the outlet."""
    located = context.tables["cover_limits"]
    known = pd.MultiIndex.from_frame(context.frame("posts")[["outlet", "post"]])
    wrong = ~pd.MultiIndex.from_frame(located.frame[["outlet", "post"]]).isin(known)
    wrong &= located.frame["outlet"].isin(context.frame("outlets")["outlet"]).to_numpy(bool)
    wrong &= (located.frame["post"] != "").to_numpy(bool)
    findings.add_rows("unknown_post", located, wrong, "post", outlet=located.frame["outlet"])


def check_numbers(context: Context, findings: Findings) -> None:
    """There is a least or a most, and neither numbers nor days are the wrong way round."""
    located = context.tables["cover_limits"]
    limits = located.frame
    nothing = (limits["least"].isna() & limits["most"].isna()).to_numpy(bool)
    findings.add_rows("rule_lacks", located, nothing, "least", rule=limits["name"])
    for lower, upper in (("least", "most"), ("first_day", "last_day")):
        wrong = (limits[lower] > limits[upper]).fillna(False).to_numpy(bool)
        findings.add_rows("limits_reversed", located, wrong, lower, upper=upper, upper_value=limits[upper])


def check_times(context: Context, findings: Findings) -> None:
    """From and to are edges of the network's intervals: people are counted when an interval begins."""
    located, grain = context.tables["cover_limits"], context.settings.grain
    for name in ("from", "to"):
        off = np.nan_to_num(minutes_of(located.frame[name])) % grain > 0
        findings.add_rows("time_off_grain", located, off, name, grain=grain)


RULES: tuple[Rule, ...] = (
    Rule(check_posts, ("cover_limits", "outlets", "posts")),
    Rule(check_numbers, ("cover_limits",)),
    Rule(check_times, ("cover_limits",)),
)
