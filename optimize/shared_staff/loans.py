"""Planned loans: whole duties at a receiving seat, done by people of another outlet or of a partner.

Sets       links l (a lender, a receiving seat and a day), work w of the receiver's duties, long enough for l and
           not split
Data       people[l] most that day, for partners most over all links of an offer; price[l] an hour;
           minutes[l] of travel one way; T price of an hour of travel beyond pay
Variables  loan[l,w] whole; out[p,d] whole: people p lends on day d; lends[p,d] in {0, 1}: whether it does;
           away[p,d]: hours of these people's work and travel; ready[p,d] whole: those of them on standby
Rows       sum of x over duties of work w at the seat = own + sum of loan[l,w]
           loans and standby of a link, or of an offer on a day <= people
           loans and standby from p on d = out[p,d] <= people[p,d] lends[p,d]; their hours = away[p,d]
           standby from p on d = ready[p,d], which `reserve` holds to those who agree to it
           sum over d of what p is short <= what p needs (1 - lends[p,d]): a lender is not short that day
Cost       (hours price + 2 minutes / 60 (price + T)) loan
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from optimize.linear import Builder, Ids
from optimize.shifts.splits import is_split


def add_loans(program: Builder, links: pd.DataFrame, kinds: pd.DataFrame, travel: float) -> pd.DataFrame:
    """Loan columns by link and work, entered in the rows of `kinds`; `hours` count for the lender's week."""
    loans = links.rename(columns={"p": "to_p"}).merge(kinds.drop(columns="p"), on=["k", "day"])
    loans = loans[(loans["length"] >= loans["least_minutes"]) & ~is_split(loans)].reset_index(drop=True)
    on_duty, under_way = loans["paid"] / 60, 2 * loans["minutes"] / 60
    loans["hours"] = on_duty + under_way
    cost = on_duty * loans["price"] + under_way * (loans["price"] + travel)
    loans["column"] = program.columns(
        len(loans), cost=cost.to_numpy(float), upper=loans["people"].to_numpy(float), integer=True
    )
    program.put(loans["row"], loans["column"], -1.0)
    return loans.assign(ready=False)


def add_link_limits(program: Builder, out: pd.DataFrame) -> Ids:
    """Limits of links and offers, for all loan and standby columns; gives the rows that tie outlets together."""
    lent, offered = out[out["kind"] == "lent"], out[out["kind"] == "partner"]
    offers = np.empty(0, np.int64)
    for table, key in ((lent, "link"), (offered, "lender")):
        groups = table.groupby([key, "day"])
        offers = program.rows(groups.ngroups, upper=groups["people"].max().to_numpy(float))
        program.put(offers[groups.ngroup().to_numpy()], table["column"])
    return offers


def add_lenders(
    program: Builder, out: pd.DataFrame, totals: pd.DataFrame, short: pd.DataFrame
) -> tuple[pd.DataFrame, Ids]:
    """Lenders by p and day, with `column` of out, `lends`, `hours` and `ready`; a lender is not short that day.

    Gives the rows that tie lenders to receivers too.
    """
    own = out[out["lender_p"] >= 0]
    lenders = own[["lender_p", "day"]].drop_duplicates(ignore_index=True).rename(columns={"lender_p": "p"})
    there = lenders.merge(totals, on=["p", "day"], how="left").fillna({"people": 0, "standby": 0})
    people = there["people"].to_numpy(float)
    lenders["column"] = program.columns(len(lenders), upper=people, integer=True)
    forced = short[short["forced"] > 0].groupby(["p", "day"])["forced"].sum().reset_index()
    never = lenders[["p", "day"]].merge(forced, on=["p", "day"], how="left")["forced"].notna()
    lenders["lends"] = program.columns(len(lenders), upper=np.where(never, 0.0, 1.0), integer=True)
    lenders["hours"] = program.columns(len(lenders))
    lenders["ready"] = program.columns(len(lenders), upper=there["standby"].to_numpy(float), integer=True)
    lenders["place"] = np.arange(len(lenders))

    sums = program.rows(len(lenders), lower=0.0, upper=0.0)
    program.put(sums, lenders["column"], -1.0)
    who = own[["lender_p", "day"]].set_axis(["p", "day"], axis=1).merge(lenders, on=["p", "day"], how="left")
    program.put(sums[who["place"].to_numpy()], own["column"])
    away = program.rows(len(lenders), lower=0.0, upper=0.0)
    program.put(away, lenders["hours"], -1.0)
    program.put(away[who["place"].to_numpy()], own["column"], own["hours"])
    standing = program.rows(len(lenders), lower=0.0, upper=0.0)
    program.put(standing, lenders["ready"], -1.0)
    on_call = own["ready"].to_numpy(bool)
    program.put(standing[who["place"].to_numpy()[on_call]], own["column"][on_call])
    only_if = program.rows(len(lenders), upper=0.0)
    program.put(only_if, lenders["column"])
    program.put(only_if, lenders["lends"], -people)

    missing = short.merge(lenders[["p", "day", "place"]], on=["p", "day"])
    needed = missing.groupby("place")["people"].sum().reindex(range(len(lenders)), fill_value=0).to_numpy(float)
    not_short = program.rows(len(lenders), upper=needed)
    program.put(not_short, lenders["lends"], needed)
    program.put(not_short[missing["place"].to_numpy()], missing["column"])
    return lenders, np.concatenate([sums, away, standing])
