"""Cost and benefit: money by item, what it buys, and what a customer more in time costs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from api.records import records
from api.report.blocks import Section, Sentence, Table
from api.report.comparison.texts import amount, signed
from api.words import Words
from scenarios.compare import Comparison


def money(comparison: Comparison, words: Words) -> Section:
    """A sentence and two tables a plan."""
    blocks: list[object] = []
    for trade in records(comparison.trade):
        spent = comparison.costs[comparison.costs["plan"] == trade.plan]
        bought = comparison.benefits[comparison.benefits["plan"] == trade.plan]
        blocks += [
            Sentence(words("report.sentence_join").join(told_trade(trade, words))),
            _costs(spent, trade.plan, words),
            _benefits(bought, trade.plan, words),
        ]
    blocks.append(Sentence(words("report.prices_mean")))
    return Section("money", words("report.cost_and_benefit"), blocks)


def told_trade(trade: Any, words: Words) -> Iterator[str]:
    """What it costs more or less, what that is worth, and money a customer."""
    yield words("report.told_cost", plan=trade.plan, money=signed(trade.cost, "money", words))
    if not math.isnan(trade.benefit):
        values = {"benefit": signed(trade.benefit, "money", words), "net": signed(trade.net, "money", words)}
        yield words("report.told_benefit", **values)
    if not math.isnan(trade.money_a_customer):
        code = "report.told_customer_dearer" if trade.cost > 0 else "report.told_customer_saved"
        yield words(code, money=words.money(trade.money_a_customer))


def _costs(rows: pd.DataFrame, plan: str, words: Words) -> Table:
    heads = [words(key) for key in ("report.item", "report.base", "report.plan", "report.difference")]
    amounts = ["base", "money", "difference"]
    whole = rows[amounts].sum().to_frame().T.assign(item="total")
    told = [
        [
            words.label("cost", row.item),
            words.money(row.base),
            words.money(row.money),
            signed(row.difference, "money", words),
        ]
        for row in records(pd.concat([rows[["item", *amounts]], whole], ignore_index=True))
    ]
    return Table(words("report.costs_of", plan=plan), heads, [False, True, True, True], told, total=len(told))


def _benefits(rows: pd.DataFrame, plan: str, words: Words) -> Table:
    keys = (
        "report.indicator",
        "report.base",
        "report.plan",
        "report.difference",
        "report.sure_of_it",
        "report.price",
        "report.worth",
    )
    heads = [words(key) for key in keys]
    told = [
        [
            words.label("indicator", row.indicator),
            amount(row.base, row.unit, words),
            amount(row.value, row.unit, words),
            signed(row.difference, row.unit, words),
            words.label("chance", "clear" if row.clear else "within" if row.difference else "none"),
            words.money(row.price),
            signed(row.money, "money", words),
        ]
        for row in records(rows)
    ]
    numeric = [key not in ("report.indicator", "report.sure_of_it") for key in keys]
    return Table(words("report.benefits_of", plan=plan), heads, numeric, told, total=len(told))
