"""`invertseg demo`: the paper's finding on a synthetic patient, with a network trained on synthetic CT."""

from __future__ import annotations

import argparse
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console

from InvertSegLib.cli.output import RESEARCH_NOTE, ProgressView, error_console, print_json
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.environment import install, installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import OutputError, ParameterError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.labels.files import write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.phantom import demo
from InvertSegLib.phantom.patient import Patient, make_patient
from InvertSegLib.phantom.pictures import write_strip
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import atomic_outputs, write_volume
from InvertSegLib.worker import events
from InvertSegLib.worker.client import Worker

ENGINE = "nnunet"
FIRST_FREE_SEED = 10_000  # below are the patients that the demo model was trained and measured on
FILES = (
    "t1.nii.gz",
    "t1_inverted.nii.gz",
    "segmentation.seg.nrrd",
    "truth.seg.nrrd",
    "strip.png",
    "results.json",
)

EPILOG = """\
The patient, its scans and the network are synthetic (docs/demo.md): they show how the method works and that
the installation does, and say nothing about real patients.

files in FOLDER:
  t1.nii.gz               the patient's T1-weighted MRI
  t1_inverted.nii.gz      what the network was given
  segmentation.seg.nrrd   what it found
  truth.seg.nrrd          what is there
  strip.png               original, inverted, result, truth
  results.json            the table and every structure's Dice

examples:
  invertseg demo
  invertseg demo --seed 12345 --patients 5 -o my_demo
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "demo",
        help="see the method at work on a synthetic patient",
        description="Make a synthetic patient and segment its CT, T1 and T2 with and without inversion. "
        + RESEARCH_NOTE,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", type=Path, help="for the files; invertseg-demo-SEED if not said"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="make this patient; a new one if not said")
    parser.add_argument(
        "--patients", type=int, default=1, metavar="N", help="how many patients the table is over (1)"
    )
    parser.add_argument("--device", default="auto", metavar="auto|cpu|mps|cuda|cuda:N")
    parser.add_argument(
        "--install", action="store_true", help="install the engine that the network needs, if it is missing"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace an earlier demo in FOLDER")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class Shown:
    """The patient that is written out.

    Attributes:
        patient: scans and truth.
        segmentation: what was found in its inverted T1.
    """

    patient: Patient
    segmentation: Segmentation


def run(arguments: argparse.Namespace) -> int:
    """Make patients, segment them in every setting, print the table, write the first patient."""
    if arguments.patients < 1:
        raise ParameterError("--patients is less than 1.", "Ask for one patient or more.")
    if arguments.seed is not None and arguments.seed < 0:
        raise ParameterError("--seed is negative.", "Choose 0 or more.")
    seed = arguments.seed
    if seed is None:
        seed = FIRST_FREE_SEED + secrets.randbelow(1_000_000)
    folder: Path = arguments.output or Path(f"invertseg-demo-{seed}")
    check_folder(folder, overwrite=arguments.overwrite)
    environment = installed.find(ENGINE)
    if arguments.install and not (environment and environment.complete):
        error_console().print(f"installing the engine {ENGINE}", highlight=False)
        install.install(ENGINE)
    environment = installed.require(ENGINE)

    view = ProgressView(quiet=arguments.quiet)

    def on_event(event: object) -> None:
        # In a log the name of each setting is enough.
        if error_console().is_terminal or not isinstance(event, events.Progress):
            view.on_event(event)

    with (
        view.showing(),
        Worker.start(environment.python, environment=worker_environment(), on_event=on_event) as worker,
    ):
        segmenter = Segmenter(worker, view, arguments.device)
        patients, shown = [], None
        for number in range(arguments.patients):
            view.prefix = ""
            view.stage(f"making patient {seed + number}")
            patient = make_patient(seed + number)
            patients.append(segmenter.all_settings(patient))
            shown = shown or Shown(patient, segmenter.last[demo.SHOWN])
        view.prefix = ""
        view.stage("writing")
    document = results(seed, patients)
    files = write(folder, shown, document)
    if arguments.json:
        print_json({**document, "outputs": [str(file) for file in files]})
    else:
        report(seed, patients, folder)
    return 0


class Segmenter:
    """Segments a scan through the same pipeline as any other, and keeps what it found.

    Attributes:
        last: the segmentations of the last patient by the setting's name.
    """

    def __init__(self, worker: Worker, view: ProgressView, device: str) -> None:
        self.worker, self.view = worker, view
        self.choice = ModelChoice(engine=ENGINE, model=str(demo.MODEL), device=device)
        self.last: dict[str, Segmentation] = {}

    def all_settings(self, patient: Patient) -> list[demo.Outcome]:
        """Segment the patient in every setting."""
        self.last = {}
        return demo.run(patient, self)

    def __call__(self, volume: Volume, parameters: InversionParameters) -> np.ndarray:
        """Invert and segment; label map (K, J, I)."""
        setting = demo.SETTINGS[len(self.last)]
        self.view.prefix = ""
        self.view.stage(setting.title)
        self.view.prefix = f"{setting.title}: "
        found = segment_volume(volume, SegmentationRequest(parameters, self.choice), self.worker)
        self.last[setting.name] = found
        return found.label_map


def check_folder(folder: Path, *, overwrite: bool) -> None:
    """Stop before anything is made when files would be replaced that are not an earlier demo's.

    Raises:
        OutputError: the folder is a file, or holds something.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file.", "Name a folder for the demo's files with -o FOLDER.")
    there = {entry.name for entry in folder.iterdir()} if folder.is_dir() else set()
    if there & set(FILES) and not overwrite:
        raise OutputError(
            f"{folder} holds an earlier demo.", "Name another folder with -o, or pass --overwrite."
        )
    parent = folder.resolve().parent
    if not parent.is_dir():
        raise OutputError(f"There is no folder {parent}.", "Make it, or name another with -o FOLDER.")
    if not os.access(folder if folder.is_dir() else parent, os.W_OK):
        raise OutputError(f"{folder} cannot be written.", "Name a folder of your own with -o FOLDER.")


