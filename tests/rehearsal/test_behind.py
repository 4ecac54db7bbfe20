"""Work that comes first at an office: against a plain telling, across closings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st

from optimize.patterns import Patterns
from quarterhour.arrays import Ints
from scenarios.rehearsal.behind import done_first
from scenarios.rehearsal.presence import Presence
from scenarios.rehearsal.stretches import Stretches
from tests.rehearsal.offices import POSTS, SERVICES, random_office


@given(st.integers(0, 2**32 - 1))
@example(66)  # on duty at closing, and once more after it, while a customer who came before still waits
@settings(deadline=None, max_examples=60)
def test_equal_to_the_plain_telling_to_the_last_bit(seed: int) -> None:
    """Own jobs first, by urgency and across closings; customers by patience, in overtime, or left over."""
    np.testing.assert_array_equal(*random_office(np.random.default_rng(seed)))


def _standing(post: str, flexible: tuple[bool, bool]) -> Ints:
    window = pd.DataFrame({"post": [post], "person": [0]})
    patterns = Patterns.of(POSTS.assign(flexible=list(flexible)), SERVICES["service"])
    nothing = Stretches.joined([])
    return np.flatnonzero(done_first(SERVICES, patterns, Presence(window, nothing, nothing)))


def test_what_others_take_too_is_done_in_idle_time() -> None:
    """Work comes first only where somebody stands who helps at the counter, and only if nobody else takes it."""
    assert _standing("office", (True, False)).tolist() == [1, 2]
    assert not len(_standing("counter", (True, False))), "nobody is there who could do it first"
    assert not len(_standing("office", (False, False))), "the office helps nobody"
    assert not len(_standing("office", (True, True))), "the counter takes its work as well"
