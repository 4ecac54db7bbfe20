"""What a placement study asks: the model, and the figures that the model takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from quarterhour.messages import Message

MODELS: Mapping[str, tuple[str, ...]] = {
    "most": ("points", "budget"),
    "cover": (),
    "partial": ("share",),
    "backup": (),
    "median": ("points",),
    "centre": ("points",),
    "rooms": (),
}
"""Which figures each model takes, `minutes` aside; of several one is given."""


class QuestionError(ValueError):
    """Figures that the model does not take, or lacks."""

    def __init__(self, messages: list[Message]) -> None:
        super().__init__("; ".join(message.text() for message in messages))
        self.messages = messages


@dataclass(frozen=True)
class Question:
    """A placement study's question.

    Attributes
    ----------
    model
        most: most residents within the circle, by number of new sites or by money. cover: fewest new sites for all
        who can be covered. partial: least money a month for a share of the residents. backup: fewest new sites so
        that all have two points in their circle, as far as two can be. median: least minutes of all residents
        together. centre: the shortest longest way. rooms: least money a month with a place at a station for every
        urban resident.
    points
        New sites at most, required ones included.
    share
        Of all residents, who are to be in the circle.
    budget
        One-off money.
    minutes
        The circle of every zone, in place of the network's; None leaves it.
    tiers
        Whether every key place is to have its equipment near by, as far as any site could give it.
    """

    model: str
    points: int | None = None
    share: float | None = None
    budget: float | None = None
    minutes: float | None = None
    tiers: bool = False

    def checked(self, budget: float | None, floor: float) -> Question:
        """The question with what is left out taken from the network's settings.

        Raises
        ------
        QuestionError
            With everything that does not fit.
        """
        taken = MODELS[self.model]
        given = [name for name in ("points", "share", "budget") if getattr(self, name) is not None]
        wrong = [
            Message("place.not_taken", {"model": self.model, "option": name})
            for name in given
            if name not in taken
        ]
        fit = [name for name in given if name in taken]
        if len(fit) > 1:
            wrong.append(Message("place.one_of", {"model": self.model, "options": _listed(tuple(fit))}))
        asked = self
        if not fit and "share" in taken:
            asked = replace(asked, share=floor)
        elif not fit and "budget" in taken and budget is not None:
            asked = replace(asked, budget=budget)
        elif not fit and taken:
            wrong.append(Message("place.lacks", {"model": self.model, "options": _listed(taken)}))
        if wrong:
            raise QuestionError(wrong)
        return asked


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"--{name}" for name in names)
