"""What a plan is, in a few tables on the terminal."""

from __future__ import annotations

from pathlib import Path

from api.cli import console
from api.facts import Facts, facts, largest_gap, last_day, proofs, statuses
from api.records import records
from api.rosters.rules_off import told_off
from api.words import Words
from scenarios.plan.values import Plan


def show_summary(plan: Plan, words: Words, report: Path, stopped: bool = False) -> None:
    """Figures, costs, warnings, proofs, and where the report is."""
    if stopped:
        console.notes.print(words("cli.stopped_early"))
    money = Words(words.language, plan.currency)
    _figures(plan, facts(plan), money)
    if len(plan.costs):
        table = console.grid(money("report.costs"), money("report.item"), money("report.money"), numeric=(1,))
        for row in records(plan.costs):
            console.add(table, money.label("cost", row.item), money.money(float(row.money)))
        console.results.print(table)
    _proofs(plan, money)
    console.results.print(words("cli.report_at", path=report))


def _figures(plan: Plan, figures: Facts, words: Words) -> None:
    """One line a figure; what was not planned is named at the end."""
    table = console.grid(
        words("cli.plan_of", name=plan.name, network=plan.network),
        words("report.indicator"),
        words("report.value"),
        numeric=(1,),
    )
    last = last_day(plan)
    console.add(
        table,
        words("cli.period"),
        words("report.period", first=words.day(plan.first_day, True), last=words.day(last, True)),
    )
    console.add(table, words("report.outlets"), words.number(len(plan.outlets)))
    for row in records(plan.indicators[plan.indicators["scope"] == ""]):
        value = words.amount(float(row.value), str(row.unit))
        if row.low == row.low and row.high == row.high:
            interval = words(
                "report.range",
                low=words.amount(float(row.low), str(row.unit)),
                high=words.amount(float(row.high), str(row.unit)),
            )
            value = f"{value} ({interval})"
        console.add(table, words.label("indicator", row.indicator), value)
    console.add(table, words("report.holes"), words.number(figures.holes))
    levels = plan.warnings["level"].value_counts()
    told = ", ".join(
        f"{words.number(int(count))} {words.label('level', level)}" for level, count in levels.items()
    )
    console.add(table, words("report.warnings"), told or "0")
    if figures.reviewed is not None:
        console.add(table, words("cli.changed_outlets"), words.number(figures.changed or 0))
    console.results.print(table)
    off = told_off(plan.settings.get("rules_off", ()), words)
    if off:
        console.results.print(off)
    stages = ("forecast", "requirement", "staff", "roster", "rehearsal", "coverage")
    absent = [words.label("stage", stage) for stage in stages if getattr(plan, stage) is None]
    if absent:
        console.results.print(words("cli.not_planned", stages=", ".join(absent)))


def _proofs(plan: Plan, words: Words) -> None:
    """How many parts of each stage ended how, and the largest gap."""
    if not proofs(plan):
        return
    heads = [words(f"report.{key}") for key in ("stage", "status", "times", "gap", "seconds")]
    table = console.grid(words("report.proofs"), *heads, numeric=(2, 3, 4))
    kinds = dict.fromkeys((proof.stage, str(proof.status)) for proof in proofs(plan))
    for stage, status in kinds:
        these = [proof for proof in proofs(plan) if (proof.stage, str(proof.status)) == (stage, status)]
        gaps = [proof.gap for proof in these if proof.gap is not None]
        gap = words.gap(max(gaps, default=None))
        seconds = words.number(sum(proof.seconds for proof in these), 1)
        console.add(
            table,
            words.label("stage", stage),
            words.label("status", status),
            words.number(len(these)),
            gap,
            seconds,
        )
    console.results.print(table)


def as_data(plan: Plan, folder: Path | None = None) -> dict[str, object]:
    """The summary as plain data for `--json`: no figure that JSON does not have."""
    overall = plan.indicators[plan.indicators["scope"] == ""]
    return {
        "name": plan.name,
        "network": plan.network,
        "first_day": plan.first_day.date().isoformat(),
        "days": plan.days,
        "seed": plan.seed,
        "workers": plan.workers,
        "rules_off": list(plan.settings.get("rules_off", ())),
        "indicators": {
            str(row.indicator): {
                "value": _known(row.value),
                "unit": str(row.unit),
                "low": _known(row.low),
                "high": _known(row.high),
            }
            for row in records(overall)
        },
        "costs": {str(row.item): float(row.money) for row in records(plan.costs)},
        "holes": facts(plan).holes,
        "warnings": {str(level): int(count) for level, count in plan.warnings["level"].value_counts().items()},
        "proofs": {"statuses": dict(statuses(plan)), "largest_gap": largest_gap(plan)},
        "seconds": {stage: float(value) for stage, value in plan.seconds.items()},
        "folder": None if folder is None else str(folder),
    }


def _known(value: object) -> float | None:
    number = float(str(value))
    return number if number == number else None
