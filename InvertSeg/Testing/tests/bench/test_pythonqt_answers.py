"""Every recorded snippet answers on the bench as in a real Slicer: same value, or same error."""

from __future__ import annotations

import ast
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

DIFFERENT = json.loads(Path(__file__).with_name("answers_that_differ.json").read_text())
NUMBER_OF_SNIPPETS = 361


@pytest.fixture(scope="module")
def snippets(shared: Path) -> list[dict]:
    """What was asked of a real Slicer, and what it answered."""
    return json.loads((shared / "reference" / "pythonqt_truth.json").read_text())["snippets"]


@pytest.fixture
def scope(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The names that the snippets use; they were asked in the folder for temporary files."""
    from bench.slicer_stand_in.install import install

    install()
    import ctk
    import qt
    import slicer
    import vtk

    # Another test may have imported it, which makes it an attribute of the package.
    monkeypatch.delitem(sys.modules, "slicer.packaging", raising=False)
    monkeypatch.delattr(slicer, "packaging", raising=False)
    from bench import slicer_core

    slicer_core.clear()
    monkeypatch.chdir(tempfile.gettempdir())
    monkeypatch.delattr(slicer, "packaging", raising=False)  # as before anybody imported it
    qt.QSettings().setValue("t/a", 3)
    names = {"slicer": slicer, "qt": qt, "ctk": ctk, "vtk": vtk, "np": np, "time": time}
    yield names
    names.clear()  # what a snippet made goes, with its connections
    slicer_core.clear()


def answer(code: str, scope: dict[str, Any]) -> dict[str, Any]:
    """Type and representation of the last expression, or what it raised."""
    tree = ast.parse(code)
    last = tree.body[-1]
    try:
        if not isinstance(last, ast.Expr):
            exec(compile(tree, code, "exec"), scope)
            return {"type": "statement", "value": "ok"}
        exec(compile(ast.Module(tree.body[:-1], []), code, "exec"), scope)
        value = eval(compile(ast.Expression(last.value), code, "eval"), scope)
    except Exception as error:  # noqa: BLE001 - whatever it raises is its answer
        return {"raises": type(error).__name__, "message": str(error)}
    return {"type": type(value).__name__, "value": re.sub(r"0x[0-9a-f]+", "0x", repr(value))}


def paths_in(text: str) -> list[Path]:
    """The paths in the representation of a str, list or tuple."""
    value = ast.literal_eval(text)
    return [Path(item) for item in ([value] if isinstance(value, str) else value)]


@pytest.mark.parametrize("number", range(NUMBER_OF_SNIPPETS))
def test_snippet(number: int, snippets: list[dict], scope: dict[str, Any]) -> None:
    code = snippets[number]["code"]
    recorded = {key: value for key, value in snippets[number].items() if key != "code"}
    here = answer(code, scope)
    if code in DIFFERENT:
        recorded["value"] = here["value"]
    if recorded.get("value") == "'<an absolute path>'":
        assert all(path.is_absolute() for path in paths_in(here["value"]))
        recorded["value"] = here["value"]
    assert here == recorded


def test_all_snippets_are_replayed(snippets: list[dict]) -> None:
    assert len(snippets) == NUMBER_OF_SNIPPETS
    assert set(DIFFERENT) <= {snippet["code"] for snippet in snippets}
