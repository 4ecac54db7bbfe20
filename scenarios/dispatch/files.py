"""An answer as files, read back without loss: `dispatch.json` for what is single, a table a frame."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from optimize.shared_staff.dispatch import Dispatch
from quarterhour.result import Proof
from scenarios.plan.files import write_frame

FRAMES = ("moves", "refused", "places", "ends", "open")
DOCUMENT = "dispatch.json"


def write_answer(answer: Dispatch, folder: Path) -> None:
    """Write the frames as Parquet and CSV, guarded against formulas, and `dispatch.json`, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = (answer.moves, answer.refused, answer.places, answer.ends, answer.open)
    for name, frame in zip(FRAMES, frames, strict=True):
        write_frame(frame, folder, f"dispatch_{name}")
    single = {"now": answer.now.isoformat(), "until": answer.until.isoformat(), "proof": answer.proof.as_dict()}
    single["timezone"] = str(answer.now.tz)
    (folder / DOCUMENT).write_text(json.dumps(single, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def is_answer(folder: Path) -> bool:
    """Whether an answer lies in the folder, which a later one may replace."""
    return (folder / DOCUMENT).is_file()


def read_answer(folder: Path) -> Dispatch:
    """The answer that `write_answer` wrote.

    Raises
    ------
    FileNotFoundError
        When a file is missing.
    KeyError, TypeError, ValueError
        When a file is damaged, or of another version.
    """
    document = json.loads((folder / DOCUMENT).read_text(encoding="utf-8"))
    moves, refused, places, ends, open_ = (pd.read_parquet(folder / f"dispatch_{name}.parquet") for name in FRAMES)
    now, until = (pd.Timestamp(document[name]).tz_convert(document["timezone"]) for name in ("now", "until"))
    return Dispatch(now, until, moves, refused, places, ends, open_, Proof.from_dict(document["proof"]))
