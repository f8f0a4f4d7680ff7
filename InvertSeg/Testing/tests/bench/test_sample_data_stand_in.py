"""Sample Data on the bench: sources are registered and loaded; nothing is downloaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bench as package


@pytest.fixture
def slicer() -> Iterator[Any]:
    """A Slicer without a window."""
    with package.start(window=False) as running:
        yield running.slicer


def register(uri: str, **more: Any) -> Any:
    """A source of one volume; Sample Data's logic."""
    import SampleData

    source = {"category": "Tests", "sampleName": "ramp", "uris": uri, "fileNames": "ramp.nrrd"}
    SampleData.SampleDataLogic.registerCustomSampleDataSource(**source, nodeNames="Ramp", **more)
    return SampleData.SampleDataLogic()


@pytest.fixture(autouse=True)
def no_sources(slicer: Any) -> None:
    """Nothing registered by another test."""
    for name in ("sampleDataSources", "sampleDataUrlRewriteRules"):
        setattr(slicer.modules, name, {})


@pytest.fixture
def ramp(slicer: Any, tmp_path: Path) -> Path:
    """A volume in a file."""
    node = slicer.util.addVolumeFromArray(np.arange(24, dtype=np.int16).reshape(2, 3, 4))
    assert slicer.util.saveNode(node, str(tmp_path / "ramp.nrrd"))
    return tmp_path / "ramp.nrrd"


def test_a_rewritten_address_is_loaded_under_its_name(slicer: Any, ramp: Path) -> None:
    import SampleData

    SampleData.SampleDataLogic.registerUrlRewriteRule(
        "tests", lambda uri: uri.replace("ours:", ramp.as_uri())
    )
    node = register("ours:").downloadSample("ramp")
    assert node.GetName() == "Ramp"
    assert slicer.util.arrayFromVolume(node).sum() == 276


def test_another_checksum_is_an_error(ramp: Path) -> None:
    with pytest.raises(ValueError, match="checksum"):
        register(ramp.as_uri(), checksums="SHA256:" + 64 * "0").downloadSample("ramp")


def test_addresses_elsewhere_are_refused() -> None:
    with pytest.raises(ValueError, match="downloads nothing"):
        register("https://example.org/ramp.nrrd").downloadSample("ramp")


def test_the_same_source_twice_is_one(slicer: Any) -> None:
    for _ in range(2):
        register("file:///nowhere")
    assert len(slicer.modules.sampleDataSources["Tests"]) == 1
