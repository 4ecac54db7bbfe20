"""From who takes which duty to the stretches of each person's day."""

from __future__ import annotations

import pandas as pd

from optimize.roster.commitments import Bound

COLUMNS = ["employee", "start", "end", "outlet", "post", "activity", "source", "locked", "duty", "day", "paid"]
PAID_IN_FULL = ("work", "travel", "training", "leave")


def lay_out(bound: Bound, taken: pd.DataFrame) -> pd.DataFrame:
    """All segments by person and time.

    Parameters
    ----------
    bound
        The problem with absences placed, and its locked segments.
    taken
        employee (or slot), duty.
    """
    duties = taken.merge(bound.problem.duties, on="duty", validate="many_to_one")
    return _tidy([*_served(duties), _locked(bound.locked), _away(bound)])


def lay_duties(duties: pd.DataFrame) -> pd.DataFrame:
    """The segments of duties that stand beside the `employee` who takes them, by person and time."""
    return _tidy(_served(duties))


def _tidy(parts: list[pd.DataFrame]) -> pd.DataFrame:
    filled = [part[COLUMNS] for part in parts if len(part)]
    every = pd.concat(filled, ignore_index=True) if filled else parts[-1][COLUMNS]
    texts = ["employee", "outlet", "post", "activity", "source", "duty"]
    every[texts] = every[texts].astype("str")
    every[["locked", "paid"]] = every[["locked", "paid"]].astype(bool)
    every["day"] = every["day"].astype("datetime64[us]")
    return every.sort_values(["employee", "start", "end"], kind="stable").reset_index(drop=True)


def _served(duties: pd.DataFrame) -> list[pd.DataFrame]:
    """Work around the break, travel on both sides of work elsewhere, standby as a whole."""
    duties = duties.assign(locked=False, paid=True)
    standby = duties[duties["activity"] == "standby"].assign(paid=False)
    work = duties[duties["activity"] == "work"]
    pausing = work["break_start"].notna()
    broken = work[pausing]
    pause = broken.assign(start=broken["break_start"], end=broken["break_end"], activity="break")
    # Travel is paid in whole minutes; next door takes none.
    away = work[work["travel_minutes"].round() > 0]
    minutes = pd.to_timedelta(away["travel_minutes"].round(), unit="min")
    return [
        standby,
        work[~pausing],
        broken.assign(end=broken["break_start"]),
        pause.assign(paid=broken["break_paid"].astype(bool)),
        broken.assign(start=broken["break_end"]),
        away.assign(start=away["start"] - minutes, end=away["start"], activity="travel"),
        away.assign(start=away["end"], end=away["end"] + minutes, activity="travel"),
    ]


def _locked(locked: pd.DataFrame) -> pd.DataFrame:
    return locked.assign(locked=True, paid=locked["activity"].isin(PAID_IN_FULL))


def _away(bound: Bound) -> pd.DataFrame:
    """Paid absence and training, at the home outlet; unpaid absence gives none."""
    away = bound.problem.absences
    away = away[(away["kind"] != "unpaid") & (away["end"] > away["start"])]
    home = bound.problem.employees[["employee", "outlet"]]
    activity = away["kind"].where(away["kind"] == "training", "leave")
    return (
        away.drop(columns=["kind", "hours"])
        .assign(activity=activity, post="", source="own", duty="", paid=True)
        .merge(home, on="employee", how="left", validate="many_to_one")
    )
