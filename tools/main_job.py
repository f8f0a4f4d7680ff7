"""What `make segment` runs: the user's scan, or a real one beside the clone, through a CT-trained network.

The file only decides what to pass to `invertseg`; it installs the engine when that is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from InvertSegLib.cli.main import main as invertseg
from InvertSegLib.environment import installed

REPOSITORY = Path(__file__).resolve().parents[1]


def main() -> int:
    """Choose input, model and output; install what they need; run."""
    parser = argparse.ArgumentParser()
    for name in ("--shared", "--input", "--output", "--model"):
        parser.add_argument(name, default="")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()

    shared = Path(arguments.shared)
    ct_bundle = shared / "models" / "abdominal_ct_unet"
    scan = Path(arguments.input) if arguments.input else shared / "data" / "chaos" / "chaos01_T1in.nii.gz"
    if not arguments.input and not scan.exists():
        print(
            "Name a T1-weighted MRI: make segment INPUT=mri.nii.gz\n"
            "(without INPUT a real scan is taken from the folder shared/ beside this one, which is not here)",
            file=sys.stderr,
        )
        return 2
    command = ["segment", str(scan)]
    model = Path(arguments.model) if arguments.model else None
    if model is None and ct_bundle.is_dir() and not {"--engine", "--task"} & set(arguments.options):
        # This bundle is a known one, so its expressions may run.
        model, trust = ct_bundle, ["--trust-model"]
    else:
        trust = []
    if model is not None:
        command += ["--model", str(model), *trust]
    if arguments.output:
        command += ["-o", arguments.output]
    else:
        # Results of this command's own naming may be replaced by its next run; the user's never.
        folder = REPOSITORY / "results"
        folder.mkdir(exist_ok=True)
        stem = scan.name.split(".")[0] or "scan"
        command += [
            "-o",
            str(folder / f"{stem}.seg.nrrd"),
            "-o",
            str(folder / f"{stem}_labels.nii.gz"),
            "--overwrite",
        ]
    engine = engine_of(model, arguments.options)
    environment = installed.find(engine)
    if environment is None or not environment.complete:
        status = subprocess.run(
            [sys.executable, "-m", "InvertSegLib.cli", "engines", "install", engine], check=False
        )
        if status.returncode:
            return status.returncode
    return invertseg([*command, *arguments.options])


def engine_of(model: Path | None, options: list[str]) -> str:
    """The engine that the command will choose."""
    if "--engine" in options:
        return options[options.index("--engine") + 1]
    if model is None:
        return "totalsegmentator"
    return "monai" if (model / "configs").is_dir() else "nnunet"


if __name__ == "__main__":
    sys.exit(main())
