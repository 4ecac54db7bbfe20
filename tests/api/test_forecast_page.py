"""`quarterhour forecast`: tables, page and summary of demand alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer

from api.cli.errors import user_errors
from api.forecasting import forecast_to_files
from api.report.charts.clock import clock_chart
from api.report.charts.fan import fan_chart
from api.report.demand.by_region import by_region
from api.report.demand.effects import largest_effects
from api.report.forecast_page import names_of, render_forecast
from api.words import Words
from quarterhour.labels import LabelError, NothingKnownError
from scenarios.network import Network, read_network
from scenarios.plan.foreseen import Foreseen, paths_for
from tests.api.test_cli import run
from tests.api.test_report import outline, whole

DAYS = 7


@pytest.fixture(scope="module")
def made(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Foreseen, Path]:
    """The tiny network, its forecast, and the folder of the files."""
    folder = tmp_path_factory.mktemp("forecast")
    network = read_network(tiny_folder)
    seen, _ = forecast_to_files(network, folder, days=DAYS)
    return network, seen, folder


def test_tables_are_written_as_plans_write_them(made: tuple[Network, Foreseen, Path]) -> None:
    """Every frame as Parquet that reads back the same, short ones as CSV too."""
    _, seen, folder = made
    for name in ("intervals", "days", "effects", "peaks", "evidence", "notes"):
        frame = pd.read_parquet(folder / "tables" / f"forecast_{name}.parquet")
        pd.testing.assert_frame_equal(frame, getattr(seen.forecast, name).reset_index(drop=True))
        assert (folder / "tables" / f"forecast_{name}.csv").exists()
    assert len(pd.read_parquet(folder / "tables" / "forecast_outlet_days.parquet")) == 3 * DAYS
    totals = pd.read_parquet(folder / "tables" / "forecast_totals.parquet")
    whole = totals[(totals["scope"] == "network") & (totals["span"] == "horizon")]
    assert whole["mean"].item() == pytest.approx(seen.forecast.days["mean"].sum())


def test_outlet_days_add_up_and_ranges_nest(made: tuple[Network, Foreseen, Path]) -> None:
    """Means are the sums of the services' means; the 95 % range holds the 80 % range; paths give the quantiles."""
    _, seen, _ = made
    days, paths = seen.outlet_days, seen.forecast.paths
    summed = seen.forecast.days.groupby(["outlet", "day"])["mean"].sum()
    np.testing.assert_allclose(days.set_index(["outlet", "day"])["mean"], summed)
    ranges = days[["low_95", "low_80", "high_80", "high_95"]].to_numpy()
    assert (np.diff(ranges, axis=1) >= 0).all()
    row = days.iloc[3]
    here = paths.series["outlet"].to_numpy() == row["outlet"]
    then = seen.problem.grid.business_day(paths.starts) == row["day"]
    drawn = paths.counts[:, here][:, :, then].sum(axis=(1, 2))
    assert row["high_95"] == pytest.approx(np.quantile(drawn, 0.975))


