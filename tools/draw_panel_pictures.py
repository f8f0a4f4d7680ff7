"""Run the module on the bench and picture its panel: light and dark, narrow and wide, before and after a run.

    python tools/draw_panel_pictures.py FOLDER [--run [--documentation]]

The volume is the synthetic patient. With --run, the demo model segments it (its engine must be installed);
with --documentation, docs/pictures/panel.png is drawn from that as well.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "InvertSeg" / "Testing"))
WIDTHS = {"narrow": 350, "wide": 560}
RUN_TIMEOUT_S = 900.0


def show_the_patient(running: object) -> object:
    """The synthetic T1 in the scene and in the slice views; its node."""
    from InvertSegLib.panel import self_test
    from InvertSegLib.scene.volumes import node_of_volume

    slicer = running.slicer
    node = node_of_volume(slicer.mrmlScene, self_test.patient().t1, "Synthetic T1 MRI")
    node.CreateDefaultDisplayNodes()
    slicer.util.setSliceViewerLayers(background=node, fit=True)
    return node


def draw(running: object, folder: Path, name: str) -> None:
    """All pictures of the panel as it is now, and one of the window."""
    for dark in (False, True):
        theme = "dark" if dark else "light"
        for size, width in WIDTHS.items():
            running.show_panel("InvertSeg", width=width, dark=dark)
            print(running.grab(folder / f"{name}_{size}_{theme}.png"))
        print(running.grab(folder / f"{name}_window_{theme}.png", "window"))


def draw_engines(running: object, folder: Path) -> None:
    """The section of engines and weights alone: idle, at work, after a failure."""
    from InvertSegLib.errors import Failure
    from InvertSegLib.panel.installing import Order, Progress

    names = ("volumeSection", "inversionSection", "segmentationSection", "reviewSection")
    for name in names:
        running.find(name).collapsed = True
    running.find("enginesSection").collapsed = False
    # The size of the folder is counted in a process.
    running.process_events(4.0)
    draw(running, folder, "engines_idle")
    installer = next(
        section.installer
        for section in running.slicer.modules.InvertSegWidget.sections
        if hasattr(section, "installer")
    )
    installer.begin(Order("install", "totalsegmentator", "TotalSegmentator", "totalsegmentator", ()))
    installer.tell_progress(Progress("downloading", 0.37, 666_000_000, 1_800_000_000))
    draw(running, folder, "engines_installing")
    installer.finish(
        failure=Failure(
            "proxy",
            "The network proxy refused the connection while installing totalsegmentator.",
            "Check HTTPS_PROXY (http://USER:PASSWORD@HOST:PORT), or ask which proxy is the right one.",
        )
    )
    draw(running, folder, "engines_failed")
    running.find("enginesSection").collapsed = True
    for name in names:
        running.find(name).collapsed = False


def segment_with_the_demo_model(running: object, widget: object) -> None:
    """Press Segment with the demo model; raises what went wrong."""
    widget.logic.useDemoModel()
    outcomes: list = []
    widget.logic.session.finished.connect(outcomes.append)
    running.process_events(0.5)
    with running.heartbeat() as beat:
        running.find("segmentButton").click()
        running.wait_until(lambda: outcomes, RUN_TIMEOUT_S)
        running.process_events(2.0)
    print(beat)
    if outcomes[0].failure is not None:
        raise SystemExit(str(outcomes[0].failure))


def draw_for_documentation(running: object) -> None:
    """The window with the result in 3D as well, in 256 colours for a small file."""
    from PIL import Image

    running.show_panel("InvertSeg", width=380)
    running.find("show3DButton").click()
    running.process_events(5.0)
    running.slicer.app.layoutManager().threeDWidget(0).threeDView().resetFocalPoint()
    target = REPOSITORY / "docs/pictures/panel.png"
    running.grab(target, "window")
    image = Image.open(target).convert("RGB")
    image.quantize(256, dither=Image.Dither.NONE).save(target, optimize=True)
    print(target)


def main() -> None:
    """Draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--run", action="store_true", help="segment with the demo model first")
    parser.add_argument("--documentation", action="store_true", help="write docs/pictures/panel.png as well")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)

    import bench

    with bench.start() as running:
        running.load_module(REPOSITORY / "InvertSeg" / "InvertSeg.py")
        draw(running, options.folder, "empty")
        draw_engines(running, options.folder)
        node = show_the_patient(running)
        widget = running.show_panel("InvertSeg")
        running.find("volumeSelector").setCurrentNode(node)
        running.process_events(1.0)
        draw(running, options.folder, "volume")
        if options.run:
            segment_with_the_demo_model(running, widget)
            draw(running, options.folder, "result")
        if options.run and options.documentation:
            draw_for_documentation(running)
        for error in running.errors:
            print(error, file=sys.stderr)
    sys.exit(bool(running.errors))


if __name__ == "__main__":
    main()
