"""The demo model through the session, with the installed engine: found, segmented, warm, cancelled."""

import time

import numpy as np
import pytest

from InvertSegLib.phantom.demo import dice_scores
from InvertSegLib.phantom.patient import make_patient
from InvertSegLib.session.environments import InstalledEnvironments
from InvertSegLib.session.volume_facts import VolumeFacts


@pytest.fixture(scope="module")
def patient():
    return make_patient(4)


@pytest.fixture
def demo(a_bench, engine_python, patient):
    engine_python("nnunet")
    bench = a_bench(environments=InstalledEnvironments())
    bench.session.use_demo_model()
    scan = patient.t1
    bench.session.set_volume_facts(VolumeFacts.of(scan.voxels, scan.spacing, "T1"))
    return bench


def test_a_synthetic_patient_is_segmented_and_the_second_run_is_warm(demo, patient):
    assert demo.session.readiness().ready
    structures = demo.session.structures
    outcome = demo.run(patient.t1, seconds=300)
    found = outcome.segmentation
    assert found is not None, outcome.failure
    assert set(found.table.names.values()) == set(structures)
    assert found.table[5].type.meaning == "Liver"
    dice = dice_scores(found.label_map, patient.labels.voxels, patient.table)
    assert np.mean(list(dice.values())) > 0.6
    assert found.provenance["engine"]["device"]
    demo.runs.clear()
    assert demo.run(patient.t1, seconds=300).segmentation
    assert "importing" not in demo.stages
    assert len(demo.pids) == 1


@pytest.mark.parametrize("stage", ["importing", "preprocessing", "network"])
def test_it_is_cancelled_within_two_seconds(demo, patient, stage):
    demo.session.start(patient.t1)
    demo.until_stage(stage)
    began = time.monotonic()
    demo.session.cancel()
    assert demo.loop.run_until(lambda: not demo.session.run.busy, 10)
    assert time.monotonic() - began < 2.0
    assert demo.outcomes[-1].cancelled