def test_regions_add_up_to_the_network(made: tuple[Network, Foreseen, Path]) -> None:
    """Regions are told where there are several, the largest first, and add up to the last row, which is all."""
    network, seen, _ = made

    def with_regions(*regions: str) -> Foreseen:
        outlets = network.table("outlets").assign(region=list(regions))
        return replace(seen, asked=replace(seen.asked, network=network.with_tables(outlets=outlets)))

    (told,) = by_region(names_of(network, "en"), with_regions("north", "south", "south"))
    counts = [int(row[1].replace(",", "")) for row in told.rows]
    assert told.rows[-1][0] == "all"
    assert counts[0] >= counts[1]
    assert abs(counts[0] + counts[1] - counts[2]) <= 1  # each is rounded
    assert by_region(names_of(network, "en"), with_regions("", "", "")) == []


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_page_is_whole_and_in_words(made: tuple[Network, Foreseen, Path], language: str) -> None:
    """Tags nest, nothing comes from outside, no key shows, and each outlet has its fan and its day."""
    network, seen, _ = made
    page = render_forecast(seen, network, language)
    found = whole(page)
    assert {"forecast", "outlets", "profile", "effects", "evidence"} <= set(found.ids)
    assert page.count('class="wide"') >= 3
    assert re.search(r"[+-]\d+% ± \d+", " ".join(found.words))


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_the_page_tells_which_adjustments_apply(made: tuple[Network, Foreseen, Path], language: str) -> None:
    """Author, reason and effect of the one that lies ahead; both means in the outlet's figures; no past ones."""
    network, seen, folder = made
    (row,) = seen.adjustments.itertuples(index=False)
    assert row.effect == pytest.approx(row.uplift * row.customers)
    words = Words(language)
    shown = " ".join(outline(render_forecast(seen, network, language)).words)
    for told in (row.author, row.reason, words.signed(row.effect), words("report.model_mean")):
        assert told in shown
    past = network.table("adjustments")["reason"]
    assert not any(reason in shown for reason in past[past != row.reason])
    written = pd.read_csv(folder / "tables" / "forecast_days.csv")
    apart = written["mean"] != written["model_mean"]
    assert (written["mean"] - written["model_mean"]).sum() == pytest.approx(row.effect)
    assert set(written.loc[apart, "outlet"]) == {row.outlet}
    assert len(pd.read_csv(folder / "tables" / "forecast_adjustments.csv")) == 1


def test_a_network_without_adjustments_tells_of_none(made: tuple[Network, Foreseen, Path]) -> None:
    """No section, no second column."""
    network, seen, _ = made
    model = replace(seen.forecast, days=seen.forecast.days.assign(mean=seen.forecast.days["model_mean"]))
    unmoved = replace(seen, forecast=model, adjustments=seen.adjustments.iloc[:0])
    page = render_forecast(unmoved, network, "en")
    assert "adjustments" not in outline(page).ids
    assert Words("en")("report.model_mean") not in page


def test_notes_are_told_in_sentences(made: tuple[Network, Foreseen, Path]) -> None:
    """A regressor that was left out is named in words, without a key or a placeholder."""
    network, seen, _ = made
    notes = pd.DataFrame(
        [("", "", "forecast.regressor_missing", "rain")], columns=["outlet", "service", "code", "detail"]
    )
    noted = replace(seen, forecast=replace(seen.forecast, notes=notes))
    for language in ("en", "zh_Hans"):
        shown = " ".join(outline(render_forecast(noted, network, language)).words)
        assert Words(language)("forecast.regressor_missing", detail="rain") in shown
        assert "forecast.regressor" not in shown


def test_names_on_the_page_are_never_markup(made: tuple[Network, Foreseen, Path]) -> None:
    """An outlet's name does nothing on the page."""
    network, seen, _ = made
    outlets = network.table("outlets").assign(name="<script>alert(1)</script>")
    assert "script" not in outline(render_forecast(seen, network.with_tables(outlets=outlets), "en")).tags


