"""`invertseg evaluate`: how well segmentations agree with references."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from InvertSegLib.cli.evaluate_tables import (
    case_table,
    comparison_table,
    lesion_table,
    print_table,
    summary_table,
)
from InvertSegLib.cli.invert import refuse_existing
from InvertSegLib.cli.output import ProgressView, error_console, print_json
from InvertSegLib.cli.segment import split_names
from InvertSegLib.errors import OutputError, ParameterError
from InvertSegLib.review import figures, report, tables
from InvertSegLib.review.evaluate import DEFAULT_TOLERANCE_MM, CaseEvaluation
from InvertSegLib.review.folders import FilePairs, Naming, evaluate_files, pair_files
from InvertSegLib.review.lesions import strata
from InvertSegLib.review.statistics import SEED
from InvertSegLib.review.vocabularies import KNOWN, label_names
from InvertSegLib.worker import events

EPILOG = f"""\
PREDICTION and REFERENCE are two files, or two folders whose files have the same names (apart from the suffix
and words such as _seg or _label at the end). Structures are matched by name: kidney_right, "Right kidney" and
right_kidney are one; lobes make up a lung where the other side has only that.

vocabularies, for label maps without names:
  {", ".join(KNOWN)},
  or a JSON file: {{"1": "liver", "2": "spleen"}}, a label table of InvertSeg, or nnU-Net's dataset.json

measures:
  Dice, IoU        of the voxels
  HD, HD95         Hausdorff distance and its 95th percentile, in mm; pieces of surface count by their area
  NSD              normalised surface Dice: the share of both surfaces within the tolerance of the other
  volume error     prediction minus reference, in ml and in % of the reference
A structure in one of the two only has Dice, IoU and NSD 0 and no distance; one in neither is left out.
Intervals are 95 % bootstrap intervals over the cases.

files in FOLDER:
  scores.csv         a line for each case and structure
  results.json       the same, with summary, tests and settings
  tables.md          means and intervals by structure
  by_structure.png   Dice of every structure and case
  volumes.png        how volumes agree (Bland-Altman)
  before_after.png   with --baseline: every case in both settings

examples:
  invertseg evaluate organs.nii.gz expert.seg.nrrd
  invertseg evaluate results/ labels/ --reference-labels chaos -o report
  invertseg evaluate results/ labels/ --baseline unprocessed/ --json
  invertseg evaluate results/ labels/ --lesions tumor --csv > scores.csv
