"""Texts, numbers, money and dates in the reader's language, for every face."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from babel import Locale
from babel.dates import format_date, format_datetime, get_day_names, get_month_names
from babel.numbers import format_currency, format_decimal, format_percent

from quarterhour import messages
from quarterhour.messages import Message

if TYPE_CHECKING:
    import pandas as pd

LOCALES = {"en": "en_GB", "zh_Hans": "zh_Hans_CN"}
MONTH_DAY = {"en": "d MMM", "zh_Hans": "M月d日"}
NOTHING = "–"
"""What stands where there is no value."""


def from_environment(environment: Mapping[str, str]) -> str:
    """The language that the user's locale variables ask for, strongest variable first."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return messages.normalise(environment[name])
    return "en"


@dataclass(frozen=True)
class Words:
    """One reader's language and money.

    Attributes
    ----------
    language
        A catalogue's name, en or zh_Hans; what a user may call them (zh, zh-CN) is turned into that.
    currency
        ISO 4217.
    """

    language: str = "en"
    currency: str = "CNY"

    def __post_init__(self) -> None:
        object.__setattr__(self, "language", messages.normalise(self.language))

    def __call__(self, code: str, **values: object) -> str:
        """The text of a message code."""
        return messages.text(code, self.language, **values)

    def message(self, message: Message) -> str:
        """A message in this language."""
        return message.text(self.language)

    def code(self, code: object) -> str:
        """The text of a code that came out of a frame: "" for none, itself where it needs values."""
        key = "" if code is None or code != code else str(code)
        if not messages.has(key):
            return key
        try:
            return self(key)
        except KeyError:
            return key

    def label(self, family: str, key: object) -> str:
        """What a key is called, such as the source `lent`; plain words made of the key where nobody named it."""
        return self.named(f"report.{family}.{str(key).lower()}", key)

    def named(self, code: str, key: object) -> str:
        """The text of a code that ends in a key; plain words made of the key where nobody named it."""
        return self(code) if messages.has(code) else str(key).replace("_", " ")

    def holiday(self, name: str) -> str:
        """A public holiday by the name that the country's calendar gives it, or an event's own name."""
        key = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        return self.label("holiday", key) if messages.has(f"report.holiday.{key}") else name

    @property
    def locale(self) -> Locale:
        """Babel's locale of the language."""
        return Locale.parse(LOCALES[self.language])

    @property
    def html(self) -> str:
        """The language tag of pages."""
        return "zh-Hans" if self.language == "zh_Hans" else "en"

    def number(self, value: float, digits: int = 0) -> str:
        """A number with that many decimals."""
        if not _known(value):
            return NOTHING
        pattern = "#,##0" if digits == 0 else "#,##0." + "0" * digits
        return format_decimal(round(float(value), digits) + 0.0, format=pattern, locale=self.locale)

    def signed(self, value: float, digits: int = 0) -> str:
        """A difference, with its sign."""
        if not _known(value):
            return NOTHING
        plus = "+" if round(float(value), digits) > 0 else ""
        return plus + self.number(value, digits)

    def share(self, value: float, digits: int = 1) -> str:
        """A share as per cent."""
        if not _known(value):
            return NOTHING
        pattern = "#,##0%" if digits == 0 else "#,##0." + "0" * digits + "%"
        return format_percent(round(float(value), digits + 2) + 0.0, format=pattern, locale=self.locale)

    def gap(self, value: float | None) -> str:
        """How far an answer may be from the best; beyond ten times its own size the figure says nothing."""
        if value is None or not _known(value):
            return NOTHING
        return f"> {self.share(10.0, 0)}" if value > 10 else self.share(value, 2)

    def money(self, value: float) -> str:
        """An amount of money, whole units."""
        if not _known(value):
            return NOTHING
        return format_currency(
            round(float(value)) + 0.0,
            self.currency,
            format="¤#,##0;-¤#,##0",
            locale=self.locale,
            currency_digits=False,
        )

    def amount(self, value: float, unit: str) -> str:
        """A value in the unit that its key names."""
        if unit == "share":
            return self.share(value)
        if unit.startswith("money"):
            return self.money(value) + (self.label("unit", unit) if unit != "money" else "")
        digits = 0 if _known(value) and (float(value).is_integer() or abs(value) >= 100) else 1
        number = self.number(value, digits)
        return f"{number} {self.label('unit', unit)}" if unit and number != NOTHING else number

    def day(self, day: pd.Timestamp, year: bool = False) -> str:
        """A day, such as 5 Oct."""
        pattern = "long" if year else MONTH_DAY[self.language]
        return format_date(day.date(), pattern, locale=self.locale)

    def weekday(self, number: int, width: Literal["abbreviated", "wide"] = "abbreviated") -> str:
        """Name of a weekday, 0 being Monday."""
        return str(get_day_names(width, locale=self.locale)[number])

    def month(self, number: int) -> str:
        """Name of a month, 1 being January."""
        return str(get_month_names("abbreviated", context="stand-alone", locale=self.locale)[number])

    def instant(self, instant: pd.Timestamp) -> str:
        """Day and wall-clock time, such as 5 Oct 11:30, never broken over two lines."""
        return f"{self.day(instant)} {instant:%H:%M}".replace(" ", "\N{NO-BREAK SPACE}")

    def now(self, instant: pd.Timestamp) -> str:
        """A full date with its time."""
        return str(format_datetime(instant.to_pydatetime(), "medium", locale=self.locale))


def _known(value: float | None) -> bool:
    return value is not None and value == value and math.isfinite(value)
