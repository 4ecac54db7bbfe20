"""Whether ranges hold what they promise: of single days and intervals, and of totals."""

from __future__ import annotations

from api.accuracy import Accuracy
from api.report.accuracy.figures import figure_columns, with_texts
from api.report.blocks import Picture, Sentence, Show, table
from api.report.charts.reliability import STROKES, reliability_chart
from api.report.context import Reader

KEPT = ("points", "wape", "naive_wape", "bias", "told_80", "told_95")
"""What is told of totals."""


def range_blocks(reader: Reader, found: Accuracy) -> list[object]:
    """The reliability chart with its figures, and the ranges of totals."""
    words, title = reader.words, reader.words("report.reliability")
    lines = {
        words.label("grain", grain): points.reset_index(drop=True)
        for grain, points in found.reliability.dropna(subset="held").groupby("grain")
    }
    axes = words("report.nominal"), words("report.held")
    picture = reliability_chart(
        title, words("report.reliability_described"), axes, lines, lambda share: words.share(share, 0)
    )
    legend = [*zip(STROKES, lines, strict=False), ("whisker", words("report.two_errors"))]
    columns = {
        "grain": Show(words("report.grain"), lambda grain: words.label("grain", grain)),
        "nominal": Show(words("report.nominal"), lambda share: words.share(share, 0), True),
        "held": Show(words("report.held"), words.share, True),
        "error": Show(words("report.standard_error"), lambda error: words.number(100 * error, 1), True),
    }
    blocks: list[object] = [
        Sentence(words("report.reliability_explained")),
        Picture(picture, title, legend),
        table(found.reliability, title, columns, "backtest_reliability"),
    ]
    told = {key: show for key, show in figure_columns(words).items() if key in KEPT}
    scopes = {
        "scope": Show(words("report.total_of"), lambda scope: words.label("total_of", scope)),
        "span": Show(words("report.span"), lambda span: words.label("span", span)),
    }
    caption = words("report.totals")
    return [
        *blocks,
        table(with_texts(found.totals, words), caption, {**scopes, **told}),
        Sentence(words("report.totals_explained")),
    ]
