"""The user's choices on this machine: one small JSON file that every face reads and writes.

It lies in the user's configuration folder (``INVERTSEG_CONFIG`` names another), not in InvertSeg's home,
because it says where that home is. What a newer version of InvertSeg noted in it stays there.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from InvertSegLib.environment.lock import only_one
from InvertSegLib.errors import OutputError, ParameterError

NAME = "settings.json"


@dataclass(frozen=True)
class Settings:
    """What the user has chosen; empty means the usual.

    Attributes:
        home: the folder for everything that is installed (`folders.home`).
        weights: a folder of weights shared with others, one folder for each engine in it.
        ways: for each engine "private" or "slicer", where that was chosen.
        slicer_python: the Python of 3D Slicer, for engines that run in it.
        hosts: other machines, as OpenSSH's configuration calls them.
    """

    home: str = ""
    weights: str = ""
    ways: Mapping[str, str] = field(default_factory=dict)
    slicer_python: str = ""
    hosts: tuple[str, ...] = ()


def path() -> Path:
    """The file; it exists only where something other than the usual was chosen."""
    return _folder() / NAME


def read() -> Settings:
    """The settings; the usual ones where there is no file, or one that cannot be understood."""
    return _settings_of(_document() or {})


def is_damaged() -> bool:
    """Whether there is a file that cannot be understood, so that the usual settings are taken."""
    return path().exists() and _document() is None


def change(**choices: Any) -> Settings:
    """Change some settings and keep all others, those of other versions of InvertSeg too.

    Args:
        **choices: names and values of `Settings`; `ways` is merged, and an empty way forgets the engine's.

    Returns:
        The settings as they are now.

    Raises:
        OutputError: the file cannot be written.
        ParameterError: there is no such setting, or its value is of another kind.
    """
    for name, value in choices.items():
        if name not in _DEFAULTS or _understood(name, value) is None:
            raise ParameterError(
                f"There is no setting {name} = {value!r}.", "This is an error of the caller."
            )
    folder = _folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with only_one(folder / f".{NAME}.lock", doing="changing InvertSeg's settings"):
            _keep_damaged()
            document = _document() or {}
            for name, value in choices.items():
                _put(document, name, value)
            _write(document)
    except OSError as error:
        raise OutputError(
            f"InvertSeg's settings cannot be written to {path()} ({error.strerror or error}).",
            "Free some space, have its permissions changed, or set INVERTSEG_CONFIG to another folder.",
        ) from error
    # A folder that holds nothing but the usual settings is not needed.
    with contextlib.suppress(OSError):
        folder.rmdir()
    return _settings_of(document)


# ---------------------------------------------------------------------- inside

_DEFAULTS = {entry.name: getattr(Settings(), entry.name) for entry in fields(Settings)}


def _folder() -> Path:
    chosen = os.environ.get("INVERTSEG_CONFIG", "").strip()
    if chosen:
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA")
        return Path(roaming or Path.home() / "AppData" / "Roaming") / "invertseg"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Preferences" / "invertseg"
    config = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(config) if Path(config).is_absolute() else Path.home() / ".config") / "invertseg"


def _document() -> dict[str, Any] | None:
    """The file as it is; None where there is none, or one that cannot be understood."""
    try:
        document = json.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def _settings_of(document: Mapping[str, Any]) -> Settings:
    values = {name: _understood(name, document[name]) for name in _DEFAULTS if name in document}
    return Settings(**{name: value for name, value in values.items() if value is not None})


def _understood(name: str, value: Any) -> Any:
    """A value as `Settings` has it, None for one of another kind."""
    if name == "hosts":
        listed = isinstance(value, list | tuple) and all(isinstance(host, str) for host in value)
        return tuple(value) if listed else None
    if name == "ways":
        mapped = isinstance(value, Mapping) and all(isinstance(way, str) for way in value.values())
        return dict(value) if mapped else None
    return value if isinstance(value, str) else None


def _put(document: dict[str, Any], name: str, value: Any) -> None:
    if name == "ways":
        before = _understood(name, document.get(name)) or {}
        value = {engine: way for engine, way in {**before, **value}.items() if way}
    if value == _DEFAULTS[name]:
        document.pop(name, None)
    else:
        document[name] = value


def _write(document: Mapping[str, Any]) -> None:
    if not document:
        path().unlink(missing_ok=True)
        return
    fresh = path().with_name(f".{NAME}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        # All or nothing: whoever reads meanwhile finds the old file or the new one.
        fresh.replace(path())
    finally:
        fresh.unlink(missing_ok=True)


def _keep_damaged() -> None:
    """Set aside a file that cannot be understood, so that what the user had in it is not lost."""
    if is_damaged():
        path().replace(path().with_name("settings-damaged.json"))
