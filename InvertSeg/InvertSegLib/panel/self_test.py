"""What the module's self-test works on: the synthetic patient, and how much of him was found."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import slicer

from InvertSegLib.phantom.demo import dice_scores
from InvertSegLib.phantom.patient import Patient, make_patient
from InvertSegLib.phantom.sample import SEED


@cache
def patient() -> Patient:
    """The synthetic patient; made once, in a few seconds."""
    return make_patient(SEED)


def dice_of(segmentation: Any, volume: Any) -> dict[str, float]:
    """Dice similarity coefficient of each of the patient's structures.

    Args:
        segmentation: vtkMRMLSegmentationNode, the structures' names as segment IDs.
        volume: the node of one of the patient's scans.
    """
    truth = patient().labels.voxels
    found = np.zeros_like(truth)
    there = set(segmentation.GetSegmentation().GetSegmentIDs())
    for value, name in patient().table.items():
        if name in there:
            found[slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, name, volume) > 0] = value
    return dice_scores(found, truth, patient().table)
