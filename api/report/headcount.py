"""The page of headcount planning: customers, people needed and there, hires with their dates, cost, and every
factor."""

from __future__ import annotations

import pandas as pd

from api.report.blocks import Picture, Section, Sentence, Show, Tile, Tiles, table
from api.report.charts.months import months_chart
from api.report.page import render
from api.words import Words
from quarterhour.version import __version__
from scenarios.headcount import Headcount
from scenarios.headcount.headcount import ALL
from scenarios.network import Network


def render_headcount(made: Headcount, network: Network, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, network.settings.currency)
    outlets = network.table("outlets")
    names = dict(zip(outlets["outlet"], outlets["name"], strict=True))
    months = made.total["month"]
    period = words("report.period", first=month_name(months.min(), words), last=month_name(months.max(), words))
    return render(
        "page.html",
        words,
        title=words("report.headcount_title", network=network.settings.name),
        network=network.settings.name,
        subtitle=words("report.headcount_subtitle", period=period),
        sections=[
            _people(made, words),
            _hires(made, words),
            _skills(made, words),
            _outlets(made, words, names),
            _customers(made, words, names),
            _money(made, words),
            _steps(made, words),
        ],
        foot=words("report.headcount_foot", version=__version__, seed=made.forecast.seed),
    )


def month_name(month: pd.Timestamp, words: Words) -> str:
    """Such as Feb 2027."""
    if words.language == "zh_Hans":
        return f"{month.year}年{month.month}月"
    return f"{words.month(month.month)} {month.year}"


def skill_name(skill: object, words: Words) -> str:
    """The skills of a group of posts; all of them, or none in particular."""
    if skill == ALL:
        return words("report.all")
    return str(skill).replace(";", " + ") or words("report.no_skill")


def told(made: Headcount, words: Words) -> str:
    """The answer in a sentence."""
    whole = made.total[made.total["skill"] == ALL].sort_values("month")
    worst = whole.iloc[int(whole["gap_likely"].to_numpy().argmax())]
    hired = int(made.hires["people"].sum())
    late = int(made.hires.loc[made.hires["late"].astype(bool), "people"].sum())
    return words(
        "report.told_headcount",
        first=words.number(whole["likely"].iloc[0], 1),
        last=words.number(whole["likely"].iloc[-1], 1),
        serving=words.number(whole["serving"].iloc[0], 1),
        gap=words.signed(worst["gap_likely"], 1),
        month=month_name(worst["month"], words),
        hires=words.number(hired),
        late=words.number(late),
    )


def _people(made: Headcount, words: Words) -> Section:
    whole = made.total[made.total["skill"] == ALL].sort_values("month")
    title = words("report.people_needed")
    picture = months_chart(title, told(made, words), whole.assign(there=whole["serving"]), words, 1)
    tiles = [
        Tile(words("report.needed_most"), words.number(whole["likely"].max(), 1), words("report.fte")),
        Tile(words("report.contracted"), words.number(whole["contracted"].iloc[0], 1), words("report.fte")),
        Tile(words("report.hires"), words.number(made.hires["people"].sum())),
    ]
    legend = [
        ("line", words("report.likely")),
        ("range", words("report.range_80")),
        ("needed", words("report.serving")),
    ]
    figures = table(whole, title, _need_columns(words), "headcount_total")
    blocks: list[object] = [Sentence(told(made, words)), Tiles(tiles), Picture(picture, title, legend), figures]
    return Section("people", title, blocks)


def _need_columns(words: Words, **first: Show) -> dict[str, Show]:
    def fte(value: float) -> str:
        return words.number(value, 1)

    return {
        "month": Show(words("report.month"), lambda month: month_name(month, words)),
        **first,
        "low": Show(words("report.low_10"), fte, True),
        "likely": Show(words("report.likely"), fte, True),
        "high": Show(words("report.high_90"), fte, True),
        "contracted": Show(words("report.contracted"), fte, True),
        "serving": Show(words("report.serving"), fte, True),
        "gap_likely": Show(words("report.missing"), lambda value: words.signed(value, 1), True),
    }


