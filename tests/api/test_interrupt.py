"""Ctrl-C: once keeps the best so far, twice leaves; what works beside is not killed by it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading

from api.cli.progress import on_interrupt


def test_one_interrupt_asks_to_stop_and_nothing_breaks() -> None:
    """The work goes on to its end; the handler of before is back afterwards."""
    before = signal.getsignal(signal.SIGINT)
    pressed = threading.Event()
    with on_interrupt(pressed.set):
        os.kill(os.getpid(), signal.SIGINT)
        assert pressed.wait(5)
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_child_processes_do_not_hear_it() -> None:
    """A child started inside survives the terminal's interrupt, so that its answer is not lost."""
    with on_interrupt(lambda: None):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.5)"])
        os.kill(child.pid, signal.SIGINT)
        assert child.wait(20) == 0


def test_a_second_interrupt_leaves() -> None:
    """Twice in a row ends the process with its exit code, even in the middle of work."""
    program = """
        import os, signal, time
        from api.cli.progress import on_interrupt
        with on_interrupt(lambda: os.kill(os.getpid(), signal.SIGINT)):
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(30)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    done = subprocess.run(command, timeout=60, check=False)  # noqa: S603 - the program above
    assert done.returncode == 3
