"""The page of the price of confidence: one curve, its figures, outlets, and what it rests on."""

from __future__ import annotations

import pandas as pd

from api.records import plain_rows
from api.report.blocks import Picture, Section, Sentence, Show, table
from api.report.charts.trade import trade_chart
from api.report.page import render_about
from api.words import Words
from optimize.requirement.confidence import Confidence
from scenarios.plan.values import Plan


def render_confidence(found: Confidence, plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, plan.currency)
    names = dict(zip(plan.outlets["outlet"], plan.outlets["name"], strict=True))
    title = words("report.confidence_title", network=plan.network)
    return render_about(
        plan, words, title, [_price(found, words), _outlets(found, names, words), _grounds(found, words)]
    )


def choice_name(choice: str, quantile: float, words: Words) -> str:
    """Such as 80% sure; the newsvendor and the plan by their names."""
    if choice == "quantile":
        return words("report.sure", share=words.share(quantile, 0 if round(100 * quantile, 6) % 1 == 0 else 1))
    return words.label("confidence", choice)


def told(found: Confidence, words: Words) -> str:
    """What is cheapest in all, and what a customer more costs where confidence is dearest."""
    points = found.points
    cheapest = points[points["choice"] == "newsvendor"].iloc[0]
    return words(
        "report.told_confidence",
        hours=words.number(cheapest["hours"]),
        missed=words.number(cheapest["late"] + cheapest["lost"]),
        customers=words.number(found.customers),
        money=words.money(cheapest["money"]),
        kept=words.share(cheapest["kept"]),
    )


def told_prices(found: Confidence, words: Words) -> str:
    """The prices and paths that all figures rest on."""
    prices = found.prices
    return words(
        "report.told_confidence_prices",
        hour=words.money(prices.hour),
        late=words.money(prices.late),
        lost=words.money(prices.lost),
        paths=words.number(len(found.paths)),
        most=words.share(1.0 - float(found.paths["weight"].min())),
    )


def point_columns(words: Words) -> dict[str, Show]:
    """How the points of the curve are shown; `name` is made by `named`."""
    return {
        "name": Show(words("report.choice")),
        "hours": Show(words("report.hours_at_post"), words.number, True),
        "money_people": Show(words("report.money_people"), words.money, True),
        "late": Show(words("report.customers_late"), words.number, True),
        "lost": Show(words("report.customers_lost"), words.number, True),
        "kept": Show(words("report.promises_kept"), words.share, True),
        "money": Show(words("report.money_in_all"), words.money, True),
        "money_a_customer": Show(words("report.money_a_customer"), words.money, True),
    }


def named(frame: pd.DataFrame, words: Words) -> pd.DataFrame:
    """Points or outlets with the names of their choices."""
    pairs = zip(frame["choice"], frame["quantile"], strict=True)
    return frame.assign(name=[choice_name(choice, quantile, words) for choice, quantile in pairs])


def _price(found: Confidence, words: Words) -> Section:
    title = words("report.price_of_confidence")
    points = named(found.points, words)
    drawn = points.assign(x=points["hours"], y=points["late"] + points["lost"], on_line=points["quantile"].notna())
    axes = words("report.hours_at_post"), words("report.customers_missed")
    picture = trade_chart(title, told(found, words), axes, drawn, words.number)
    figures = table(points, title, point_columns(words), "confidence_points")
    caption = words("report.customers_by_hours")
    blocks: list[object] = [Sentence(told(found, words)), Picture(picture, caption), figures]
    capped = float(found.points["capped_hours"].max())
    if capped > 0:
        blocks.append(Sentence(words("report.confidence_capped", hours=words.number(capped)), "yellow"))
    return Section("price", title, blocks)


def _outlets(found: Confidence, names: dict[str, str], words: Words) -> Section:
    title = words("report.by_outlet")
    rows = named(found.outlets, words)
    rows = rows.assign(missed=rows["late"] + rows["lost"]).sort_values(["outlet", "quantile"], na_position="last")
    columns = {
        "outlet": Show(words("report.outlet"), lambda key: names.get(key, str(key))),
        "name": Show(words("report.choice")),
        "hours": Show(words("report.hours_at_post"), words.number, True),
        "missed": Show(words("report.customers_missed"), lambda value: words.number(value, 1), True),
        "kept": Show(words("report.promises_kept"), words.share, True),
    }
    return Section("outlets", title, [table(rows, title, columns, "confidence_outlets")])


def _grounds(found: Confidence, words: Words) -> Section:
    columns = {
        "path": Show(words("report.path"), words.number, True),
        "weight": Show(words("report.weight"), words.share, True),
    }
    ordered = found.paths.sort_values("weight", ascending=False)
    blocks = [
        Sentence(told_prices(found, words)),
        Sentence(words("report.confidence_meaning")),
        table(ordered, words("report.paths_kept"), columns, "confidence_paths"),
    ]
    return Section("grounds", words("report.confidence_grounds"), blocks)


def plain(found: Confidence) -> dict[str, object]:
    """Points, paths and prices as plain data: what has no value is null."""
    return {
        "prices": {"hour": found.prices.hour, "late": found.prices.late, "lost": found.prices.lost},
        "customers": found.customers,
        "points": plain_rows(found.points),
        "paths": plain_rows(found.paths),
    }
