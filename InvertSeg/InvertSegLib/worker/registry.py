"""Engines by name, for the process that runs them."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from InvertSegLib.engines.base import Engine
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.errors import EngineError, Failure


class Registry:
    """Finds engines when they are asked for, as importing one may take long.

    Args:
        own: name to Python file, for engines that are not in the catalogue; each exposes ``ENGINE``.
    """

    def __init__(self, own: Mapping[str, Path] | None = None) -> None:
        self._own = dict(own or {})
        self._found: dict[str, Engine] = {}

    def find(self, name: str) -> Engine:
        """The engine of this name.

        Raises:
            EngineError: of kind "bad_request" when there is none.
        """
        if name not in self._found:
            self._found[name] = self._import(name).ENGINE
        return self._found[name]

    def _import(self, name: str) -> ModuleType:
        if name in self._own:
            return _module_of_file(name, self._own[name])
        if name not in ENGINES:
            known = ", ".join([*ENGINES, *self._own])
            raise EngineError(
                Failure("bad_request", f"There is no engine named {name!r}.", f"Choose one of: {known}.")
            )
        return importlib.import_module(ENGINES[name].module)


def _module_of_file(name: str, file: Path) -> ModuleType:
    title = f"invertseg_engine_{name}"
    spec = importlib.util.spec_from_file_location(title, file)
    if spec is None or spec.loader is None:
        raise EngineError(
            Failure("bad_request", f"{file} is no Python file.", "Give an engine's file as NAME=FILE.py.")
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[title] = module
    spec.loader.exec_module(module)
    return module
