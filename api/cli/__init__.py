"""The command line: `quarterhour`."""

from api.cli.main import main

__all__ = ["main"]
