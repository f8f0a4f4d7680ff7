"""What a file is, told from its first bytes rather than from its name."""

from __future__ import annotations

import re
import zlib
from io import BufferedReader
from pathlib import Path

from InvertSegLib.errors import InputError
from InvertSegLib.volume.checks import damaged

READABLE = "NIfTI (.nii, .nii.gz), NRRD (.nrrd, .nhdr), MetaImage (.mha, .mhd) and DICOM"

_HEAD = 4096
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"%PDF")
DICOM_SUFFIXES = {".dcm", ".ima", ".dicom"}
_NIFTI_SIZES = {b"\x5c\x01\x00\x00", b"\x00\x00\x01\x5c", b"\x1c\x02\x00\x00", b"\x00\x00\x02\x1c"}


def file_format(path: Path) -> str:
    """Which kind of image a file is.

    Args:
        path: an existing file.

    Returns:
        ``"nifti"``, ``"nrrd"``, ``"meta"`` or ``"dicom"``.

    Raises:
        InputError: the file is empty, cut off within its header, or none of these.
    """
    head = read_head(path)
    name = f"The file {path.name}"
    if not head:
        raise InputError(f"{name} is empty (0 bytes).", "Copy, download or export the file again.")
    kind = _kind_of_content(head)
    if kind:
        return kind
    if head.startswith(_PICTURES):
        raise InputError(
            f"{name} is a picture or a document, not a scan.",
            f"Give the scan itself: {READABLE} can be read.",
        )
    if head[:4] in _NIFTI_SIZES:
        if len(head) < 348:
            raise damaged(name)
        raise InputError(
            f"{name} is in the ANALYZE format, which does not say which side is left.",
            "Convert the scan from its original DICOM to NIfTI or NRRD.",
        )
    if path.suffix.lower() in DICOM_SUFFIXES:
        return "dicom"
    raise InputError(f"{name} is not an image that can be read here.", f"{READABLE} can be read.")


def _kind_of_content(head: bytes) -> str | None:
    if head.startswith(b"NRRD"):
        return "nrrd"
    if head[:4] in _NIFTI_SIZES and (head[344:347] in (b"n+1", b"ni1") or head[4:7] in (b"n+2", b"ni2")):
        return "nifti"
    if head[128:132] == b"DICM":
        return "dicom"
    if re.search(rb"^\s*NDims\s*=", head, re.MULTILINE) and b"=" in head[:64]:
        return "meta"
    return None


def read_head(path: Path) -> bytes:
    """The first bytes of a file, uncompressed where it is gzip.

    Raises:
        InputError: the file cannot be opened, or its compressed stream is damaged from the start.
    """
    with open_input(path) as stream:
        head = stream.read(_HEAD)
    if not head.startswith(b"\x1f\x8b"):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        raise damaged(f"The file {path.name}") from None


def open_input(path: Path) -> BufferedReader:
    """Open a file of the user's for reading.

    Raises:
        InputError: it does not exist or may not be read.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise InputError(f"{path} does not exist.", "Check the path for typing errors.") from None
    except PermissionError:
        raise InputError(f"{path} may not be read.", "Ask for the right to read it, or copy it.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be opened ({error.strerror or error}).", "Check the path.") from None


def companions(path: Path) -> tuple[Path, ...]:
    """The files beside a header that hold its voxels (.mhd, .nhdr, .hdr), for checksums and protection.

    Data files given as a pattern or a list are left out.
    """
    suffix = path.suffix.lower()
    if suffix == ".mhd":
        found = re.search(rb"^\s*ElementDataFile\s*=\s*(.+?)\s*$", read_head(path), re.MULTILINE)
    elif suffix == ".nhdr":
        found = re.search(rb"^data ?file:\s*(.+?)\s*$", read_head(path), re.MULTILINE | re.IGNORECASE)
    elif suffix == ".hdr":
        return tuple(p for p in (path.with_suffix(".img"), path.with_suffix(".img.gz")) if p.exists())
    else:
        return ()
    name = found.group(1).decode("utf-8", "replace") if found else "LOCAL"
    other = path.parent / name
    return (other,) if name not in {"LOCAL", "LIST"} and other.is_file() else ()
