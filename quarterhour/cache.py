"""Answers kept on disk by the content that they were made from, shared by runs side by side."""

from __future__ import annotations

import errno
import logging
import os
import pickle
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache as once
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from quarterhour.content import digest

MOST_BYTES = 4 * 1024**3
"""Size above which the entries longest unused are removed."""

TRIM_TO = 0.8
"""Share of the size that is left after that."""

OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH

PACKAGES = ("quarterhour", "forecast", "optimize", "scenarios")
"""Where answers come from: another version of these makes other keys."""

UNREADABLE = (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, ValueError, LookupError)
"""What reading a damaged entry, or one of another version of a library, may raise."""

Answer = TypeVar("Answer")

_log = logging.getLogger(__name__)


class Cache:
    """A folder of answers.

    Entries are written beside and moved into place, so that runs side by side never see half of one: two that
    make the same answer write the same content. An entry that cannot be read counts as absent. Answers are
    Python pickles: the folder belongs to one user, who alone may read and write it.

    Parameters
    ----------
    folder
        Made when it is not there.
    most_bytes
        Bound on the size of all entries; the ones longest unused go first.

    Raises
    ------
    PermissionError
        When others may write into the folder: what they put there would be run.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.stat().st_mode & OTHERS_WRITE:
            raise PermissionError(errno.EACCES, "others may write there; use a folder of your own", str(folder))
        self.folder, self.most_bytes = folder, most_bytes
        self._since_trim = 0

    def key(self, stage: str, *content: Any) -> str:
        """The key of a stage's answer to what `content` says, by this version of the program."""
        return f"{stage}-{digest(program(), stage, *content)}"

    def get(self, key: str, default: Any = None) -> Any:
        """The answer kept under a key."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                answer = pickle.load(file)  # noqa: S301 - the folder is the user's own
            os.utime(path)
        except FileNotFoundError:
            return default
        except UNREADABLE as error:
            _log.warning("an entry of the cache cannot be read and is made anew: %s: %s", path.name, error)
            return default
        return answer

    def put(self, key: str, answer: Any) -> None:
        """Keep an answer; what was kept under the key before is replaced.

        Where that cannot be (a full disk) the log says so, and the answer is made again another time: no work is
        lost for want of a place to keep it.
        """
        try:
            self._write(key, answer)
        except OSError as error:
            _log.warning("an answer cannot be kept: %s", error)

    def _write(self, key: str, answer: Any) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                pickle.dump(answer, file, protocol=pickle.HIGHEST_PROTOCOL)
                size = file.tell()
            Path(name).replace(self._path(key))
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        self._since_trim += size
        if self._since_trim > self.most_bytes / 20:
            self.trim()

    def trim(self) -> None:
        """Remove the entries longest unused where there is too much."""
        self._since_trim = 0
        entries = []
        for path in self.folder.iterdir():
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        if total <= self.most_bytes:
            return
        for _, size, path in sorted(entries):
            path.unlink(missing_ok=True)
            total -= size
            if total <= TRIM_TO * self.most_bytes:
                return

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.pickle"


@once
def program() -> str:
    """A digest of the program's own source: what another version made is not taken for this one's."""
    into = blake2b(digest_size=20)
    for package in PACKAGES:
        spec = find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            for path in sorted(Path(place).rglob("*.py")):
                into.update(path.relative_to(place).as_posix().encode())
                into.update(path.read_bytes())
    return into.hexdigest()


_NOTHING = object()


def made(
    cache: Cache | None,
    stage: str,
    content: Any,
    make: Callable[[], Answer],
    whole: Callable[[], bool] = lambda: True,
) -> Answer:
    """The answer kept for some content; made and kept where there is none.

    Parameters
    ----------
    cache
        None: nothing is kept.
    whole
        Asked after making: whether the answer is whole. One that was stopped early is not kept.
    """
    if cache is None:
        return make()
    (answer,) = each_made(cache, stage, [content], lambda missing: (make() for _ in missing or ()), whole)
    return answer


def each_made(
    cache: Cache | None,
    stage: str,
    contents: Iterable[Any],
    run: Callable[[Iterator[int] | None], Iterable[Answer]],
    whole: Callable[[], bool] = lambda: True,
) -> Iterator[Answer]:
    """The answers to several contents in their order; `run` makes those of the numbers that are missing.

    Contents are looked up as `run` takes the missing numbers: other processes may be at work on the first while
    later ones are looked up. Without a cache `run` is asked for all (None), and the contents are not looked at.
    """
    if cache is None:
        yield from run(None)
        return
    looked_up = list[tuple[str, Any]]()

    def missing() -> Iterator[int]:
        for number, content in enumerate(contents):
            key = cache.key(stage, content)
            looked_up.append((key, cache.get(key, _NOTHING)))
            if looked_up[-1][1] is _NOTHING:
                yield number

    numbers, told = missing(), 0
    for found in run(numbers):
        while looked_up[told][1] is not _NOTHING:
            yield looked_up[told][1]
            told += 1
        if whole():
            cache.put(looked_up[told][0], found)
        yield found
        told += 1
    next(numbers, None)  # all others are known, or nothing is made of the first that is not
    for _, answer in looked_up[told:]:
        if answer is _NOTHING:
            return
        yield answer
