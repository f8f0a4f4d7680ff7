"""Wheels of a few hundred bytes with names, versions and needs as the real packages have them."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path


def make_wheel(folder: Path, name: str, version: str, needs: Sequence[str] = ()) -> None:
    """A wheel that pip installs: one module that knows its version.

    Args:
        folder: where it goes.
        name: of the package, as published.
        version: its version.
        needs: requirements.
    """
    plain = name.replace("-", "_")
    notes = f"{plain}-{version}.dist-info"
    files = {
        f"{plain}/__init__.py": f"__version__ = {version!r}\n",
        f"{notes}/METADATA": "".join(
            f"{line}\n"
            for line in (
                "Metadata-Version: 2.1",
                f"Name: {name}",
                f"Version: {version}",
                *(f"Requires-Dist: {need}" for need in needs),
            )
        ),
        f"{notes}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{notes}/RECORD"
    files[record] = "".join(f"{path},,\n" for path in (*files, record))
    with zipfile.ZipFile(folder / f"{plain}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
