"""Why a plan's roster is as it is: what users ask, answered one question after the other."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.export import STUDY
from api.refusal import refuse
from api.rosters.telling import Telling
from api.words import Words
from optimize.roster.explain import Answer, Question, QuestionError, Score, Stored, score, why_not
from quarterhour.progress import Progress
from quarterhour.result import Limits
from scenarios.network import Network
from scenarios.plan import read_plan
from scenarios.plan.values import Plan
from scenarios.roster.explaining import NoQuestionError, asked, stored_roster, worst_holes
from scenarios.roster.values import roster_of

MOST, WORK, SECONDS = 3, 4.0, 60.0
"""Holes explained where nothing is asked; work and wall-clock limits of each step of an answer."""
STAGE = "explain"


@dataclass(frozen=True)
class WhyAsked:
    """The options: a hole (with somebody, or not), or somebody's day and wish; else the worst `most` holes."""

    hole: str | None = None
    person: str | None = None
    day: str | None = None
    wish: str | None = None
    outlets: Sequence[str] = ()
    most: int = MOST
    work: float = WORK


@dataclass(frozen=True)
class Posed:
    """The roster and its questions; `scored` only where nothing was asked, with how many holes there are."""

    roster: Stored
    questions: Sequence[Question]
    scored: Score | None
    holes: int
    limits: Limits


def posed(network: Network, plan: Plan, why: WhyAsked, source: Path | str, words: Words) -> Posed:
    """What is asked of a plan's roster, refused where it is no question; `source` is what the plan is called."""
    if plan.roster is None or plan.staff is None:
        refuse(words("cli.no_roster", path=source))
    unknown = sorted(set(why.outlets) - set(plan.outlets["outlet"]))
    if unknown:
        refuse(words("cli.unknown_outlets", outlets=", ".join(unknown)))
    try:
        questions = asked(plan.roster, why.hole, why.person, why.day, why.wish)
    except NoQuestionError as error:
        refuse(words.message(error.message))
    roster = stored_roster(network, plan)
    limits = Limits(seconds=SECONDS, work=why.work, seed=plan.seed)
    if questions:
        return Posed(roster, questions, None, 0, limits)
    holes = worst_holes(plan.roster, why.outlets)
    for duty in holes["duty"].head(why.most):
        questions += asked(plan.roster, str(duty), None, None, None)
    return Posed(roster, questions, score(roster.problem, roster_of(plan).segments), len(holes), limits)


def answers(put: Posed, words: Words, progress: Progress | None = None) -> Iterator[tuple[Question, Answer]]:
    """Each question with its answer, until somebody ends it; refused where one does not fit the roster."""
    progress = progress or Progress()
    for number, question in enumerate(put.questions):
        if progress.stopped:
            return
        progress.report(STAGE, number / len(put.questions))
        try:
            yield question, why_not(put.roster, question, limits=put.limits)
        except QuestionError as error:
            refuse(words.message(error.message))
    progress.report(STAGE, 1.0)


def explanation(
    network: Network,
    plan: Plan,
    why: Mapping[str, Any],
    source: str,
    words: Words,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Score and answers as plain data; `why` has the fields of `WhyAsked`."""
    put = posed(network, plan, WhyAsked(**why), source, words)
    tell = Telling(put.roster.problem, words)
    return {
        "score": None if put.scored is None else tell.plain_score(put.scored),
        "answers": [tell.plain_answer(*pair) for pair in answers(put, words, progress)],
    }


def explained_to_files(
    network: Network, asked: Mapping[str, Any], runs: Path, folder: Path, language: str, progress: Progress
) -> None:
    """Explain the roster of an ended run below `runs` into a folder; what is ended early keeps its answers."""
    why = {name: value for name, value in asked.items() if name not in ("kind", "run")}
    plan = read_plan(runs / asked["run"] / "result")
    found = explanation(network, plan, why, asked["run"], Words(language, plan.currency), progress)
    folder.mkdir(parents=True)
    (folder / STUDY).write_text(json.dumps(found, ensure_ascii=False, allow_nan=False), encoding="utf-8")
