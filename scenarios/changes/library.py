"""Scenarios that come with the program, by name; they fit any network."""

from __future__ import annotations

from pathlib import Path

from scenarios.changes.scenario import Scenario, read_scenario

FOLDER = Path(__file__).parent.parent / "library"


def library() -> dict[str, Scenario]:
    """All of them, in the order of their names."""
    return {path.stem: read_scenario(path) for path in sorted(FOLDER.glob("*.yaml"))}


def find_scenario(name: str) -> Scenario:
    """The scenario in a file or, where there is no such file, of that name in the library.

    Raises
    ------
    ChangeProblemsError
        When there is neither, or it does not fit.
    """
    return read_scenario(scenario_file(name))


def scenario_file(name: str) -> Path:
    """The file that a name stands for: itself or, where there is no such file, that of the library."""
    path = Path(name)
    own = FOLDER / f"{name}.yaml"
    bare = path.name == name and own.name == f"{name}.yaml"
    return own if bare and not path.exists() and own.exists() else path
