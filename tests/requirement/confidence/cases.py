"""Sample paths for small requirement problems."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from optimize.requirement import RequirementProblem
from optimize.requirement.confidence import SamplePaths
from tests.requirement.cases import hours, post, problem, service

PLAIN = service("a", promise_minutes=4.0)
SHARE = service("a", promise="share_within", promise_minutes=5.0, promise_share=0.8)
LEAVING = SHARE | {"patience_minutes": 6.0}


def posed(
    paths: Mapping[str, Sequence[Sequence[float]]],
    services: Sequence[dict[str, object]] = (PLAIN,),
    weights: Sequence[float] | None = None,
    **about: object,
) -> tuple[RequirementProblem, SamplePaths]:
    """Outlet A with the rates of each path by service; all services at one post unless `posts` says otherwise."""
    first = {name: rows[0] for name, rows in paths.items()}
    posts = about.pop("posts", [post("p", list(paths))])
    asked = problem(first, services, posts, **about)
    starts = pd.DatetimeIndex(asked.demand["start"].unique())
    series = pd.DataFrame({"outlet": "A", "service": list(paths)})
    drawn = SamplePaths.alike(
        series, starts, np.stack([np.asarray(rows, float) for rows in paths.values()], axis=1)
    )
    return asked, drawn if weights is None else dataclasses.replace(drawn, weights=np.asarray(weights, float))


def one(rate: float, service: dict[str, object], grain_hours: int = 4) -> tuple[RequirementProblem, SamplePaths]:
    """A single path of a constant rate an interval."""
    starts = hours("2026-10-05", 8, 8 + grain_hours)
    return posed({"a": [[rate] * len(starts)]}, [service], starts=starts)
