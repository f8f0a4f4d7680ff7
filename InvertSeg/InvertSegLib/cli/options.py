"""Options that several subcommands share, and what they mean together."""

from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters, Mapping
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume


def add_input_options(parser: argparse.ArgumentParser) -> None:
    """INPUT, and what picks one volume out of several."""
    parser.add_argument(
        "input",
        metavar="INPUT",
        type=Path,
        help="NIfTI, NRRD or MetaImage file, or a folder with a DICOM series",
    )
    group = parser.add_argument_group("which volume of the input")
    group.add_argument("--series", metavar="UID", help="DICOM series, where the folder holds several")
    group.add_argument("--time-point", metavar="N", type=int, help="time point of a 4D image, counted from 0")


def add_inversion_options(parser: argparse.ArgumentParser, *, preset_help: str) -> None:
    """The options of the inversion; each overrides the preset."""
    group = parser.add_argument_group(
        "inversion", "the preset sets all of them; each can be set on its own as well"
    )
    group.add_argument("--preset", choices=list(PRESETS), help=preset_help)
    group.add_argument(
        "--clip",
        nargs=2,
        type=float,
        metavar=("LOW", "HIGH"),
        help="intensities below and above are clipped before the inversion",
    )
    group.add_argument(
        "--background",
        choices=[rule.value for rule in BackgroundRule],
        help="what becomes black: dark voxels by a share of the range, by a percentile of the voxels, "
        "all outside the body, or nothing",
    )
    group.add_argument(
        "--background-percent", type=float, metavar="P", help="the share or percentile of these rules"
    )
    group.add_argument(
        "--mapping",
        choices=[mapping.value for mapping in Mapping if mapping is not Mapping.NONE],
        help="published: the plain negative; calibrated: into Hounsfield units",
    )
    group.add_argument(
        "--window",
        nargs=2,
        type=float,
        metavar=("LOW", "HIGH"),
        help="Hounsfield units that the body's darkest and brightest tissue are given",
    )
    group.add_argument(
        "--tone", type=float, metavar="G", help="exponent of the tone curve, below 1 brightens"
    )
    group.add_argument(
        "--no-invert",
        action="store_true",
        help="keep the sign: for comparison, and for sequences that look like CT already",
    )


def inversion_parameters(arguments: argparse.Namespace, default_preset: str) -> InversionParameters:
    """The preset with the options that were given on top.

    Raises:
        ParameterError: an option has a value that makes no sense.
    """
    changes = {
        "clip": tuple(arguments.clip) if arguments.clip else None,
        "background": BackgroundRule(arguments.background) if arguments.background else None,
        "background_percent": arguments.background_percent,
        "mapping": Mapping(arguments.mapping) if arguments.mapping else None,
        "window": tuple(arguments.window) if arguments.window else None,
        "tone": arguments.tone,
        "inverted": False if arguments.no_invert else None,
    }
    given = {name: value for name, value in changes.items() if value is not None}
    return dataclasses.replace(PRESETS[arguments.preset or default_preset], **given)


def read_input(arguments: argparse.Namespace) -> Volume:
    """The volume that INPUT and its options name.

    Raises:
        InputError: it cannot be read.
    """
    return read_volume(arguments.input, series=arguments.series, time_point=arguments.time_point)


def add_output_options(parser: argparse.ArgumentParser) -> None:
    """Options on what is printed and what may be replaced."""
    group = parser.add_argument_group("output")
    group.add_argument("--overwrite", action="store_true", help="replace output files that exist")
    group.add_argument(
        "--json", action="store_true", help="one JSON document on standard output, for scripts"
    )
    group.add_argument("-q", "--quiet", action="store_true", help="no progress")
    group.add_argument("-v", "--verbose", action="store_true", help="show what the engine prints")
