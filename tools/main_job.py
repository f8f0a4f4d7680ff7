"""What `make segment` runs: the user's scan through a CT-trained network, or the demo without one.

The file only decides what to pass to `invertseg`; it installs the engine when that is missing.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from InvertSegLib.cli.main import main as invertseg
from InvertSegLib.environment import installed

RESULTS = Path(__file__).resolve().parents[1] / "results"


def main() -> int:
    """Choose input, model and output; install what they need; run."""
    parser = argparse.ArgumentParser()
    for name in ("--shared", "--input", "--output", "--model"):
        parser.add_argument(name, default="")
    parser.add_argument("options", nargs="*")
    arguments = parser.parse_args()

    if not arguments.input:
        where = ["-o", arguments.output]
        if not arguments.output:
            RESULTS.mkdir(exist_ok=True)
            where = ["-o", str(RESULTS / "demo"), "--overwrite"]
        return invertseg(["demo", "--install", *where, *arguments.options])
    scan = Path(arguments.input)
    ct_bundle = Path(arguments.shared) / "models" / "abdominal_ct_unet"
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
        RESULTS.mkdir(exist_ok=True)
        stem = scan.name.split(".")[0] or "scan"
        command += [
            "-o",
            str(RESULTS / f"{stem}.seg.nrrd"),
            "-o",
            str(RESULTS / f"{stem}_labels.nii.gz"),
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
