"""What the Slicer module does in the scene, each against its alternative in the same run, on slicer-core.

- A step of the live preview (parameters changed, three slice views painted offscreen) at two sizes of the
  volume, against computing the voxels the published way and painting the same views.
- A label map of 117 structures into named, coloured, coded segments, against Slicer's import of a label map
  node, which most extensions call.
- 3D surfaces of all of them, against Slicer's conversion, which is called for by its button "Show 3D".

Usage: python benchmarks/scene.py [--rounds N] [--json FILE] [--only preview|import|surfaces]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

os.environ.pop("DISPLAY", None)  # VTK then paints offscreen
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "InvertSeg"), str(HERE.parent / "InvertSeg" / "Testing")]

from bench import slicer_core  # noqa: E402
from inversion import published_in_numpy, scan  # noqa: E402

SIZES = ((256, 256, 120), (512, 512, 400))  # columns, rows, slices
LABEL_MAP = (300, 512, 512)  # slices, rows, columns
CLASSES = 117
VIEW = 500  # pixels along each side of a slice view


@dataclass(frozen=True)
class Row:
    """One thing done in two ways.

    Attributes:
        what: the thing, and the size of it.
        alternative: the other way.
        milliseconds: median of ours.
        alternative_milliseconds: median of the other.
        ratio: how many times faster ours is.
        processor_milliseconds: median of our processor time, which other work on the machine disturbs less.
        alternative_processor_milliseconds: that of the other.
        processor_ratio: how many times less ours takes.
    """

    what: str
    alternative: str
    milliseconds: float
    alternative_milliseconds: float
    ratio: float
    processor_milliseconds: float
    alternative_processor_milliseconds: float
    processor_ratio: float


Times = tuple[float, float]


def timed(task: Callable[[], object]) -> Times:
    """Wall and processor milliseconds that a task takes."""
    wall, processor = time.perf_counter(), time.process_time()
    task()
    return 1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)


def row(what: str, ours: list[Times], alternative: str, theirs: list[Times]) -> Row:
    """A row of the medians."""
    (wall, processor), (other, other_processor) = (
        (median(w for w, _ in times), median(p for _, p in times)) for times in (ours, theirs)
    )
    return Row(
        what, alternative, wall, other, other / wall, processor, other_processor, other_processor / processor
    )


class SliceViews:
    """Three orthogonal slice views in an offscreen window, as the four-up layout has them."""

    def __init__(self) -> None:
        import vtk

        self.logics = slicer_core.show_slice_views()
        self._mappers: dict[str, Any] = {}
        self._window = vtk.vtkRenderWindow()
        self._window.SetOffScreenRendering(True)
        self._window.SetMultiSamples(0)  # pictures have no edges to smooth; Slicer's views do without as well
        self._window.SetSize(3 * VIEW, VIEW)
        for number, (name, logic) in enumerate(self.logics.items()):
            orientation = {"Red": "Axial", "Green": "Coronal", "Yellow": "Sagittal"}[name]
            logic.GetSliceNode().SetOrientation(orientation)
            mapper, actor, renderer = vtk.vtkImageMapper(), vtk.vtkActor2D(), vtk.vtkRenderer()
            self._mappers[name] = mapper
            mapper.SetColorWindow(255)
            mapper.SetColorLevel(127.5)
            actor.SetMapper(mapper)
            renderer.AddViewProp(actor)
            renderer.SetViewport(number / 3, 0, (number + 1) / 3, 1)
            self._window.AddRenderer(renderer)

    def fit(self) -> None:
        """Show the middle of the volume, all of it."""
        for logic in self.logics.values():
            logic.ResizeSliceNode(VIEW, VIEW)
            logic.FitSliceToBackground(VIEW, VIEW)

    def paint(self) -> None:
        """Paint them, and wait until it is done."""
        for name, logic in self.logics.items():
            # Another one when other volumes are shown; Slicer's views follow it in the same way.
            self._mappers[name].SetInputConnection(logic.GetImageDataConnection())
        self._window.Render()
        self._window.WaitForCompletion()

    def picture(self) -> np.ndarray:
        """What is painted, as numbers."""
        import vtk
        from vtk.util.numpy_support import vtk_to_numpy

        pixels = vtk.vtkUnsignedCharArray()
        self._window.GetPixelData(0, 0, 3 * VIEW - 1, VIEW - 1, 0, pixels, 0)
        return vtk_to_numpy(pixels).copy()


def preview(rounds: int) -> list[Row]:
    """The live preview at both sizes."""
    from InvertSegLib.inversion.histogram import IntensityHistogram
    from InvertSegLib.inversion.presets import PRESETS
    from InvertSegLib.scene.preview import Preview
    from InvertSegLib.scene.volumes import node_of_volume
    from InvertSegLib.volume.volume import Volume

    slicer, views, rows = slicer_core.boot(), SliceViews(), []
    for size in SIZES:
        slicer_core.clear()
        voxels = scan(size, "int16")
        matrix = np.diag([-0.7, -0.7, 1.2, 1.0])
        node = node_of_volume(slicer.mrmlScene, Volume(voxels, matrix), "MRI")
        computed = node_of_volume(slicer.mrmlScene, Volume(voxels.copy(), matrix), "computed")
        shown = Preview(node, IntensityHistogram.of(voxels), PRESETS["published"])
        for composite in (logic.GetSliceCompositeNode() for logic in views.logics.values()):
            composite.SetBackgroundVolumeID(computed.GetID())
        views.fit()
        views.paint()

        def compute(kind: type, node: Any = computed, voxels: np.ndarray = voxels) -> None:
            slicer.util.updateVolumeFromArray(node, published_in_numpy(voxels.astype(kind, copy=False)))
            views.paint()

        # The authors' program gets float64 from nibabel's get_fdata.
        theirs = {
            kind.__name__: [timed(lambda k=kind: compute(k)) for _ in range(max(2, rounds // 4))]
            for kind in (np.int16, np.float64)
        }
        shown.show("inverted")
        views.paint()

        def step(number: int, shown: Preview = shown) -> None:
            clip = (0, 600 + 20 * number)
            shown.update(replace(PRESETS["published"], clip=clip, background_percent=1 + number % 10))
            views.paint()

        before = views.picture()
        ours = [timed(lambda n=n: step(n)) for n in range(4 * rounds)]
        if np.mean(views.picture() != before) < 0.05:
            raise RuntimeError("the views did not follow the preview")
        shown.close()
        name = "x".join(map(str, size))
        rows += [
            row(f"preview step, {name} int16", ours, f"voxels the published way, {kind}", times)
            for kind, times in theirs.items()
        ]
    return rows


def a_label_map() -> np.ndarray:
    """117 ellipsoids, about a fifth of the volume; (K, J, I)."""
    rng = np.random.default_rng(0)
    labels, shape = np.zeros(LABEL_MAP, np.uint8), np.array(LABEL_MAP)
    for value in range(1, CLASSES + 1):
        center, radius = rng.uniform(0.12, 0.88, 3) * shape, rng.uniform(0.03, 0.12, 3) * shape
        low = np.maximum(0, center - radius).astype(int)
        high = np.minimum(shape, center + radius + 1).astype(int)
        grid = np.ogrid[tuple(map(slice, low, high))]
        inside = sum(((g - c) / r) ** 2 for g, c, r in zip(grid, center, radius, strict=True)) < 1
        labels[tuple(map(slice, low, high))][inside] = value
    return labels


def a_result() -> Any:
    """The label map with names, colours and codes."""
    from InvertSegLib.labels.segmentation import Segmentation
    from InvertSegLib.labels.structures import all_structures
    from InvertSegLib.labels.table import LabelTable

    names = dict(enumerate(list(all_structures())[:CLASSES], 1))
    return Segmentation(a_label_map(), np.diag([-0.7, -0.7, 1.0, 1.0]), LabelTable.from_names(names))


def importing(rounds: int) -> list[Row]:
    """A result into segments."""
    from InvertSegLib.scene.segmentations import put
    from InvertSegLib.scene.volumes import node_of_volume, vtk_matrix
    from InvertSegLib.volume.volume import Volume

    slicer, result, ours, theirs = slicer_core.boot(), a_result(), [], []
    for _ in range(rounds):
        slicer_core.clear()  # quick, as put has its nodes end quickly
        volume = node_of_volume(slicer.mrmlScene, Volume(result.label_map, result.ijk_to_ras), "MRI")
        ours.append(timed(lambda v=volume: put(result, v)))
    slicer_core.clear()
    volume = node_of_volume(slicer.mrmlScene, Volume(result.label_map, result.ijk_to_ras), "MRI")
    labels = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLLabelMapVolumeNode")
    labels.SetAndObserveImageData(volume.GetImageData())
    labels.SetIJKToRASMatrix(vtk_matrix(result.ijk_to_ras))
    node = slicer.mrmlScene.AddNewNodeByClass("vtkMRMLSegmentationNode")
    logic = slicer.modules.segmentations.logic()
    theirs.append(timed(lambda: logic.ImportLabelmapToSegmentationNode(labels, node)))
    if node.GetSegmentation().GetNumberOfSegments() != CLASSES:
        raise RuntimeError("the alternative did not import all labels")
    size = "x".join(map(str, reversed(LABEL_MAP)))
    name = "ImportLabelmapToSegmentationNode(node)"
    return [row(f"{CLASSES} segments, {size}", ours, name, theirs)]


def surfaces(_rounds: int) -> list[Row]:
    """Their surfaces."""
    from InvertSegLib.scene import surfaces as boxes
    from InvertSegLib.scene.segmentations import put

    slicer, result = slicer_core.boot(), a_result()
    slicer_core.clear()
    ours, theirs = (put(result, None, scene=slicer.mrmlScene).node for _ in range(2))
    mine = timed(lambda: boxes.build(ours))
    other = timed(theirs.CreateClosedSurfaceRepresentation)
    counts = [
        sum(
            node.GetClosedSurfaceInternalRepresentation(i).GetNumberOfPolys()
            for i in node.GetSegmentation().GetSegmentIDs()
        )
        for node in (ours, theirs)
    ]
    if counts[0] != counts[1]:
        raise RuntimeError(f"the surfaces differ: {counts} polygons")
    return [row(f"{CLASSES} surfaces, {counts[0]} triangles", [mine], "CreateRepresentation", [other])]


MEASUREMENTS = {"preview": preview, "import": importing, "surfaces": surfaces}


def main() -> int:
    """Measure, print the table, write it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=12, help="repetitions of what is quick (12)")
    parser.add_argument("--only", choices=MEASUREMENTS, help="one measurement instead of all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    arguments = parser.parse_args()
    rows: list[Row] = []
    print(f"{'what':38} {'alternative':40} {'wall ms, the two':>22} {'':9} {'processor ms':>22}")
    for name, measurement in MEASUREMENTS.items():
        if arguments.only not in {None, name}:
            continue
        for found in measurement(arguments.rounds):
            rows.append(found)
            print(
                f"{found.what:38} {found.alternative:40} "
                f"{found.milliseconds:10.1f} {found.alternative_milliseconds:11.1f} {found.ratio:8.1f}x "
                f"{found.processor_milliseconds:10.1f} {found.alternative_processor_milliseconds:11.1f} "
                f"{found.processor_ratio:8.1f}x",
                flush=True,
            )
    if arguments.json:
        arguments.json.write_text(
            json.dumps([asdict(found) for found in rows], indent=2) + "\n", encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
