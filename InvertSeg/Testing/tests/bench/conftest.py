"""The modules that a panel's code imports, as the bench stands in for them."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest


@pytest.fixture
def bench() -> Iterator[SimpleNamespace]:
    """`qt`, `ctk` and what drives them (`pythonqt`), with no dialog and no error of another test."""
    from bench import pythonqt

    pythonqt.install()
    import ctk
    import qt

    pythonqt.swallowed.clear()
    pythonqt.dialogs.forget()
    yield SimpleNamespace(qt=qt, ctk=ctk, pythonqt=pythonqt)
    pythonqt.swallowed.clear()
    pythonqt.dialogs.forget()
