"""Where the demand of closed outlets goes: the one rule that planning and consolidation share."""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import pandas as pd

from quarterhour.labels import LabelError, require_unique

DIGITAL, LOST = "digital", "lost"
SERIES = ["outlet", "service"]


def transfer_shares(
    volumes: pd.DataFrame,
    closed: Set[str],
    between: pd.DataFrame,
    offers: pd.DataFrame,
    *,
    decay_minutes: float,
    reach_minutes: float,
    digital_share: float,
    lost_share: float,
) -> pd.DataFrame:
    """Shares of each closed outlet's demand by service: to open outlets, to digital channels, lost.

    A share `digital_share` goes to digital channels and `lost_share` is lost; the rest r goes to the open
    outlets k within reach that offer the service, in proportion to their pull exp(-minutes_k / decay):

        share_k = r * exp(-t_k / decay) / sum over k' of exp(-t_k' / decay)

    (a multinomial logit over travel time; Huff 1964 with exponential decay). Where no such outlet exists, r
    is lost as well, and so is visible.

    Parameters
    ----------
    volumes
        outlet, service, volume; rows of outlets that are not in `closed` do not matter.
    between
        outlet, other, minutes; a missing pair is out of reach.
    offers
        outlet, service: who could take over what; closed outlets among them never do.

    Returns
    -------
    pandas.DataFrame
        outlet, service, to (an outlet, "digital" or "lost"), share: adding up to 1 for each closed series,
        "digital" and "lost" always there.

    Raises
    ------
    ValueError
        When digital and lost shares exceed 1 together.
    LabelError
        When an outlet is called "digital" or "lost", or a label stands twice.
    """
    if digital_share + lost_share > 1.0:
        raise ValueError(f"digital share {digital_share} and lost share {lost_share} exceed 1 together.")
    if offers["outlet"].isin([DIGITAL, LOST]).any():
        raise LabelError(f'an outlet can not be called "{DIGITAL}" or "{LOST}": these name where demand goes.')
    require_unique(volumes, SERIES, "volumes of closed outlets")
    require_unique(between, ["outlet", "other"], "travel between outlets")
    series = volumes.loc[volumes["outlet"].isin(closed), SERIES].reset_index(drop=True)
    taken = _receivers(series, closed, between, offers, decay_minutes, reach_minutes)
    taken["share"] *= 1.0 - digital_share - lost_share
    received = taken.groupby(SERIES)["share"].sum()
    found = received.reindex(pd.MultiIndex.from_frame(series), fill_value=0.0).to_numpy()
    parts = [
        taken,
        series.assign(to=DIGITAL, share=digital_share),
        series.assign(to=LOST, share=np.clip(1.0 - digital_share - found, 0.0, 1.0)),
    ]
    order = pd.concat(parts, keys=range(len(parts)), names=["part", "row"]).reset_index("part")
    sorted_ = order.sort_values([*SERIES, "part", "to"], kind="stable")
    return sorted_.drop(columns="part").astype({"to": "str"}).reset_index(drop=True)


def _receivers(
    series: pd.DataFrame,
    closed: Set[str],
    between: pd.DataFrame,
    offers: pd.DataFrame,
    decay_minutes: float,
    reach_minutes: float,
) -> pd.DataFrame:
    """outlet, service, to, share: the pull of each open outlet within reach, adding up to 1 a series."""
    near = between[between["outlet"].isin(closed) & (between["minutes"] <= reach_minutes)]
    open_ = offers.loc[~offers["outlet"].isin(closed), SERIES].drop_duplicates()
    pairs = series.merge(near, on="outlet").merge(
        open_.rename(columns={"outlet": "other"}), on=["other", "service"]
    )
    # Relative to the nearest receiver, so that far ones alone still have a pull that is not rounded to 0.
    nearest = pairs.groupby(SERIES)["minutes"].transform("min")
    pull = np.exp(-(pairs["minutes"] - nearest) / decay_minutes)
    shares = pairs.assign(to=pairs["other"], share=pull)
    shares["share"] /= shares.groupby(SERIES)["share"].transform("sum")
    return shares[[*SERIES, "to", "share"]]
