"""tools/write_phantom_data_set.py writes what a study reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from InvertSegLib.phantom.patient import Patient
from InvertSegLib.phantom.tissues import STRUCTURES
from InvertSegLib.review.datasets.cases import DataSet
from InvertSegLib.review.datasets.finding import find_data_set
from tests.phantom.conftest import COARSE

TOOLS = Path(__file__).resolve().parents[4] / "tools"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """Two coarse patients, written by the tool, found by the study's reader."""
    folder = tmp_path_factory.mktemp("phantoms") / "new"
    code = (
        f"import sys; sys.path.insert(0, {str(TOOLS)!r}); from pathlib import Path; "
        f"from write_phantom_data_set import write_data_set; "
        f"write_data_set(Path({str(folder)!r}), (7, 21), **{COARSE!r})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return find_data_set(folder)


def test_each_seed_is_a_case_with_all_sequences(data: DataSet) -> None:
    assert [case.name for case in data.cases] == ["phantom7", "phantom21"]
    assert data.sequences == ("T1", "T2", "CT")


@pytest.mark.parametrize(("number", "sequence"), list(enumerate(("T1", "T2", "CT"))))
def test_scans_and_true_labels_are_those_of_the_patient(
    data: DataSet, patient: Patient, number: int, sequence: str
) -> None:
    scan = data.cases[0].scans[number]
    volume, truth = scan.read()
    expected = getattr(patient, sequence.lower())
    assert scan.modality == ("CT" if sequence == "CT" else "MR")
    np.testing.assert_array_equal(volume.voxels, expected.voxels)
    np.testing.assert_allclose(volume.ijk_to_ras, expected.ijk_to_ras, atol=1e-4)
    np.testing.assert_array_equal(truth.label_map, patient.labels.voxels)
    assert {value: structure.name for value, structure in truth.table.items()} == dict(STRUCTURES)


def test_its_help_names_the_seeds_option() -> None:
    done = subprocess.run(
        [sys.executable, str(TOOLS / "write_phantom_data_set.py"), "-h"], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "--seeds" in done.stdout
