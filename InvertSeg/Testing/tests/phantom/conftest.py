"""A synthetic patient on coarse voxels, made once for all tests of the room."""

from __future__ import annotations

import pytest

from InvertSegLib.phantom.patient import Patient, make_patient

COARSE = {"spacing": (3.0, 3.0, 6.0), "oversampling": (1, 1, 2)}


@pytest.fixture(scope="session")
def patient() -> Patient:
    """One patient."""
    return make_patient(7, **COARSE)


@pytest.fixture(scope="session")
def patients(patient: Patient) -> list[Patient]:
    """A few patients, for what holds for all of them."""
    return [patient, *(make_patient(seed, **COARSE) for seed in (21, 22, 23))]
