"""What a day of lending starts from: the ledger as it is carried on, and how many an outlet may lend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from scenarios.lending import ShareTerms, read_ledger, write_ledger
from scenarios.lending.problem import _lenders
from scenarios.network.problems import NetworkProblemsError
from tests.plan.fixtures import tiny


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Also where a lender's identifier begins as a formula does, which is guarded in the file."""
    network = tiny()
    outlets = network.table("outlets")
    first = outlets["outlet"].iloc[0]
    named = outlets.assign(outlet=outlets["outlet"].replace({first: "=A1"}))
    network = replace(network, tables={**network.tables, "outlets": named})
    ledger = pd.DataFrame(
        {"lender": ["=A1"], "kind": ["outlet"], "before": [1.0], "lent": [0.5], "borrowed": [3.0], "after": [-1.5]}
    )
    write_ledger(ledger, tmp_path / "ledger.csv")
    assert "'=A1" in (tmp_path / "ledger.csv").read_text(encoding="utf-8-sig")
    assert read_ledger(tmp_path / "ledger.csv", network) == {"=A1": -1.5}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("lender;credit\n", {"network.delimiter"}),
        ("lender\nnobody\n", {"network.missing_column"}),
        ("lender,credit\nnobody,\n", {"network.blank", "lending.ledger_unknown"}),
        ("lender,credit\n,1\n", {"network.blank"}),
        ("", {"network.empty_file"}),
    ],
)
def test_a_ledger_that_does_not_fit_is_refused(tmp_path: Path, text: str, codes: set[str]) -> None:
    """As any other table is, all at once."""
    path = tmp_path / "ledger.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NetworkProblemsError) as caught:
        read_ledger(path, tiny())
    assert {problem.code for problem in caught.value.problems} == codes


def test_an_outlet_lends_its_share_and_its_own_people_on_call() -> None:
    """0.07 of 100 people are 7, whatever the digits; partners' people on call are not the outlet's to lend."""
    network = tiny()
    home, other = network.table("outlets")["outlet"].iloc[:2]
    duty = pd.DataFrame({"outlet": home, "source": "own", "activity": "work"}, index=range(100))
    call = pd.DataFrame({"outlet": [home], "source": ["partner"], "activity": ["standby"]})
    own = pd.DataFrame({"lender": [other], "kind": ["standby"], "people": [2]})
    offered = pd.DataFrame({"lender": pd.Series([], dtype="str"), "people": pd.Series([], dtype="int64")})
    found = _lenders(network, pd.concat([duty, call]), own, offered, ShareTerms(cap=0.07), {})
    most = found.set_index("lender")["most"]
    assert (most[home], most[other]) == (7, 2)
