"""Every name of `qt` and `ctk` in the module's code is one of a real Slicer's, also where no test goes."""

from __future__ import annotations

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest

from bench.pythonqt import facts

MODULE = Path(__file__).resolve().parents[3]
FILES = sorted([*MODULE.glob("*.py"), *(MODULE / "InvertSegLib" / "panel").glob("**/*.py")])


def names_of_qt(path: Path) -> set[str]:
    """Dotted names that begin with qt or ctk, such as `qt.QProcess.Running`."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if parts and isinstance(node, ast.Name) and node.id in {"qt", "ctk"}:
            found.add(".".join([node.id, *parts]))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_names_are_slicers(path: Path, bench: SimpleNamespace) -> None:
    for name in sorted(names_of_qt(path)):
        module, class_name, *members = name.split(".")
        known = facts.find(f"{module}.{class_name}")
        assert known is not None or hasattr(bench.qt, class_name), f"{path.name}: {name}"
        if known is not None and members and not members[0].startswith("__"):
            assert known.kind(members[0]), f"{path.name}: {name}"
            assert getattr(getattr(bench, module), class_name) is not None


def test_there_is_something_to_check() -> None:
    assert len(set().union(*map(names_of_qt, FILES))) > 20
