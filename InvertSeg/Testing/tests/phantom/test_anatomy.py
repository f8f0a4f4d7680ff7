"""The anatomy: reproducible, on the right side, of published size, whatever the grid."""

from __future__ import annotations

import numpy as np
import pytest

from InvertSegLib.phantom.patient import Patient, make_anatomy, make_patient
from InvertSegLib.phantom.tissues import LABEL, STRUCTURES

# Millilitres; the ranges that `organs` and `vessels` cite, widened by a tenth for what neighbours cut away.
# The scan ends above the pelvis and below the apex: lungs, muscles and vertebrae are partly outside.
PUBLISHED_ML = {
    "liver": (900, 2200),
    "spleen": (97, 345),
    "kidney_right": (80, 220),
    "kidney_left": (80, 220),
    "gallbladder": (10, 66),
    "stomach": (60, 660),
    "aorta": (30, 125),
    "inferior_vena_cava": (30, 150),
    "lung": (150, 2500),
    "vertebrae": (180, 450),
    "iliopsoas": (120, 500),
    "autochthon": (300, 1600),
}


def volumes_ml(patient: Patient) -> dict[str, float]:
    voxel = abs(np.linalg.det(patient.labels.ijk_to_ras[:3, :3])) / 1000
    return {
        name: float(np.count_nonzero(patient.labels.voxels == v) * voxel) for v, name in patient.table.items()
    }


def centre_ras(patient: Patient, name: str) -> np.ndarray:
    kji = np.argwhere(patient.labels.voxels == LABEL[name]).mean(axis=0)
    return (patient.labels.ijk_to_ras @ [*kji[::-1], 1])[:3]


def test_the_same_seed_gives_the_same_patient(patient: Patient) -> None:
    again = make_patient(7, spacing=(3.0, 3.0, 6.0), oversampling=(1, 1, 2))
    for scan in ("labels", "ct", "t1", "t2"):
        np.testing.assert_array_equal(getattr(again, scan).voxels, getattr(patient, scan).voxels)


def test_another_seed_gives_another_patient(patients: list[Patient]) -> None:
    livers = {round(volumes_ml(p)["liver"]) for p in patients}
    assert len(livers) == len(patients)


def test_all_scans_lie_on_one_grid(patient: Patient) -> None:
    for scan in (patient.ct, patient.t1, patient.t2):
        assert scan.voxels.shape == patient.labels.voxels.shape
        np.testing.assert_array_equal(scan.ijk_to_ras, patient.labels.ijk_to_ras)
    assert patient.ct.spacing == pytest.approx((3.0, 3.0, 6.0))


def test_every_structure_has_a_published_volume(patients: list[Patient]) -> None:
    assert set(PUBLISHED_ML) == set(STRUCTURES.values())
    for patient in patients:
        for name, volume in volumes_ml(patient).items():
            low, high = PUBLISHED_ML[name]
            assert low <= volume <= high, f"{name} of patient {patient.seed}: {volume:.0f} ml"


def test_organs_lie_where_they_belong(patients: list[Patient]) -> None:
    for patient in patients:
        at = {name: centre_ras(patient, name) for name in PUBLISHED_ML}
        right, front, up = 0, 1, 2
        assert at["liver"][right] > 20
        assert at["gallbladder"][right] > 10
        assert at["kidney_right"][right] > 35
        assert at["kidney_left"][right] < -35
        assert at["spleen"][right] < -60
        assert at["stomach"][right] < -10
        assert at["inferior_vena_cava"][right] > at["aorta"][right] + 10
        assert at["stomach"][front] > at["spleen"][front]
        assert at["aorta"][front] > at["vertebrae"][front] + 10
        assert at["vertebrae"][front] > at["autochthon"][front]
        assert at["lung"][up] > at["liver"][up] > at["iliopsoas"][up]


def test_the_right_kidney_lies_lower_on_average(patients: list[Patient]) -> None:
    lower = [centre_ras(p, "kidney_left")[2] - centre_ras(p, "kidney_right")[2] for p in patients]
    assert np.mean(lower) > 5


def test_the_grid_only_samples_the_anatomy() -> None:
    volumes = []
    for spacing in (3.0, 4.0):
        canvas = make_anatomy(5, (spacing, spacing, spacing))
        volumes.append(np.bincount(canvas.label.ravel(), minlength=13)[1:] * spacing**3 / 1000)
    for name, fine, coarse in zip(STRUCTURES.values(), *volumes, strict=True):
        assert coarse == pytest.approx(fine, rel=0.12), name


def test_each_organ_is_one_piece(patient: Patient) -> None:
    from scipy.ndimage import label

    for name in ("liver", "spleen", "kidney_right", "kidney_left", "gallbladder", "aorta"):
        pieces, _ = label(patient.labels.voxels == LABEL[name])
        sizes = np.bincount(pieces.ravel())[1:]
        assert sizes.max() > 0.95 * sizes.sum(), name
