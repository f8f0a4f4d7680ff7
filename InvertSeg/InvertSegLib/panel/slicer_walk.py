"""Packages beside Slicer's: each is installed alone, and then, one by one, what it needs and is not there.

What was left out is struck from its note of what it needs, as Slicer 5.12 does itself (`skip_packages`): else
the next installation by another extension would bring in what was kept out here. Slicer's own way is not used
because it names each package that it left out only for the first that asked for it: that another one asks for
another numpy than Slicer's would not be known.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from importlib.metadata import Distribution, distributions
from typing import Any

from InvertSegLib.environment.ways import canonical
from InvertSegLib.panel.slicer_packages import own_folders, required_by


def install_beside(
    wanted: Sequence[str],
    left_out: Collection[str],
    install_one: Callable[[str], Any],
    on_line: Callable[[str], None],
) -> list[str]:
    """Install packages and what they need, but nothing of what is left out.

    Args:
        wanted: requirements.
        left_out: canonical names that are not touched, whatever asks for them.
        install_one: has pip install what its arguments say, and raises when it cannot.
        on_line: told each line of what happens.

    Returns:
        The requirements whose packages were left out.
    """
    from packaging.requirements import Requirement

    folders = own_folders()
    left = [Requirement(text) for text in wanted]
    seen: set[str] = set()
    kept: dict[str, None] = {}
    while left:
        requirement = left.pop(0)
        name = canonical(requirement.name)
        if name in left_out:
            kept[str(requirement)] = None
        if name in seen or name in left_out:
            continue
        seen.add(name)
        found = _find(name, folders)
        if found is None or not requirement.specifier.contains(found.version, prereleases=True):
            on_line(f"installing {requirement.name}{requirement.specifier}")
            install_one(f"{requirement.name}{requirement.specifier} --no-deps")
            found = _find(name, folders)
        if found is not None:
            left += required_by(found, requirement.extras)
            _scrub(found, left_out)
    return list(kept)


def _find(name: str, folders: Sequence[str]) -> Distribution | None:
    return next(
        (
            found
            for found in distributions(path=list(folders))
            if canonical(found.metadata["Name"] or "") == name
        ),
        None,
    )


def _scrub(found: Distribution, left_out: Collection[str]) -> None:
    from packaging.requirements import InvalidRequirement, Requirement

    path = next((each.locate() for each in found.files or () if each.name == "METADATA"), None)
    if path is None:
        return
    # Old packages are not in UTF-8; every byte has a letter in Latin-1.
    lines = path.read_text(encoding="latin-1").splitlines(keepends=True)
    kept = []
    for line in lines:
        kind, _colon, text = line.partition(": ")
        if kind == "Requires-Dist":
            try:
                if canonical(Requirement(text.strip()).name) in left_out:
                    continue
            except InvalidRequirement:
                pass
        kept.append(line)
    if len(kept) != len(lines):
        path.write_text("".join(kept), encoding="latin-1")
