"""`invertseg study`: a data set through settings, engines and sequences, with the whole report."""

from __future__ import annotations

import argparse
import shlex
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from rich.table import Table

from InvertSegLib.cli import segment, transforms
from InvertSegLib.cli.evaluate_tables import print_table
from InvertSegLib.cli.output import RESEARCH_NOTE, ProgressView, error_console, print_json
from InvertSegLib.cli.study_runs import Network, Segmenters, Telling
from InvertSegLib.cli.tuning_runs import last_change
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.engines.nnunet_folder import open_model_folder
from InvertSegLib.environment.lock import only_one
from InvertSegLib.errors import ParameterError
from InvertSegLib.inversion.ensemble import TONES
from InvertSegLib.inversion.transforms.built_in import BUILT_IN
from InvertSegLib.review.datasets.finding import FORMATS, FORMS, find_data_set
from InvertSegLib.review.evaluate import DEFAULT_TOLERANCE_MM
from InvertSegLib.review.study import StudyResult, run_study
from InvertSegLib.review.study_plan import StudyEngine, StudyPlan
from InvertSegLib.review.study_report import mean_dice, write_report
from InvertSegLib.review.study_settings import KNOWN, WINDOWED, StudySetting, of_file, of_transform, slug
from InvertSegLib.review.study_store import StudyStore

EPILOG = f"""\
data sets: {FORMS}

settings, each a line of the table:
  none         the scan as it is
  windowed     the scan in the window of calibrated, not inverted: the control
  inverted     the negative
  black        the negative with black background, the published recipe
  calibrated   the negative in Hounsfield units
  ensemble     the network's probabilities averaged over {len(TONES)} tone curves
  tuned        settings tried on each scan and put together without ground truth
  {", ".join(BUILT_IN)}, FILE.onnx, FILE.pt, FILE.py
               another transform, see docs/transforms.md
  FILE.json    your own: {{"softer": {{"preset": "calibrated", "tone": 0.8}}}}

in OUT:
  report.md           Table 1, paired tests, Dice by structure, what is missing
  figures/            by structure, before and after, volumes (Bland-Altman)
  scores.csv, results.json
  predictions/, scores/    what a study that was ended goes on from

examples:
  invertseg study CHAOS/ -o chaos_study
  invertseg study CHAOS/ -o chaos_study --model my_bundle/ --trust-model --sequences T1in,T2SPIR
  invertseg study Dataset042_Kidney/ -o kidneys --settings none,calibrated,n4,histogram --cases c01,c02
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "study",
        help="evaluate settings and engines on a data set, with tables and figures",
        description="Run a data set through a grid of settings, engines and sequences, compare with its "
        "references, and write the report; a study that was ended goes on. " + RESEARCH_NOTE,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="the data set as it was unpacked")
    parser.add_argument("-o", "--output", metavar="OUT", type=Path, required=True, help="the study's folder")
    parser.add_argument("--format", choices=["auto", *FORMATS], default="auto", help="of the data set")
    parser.add_argument("--cases", metavar="A,B", default="", help="only these cases")
    parser.add_argument("--sequences", metavar="A,B", default="", help="only these sequences")
    parser.add_argument(
        "--settings", metavar="A,B", default=",".join(KNOWN), help="what is compared (%(default)s)"
    )
    parser.add_argument(
        "--baseline", metavar="NAME", default="",
        help=f"setting that the others are tested against ({WINDOWED}, or the first if that is not there)",
    )  # fmt: skip
    parser.add_argument("--trust-transform", action="store_true", help="let a transform's file run code")
    group = parser.add_argument_group("networks")
    group.add_argument(
        "--engines", metavar="A,B", default="", help="totalsegmentator (if no model is named), mrsegmentator"
    )
    group.add_argument(
        "--model",
        metavar="PATH",
        type=segment.model_folder,
        action="append",
        default=[],
        help="may be given several times",
    )
    group.add_argument("--full", dest="quality", action="store_const", const="full", default="fast",
                       help="TotalSegmentator's 1.5 mm networks")  # fmt: skip
    group.add_argument("--structures", metavar="A,B", default="", help="evaluate only these")
    group.add_argument("--host", metavar="HOST", default="", help="compute on another machine by ssh")
    group.add_argument("--device", default="auto", metavar="auto|cpu|mps|cuda|cuda:N")
    group.add_argument("--weights", metavar="FOLDER", type=Path, help="folder with the engine's weights")
    group.add_argument(
        "--trust-model", action="store_true", help="let a model's files run code; only for models you trust"
    )
    parser.add_argument(
        "--tolerance", metavar="MM", type=float, default=DEFAULT_TOLERANCE_MM,
        help="of the normalised surface Dice (%(default)g)",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress")
    parser.add_argument("-v", "--verbose", action="store_true", help="show what the engines print")
    parser.set_defaults(
        run=run, cancelled="Cancelled; the same command goes on from the results that are there."
    )


def run(arguments: Namespace) -> int:
    """Find the cases, run what has not been run, write the report."""
    data = find_data_set(arguments.folder, arguments.format)
    choices = engine_choices(arguments)
    plan = StudyPlan(
        data,
        settings_of(arguments),
        tuple(study_engine(choice) for choice in choices),
        segment.split_names(arguments.sequences),
        segment.split_names(arguments.cases),
        segment.split_names(arguments.structures),
        arguments.tolerance,
        slug(arguments.baseline),
    )
    commands = [segment.worker_command_of(arguments, choice.engine) for choice in choices]
    view = ProgressView(quiet=arguments.quiet, verbose=arguments.verbose)
    view.notes(data.notes)
    networks = {
        engine.name: Network(choice, command, remote=bool(arguments.host))
        for engine, choice, command in zip(plan.engines, choices, commands, strict=True)
    }
    segmenters = Segmenters(networks, arguments.output, view)
    store = StudyStore(arguments.output)
    store.open(data.title)
    with only_one(store.folder / ".lock", doing="running this study"), view.showing():
        result = run_study(plan, store, segmenters, Telling(view))
        view.prefix = ""
        view.stage("writing the report")
        files = write_report(result, arguments.output, shlex.join(["invertseg", *sys.argv[1:]]))
    show(arguments, result, files)
    return 0 if any(entry.evaluation for entry in result.entries.values()) else 1


def settings_of(arguments: Namespace) -> tuple[StudySetting, ...]:
    """The settings that were asked for.

    Raises:
        ParameterError: there is no such setting, or a file of one cannot be understood.
        EngineError: a transform would run code and the user has not agreed.
    """
    found: list[StudySetting] = []
    for name in segment.split_names(arguments.settings):
        if name in KNOWN:
            found.append(KNOWN[name])
        elif name.lower().endswith(".json"):
            found += of_file(Path(name).expanduser())
        else:
            choice = transforms.allowed(transforms.parsed(name), trusted=arguments.trust_transform)
            found.append(of_transform(replace(choice, device=arguments.device)))
    return tuple(found)


def engine_choices(arguments: Namespace) -> list[ModelChoice]:
    """The networks that were asked for.

    Raises:
        ParameterError: an engine or a model is not there.
        EngineError: a model would run code and the user has not agreed.
    """
    names = segment.split_names(arguments.engines) or (() if arguments.model else ("totalsegmentator",))
    unknown = [name for name in names if name not in ENGINES]
    if unknown:
        raise ParameterError(f"There is no engine {unknown[0]!r}.", f"Choose from {', '.join(ENGINES)}.")
    parser = argparse.ArgumentParser()
    segment.add_network_options(parser)
    common = vars(parser.parse_args([])) | vars(arguments)
    asked = [Namespace(**common | {"engine": name, "model": None}) for name in names]
    asked += [Namespace(**common | {"engine": None, "model": model}) for model in arguments.model]
    return [segment.model_choice(one, segment.choose_engine(one)) for one in asked]


def study_engine(choice: ModelChoice) -> StudyEngine:
    """A network as the study knows it; where it runs and its folder's place do not decide what it finds."""
    engine = ENGINES[choice.engine]
    model = model_name(choice) if choice.model else None
    name = model or "-".join(filter(None, (choice.engine, choice.task)))
    if choice.task:
        name += f"-{choice.quality}"
    identity = asdict(replace(choice, device="", weights=None, trusted=False))
    identity |= {"model": model, "changed": last_change(choice), "folds": list(choice.folds)}
    return StudyEngine(slug(name), f"{engine.title}: {name}", identity, takes_mri=engine.preset == "none")


