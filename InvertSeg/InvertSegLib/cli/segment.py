"""`invertseg segment`: the main job from a file to a segmentation."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from InvertSegLib.cli import ensemble as ensembles
from InvertSegLib.cli import options, transforms, tuning_runs
from InvertSegLib.cli.invert import refuse_existing
from InvertSegLib.cli.output import RESEARCH_NOTE, ProgressView, error_console, print_json, segments_table
from InvertSegLib.engines import bundle
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import installed, weights
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import EngineError, Failure, ParameterError
from InvertSegLib.labels.files import check_output, write_segmentation
from InvertSegLib.labels.files.formats import files_of
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.pipeline import SegmentationRequest, segment_volume
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command, worker_command
from InvertSegLib.worker.remote_ssh import check_host

EPILOG = """\
formats, by the suffix of OUTPUT:
  .seg.nrrd        segmentation for 3D Slicer, with names, colours and terminology
  .nii.gz, .nii    label map, and beside it a .json of the same stem with the names
  .dcm             DICOM SEG, for DICOM input

examples:
  invertseg segment mri.nii.gz -o organs.seg.nrrd
  invertseg segment mri.nii.gz -o organs.nii.gz --structures liver,spleen --full
  invertseg segment mri.nii.gz -o tumour.seg.nrrd --model Dataset042/nnUNetTrainer__nnUNetPlans__3d_fullres
  invertseg segment mri.nii.gz -o organs.nii.gz --model my_bundle/ --trust-model
  invertseg segment dicom_folder/ -o organs.dcm -o organs.seg.nrrd
  invertseg segment ct.nii.gz -o organs.seg.nrrd --preset none
  invertseg segment mri.nii.gz -o organs.seg.nrrd --ensemble --uncertainty uncertainty.nii.gz
  invertseg segment mri.nii.gz -o organs.seg.nrrd --tune
  invertseg segment mri.nii.gz -o organs.seg.nrrd --host gpu-box
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "segment",
        help="segment an MRI with a CT-trained network",
        description="Invert an MRI, run a CT-trained network on it, write the editable segmentation. "
        + RESEARCH_NOTE,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_input_options(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUTPUT",
        type=Path,
        action="append",
        required=True,
        help="may be given several times",
    )
    add_network_options(parser)
    options.add_inversion_options(
        parser, preset_help="the engine's own if nothing is said; see `invertseg invert -h`"
    )
    ensembles.add_ensemble_options(parser)
    tuning_runs.add_tune_option(parser)
    transforms.add_transform_options(parser)
    options.add_output_options(parser)
    parser.set_defaults(run=run)


def add_network_options(parser: argparse.ArgumentParser) -> None:
    """Which network runs, where, and what it is to find; `choose_engine` and `model_choice` read them."""
    group = parser.add_argument_group("network")
    group.add_argument(
        "--engine", choices=list(ENGINES), help="found from --model, otherwise totalsegmentator"
    )
    group.add_argument(
        "--model",
        metavar="PATH",
        type=model_folder,
        help="folder of an nnU-Net model or a MONAI bundle; demo for the one that comes with InvertSeg",
    )
    group.add_argument("--task", metavar="NAME", help="task of the engine (total if nothing is said)")
    speed = group.add_mutually_exclusive_group()
    speed.add_argument(
        "--fast", dest="quality", action="store_const", const="fast", help="3 mm network (default)"
    )
    speed.add_argument("--full", dest="quality", action="store_const", const="full", help="1.5 mm networks")
    group.add_argument(
        "--structures", metavar="A,B", default="", help="only these, by their names in the engine's list"
    )
    group.add_argument("--folds", metavar="N,M", default="", help="only these folds of an nnU-Net model")
    group.add_argument(
        "--device", default="auto", metavar="auto|cpu|mps|cuda|cuda:N", help="where the network runs"
    )
    group.add_argument(
        "--host",
        metavar="HOST",
        default="",
        help="compute on another machine by ssh; see `invertseg remote -h`",
    )
    group.add_argument("--weights", metavar="FOLDER", type=Path, help="folder with the engine's weights")
    group.add_argument(
        "--trust-model", action="store_true", help="let the model's files run code; only for models you trust"
    )
    parser.set_defaults(quality="fast")


