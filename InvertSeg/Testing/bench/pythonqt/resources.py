"""Slicer's icons under the names that Slicer gives them (`:/Icons/Medium/SlicerVisible.png`), drawn plainly.

`facts/icons.txt` lists the names. A name that is not there is missing, as it would be in Slicer.
"""

from __future__ import annotations

import functools
import re
import subprocess
import tempfile
from pathlib import Path

import PySide6
from PySide6 import QtCore, QtGui

from .facts import FOLDER

SIZES = {"XSmall": 12, "Small": 16, "Medium": 24, "Large": 32, "XLarge": 48, "XXLarge": 64}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
    '<circle cx="12" cy="12" r="9" fill="#7a8a99"/></svg>'
)


def glyph(name: str) -> str:
    """What is drawn for an icon's name: an eye, a crossed eye, or up to two letters."""
    if re.search("Visib|Invisib|Hidden", name):
        return "crossed eye" if re.search("Invisible|Off|Hidden", name) else "eye"
    words = re.findall(r"[A-Z][a-z0-9]*|[a-z0-9]+", re.sub("^(Slicer|Markups|Slices|View)", "", name)) or [
        name
    ]
    return "".join(word[0].upper() for word in words[:2])


@functools.cache
def draw(what: str, size: int) -> QtGui.QImage:
    """The picture of a glyph, on a transparent background."""
    image = QtGui.QImage(size, size, QtGui.QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QtGui.QPainter(image)
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    grey = QtGui.QColor("#7a8a99")
    painter.setPen(QtGui.QPen(grey, max(1, size / 14)))
    if what.endswith("eye"):
        painter.drawEllipse(QtCore.QRectF(size * 0.06, size * 0.25, size * 0.88, size * 0.5))
        painter.setBrush(grey)
        painter.drawEllipse(QtCore.QRectF(size * 0.38, size * 0.38, size * 0.24, size * 0.24))
        if what == "crossed eye":
            painter.drawLine(QtCore.QLineF(size * 0.1, size * 0.9, size * 0.9, size * 0.1))
    else:
        font = QtGui.QFont("Sans Serif")
        font.setPixelSize(max(6, round(size * 0.5)))
        painter.setFont(font)
        painter.drawRoundedRect(QtCore.QRectF(1, 1, size - 2, size - 2), size / 6, size / 6)
        painter.drawText(image.rect(), QtCore.Qt.AlignmentFlag.AlignCenter, what)
    painter.end()
    return image


def compiler() -> Path:
    """Qt's resource compiler, which comes with PySide6."""
    package = Path(PySide6.__file__).parent
    for candidate in ("Qt/libexec/rcc", "rcc", "rcc.exe"):
        if (package / candidate).exists():
            return package / candidate
    message = f"there is no resource compiler in {package}"
    raise FileNotFoundError(message)


def register() -> None:
    """Make the icons known to Qt; the application must exist."""
    names = (FOLDER / "icons.txt").read_text().split()
    with tempfile.TemporaryDirectory(prefix="invertseg-icons-") as folder:
        entries = []
        for number, name in enumerate(names):
            path = Path(name)
            file = Path(folder, f"{number}{path.suffix}")
            if path.suffix == ".svg":
                file.write_text(_SVG)
            else:
                draw(glyph(path.stem), SIZES.get(path.parent.name, 24)).save(str(file))
            entries.append(f'<file alias="{name}">{file.name}</file>')
        listing = Path(folder, "icons.qrc")
        listing.write_text(f"<RCC><qresource>{''.join(entries)}</qresource></RCC>")
        made = Path(folder, "icons.rcc")
        subprocess.run([compiler(), "--binary", "-o", made, listing], check=True)
        # Qt reads the file while it is registered: this copy stays.
        kept = Path(tempfile.mkdtemp(prefix="invertseg-icons-"), "icons.rcc")
        kept.write_bytes(made.read_bytes())
    QtCore.QResource.registerResource(str(kept))
