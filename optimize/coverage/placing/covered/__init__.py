"""Maximum coverage at scale: the most residents within reach of a number of sites."""

from optimize.coverage.placing.covered.problem import Covering
from optimize.coverage.placing.covered.solve import solve

__all__ = ["Covering", "solve"]
