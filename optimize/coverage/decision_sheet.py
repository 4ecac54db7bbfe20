"""Each option of each outlet under review, worked out for coverage, load and cost; all others as they are.

Money a month of an option = saving - one-off / 36 - price of lost customers (- price of residents no longer
covered, which the joint choice counts, since circles overlap). Savings are rent and running cost, and the pay
of the people who are freed: those at the outlet less those whom its customers need elsewhere. A move costs
`cost_move`, the opening of the site being part of it.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd

from optimize.coverage.alternatives import CONVERT, MERGE, MOVE, standing_after
from optimize.coverage.capacity import SPREAD_MONTHS
from optimize.coverage.elsewhere import FREEING, KEYS, needed_elsewhere
from optimize.coverage.floors import Floors, reason
from optimize.coverage.load import added_load, of
from optimize.coverage.reach import Reach
from optimize.coverage.reassign import DIGITAL, LOST
from optimize.coverage.transfers import without_receiver
from optimize.coverage.values import ConsolidationProblem


def decision_sheet(
    problem: ConsolidationProblem,
    reach: Reach,
    floors: Floors,
    options: pd.DataFrame,
    flows: pd.DataFrame,
    desks: pd.DataFrame,
) -> pd.DataFrame:
    """`options` (outlet, option, target, kept) with all figures of `CoveragePlan.options`, and `value`.

    `value` is the option's money a month without the price of residents; `chosen` is still missing.
    """
    volumes = _volumes(options, flows)
    sheet = options.merge(_coverage(reach, options, floors), on=KEYS, validate="one_to_one")
    sheet = sheet.merge(volumes, on=KEYS, how="left", validate="one_to_one")
    added = added_load(problem, desks, flows)
    sheet = sheet.merge(_fullest(sheet, added, desks), on=KEYS, how="left", validate="one_to_one")
    needed = needed_elsewhere(problem, flows)
    sheet = sheet.merge(needed, on=KEYS, how="left", validate="one_to_one").fillna({"needed": 0.0})
    sheet = _money(problem, reach, sheet)
    sheet["reason"] = _refusals(problem, sheet, flows, added, desks)
    return sheet.assign(allowed=sheet["reason"] == "", target=_main_receiver(sheet))


def _coverage(reach: Reach, options: pd.DataFrame, floors: Floors) -> pd.DataFrame:
    """Residents covered afterwards, whose floor is broken; extra minutes of those whose nearest point it is."""
    now = reach.role("existing")
    covered_now = float(reach.residents @ reach.covered(now))
    before = np.minimum(reach.nearest(now), reach.horizon)
    labels = reach.points["point"].to_numpy()
    rows = []
    for outlet, option, target in options[KEYS].itertuples(index=False):
        standing = standing_after(reach, outlet, option, target)
        own = np.isfinite(mine := reach.nearest(labels == outlet)) & (mine <= before)
        extra = (np.minimum(reach.nearest(standing), reach.horizon) - before)[own]
        weights = reach.residents[own]
        inside = reach.covered(standing)
        covered = float(reach.residents @ inside)
        mean = float(np.average(extra, weights=weights)) if weights.sum() > 0 else 0.0
        worst = float(extra[weights > 0].max(initial=0.0))
        rows.append((outlet, option, target, covered, covered - covered_now, floors.broken(inside), mean, worst))
    columns = [*KEYS, "covered", "covered_change", "below", "extra_minutes", "worst_minutes"]
    return pd.DataFrame(rows, columns=columns)


def _volumes(options: pd.DataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    """volume_to (JSON), digital, lost, moved (customers served elsewhere by people), main (receiver)."""
    summed = flows.groupby([*KEYS, "to"], as_index=False)["volume"].sum()
    away = summed["to"].isin([DIGITAL, LOST])
    stays = summed["to"] == np.where(summed["option"] == MOVE, summed["target"], summed["outlet"])
    served = summed[~away].sort_values([*KEYS, "volume", "to"], ascending=[True, True, True, False, True])
    receivers = summed[~away & ~stays].sort_values(["volume", "to"], ascending=[False, True])
    texts = {
        key: json.dumps(
            {to: round(volume, 6) for to, volume in zip(part["to"], part["volume"], strict=True)},
            ensure_ascii=False,
        )
        for key, part in served.groupby(KEYS)
    }
    index = pd.MultiIndex.from_frame(options[KEYS])
    by_end = {end: summed[summed["to"] == end].set_index(KEYS)["volume"] for end in (DIGITAL, LOST)}
    return options[KEYS].assign(
        volume_to=[texts.get(key, "{}") for key in index],
        digital=by_end[DIGITAL].reindex(index, fill_value=0.0).to_numpy(),
        lost=by_end[LOST].reindex(index, fill_value=0.0).to_numpy(),
        moved=receivers.groupby(KEYS)["volume"].sum().reindex(index, fill_value=0.0).to_numpy(),
        main=receivers.drop_duplicates(KEYS).set_index(KEYS)["to"].reindex(index).fillna("").to_numpy(),
    )


def _main_receiver(sheet: pd.DataFrame) -> pd.Series:
    """What an option is named after: the site of a move, the receiver that takes most of a merger."""
    return sheet["target"].where(sheet["option"] != MERGE, sheet["main"]).astype("str")


def _fullest(sheet: pd.DataFrame, added: pd.DataFrame, desks: pd.DataFrame) -> pd.DataFrame:
    """Load of the fullest receiver afterwards; of the outlet itself where nobody receives."""
    after = added.assign(fullest=of(desks["load"], added["to"]) + added["added"])
    worst = after.groupby(KEYS, as_index=False)["fullest"].max()
    joined = sheet[KEYS].merge(worst, on=KEYS, how="left", validate="one_to_one")
    own = of(desks["load"], joined["outlet"])
    return joined.assign(fullest=joined["fullest"].where(joined["fullest"].notna(), own))


def _money(problem: ConsolidationProblem, reach: Reach, sheet: pd.DataFrame) -> pd.DataFrame:
    policy = problem.policy
    outlets = problem.outlets.set_index("outlet").reindex(sheet["outlet"])
    option = sheet["option"].to_numpy()
    staff, needed = outlets["staff"].to_numpy(dtype=float), sheet["needed"].to_numpy(dtype=float)
    freed = np.where(np.isin(option, FREEING), np.maximum(staff - needed, 0.0), 0.0)
    pay = np.divide(outlets["staff_cost"].to_numpy(dtype=float), staff, out=np.zeros(len(staff)), where=staff > 0)
    rent = outlets["monthly_cost"].to_numpy(dtype=float)
    site_rent = reach.points.set_index("point")["monthly_cost"].reindex(sheet["target"]).to_numpy(dtype=float)
    running = np.select(
        [option == MERGE, option == MOVE, option == CONVERT],
        [0.0, site_rent, float(policy["converted_monthly_cost"])],
        default=rent,
    )
    one_off = np.select(
        [option == MERGE, option == MOVE, option == CONVERT],
        [float(policy["cost_close"]), float(policy["cost_move"]), float(policy["cost_convert"])],
        default=0.0,
    )
    saving = rent - running + freed * pay
    pays_back = np.divide(one_off, saving, out=np.full(len(saving), np.nan), where=(saving > 0) & (one_off > 0))
    return sheet.assign(
        staff_freed=freed,
        monthly_saving=saving,
        one_off=one_off,
        pays_back_months=pays_back,
        value=saving - one_off / SPREAD_MONTHS - float(policy["price_lost_customer"]) * sheet["lost"],
    )


def _refusals(
    problem: ConsolidationProblem,
    sheet: pd.DataFrame,
    flows: pd.DataFrame,
    added: pd.DataFrame,
    desks: pd.DataFrame,
) -> pd.Series:
    """Why an option can not be had by itself, the first reason that applies; "" where it can."""
    keys = pd.MultiIndex.from_frame(sheet[KEYS])
    alone = keys.isin(pd.MultiIndex.from_frame(without_receiver(problem, flows)))
    over = added[added["added"] > of(desks["room"], added["to"]) + 1e-9]
    full = keys.isin(pd.MultiIndex.from_frame(over[KEYS]))
    budget = float(problem.policy["budget"])
    below = sheet["below"].to_numpy()
    reasons = [
        (alone, "coverage.no_receiver"),
        (full, "coverage.receivers_full"),
        (below != "", sheet["below"].map(reason).to_numpy()),
        (sheet["one_off"].to_numpy() > (np.inf if np.isnan(budget) else budget) + 1e-9, "coverage.over_budget"),
    ]
    applies, codes = zip(*reasons, strict=True)
    return pd.Series(np.select(list(applies), list(codes), default=""), index=sheet.index, dtype="str")
