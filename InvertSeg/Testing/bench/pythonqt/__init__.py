"""`qt` and `ctk` as Slicer's Python sees them, on PySide6.

    from bench import pythonqt

    pythonqt.install()          # import qt, ctk now work, in the module's own files too
    panel = pythonqt.load_ui("InvertSeg/Resources/UI/InvertSeg.ui")

What a real Slicer refuses is refused here: properties cannot be called, C++ objects get no new attributes,
unknown members and wrong arguments raise the same kinds of errors, a connection to a signal that does not
exist returns False. The facts of `bench/facts` say which members there are.
"""

from __future__ import annotations

from . import dialogs
from .application import application
from .classes import register, unverified
from .modules import ctk, qt
from .modules import install as _install
from .objects import to_python, to_qt, wrap
from .receivers import swallowed
from .ui import UiError, load_ui


def install() -> None:
    """Start the application if there is none, and make `import qt` and `import ctk` give the stand-ins."""
    application()
    _install()


__all__ = [
    "UiError",
    "application",
    "ctk",
    "dialogs",
    "install",
    "load_ui",
    "qt",
    "register",
    "swallowed",
    "to_python",
    "to_qt",
    "unverified",
    "wrap",
]