def test_the_command_tells_and_writes(
    capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path
) -> None:
    """A summary in the reader's language, the same as data with --json, and no plan's stages."""
    code, out, _ = run(capsys, "forecast", str(tiny_folder), "--out", str(tmp_path), "--days", "7", "--lang", "zh")
    assert code == 0
    assert "预测" in out
    assert 'lang="zh-Hans"' in (tmp_path / "forecast.html").read_text(encoding="utf-8")
    code, out, _ = run(capsys, "forecast", str(tiny_folder), "--out", str(tmp_path), "--days", "7", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["days"] == 7
    assert told["customers"]["low_80"] < told["customers"]["mean"] < told["customers"]["high_80"]
    assert told["wape"]["ours"] < told["wape"]["seasonal_naive"]


def test_the_rest_of_a_day_is_told(capsys: pytest.CaptureFixture[str], tiny_folder: Path, tmp_path: Path) -> None:
    """With --now: from that day on, its rest as a sentence, a section and tables; a bad clock is a usage error."""
    now = ("--now", "2026-09-12 13:10", "--days", "2")
    code, out, _ = run(capsys, "forecast", str(tiny_folder), "--out", str(tmp_path), *now, "--lang", "zh")
    assert code == 0
    written = pd.read_csv(tmp_path / "tables" / "forecast_today.csv")
    assert f"今日至此已到 {written['counted'].sum():,.0f} 人次" in out.replace("\n", "")
    assert 'id="today"' in (tmp_path / "forecast.html").read_text(encoding="utf-8")
    later = pd.read_parquet(tmp_path / "tables" / "forecast_today_intervals.parquet")
    assert later["start"].min() == pd.Timestamp("2026-09-12 13:00", tz="Asia/Shanghai")
    code, out, _ = run(capsys, "forecast", str(tiny_folder), "--out", str(tmp_path), *now, "--json")
    told = json.loads(out)
    assert told["first_day"] == "2026-09-12"
    assert told["today"]["counted"] == written["counted"].sum()
    assert run(capsys, "forecast", str(tiny_folder), "--out", str(tmp_path), "--now", "noon")[0] == 2


def test_a_network_without_arrivals_is_refused(
    capsys: pytest.CaptureFixture[str], strategic_folder: Path, tmp_path: Path
) -> None:
    """What lacks is named."""
    code, _, err = run(capsys, "forecast", str(strategic_folder), "--out", str(tmp_path))
    assert code == 1
    assert "arrivals" in err


def test_large_networks_draw_fewer_paths(made: tuple[Network, Foreseen, Path]) -> None:
    """Memory stays bounded: long horizons take fewer paths, never fewer than ranges need."""
    network = made[0]
    assert paths_for(network, 7) == 400
    assert 50 <= paths_for(network, 4_000) < 400
    assert paths_for(network, 400_000) == 50


def test_charts_bear_gaps_and_emptiness() -> None:
    """Days without counts break the line; nothing ahead draws nothing."""
    words = Words("en")
    day = pd.date_range("2026-01-01", periods=6, unit="us")
    past = pd.DataFrame({"day": day[[0, 1, 3]], "count": [5.0, 6.0, 7.0]})
    ranges = dict.fromkeys(["mean", "low_95", "low_80", "high_80", "high_95"], 4.0)
    ahead = pd.DataFrame({"day": day[4:], **ranges})
    drawn = fan_chart("t", "d", past, ahead, words)
    line = re.search(r'd="([^"]*)" class="past"', drawn)
    assert line is not None
    assert line.group(1).count("M") == 2
    assert fan_chart("t", "d", past, ahead.iloc[:0], words) == ""
    assert "<svg" in fan_chart("t", "d", past.iloc[:0], ahead, words)
    assert clock_chart("t", "d", pd.DataFrame(), [], 30, words) == ""


def test_effects_are_told_apart_where_kinds_differ() -> None:
    """A holiday that lifts one kind and empties another is told of both, not of all; what is unsure comes last."""
    columns = ["group", "service", "effect", "family", "lift", "error", "days"]
    rows = [
        ("all", "", "National Day", "holiday", -0.05, 0.02, 8),
        ("scenic", "visitor", "National Day", "holiday", 1.6, 0.1, 8),
        ("hospital", "general", "National Day", "holiday", -0.7, 0.02, 8),
        ("scenic", "visitor", "eclipse", "event", 2.0, 1.9, 1),
        ("all", "", "lantern", "event", 0.4, 0.03, 12),
        ("all", "", "monday", "weekday", 0.9, 0.01, 90),
    ]
    largest = largest_effects(pd.DataFrame(rows, columns=columns), 4)
    assert largest["lift"].tolist() == [1.6, -0.7, 0.4, 2.0]


def test_a_history_of_nothing_is_refused_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing was ever counted, commands say so and leave; other faults of labels are not told as this."""
    with pytest.raises(typer.Exit) as left, user_errors(Words("en")):
        raise NothingKnownError("nothing")
    assert left.value.exit_code == 1
    assert Words("en")("cli.history_too_short") in " ".join(capsys.readouterr().err.split())
    with pytest.raises(LabelError), user_errors(Words("en")):
        raise LabelError("another")
