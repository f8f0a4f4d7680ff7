"""Take the steps of docs/tutorial.md in Slicer's stand-in, as a new user would, and picture each.

    python tools/tutorial_in_slicer.py                # writes docs/pictures/tutorial/*.png
    python tools/tutorial_in_slicer.py --to FOLDER

The engine is installed from the panel into a folder of its own, which is removed at the end. Every step says
what must be seen after it; a step that does not show that ends the walk.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY / "InvertSeg" / "Testing"), str(REPOSITORY / "InvertSeg")]
PICTURES = REPOSITORY / "docs" / "pictures" / "tutorial"
INSTALL_TIMEOUT_S, RUN_TIMEOUT_S = 600.0, 900.0
SECTIONS = ("volume", "inversion", "segmentation", "review", "engines")


@dataclass(frozen=True)
class Step:
    """One step that was taken.

    Attributes:
        picture: name of its picture, without suffix.
        shows: "panel" or "window", what the picture is of.
        sections: those that are open in it.
    """

    picture: str
    shows: str
    sections: tuple[str, ...]


def walk(running: Any, saved: Path) -> Iterator[Step]:
    """Take the steps one by one; the caller looks at the panel, or pictures it, after each.

    Args:
        running: a bench with a window in which the module is loaded; not in testing mode.
        saved: the .seg.nrrd that the last step writes.
    """
    import qt
    import SampleData
    import slicer

    from bench.pythonqt import dialogs
    from InvertSegLib.environment import installed

    (scan,) = SampleData.SampleDataLogic().downloadSamples("InvertSegPhantomT1")
    slicer.util.showStatusMessage("")
    slicer.util.setSliceViewerLayers(background=scan, fit=True)
    widget = running.show_panel("InvertSeg", width=380)
    running.wait_until(lambda: running.find("volumeSelector").currentNode() is scan)
    running.wait_until(lambda: "looks like T1" in running.find("factsLabel").text)
    yield Step("1-volume", "window", ("volume",))

    choose(running.find("presetComboBox"), "Calibrated")
    running.find("previewSideBySideButton").click()
    running.process_events(2.0)
    yield Step("2-inversion", "window", ("volume", "inversion"))
    running.find("previewOffButton").click()

    choose(running.find("engineComboBox"), "nnU-Net")
    yield Step("3-missing", "panel", ("segmentation",))
    if installed.find("nnunet") is None:
        dialogs.answer("exec", qt.QMessageBox.Ok)
        running.find("noticeButton").click()
        running.wait_until(lambda: not running.find("installButton").enabled)
        running.wait_until(lambda: running.find("installButton").enabled, INSTALL_TIMEOUT_S)
        installed.require("nnunet")
    running.find("folderGroup").collapsed = True  # where its folder is, is of no interest in a picture
    yield Step("4-engine", "panel", ("engines",))

    running.find("segmentationSection").collapsed = False
    running.wait_until(lambda: running.find("demoButton").visible)
    running.find("demoButton").click()
    running.wait_until(lambda: running.find("segmentButton").enabled)
    outcomes: list[Any] = []
    widget.logic.session.finished.connect(outcomes.append)
    running.find("segmentButton").click()
    running.wait_until(lambda: outcomes or widget.logic.session.run.stage == "network", RUN_TIMEOUT_S)
    yield Step("5-segmenting", "panel", ("segmentation",))
    running.wait_until(lambda: outcomes, RUN_TIMEOUT_S)
    if outcomes[0].failure is not None:
        raise RuntimeError(str(outcomes[0].failure))
    running.wait_until(lambda: running.find("segmentsTable").rowCount > 0)

    running.find("segmentsTable").selectRow(4)
    running.find("show3DButton").click()
    running.process_events(3.0)
    slicer.app.layoutManager().threeDWidget(0).threeDView().resetFocalPoint()
    yield Step("6-review", "window", ("review",))

    dialogs.answer("getSaveFileName", str(saved))
    running.find("saveButton").click()
    running.wait_until(saved.exists)


def choose(combo_box: Any, text: str) -> None:
    """Choose the entry whose text begins so."""
    texts = [combo_box.itemText(index) for index in range(combo_box.count)]
    combo_box.setCurrentIndex(next(index for index, each in enumerate(texts) if each.startswith(text)))


def show(running: Any, sections: tuple[str, ...], *, dark: bool = False) -> None:
    """Open these sections, close the others."""
    for section in SECTIONS:
        running.find(f"{section}Section").collapsed = section not in sections
    running.process_events(0.5)
    running.show_panel("InvertSeg", width=380, dark=dark)


def picture(running: Any, step: Step, folder: Path) -> Path:
    """Picture a step, in 256 colours for a small file."""
    from PIL import Image

    show(running, step.sections)
    target = running.grab(folder / f"{step.picture}.png", step.shows)
    image = Image.open(target).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    return target


def main() -> int:
    """Walk through, with pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--to", type=Path, default=PICTURES, metavar="FOLDER")
    folder = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        # As on a new user's machine: nothing is installed, nothing was chosen before.
        os.environ["INVERTSEG_HOME"] = f"{temporary}/InvertSeg"
        os.environ["INVERTSEG_CONFIG"] = f"{temporary}/config"
        import bench

        with bench.start(testing=False) as running:
            running.load_module(REPOSITORY / "InvertSeg" / "InvertSeg.py")
            for step in walk(running, Path(temporary) / "organs.seg.nrrd"):
                print(picture(running, step, folder))
            for error in running.errors:
                print(error, file=sys.stderr)
            return int(bool(running.errors))


if __name__ == "__main__":
    sys.exit(main())
