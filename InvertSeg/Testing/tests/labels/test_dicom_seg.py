"""DICOM SEG on a real MRI series, read back by highdicom and compared in the patient's coordinates."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.errors import InputError, OutputError
from InvertSegLib.labels.files import check_output, read_label_map, write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import LPS_TO_RAS, Volume

hd = pytest.importorskip("highdicom")

PROVENANCE = {
    "software": "InvertSeg test",
    "engine": {
        "name": "totalsegmentator",
        "task": "total",
        "quality": "fast",
        "versions": {"TotalSegmentator": "2.18.0"},
    },
}


@pytest.fixture(scope="module")
def series(shared: Path) -> Volume:
    """The T1 in-phase series of a CHAOS patient, read from its DICOM files."""
    return read_volume(shared / "data" / "chaos" / "dicom" / "case01_T1in")


@pytest.fixture
def a_segmentation(series: Volume) -> Segmentation:
    """Lopsided boxes on the series' grid: known structures, an unknown one, one that was not found."""
    labels = np.zeros(series.voxels.shape, np.uint8)
    labels[3:9, 50:120, 40:90] = 1
    labels[5:20, 100:150, 130:180] = 4
    labels[10, 3, 7] = 7
    table = LabelTable.from_names(
        {1: "liver", 2: "spleen", 4: "kidney_cyst_left", 6: "kidney_left", 7: "my thing"}
    )
    return Segmentation(labels, series.ijk_to_ras, table, PROVENANCE, series.source)


@pytest.fixture
def written(a_segmentation: Segmentation, tmp_path: Path) -> Path:
    """Its DICOM SEG."""
    write_segmentation(a_segmentation, tmp_path / "x.dcm")
    return tmp_path / "x.dcm"


def points(affine: np.ndarray, indices: np.ndarray) -> np.ndarray:
    """Sorted positions in LPS millimetres of array indices."""
    found = indices @ affine[:3, :3].T + affine[:3, 3]
    return found[np.lexsort(np.round(found, 2).T)]


def test_every_voxel_is_where_the_label_map_has_it(a_segmentation: Segmentation, written: Path) -> None:
    seg = hd.seg.segread(written)
    volume = seg.get_volume(combine_segments=True)
    lps = LPS_TO_RAS @ a_segmentation.ijk_to_ras
    for number, value in enumerate((1, 4, 7), start=1):
        expected = points(lps, np.argwhere(a_segmentation.label_map == value)[:, ::-1])
        found = points(volume.affine, np.argwhere(volume.array == number))
        assert found.shape == expected.shape
        assert np.abs(found - expected).max() < 1e-3


def test_its_frames_lie_on_the_source_images(a_segmentation: Segmentation, written: Path) -> None:
    import pydicom

    seg = hd.seg.segread(written)
    sources = {d.SOPInstanceUID: d for d in map(pydicom.dcmread, a_segmentation.source.dicom_files)}
    first = next(iter(sources.values()))
    assert seg.FrameOfReferenceUID == first.FrameOfReferenceUID
    assert (seg.StudyInstanceUID, seg.PatientID) == (first.StudyInstanceUID, first.PatientID)
    assert seg.SeriesInstanceUID != first.SeriesInstanceUID
    for frame in seg.PerFrameFunctionalGroupsSequence:
        position = frame.PlanePositionSequence[0].ImagePositionPatient
        references = frame.DerivationImageSequence[0].SourceImageSequence
        source = sources[references[0].ReferencedSOPInstanceUID]
        assert np.allclose(position, source.ImagePositionPatient, atol=1e-3)
        number = frame.SegmentIdentificationSequence[0].ReferencedSegmentNumber
        value = (1, 4, 7)[number - 1]
        k = list(sources).index(source.SOPInstanceUID)
        index = list(seg.PerFrameFunctionalGroupsSequence).index(frame)
        plane = seg.pixel_array[index]
        assert np.array_equal(plane, a_segmentation.label_map[k] == value)


