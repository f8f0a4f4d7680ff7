"""Translation into the application's language, by the translators that it has installed."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

_PLACE = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")


def translate(context: str, text: str) -> str:
    """The text in the application's language."""
    import slicer

    return slicer.app.translate(context, text)


def getContext(sourceFile: str) -> str:
    """The name under which the texts of a Python file are translated: its own, after its package's folder."""
    path = Path(sourceFile)
    in_package = (path.parent / "__init__.py").is_file()
    return f"{path.parent.name}.{path.stem}" if in_package else path.stem


def tr(text: str) -> str:
    """The text in the application's language; a translation that loses a place to fill in is not taken."""
    translated = translate(getContext(inspect.currentframe().f_back.f_code.co_filename), text)
    return translated if set(_PLACE.findall(text)) == set(_PLACE.findall(translated)) else text
