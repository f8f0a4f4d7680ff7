"""A Slicer with Qt, as far as the bench goes."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def slicer_with_qt() -> Any:
    """The package `slicer`, beside `qt` and `ctk`."""
    from bench.slicer_stand_in.install import install

    install()
    import slicer

    return slicer
