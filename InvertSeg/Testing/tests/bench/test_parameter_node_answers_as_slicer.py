"""The stand-in for slicer.parameterNodeWrapper against what a real Slicer answered."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import bench

PRELUDE = """
from slicer.parameterNodeWrapper import *
import enum, pathlib, slicer, qt, ctk, vtk
from typing import Annotated, Optional
"""


_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")


@dataclass(frozen=True)
class Answer:
    """What came of a snippet: the type and representation of its value, or the kind of an error."""

    code: str
    type: str = ""
    value: str = ""
    raises: str = ""
    message: str = ""

    @property
    def text(self) -> str:
        """The answer in words."""
        return f"{self.raises}: {self.message}" if self.raises else f"{self.type} {self.value}"

    def matches(self, other: Answer) -> bool:
        """Whether the other one answered the same, or refused it with the same kind of error."""
        if self.raises or other.raises:
            return self.raises == other.raises
        return (self.type, self.value) == (other.type, other.value)


def recorded_answers(shared: Path) -> tuple[str, list[Answer]]:
    """The classes that were defined in a real Slicer, and what it answered."""
    recorded = json.loads((shared / "reference" / "parameter_node_truth.json").read_text(encoding="utf-8"))
    known = ("code", "type", "value", "raises", "message")
    return recorded["definitions"], [
        Answer(**{k: s[k] for k in known if k in s}) for s in recorded["snippets"]
    ]


def evaluate(code: str, namespace: dict[str, Any]) -> Answer:
    """Run a snippet; its answer is the value of its last expression, "ok" where that is a statement."""
    tree = ast.parse(code)
    try:
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<snippet>", "exec", dont_inherit=True), namespace)
        if last is None:
            return Answer(code, "statement", "ok")
        value = eval(compile(ast.Expression(last.value), "<snippet>", "eval", dont_inherit=True), namespace)
        return Answer(code, type(value).__name__, _ADDRESS.sub("0x", repr(value)))
    except Exception as error:  # noqa: BLE001 - the error is the answer
        return Answer(code, raises=type(error).__name__, message=str(error))


@pytest.fixture(scope="module")
def namespace(shared: Path) -> dict[str, Any]:
    """The classes that the snippets use, in a Slicer without a window."""
    bench.start(window=False).close()
    made: dict[str, Any] = {}
    exec(PRELUDE, made)
    # Annotations are values here, as in a module that is wrapped at run time.
    exec(compile(recorded_answers(shared)[0], "<definitions>", "exec", dont_inherit=True), made)
    return made


@pytest.fixture
def an_empty_scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing from another snippet, and files in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    with bench.start(window=False):
        yield


def test_every_snippet(
    shared: Path, namespace: dict[str, Any], subtests: pytest.Subtests, an_empty_scene: None
) -> None:
    snippets = recorded_answers(shared)[1]
    assert len(snippets) >= 66
    for snippet in snippets:
        with subtests.test(snippet.code):
            got = evaluate(snippet.code, dict(namespace))
            assert got.matches(snippet), f"Slicer: {snippet.text}\nbench: {got.text}"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("n = new(); n.percent = 300", r"within range \[0, 100\], is 300"),
        ("n = new(); n.on = 1", "must be of type '<class 'bool'>'"),
        ("n = new(); n.inner.clip = FloatRange(-9000, 2)", r"within the bound of \[-1000, 5000\]"),
        ("n = new(); n.engine = 'c'", r"must be in one of the following: \['a', 'b'\]"),
    ],
)
def test_messages_say_what_was_wrong(namespace: dict[str, Any], code: str, message: str) -> None:
    got = evaluate(code, dict(namespace))
    assert re.search(message, got.message), got.text


def test_replay_notices_a_wrong_answer() -> None:
    """The comparison itself can fail: in value, in type and in the kind of error."""
    right = Answer("1 + 1", "int", "2")
    assert evaluate("1 + 1", {}).matches(right)
    assert not evaluate("1 + 2", {}).matches(right)
    assert not evaluate("2.0", {}).matches(right)
    assert not evaluate("1 / 0", {}).matches(right)
    refused = Answer("x", raises="ValueError")
    assert not evaluate("1", {}).matches(refused)
    assert not evaluate("nosuch", {}).matches(refused)
    assert evaluate("int('x')", {}).matches(refused)
