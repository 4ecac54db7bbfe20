"""Demand is never dropped: shares of a closed outlet add up to one, whatever is in reach."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from optimize.coverage.reassign import transfer_shares
from quarterhour.labels import LabelError

RULE = {"decay_minutes": 10.0, "reach_minutes": 60.0, "digital_share": 0.2, "lost_share": 0.05}
BETWEEN = pd.DataFrame(
    [("A", "B", 10.0), ("A", "C", 20.0), ("A", "D", 61.0), ("B", "C", 5.0), ("B", "A", 10.0)],
    columns=["outlet", "other", "minutes"],
)


def _frame(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["outlet", "service"])


def _volumes(*rows: tuple[str, str]) -> pd.DataFrame:
    return _frame(*rows).assign(volume=100.0)


OFFERS = _frame(("A", "s"), ("B", "s"), ("C", "s"), ("D", "s"), ("B", "t"))


def _shares(frame: pd.DataFrame, outlet: str, service: str) -> dict[str, float]:
    rows = frame[(frame["outlet"] == outlet) & (frame["service"] == service)]
    return dict(zip(rows["to"], rows["share"], strict=True))


def test_the_pull_falls_with_travel() -> None:
    """10 minutes more at a decay of 10 minutes is a pull smaller by e; beyond reach there is none."""
    found = _shares(transfer_shares(_volumes(("A", "s")), {"A"}, BETWEEN, OFFERS, **RULE), "A", "s")
    assert set(found) == {"B", "C", "digital", "lost"}
    assert found["B"] / found["C"] == pytest.approx(math.e)
    assert found["B"] + found["C"] == pytest.approx(0.75)
    assert (found["digital"], found["lost"]) == pytest.approx((0.2, 0.05))


def test_only_open_outlets_that_offer_the_service_receive() -> None:
    """C does not offer t, so B takes all of it; with B closed too, what is left of t is lost, visibly."""
    alone = transfer_shares(_volumes(("A", "t")), {"A"}, BETWEEN, OFFERS, **RULE)
    assert _shares(alone, "A", "t") == pytest.approx({"B": 0.75, "digital": 0.2, "lost": 0.05})
    both = transfer_shares(_volumes(("A", "t"), ("B", "t")), {"A", "B"}, BETWEEN, OFFERS, **RULE)
    assert _shares(both, "A", "t") == pytest.approx({"digital": 0.2, "lost": 0.8})


def test_closing_two_sends_both_to_who_stays() -> None:
    """A closed outlet never receives from another closed one."""
    found = transfer_shares(_volumes(("A", "s"), ("B", "s")), {"A", "B"}, BETWEEN, OFFERS, **RULE)
    assert set(found.loc[found["outlet"] == "A", "to"]) == {"C", "digital", "lost"}
    assert set(found.loc[found["outlet"] == "B", "to"]) == {"C", "digital", "lost"}


@pytest.mark.parametrize("decay", [0.01, 1.0, 1e6])
def test_shares_add_up_to_one(decay: float) -> None:
    """Also for a decay so short that exp(-minutes / decay) alone would be rounded to nothing."""
    volumes = _volumes(("A", "s"), ("A", "t"), ("B", "s"))
    found = transfer_shares(volumes, {"A", "B"}, BETWEEN, OFFERS, **{**RULE, "decay_minutes": decay})
    assert found.groupby(["outlet", "service"])["share"].sum().to_numpy() == pytest.approx(1.0, abs=1e-15)
    assert (found["share"] >= 0).all()


def test_open_outlets_send_nothing() -> None:
    """Rows of outlets that stay open do not appear; closing nobody moves nothing."""
    found = transfer_shares(_volumes(("A", "s"), ("B", "s")), {"A"}, BETWEEN, OFFERS, **RULE)
    assert set(found["outlet"]) == {"A"}
    nobody = transfer_shares(_volumes(("A", "s")), set(), BETWEEN, OFFERS, **RULE)
    assert nobody.empty
    assert list(nobody.columns) == ["outlet", "service", "to", "share"]


def test_what_can_not_be_accounted_for_raises() -> None:
    """Shares over one, or an outlet whose name would be read as digital, are refused."""
    with pytest.raises(ValueError, match="exceed 1"):
        transfer_shares(_volumes(("A", "s")), {"A"}, BETWEEN, OFFERS, **{**RULE, "lost_share": 0.9})
    with pytest.raises(LabelError, match="digital"):
        transfer_shares(_volumes(("A", "s")), {"A"}, BETWEEN, _frame(("digital", "s")), **RULE)
