"""The kinds of move, one module a kind; the same keys everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from optimize.shared_staff.dispatch.ground import Ground
from optimize.shared_staff.dispatch.moves.breaks import breaks
from optimize.shared_staff.dispatch.moves.extend import extend
from optimize.shared_staff.dispatch.moves.lend import lend
from optimize.shared_staff.dispatch.moves.partner import partner
from optimize.shared_staff.dispatch.moves.release import release
from optimize.shared_staff.dispatch.moves.standby import standby
from optimize.shared_staff.dispatch.moves.within import within
from quarterhour.arrays import Mask

MOVES: Mapping[str, Callable[[Ground, Mask], pd.DataFrame]] = {
    "lend": lend,
    "within": within,
    "standby": standby,
    "partner": partner,
    "extend": extend,
    "break": breaks,
    "release": release,
}
"""Each gives what could be thought of for the lanes that want people; `rules` says what may be."""
