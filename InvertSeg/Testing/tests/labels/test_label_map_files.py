"""Label maps as NIfTI and NRRD: the same voxels at the same place, named beside, provenance inside."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.errors import InputError, OutputError, ParameterError
from InvertSegLib.labels.files import check_output, read_label_map, write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.volume.simpleitk import from_sitk
from InvertSegLib.volume.volume import Volume, VolumeSource

SUFFIXES = [".seg.nrrd", ".nrrd", ".nii.gz", ".nii"]


def same_place(a: np.ndarray, b: np.ndarray, shape: tuple[int, ...]) -> float:
    """The largest distance in millimetres between what two matrices say about the corners of a volume."""
    corners = np.array(np.meshgrid(*[(0, n - 1) for n in reversed(shape)])).reshape(3, -1)
    return float(np.abs((a - b)[:3, :3] @ corners + (a - b)[:3, 3:]).max())


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_segmentation_comes_back_as_it_was(
    suffix: str, a_segmentation: Segmentation, tmp_path: Path
) -> None:
    path = tmp_path / f"case.1{suffix}"
    write_segmentation(a_segmentation, path)
    back = read_label_map(path)
    assert np.array_equal(back.label_map, a_segmentation.label_map)
    assert same_place(back.ijk_to_ras, a_segmentation.ijk_to_ras, back.label_map.shape) <= 1e-4
    assert dict(back.table) == dict(a_segmentation.table)
    assert back.provenance == a_segmentation.provenance


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_simpleitk_sees_the_same(suffix: str, a_segmentation: Segmentation, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    write_segmentation(a_segmentation, path)
    image = sitk.ReadImage(str(path))
    assert image.GetPixelID() == sitk.sitkUInt8
    volume = from_sitk(image)
    assert np.array_equal(volume.voxels, a_segmentation.label_map)
    assert same_place(volume.ijk_to_ras, a_segmentation.ijk_to_ras, volume.voxels.shape) <= 1e-4


def test_the_label_table_lies_beside_with_the_same_stem(
    an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    write_segmentation(an_axial_segmentation, tmp_path / "patient.7.nii.gz")
    table = json.loads((tmp_path / "patient.7.json").read_text(encoding="utf-8"))
    assert list(table) == ["1", "2", "3", "5", "9"]
    assert table["1"]["name"] == "spleen"
    assert table["9"]["type"] == {"value": "10200004", "scheme": "SCT", "meaning": "Liver"}
    assert sorted(p.name for p in tmp_path.iterdir()) == ["patient.7.json", "patient.7.nii.gz"]


def test_both_forms_of_the_nifti_geometry_are_set(a_segmentation: Segmentation, tmp_path: Path) -> None:
    import nibabel

    write_segmentation(a_segmentation, tmp_path / "x.nii.gz")
    image = nibabel.load(tmp_path / "x.nii.gz")
    for matrix, code in (image.get_sform(coded=True), image.get_qform(coded=True)):
        assert code == 1
        assert same_place(matrix, a_segmentation.ijk_to_ras, (7, 11, 13)) <= 1e-4
    assert image.get_data_dtype() == np.uint8
    assert image.header.get_xyzt_units()[0] == "mm"


def test_a_sheared_grid_keeps_its_shear_in_nrrd_and_is_refused_by_nifti(
    an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    """SimpleITK and 3D Slicer would refuse to read such a NIfTI file."""
    matrix = an_axial_segmentation.ijk_to_ras.copy()
    matrix[0, 2] = 1.3
    sheared = replace(an_axial_segmentation, ijk_to_ras=matrix)
    write_segmentation(sheared, tmp_path / "x.seg.nrrd")
    assert same_place(read_label_map(tmp_path / "x.seg.nrrd").ijk_to_ras, matrix, (7, 11, 13)) <= 1e-4
    with pytest.raises(OutputError, match="not perpendicular"):
        write_segmentation(sheared, tmp_path / "x.nii")
    volume = Volume(sheared.label_map, matrix)
    with pytest.raises(OutputError, match="not perpendicular"):
        check_output(tmp_path / "x.nii.gz", volume=volume)
    check_output(tmp_path / "x.seg.nrrd", volume=volume)
    assert [path.name for path in tmp_path.iterdir()] == ["x.seg.nrrd"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_label_values_above_255(suffix: str, an_axial_segmentation: Segmentation, tmp_path: Path) -> None:
    labels = an_axial_segmentation.label_map.astype(np.uint16)
    labels[labels == 1] = 40000
    table = LabelTable.from_names({40000: "spleen", 2: "liver", 3: "aorta", 5: "colon"})
    path = tmp_path / f"x{suffix}"
    write_segmentation(replace(an_axial_segmentation, label_map=labels, table=table), path)
    back = read_label_map(path)
    assert back.label_map.dtype == np.uint16
    assert np.array_equal(back.label_map, labels)
    assert back.table.names == table.names


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_segmentation_still_lists_its_structures(
    suffix: str, an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    empty = replace(an_axial_segmentation, label_map=np.zeros((7, 11, 13), np.uint8))
    write_segmentation(empty, tmp_path / f"x{suffix}")
    back = read_label_map(tmp_path / f"x{suffix}")
    assert not back.label_map.any()
    assert back.table.names == empty.table.names


def test_a_label_map_without_a_table_gets_plain_names(tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(np.array([[[0, 1, 7]]], np.int16)), str(tmp_path / "x.nii.gz"))
    back = read_label_map(tmp_path / "x.nii.gz")
    assert back.table.names == {1: "label_1", 7: "label_7"}
    assert back.label_map.dtype == np.uint8
    assert back.provenance == {}


@pytest.mark.parametrize("voxels", [np.array([[[0, 0.5]]]), np.array([[[-1, 2]]], np.int16)])
def test_a_scan_is_no_label_map(voxels: np.ndarray, tmp_path: Path) -> None:
    sitk.WriteImage(sitk.GetImageFromArray(voxels), str(tmp_path / "x.nrrd"))
    with pytest.raises(InputError, match="not a label map"):
        read_label_map(tmp_path / "x.nrrd")


@pytest.mark.parametrize("text", ["{", "[]", '{"one": {"name": "x"}}', '{"1": {}}', '{"1": "spleen"}'])
def test_a_broken_label_table_is_named(
    text: str, an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    write_segmentation(an_axial_segmentation, tmp_path / "x.nii")
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError, match=r"x\.json"):
        read_label_map(tmp_path / "x.nii")


@pytest.mark.parametrize("name", ["x.png", "x", "x.mha", ".nii.gz", "x.nii.bz2"])
def test_unknown_suffixes_are_refused_with_the_known_ones(name: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=r"\.seg\.nrrd"):
        check_output(tmp_path / name, None)


def test_dicom_seg_asks_for_dicom_input(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="DICOM"):
        check_output(tmp_path / "x.dcm", VolumeSource(tmp_path / "scan.nii"))


def test_a_missing_folder_is_found_early(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="does not exist"):
        check_output(tmp_path / "nowhere" / "x.nii.gz", None)


@pytest.mark.parametrize("output", ["scan.nii.gz", "link.nii.gz"])
def test_the_input_is_never_overwritten(
    output: str, an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.nii.gz"
    scan.write_bytes(b"the scan")
    (tmp_path / "link.nii.gz").symlink_to(scan)
    source = VolumeSource(scan)
    with pytest.raises(OutputError, match="input"):
        check_output(tmp_path / output, source)
    with pytest.raises(OutputError, match="input"):
        write_segmentation(replace(an_axial_segmentation, source=source), tmp_path / output)
    assert scan.read_bytes() == b"the scan"


def test_the_label_table_never_overwrites_an_input(
    an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    settings = tmp_path / "x.json"
    settings.write_text("{}")
    with pytest.raises(OutputError, match="input"):
        write_segmentation(an_axial_segmentation, tmp_path / "x.nii.gz", inputs=[settings])
    assert [p.name for p in tmp_path.iterdir()] == ["x.json"]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk_leaves_nothing_behind(
    suffix: str, an_axial_segmentation: Segmentation, tmp_path: Path
) -> None:
    import resource
    import signal

    rng = np.random.default_rng(0)
    noise = np.array([0, 1, 2, 3, 5], np.uint8)[rng.integers(0, 5, (40, 100, 100))]
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(OutputError):
            write_segmentation(replace(an_axial_segmentation, label_map=noise), tmp_path / f"x{suffix}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []
