"""Linear models go through MathOpt's messages: the answers are those of its objects."""

from __future__ import annotations

import numpy as np
import pytest
from ortools.math_opt.python import mathopt
from scipy.sparse import csr_array

from optimize.solve import LinearModel, solve_mip
from quarterhour.result import Limits, Status


def random_model(seed: int, *, whole: bool, maximise: bool = False) -> LinearModel:
    """A covering problem of 12 columns and 8 rows, with ranges, bounds and an offset."""
    rng = np.random.default_rng(seed)
    matrix = rng.integers(0, 3, (8, 12)).astype(float)
    cost = rng.uniform(1.0, 9.0, 12) * (-1.0 if maximise else 1.0)
    need = rng.integers(2, 7, 8).astype(float)
    return LinearModel(
        cost,
        np.zeros(12),
        np.full(12, 4.0),
        np.full(12, whole) & (np.arange(12) % 3 > 0),
        need,
        np.full(8, np.inf),
        csr_array(matrix),
        7.5,
        maximise,
    )


def by_objects(model: LinearModel) -> mathopt.SolveResult:
    """The same, said with MathOpt's own objects."""
    told = mathopt.Model()
    columns = [
        told.add_variable(lb=low, ub=high, is_integer=bool(whole))
        for low, high, whole in zip(model.lower, model.upper, model.integer, strict=True)
    ]
    matrix = model.matrix.toarray()
    for row, low in zip(matrix, model.least, strict=True):
        told.add_linear_constraint(mathopt.fast_sum(v * x for v, x in zip(row, columns, strict=True)) >= low)
    total = mathopt.fast_sum(c * x for c, x in zip(model.cost, columns, strict=True)) + model.offset
    (told.maximize if model.maximise else told.minimize)(total)
    return mathopt.solve(told, mathopt.SolverType.HIGHS)


@pytest.mark.parametrize("maximise", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_whole_models(seed: int, maximise: bool) -> None:
    """Objective, bound and status are those of the objects; the values give the objective and keep the rows."""
    model = random_model(seed, whole=True, maximise=maximise)
    answer, known = solve_mip(model, stage="test", limits=Limits(gap=0.0)), by_objects(model)
    assert answer.proof.status is Status.OPTIMAL
    assert answer.proof.objective == pytest.approx(known.objective_value())
    assert model.cost @ answer.values + model.offset == pytest.approx(known.objective_value())
    assert (model.matrix @ answer.values >= model.least - 1e-6).all()
    assert np.abs(answer.values - np.rint(answer.values))[model.integer].max() < 1e-6


def test_duals_of_relaxations_give_the_objective() -> None:
    """By duality the rows' prices and the columns' bounds add up to the least cost."""
    model = random_model(3, whole=False)
    answer = solve_mip(model, stage="test", limits=Limits())
    reduced = model.cost - model.matrix.T @ answer.duals
    dual = answer.duals @ model.least + np.minimum(reduced * model.upper, 0.0).sum() + model.offset
    assert (answer.duals >= -1e-7).all()
    assert dual == pytest.approx(answer.proof.objective)


def test_what_can_not_be_says_so() -> None:
    """An infeasible model has no values; an unbounded range is no mistake of the message."""
    model = random_model(1, whole=True)
    none = LinearModel(
        model.cost, model.lower, model.upper / 100, model.integer, *(model.least, model.most), model.matrix
    )
    answer = solve_mip(none, stage="test", limits=Limits())
    assert answer.proof.status is Status.INFEASIBLE
    assert not answer.found
    assert len(answer.values) == 0


def test_a_model_that_is_none_is_refused() -> None:
    """Bounds that are not numbers are a mistake of ours, told by stage and partition."""
    model = random_model(1, whole=True)
    broken = LinearModel(
        model.cost * np.nan, model.lower, model.upper, model.integer, model.least, model.most, model.matrix
    )
    with pytest.raises(ValueError, match="test here"):
        solve_mip(broken, stage="test", partition="here", limits=Limits())


def test_a_start_is_taken() -> None:
    """With no nodes to search, what is found is at least as good as the values it began from."""
    model = random_model(2, whole=True)
    best = solve_mip(model, stage="test", limits=Limits(gap=0.0))
    again = solve_mip(model, stage="test", limits=Limits(nodes=1), near=best.values)
    assert again.proof.objective == pytest.approx(best.proof.objective)
