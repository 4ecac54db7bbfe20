"""Consolidation: which outlets are under review, what each option would do, and the best joint choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from optimize.coverage.alternatives import KEEP, MOVE, alternatives, standing_after
from optimize.coverage.cells import Cells, merge
from optimize.coverage.decision_sheet import decision_sheet
from optimize.coverage.elsewhere import KEYS, freed_together
from optimize.coverage.floors import Floors
from optimize.coverage.frames import OPTIONS, TRANSFERS, no_options, no_transfers
from optimize.coverage.joint_choice import Array, Choice, Positions, choose
from optimize.coverage.load import added_load, desks
from optimize.coverage.reach import Reach
from optimize.coverage.review import review
from optimize.coverage.transfers import transfers_alone, transfers_together, without_receiver
from optimize.coverage.values import Consolidation, ConsolidationProblem
from quarterhour.progress import Progress
from quarterhour.result import Limits, Proof


@dataclass(frozen=True, eq=False)
class Sheet:
    """Everything worked out about the outlets under review before the joint choice.

    Attributes
    ----------
    review
        As in `Consolidation`.
    options
        outlet, option, target, kept: the rows of the joint model's columns.
    figures
        The same rows with all figures of `CoveragePlan.options` but `chosen`, and `value`.
    flows
        As `transfers_alone` gives them.
    """

    review: pd.DataFrame
    options: pd.DataFrame
    figures: pd.DataFrame
    flows: pd.DataFrame
    choice: Choice


def consolidate(
    problem: ConsolidationProblem, *, limits: Limits, progress: Progress | None = None
) -> Consolidation:
    """Review all outlets, work out every option of those under review, and choose one for each, jointly."""
    found = reviewed(problem)
    sheet = worked_out(problem, found)
    if sheet is None:
        return nothing_under_review(found)
    chosen, proof = choose(sheet.choice, limits=limits, progress=progress)
    return told(problem, sheet, chosen, proof)


def reviewed(problem: ConsolidationProblem) -> pd.DataFrame:
    """The verdict on every outlet that has a threshold."""
    return review(problem.monthly, problem.outlets, problem.as_of, int(problem.policy["review_months"]))


def nothing_under_review(found: pd.DataFrame) -> Consolidation:
    """The answer where no outlet is under review."""
    return Consolidation(found, no_options(), no_transfers(), ())


def worked_out(problem: ConsolidationProblem, found: pd.DataFrame) -> Sheet | None:
    """The sheet of all outlets under review; None where there are none."""
    under = found.loc[found["verdict"] == "review", "outlet"].tolist()
    if not under:
        return None
    reach = Reach.of(problem.coverage)
    options = alternatives(reach, under, float(problem.policy["converted_share"]))
    flows = transfers_alone(problem, options)
    busy = desks(problem)
    floors = Floors.of(reach, problem.policy)
    figures = decision_sheet(problem, reach, floors, options, flows, busy)
    return Sheet(found, options, figures, flows, _choice(problem, reach, floors, options, figures, flows, busy))


def told(problem: ConsolidationProblem, sheet: Sheet, chosen: Positions, proof: Proof) -> Consolidation:
    """The answer: every option with its figures, and which one of each outlet is chosen."""
    figures = sheet.figures.assign(chosen=np.isin(np.arange(len(sheet.figures)), chosen))
    named = sheet.flows.merge(
        sheet.options[KEYS].assign(named=figures["target"]), on=KEYS, how="left", validate="many_to_one"
    ).drop(columns="target")
    return Consolidation(
        review=sheet.review,
        options=figures[list(OPTIONS)].astype(OPTIONS),
        transfers=named.rename(columns={"named": "target"})[list(TRANSFERS)].astype(TRANSFERS),
        proofs=(proof,),
        freed_together=freed_together(problem, transfers_together(problem, sheet.options.iloc[chosen])),
    )


def _choice(
    problem: ConsolidationProblem,
    reach: Reach,
    floors: Floors,
    options: pd.DataFrame,
    sheet: pd.DataFrame,
    flows: pd.DataFrame,
    busy: pd.DataFrame,
) -> Choice:
    """The joint model's arrays; its columns are the rows of `options` and `sheet`."""
    labels = reach.points["point"]
    fixed = reach.role("existing") & ~labels.isin(options["outlet"]).to_numpy()
    covered = reach.covered(fixed)
    cells = merge(sparse.csr_array(_cover(reach, options)[~covered]), reach.residents[~covered])
    receivers = busy.index[~busy.index.isin(options["outlet"])]
    moves = options[options["option"] == MOVE]
    budget = float(problem.policy["budget"])
    return Choice(
        options=options.assign(value=sheet["value"], one_off=sheet["one_off"], allowed=sheet["allowed"]),
        cover=cells.cover,
        weights=cells.weights,
        added=_loads(options, added_load(problem, busy, flows), receivers),
        room=busy["room"].reindex(receivers).to_numpy(dtype=float),
        at_most_one=_indicator(moves["target"], moves.index.to_numpy(), len(options)),
        counted=_by_cell(floors.people[:, ~covered], cells),
        floors=floors.least - floors.people @ covered,
        budget=np.inf if np.isnan(budget) else budget,
        price=float(problem.policy["price_resident_unserved"]),
        check=_checker(problem, options, busy),
    )


