"""Where in a YAML file each key stands, and keys that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

Path = tuple[str | int, ...]


def lines(tree: yaml.Node | None) -> Mapping[Path, int]:
    """The line of every key and every entry of a list, counted from 1."""
    return dict(_walk(tree, ())) if tree is not None else {}


def repeated(tree: yaml.Node | None) -> list[tuple[str, int]]:
    """Keys that stand twice in one mapping, with the line of the second: YAML would forget the first."""
    found: list[tuple[str, int]] = []
    seen: set[Path] = set()
    for path, line in _walk(tree, ()) if tree is not None else ():
        if path in seen:
            found.append((str(path[-1]), line))
        seen.add(path)
    return found


def line_of(known: Mapping[Path, int], path: Path) -> int | None:
    """The line of the longest part of a path that the file has."""
    for length in range(len(path), 0, -1):
        if path[:length] in known:
            return known[path[:length]]
    return None


def _walk(node: yaml.Node, path: Path) -> Iterator[tuple[Path, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            at = (*path, str(key.value))
            yield at, key.start_mark.line + 1
            yield from _walk(value, at)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            at = (*path, number)
            yield at, value.start_mark.line + 1
            yield from _walk(value, at)
