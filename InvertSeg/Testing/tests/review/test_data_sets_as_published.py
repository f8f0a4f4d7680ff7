"""Data sets in the folders that their authors publish: found, read, sides and geometry checked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.labels.files import write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.datasets.cases import by_number, stem_of
from InvertSegLib.review.datasets.finding import find_data_set
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume

GREY = {0: 0, 1: 63, 2: 126, 3: 189, 4: 252}
MATRIX = np.diag([-2.0, -2.0, 3.0, 1.0])  # i runs to the patient's left, as in most axial scans


def scan(matrix=MATRIX) -> Volume:
    return Volume(np.arange(6 * 8 * 10, dtype=np.int16).reshape(6, 8, 10), matrix)


def organs(matrix=MATRIX) -> Volume:
    """Label map: 1 on the patient's left, 2 on his right, 20 mm apart and more."""
    labels = np.zeros((6, 8, 10), np.uint8)
    labels[2:4, 2:5, 8:10] = 1
    labels[2:4, 2:5, 0:2] = 2
    return Volume(labels, matrix)


@pytest.fixture
def chaos_as_published(shared, tmp_path) -> Path:
    """CHAOS's own folders around the real DICOM of case 1, with masks made of its label map."""
    series = shared / "data" / "chaos" / "dicom" / "case01_T1in"
    labels = sitk.GetArrayFromImage(
        sitk.ReadImage(str(shared / "data" / "chaos" / "chaos01_T1_label.nii.gz"))
    )
    t1 = tmp_path / "Train_Sets" / "MR" / "1" / "T1DUAL"
    (t1 / "DICOM_anon").mkdir(parents=True)
    shutil.copytree(series, t1 / "DICOM_anon" / "InPhase")
    (t1 / "Ground").mkdir()
    table = np.array([GREY[value] for value in range(5)], np.uint8)
    # The label map's slices go up from the feet, and so do the numbers in the files' names.
    for plane, file in zip(labels, by_number(series.glob("*.dcm")), strict=True):
        sitk.WriteImage(sitk.GetImageFromArray(table[plane]), str(t1 / "Ground" / f"{file.stem}.png"))
    (tmp_path / "Train_Sets" / "MR" / "7" / "T1DUAL" / "DICOM_anon" / "InPhase").mkdir(parents=True)
    return tmp_path


def test_chaos_masks_land_on_the_slices_of_their_dicom_files(chaos_as_published, shared):
    found = find_data_set(chaos_as_published)
    assert (found.title, found.sequences) == ("CHAOS", ("T1in",))
    assert [case.name for case in found.cases] == ["MR1"]
    assert "1 cases have no masks" in found.notes[0]
    volume, reference = found.cases[0].scans[0].read()
    nifti = find_data_set(shared / "data" / "chaos").cases[0].scans[0]
    assert nifti.sequence == "T1in"
    same_volume, same_reference = nifti.read()
    np.testing.assert_array_equal(reference.label_map, same_reference.label_map)
    np.testing.assert_array_equal(volume.voxels, same_volume.voxels)
    assert reference.table.names == {1: "liver", 2: "kidney_right", 3: "kidney_left", 4: "spleen"}


def test_chaos_with_a_lost_mask_or_a_foreign_grey_value_is_refused(chaos_as_published):
    masks = by_number((chaos_as_published / "Train_Sets/MR/1/T1DUAL/Ground").glob("*.png"))
    only = find_data_set(chaos_as_published).cases[0].scans[0]
    content = masks[15].read_bytes()
    grey = sitk.GetArrayFromImage(sitk.ReadImage(str(masks[15])))
    grey[0, 0] = 90
    sitk.WriteImage(sitk.GetImageFromArray(grey), str(masks[15]))
    with pytest.raises(InputError, match="grey value 90"):
        only.read()
    masks[15].write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(InputError, match="cannot be read"):
        only.read()
    masks[15].unlink()
    with pytest.raises(InputError, match="34 masks for a series of 35"):
        only.read()


