"""A Slicer whose Python has nothing but its own packages, on a machine where nothing was installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

OPEN_THE_PANEL = """
import importlib.abc, json, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Refuse())
sys.path[:0] = {paths!r}
import bench
with bench.start() as running:
    running.load_module({module!r})
    panel = running.show_panel("InvertSeg")
    running.process_events(0.2)
    told = {{}}
    from InvertSegLib.engines.catalogue import ENGINES
    for engine in ENGINES:
        panel.logic.session.update(engine=engine)
        running.process_events(0.05)
        told[engine] = [running.find("noticeLabel").text, running.find("noticeLabel").isVisible()]
    button = running.find("segmentButton")
    print(json.dumps([told, button.enabled, button.toolTip, running.errors, sorted(sys.modules)]))
"""
REFUSED = (
    "torch", "nnunetv2", "monai", "totalsegmentator", "TotalSegmentator", "mrsegmentator", "rich", "uv",
    "nibabel", "highdicom", "pydicom",
)  # fmt: skip


def test_the_panel_opens_and_says_what_to_install(tmp_path: Path) -> None:
    code = OPEN_THE_PANEL.format(
        refused=REFUSED, paths=[str(ROOT), str(ROOT / "Testing")], module=str(ROOT / "InvertSeg.py")
    )
    environment = {**os.environ, "INVERTSEG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    found = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    told, enabled, tip, errors, modules = json.loads(found.stdout.splitlines()[-1])
    assert errors == []
    assert not enabled
    for title, (text, visible) in zip(
        ("TotalSegmentator", "nnU-Net", "MONAI", "MRSegmentator"), told.values(), strict=True
    ):
        assert visible
        assert title in text
        assert "not installed" in text
    assert "not installed" in tip
    assert not set(REFUSED) & set(modules)
