"""`invertseg tune`: try settings on one patient, rank them without ground truth, propose the best."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from InvertSegLib.cli import options, segment, transforms
from InvertSegLib.cli.output import RESEARCH_NOTE, ProgressView, error_console, print_json
from InvertSegLib.cli.quality import quality_table
from InvertSegLib.cli.tuning_runs import duration, options_of, transforms_of, try_settings
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import OutputError
from InvertSegLib.labels.files import write_segmentation
from InvertSegLib.pipeline import SegmentationRequest
from InvertSegLib.review.candidates import candidates
from InvertSegLib.review.quality import SegmentQuality, assess
from InvertSegLib.review.thumbnails import thumbnails, write_strip
from InvertSegLib.review.trials import file_name
from InvertSegLib.review.tune import VOTE, Proposal, Tuning, setting_json
from InvertSegLib.volume.writing import atomic_output
from InvertSegLib.worker.client import Worker

SEGMENTATION, TRIALS, STRIP, RESULTS = "segmentation.seg.nrrd", "trials", "strip.png", "tuning.json"

EPILOG = """\
Each setting takes as long as `invertseg segment` with a network that is loaded already; how long the rest
will take is shown. Ctrl-C stops: what is done is ranked and written, and the same command goes on from there.

files in FOLDER:
  segmentation.seg.nrrd   all settings together: a majority, weighted by their quality
  strip.png               the settings beside each other, the best first
  trials/*.seg.nrrd       the result of each setting; take the one that you like best
  tuning.json             scores, settings, quality of each structure

The scores are told without ground truth (docs/quality.md says what they are worth); the eye decides.

examples:
  invertseg tune mri.nii.gz -o tuned/ --structures liver,spleen,kidney_left
  invertseg tune mri.nii.gz -o tuned/ --model my_bundle/ --trust-model --quick
"""

OTHER_SIGN = (
    "The best single setting has the other sign: this may be no T1-weighted MRI. Look at its result first;"
    " what most settings agree on is probably wrong."
)


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "tune",
        help="find the setting that suits a patient, without ground truth",
        description="Try settings of the inversion on one MRI, rank what the network finds with each, and "
        "put the results together. " + RESEARCH_NOTE,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_input_options(parser)
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", type=Path, required=True, help="made if it is not there"
    )
    parser.add_argument("--quick", action="store_true", help="tone curves only: about 5 settings, not 14")
    segment.add_network_options(parser)
    options.add_inversion_options(
        parser, preset_help="the setting to start from; the engine's own if not said"
    )
    options.add_output_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check, try, rank, write, print."""
    engine = segment.choose_engine(arguments)
    parameters = options.inversion_parameters(arguments, ENGINES[engine].preset)
    folder: Path = arguments.output
    check_folder(folder, overwrite=arguments.overwrite)
    view = ProgressView(quiet=arguments.quiet, verbose=arguments.verbose)
    with view.showing():
        view.stage("reading")
        volume = options.read_input(arguments)
        view.notes(volume.source.notes if volume.source else ())
        command = segment.worker_command_of(arguments, engine)
        effort = "quick" if arguments.quick else "full"
        structures = segment.split_names(arguments.structures)
        tuning = Tuning(volume, candidates(volume, parameters, effort), structures)
    request = SegmentationRequest(parameters, segment.model_choice(arguments, engine), structures)
    try:
        with view.showing():
            view.stage("starting the engine")
            with (
                Worker(command, environment=worker_environment(), on_event=view.on_event) as worker,
                transforms.transformer_for(
                    transforms_of(tuning), None if arguments.host else worker, view.on_event
                ) as transformer,
            ):
                try_settings(tuning, request, worker, transformer, view, folder / TRIALS)
    except KeyboardInterrupt:
        if not tuning.trials:
            raise
    proposal = tuning.proposal()
    qualities = assess(proposal.segmentation, tuning.body)
    document = results(tuning, proposal, qualities)
    write(folder, tuning, proposal, document)
    if arguments.json:
        print_json(document | {"outputs": [str(folder / name) for name in (SEGMENTATION, STRIP, RESULTS)]})
    elif not arguments.quiet:
        report(arguments, tuning, proposal, qualities)
    return 130 if tuning.remaining else 0


def check_folder(folder: Path, *, overwrite: bool) -> None:
    """Stop before anything is run when a finished tuning, or somebody's file, would be replaced.

    Raises:
        OutputError: the folder is a file, or holds what would be replaced.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file.", "Name a folder with -o FOLDER.")
    there = [name for name in (SEGMENTATION, STRIP, RESULTS) if (folder / name).exists()]
    if there and not overwrite and not was_stopped(folder / RESULTS):
        raise OutputError(
            f"{folder} holds {', '.join(there)} already.", "Name another folder with -o, or pass --overwrite."
        )


def was_stopped(results_file: Path) -> bool:
    """Whether a tuning was stopped before its end and may go on; its files are then replaced."""
    try:
        return bool(json.loads(results_file.read_text(encoding="utf-8"))["remaining"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def results(tuning: Tuning, proposal: Proposal, qualities: Sequence[SegmentQuality]) -> dict[str, Any]:
    """Scores and settings as JSON, the best first."""
    trials = {trial.candidate.name: trial for trial in tuning.trials}
    settings = [
        {
            **setting_json(trials[score.name].candidate),
            "score": round(score.score, 4),
            "structures": {name: round(value, 4) for name, value in score.structures.items()},
            "quality": {name: round(value, 4) for name, value in score.quality.items()},
            "seconds": round(trials[score.name].seconds, 2),
            "segmentation": f"{TRIALS}/{file_name(trials[score.name].candidate)}",
        }
        for score in proposal.scores
    ]
    return {
        "note": RESEARCH_NOTE,
        "proposed": VOTE if len(trials) > 1 else proposal.best.candidate.name,
        "best_setting": proposal.best.candidate.name,
        "doubts_inversion": proposal.doubts_inversion,
        "options": options_of(proposal.best.candidate),
        "settings": settings,
        "failed": tuning.failed,
        "remaining": [candidate.name for candidate in tuning.remaining],
        "segments": [quality.to_json() for quality in qualities],
    }


def write(folder: Path, tuning: Tuning, proposal: Proposal, document: dict[str, Any]) -> None:
    """Write segmentation, strip and results."""
    write_segmentation(proposal.segmentation, folder / SEGMENTATION)
    ranked = {score.name: score.score for score in proposal.scores}
    shown = {trial.candidate.name: trial.segmentation for trial in tuning.trials}
    pictures = thumbnails(
        tuning.volume, {VOTE: proposal.segmentation, **{name: shown[name] for name in ranked}}
    )
    captions = {
        name: f"{number}  {name}\nscore {score:.2f}" for number, (name, score) in enumerate(ranked.items(), 1)
    }
    with atomic_output(folder / STRIP) as file:
        write_strip(file, pictures, {VOTE: "all together (proposed)\nmajority by quality", **captions})
    with atomic_output(folder / RESULTS) as file:
        file.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def report(
    arguments: argparse.Namespace, tuning: Tuning, proposal: Proposal, qualities: Sequence[SegmentQuality]
) -> None:
    """Print the ranking, the quality of what is proposed, and how to use the best setting again."""
    console = error_console()
    ranking = Table(box=None, pad_edge=False)
    for title, justify in (("", "right"), ("setting", "left"), ("score", "right"), ("took", "right")):
        ranking.add_column(title, justify=justify)
    trials = {trial.candidate.name: trial for trial in tuning.trials}
    for number, score in enumerate(proposal.scores, 1):
        seconds = trials[score.name].seconds
        took = duration(seconds) if seconds else "earlier"
        ranking.add_row(str(number), escape(score.name), f"{score.score:.2f}", took)
    console.print(ranking)
    for name, sentence in tuning.failed.items():
        console.print(f"{name} was left out: {sentence}", markup=False, highlight=False, style="yellow")
    if proposal.doubts_inversion:
        console.print(OTHER_SIGN, markup=False, highlight=False, style="yellow")
    console.print()
    console.print(quality_table(qualities))
    best = shlex.join(["invertseg", "segment", str(arguments.input), *options_of(proposal.best.candidate)])
    text = f"""
wrote {arguments.output}: {SEGMENTATION} (all settings together), {STRIP} (look at it), {TRIALS}/, {RESULTS}
best single setting, to use again: {best} ..."""
    if tuning.remaining:
        text += f"\nstopped with {len(tuning.remaining)} settings to go; the same command goes on from there"
    Console(stderr=True).print(text, markup=False, highlight=False, soft_wrap=True)