def _hires(made: Headcount, words: Words) -> Section:
    title = words("report.hires")
    if made.hires.empty:
        return Section("hires", title, [Sentence(words("report.no_hires"), "fine")])
    columns = {
        "start_by": Show(words("report.start_by"), lambda day: words.day(day, year=True)),
        "late": Show(words("report.state"), lambda late: words("report.too_late") if late else ""),
        "people": Show(words("report.people"), words.number, True),
        "skill": Show(words("report.skill"), lambda skill: skill_name(skill, words)),
        "region": Show(words("report.region")),
        "first_day": Show(words("report.first_day"), lambda day: words.day(day, year=True)),
        "month": Show(words("report.serves_in"), lambda month: month_name(month, words)),
        "money_month": Show(words("report.money_month"), words.money, True),
    }
    ordered = made.hires.sort_values(["start_by", "region", "skill"])
    return Section(
        "hires", title, [Sentence(words("report.hires_told")), table(ordered, title, columns, "headcount_hires")]
    )


def _skills(made: Headcount, words: Words) -> Section:
    title = words("report.by_skill")
    by_skill = made.total[made.total["skill"] != ALL].sort_values(["skill", "month"])
    blocks: list[object] = []
    for skill, rows in by_skill.groupby("skill", sort=True):
        name = skill_name(skill, words)
        blocks.append(Picture(months_chart(name, "", rows.assign(there=rows["serving"]), words, 1), name))
    show = Show(words("report.skill"), lambda skill: skill_name(skill, words))
    blocks.append(table(by_skill, title, _need_columns(words, skill=show), "headcount_total"))
    return Section("skills", title, blocks)


def _outlets(made: Headcount, words: Words, names: dict[str, str]) -> Section:
    title = words("report.by_outlet")
    outlet = Show(words("report.outlet"), lambda key: names.get(key, str(key)))
    skill = Show(words("report.skill"), lambda key: skill_name(key, words))
    ranked = made.outlets.sort_values(["month", "gap_likely"], ascending=[True, False])
    return Section(
        "outlets",
        title,
        [table(ranked, title, _need_columns(words, outlet=outlet, skill=skill), "headcount_outlets")],
    )


def _customers(made: Headcount, words: Words, names: dict[str, str]) -> Section:
    title = words("report.customers_by_month")
    whole = made.forecast.total
    whole = whole[whole["service"] == ""].rename(columns={"q10": "low", "q90": "high"})
    columns = {
        "month": Show(words("report.month"), lambda month: month_name(month, words)),
        "likely": Show(words("report.likely"), words.number, True),
        "low": Show(words("report.low_10"), words.number, True),
        "high": Show(words("report.high_90"), words.number, True),
    }
    legend = [("line", words("report.likely")), ("range", words("report.range_80"))]
    picture = Picture(months_chart(title, "", whole, words), title, legend)
    blocks: list[object] = [picture, table(whole, title, columns, "headcount_customers")]
    if len(made.notes):
        outlet = Show(words("report.outlet"), lambda key: names.get(key, str(key)))
        notes = {
            "outlet": outlet,
            "service": Show(words("report.service")),
            "code": Show(words("report.note"), words.code),
            "detail": Show(words("report.detail")),
        }
        texts = made.notes.assign(code=note_texts(made.notes, words))
        blocks.append(table(texts, words("report.notes"), {**notes, "code": Show(words("report.note"))}))
    return Section("customers", title, blocks)


def note_texts(notes: pd.DataFrame, words: Words) -> list[str]:
    """Each note with its own values filled in."""
    columns = (notes[name] for name in ("code", "outlet", "service", "detail"))
    return [
        words(code, outlet=outlet, service=service, detail=detail)
        for code, outlet, service, detail in zip(*columns, strict=True)
    ]


def _money(made: Headcount, words: Words) -> Section:
    title = words("report.pay_by_month")
    columns = {
        "month": Show(words("report.month"), lambda month: month_name(month, words)),
        **{
            key: Show(words(f"report.pay.{key}"), words.money, True)
            for key in ("contracted", "hires", "needed_low", "needed_likely", "needed_high")
        },
    }
    return Section("money", title, [table(made.costs, title, columns, "headcount_costs")])


def _steps(made: Headcount, words: Words) -> Section:
    title = words("report.factors")
    rows = made.steps.assign(
        text=[
            words.share(value) if unit == "share" else words.number(value, 1 if unit else 2)
            for value, unit in zip(made.steps["value"], made.steps["unit"], strict=True)
        ]
    )
    columns = {
        "key": Show(words("report.factor"), lambda key: words.label("headcountstep", key)),
        "text": Show(words("report.value"), None, True),
        "source": Show(words("report.source"), lambda key: words.label("origin", key)),
    }
    return Section("factors", title, [Sentence(words("report.factors_told")), table(rows, title, columns)])
