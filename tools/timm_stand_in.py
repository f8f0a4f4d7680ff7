"""Write a stand-in for timm, to run nnU-Net's and TotalSegmentator's own command lines without it.

Their search for a trainer imports every trainer there is, and the transformers among them want timm, which
brings torchvision. No network of TotalSegmentator uses it, and InvertSeg's engines are installed without:

    PYTHONPATH=$(python tools/timm_stand_in.py FOLDER) TotalSegmentator -i ...
"""

from __future__ import annotations

import sys
from pathlib import Path

MODULES = ("__init__.py", "layers.py", "models/__init__.py", "models/eva.py")
ANY_CLASS = "def __getattr__(name):\n    return type(name, (), {})\n"


def write(folder: Path) -> Path:
    """Write the package into the folder, which then belongs on the Python path; returns the folder."""
    for name in MODULES:
        file = folder / "timm" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(ANY_CLASS if name in {"layers.py", "models/eva.py"} else "")
    return folder


if __name__ == "__main__":
    print(write(Path(sys.argv[1]).absolute()))
