"""How sure to be: the loss curve over sample paths, people at a quantile, the newsvendor, the price of both."""

from optimize.requirement.confidence.choice import at_quantile, newsvendor
from optimize.requirement.confidence.loss import loss_by_path, loss_curve
from optimize.requirement.confidence.price import QUANTILES, price_of_confidence
from optimize.requirement.confidence.reduce import forward_selection, reduce_paths
from optimize.requirement.confidence.values import Confidence, LossCurve, Prices, SamplePaths

__all__ = [
    "QUANTILES",
    "Confidence",
    "LossCurve",
    "Prices",
    "SamplePaths",
    "at_quantile",
    "forward_selection",
    "loss_by_path",
    "loss_curve",
    "newsvendor",
    "price_of_confidence",
    "reduce_paths",
]
