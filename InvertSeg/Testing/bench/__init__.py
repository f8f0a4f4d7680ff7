"""A bench: what a Slicer module finds around it, on PySide6 and the slicer-core wheel, by PythonQt's rules.

    import bench

    with bench.start() as running:    # a Slicer with a window; bench.start(window=False) for one without
        running.load_module("InvertSeg/InvertSeg.py")
        running.show_panel("InvertSeg", width=350)
        with running.heartbeat() as beat:
            running.find("segmentButton").click()
            running.wait_until(lambda: ...)
        assert beat.longest < 0.1
        running.grab("panel.png")

There is one application and one scene for the process; a bench that was closed can be started again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.running import Bench


def start(*, window: bool = True, testing: bool = True, language: str = "en_US") -> Bench:
    """A running Slicer with an empty scene.

    Args:
        window: with a main window, views and a layout manager; without, as `--no-main-window`.
        testing: as `--testing`: message boxes answer by themselves.
        language: the application's, as a locale ("de_DE").
    """
    from bench.running import Bench

    return Bench(window=window, testing=testing, language=language)


__all__ = ["start"]
