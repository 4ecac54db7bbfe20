"""Which outlets are reviewed: under their threshold for so many operating months in a row.

A month counts by what kind it is:

closed       no open day: neither counts nor breaks the run;
exceptional  under the threshold, although the outlet is usually above it, and it came back: under 30% of the
             median of the outlet's other operating months, or open on fewer than half its usual days and
             above the threshold at its usual ones. Asked about; neither counts nor breaks the run;
ordinary     everything else: judged against the threshold.

The last `review_months` ordinary months all under the threshold: verdict "review". Where only closed or
exceptional months stand between an outlet and that verdict, or left it lately: "ask". A season does not
change the verdict, but is noted where two years are known.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from optimize.coverage.frames import REVIEW, no_review
from quarterhour.arrays import Mask
from quarterhour.labels import require_unique

Array = npt.NDArray[np.float64]

EXCEPTIONAL_SHARE = 0.3
"""Of the median elsewhere: less than that is a rebuilding or a counting error rather than a weak month."""
PART_MONTH = 0.5
"""Of the usual open days: less than that is a part month."""
SEASON_MONTHS = 24
"""Operating months from which a season can be told from a trend."""


def review(monthly: pd.DataFrame, outlets: pd.DataFrame, as_of: pd.Timestamp, months: int) -> pd.DataFrame:
    """outlet, months, volume, threshold, source, verdict, note of every outlet that has a threshold.

    Parameters
    ----------
    monthly
        outlet, month, volume, open_days.
    as_of
        Last month that is known.
    months
        Operating months in a row that make a review.
    """
    require_unique(monthly, ["outlet", "month"], "monthly volumes")
    known = monthly[monthly["month"] <= as_of].sort_values(["outlet", "month"])
    history = {str(outlet): part for outlet, part in known.groupby("outlet")}
    judged = outlets[outlets["least_monthly_volume"].notna() & outlets["outlet"].isin(list(history))]
    sources = judged["source"] if "source" in judged else pd.Series("own", judged.index)
    rows = [
        {
            "outlet": outlet,
            "threshold": threshold,
            "source": source,
            **_judge(history[outlet], threshold, as_of, months),
        }
        for outlet, threshold, source in zip(
            judged["outlet"], judged["least_monthly_volume"], sources, strict=True
        )
    ]
    return pd.DataFrame(rows, columns=list(REVIEW)).astype(REVIEW) if rows else no_review()


def _judge(history: pd.DataFrame, threshold: float, as_of: pd.Timestamp, months: int) -> dict[str, object]:
    """months, volume, verdict and note of one outlet, its months in order."""
    volume = history["volume"].to_numpy(dtype=float)
    open_days = history["open_days"].to_numpy(dtype=float)
    month = pd.DatetimeIndex(history["month"])
    closed = open_days <= 0
    exceptional = np.zeros(len(volume), dtype=bool)
    exceptional[~closed] = _exceptional(volume[~closed], open_days[~closed], threshold)
    ordinary = ~closed & ~exceptional
    below = volume[ordinary] < threshold
    run = _run(below)
    shown = volume[ordinary][-months:]
    age = (as_of.year - month.year) * 12 + as_of.month - month.month
    lately, window = np.asarray(age < 2 * months), np.asarray(age < months)
    closed_only = window.sum() >= months and closed[window].any() and (closed | (volume < threshold))[window].all()
    verdict, note = "fine", ""
    if run >= months:
        verdict, note = "review", "coverage.months_in_a_row"
        if not _below_in_season(volume[ordinary], month[ordinary], threshold)[-months:].all():
            note = "coverage.only_in_season"
    elif (exceptional & lately).any():
        verdict, note = "ask", "coverage.exceptional_months"
    elif closed_only:
        verdict, note = "ask", "coverage.closed_months"
    mean = float(shown.mean()) if len(shown) else np.nan
    return {"months": run, "volume": mean, "verdict": verdict, "note": note}


def _run(below: Mask) -> int:
    """How many at the end are true without a break."""
    return int(np.argmin(below[::-1])) if not below.all() else len(below)


def _exceptional(volume: Array, open_days: Array, threshold: float) -> Mask:
    """Which operating months, in order, are exceptional; see the module."""
    count = len(volume)
    if count < 2:
        return np.zeros(count, dtype=bool)
    others = np.where(np.eye(count, dtype=bool), np.nan, volume)
    elsewhere = np.nanmedian(others, axis=1)
    low = EXCEPTIONAL_SHARE * elsewhere
    later = np.append(np.maximum.accumulate(volume[::-1])[::-1][1:], -np.inf)
    rebuilt = (volume < low) & (later >= low) & (elsewhere >= threshold)
    usual = np.median(open_days)
    part = (open_days < PART_MONTH * usual) & (volume * usual / open_days >= threshold)
    exceptional: Mask = (volume < threshold) & (rebuilt | part)
    return exceptional


def _below_in_season(volume: Array, month: pd.DatetimeIndex, threshold: float) -> Mask:
    """Whether each month is under the threshold once its calendar month's usual level is taken out."""
    if len(volume) < SEASON_MONTHS:
        return volume < threshold
    frame = pd.DataFrame({"volume": volume, "calendar": month.month})
    usual = frame.groupby("calendar")["volume"].mean()
    index = frame["calendar"].map(usual / usual.mean()).to_numpy(dtype=float)
    below: Mask = np.divide(volume, index, out=np.zeros(len(volume)), where=index > 0) < threshold
    return below