def test_chaos_ct_has_the_liver_alone_and_any_grey_is_liver(chaos_as_published):
    mr, ct = (chaos_as_published / "Train_Sets" / name for name in ("MR", "CT"))
    (ct / "4").mkdir(parents=True)
    shutil.move(mr / "1" / "T1DUAL" / "DICOM_anon" / "InPhase", ct / "4" / "DICOM_anon")
    shutil.move(mr / "1" / "T1DUAL" / "Ground", ct / "4" / "Ground")
    shutil.rmtree(mr)
    found = find_data_set(chaos_as_published)
    (only,) = found.cases[0].scans
    assert (found.cases[0].name, only.sequence, only.modality) == ("CT4", "CT", "CT")
    _, reference = only.read()
    assert reference.table.names == {1: "liver"}
    assert set(np.unique(reference.label_map)) == {0, 1}


def test_chaos_as_nifti_has_four_patients_of_three_sequences(shared):
    found = find_data_set(shared / "data" / "chaos", "chaos")
    assert found.sequences == ("T1in", "T1out", "T2SPIR")
    assert [case.name for case in found.cases] == ["01", "02", "15", "33"]
    assert "Kavur" in found.citation
    for scan_of_33 in found.cases[3].scans:
        _, reference = scan_of_33.read()
        assert reference.volumes_ml()["liver"] == pytest.approx(1500, rel=0.25)


def test_amos_tells_ct_from_mri_by_the_number(tmp_path):
    for name in ("amos_0009", "amos_0507"):
        write_volume(scan(), _made(tmp_path / "imagesVa") / f"{name}.nii.gz")
        labels = organs()
        labels.voxels[labels.voxels == 1] = 3
        write_volume(labels, _made(tmp_path / "labelsVa") / f"{name}.nii.gz")
    write_volume(scan(), _made(tmp_path / "imagesTs") / "amos_0600.nii.gz")
    (tmp_path / "dataset.json").write_text('{"labels": {"0": "background", "1": "spleen"}}')
    found = find_data_set(tmp_path)
    assert found.title == "AMOS22"
    assert [(case.name, case.scans[0].modality) for case in found.cases] == [
        ("amos_0009", "CT"),
        ("amos_0507", "MR"),
    ]
    assert "1 images have no labels" in found.notes[0]
    _, reference = found.cases[1].scans[0].read()
    volumes = reference.volumes_ml()
    assert volumes["kidney_left"] == volumes["kidney_right"] == pytest.approx(0.144)
    assert len(reference.table) == 15


def test_totalsegmentator_masks_become_one_label_map(tmp_path):
    case = _made(tmp_path / "s0010")
    write_volume(scan(), case / "mri.nii.gz")
    for value, name in ((1, "kidney_left"), (2, "kidney_right")):
        mask = organs()
        write_volume(
            mask.with_voxels((mask.voxels == value).astype(np.uint8)),
            _made(case / "segmentations") / f"{name}.nii.gz",
        )
    (only,) = find_data_set(tmp_path).cases
    _, reference = only.scans[0].read()
    assert (only.name, reference.table.names) == ("s0010", {1: "kidney_left", 2: "kidney_right"})
    np.testing.assert_array_equal(reference.label_map, organs().voxels)
    write_volume(organs(np.diag([-2.0, -2.0, 3.5, 1.0])), case / "segmentations" / "spleen.nii.gz")
    with pytest.raises(InputError, match=r"spleen\.nii\.gz is not on the grid"):
        only.scans[0].read()


@pytest.mark.parametrize(
    ("labels", "channels"),
    [
        ({"background": 0, "kidney_left": 1, "kidney_right": 2}, {"channel_names": {"0": "T1", "1": "T2"}}),
        ({"0": "background", "1": "kidney_left", "2": "kidney_right"}, {"modality": {"0": "T1", "1": "T2"}}),
    ],
    ids=["version 2", "version 1"],
)
def test_nnunet_channels_are_sequences(tmp_path, labels, channels):
    for channel in (0, 1):
        write_volume(scan(), _made(tmp_path / "imagesTr") / f"liver_3_{channel:04d}.nii.gz")
    write_volume(organs(), _made(tmp_path / "labelsTr") / "liver_3.nii.gz")
    (tmp_path / "dataset.json").write_text(json.dumps({"name": "Kidneys", "labels": labels, **channels}))
    found = find_data_set(tmp_path)
    assert (found.title, found.sequences) == ("Kidneys", ("T1", "T2"))
    (case,) = found.cases
    assert case.name == "liver_3"
    _, reference = case.scans[1].read()
    assert reference.table.names == {1: "kidney_left", 2: "kidney_right"}


