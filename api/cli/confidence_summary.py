"""The price of confidence on the terminal: one table and what it rests on."""

from __future__ import annotations

from api.cli import console
from api.records import records
from api.report.confidence_page import named, point_columns, told, told_prices
from api.words import Words
from optimize.requirement.confidence import Confidence


def show_confidence(found: Confidence, words: Words) -> None:
    """A row a quantile, the newsvendor and the plan; pay by itself is in the files, to fit a terminal."""
    columns = {name: show for name, show in point_columns(words).items() if name != "money_people"}
    numeric = tuple(number for number, show in enumerate(columns.values()) if show.numeric)
    heads = (show.header for show in columns.values())
    grid = console.grid(words("report.price_of_confidence"), *heads, numeric=numeric)
    for row in records(named(found.points, words)[list(columns)]):
        cells = zip(columns.values(), row, strict=True)
        console.add(grid, *(show.text(value) if show.text else value for show, value in cells))
    console.results.print(grid)
    console.results.print(told(found, words))
    console.results.print(told_prices(found, words))
    capped = float(found.points["capped_hours"].max())
    if capped > 0:
        console.results.print(words("report.confidence_capped", hours=words.number(capped)))
