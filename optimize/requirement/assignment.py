"""Which post of an outlet takes a service: each service goes once."""

from __future__ import annotations

import pandas as pd

from quarterhour.messages import Message


class UnservedError(ValueError):
    """Services are asked for at outlets where no post takes them."""

    def __init__(self, pairs: pd.DataFrame) -> None:
        shown = ", ".join(f"{outlet}/{service}" for outlet, service in pairs.head(5).itertuples(index=False))
        self.message = Message("requirement.unserved", {"pairs": shown, "count": len(pairs)})
        super().__init__(self.message.text())


def assign_services(posts: pd.DataFrame, demanded: pd.DataFrame) -> pd.DataFrame:
    """Post and pool of each demanded service.

    Where several posts of an outlet take a service, it goes to the one that has it first in its priority
    order, of equals to the one that stands first in `posts`. What two posts of one pool share is thereby
    the pool's, since people and loads are merged a pool.

    Parameters
    ----------
    posts
        outlet, post, pool, services (tuple in priority order).
    demanded
        outlet, service: the pairs that are asked for; doubles are allowed.

    Returns
    -------
    DataFrame
        outlet, service, post, pool: one row a pair, by label.

    Raises
    ------
    UnservedError
        When no post of the outlet takes a service.
    """
    taken = posts[["outlet", "post", "pool", "services"]].assign(order=range(len(posts))).explode("services")
    taken = taken.rename(columns={"services": "service"}).dropna(subset=["service"])
    taken["rank"] = taken.groupby(["outlet", "post"], sort=False).cumcount()
    first = taken.sort_values(["rank", "order"]).drop_duplicates(["outlet", "service"])
    pairs = demanded[["outlet", "service"]].drop_duplicates().sort_values(["outlet", "service"])
    merged = pairs.merge(first[["outlet", "service", "post", "pool"]], on=["outlet", "service"], how="left")
    missing = merged["post"].isna()
    if missing.any():
        raise UnservedError(merged.loc[missing, ["outlet", "service"]])
    return merged