def model_folder(text: str) -> Path:
    """The folder that --model names; "demo" is the demo model, unless there is a folder of that name here."""
    folder = Path(text)
    return MODEL if text == "demo" and not folder.exists() else folder


def run(arguments: argparse.Namespace) -> int:
    """Check everything that can be checked at once, then read, invert, segment, write."""
    engine = choose_engine(arguments)
    parameters = options.inversion_parameters(arguments, ENGINES[engine].preset)
    ensemble = ensembles.chosen_ensemble(arguments, parameters)
    tuning_runs.check_tune_option(arguments)
    structures = split_names(arguments.structures)
    files = [file for output in arguments.output for file in files_of(output)]
    uncertainty: Path | None = arguments.uncertainty
    refuse_existing([*files, *([uncertainty] if uncertainty else [])], arguments.overwrite)
    view = ProgressView(quiet=arguments.quiet, verbose=arguments.verbose)
    with view.showing():
        view.stage("reading")
        volume = options.read_input(arguments)
        view.notes(volume.source.notes if volume.source else ())
        inputs = (arguments.input, *(volume.source.dicom_files if volume.source else ()))
        for output in arguments.output:
            check_output(output, volume.source, volume=volume, inputs=inputs)
        if uncertainty:
            ensembles.check_uncertainty(uncertainty, volume, files, inputs)
        command = worker_command_of(arguments, engine)
        tuning = tuning_runs.tuning_for(arguments, volume, parameters, structures)
    request = SegmentationRequest(
        parameters,
        model_choice(arguments, engine),
        structures,
        ensemble,
        transforms=transforms.transform_choices(arguments),
    )
    if ensemble and not arguments.quiet:
        view.notes([ensembles.cost(ensemble)])
    with view.showing():
        view.stage("starting the engine")
        with (
            Worker(command, environment=worker_environment(), on_event=view.on_event) as worker,
            transforms.transformer_for(
                tuning_runs.transforms_of(tuning) if tuning else request.transforms,
                None if arguments.host else worker,
                view.on_event,
            ) as transformer,
        ):
            if tuning:
                tuning_runs.try_settings(tuning, request, worker, transformer, view)
                segmentation = tuning.proposal().segmentation
            else:
                segmentation = segment_volume(volume, request, worker, transformer)
        view.stage("writing")
        for output in arguments.output:
            write_segmentation(segmentation, output, inputs=inputs)
        if uncertainty:
            ensembles.write_uncertainty(segmentation, uncertainty, inputs)
    report(arguments, segmentation)
    return 0


def worker_command_of(arguments: argparse.Namespace, engine: str) -> list[str]:
    """The command that starts the engine's worker, here or on the machine that was named.

    Raises:
        EngineError: the engine is not installed here.
        ParameterError: the machine's name makes no sense.
    """
    if arguments.host:
        return remote_worker_command(check_host(arguments.host), engine)
    return worker_command(installed.require(engine).python)


def choose_engine(arguments: argparse.Namespace) -> str:
    """The engine that was named, or the one that the model folder needs.

    Raises:
        ParameterError: engine and model do not fit, or the folder holds no model.
    """
    model: Path | None = arguments.model
    if model is None:
        engine = arguments.engine or "totalsegmentator"
        if ENGINES[engine].takes_model:
            raise ParameterError(
                f"The engine {engine} runs a model of yours.", "Name its folder with --model PATH."
            )
        return engine
    if not model.is_dir():
        raise ParameterError(f"There is no model folder {model}.", "Check the path given with --model.")
    found = "monai" if (model / "configs").is_dir() else "nnunet"
    engine = arguments.engine or found
    if not ENGINES[engine].takes_model:
        raise ParameterError(
            f"The engine {engine} takes no model folder.", f"Leave out --engine, or say --engine {found}."
        )
    return engine


