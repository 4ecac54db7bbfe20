"""Second opinions by boosted trees: what recent weeks, near holidays and the hour tell beyond the regression."""

from forecast.boosting.opinions import OPINIONS, Opinions, look_ahead

__all__ = ["OPINIONS", "Opinions", "look_ahead"]
