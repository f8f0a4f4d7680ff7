"""The packages of Slicer's own Python: what is there, what an engine lacks, what an installation has changed.

Read from files alone. `packaging`, which compares versions, comes with Slicer's Python.
"""

from __future__ import annotations

import sysconfig
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from InvertSegLib.environment import installed
from InvertSegLib.environment.ways import PROTECTED, canonical
from InvertSegLib.panel.conversation import slicer_python


@dataclass(frozen=True)
class Change:
    """A package that is not what it was.

    Attributes:
        name: canonical ("simpleitk").
        before: its version.
        after: its version now, empty when it is gone.
    """

    name: str
    before: str
    after: str

    @property
    def protected(self) -> bool:
        """Whether it is one that must never change."""
        return self.name in _PROTECTED_NAMES


@dataclass(frozen=True)
class Lack:
    """What stands between some packages and requirements.

    Attributes:
        absent: requirements whose package is not there.
        unsuited: (requirement, version that is there) of those whose package is there and does not suit.
    """

    absent: tuple[str, ...] = ()
    unsuited: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.absent or self.unsuited)


class Packages:
    """The packages in some folders, as they are now.

    Args:
        folders: site-packages folders; None for those of Slicer's Python.
    """

    def __init__(self, folders: Sequence[str] | None = None) -> None:
        folders = own_folders() if folders is None else folders
        self._found: dict[str, Distribution] = {}
        for found in distributions(path=list(folders)):
            name = found.metadata["Name"]
            if name:
                self._found.setdefault(canonical(name), found)

    def versions(self) -> dict[str, str]:
        """Canonical names to versions."""
        return {name: found.version for name, found in sorted(self._found.items())}

    def closure(self, requirements: Sequence[str]) -> set[str]:
        """Canonical names of what is there of these requirements and of all that they need."""
        left = [_requirement(text) for text in requirements]
        seen: set[str] = set()
        while left:
            wanted = left.pop()
            name = canonical(wanted.name)
            if name in self._found and name not in seen:
                seen.add(name)
                left += required_by(self._found[name], wanted.extras)
        return seen

    def lacks(self, requirements: Sequence[str], without: Collection[str] = ()) -> Lack:
        """What is missing for requirements, and for the requirements of what they name.

        Args:
            requirements: as pip takes them.
            without: names of packages that are not needed whatever asks for them.
        """
        left = [_requirement(text) for text in requirements]
        seen: set[tuple[str, str, frozenset[str]]] = set()
        absent: dict[str, None] = {}
        unsuited: dict[tuple[str, str], None] = {}
        skipped = {canonical(name) for name in without}
        while left:
            wanted = left.pop(0)
            name = canonical(wanted.name)
            key = (name, str(wanted.specifier), frozenset(wanted.extras))
            if key in seen or name in skipped or not _applies(wanted):
                continue
            seen.add(key)
            found = self._found.get(name)
            # Slicer 5.10 has builds of its own that are packages without a note of their version.
            if found is None and name in _PROTECTED_NAMES and name != "torch":
                continue
            plain = f"{wanted.name}{_extras(wanted)}{wanted.specifier}"
            if found is None:
                absent[plain] = None
            elif not wanted.specifier.contains(found.version, prereleases=True):
                unsuited[plain, found.version] = None
            else:
                left += required_by(found, wanted.extras)
        return Lack(tuple(absent), tuple(unsuited))


def own_folders() -> tuple[str, ...]:
    """The site-packages folders of Slicer's Python, where its pip puts packages."""
    found = installed.site_packages_of(Path(slicer_python()).parent.parent)
    if found:
        return tuple(map(str, found))
    return tuple(dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib")))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """What was there and is of another version now, or gone; what is new is no change."""
    return tuple(
        Change(name, version, after.get(name, ""))
        for name, version in before.items()
        if after.get(name) != version
    )


def added(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """What was not there before: canonical names to versions."""
    return {name: version for name, version in after.items() if name not in before}


def required_by(found: Distribution, extras: Collection[str] = ()) -> list[Any]:
    """The requirements of a package that hold on this machine, with these extras of it."""
    from packaging.requirements import InvalidRequirement

    needed = []
    for text in found.requires or ():
        try:
            requirement = _requirement(text)
        except InvalidRequirement:
            # Old packages have some that pip does not understand either.
            continue
        if _applies(requirement, extras):
            # It has been looked at, and could not be again without the extras of this package.
            requirement.marker = None
            needed.append(requirement)
    return needed


# ---------------------------------------------------------------------- inside

_PROTECTED_NAMES = frozenset(map(canonical, PROTECTED))


def _requirement(text: str) -> Any:
    from packaging.requirements import Requirement

    return Requirement(text)


def _applies(requirement: Any, extras: Collection[str] = ()) -> bool:
    """Whether a requirement holds on this machine, with these extras of the package that has it."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _extras(requirement: Any) -> str:
    return f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
