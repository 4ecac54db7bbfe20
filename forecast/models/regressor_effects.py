"""What known regressors do to a day's demand beyond the calendar.

With r the log day level that calendar and slow level leave over, and u the part of the regressors that the
calendar does not foretell (a hot day of a cold month, in standard deviations of the regressor),

    r[s,d] = u[s,d] (b_all + b_group(s) + b_s) + noise,

each b shrunk to the one before it by the evidence of the family `regressor`. That is the regression of the level
on calendar and regressors together (Frisch and Waugh 1933, Econometrica 1); what both explain is the calendar's.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from forecast.arrays import Array
from forecast.design import EVIDENCE, Design
from forecast.models.calendar_regression import (
    COMMON,
    SHARED,
    CalendarFit,
    centred_level,
    fit_calendar,
    recency,
)
from forecast.models.panel import Panel
from forecast.models.ridge import robust_ridge
from forecast.setting import Setting

FAMILY = "regressor"
ROUNDS = 2
CLIP = 2.0
LEAST_DAYS = 15
"""Days on which a regressor must be known to say anything."""
LEAST_SPREAD = 1e-9
"""Relative to its size: a regressor that never moves says nothing."""


def fit_effects(panel: Panel, design: Design, z: Array, setting: Setting) -> CalendarFit:
    """Calendar, events and known regressors; as `fit_calendar`, and the same where there are no regressors.

    Calendar and regressors are fitted in turns: what the calendar takes for its own of a regressor's effect at
    first, by chance, is a small part of a small part after `ROUNDS`.
    """
    fit = fit_calendar(panel, design, z, setting)
    if not panel.regressors.names:
        return fit
    n = z.shape[1]
    u = surprises(panel, design, n)
    weight = recency(n, setting.half_life)
    for left in reversed(range(ROUNDS)):
        residual = z - fit.effect[:, :n]
        kin, own = regressor_effects(panel, u, residual - centred_level(residual), setting, weight)
        if left:
            fit = fit_calendar(panel, design, z - (kin + own)[:, :n], setting)
    return replace(fit, effect=fit.effect + kin + own, shared=fit.shared + kin)


def regressor_effects(
    panel: Panel, u: Array, residual: Array, setting: Setting, weight: Array
) -> tuple[Array, Array]:
    """Log effects by series and day, shape (series, days): the part shared with the kin, and the series' own.

    Parameters
    ----------
    u
        See `surprises`.
    residual
        Shape (series, known days), NaN where not known.
    weight
        Of each known day.
    """
    n = residual.shape[1]
    evidence = EVIDENCE[FAMILY] * setting.evidence.get(FAMILY, 1.0) * np.eye(u.shape[2])
    clipped = np.where(np.isfinite(residual), np.clip(residual, -CLIP, CLIP), 0.0)
    seen = np.where(np.isfinite(residual), weight, 0.0)
    gram = np.einsum("sdi,sd,sdj->sij", u[:, :n], seen, u[:, :n], optimize=True)
    right = np.einsum("sdi,sd->si", u[:, :n], seen * clipped, optimize=True)
    worth = 1.0 / (1.0 + len(residual) / COMMON)
    everyone = np.linalg.solve(worth * gram.sum(0) + SHARED * evidence, worth * right.sum(0))
    beta = np.repeat(everyone[None], len(residual), axis=0)
    for _, members in panel.groups:
        worth = 1.0 / (1.0 + len(members) / COMMON)
        left = worth * (right[members].sum(0) - gram[members].sum(0) @ everyone)
        beta[members] += np.linalg.solve(worth * gram[members].sum(0) + SHARED * evidence, left)
    left = right - np.einsum("sij,sj->si", gram, beta)
    own = np.linalg.solve(gram + setting.own * evidence, left[..., None])[..., 0]
    return np.einsum("sdi,si->sd", u, beta), np.einsum("sdi,si->sd", u, own)


def surprises(panel: Panel, design: Design, known: int) -> Array:
    """By series, day and regressor: how far it lies from what the calendar leads to expect; 0 where not known."""
    given = panel.regressors.given
    flat = given.transpose(1, 0, 2).reshape(given.shape[1], -1)
    there = np.isfinite(flat)
    number = there[:known].sum(0)
    past = np.where(there, flat, 0.0)[:known]
    mean = past.sum(0) / np.maximum(number, 1)
    spread = np.sqrt((np.where(there[:known], past - mean, 0.0) ** 2).sum(0) / np.maximum(number, 1))
    useful = (number >= LEAST_DAYS) & (spread > LEAST_SPREAD * (1.0 + np.abs(mean)))
    standard = np.where(there & useful, (flat - mean) / np.where(useful, spread, 1.0), np.nan)
    X = np.column_stack([np.ones(len(design.matrix)), design.matrix])
    penalty = np.diag(np.concatenate([[1e-3], design.penalty({})]))
    foretold = np.zeros((X.shape[1], standard.shape[1]))
    if known and useful.any():
        foretold[:, useful], _ = robust_ridge(
            X[:known], standard[:known, useful], np.ones(known), penalty, foretold[:, useful], rounds=1
        )
    left = np.where(np.isfinite(standard), standard - X @ foretold, 0.0)
    return left.reshape(given.shape[1], len(given), -1).transpose(1, 0, 2)[panel.regressors.row]