"""

_PAIRS = '{"tumour": {"prediction": ["lesion"], "reference": [1]}}'


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "evaluate",
        help="compare segmentations with references",
        description="Compare a segmentation, or a folder of them, with references, by structure and case.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("prediction", metavar="PREDICTION", type=Path, help="segmentation file, or a folder")
    parser.add_argument("reference", metavar="REFERENCE", type=Path, help="the same, as experts drew it")
    parser.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="for tables and figures")
    _add_what(parser.add_argument_group("what is compared"))
    _add_how(parser.add_argument_group("how"))
    group = parser.add_argument_group("output")
    printed = group.add_mutually_exclusive_group()
    printed.add_argument("--json", action="store_true", help="one JSON document on standard output")
    printed.add_argument("--csv", action="store_true", help="scores.csv on standard output")
    group.add_argument("--overwrite", action="store_true", help="replace an earlier report in FOLDER")
    group.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.set_defaults(run=run)


def _add_what(group: argparse._ArgumentGroup) -> None:
    for side in ("prediction", "reference"):
        group.add_argument(
            f"--{side}-labels", metavar="NAMES", help=f"vocabulary or JSON file of the {side}'s label values"
        )
    group.add_argument("--names", metavar="FILE", type=Path, help=f"JSON, which structures are one: {_PAIRS}")
    group.add_argument("--structures", metavar="A,B", default="", help="only these")
    group.add_argument(
        "--resample", action="store_true", help="put predictions on another grid onto the reference's"
    )


def _add_how(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--tolerance",
        metavar="MM",
        type=float,
        default=DEFAULT_TOLERANCE_MM,
        help=f"of the normalised surface Dice ({DEFAULT_TOLERANCE_MM:g})",
    )
    group.add_argument(
        "--baseline", metavar="PREDICTION", type=Path, help="predictions to compare with, case by case"
    )
    group.add_argument("--lesions", metavar="A,B", default="", help="say where these were found, by volume")
    group.add_argument(
        "--lesion-volumes", metavar="ML,ML", default="", help="divided here; at the median if nothing is said"
    )
    group.add_argument("--seed", metavar="N", type=int, default=SEED, help=f"of the bootstrap ({SEED})")


def run(arguments: argparse.Namespace) -> int:
    """Check, compare, write, print."""
    edges = check_options(arguments)
    naming = Naming(*names_of(arguments), arguments.names)
    pairs = pair_files(arguments.prediction, arguments.reference)
    base = pair_files(arguments.baseline, arguments.reference) if arguments.baseline else None
    targets = report_files(arguments)
    view = ProgressView(quiet=arguments.quiet)
    with view.showing():
        cases = compare(pairs, naming, arguments, view, "comparing")
        baseline = compare(base, naming, arguments, view, "comparing the baseline") if base else ()
    warn(pairs, cases)
    found = report.report(cases, baseline, edges_ml=edges, seed=arguments.seed)
    if targets:
        inputs = [path for path in (arguments.prediction, arguments.reference, arguments.baseline) if path]
        arguments.output.mkdir(exist_ok=True)
        report.write(found, targets, inputs=inputs)
    if arguments.json:
        print_json({**report.document(found), **unpaired(pairs), "outputs": list(map(str, targets.values()))})
    elif arguments.csv:
        sys.stdout.write(report.csv_text(found))
    else:
        show(found, targets.values())
    return 0


def check_options(arguments: argparse.Namespace) -> tuple[float, ...]:
    """Refuse values that make no sense; the volumes of --lesion-volumes.

    Raises:
        ParameterError: one does not.
    """
    if not (math.isfinite(arguments.tolerance) and arguments.tolerance >= 0):
        raise ParameterError("--tolerance is not a distance.", "Give millimetres, 0 or more.")
    if arguments.seed < 0:
        raise ParameterError("--seed is negative.", "Choose 0 or more.")
    try:
        edges = tuple(float(text) for text in split_names(arguments.lesion_volumes))
    except ValueError:
        edges = (math.nan,)
    if any(not low < high < math.inf for low, high in zip((0.0, *edges), edges, strict=False)):
        raise ParameterError(
            f"--lesion-volumes {arguments.lesion_volumes} makes no sense.",
            "Give millilitres in ascending order, such as 5,30.",
        )
    return edges


def names_of(arguments: argparse.Namespace) -> tuple[Any, Any]:
    """What the label values of both sides mean, as far as the options say."""
    sides = (arguments.prediction_labels, arguments.reference_labels)
    return tuple(label_names(what) if what else {} for what in sides)


def compare(
    pairs: FilePairs, naming: Naming, arguments: argparse.Namespace, view: ProgressView, stage: str
) -> tuple[CaseEvaluation, ...]:
    """Evaluate all pairs and say how far it is."""
    view.stage(stage)

    def on_case(case: str, number: int, count: int) -> None:
        if error_console().is_terminal:  # in a log the stage is enough
            view.on_event(events.Progress(stage=stage, fraction=number / count, message=case))

    found = evaluate_files(
        pairs,
        naming=naming,
        on_case=on_case,
        tolerance_mm=arguments.tolerance,
        structures=split_names(arguments.structures),
        lesions=split_names(arguments.lesions),
        resample=arguments.resample,
    )
    return tuple(found)


def warn(pairs: FilePairs, cases: Sequence[CaseEvaluation]) -> None:
    """Say what was left out or changed, each thing once."""
    for paths, what in ((pairs.only_references, "no prediction"), (pairs.only_predictions, "no reference")):
        if paths:
            names = ", ".join(path.name for path in paths[:3]) + (", ..." if len(paths) > 3 else "")
            _note(f"{len(paths)} files have {what} and are left out: {names}")
    unknown = dict.fromkeys(name for case in cases for name in case.only_reference)
    if unknown:
        _note(f"the prediction has no structure for {', '.join(unknown)} of the reference")
    notes: dict[str, list[str]] = {}
    for case in cases:
        for note in case.notes:
            notes.setdefault(note, []).append(case.case)
    for note, of in notes.items():
        _note(note if len(of) == 1 else f"{note} ({len(of)} cases)")


def report_files(arguments: argparse.Namespace) -> dict[str, Path]:
    """The files of the report by name; empty without --output.

    Raises:
        OutputError: one exists, or the folder can neither be written to nor made.
        InvertSegError: a package that draws figures is not installed.
    """
    folder: Path | None = arguments.output
    if folder is None:
        return {}
    figures.require()
    names = report.BASELINE_FILES if arguments.baseline else report.FILES
    refuse_existing((folder / name for name in names), arguments.overwrite)
    place = folder if folder.exists() else folder.resolve().parent
    if not (place.is_dir() and os.access(place, os.W_OK)):
        raise OutputError(f"{place} is no folder that can be written to.", "Name another with -o FOLDER.")
    return {name: folder / name for name in names}


def unpaired(pairs: FilePairs) -> dict[str, list[str]]:
    """Files without a counterpart, as JSON."""
    return {
        "without_prediction": [str(path) for path in pairs.only_references],
        "without_reference": [str(path) for path in pairs.only_predictions],
    }


def show(found: report.Report, outputs: Iterable[Path]) -> None:
    """Print tables for people."""
    print_table(case_table(found.cases[0]) if len(found.cases) == 1 else summary_table(found.lines))
    if found.comparisons:
        print_table(comparison_table(found.comparisons), "Dice against the baseline")
    for name, localised in tables.lesions_by_structure(found.cases).items():
        print_table(lesion_table(strata(localised, found.edges_ml)), f"{name}: where it was found, by volume")
    for path in outputs:
        error_console().print(f"wrote {path}", markup=False, highlight=False, soft_wrap=True)


def _note(text: str) -> None:
    error_console().print("note:", text, markup=False, highlight=False, style="yellow", soft_wrap=True)
