"""The page of a comparison: which plan to take, differences, money, and what changed between plans."""

from __future__ import annotations

from api.report.comparison.changes import changes
from api.report.comparison.choice import choice
from api.report.comparison.differences import differences
from api.report.comparison.figures import figures
from api.report.comparison.money import money
from api.report.comparison.outlets import outlets
from api.report.comparison.people import people
from api.report.comparison.segments import segments
from api.report.page import render
from api.words import Words
from quarterhour.version import __version__
from scenarios.compare import Comparison
from scenarios.plan.values import Plan


def render_comparison(comparison: Comparison, base: Plan, language: str) -> str:
    """One self-contained page; `base` gives the names of outlets and people, and the currency."""
    words = Words(language, base.currency)
    places = dict(zip(base.outlets["outlet"], base.outlets["name"], strict=True))
    known = base.layers.get("people")
    persons = {} if known is None else dict(zip(known["employee"], known["name"], strict=True))
    sections = [
        choice(comparison, words),
        differences(comparison, words, places),
        money(comparison, words),
        figures(comparison, words),
        outlets(comparison, words, places),
        people(comparison, words, places, persons),
        segments(comparison, words, places),
        changes(comparison, words),
    ]
    return render(
        "page.html",
        words,
        title=words("report.comparison_title", network=base.network),
        network=base.network,
        subtitle=words(
            "report.comparison_subtitle", base=comparison.names[0], others=", ".join(comparison.names[1:])
        ),
        sections=sections,
        foot=words("report.compared_by", version=__version__),
    )
