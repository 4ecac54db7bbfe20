"""Requirement and rehearsal of whole networks: how long they take."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.frame import Line, Options
from benchmarks.queueing.cases import rehearsal_problem, requirement_problem
from benchmarks.queueing.timing import answer, timed
from optimize.requirement import require
from scenarios.rehearsal import rehearse


def requirement(options: Options) -> Iterator[Line]:
    """People by interval for generated networks of 10 and 100 outlets over four weeks, in two processes."""
    for outlets in (10, 100):
        name = f"{outlets}_outlets"
        if options.wants(name):
            problem = requirement_problem(outlets, options.seed)
            found, seconds = timed(require, problem, processes=2)
            metrics = {
                "rows": len(problem.demand),
                "cells": len(found.pools),
                "people": int(found.pools["people"].sum()),
            }
            yield Line("requirement", name, answer(seconds, options, checked=False), metrics=metrics)


def rehearsal(options: Options) -> Iterator[Line]:
    """Four weeks of generated networks: 4 and 40 outlets 30 times, 100 outlets 100 times in two processes."""
    for outlets, replications, processes in ((4, 30, 1), (40, 30, 1), (100, 100, 2)):
        name = f"{outlets}_outlets" if replications == 30 else f"{outlets}_outlets_{replications}_times"
        if options.wants(name):
            problem = rehearsal_problem(outlets, options.seed)
            found, seconds = timed(
                rehearse, problem, replications=replications, seed=options.seed, processes=processes
            )
            books = found.replications
            balanced = bool((books["arrivals"] == books["served"] + books["lost"] + books["left_over"]).all())
            arrivals = int(books["arrivals"].sum())
            speed = {"customers_a_second": arrivals / seconds, "processes": processes}
            metrics = {"customers": arrivals, **speed, "books_balance": balanced}
            yield Line("rehearsal", name, answer(seconds, options, checked=False), metrics=metrics)
