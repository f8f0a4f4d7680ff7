"""`invertseg invert`: the inverted volume as a file."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from InvertSegLib.cli import options, transforms
from InvertSegLib.cli.output import ProgressView, error_console, print_json
from InvertSegLib.errors import OutputError
from InvertSegLib.inversion.invert import invert
from InvertSegLib.pipeline import transform_volume
from InvertSegLib.volume.writing import write_volume

EPILOG = """\
presets:
  published    the authors' recipe: clip to 0..3000, negative, background 0; suits TotalSegmentator
  calibrated   into Hounsfield units with air at -1000 outside the body; suits networks that expect CT values
  none         voxels as they are: CT and synthetic CT

examples:
  invertseg invert mri.nii.gz inverted.nii.gz
  invertseg invert dicom_folder/ inverted.nrrd --preset calibrated --tone 0.5
  invertseg invert mri.mha inverted.mha --background percentile --background-percent 5
  invertseg invert mri.nii.gz ct_like.nii.gz --transform histogram
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "invert",
        help="write the inverted volume",
        description="Invert a T1-weighted MRI so that it looks like CT, and write it.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_input_options(parser)
    parser.add_argument("output", metavar="OUTPUT", type=Path, help=".nii, .nii.gz, .nrrd, .mha or .mhd")
    options.add_inversion_options(parser, preset_help="see below; published if nothing is said")
    transforms.add_transform_options(parser)
    options.add_output_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, invert, write."""
    parameters = options.inversion_parameters(arguments, "published")
    choices = transforms.transform_choices(arguments)
    refuse_existing([arguments.output], arguments.overwrite)
    view = ProgressView(quiet=arguments.quiet, verbose=arguments.verbose)
    with view.showing():
        view.stage("reading")
        volume = options.read_input(arguments)
        view.notes(volume.source.notes if volume.source else ())
        done: list[dict[str, Any]] = []
        if choices:
            with transforms.transformer_for(choices, on_event=view.on_event) as transformer:
                volume, parameters, done = transform_volume(volume, choices, parameters, transformer)
        view.stage("inverting")
        inverted = volume.with_voxels(invert(volume.voxels, parameters))
        view.stage("writing")
        inputs = (arguments.input, *(volume.source.dicom_files if volume.source else ()))
        write_volume(inverted, arguments.output, inputs=inputs)
    if arguments.json:
        document = {"output": str(arguments.output), "inversion": parameters.to_json()}
        print_json(document | ({"transforms": done} if done else {}))
    elif not arguments.quiet:
        error_console().print(f"wrote {arguments.output}", markup=False, highlight=False, soft_wrap=True)
    return 0


def refuse_existing(outputs: Iterable[Path], overwrite: bool) -> None:
    """Stop before anything is done when a file would be replaced that nobody said may be.

    Raises:
        OutputError: one of the outputs exists.
    """
    for output in outputs:
        if output.exists() and not overwrite:
            raise OutputError(
                f"{output} exists already.", "Choose another name, or pass --overwrite to replace it."
            )
