"""Removing weights: at once what InvertSeg has put there, other people's files only when told so."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from InvertSegLib.environment import downloads
from InvertSegLib.environment.unpacking import remove_tree
from InvertSegLib.environment.weights_status import DOWNLOADS, EngineWeights, ModelStatus, status
from InvertSegLib.errors import InvertSegError, OutputError, ParameterError


class NotOursError(InvertSegError):
    """What shall be removed was not put there by InvertSeg, and the user has not said that it may go.

    Attributes:
        kind: "not_ours".
    """

    exit_code = 2
    kind = "not_ours"


@dataclass(frozen=True)
class RemovedWeights:
    """What was removed.

    Attributes:
        model: its name.
        folder: where it was.
        size: bytes.
    """

    model: str
    folder: Path
    size: int


def remove(
    engine: str, model: str, *, chosen: str | Path | None = None, not_ours: bool = False
) -> RemovedWeights:
    """Remove a model's weights, or what an interrupted download of them has left.

    Args:
        engine: name of the engine.
        model: name of the model, as `status` has it.
        chosen: a weights folder to look into instead of the usual ones.
        not_ours: the user has agreed that what InvertSeg has not put there goes too.

    Raises:
        NotOursError: it was put there by somebody else.
        OutputError: its folder may not be written, or it is in use.
        ParameterError: there is nothing of it here.
    """
    known = status(engine, chosen)
    found = known.model(model) if known else None
    if found is None or (found.folder is None and not found.kept):
        raise ParameterError(
            f"There is nothing of {model} here.", f"List what is here: invertseg weights list {engine}"
        )
    if found.folder is None:
        return RemovedWeights(model, _forget_downloads(known, model), found.kept)
    if not found.removable:
        raise OutputError(
            f"{model} cannot be removed from {found.folder.parent}, which you may not write to.",
            "Ask who owns the folder.",
        )
    if not (found.ours or not_ours):
        raise NotOursError(
            f"{found.folder} was not put there by InvertSeg.",
            "If it may go all the same, say so: --not-ours",
        )
    _remove_folder(found)
    _forget_downloads(known, model)
    return RemovedWeights(model, found.folder, found.size or 0)


def _remove_folder(found: ModelStatus) -> None:
    # First out of sight in one step, so that a removal that is interrupted leaves nothing that counts.
    try:
        grave = Path(tempfile.mkdtemp(prefix=".import-removed-", dir=found.folder.parent))
        try:
            found.folder.rename(grave / found.name)
        finally:
            remove_tree(grave)
    except OSError as error:
        raise OutputError(
            f"{found.folder} cannot be removed ({error.strerror or error}).",
            "Close what uses it (a run of that network), and try again.",
        ) from error


def _forget_downloads(known: EngineWeights, model: str) -> Path:
    """Remove what interrupted downloads have left; the folder of the last one is given back."""
    last = known.target.path
    for place in known.places:
        file = place.path / DOWNLOADS / f"{model}.zip"
        if place.writable and downloads.bytes_kept(file):
            downloads.forget(file)
            last = place.path
    return last
