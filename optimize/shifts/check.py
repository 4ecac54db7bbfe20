"""What a staff problem must hold before it is planned; everything else becomes a visible hole."""

from __future__ import annotations

from dataclasses import replace

from optimize.shifts.values import StaffProblem
from quarterhour.labels import attach, require_columns, require_unique

COLUMNS = {
    "need": "outlet pool start people",
    "floors": "outlet pool post start people",
    "posts": "outlet pool post",
    "desks": "outlet desks",
    "reserve": "outlet pool start people",
    "shift_types": "outlet shift earliest_start latest_start start_step minutes break_minutes break_after "
    "break_before break_paid",
    "staff": "outlet pool post day people",
    "weekly": "outlet pool week people duties hours hours_most rate overtime_factor standby_factor",
    "links": "link kind lender lender_pool outlet pool post day minutes people price least_minutes standby "
    "standby_factor",
    "given": "outlet pool post start people",
}
KEYS = {
    "need": "outlet pool start",
    "floors": "outlet pool post start",
    "posts": "outlet pool post",
    "desks": "outlet",
    "reserve": "outlet pool start",
    "shift_types": "outlet shift",
    "staff": "outlet pool post day",
    "weekly": "outlet pool week",
    "links": "link day",
    "given": "outlet pool post start",
}
TEXT = ("outlet", "pool", "post", "shift", "link", "kind", "lender", "lender_pool")
POOL, POST = ["outlet", "pool"], ["outlet", "pool", "post"]


class BreakError(ValueError):
    """A break does not fit into its shift."""


def typed(problem: StaffProblem) -> StaffProblem:
    """The problem with labels as text and days as instants, whatever a table without rows came with.

    Rows are put in the order of their labels, so that the answer does not depend on the order they came in.

    Raises
    ------
    LabelError
        Naming the table and its missing columns.
    """
    tables = {}
    for table, columns in COLUMNS.items():
        frame = getattr(problem, table)
        require_columns(frame, columns.split(), table)
        types = {name: "str" for name in TEXT if name in frame.columns}
        types |= {name: "datetime64[us]" for name in ("day", "week") if name in frame.columns}
        if "start" in frame.columns:
            types["start"] = f"datetime64[us, {problem.grid.timezone}]"
        tables[table] = frame.astype(types).sort_values(KEYS[table].split(), ignore_index=True)
    return replace(problem, **tables)


def check_problem(problem: StaffProblem) -> None:
    """Raise unless keys and labels are in order.

    Raises
    ------
    LabelError
        Naming the table, and the labels that are missing or stand twice.
    BreakError
        Naming shifts whose break would end after the shift.
    """
    for table in COLUMNS:
        require_unique(getattr(problem, table), KEYS[table].split(), table)
    posts = problem.posts[POST]
    pools = posts[POOL].drop_duplicates()
    attach(problem.need[["outlet"]].drop_duplicates(), problem.desks, ["outlet"], "desks")
    for table in ("need", "reserve", "weekly"):
        attach(getattr(problem, table)[POOL].drop_duplicates(), pools, POOL, f"{table}: pools")
    for table in ("floors", "staff", "links", "given"):
        attach(getattr(problem, table)[POST].drop_duplicates(), posts, POST, f"{table}: posts")
    lent = problem.links.loc[problem.links["kind"] == "lent", ["lender", "lender_pool"]]
    lenders = lent.set_axis(POOL, axis=1).drop_duplicates()
    attach(lenders, pools, POOL, "links: lending pools")
    shifts = problem.shift_types
    late = shifts["break_minutes"].gt(0) & (shifts["break_after"] + shifts["break_minutes"]).gt(shifts["minutes"])
    if late.any():
        names = ", ".join(sorted(set(shifts.loc[late, "shift"])))
        raise BreakError(f"shift_types: the break of {names} ends after the shift.\nMaybe it starts too late.")
