"""The InvertSeg that runs here as a wheel, for a machine that has none yet."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from InvertSegLib import __version__

# As pyproject.toml says; what runs here may have come without it, as in Slicer.
REQUIREMENTS = (
    "numpy>=1.26", "scipy>=1.11", "SimpleITK>=2.3", "rich>=13", "uv>=0.9", "nibabel>=5.2",
    "tomli>=2; python_version < '3.11'",
)  # fmt: skip
PYTHON = ">=3.10"
NAME = f"invertseg-{__version__}-py3-none-any.whl"

_LIBRARY = Path(__file__).resolve().parents[1]
_INFO = f"invertseg-{__version__}.dist-info"
# One date for all files, so that the same files make the same wheel.
_DATE = (1980, 1, 1, 0, 0, 0)


def build() -> bytes:
    """The wheel's content; the same for the same files."""
    files = dict(_library())
    metadata = [f"Requires-Dist: {requirement}" for requirement in REQUIREMENTS]
    heading = ["Metadata-Version: 2.1", "Name: invertseg", f"Version: {__version__}"]
    files[f"{_INFO}/METADATA"] = _text([*heading, f"Requires-Python: {PYTHON}", *metadata])
    files[f"{_INFO}/WHEEL"] = _text(
        ["Wheel-Version: 1.0", "Generator: invertseg", "Root-Is-Purelib: true", "Tag: py3-none-any"]
    )
    files[f"{_INFO}/entry_points.txt"] = _text(["[console_scripts]", "invertseg = InvertSegLib.cli:main"])
    record = [f"{name},{_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{_INFO}/RECORD"] = _text([*record, f"{_INFO}/RECORD,,"])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _library() -> Iterator[tuple[str, bytes]]:
    for path in sorted(_LIBRARY.rglob("*")):
        relative = path.relative_to(_LIBRARY)
        if path.is_file() and "__pycache__" not in relative.parts and path.suffix != ".pyc":
            yield f"{_LIBRARY.name}/{relative.as_posix()}", path.read_bytes()


def _text(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _digest(data: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
