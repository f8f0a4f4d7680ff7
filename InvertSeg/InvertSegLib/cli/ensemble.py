"""The options of an ensemble of settings, and the file of its uncertainty."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from InvertSegLib.errors import OutputError, ParameterError
from InvertSegLib.inversion.ensemble import ENSEMBLES, Ensemble, ensemble_of
from InvertSegLib.inversion.parameters import InversionParameters
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.volume.nifti import check_holds
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import WRITABLE, check_target, suffix_of, write_volume

DEFAULT = "tones"


def add_ensemble_options(parser: argparse.ArgumentParser) -> None:
    """--ensemble and --uncertainty."""
    group = parser.add_argument_group("ensemble of settings")
    group.add_argument(
        "--ensemble",
        nargs="?",
        const=DEFAULT,
        choices=list(ENSEMBLES),
        help="run the network once for each of several tone curves (and windows) and average its "
        f"probabilities; {DEFAULT} if no name is given. Takes as many times as long as there are settings",
    )
    group.add_argument(
        "--uncertainty",
        metavar="FILE",
        type=Path,
        help="write how much the settings disagree about each voxel, 0 to 1 (.nii.gz, .nrrd)",
    )


def chosen_ensemble(arguments: argparse.Namespace, parameters: InversionParameters) -> Ensemble | None:
    """The ensemble that the options name, None for none.

    Raises:
        ParameterError: an uncertainty is asked for without an ensemble, its file's suffix is not known, or
            there are no settings to vary.
    """
    file: Path | None = arguments.uncertainty
    if file is not None and not arguments.ensemble:
        raise ParameterError("Only an ensemble of settings has an uncertainty.", "Add --ensemble.")
    if file is not None and (not suffix_of(file).endswith(WRITABLE) or suffix_of(file).startswith(".seg.")):
        raise ParameterError(
            f"The uncertainty cannot be written as {file.name}: it is a volume of numbers.",
            f"Choose a name that ends in one of {', '.join(WRITABLE)}.",
        )
    return ensemble_of(arguments.ensemble, parameters) if arguments.ensemble else None


def check_uncertainty(file: Path, volume: Volume, outputs: Iterable[Path], inputs: Sequence[Path]) -> None:
    """Find out before the network runs whether the uncertainty can be written.

    Args:
        file: where to.
        volume: the input.
        outputs: all files that are written beside it.
        inputs: files and folders that must stay as they are.

    Raises:
        OutputError: it cannot be written there, or is another output too.
    """
    target = check_target(file, inputs=inputs)
    if target in {check_target(output) for output in outputs}:
        raise OutputError(f"{file.name} is given for two outputs.", "Give each a name of its own.")
    if suffix_of(file) in {".nii", ".nii.gz"}:
        check_holds(volume)


def write_uncertainty(segmentation: Segmentation, file: Path, inputs: Sequence[Path]) -> None:
    """Write how much the settings of an ensemble disagree about each voxel, as float32.

    Raises:
        OutputError: it cannot be written.
    """
    write_volume(Volume(segmentation.uncertainty, segmentation.ijk_to_ras), file, inputs=inputs)


def cost(ensemble: Ensemble) -> str:
    """What an ensemble costs, for people."""
    return f"the network runs {len(ensemble.settings)} times, once for each setting of the ensemble"
