"""What every section of the page needs: the plan, the words, the names and the people on duty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import pandas as pd

from api.duty import on_duty
from api.words import Words
from scenarios.plan.values import Plan


class Reader(Protocol):
    """Whom a block is made for: the language, and what outlets are called."""

    @property
    def words(self) -> Words:
        """Language and money."""

    def outlet(self, outlet: object) -> str:
        """What an outlet is called."""


@dataclass(frozen=True)
class Context:
    """A plan and its reader."""

    plan: Plan
    words: Words

    @cached_property
    def outlets(self) -> Mapping[str, str]:
        """Name of each outlet."""
        return dict(zip(self.plan.outlets["outlet"], self.plan.outlets["name"], strict=True))

    @cached_property
    def points(self) -> Mapping[str, str]:
        """Name of each outlet and site."""
        sites = self.plan.layers.get("sites")
        named = {} if sites is None else dict(zip(sites["point"], sites["name"], strict=True))
        return {**named, **self.outlets}

    @cached_property
    def duty(self) -> pd.DataFrame | None:
        """People at the post beside those needed, see `api.duty`."""
        return on_duty(self.plan)

    def outlet(self, outlet: object) -> str:
        """What an outlet is called; a partner's or an unknown identifier stays as it is."""
        return self.outlets.get(str(outlet), str(outlet))

    def point(self, point: object) -> str:
        """What an outlet or site is called."""
        return self.points.get(str(point), str(point))
