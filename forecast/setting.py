"""What the calendar regression takes for granted, as far as it differs from panel to panel.

Which settings suit a panel is found by playing back its own past (`forecast.tuning`), never by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Setting:
    """One way to fit the calendar.

    Attributes
    ----------
    half_life
        Days after which an observation weighs half.
    stiffness
        Evidence, in days, against a step of the slow level from one knot to the next.
    own
        Evidence against a series' own remainder, relative to that against the shared effect.
    years, waves
        Years of history from which yearly waves are fitted, and how many.
    evidence
        Factors on the evidence against effects, by family of the design.
    """

    name: str
    half_life: float = 1000.0
    stiffness: float = 4.0
    own: float = 4.0
    years: float = 2.0
    waves: int = 10
    evidence: Mapping[str, float] = field(default_factory=dict, hash=False)


USUAL = Setting("usual")
SETTINGS = (
    USUAL,
    Setting("short memory", half_life=250.0),
    Setting("loose level", stiffness=0.05),
    Setting("stiff level", stiffness=64.0, evidence={"season": 8.0}),
    Setting("early season", years=1.0, waves=3),
    Setting("own ways", own=1.0),
    Setting("shy of holidays", evidence={"generic": 4.0, "named": 4.0, "turn": 4.0}),
    Setting("shy of months", evidence={"month": 5.0}),
)
