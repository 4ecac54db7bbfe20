"""Holes: every hour of a person missing at a post, or on standby, is priced and stays visible."""

from __future__ import annotations

from optimize.roster.model import RosterModel


def hole(model: RosterModel) -> None:
    """Each missing person costs the length of the duty, breaks taken out."""
    weights, kinds = model.weights, model.facts.kinds
    length = (kinds["ends"] - kinds["begins"] - kinds["rest_minutes"]).tolist()
    standby = (kinds["activity"] == "standby").tolist()
    for missing, minutes, reserve in zip(model.missing, length, standby, strict=True):
        model.price(missing, minutes * (weights.standby_hole if reserve else weights.hole))
