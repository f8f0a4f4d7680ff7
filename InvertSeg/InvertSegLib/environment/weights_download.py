"""Downloading weights from their publisher: all of a model, checked, or nothing that counts."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from InvertSegLib.environment import downloads, folders, weights_folders
from InvertSegLib.environment.archive import ImportedWeights, import_archive, refuse_present
from InvertSegLib.environment.download_failures import DownloadError
from InvertSegLib.environment.lock import only_one
from InvertSegLib.environment.progress import OnProgress, no_progress
from InvertSegLib.environment.weights_offers import find_archive, no_weights
from InvertSegLib.environment.weights_published import Archive
from InvertSegLib.environment.weights_sharing import make_shared
from InvertSegLib.environment.weights_status import DOWNLOADS
from InvertSegLib.errors import InputError


def download(
    engine: str,
    model: str,
    on_progress: OnProgress = no_progress,
    *,
    chosen: str | Path | None = None,
    shared: bool = False,
) -> ImportedWeights:
    """Download a model's weights and put them into the weights folder.

    An interrupted download, also one that was killed, goes on where it was. What has arrived is compared with
    the publisher's checksum where there is one (MRSegmentator); TotalSegmentator's publisher gives none, so
    that only the archive's own checksums are compared, one for each file in it.

    Args:
        engine: "totalsegmentator" or "mrsegmentator"; it is installed, because its package knows the address.
        model: name of the model, as `status` has it.
        on_progress: told the steps "downloading", "checking" and "unpacking".
        chosen: the weights folder, None for the usual one (see `weights_folders`).
        shared: into the folder that the user shares with others.

    Raises:
        DownloadError: it cannot be had now; `kind` says why.
        EngineError: no_environment, or licence_needed.
        InputError: what arrived is no archive of that model.
        OutputError: it is there already, the folder cannot be written, or another process is at it.
        ParameterError: no such model, or no weights of its own.
    """
    target = weights_folders.folder(engine, chosen, shared=shared)
    if target is None:
        raise no_weights(engine)
    archive = find_archive(engine, model)
    refuse_present(engine, target, [model])
    (make_shared if shared else folders.make)(target)
    place = folders.make(target / DOWNLOADS)
    try:
        with only_one(place / f"{model}.lock", doing=f"downloading {model} into {target}"):
            file = place / f"{model}.zip"
            if not file.exists():
                downloads.fetch(archive.url, file, on_progress, copies=2)
            return _checked_and_unpacked(archive, engine, file, on_progress, chosen, shared)
    finally:
        downloads.tidy(place)


def _checked_and_unpacked(
    archive: Archive,
    engine: str,
    file: Path,
    on_progress: OnProgress,
    chosen: str | Path | None,
    shared: bool,
) -> ImportedWeights:
    origin = {"url": archive.url, "sha256": archive.sha256}
    try:
        if archive.sha256 and downloads.sha256_of(file, on_progress) != archive.sha256:
            raise DownloadError(
                "checksum",
                f"What {urlsplit(archive.url).netloc} sent for {archive.name} has another checksum than its "
                "publisher says.",
                "It was removed: download it again; if that stays so, tell the publisher.",
            )
        done = import_archive(
            engine, file, on_progress, chosen=chosen, shared=shared, expected=archive.name, origin=origin
        )
    except (InputError, DownloadError):
        downloads.forget(file)
        raise
    downloads.forget(file)
    return done
