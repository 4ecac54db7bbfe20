"""What every package of Quarterhour shares: time grid, seeds, results, progress, labels, messages.

No algorithm lives here, and nothing here imports the other packages.
"""

from quarterhour.version import __version__

__all__ = ["__version__"]