def model_choice(arguments: argparse.Namespace, engine: str) -> ModelChoice:
    """Which network to load; asks about bundles that bring code.

    Raises:
        EngineError: the model would run code and the user has not agreed.
    """
    trusted = bool(arguments.trust_model)
    if engine == "monai" and not trusted:
        trusted = agreed_to_run(arguments.model)
    task = arguments.task or ("total" if engine == "totalsegmentator" else None)
    return ModelChoice(
        engine=engine,
        model=str(arguments.model.resolve()) if arguments.model else None,
        task=task,
        quality=arguments.quality,
        folds=split_names(arguments.folds),
        device=arguments.device,
        trusted=trusted,
        # On another machine it is that one's folder; it knows its usual places itself.
        weights=(arguments.weights and str(arguments.weights))
        if arguments.host
        else weights.search_path(engine, arguments.weights),
    )


def agreed_to_run(folder: Path) -> bool:
    """Show the expressions of a bundle and ask whether they may run.

    Returns:
        Whether the user agreed; True as well where there is nothing to run.

    Raises:
        EngineError: nobody is there to ask, or the answer was no.
    """
    expressions = bundle.expressions(folder)
    if not expressions:
        return True
    console = error_console()
    console.print(f"The bundle {folder.name} runs this code on your machine:", markup=False, highlight=False)
    for expression in expressions:
        console.print("   ", expression, markup=False, highlight=False, soft_wrap=True)
    if sys.stdin is not None and sys.stdin.isatty():
        console.print("Do you trust it? [y/N] ", markup=False, highlight=False, end="")
        if sys.stdin.readline().strip().lower() in {"y", "yes"}:
            return True
    raise EngineError(
        Failure(
            "untrusted_model",
            f"The bundle {folder.name} was not run: its {len(expressions)} expressions are code.",
            "Read the expressions above; if you trust them, pass --trust-model.",
        )
    )


def split_names(text: str) -> tuple[str, ...]:
    """A comma-separated list as names."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def segment_rows(segmentation: Segmentation) -> list[dict[str, Any]]:
    """Name, label, colour, volume (ml), confidence and disagreement of each segment."""
    volumes = segmentation.volumes_ml()
    return [
        {
            "label": label,
            "name": structure.name,
            "color": list(structure.color),
            "volume_ml": round(volumes[structure.name], 3),
            "confidence": segmentation.confidence.get(structure.name),
            "disagreement": segmentation.disagreement.get(structure.name),
        }
        for label, structure in sorted(segmentation.table.items())
    ]


def report(arguments: argparse.Namespace, segmentation: Segmentation) -> None:
    """Say what was found and where it is."""
    rows = segment_rows(segmentation)
    outputs = [str(output) for output in arguments.output]
    if arguments.uncertainty:
        outputs.append(str(arguments.uncertainty))
    if arguments.json:
        print_json({"outputs": outputs, "segments": rows, "provenance": segmentation.provenance})
        return
    if arguments.quiet:
        return
    console = error_console()
    found = [row for row in rows if row["volume_ml"] > 0]
    console.print(segments_table(found))
    if not found:
        console.print(
            "Nothing was found. Is it a T1-weighted MRI? Other presets may suit this network: --preset.",
            style="yellow",
            highlight=False,
        )
    absent = len(rows) - len(found)
    if absent and found:
        console.print(f"not found: {absent} further structures of the network", style="dim", highlight=False)
    seconds = segmentation.provenance["seconds"]
    console.print(
        "  ".join(f"{stage} {value:.1f} s" for stage, value in seconds.items() if value >= 0.05),
        style="dim",
        markup=False,
        highlight=False,
    )
    for output in outputs:
        console.print(f"wrote {output}", markup=False, highlight=False, soft_wrap=True)
    console.print(RESEARCH_NOTE, style="dim")
