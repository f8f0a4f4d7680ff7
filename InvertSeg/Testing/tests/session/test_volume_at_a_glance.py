"""What a volume looks like: T1, T2 or CT, from DICOM tags, from names, from intensities; and in one line."""

import numpy as np
import pytest

from InvertSegLib.session.volume_facts import VolumeFacts

MRI = np.arange(2 * 3 * 4, dtype=np.int16).reshape(2, 3, 4)
HU = np.array([-1024, 0, 60, 900] * 6, np.int16).reshape(2, 3, 4)


def kind(name="", voxels=MRI, **tags):
    return VolumeFacts.of(voxels, (1, 1, 1), name, tags=tags).kind


@pytest.mark.parametrize(
    ("expected", "tags"),
    [
        ("CT", {"Modality": "CT"}),
        ("CT", {"modality": "CT", "SeriesDescription": "T1"}),
        ("T1", {"Modality": "MR", "AcquisitionContrast": "T1"}),
        ("T2", {"Modality": "MR", "acquisition_contrast": "T2", "SeriesDescription": "T1"}),
        ("T1", {"Modality": "MR", "SeriesDescription": "t1_vibe_dixon_tra"}),
        ("T1", {"Modality": "MR", "SeriesDescription": "T1-DUAL in phase"}),
        ("T2", {"Modality": "MR", "SeriesDescription": "T2W_TSE_ax"}),
        ("T2", {"Modality": "MR", "ProtocolName": "HASTE cor"}),
        ("T1", {"Modality": "MR", "SeriesDescription": "eTHRIVE", "ProtocolName": "LAVA"}),
        ("unknown", {"Modality": "MR", "SeriesDescription": "ep2d DWI b800", "EchoTime": "80"}),
        ("unknown", {"Modality": "MR", "SeriesDescription": "T1 T2 map"}),
        ("unknown", {"Modality": "MR", "SeriesDescription": "AX CT FUSION", "EchoTime": "40"}),
        ("T2", {"Modality": "MR", "EchoTime": "102", "RepetitionTime": "4000"}),
        ("T1", {"Modality": "MR", "EchoTime": "4.6", "RepetitionTime": "110", "ScanningSequence": "GR"}),
        ("T1", {"Modality": "MR", "echo_time": "12", "repetition_time": "500", "scanning_sequence": "SE"}),
        ("unknown", {"Modality": "MR", "EchoTime": "30", "RepetitionTime": "3000"}),
        ("unknown", {"Modality": "MR", "EchoTime": "", "RepetitionTime": "x"}),
    ],
)
def test_dicom_tells(expected, tags):
    assert kind(**tags) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("chaos01_T1in", "T1"), ("3: Ax T1 FLAIR", "T1"), ("sub-01_T1w.nii.gz", "T1"), ("mprage", "T1"),
        ("chaos01_T2SPIR", "T2"), ("FLAIR", "T2"), ("CTACardio", "unknown"), ("abdomen_ct.nii", "CT"),
        ("MRHead", "unknown"), ("actor", "unknown"), ("part12", "unknown"),
    ],
)  # fmt: skip
def test_names_tell(name, expected):
    assert kind(name) == expected


def test_intensities_tell_ct_where_nothing_else_does():
    assert kind("Volume", HU) == "CT"
    assert kind("Volume", HU, Modality="MR") == "unknown"
    assert kind("Volume", MRI) == "unknown"


def test_warnings_and_reasons_are_sentences():
    facts = VolumeFacts.of(MRI, (1, 1, 1), "a_T2_tse")
    assert facts.why == '"t2" in its name'
    assert "T2" in facts.warnings[0]
    assert "no inversion" in VolumeFacts.of(HU, (1, 1, 1)).warnings[0]
    assert VolumeFacts.of(MRI, (1, 1, 1), "a T1").warnings == ()
    assert "inverted already" in VolumeFacts.of(MRI, (1, 1, 1), "a T1 inverted").warnings[0]
    assert "label map" in VolumeFacts.of(MRI, (1, 1, 1), "chaos01_T1_label").warnings[0]
    described = VolumeFacts.of(MRI, (1, 1, 1), "x", tags={"SeriesDescription": "T1-DUAL"})
    assert described.why == '"t1" in its DICOM description'
    diffusion = VolumeFacts.of(MRI, (1, 1, 1), tags={"Modality": "MR", "SeriesDescription": "DWI"})
    assert "no anatomical image" in diffusion.warnings[0]


def test_the_summary_is_one_line():
    facts = VolumeFacts.of(MRI.astype(np.float32), (0.71875, 1.2, 3), "MR T1")
    assert facts.summary() == "4 x 3 x 2 voxels of 0.719 x 1.2 x 3 mm, 0 to 23, float32; looks like T1"


def test_the_range_leaves_out_what_is_not_finite_and_is_not_computed_twice():
    voxels = MRI.astype(np.float32)
    voxels[0, 0, :2] = np.nan, np.inf
    assert VolumeFacts.of(voxels, (1, 1, 1)).range == (2, 23)
    assert VolumeFacts.of(voxels, (1, 1, 1), value_range=(-5, 5)).range == (-5, 5)


@pytest.mark.parametrize(
    ("voxels", "words"),
    [
        (np.full((2, 2, 2), 7), "same intensity everywhere, 7"),
        (np.full((2, 2, 2), np.nan), "no finite intensity"),
        (np.zeros((2, 0, 2)), "no voxels"),
        (np.zeros((2, 2, 2), complex), "real numbers"),
    ],
)
def test_what_cannot_be_run_is_said(voxels, words):
    assert words in VolumeFacts.of(voxels, (1, 1, 1), "X").problem
