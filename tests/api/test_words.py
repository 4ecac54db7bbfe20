"""Numbers, dates, money and keys in both languages."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from api.words import Words, from_environment
from optimize.roster.rules import ALLOWS, CONSTRAINS, PRICES
from quarterhour.messages import has
from tests.data import ROOT

ENGLISH, CHINESE = Words("en", "CNY"), Words("zh_Hans", "CNY")


def test_numbers_follow_the_language() -> None:
    """Thousands, per cent and money are written as readers expect; expected texts are CLDR's."""
    assert ENGLISH.number(1234567.0) == "1,234,567"
    assert ENGLISH.number(1234.567, 1) == "1,234.6"
    assert ENGLISH.share(0.8567) == "85.7%"
    assert ENGLISH.money(-1234.6) == "-CN¥1,235"
    assert CHINESE.money(1234.4) == "¥1,234"


def test_no_negative_zero() -> None:
    """What rounds to nothing has no sign."""
    assert (ENGLISH.number(-0.2), ENGLISH.share(-0.0001), ENGLISH.signed(-0.2)) == ("0", "0.0%", "0")
    assert ENGLISH.money(-0.3) == "CN¥0"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_the_unknown_is_a_dash(value: float) -> None:
    """No figure is made up where there is none."""
    for show in (ENGLISH.number, ENGLISH.share, ENGLISH.money, ENGLISH.signed):
        assert show(value) == "–"
    assert ENGLISH.amount(value, "hours") == "–"


def test_gaps_that_say_nothing() -> None:
    """A gap of a thousand per cent and more is told as that; none is a dash."""
    assert [ENGLISH.gap(value) for value in (0.0, 0.00481, 23580.0, None)] == ["0.00%", "0.48%", "> 1,000%", "–"]


def test_dates_follow_the_language() -> None:
    """Days, weekdays and instants."""
    day = pd.Timestamp("2026-10-05 08:30")
    assert (ENGLISH.day(day), CHINESE.day(day)) == ("5 Oct", "10月5日")
    assert (ENGLISH.weekday(0, "wide"), CHINESE.weekday(6)) == ("Monday", "周日")
    assert ENGLISH.instant(day).split() == ["5", "Oct", "08:30"]
    assert CHINESE.day(day, year=True) == "2026年10月5日"


def test_amounts_carry_their_unit() -> None:
    """Units that indicators name."""
    assert ENGLISH.amount(0.5, "share") == "50.0%"
    assert ENGLISH.amount(1500.0, "money_month") == "CN¥1,500 a month"
    assert ENGLISH.amount(12.34, "minutes") == "12.3 min"
    assert CHINESE.amount(3.0, "people") == "3 人"


def test_keys_without_a_name_stay_readable() -> None:
    """A key that nobody named is shown as plain words, never as an error."""
    assert ENGLISH.label("source", "lent") == "lent by another outlet"
    assert ENGLISH.label("indicator", "brand_new_figure") == "brand new figure"
    assert (ENGLISH.code("nobody.wrote_this"), ENGLISH.code(""), ENGLISH.code(float("nan"))) == (
        "nobody.wrote_this",
        "",
        "",
    )


def test_holidays_of_the_country_are_translated() -> None:
    """The calendar's English names in Chinese; an organisation's own event keeps its name."""
    assert CHINESE.holiday("New Year's Day") == "元旦"
    assert ENGLISH.holiday("Chinese New Year (Spring Festival)") == "Spring Festival"
    assert CHINESE.holiday("灯会") == "灯会"


def test_every_indicator_warning_and_cost_has_a_name() -> None:
    """What the pipeline calls by a key is called in words on the page."""
    source = {
        name: (ROOT / "scenarios" / "plan" / f"{name}.py").read_text()
        for name in ("indicators", "warnings", "costs")
    }
    keys = {f"report.indicator.{key}" for key in re.findall(r'Figure\(\s*"([a-z_]+)"', source["indicators"])}
    keys |= {f"report.warning.{key}" for key in re.findall(r'_frame\(network, "([a-z_]+)"', source["warnings"])}
    keys |= {f"report.cost.{key}" for key in re.findall(r'^ +"([a-z_]+)": float', source["costs"], re.MULTILINE)}
    assert len(keys) > 15
    assert [key for key in keys if not has(key)] == []


def test_every_rule_has_a_name() -> None:
    """The rules of the roster are called in words on the page."""
    unnamed = [rule for rule in {**ALLOWS, **CONSTRAINS, **PRICES} if not has(f"roster.rule_{rule}")]
    assert not unnamed


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "zh_TW", "LANG": "de_DE"}, "zh_Hans"),
    ],
)
def test_language_from_the_environment(environment: dict[str, str], language: str) -> None:
    """LC_ALL is stronger than LC_MESSAGES, which is stronger than LANG, as POSIX says."""
    assert from_environment(environment) == language
