"""The page of the two-stage plan: what standby costs and saves, needs beside people, outlets, and the evidence."""

from __future__ import annotations

import numpy as np

from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.lines import lines_chart
from api.report.charts.trade import trade_chart
from api.report.page import render_about
from api.standby import by_day, by_outlet, evidence, money_by_item, other_error
from api.words import Words
from scenarios.plan.standing_by import StandbyPlan
from scenarios.plan.values import Plan


def render_standby(found: StandbyPlan, plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, plan.currency)
    names = dict(zip(plan.outlets["outlet"], plan.outlets["name"], strict=True))
    week = words("report.standby_week", day=words.day(found.monday, year=True))
    title = words("report.standby_title", network=plan.network)
    sections = [_worth(found, words), _cover(found, words), _outlets(found, names, words), _grounds(found, words)]
    return render_about(plan, words, title, sections, week)


def told(found: StandbyPlan, words: Words) -> str:
    """The plan in a sentence: duties, contracts, cost, and what planning for all paths saves."""
    first, worth = found.plan.first, found.worth
    return words(
        "report.told_standby",
        duties=words.number(float(first.duties["people"].sum())),
        contracts=words.number(float(first.standby["people"].sum())),
        flexible=words.number(float(first.flexible["people"].max()) if len(first.flexible) else 0.0),
        money=words.money(worth.stochastic.money),
        kept=words.share(found.plan.outcome.kept),
        saved=words.money(worth.saved),
    )


def told_evidence(found: StandbyPlan, words: Words) -> str:
    """Bound and gap for the stated paths, and the cost on paths that the plan was not made for."""
    proof = found.plan.proof
    stated = words(
        "report.told_standby_bound",
        paths=words.number(len(found.problem.paths)),
        bound=words.money(np.nan if proof.bound is None else proof.bound),
        gap=words.gap(proof.gap),
    )
    if found.others is None:
        return stated
    tried = words(
        "report.told_standby_others",
        paths=words.number(len(found.others.paths)),
        money=words.money(found.others.money),
        error=words.money(other_error(found)),
        kept=words.share(found.others.kept),
    )
    return f"{stated} {tried}"


def outlet_columns(words: Words) -> dict[str, Show]:
    """How the rows of outlets are shown."""
    heads = {
        "needed": "report.hours_needed",
        "base": "report.hours_base_duties",
        "contracts": "report.contracts_on_call",
        "called": "report.hours_called",
        "overtime": "report.hours_overtime",
        "flexible": "report.hours_flexible",
        "short": "report.hours_missing",
    }
    return {name: Show(words(code), words.number, True) for name, code in heads.items()}


def item_columns(words: Words) -> dict[str, Show]:
    """How money by item is shown."""
    return {
        "item": Show(words("report.standby_item"), lambda item: words.label("standby", item)),
        "money": Show(words("report.money_in_all"), words.money, True),
    }


def _worth(found: StandbyPlan, words: Words) -> Section:
    title = words("report.standby_worth")
    curve = found.curve.assign(x=found.curve["contracts"], y=found.curve["money"], on_line=True)
    curve = curve.sort_values("x", ignore_index=True)
    curve["name"] = [words("report.standby_most", most=words.number(most)) for most in curve["most"]]
    axes = words("report.contracts_on_call"), words("report.money_in_all")
    picture = trade_chart(title, told(found, words), axes, curve, words.number)
    blocks: list[object] = [Sentence(told(found, words)), Picture(picture, words("report.standby_curve"))]
    if not found.plan.promised:
        blocks.insert(0, Sentence(words("report.standby_promise_broken"), "red"))
    blocks.append(table(money_by_item(found), title, item_columns(words), "standby_costs"))
    return Section("worth", title, blocks)


def _cover(found: StandbyPlan, words: Words) -> Section:
    title = words("report.standby_cover")
    days = by_day(found)
    needed, base, covered = map(words, ("report.hours_needed", "report.hours_on_duty", "report.hours_covered"))
    lines = {needed: days["needed"], base: days["on_duty"], covered: days["covered"]}
    values = {name: column.to_numpy(np.float64) for name, column in lines.items()}
    ranges = {needed: (days["low"].to_numpy(np.float64), days["high"].to_numpy(np.float64))}
    places = [words.day(day) for day in days["day"]]
    picture = lines_chart(title, words("report.standby_cover_caption"), places, values, words.number, ranges)
    legend = [("line", needed), ("dashed", base), ("dotted", covered)]
    return Section("cover", title, [Picture(picture, words("report.standby_cover_caption"), legend)])


def _outlets(found: StandbyPlan, names: dict[str, str], words: Words) -> Section:
    title = words("report.by_outlet")
    columns = {
        "outlet": Show(words("report.outlet"), lambda key: names.get(key, str(key))),
        **outlet_columns(words),
    }
    blocks: list[object] = [table(by_outlet(found), title, columns, "standby_outlets")]
    calls = {
        "outlet": columns["outlet"],
        "day": Show(words("report.day"), words.day),
        "contract": Show(words("report.window_on_call")),
        "people": Show(words("report.people"), words.number, True),
    }
    if len(found.plan.first.standby):
        blocks.append(
            table(found.plan.first.standby, words("report.contracts_on_call"), calls, "standby_contracts")
        )
    return Section("outlets", title, blocks)


def _grounds(found: StandbyPlan, words: Words) -> Section:
    figures = {
        "figure": Show(words("report.figure"), lambda key: words.label("standby_figure", key)),
        "value": Show(words("report.value"), lambda value: words.number(value, 3 if abs(value) < 2 else 0), True),
    }
    blocks = [
        Sentence(told_evidence(found, words)),
        Sentence(words("report.standby_meaning")),
        table(evidence(found), words("report.standby_evidence"), figures, "standby_evidence"),
    ]
    return Section("grounds", words("report.standby_evidence"), blocks)
