"""The extras of the package and the engines' environments ask for the same."""

from __future__ import annotations

import importlib.metadata

import pytest

from InvertSegLib.engines.catalogue import ENGINES


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engines_extra_is_what_its_environment_gets(engine: str) -> None:
    asked = {
        line.split(";")[0].strip()
        for line in importlib.metadata.requires("invertseg") or ()
        if line.replace("'", '"').endswith(f'extra == "{engine}"')
    }

    def parts(requirement: str) -> tuple[str, frozenset[str]]:
        name = requirement[: min([requirement.find(c) for c in "<>=" if c in requirement], default=None)]
        return name.lower(), frozenset(requirement[len(name) :].split(","))

    assert {parts(line) for line in asked} == {parts(line) for line in ENGINES[engine].requirements}
