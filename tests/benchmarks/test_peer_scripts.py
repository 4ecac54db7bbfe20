"""What peers print is read whatever else they print."""

from __future__ import annotations

import sys

import pytest

from benchmarks import peer_scripts


@pytest.fixture
def peer(tmp_path, monkeypatch):
    """A function that asks a script of some lines."""
    monkeypatch.setattr(peer_scripts, "interpreter", lambda: sys.executable)

    def ask(lines):
        script = tmp_path / "peer.py"
        script.write_text(lines, encoding="utf-8")
        return peer_scripts.ask(script, tmp_path)

    return ask


def test_words_around_the_answer_are_passed_over(peer):
    """A solver's licence before the answer and a farewell after it do no harm."""
    assert peer("print('Welcome to 7')\nprint('{\"people\": 3}')\nprint('done')") == {"people": 3}


def test_a_peer_without_an_answer_is_left_out(peer, capsys):
    """A peer that prints no JSON object is left out with a word to the user."""
    assert peer("print('7')\nprint('no licence')") is None
    assert "printed no JSON object" in capsys.readouterr().err
