"""The page of one plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from api.facts import last_day
from api.report.blocks import Section
from api.report.context import Context
from api.report.sections import SECTIONS
from api.words import Words
from scenarios.plan.values import Plan

TEMPLATES = Path(__file__).parent / "templates"


def render_report(plan: Plan, language: str) -> str:
    """One self-contained page: no script, no request to anywhere."""
    words = Words(language, plan.currency)
    context = Context(plan, words)
    title = words("report.title", network=plan.network, name=plan.name)
    return render_about(plan, words, title, [build(context) for build in SECTIONS])


def render_about(
    plan: Plan, words: Words, title: str, sections: Sequence[Section], period: str | None = None
) -> str:
    """A page of sections that rest on a plan; about its whole horizon where no `period` is given."""
    if period is None:
        first, last = words.day(plan.first_day, year=True), words.day(last_day(plan), year=True)
        period = words("report.period", first=first, last=last)
    return render(
        "page.html",
        words,
        title=title,
        network=plan.network,
        subtitle=words("report.subtitle", name=plan.name, period=period),
        sections=sections,
        foot=words("report.made_by", version=plan.version, seed=plan.seed, workers=plan.workers),
    )


def render(template: str, words: Words, **values: object) -> str:
    """One template with the style sheet inside; every text is escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return environment.get_template(template).render(words=words, style=style, **values)
