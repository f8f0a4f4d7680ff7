"""The module's own self-test: passes with the demo model, fails with a reason without its engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from InvertSegLib.errors import EngineError


def test_it_passes_without_a_window(
    engine_python: Callable[[str], Path], headless: Any, worker_pids: list[int], gone: Callable[..., bool]
) -> None:
    engine_python("nnunet")
    headless.slicer.selfTests["InvertSeg"]()
    assert len(worker_pids) == 2  # one run to its end, one that was cancelled
    assert gone(worker_pids)


def test_it_fails_with_a_reason_where_the_engine_is_missing(
    headless: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path))
    with pytest.raises(EngineError, match=r"nnU-Net v2.* is not installed"):
        headless.slicer.selfTests["InvertSeg"]()


def test_it_fails_where_the_network_finds_nothing(engines_of_tests: None, headless: Any) -> None:
    with pytest.raises(AssertionError, match="Dice of liver"):
        headless.slicer.selfTests["InvertSeg"]()