def test_nnunet_label_that_nobody_explains_is_refused(tmp_path):
    write_volume(scan(), _made(tmp_path / "imagesTr") / "a_0000.nii.gz")
    write_volume(organs(), _made(tmp_path / "labelsTr") / "a.nii.gz")
    (tmp_path / "dataset.json").write_text('{"labels": {"background": 0, "kidney_left": 1}}')
    with pytest.raises(InputError, match="label 2"):
        find_data_set(tmp_path).cases[0].scans[0].read()
    (tmp_path / "dataset.json").write_text('{"labels": [1]}')
    with pytest.raises(InputError, match=r"dataset\.json"):
        find_data_set(tmp_path)


def test_nnunet_regions_are_their_labels(tmp_path):
    write_volume(scan(), _made(tmp_path / "imagesTr") / "a_0000.nii.gz")
    write_volume(organs(), _made(tmp_path / "labelsTr") / "a.nii.gz")
    labels = {"background": 0, "whole tumour": [1, 2], "core": [2]}
    (tmp_path / "dataset.json").write_text(json.dumps({"labels": labels}))
    found = find_data_set(tmp_path)
    assert "The regions whole tumour are made of several labels" in found.notes[0]
    _, reference = found.cases[0].scans[0].read()
    assert reference.table.names == {1: "label_1", 2: "core"}
    labels["core"] = ["two", 3]
    (tmp_path / "dataset.json").write_text(json.dumps({"labels": labels}))
    with pytest.raises(InputError, match="label 'core' without a value"):
        find_data_set(tmp_path)


def test_own_folder_of_images_and_labels(tmp_path):
    table = LabelTable.from_names({1: "kidney_left", 2: "kidney_right"})
    for sequence in ("T1", "T2"):
        write_volume(scan(), _made(tmp_path / "images" / sequence) / "anna.nrrd")
    write_volume(scan(), tmp_path / "images" / "T1" / "bert.nrrd")
    drawn = Segmentation(organs().voxels, MATRIX, table)
    write_segmentation(drawn, _made(tmp_path / "labels") / "anna.seg.nrrd")
    found = find_data_set(tmp_path)
    assert [(case.name, len(case.scans)) for case in found.cases] == [("anna", 2)]
    assert "1 images have no label map" in found.notes[0]
    _, reference = found.cases[0].scans[0].read()
    assert reference.table.names == table.names


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda labels: labels.with_voxels(labels.voxels[:, :, ::-1]), "Left and right are exchanged"),
        (lambda labels: Volume(labels.voxels[1:], labels.ijk_to_ras), "10 x 8 x 6 voxels and its reference"),
        (lambda labels: Volume(labels.voxels, np.diag([-2.0, -2.0, 3.1, 1.0])), "lie up to 0.5 mm apart"),
    ],
    ids=["flipped", "a slice too few", "other spacing"],
)
def test_reference_that_does_not_belong_to_its_scan_is_refused(tmp_path, change, sentence):
    write_volume(scan(), _made(tmp_path / "imagesTr") / "a_0000.nii.gz")
    write_volume(change(organs()), _made(tmp_path / "labelsTr") / "a.nii.gz")
    labels = {"background": 0, "kidney_left": 1, "kidney_right": 2}
    (tmp_path / "dataset.json").write_text(json.dumps({"labels": labels}))
    with pytest.raises(InputError, match=sentence):
        find_data_set(tmp_path).cases[0].scans[0].read()


def test_folders_without_cases_say_what_can_be_read(tmp_path):
    with pytest.raises(InputError, match="holds no scans with references"):
        find_data_set(tmp_path)
    with pytest.raises(InputError, match="no folder"):
        find_data_set(tmp_path / "nowhere")
    with pytest.raises(ParameterError, match="format 'bids'"):
        find_data_set(tmp_path, "bids")


def test_numbers_in_names_are_counted():
    names = ["IMG-0004-00010", "IMG-0004-00009", "i2", "i10", "i1"]
    assert [p.name for p in by_number(map(Path, names))] == [
        "IMG-0004-00009",
        "IMG-0004-00010",
        "i1",
        "i2",
        "i10",
    ]


def test_stem_is_the_name_without_the_suffix_of_a_scan():
    names = {"p.1.nii.gz": "p.1", "a.SEG.nrrd": "a", "dicom.folder": "dicom.folder", "b.mha": "b"}
    assert {name: stem_of(Path(name)) for name in names} == names


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
