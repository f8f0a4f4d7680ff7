"""The two ways to run an engine: in a private environment of InvertSeg's, or in 3D Slicer's own Python.

Private is the usual one, because nothing of Slicer's changes. Slicer's own is for those who have its
extensions PyTorch and NNUNet already; packages that Slicer itself needs are not touched then either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from InvertSegLib.engines.catalogue import ENGINES, EXCLUDED_PACKAGES
from InvertSegLib.environment import settings
from InvertSegLib.errors import InputError, ParameterError

PRIVATE, SLICER = "private", "slicer"
WAYS = (PRIVATE, SLICER)

# Slicer brings these, or an extension of it does; another version of one of them damages it.
PROTECTED = ("vtk", "SimpleITK", "numpy", "torch", "requests")
# What the PyTorch extension is asked for. The private environments have one version for the resolver's sake;
# the engines run with all of these, and slowly with 2.9 (catalogue.py says why).
SLICER_TORCH = ">=2.3,!=2.9.*"


def chosen(engine: str) -> str:
    """The way of an engine."""
    return SLICER if settings.read().ways.get(engine) == SLICER else PRIVATE


def choose(engine: str, way: str, slicer_python: str | Path | None = None) -> None:
    """Choose the way of an engine, and remember it; nothing is installed or removed.

    Args:
        engine: name of the engine.
        way: "private" or "slicer".
        slicer_python: Slicer's own Python (PythonSlicer); may be left out where it is known already.

    Raises:
        InputError: that Python is not there.
        OutputError: the settings cannot be written.
        ParameterError: unknown engine or way.
    """
    if engine not in ENGINES or way not in WAYS:
        raise ParameterError(
            f"There is no way '{way}' to run '{engine}'.",
            f"The ways are {' and '.join(WAYS)}; the engines {', '.join(ENGINES)}.",
        )
    if way == PRIVATE:
        settings.change(ways={engine: ""})
        return
    python = str(slicer_python or settings.read().slicer_python)
    if not python or not Path(python).is_file():
        raise InputError(
            f"Slicer's Python is not known here ({python or 'none was named'}).",
            "Choose this way inside 3D Slicer, or name its program PythonSlicer.",
        )
    settings.change(ways={engine: SLICER}, slicer_python=python)


def slicer_requirements(engine: str) -> tuple[str, ...]:
    """What to install into Slicer's own Python for an engine, without what must not be touched there.

    Install it with `slicer_skipped`, or its dependencies bring those packages in again.
    """
    protected = {canonical(name) for name in PROTECTED}
    return tuple(r for r in ENGINES[engine].requirements if _name_of(r) not in protected)


def slicer_skipped() -> tuple[str, ...]:
    """Packages that pip must not install into Slicer's own Python, whoever asks for them."""
    return tuple(dict.fromkeys((*PROTECTED, *EXCLUDED_PACKAGES)))


def lacking(engine: str, versions: Mapping[str, str]) -> tuple[str, ...]:
    """Which of an engine's requirements a Python of the user's does not meet.

    Args:
        engine: name of the engine.
        versions: its packages.

    Returns:
        Requirements as pip understands them ("torch>=2.3,!=2.9.*").
    """
    present = {canonical(name): version for name, version in versions.items()}
    wanted = tuple(
        f"torch{SLICER_TORCH}" if _name_of(requirement) == "torch" else requirement
        for requirement in ENGINES[engine].requirements
    )
    return tuple(r for r in wanted if not _is_met(r, present.get(_name_of(r))))


def canonical(name: str) -> str:
    """A package's name as all its spellings compare (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


# ---------------------------------------------------------------------- inside


def _name_of(requirement: str) -> str:
    return canonical(re.match(r"[\w.-]+", requirement)[0])


def _is_met(requirement: str, version: str | None) -> bool:
    if version is None:
        return False
    clauses = re.findall(r"(==|!=|>=|<=|<|>)\s*([\w.*]+)", requirement)
    return all(_clause_is_met(operator, wanted, version) for operator, wanted in clauses)


def _clause_is_met(operator: str, wanted: str, version: str) -> bool:
    """The part of PEP 440 that the catalogue uses: releases without pre-release, and ``.*`` at the end."""
    ours, asked = _release(version), _release(wanted.removesuffix(".*"))
    if wanted.endswith(".*"):
        ours = ours[: len(asked)]
    width = max(len(ours), len(asked))
    ours, asked = ours + (0,) * (width - len(ours)), asked + (0,) * (width - len(asked))
    return {
        "==": ours == asked,
        "!=": ours != asked,
        ">=": ours >= asked,
        "<=": ours <= asked,
        "<": ours < asked,
        ">": ours > asked,
    }[operator]


def _release(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.match(r"[\d.]*\d|", version)[0].split(".") if part)
