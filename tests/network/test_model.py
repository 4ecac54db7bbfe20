"""The network as a value, and its schema, settings, texts and page held together."""

from __future__ import annotations

import pickle
import re
import string
from dataclasses import MISSING, fields
from pathlib import Path

import pandas as pd
import pytest

from quarterhour import messages
from scenarios.network import Network, NetworkProblemsError, Settings, missing_for, questions
from scenarios.network import __file__ as package
from scenarios.network.check_settings import check_settings
from scenarios.network.columns import dtype
from scenarios.network.documentation import tables_page
from scenarios.network.findings import Findings
from scenarios.network.parts import in_memory
from scenarios.network.schema import QUESTIONS, schema
from tests.data import ROOT
from tests.network.fixtures import settings, tables


@pytest.fixture(scope="module")
def network() -> Network:
    """The small network."""
    return Network.from_tables(tables())


def test_settings_are_those_of_the_schema() -> None:
    """Every key is an attribute with the default and the type that the schema states."""
    columns = schema()["settings"].columns
    assert {field.name for field in fields(Settings)} == set(columns)
    required = {name for name, column in columns.items() if column.required}
    assert {field.name for field in fields(Settings) if field.default is MISSING} == required
    rows = pd.DataFrame([(name, c.default) for name, c in columns.items() if c.default], columns=["key", "value"])
    findings = Findings()
    _, stated, _ = check_settings(in_memory("settings", rows), findings)
    assert {p.code for p in findings.problems} == {"network.missing_setting"}
    assert stated == Settings(name="", timezone="UTC", country="")
    kinds = {field.name: type(getattr(stated, field.name)) for field in fields(Settings)}
    assert kinds == {f.name: type(getattr(Settings("", "UTC", ""), f.name)) for f in fields(Settings)}


def test_every_kind_of_problem_has_its_texts() -> None:
    """What the code reports has a message and a fix in both languages, with the same placeholders."""
    source = "".join(path.read_text(encoding="utf-8") for path in Path(package).parent.glob("*.py"))
    reported = set(re.findall(r'(?:add|add_rows|report)\(\s*"([a-z0-9_]+)"', source))
    reported |= set(re.findall(r'"((?:not|below|above|twice|separator)_[a-z_]+)":', source))
    assert len(reported) > 60
    chinese, english = messages.catalogue("zh_Hans"), messages.catalogue("en")
    own = {code for code in english if code.startswith("network.")}
    assert own == {code for code in chinese if code.startswith("network.")}
    for kind in reported:
        assert {f"network.{kind}", f"network.{kind}.fix"} <= own, kind
    for code in own:
        in_chinese = {name.removesuffix("_zh") for name in placeholders(chinese[code])}
        assert in_chinese == placeholders(english[code]), code


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_page_of_tables_is_current() -> None:
    """docs/tables.md is what `python -m scenarios.network docs/tables.md` writes."""
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == tables_page()


def test_types(network: Network) -> None:
    """Every column has the type of the schema, whether it was given or not, and absent tables too."""
    least = Network.from_tables(_least())
    for name, table in schema().items():
        for frame in (network.table(name), least.table(name)):
            if table.vertical:
                assert list(frame.columns) == ["key", "value"]
                continue
            expected = {c.name: dtype(c, "Asia/Shanghai") for c in table.columns.values()}
            expected |= {"daily": "bool"} if name == "arrivals" else {}
            assert {column: str(kind) for column, kind in frame.dtypes.items()} == expected


def test_absent_tables(network: Network) -> None:
    """A table without rows counts as absent, and an unknown one is no table."""
    assert not Network.from_tables({**_least(), "stock": tables()["stock"].head(0)}).has("stock")
    assert network.has("stock")
    with pytest.raises(KeyError, match="Maybe one of"):
        network.table("stocks")


def test_changes_are_copies(network: Network) -> None:
    """Changed tables and settings make a new network; the old one stays, also where frames are written to."""
    desks = network.table("outlets").assign(desks=9)
    changed = network.with_tables(outlets=desks).with_settings(circle_minutes=20, budget=None)
    assert (changed.table("outlets")["desks"] == 9).all()
    assert changed.settings.circle_minutes == 20.0
    assert changed.settings.budget is None
    assert list(network.table("outlets")["desks"]) == [6, 4, 10]
    assert network.settings.budget == 1500000.5
    assert changed.tables["arrivals"] is not None
    assert not network.with_tables(requests=network.table("requests").head(0)).has("requests")


def test_changes_are_checked(network: Network) -> None:
    """What refers to a changed table is checked with it, and settings as ever."""
    with pytest.raises(NetworkProblemsError) as caught:
        network.with_tables(partners=network.table("partners").head(0))
    assert {(p.file, p.code) for p in caught.value.problems} == {
        ("partner_offers", "network.missing_parent"),
        ("travel_times", "network.unknown_place"),
    }
    with pytest.raises(NetworkProblemsError) as caught:
        network.with_tables(outlets=network.table("outlets").query("outlet != 'C'"))
    assert {p.code for p in caught.value.problems} == {"network.unknown_reference"}
    with pytest.raises(NetworkProblemsError, match="Maybe outlets"):
        network.with_tables(outlet=network.table("outlets"))
    with pytest.raises(NetworkProblemsError, match="no time zone"):
        network.with_settings(timezone="Asia/Beijing")


def test_errors_and_networks_travel_between_processes(network: Network) -> None:
    """Both can be pickled, as runs in other processes need."""
    again = pickle.loads(pickle.dumps(network))  # noqa: S301  our own bytes
    pd.testing.assert_frame_equal(again.table("arrivals"), network.table("arrivals"))
    with pytest.raises(NetworkProblemsError) as caught:
        network.with_settings(grain=45)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems  # noqa: S301


def test_first_day() -> None:
    """The plan begins where settings say, or on the first Monday after the history."""
    assert Network.from_tables(tables()).first_day == pd.Timestamp("2026-03-02")
    later = Network.from_tables({**tables(), "settings": settings(plan_start="")})
    # the history ends on Sunday, 15 February 2026
    assert later.first_day == pd.Timestamp("2026-02-16")
    with pytest.raises(ValueError, match="no history"):
        _ = Network.from_tables({"settings": settings(plan_start=""), "outlets": tables()["outlets"]}).first_day


def test_questions(network: Network) -> None:
    """The full network answers all; settings and outlets answer none; residents allow coverage."""
    assert questions(network) == QUESTIONS
    assert questions(Network.from_tables(_least())) == ()
    residents = Network.from_tables({**_least(), "zones": tables()["zones"]})
    assert questions(residents) == ("coverage",)
    assert missing_for(residents, "consolidation") == ("arrivals",)


def _least() -> dict[str, pd.DataFrame]:
    return {name: tables()[name] for name in ("settings", "outlets")}
