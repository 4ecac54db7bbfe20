"""How well the method did before, beside the seasonal naive."""

from __future__ import annotations

import numpy as np

from api.backtest import MODELS, shares
from api.report.blocks import Picture, Sentence, Show, table
from api.report.charts.bars import bars
from api.report.context import Reader
from forecast.values import Forecast


def evidence_blocks(reader: Reader, made: Forecast) -> list[object]:
    """Weighted absolute percentage error of both methods, together and by outlet."""
    words, title = reader.words, reader.words("report.backtest")
    scored = shares(made.evidence)
    if scored.empty:
        return []
    figures = scored.loc[""].to_numpy(dtype=float)
    whole = dict(zip(scored.columns, figures, strict=True))
    picture = bars(
        title,
        words("report.backtest_described"),
        [words.label("model", model) for model in MODELS],
        np.array([whole[model] for model in MODELS]),
        words.share,
        kinds=["own", "other"],
    )
    columns = {
        "outlet": Show(words("report.outlet"), reader.outlet),
        "ours": Show(words.label("model", "ours"), words.share, True),
        "seasonal_naive": Show(words.label("model", "seasonal_naive"), words.share, True),
        "better": Show(words("report.better_by"), words.share, True),
    }
    ranked = scored.drop(index="").sort_values("ours", ascending=False).reset_index()
    origins = words.number(made.evidence["origin"].nunique())
    ours, naive = (words.share(whole[model]) for model in MODELS)
    told = words("report.told_backtest", origins=origins, ours=ours, naive=naive)
    return [Sentence(told), Picture(picture, title), table(ranked, title, columns, "forecast_evidence")]