def _cover(reach: Reach, options: pd.DataFrame) -> sparse.csr_array:
    """zones x options: the option leaves the outlet, or the site it moves to, in the zone's circle."""
    labels = reach.points["point"].to_numpy()
    columns = [
        standing_after(reach, *key) & np.isin(labels, [key[0], key[2]])
        for key in options[KEYS].itertuples(index=False, name=None)
    ]
    return sparse.csr_array(((reach.cover() @ np.array(columns).T.astype(float)) > 0).astype(float))


def _by_cell(people: Array, cells: Cells) -> Array:
    """scopes x cells from scopes x zones; zones that no option covers are left out."""
    reached = cells.of_zone >= 0
    zone, count = np.flatnonzero(reached), len(cells.weights)
    member = sparse.csr_array((np.ones(len(zone)), (zone, cells.of_zone[zone])), shape=(len(reached), count))
    return np.asarray(people @ member)


def _loads(options: pd.DataFrame, added: pd.DataFrame, receivers: pd.Index) -> sparse.csr_array:
    position = pd.MultiIndex.from_frame(options[KEYS])
    known = added[added["to"].isin(receivers)]
    entries = (
        receivers.get_indexer(pd.Index(known["to"])),
        position.get_indexer(pd.MultiIndex.from_frame(known[KEYS])),
    )
    return sparse.csr_array((known["added"].to_numpy(), entries), shape=(len(receivers), len(options)))


def _indicator(labels: pd.Series, columns: Positions, count: int) -> sparse.csr_array:
    codes, names = pd.factorize(labels)
    return sparse.csr_array((np.ones(len(codes)), (codes, columns)), shape=(len(names), count))


def _checker(
    problem: ConsolidationProblem, options: pd.DataFrame, busy: pd.DataFrame
) -> Callable[[Positions], Sequence[Positions]]:
    """Says which of the chosen options can not be carried out together, demand re-assigned exactly."""

    def check(chosen: Positions) -> Sequence[Positions]:
        together = options.iloc[chosen]
        changed = chosen[(together["option"] != KEEP).to_numpy()]
        if not len(changed):
            return []
        flows = transfers_together(problem, together)
        added = added_load(problem, busy, flows).groupby("to")["added"].sum()
        overfull = added.index[added > busy["room"].reindex(added.index) + 1e-9]
        cuts = [np.concatenate([changed, chosen[together["outlet"].to_numpy() == name]]) for name in overfull]
        if not without_receiver(problem, flows).empty:
            cuts.append(changed)
        return cuts

    return check
