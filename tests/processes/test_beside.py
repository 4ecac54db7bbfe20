"""Searches beside the work that uses them: what they told is kept whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pickle import PicklingError
from typing import TypeVar

import pytest

from quarterhour.beside import Asked, Beside

Value = TypeVar("Value")

PATIENCE = 120.0
"""Seconds after which a process that tells nothing is broken."""


def up_to(last: int, sizes: int = 1) -> Iterator[bytes]:
    """Numbers as bytes, repeated."""
    for number in range(last):
        yield bytes([number]) * sizes


def until_it_dies(last: int) -> Iterator[int]:
    """Some numbers, and the process is gone once they were sent."""
    yield from range(last)
    raise OSError("no more of it")


def for_ever() -> Iterator[int]:
    """Its process, again and again."""
    while True:
        yield os.getpid()


def squares(asked: Asked, last: int) -> Iterator[int]:
    """What is asked for, squared, until that is `last`."""
    number = -1
    while number != last:
        number = asked.take()
        yield number**2


class _NotHere:
    """What can be sent and not be taken."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def _all(beside: Beside[Value]) -> list[Value]:
    values: list[Value] = []
    while not beside.ended:
        come = beside.come(PATIENCE)
        assert come or beside.ended
        values += come
    return values


def test_all_values_come_in_their_order() -> None:
    """Values that nobody takes meanwhile, more than a pipe holds, come in order; then the end is told."""
    with Beside(up_to, 40, 10_000) as beside:
        assert _all(beside) == [bytes([number]) * 10_000 for number in range(40)]
        assert (beside.ended, beside.failed, beside.come()) == (True, False, [])


def test_what_is_asked_comes_in_its_order_also_before_the_process_began() -> None:
    """A process that hears answers what was asked, more than a pipe holds, in order."""
    with Beside(squares, 99, hears=True) as beside:
        for number in range(100):
            beside.ask(number)
        assert _all(beside) == [number**2 for number in range(100)]


def test_what_was_told_before_an_error_is_kept(caplog: pytest.LogCaptureFixture) -> None:
    """An error in the other process ends its values alone, and is told apart from their end."""
    with Beside(until_it_dies, 3) as beside:
        assert _all(beside) == [0, 1, 2]
        assert beside.failed
    assert "ended with code 1" in caplog.text


def test_a_process_that_is_killed_loses_nothing_here() -> None:
    """Values told before a process is killed from outside are there; no more come."""
    with Beside(for_ever) as beside:
        process = beside.come(PATIENCE)[0]
        os.kill(process, 9)
        assert set(_all(beside)) <= {process}
        assert beside.failed


def test_much_may_be_given_to_a_process_that_dies_at_once() -> None:
    """A process that takes nothing of what it was to be given does not hold up this one."""
    with Beside(_NotHere(), bytes(10_000_000)) as beside:
        assert _all(beside) == []
        assert beside.failed


def test_what_can_not_be_sent_is_refused() -> None:
    """What can not be sent to another process is an error here, and no process without work."""
    before = multiprocessing.active_children()
    with pytest.raises((AttributeError, TypeError, PicklingError)):
        Beside(lambda: iter(range(3)))
    assert set(multiprocessing.active_children()) <= set(before)


def test_nothing_is_left_after_the_block() -> None:
    """A search without end is over when its block is, by an error too."""
    before = multiprocessing.active_children()
    with pytest.raises(KeyError):
        _broken_off()
    assert set(multiprocessing.active_children()) <= set(before)


def _broken_off() -> None:
    before = multiprocessing.active_children()
    with Beside(for_ever) as beside:
        assert beside.come(PATIENCE)
        assert set(multiprocessing.active_children()) - set(before)
        raise KeyError


def test_where_none_can_begin_none_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that can not begin has failed before it told anything."""
    monkeypatch.setattr(multiprocessing.process.current_process(), "_config", {"daemon": True})
    with Beside(for_ever) as beside:
        assert (beside.ended, beside.failed, beside.come()) == (True, True, [])
