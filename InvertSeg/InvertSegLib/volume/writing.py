"""Writing volumes, and writing any file so that it is there completely or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import SimpleITK as sitk

from InvertSegLib.errors import OutputError
from InvertSegLib.volume.checks import check_geometry, check_size
from InvertSegLib.volume.dicom_frames import is_dicom, read_header
from InvertSegLib.volume.formats import companions
from InvertSegLib.volume.nifti import check_holds, write_nifti
from InvertSegLib.volume.simpleitk import quiet, to_sitk
from InvertSegLib.volume.volume import Volume

WRITABLE = (".nii.gz", ".nii", ".nrrd", ".mha")
_COMPOUND = (".seg.nii.gz", ".nii.gz", ".seg.nrrd")
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def suffix_of(path: Path) -> str:
    """The suffix that tells the format, lower case, compound ones (.nii.gz, .seg.nrrd) in one piece."""
    name = path.name.lower()
    return next((s for s in _COMPOUND if name.endswith(s)), path.suffix.lower())


def write_volume(volume: Volume, path: str | Path, *, inputs: Iterable[Path] = ()) -> None:
    """Write a volume; the format follows the suffix: .nii.gz, .nii, .nrrd or .mha (all but .nii compressed).

    Args:
        volume: voxels (K, J, I) and geometry; bool is written as uint8, float16 as float32.
        path: the file to write; an existing one is replaced.
        inputs: files and folders that must stay as they are, besides the volume's own source.

    Raises:
        OutputError: unknown suffix, folder missing, disk full, the file is an input, or NIfTI cannot hold the
            volume (axes that are not perpendicular, or longer than 32767 voxels).
        InputError: the volume has no voxels or a geometry without sense.
    """
    path = Path(path)
    suffix = suffix_of(path)
    if not suffix.endswith(WRITABLE):
        raise OutputError(
            f"{path.name} has no suffix of a format that volumes are written in.",
            f"Choose a name that ends in one of {', '.join(WRITABLE)}.",
        )
    check_size(volume.voxels.shape, "The volume")
    check_geometry(volume.ijk_to_ras, "The volume")
    volume = volume.with_voxels(_storable(volume.voxels))
    if suffix.endswith((".nii.gz", ".nii")):
        check_holds(volume)
    own = (volume.source.path, *volume.source.dicom_files) if volume.source else ()
    with atomic_output(path, inputs=(*inputs, *own)) as temporary:
        if suffix.endswith((".nii.gz", ".nii")):
            if not write_nifti(volume, temporary):
                _check_room(path)
                raise OutputError(
                    f"{path.name} could not be written completely.", "Choose another disk or folder."
                )
        else:
            with quiet():
                sitk.WriteImage(to_sitk(volume), str(temporary), useCompression=True)


def _storable(voxels: np.ndarray) -> np.ndarray:
    if voxels.dtype.kind not in "biuf":
        raise TypeError(f"a volume's voxels are not {voxels.dtype}")
    if voxels.dtype == bool:
        return voxels.view(np.uint8)
    return voxels.astype(np.float32) if voxels.dtype == np.float16 else voxels


@contextmanager
def atomic_output(path: str | Path, *, inputs: Iterable[Path] = ()) -> Iterator[Path]:
    """Give a temporary file's path to write to; it becomes `path` when the block ends without an error.

    The temporary file lies in the same folder and has the same suffix. After an error, an interruption
    included, it is removed and `path` is as it was.

    Args:
        path: the file to write; a link is followed.
        inputs: files and folders that must stay as they are.

    Raises:
        OutputError: the folder is missing or cannot be written to, the disk is full, or `path` is an input.
    """
    with atomic_outputs([path], inputs=inputs) as (temporary,):
        yield temporary


@contextmanager
def atomic_outputs(paths: Sequence[str | Path], *, inputs: Iterable[Path] = ()) -> Iterator[list[Path]]:
    """As `atomic_output`, for files that appear together or not at all.

    Raises:
        OutputError: as `atomic_output`, or the same file is given twice.
    """
    inputs = tuple(inputs)
    targets = [check_target(path, inputs=inputs) for path in paths]
    if len(set(targets)) < len(targets):
        raise OutputError("The same output file is given twice.", "Give each output a name of its own.")
    token = secrets.token_hex(4)
    temporaries = [t.with_name(f".invertseg-{token}-{n}{suffix_of(t)}") for n, t in enumerate(targets)]
    try:
        try:
            yield temporaries
            for temporary, target in zip(temporaries, targets, strict=True):
                _finish(temporary, target)
            _replace(temporaries, targets, token)
        except OSError as error:
            raise _output_error(error, temporaries, targets) from error
        except RuntimeError as error:
            if "ITK" not in str(error):
                raise
            _check_room(targets[0])
            raise OutputError(
                f"{targets[0].name} could not be written.", "Choose another folder or name."
            ) from error
    finally:
        for temporary in temporaries:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


def check_target(path: str | Path, *, inputs: Iterable[Path] = ()) -> Path:
    """Make sure, before anything is computed, that a file can be written.

    Args:
        path: the file to write.
        inputs: files and folders that must stay as they are.

    Returns:
        The file that would be written, links followed.

    Raises:
        OutputError: the folder is missing or cannot be written to, or `path` is a folder or an input.
    """
    path = Path(path)
    target = Path(os.path.realpath(path))
    if target.is_dir():
        raise OutputError(f"{path} is a folder, and a file is to be written.", "Add a file name to it.")
    if not target.parent.is_dir():
        raise OutputError(f"The folder {target.parent} does not exist.", "Create it, or choose another one.")
    if not os.access(target.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise OutputError(f"The folder {target.parent} may not be written to.", "Choose another folder.")
    for item in inputs:
        if _is_input(target, Path(item)):
            raise OutputError(
                f"{path} is an input and would be overwritten.", "Choose another name for the output."
            )
    return target


def _is_input(target: Path, item: Path) -> bool:
    if item.is_dir():
        inside = target.is_relative_to(os.path.realpath(item))
        # A segmentation written there by an earlier run may be replaced; the scan's files may not.
        return inside and is_dicom(target) and (read_header(target) or {}).get("0008|0060") != "SEG"
    for file in (item, *(companions(item) if item.is_file() else ())):
        if os.path.realpath(file) == str(target):
            return True
        with suppress(OSError):  # one of them does not exist, so they are not the same
            if file.samefile(target):
                return True
    return False


def _finish(temporary: Path, target: Path) -> None:
    """Bring a written file to the disk, where a full disk shows at the latest."""
    with temporary.open("r+b") as stream:
        os.fsync(stream.fileno())
    # Writers in C++ may end a file early without a word when the disk is full.
    _check_room(target)
    if target.exists():
        shutil.copymode(target, temporary)


def _check_room(target: Path) -> None:
    probe = target.with_name(f".invertseg-{secrets.token_hex(4)}.probe")
    try:
        with probe.open("wb") as stream:
            stream.write(b"\0")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise _output_error(error, [], [target]) from error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)


def _replace(temporaries: Sequence[Path], targets: Sequence[Path], token: str) -> None:
    """Move all files into place; if one cannot be, put back what was there."""
    if len(targets) == 1:
        temporaries[0].replace(targets[0])
        return
    backups = [
        t.with_name(f".invertseg-{token}-{n}.old") if t.exists() else None for n, t in enumerate(targets)
    ]
    moved = 0
    try:
        for target, backup in zip(targets, backups, strict=True):
            if backup is not None:
                _keep(target, backup)
        for temporary, target in zip(temporaries, targets, strict=True):
            temporary.replace(target)
            moved += 1
    except BaseException:
        for target, backup in list(zip(targets, backups, strict=True))[:moved]:
            if backup is None:
                target.unlink(missing_ok=True)
            else:
                backup.replace(target)
        raise
    finally:
        for backup in backups:
            if backup is not None:
                backup.unlink(missing_ok=True)


def _keep(target: Path, backup: Path) -> None:
    try:
        backup.hardlink_to(target)
    except OSError:  # a file system without hard links
        shutil.copy2(target, backup)


def _output_error(
    error: OSError, temporaries: Sequence[Path], targets: Sequence[Path]
) -> OSError | OutputError:
    """The sentence for an error of the file system; errors about other files are left as they are."""
    names = " and ".join(target.name for target in targets)
    if error.errno in _FULL:
        return OutputError(
            f"There is no room left on the disk for {names}.",
            f"Free some space in {targets[0].parent}, or choose another disk.",
        )
    ours = {str(path) for path in (*temporaries, *targets)}
    if not temporaries or {str(error.filename), str(error.filename2)} & ours:
        return OutputError(
            f"{names} could not be written ({error.strerror or error}).",
            "Choose another folder or name, and close programs that have the file open.",
        )
    return error
