"""Switches on the constraints of a CP-SAT model: which of them hold is then a matter of literals.

A constraint that no literal can enforce (at most one, exactly one) is turned into the linear one that says the
same.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from optimize.solve import cp_model

FAR = 2**40
"""Beyond anything that a row of a roster's model adds up to."""
CLAUSES = ("bool_or", "bool_and", "at_most_one", "exactly_one")
Key = TypeVar("Key", bound=Hashable)


def guard(cp: cp_model.CpModel, keys: Sequence[Key | None]) -> dict[Key, cp_model.IntVar]:
    """One literal a key, which its constraints need to hold; those of key None always hold.

    `keys` stand beside the first constraints of the model, which is changed; later ones stay as they are.
    """
    switches: dict[Key, cp_model.IntVar] = {}
    for number, key in enumerate(keys):
        if key is None:
            continue
        if key not in switches:
            switches[key] = cp.new_bool_var("holds")
        constraint = cp.proto.constraints[number]
        _linear(constraint)
        constraint.enforcement_literal.append(switches[key].index)
    return switches


def only(cp: cp_model.CpModel, keys: Sequence[Key | None], kept: Collection[Key]) -> cp_model.CpModel:
    """A copy with the constraints of the `kept` keys and of None alone; variables keep their indices."""
    part = cp.clone()
    for number, key in enumerate(keys):
        if key is not None and key not in kept:
            constraint = part.proto.constraints[number]
            constraint.enforcement_literal.clear()
            for kind in (*CLAUSES, "linear"):
                if getattr(constraint, f"has_{kind}")():
                    getattr(constraint, f"clear_{kind}")()
    return part


def loosen(cp: cp_model.CpModel, number: int, slack: cp_model.IntVar, unit: int) -> None:
    """Let a linear constraint `... <= limit` become `... <= limit + unit x slack`."""
    linear = cp.proto.constraints[number].linear
    linear.vars.append(slack.index)
    linear.coeffs.append(-unit)


def is_sum(cp: cp_model.CpModel, number: int) -> bool:
    """Whether a constraint is one that `loosen` takes."""
    return bool(cp.proto.constraints[number].has_linear())


def variables(constraint: Any) -> set[int]:
    """Indices of the variables in a clause, a sum or an at-most-one, enforcement literals included.

    Only the part that is there may be looked at: reading another one would put it in its place.
    """
    literals = list(constraint.enforcement_literal)
    for kind in CLAUSES:
        if getattr(constraint, f"has_{kind}")():
            literals += getattr(constraint, kind).literals
    sums = list(constraint.linear.vars) if constraint.has_linear() else []
    return {literal if literal >= 0 else -literal - 1 for literal in literals} | set(sums)


def fix(cp: cp_model.CpModel, values: Mapping[int, int]) -> None:
    """Give variables (by index) one value each."""
    for index, value in values.items():
        domain = cp.proto.variables[index].domain
        domain.clear()
        domain.extend([value, value])


def _linear(constraint: Any) -> None:
    """Turn at most one, and exactly one, into a sum; a negated literal counts as 1 - variable."""
    if constraint.has_at_most_one():
        literals, least = list(constraint.at_most_one.literals), -FAR
        constraint.clear_at_most_one()
    elif constraint.has_exactly_one():
        literals, least = list(constraint.exactly_one.literals), 1
        constraint.clear_exactly_one()
    else:
        return
    negated = sum(literal < 0 for literal in literals)
    constraint.linear.vars.extend([literal if literal >= 0 else -literal - 1 for literal in literals])
    constraint.linear.coeffs.extend([1 if literal >= 0 else -1 for literal in literals])
    constraint.linear.domain.extend([least - negated, 1 - negated])