def model_name(choice: ModelChoice) -> str:
    """A model by its folder's name; nnU-Net calls most of them alike, and their data sets by other names.

    Raises:
        EngineError: the folder holds no network of nnU-Net.
    """
    path = Path(choice.model or "")
    if choice.engine != "nnunet":
        return path.name
    folder = open_model_folder(path).path
    fold = f"-{path.name}" if path.parent == folder else ""
    return f"{folder.parent.name}-{folder.name.removeprefix('nnUNetTrainer__nnUNetPlans__')}{fold}"


def show(arguments: Namespace, result: StudyResult, files: Sequence[Path]) -> None:
    """The table of mean Dice, and where the report is."""
    means = mean_dice(result)
    if arguments.json:
        table = [
            {"engine": engine, "sequence": sequence, "setting": setting, "mean_dice": text}
            for (engine, sequence, setting), text in means.items()
        ]
        print_json({"mean_dice": table, "outputs": [str(file) for file in files]})
        return
    sequences = list(dict.fromkeys(sequence for _, sequence, _ in means))
    table = Table(box=None, pad_edge=False)
    for column in ("network", "setting"):
        table.add_column(column)
    for sequence in sequences:
        table.add_column(sequence, justify="right")
    for engine in result.plan.engines:
        for setting in result.plan.settings:
            row = [means.get((engine.name, sequence, setting.name), "") for sequence in sequences]
            if any(row):
                table.add_row(engine.name, setting.title, *row)
    print_table(table, "mean Dice (95 % confidence interval)")
    if not arguments.quiet:
        error_console().print(f"wrote {files[0]}", markup=False, highlight=False, soft_wrap=True)
        error_console().print(RESEARCH_NOTE, style="dim")