def results(seed: int, patients: Sequence[Sequence[demo.Outcome]]) -> dict[str, Any]:
    """The table and every structure's Dice (mean over patients), as JSON."""
    settings = []
    for row, outcomes in zip(demo.summarize(patients), zip(*patients, strict=True), strict=True):
        names = sorted({name for outcome in outcomes for name in outcome.dice})
        dice = {n: float(np.mean([o.dice[n] for o in outcomes if n in o.dice])) for n in names}
        settings.append(
            {
                "name": outcomes[0].setting.name,
                "title": row.title,
                "mean_dice": row.mean,
                "confidence_interval_95": [row.low, row.high],
                "structures": dice,
            }
        )
    return {"synthetic": True, "note": RESEARCH_NOTE, "seeds": [seed + n for n in range(len(patients))],
            "settings": settings}  # fmt: skip


def write(folder: Path, shown: Shown, document: dict[str, Any]) -> list[Path]:
    """Write all files, or none.

    Raises:
        OutputError: the folder cannot be written, or the disk is full.
    """
    patient, found = shown.patient, shown.segmentation
    shown_setting = next(setting for setting in demo.SETTINGS if setting.name == demo.SHOWN)
    inverted = patient.t1.with_voxels(invert(patient.t1.voxels, shown_setting.parameters))
    truth = Segmentation(
        label_map=patient.labels.voxels,
        ijk_to_ras=patient.labels.ijk_to_ras,
        table=found.table,
        provenance={
            "software": found.provenance["software"],
            "note": "synthetic patient",
            "seed": patient.seed,
        },
    )
    made = not folder.exists()
    if made:
        folder.mkdir()
    targets = [folder / file for file in FILES]
    try:
        with atomic_outputs(targets) as (t1, t1_inverted, segmentation, true_labels, strip, table):
            write_volume(patient.t1, t1)
            write_volume(inverted, t1_inverted)
            write_segmentation(found, segmentation)
            write_segmentation(truth, true_labels)
            write_strip(strip, patient.t1, inverted, found.label_map, patient.labels, patient.table)
            table.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    except BaseException:
        if made:
            with suppress(OSError):  # someone may have put a file there
                folder.rmdir()
        raise
    return targets


def report(seed: int, patients: Sequence[Sequence[demo.Outcome]], folder: Path) -> None:
    """Print the table and where to go next."""
    rows = demo.summarize(patients)
    over = f"over {len(patients)} patients" if len(patients) > 1 else "over this patient's structures"
    text = f"""
Synthetic patient {seed}, demo network trained on synthetic CT alone
95 % confidence interval {over}

{demo.table_text(rows)}

{folder}{os.sep}
  strip.png               original, inverted, result, truth: look at it first
  segmentation.seg.nrrd   open it with t1.nii.gz in 3D Slicer; the segments are editable
  truth.seg.nrrd          what is there

next:
  invertseg segment your_mri.nii.gz -o organs.seg.nrrd    your own T1 MRI, with TotalSegmentator
  invertseg engines                                       which networks can run here, and what they need
  docs/demo.md                                            what this demo can tell, and what not

{RESEARCH_NOTE}"""
    Console().print(text, markup=False, highlight=False, soft_wrap=True)
