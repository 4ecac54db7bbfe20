"""What a day of lending takes and gives: who is on duty, what the day asks for, and who goes where when."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from quarterhour.result import Proof


@dataclass(frozen=True)
class LendingTerms:
    """Times in minutes, money in the network's currency.

    Attributes
    ----------
    reach
        Most from alert to service: alert + preparation + travel + hand-over.
    alert, preparation, handover
        What goes by besides travel; hand-over happens at the receiver before service begins.
    travel
        Money of an hour under way beyond its pay.
    fairness
        Money of an hour lent by the lender with most credit in the ledger; less by standing, down to nothing for
        the one that owes most. A small price: it decides between lenders that are about as near, and no more.
    """

    reach: float = 120.0
    alert: float = 15.0
    preparation: float = 15.0
    handover: float = 5.0
    travel: float = 40.0
    fairness: float = 4.0


@dataclass(frozen=True)
class LendingProblem:
    """One day of a network; labels are outlet, pool, post, start, supply, lender.

    Attributes
    ----------
    starts
        The day's intervals, one after the other, of `grain` minutes each.
    pace
        Factor on driving minutes for those who set out in each interval, in the order of `starts`.
    needs
        outlet, pool, post ("" for the pool as a whole, else a floor of one post), start, there (people on duty,
        breaks and loans of the plan counted), wanted (people that the day asks for), keep (people that the pool or
        post does not fall below by lending). One row for every open interval.
    steps
        outlet, pool, post, start, step, people, price: what missing people cost, money a person and hour, by
        how many are missing: the first `people` of step 0, then step 1, at rising prices. At least as many as may
        be missing.
    supplies
        supply (id), kind (own: on duty; standby: on call; partner), lender (outlet or partner, as in `lenders`),
        outlet, pool, post (home; "" for partners), people, begins, ends (of the duty or offer: nobody leaves home
        before or is back later), break_start, break_end (NaT without a break), price (money an hour away from home
        beyond what is paid anyway), least_minutes (shortest block at the receiver), most_minutes (longest one).
    links
        supply, outlet, pool, post (of the receiver), drive, walk (minutes one way, infinite where it can not be
        done), barred ("" where these people may go there, else why not: a code of `holes`).
    lenders
        lender, most (people that it lends in a day), credit (hours lent less hours borrowed so far).
    desks
        outlet, desks: people who can serve at once.
    """

    starts: pd.DatetimeIndex
    grain: int
    pace: tuple[float, ...]
    needs: pd.DataFrame
    steps: pd.DataFrame
    supplies: pd.DataFrame
    links: pd.DataFrame
    lenders: pd.DataFrame
    desks: pd.DataFrame
    terms: LendingTerms
    seed: int = 0


@dataclass(frozen=True)
class LendingPlan:
    """Who lends whom to whom, what that covers, what stays missing and why.

    Attributes
    ----------
    blocks
        supply, kind, lender, home, home_pool, home_post, outlet, pool, post, leave (sets out), start, end (at the
        post), back (home again), people, mode (drive, walk) and minutes of the way there, way_back (minutes),
        hours (people x time at the post), money (pay, travel and fairness of all of them).
    cover
        outlet, pool, post, start, wanted, keep, there, away (own people lent out), own, standby, partner
        (people received, by kind of supply), short_before, short. One row a row of `needs`.
    worth
        outlet, pool, post, start, worth: what one more pair of hands that can hold the post would save, money an
        hour: dual values of the linear relaxation. Rows in which somebody was missing before.
    holes
        outlet, pool, post, start, end, people, reason, mend (message codes).
    ledger
        lender, kind (outlet, partner), before (credit in hours), lent, borrowed (hours of this day), after.
    costs
        item (lent, standby, partner, travel, fairness, shortage), hours, money; the money adds up to the proofs'
        objectives.
    proofs
        One for each part of the network that lends within itself.
    """

    blocks: pd.DataFrame
    cover: pd.DataFrame
    worth: pd.DataFrame
    holes: pd.DataFrame
    ledger: pd.DataFrame
    costs: pd.DataFrame
    proofs: tuple[Proof, ...]