def test_segments_carry_codes_colours_and_the_algorithm(a_segmentation: Segmentation, written: Path) -> None:
    seg = hd.seg.segread(written)
    liver, cyst, thing = (seg.get_segment_description(n) for n in (1, 2, 3))
    assert liver.segment_label == "Liver"
    assert liver.tracking_id == "liver"
    assert liver.segmented_property_type.value == "10200004"
    assert liver.segmented_property_category.value == "123037004"
    assert cyst.segmented_property_category.value == "49755003"
    assert cyst.AnatomicRegionSequence[0].CodeValue == "64033007"
    assert cyst.AnatomicRegionSequence[0].AnatomicRegionModifierSequence[0].CodeValue == "7771000"
    algorithm = liver.algorithm_identification
    assert algorithm.name == "totalsegmentator total fast"
    assert algorithm.version == "TotalSegmentator 2.18.0"
    red, green, blue = a_segmentation.table[1].color
    expected = hd.color.CIELabColor.from_rgb(red, green, blue).value
    assert liver.RecommendedDisplayCIELabValue == list(expected)
    assert thing.segment_label == "my thing"
    assert thing.segmented_property_type.value == "123037004"  # body structure: true of anything


def test_a_side_is_a_modifier_of_the_type(a_segmentation: Segmentation, tmp_path: Path) -> None:
    labels = a_segmentation.label_map.copy()
    labels[labels == 4] = 6
    write_segmentation(replace(a_segmentation, label_map=labels), tmp_path / "x.dcm")
    kidney = hd.seg.segread(tmp_path / "x.dcm").get_segment_description(2)
    modifiers = kidney.SegmentedPropertyTypeCodeSequence[0].SegmentedPropertyTypeModifierCodeSequence
    assert [m.CodeValue for m in modifiers] == ["7771000"]


def test_the_provenance_names_what_was_not_found(written: Path) -> None:
    seg = hd.seg.segread(written)
    provenance = json.loads(seg.ImageComments)
    assert provenance["not_found"] == ["spleen", "kidney_left"]
    assert {key: provenance[key] for key in PROVENANCE} == PROVENANCE
    assert seg.Manufacturer == "InvertSeg"


def test_a_long_provenance_is_shortened_to_what_fits(a_segmentation: Segmentation, tmp_path: Path) -> None:
    long = PROVENANCE | {"seconds": {f"stage {n}": n for n in range(2000)}}
    write_segmentation(replace(a_segmentation, provenance=long), tmp_path / "x.dcm")
    comment = hd.seg.segread(tmp_path / "x.dcm").ImageComments
    assert len(comment) <= 10240
    assert json.loads(comment)["engine"] == PROVENANCE["engine"]


def test_nothing_found_is_said_before_anything_is_written(
    a_segmentation: Segmentation, tmp_path: Path
) -> None:
    empty = replace(a_segmentation, label_map=np.zeros_like(a_segmentation.label_map))
    with pytest.raises(InputError, match="No structure was found"):
        write_segmentation(empty, tmp_path / "x.dcm")
    assert list(tmp_path.iterdir()) == []


def test_an_image_of_the_series_is_never_overwritten(a_segmentation: Segmentation) -> None:
    image = a_segmentation.source.dicom_files[3]
    with pytest.raises(OutputError, match="input"):
        check_output(image, a_segmentation.source)


def test_a_flipped_grid_is_written_in_place(a_segmentation: Segmentation, tmp_path: Path) -> None:
    flip = np.diag([1.0, 1.0, -1.0, 1.0])
    flip[2, 3] = a_segmentation.label_map.shape[0] - 1
    flipped = replace(
        a_segmentation,
        label_map=np.ascontiguousarray(a_segmentation.label_map[::-1]),
        ijk_to_ras=a_segmentation.ijk_to_ras @ flip,
    )
    write_segmentation(flipped, tmp_path / "x.dcm")
    volume = hd.seg.segread(tmp_path / "x.dcm").get_volume(combine_segments=True)
    lps = LPS_TO_RAS @ a_segmentation.ijk_to_ras
    expected = points(lps, np.argwhere(a_segmentation.label_map == 1)[:, ::-1])
    assert np.abs(points(volume.affine, np.argwhere(volume.array == 1)) - expected).max() < 1e-3


def test_dicom_is_not_read_as_a_label_map(written: Path) -> None:
    with pytest.raises(InputError, match="DICOM"):
        read_label_map(written)
