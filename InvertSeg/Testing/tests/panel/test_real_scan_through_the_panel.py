"""A real T1 series with a real CT network, through the panel and through the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk

MODULE = Path(__file__).parents[3] / "InvertSeg.py"
EXPERTS = {"liver": 1, "kidney_left": 3, "spleen": 4}
ASKED = {"liver": 0.80, "kidney_left": 0.55, "spleen": 0.60}


@pytest.fixture(scope="module")
def by_command(
    shared: Path, engine_python: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The label map that the command line writes."""
    engine_python("monai")
    output = tmp_path_factory.mktemp("command") / "organs.seg.nrrd"
    subprocess.run(
        [sys.executable, "-m", "InvertSegLib.cli", "segment", str(shared / "data/chaos/chaos01_T1in.nii.gz"),
         "--model", str(shared / "models/abdominal_ct_unet"), "--trust-model", "-o", str(output)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return output


def test_the_panel_finds_what_the_command_line_finds(shared: Path, by_command: Path) -> None:
    import bench
    from InvertSegLib.scene.review import center_of_segment

    with bench.start(testing=False) as running:
        import slicer

        running.load_module(MODULE)
        widget = running.show_panel("InvertSeg")
        node = slicer.util.loadVolume(str(shared / "data/chaos/chaos01_T1in.nii.gz"))
        running.find("volumeSelector").setCurrentNode(node)
        session, outcomes = widget.logic.session, []
        session.finished.connect(outcomes.append)
        model = str(shared / "models/abdominal_ct_unet")
        session.update(engine="monai", model=model, preset="calibrated", trust_model=True)
        running.wait_until(lambda: running.find("segmentButton").enabled)
        running.find("segmentButton").click()
        running.wait_until(lambda: outcomes, 300)
        assert outcomes[0].failure is None, outcomes[0].failure

        segmentation = slicer.util.getNodesByClass("vtkMRMLSegmentationNode")[0]
        theirs = slicer.util.loadSegmentation(str(by_command))
        truth = sitk.GetArrayFromImage(sitk.ReadImage(str(shared / "data/chaos/chaos01_T1_label.nii.gz")))
        image = sitk.ReadImage(str(shared / "data/chaos/chaos01_T1_label.nii.gz"))
        for name, value in EXPERTS.items():
            found = slicer.util.arrayFromSegmentBinaryLabelmap(segmentation, name, node) > 0
            command = slicer.util.arrayFromSegmentBinaryLabelmap(theirs, name, node) > 0
            np.testing.assert_array_equal(found, command, err_msg=name)
            expert = truth == value
            dice = 2 * np.count_nonzero(found & expert) / (np.count_nonzero(found) + np.count_nonzero(expert))
            assert dice >= ASKED[name], f"Dice of {name}"

            segment = segmentation.GetSegmentation().GetSegment(name)
            assert segment.GetName() == {"kidney_left": "Left kidney"}.get(name, name.capitalize())
            assert segment.GetTerminology().count("SCT^") >= 2
            # Where it is in space: the view's centre, by the file's own header, lies in the segment.
            right, anterior, superior = center_of_segment(segmentation, name)
            i, j, k = image.TransformPhysicalPointToIndex((-right, -anterior, superior))
            assert found[k, j, i]
