"""Every text that the code asks for is there in both languages, and none is there for nothing."""

from __future__ import annotations

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from quarterhour.messages import LANGUAGES, LOCALE, catalogue
from tests.data import ROOT

PACKAGES = ("quarterhour", "forecast", "optimize", "scenarios", "api")
AREAS = (
    "network|forecast|requirement|staff|roster|lending|dispatch|coverage|rehearsal|plan|compare|decision|change"
    "|cli|report|http|explain|place|consolidate"
)
CODE = re.compile(rf"(?:{AREAS})(?:\.[a-z][a-z0-9_]*[a-z0-9])+")
FILES = re.compile(r".*\.(json|html|xlsx|pdf|csv|parquet|py|po|geojson|txt|yaml|css|md)")
"""Names of files look like codes."""
COMPANIONS = (".fix", ".title")
"""What hangs on another code: `Problem.fix`, the title of an HTTP problem."""
TEMPLATE = re.compile(r'words\("([a-z_.]+)"')
LABEL = re.compile(r'\.label\(\s*"([a-z_]+)"')
FINDING = re.compile(r'\.add(?:_rows)?\(\s*"([a-z0-9_]+)"')
"""Kinds of problem in a network's files: `Findings` puts the area before them."""
KINDS_IN = "scenarios/network/"


@cache
def sources() -> tuple[tuple[Path, str], ...]:
    """All Python files and templates of the packages."""
    paths = [path for package in PACKAGES for kind in ("*.py", "*.html") for path in (ROOT / package).rglob(kind)]
    return tuple((path, path.read_text(encoding="utf-8")) for path in sorted(paths))


def stage(name: str) -> bool:
    """Whether a code names a step of an engine, which has a label instead of a text."""
    return f"report.stage.{name}" in catalogue("en")


@cache
def fixed() -> dict[str, str]:
    """Codes written out in the code, each with a file that has it."""
    found: dict[str, str] = {}
    for path, text in sources():
        if path.suffix == ".html":
            found |= dict.fromkeys(TEMPLATE.findall(text), path.name)
            continue
        for node in ast.walk(ast.parse(text)):
            text_of = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if CODE.fullmatch(text_of) and not FILES.fullmatch(text_of) and not stage(text_of):
                found[text_of] = path.name
        if KINDS_IN in path.as_posix():
            found |= dict.fromkeys((f"network.{kind}" for kind in FINDING.findall(text)), path.name)
    return found


@cache
def composed() -> frozenset[re.Pattern[str]]:
    """Patterns of codes that are put together: f-strings that begin with an area and a name, and labels."""
    patterns: set[str] = set()
    for path, text in sources():
        if path.suffix == ".html":
            continue
        patterns |= {rf"report\.{family}\..+" for family in LABEL.findall(text)}
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.JoinedStr):
                continue
            parts = [
                re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values
            ]
            if re.match(rf"(?:{AREAS})\\\.[a-z]", "".join(parts)):
                patterns.add("".join(parts))
    return frozenset(re.compile(pattern) for pattern in patterns)


@cache
def kinds() -> frozenset[str]:
    """Words of the network's code: a kind of problem may be handed on before it is added."""
    constants = (
        node.value
        for path, text in sources()
        if KINDS_IN in path.as_posix()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return frozenset(f"network.{word}" for word in constants if re.fullmatch(r"[a-z0-9_]+", word))


def entries() -> list[str]:
    """All codes of the English catalogue."""
    return sorted(catalogue("en"))


def placeholders(text: str) -> set[str]:
    """Names in braces; what comes in two languages by itself has its Chinese beside it as `_zh`."""
    return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_codes() -> None:
    """No text is missing in one language."""
    assert set(catalogue("en")) == set(catalogue("zh_Hans"))


def test_placeholders_agree() -> None:
    """A text says the same values in both languages."""
    english, chinese = catalogue("en"), catalogue("zh_Hans")
    apart = {code for code in english if placeholders(english[code]) != placeholders(chinese.get(code, ""))}
    assert not apart


def test_every_code_in_the_code_has_a_text() -> None:
    """Whatever the code may say has words."""
    missing = {code: file for code, file in fixed().items() if code not in catalogue("en")}
    assert not missing


def test_every_composed_code_has_a_text() -> None:
    """A code that is put together from parts fits at least one text."""
    lost = [pattern.pattern for pattern in composed() if not any(map(pattern.fullmatch, entries()))]
    assert not lost


def test_no_text_is_unused() -> None:
    """A text that nothing asks for is removed."""
    used = {*fixed(), *kinds()}

    def asked_for(code: str) -> bool:
        bare = next((code.removesuffix(end) for end in COMPANIONS if code.endswith(end)), code)
        return code in used or bare in used or any(pattern.fullmatch(bare) for pattern in composed())

    assert [code for code in entries() if not asked_for(code)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogues_state_their_language(language: str) -> None:
    """Each file is in the folder of the language and charset that its header states, and holds one area."""
    for path in (LOCALE / language).glob("*.po"):
        text = path.read_text(encoding="utf-8")
        assert f"Language: {language}" in text
        assert "charset=UTF-8" in text
        codes = re.findall(r'^msgid "(.+)"$', text, flags=re.MULTILINE)
        assert {code.split(".")[0] for code in codes} == {path.stem}
        assert len(codes) == len(set(codes))
