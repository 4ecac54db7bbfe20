"""Second opinions learnt over all series at once: what recent weeks, near holidays and the hour tell beyond the
regression.
"""

from forecast.learners.opinions import OPINIONS, Opinions, look_ahead

__all__ = ["OPINIONS", "Opinions", "look_ahead"]
