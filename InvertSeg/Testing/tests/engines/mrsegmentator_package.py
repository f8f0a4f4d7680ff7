"""Run by MRSegmentator's own Python: weights of its shape, and the package's own way from files to files."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[4]


def write_weights(root: str, task: str, folds: int) -> str:
    """Write a weights folder with one small network of random weights and the model's real class names.

    Args:
        root: the weights folder; the model comes into ROOT/TASK.
        task: "base" or "body_comp".
        folds: how many.
    """
    sys.path.insert(0, str(REPOSITORY / "tools"))
    import random_models

    shape = ["--labels", str(len(class_names(task))), "--folds", str(folds), "--features", "8"]
    options = random_models.parser().parse_args(
        ["nnunet", f"{root}/made", *shape, "--spacing", "3.5", "--seed", "7"]
    )
    made = random_models.write_nnunet(Path(options.folder), options)
    model = made.rename(Path(root) / task)
    dataset = json.loads((model / "dataset.json").read_text())
    dataset["labels"] = {"background": 0} | {name: n for n, name in enumerate(class_names(task), start=1)}
    (model / "dataset.json").write_text(json.dumps(dataset))
    (model / "version.json").write_text(json.dumps({"weights_version": 9.9}))
    return str(model)


def class_names(task: str) -> list[str]:
    """The structures that the installed package lists in its description, in the order of their labels."""
    text = importlib.metadata.metadata("mrsegmentator").get_payload()
    base, _, body = text.partition("### Body Composition")
    rows = re.findall(r"^\| (\d+) \| (\w+) \|", body if task == "body_comp" else base, flags=re.MULTILINE)
    return [name for number, name in rows if number != "0"]


def infer(images: list[str], output: str, folds: list[int], fast: bool) -> None:
    """The package's own function; its weights are where MRSEG_WEIGHTS_PATH says."""
    from mrsegmentator.inference import infer as package_infer

    package_infer(images, output, folds=folds, fast=fast, cpu_only=True, nproc=1, nproc_export=1, batchsize=1)


if __name__ == "__main__":
    for run in json.loads(sys.argv[1]):
        infer(**run)
