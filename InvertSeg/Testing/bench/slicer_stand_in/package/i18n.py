"""Translation: the application knows none here, so every text comes back as it is."""

from __future__ import annotations


def translate(context: str, text: str) -> str:
    """The text in the application's language."""
    import slicer

    return slicer.app.translate(context, text)


def tr(text: str) -> str:
    """The text in the application's language; the context is the calling file in a real Slicer."""
    return translate("", text)
