"""The synthetic patient in Sample Data: made here, into Slicer's cache, once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from InvertSegLib.phantom import sample
from InvertSegLib.phantom.patient import Patient, make_patient


@pytest.fixture(scope="module")
def patient() -> Patient:
    """The patient of the sample files."""
    return make_patient(sample.SEED)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, patient: Patient) -> list[int]:
    """Seeds of the patients that were made; the work is done once for all tests."""
    seeds: list[int] = []

    def make(seed: int) -> Patient:
        seeds.append(seed)
        return patient

    monkeypatch.setattr("InvertSegLib.phantom.patient.make_patient", make)
    return seeds


@pytest.fixture
def empty_cache(headless: Any, tmp_path: Path) -> Path:
    """Slicer's cache, with nothing in it."""
    cache = headless.slicer.mrmlScene.GetCacheManager()
    before = cache.GetRemoteCacheDirectory()
    cache.SetRemoteCacheDirectory(str(tmp_path))
    yield tmp_path
    cache.SetRemoteCacheDirectory(before)


def test_the_t1_by_its_name(headless: Any, made: list[int], empty_cache: Path, patient: Patient) -> None:
    import SampleData

    (node,) = SampleData.SampleDataLogic().downloadSamples("InvertSegPhantomT1")
    assert node.GetName() == "Synthetic T1 MRI"
    assert np.array_equal(headless.slicer.util.arrayFromVolume(node), patient.t1.voxels)
    assert len(list(empty_cache.rglob("*-T1.nrrd"))) == 2
    assert SampleData.SampleDataLogic().downloadSamples("InvertSegPhantomT1")
    assert made == [sample.SEED]


def test_all_scans_and_the_truth_lie_on_each_other(
    headless: Any, made: list[int], empty_cache: Path, patient: Patient
) -> None:
    import SampleData

    slicer = headless.slicer
    nodes = SampleData.SampleDataLogic().downloadSamples("InvertSegPhantom")
    names = ["Synthetic T1 MRI", "Synthetic T2 MRI", "Synthetic CT", "Synthetic truth"]
    assert [node.GetName() for node in nodes] == names
    value = next(value for value, name in patient.table.items() if name == "liver")
    liver = slicer.util.arrayFromSegmentBinaryLabelmap(nodes[3], "liver", nodes[0])
    assert np.array_equal(liver > 0, patient.labels.voxels == value)
    assert made == [sample.SEED]


def test_addresses_of_others_stay_as_they_are(headless: Any, made: list[int]) -> None:
    from InvertSegLib.panel import sample_data

    for address in ("https://example.org/MRHead.nrrd", "file:///tmp/T1.nrrd"):
        assert sample_data.local_address(address) == address
    assert made == []


def test_a_name_that_is_none_makes_no_patient(headless: Any, made: list[int], tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        sample.sample_file(tmp_path, "another.nrrd")
    assert made == []


def test_each_has_a_picture_and_the_module_adds_it_once(headless: Any) -> None:
    import SampleData

    from InvertSeg import registerSampleData

    registerSampleData()
    sources = SampleData.SampleDataLogic.sampleDataSourcesByCategory("InvertSeg")
    assert [source.sampleName for source in sources] == ["InvertSegPhantomT1", "InvertSegPhantom"]
    assert all(Path(source.thumbnailFileName).is_file() for source in sources)
