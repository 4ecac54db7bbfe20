"""Split duties: two parts of one day's work with a long break between, in which nobody is at the post."""

from __future__ import annotations

import pandas as pd

SPLIT_BREAK = pd.Timedelta(hours=3)
"""An unpaid break of this length or more parts a duty into two; a shorter one belongs to the duty."""
