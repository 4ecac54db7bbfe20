"""How good each optimised answer is known to be, and how long every stage took; what was held."""

from __future__ import annotations

import numpy as np
import pandas as pd

from api import facts
from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.bars import bars
from api.report.context import Context
from api.report.sections.held import held
from api.report.sections.rounds import rounds

SIGNS = {"optimal": "●", "feasible": "◐", "infeasible": "✕", "unknown": "○"}


def proofs(context: Context) -> Section:
    """A limit never reads as optimal; the chain of stages as a whole has no bound of its own."""
    words, plan = context.words, context.plan
    title = words("report.proofs")
    frame = pd.DataFrame([proof.as_dict() for proof in facts.proofs(plan)])
    blocks: list[object] = [Sentence(words("report.chain_has_no_bound")), *held(context), *rounds(context)]
    if plan.seconds:
        seconds = np.array([float(value) for value in plan.seconds.values()])
        picture = bars(
            words("report.seconds_by_stage"),
            words("report.seconds_described", seconds=words.number(float(seconds.sum()))),
            [words.label("stage", stage) for stage in plan.seconds],
            seconds,
            lambda value: words("report.seconds_short", seconds=words.number(value, 1)),
        )
        blocks.append(Picture(picture, words("report.seconds_by_stage")))
    if len(frame):
        frame["gap"] = frame["gap"].astype(float)
        columns = {
            "stage": Show(words("report.stage"), lambda key: words.label("stage", key)),
            "partition": Show(words("report.partition"), context.outlet),
            "status": Show(words("report.status"), lambda key: f"{SIGNS[key]} {words.label('status', key)}"),
            "objective": Show(words("report.objective"), lambda value: words.number(value, 1), True),
            "bound": Show(words("report.bound"), lambda value: words.number(value, 1), True),
            "gap": Show(words("report.gap"), words.gap, True),
            "seconds": Show(words("report.seconds"), lambda value: words.number(value, 1), True),
            "seed": Show(words("report.seed"), str, True),
        }
        blocks.append(table(frame, title, columns, "plan.json"))
    return Section("proofs", title, blocks)
