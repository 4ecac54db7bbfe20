"""Customers whom self-service contains, and who come to people while its machines are down."""

from __future__ import annotations

import numpy as np
import pandas as pd

from quarterhour.arrays import Floats
from scenarios.rehearsal.breakdowns import draw_breakdowns
from scenarios.rehearsal.horizon import Horizon
from scenarios.rehearsal.occupied import occupied

SELF_SERVICE_COLUMNS = (
    "outlet",
    "equipment",
    "pieces",
    "failures_a_month",
    "repair_hours",
    "service",
    "contained",
)


def turned_away(
    machines: pd.DataFrame, services: pd.DataFrame, horizon: Horizon, replications: int, seed: int
) -> Floats:
    """Customers who come to people for want of a machine, by customer who comes to people anyway.

    Machines of a service share its contained customers evenly, so while a part of the pieces is down that part of
    them comes to people. Breakdowns are those of desks (`draw_breakdowns`), by machine.

    Parameters
    ----------
    machines
        Rows of `SELF_SERVICE_COLUMNS` of one outlet; contained: customers who need nobody while all machines work,
        by customer who comes to people.
    services
        Names of the outlet's services.

    Returns
    -------
    Array of shape (replications, services, intervals).
    """
    extra = np.zeros((replications, len(services), horizon.count))
    for row, service in enumerate(services["service"]):
        own = machines.loc[machines["service"] == service]
        pieces = int(own["pieces"].sum())
        if not pieces:
            continue
        down = draw_breakdowns(own, float(horizon.edges[-1]), replications, seed)
        minutes = occupied(down.begin, down.end, down.replication, replications, horizon.count, horizon.grain)
        extra[:, row] = minutes[:, :-1] / (pieces * horizon.grain) * float(own["contained"].iloc[0])
    return extra
