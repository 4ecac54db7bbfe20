"""The page: whole, alone, safe, in both languages, and small enough."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pandas as pd
import pytest

from api.duty import grid_of
from api.records import records
from api.report import render_comparison, render_report
from api.report.demand.by_day import day_totals
from scenarios.compare import compare
from tests.api.plans import bare_plan, large_plan, made_plan, small_plan

KEYS = [
    "headline",
    "forecast",
    "staffing",
    "lending",
    "roster",
    "holes",
    "rehearsal",
    "coverage",
    "consolidation",
    "costs",
    "proofs",
    "settings",
]
COMPARED = ("choice", "differences", "money", "figures", "outlets", "people", "segments", "changes")
VOID = {"meta", "br", "link", "img", "input"}


class Outline(HTMLParser):
    """Checks that tags nest, and collects identifiers, links and words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href", "action", "data", "poster", "srcset") or name.startswith("on"):
                self.addresses.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.words.append(data)


def outline(page: str) -> Outline:
    """The page's outline; fails where it is not well formed."""
    found = Outline()
    found.feed(page)
    found.close()
    assert found.open == []
    return found


def whole(page: str) -> Outline:
    """The outline of a page by itself: identifiers once, nothing from outside, no key of a text left."""
    found = outline(page)
    assert len(found.ids) == len(set(found.ids))
    assert all(address.startswith("#") for address in found.addresses)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(found.tags)
    assert re.findall(r"\breport\.[a-z_]+|\{[a-z_]+\}|\bnan\b", " ".join(found.words)) == []
    return found


@pytest.fixture(scope="module")
def page() -> str:
    """The English page of the small plan."""
    return render_report(small_plan(), "en")


def test_the_page_is_well_formed_with_all_sections(page: str) -> None:
    """Tags nest, identifiers are there once, and the contents lead to every section."""
    found = whole(page)
    assert [key for key in found.ids if key in KEYS] == KEYS
    assert [address for address in found.addresses if address != "#main"] == [f"#{key}" for key in KEYS]


def test_the_page_asks_for_nothing_from_outside(page: str) -> None:
    """No address, no script, no import; styles refer to nothing but the page's own patterns."""
    whole(page)
    assert re.findall(r"https?:|//[a-z]|@import", page) == []
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {"#hatch-lent", "#hatch-partner", "#hatch-short"}


def test_people_are_counted_alike_and_those_of_partners_apart() -> None:
    """Headline and roster tell the same number of own people; places of partners are told besides."""
    made = small_plan()
    assert made.roster is not None
    segments = made.roster.segments
    own = segments["employee"].nunique()
    hired = segments["employee"].isin(segments["employee"].unique()[:2])
    segments = segments.assign(source=segments["source"].where(~hired, "partner"))
    shown = render_report(replace(made, roster=replace(made.roster, segments=segments)), "en")
    words = " ".join(whole(shown).words)
    assert f"{own - 2} people are on the roster" in words
    assert f"{own - 2} people with " in words
    assert "2 people of partners come besides." in words


def test_every_picture_is_told_in_words(page: str) -> None:
    """Each picture is well-formed XML with a title and a description, and stands beside a table."""
    for section in re.split(r"<section ", page)[1:]:
        pictures = re.findall(r"<svg viewBox.*?</svg>", section, flags=re.DOTALL)
        for picture in pictures:
            root = ElementTree.fromstring(picture)  # noqa: S314 - our own page
            assert root.get("role") == "img"
            assert root.findtext("title")
            assert root.find("desc") is not None
        if pictures:
            assert "<table" in section


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_no_code_is_left_without_words(language: str) -> None:
    """Every text comes from the catalogue: no key of the page shows, and no placeholder."""
    shown = " ".join(outline(render_report(small_plan(), language)).words)
    assert re.findall(r"\breport\.[a-z_]+", shown) == []
    assert re.findall(r"\{[a-z_]+\}", shown) == []


def test_chinese_page_is_chinese() -> None:
    """Headings, dates and keys are in the reader's language."""
    page = render_report(small_plan(), "zh_Hans")
    assert '<html lang="zh-Hans">' in page
    for text in ("需求预测", "9月21日", "周一", "承诺兑现", "盲区"):
        assert text in page
    assert "Forecast" not in outline(page).words


def test_names_are_never_markup() -> None:
    """Names of outlets, people and effects are shown as they are and do nothing."""
    name = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
    plan = small_plan()
    assert plan.forecast is not None
    people = plan.layers["people"].assign(name=name)
    zones = plan.layers["zones"].assign(name=name)
    forecast = replace(plan.forecast, effects=plan.forecast.effects.assign(effect=name))
    evil = replace(
        plan,
        network=name,
        name=name,
        outlets=plan.outlets.assign(name=name),
        layers={**plan.layers, "people": people, "zones": zones},
        forecast=forecast,
        settings={"name": name},
        changes=({"change": name, "outlet": name},),
    )
    found = outline(render_report(evil, "en"))
    assert not {"script", "img"} & set(found.tags)
    assert all(address.startswith("#") for address in found.addresses)


def test_absent_stages_say_what_they_need() -> None:
    """A plan of nothing has every section, and each says which tables are missing."""
    page = render_report(bare_plan(), "en")
    assert [key for key in outline(page).ids if key in KEYS] == KEYS
    assert page.count("this part needs the tables") == 8
    assert "arrivals" in page
    assert "zones" in page


def test_ranges_of_days_come_from_joint_paths() -> None:
    """The range of a day's total over all outlets is that of the summed paths: quantiles do not add."""
    plan = small_plan()
    assert plan.forecast is not None
    days = day_totals(plan.forecast, grid_of(plan))
    counts, starts = plan.forecast.paths.counts, plan.forecast.paths.starts
    for row in records(days):
        of_day = starts.tz_localize(None).normalize() == row.day
        totals = pd.Series([float(path[:, of_day].sum()) for path in counts])
        assert (row.low, row.high) == (totals.quantile(0.05), totals.quantile(0.95))


def test_a_large_plan_stays_small_and_quick() -> None:
    """520 people, 40 outlets and four weeks: under 6 MB, in seconds of CPU (the limit allows for a slow core)."""
    plan = large_plan()
    began = time.process_time()
    page = render_report(plan, "zh_Hans")
    assert time.process_time() - began < 20
    assert len(page.encode()) < 6_000_000
    outline(page)


def test_same_plan_same_page() -> None:
    """Nothing on the page depends on when it was made."""
    assert render_report(small_plan(), "en") == render_report(small_plan(), "en")


def test_comparison_page() -> None:
    """Two plans side by side: figures with differences, moved duties, and the changes between them."""
    base, other = small_plan(), made_plan(outlets=3, people=7, days=7, name="busy <week>")
    assert other.roster is not None
    segments = other.roster.segments.copy()
    segments["end"] += pd.to_timedelta([60] + [0] * (len(segments) - 1), unit="min")
    indicators = other.indicators.assign(value=[0.91, 99000.0])
    other = replace(other, roster=replace(other.roster, segments=segments), indicators=indicators)
    page = render_comparison(compare([base, other]), base, "en")
    found = outline(page)
    assert [key for key in found.ids if key in COMPARED] == list(COMPARED)
    words = " ".join(found.words)
    assert "busy <week>" in words
    assert "+5.0 points" in words  # 0.86 to 0.91
    assert "+CN¥3,600" in words  # 95,400 to 99,000
    assert "No plan meets all targets (Promises kept ≥ 100.0%)." in words
    assert "busy <week> misses least: Promises kept at 91.0%, 9.0 points from the target." in words
    assert "demand scaled" in words
