"""Whether the people, outlets and posts of a roster are the network's."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scenarios.network.check_columns import hint
from scenarios.network.findings import LISTED, Findings
from scenarios.network.model import Network
from scenarios.network.parts import Located
from scenarios.roster.lists import is_slot
from scenarios.roster.telling import add


def check_names(rows: Located, network: Network, findings: Findings) -> None:
    """One problem for every row that names what the network does not have, up to a limit."""
    frame = rows.frame
    offers = network.table("partner_offers")
    hired = set(offers["partner"] + "/" + offers["offer"])
    offer = frame["employee"].str.rsplit("#", n=1).str[0]
    people, outlets = set(network.table("employees")["employee"]), set(network.table("outlets")["outlet"])
    slot = frame["employee"].map(is_slot) & offer.isin(hired)
    _tell("employee", rows, ~(frame["employee"].isin(people) | slot), sorted(people), findings)
    there = frame["outlet"].isin(outlets)
    _tell("outlet", rows, ~there, sorted(outlets), findings)
    posts = network.table("posts")
    both = set(zip(posts["outlet"], posts["post"], strict=True))
    held = pd.Series(
        [pair in both for pair in zip(frame["outlet"], frame["post"], strict=True)], index=frame.index
    )
    needed = frame["activity"].isin(["work", "standby"]) | (frame["post"] != "")
    _tell("post", rows, there & needed & ~held, sorted(set(posts["post"])), findings)


def _tell(column: str, rows: Located, wrong: pd.Series, known: list[str], findings: Findings) -> None:
    cells = rows.frame[column]
    near = {value: hint(value, known) for value in cells[wrong].unique()[:LISTED]}
    for place in np.flatnonzero(wrong.to_numpy())[:LISTED]:
        value, file = cells.iloc[place], rows.files[rows.file[place]]
        nearest = near.get(value, "")
        add(findings, f"roster.unknown_{column}", file, int(rows.rows[place]), column, value, hint=nearest)
