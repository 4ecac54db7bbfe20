"""Every scenario of the library near the base: seconds, findings, figures beside the base's, what it changed."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.changed import columns_apart, facts_apart
from benchmarks.frame import Line, Options
from quarterhour.cache import Cache
from scenarios.changes import library, to_premises
from scenarios.evaluate import evaluate
from scenarios.network import Network, write_network
from scenarios.plan import Plan, PlanOptions, plan, write_plan

SHOWN = ("demand", "need_hours", "paid_hours", "short_hours", "promises_kept", "cost_total", "monthly_saving")


def each_scenario(name: str, network: Network, options: Options) -> Iterator[Line]:
    """One line for the base and one a scenario; `--only typhoon,golden-week` plans some of them."""
    settings = PlanOptions(workers=options.workers)
    with tempfile.TemporaryDirectory() as folder:
        home, cache = Path(folder) / "network", Cache(Path(folder) / "cache")
        write_network(network, home)
        began = time.perf_counter()
        base = plan(network, options=settings, cache=cache)
        took = time.perf_counter() - began
        metrics = {"seconds": round(took, 1), "findings": _findings(base, home)}
        yield Line("plan", f"library {name} base", None, metrics={**metrics, **_figures(base)})
        for key, scenario in library().items():
            if not options.wants(key):
                continue
            premises = to_premises(network, scenario.changes, scenario.source)
            began = time.perf_counter()
            made = plan(network, changes=scenario.changes, name=key, options=settings, cache=cache)
            took = time.perf_counter() - began
            before = _figures(base)
            each: dict[str, object] = {
                "seconds": round(took, 1),
                "findings": _findings(made, home),
                **_figures(made),
                **{f"{figure}_more": value - before[figure] for figure, value in _figures(made).items()},
                "held": int(made.held["held"].sum()),
                "tables": " ".join(sorted(columns_apart(network, premises.network))),
                "facts": " ".join(sorted(facts_apart(premises))),
            }
            yield Line("plan", f"library {name} {key}", None, metrics=each)


def _findings(made: Plan, network: Path) -> int:
    """What the independent evaluator does not agree with."""
    with tempfile.TemporaryDirectory() as folder:
        write_plan(made, Path(folder))
        return len(evaluate(Path(folder), network))


def _figures(made: Plan) -> dict[str, float]:
    known = made.indicators.set_index("indicator")["value"]
    return {figure: float(known[figure]) for figure in SHOWN if figure in known.index}
