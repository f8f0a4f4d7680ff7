"""Reading archives and folders of strangers: nothing leaves its folder, nothing unexpected is written."""

from __future__ import annotations

import os
import re
import shutil
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from InvertSegLib.environment.progress import InstallProgress, OnProgress
from InvertSegLib.errors import InputError, OutputError

_MAX_FILES = 20_000
_RESERVE = 200_000_000  # bytes left free on the disk
_CHUNK = 1 << 20
# Windows gives these names to devices, with any suffix, in any folder.
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_JUNK = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Member:
    """A file of an archive or a folder.

    Attributes:
        path: its place, without anything that could lead out.
        size: bytes after unpacking, as declared.
        open: opens it for reading.
    """

    path: PurePosixPath
    size: int
    open: Callable[[], BinaryIO]


@contextmanager
def members_of(source: Path) -> Iterator[list[Member]]:
    """The files of a zip or of a folder (then with the folder's own name in front).

    Raises:
        InputError: not there, damaged, or with an entry that has no business in it.
    """
    if source.is_dir():
        yield _of_folder(source.resolve())
        return
    if not source.is_file():
        raise InputError(f"There is no file or folder {source}.", "Check the path.")
    try:
        with zipfile.ZipFile(source) as archive:
            yield _of_zip(archive, source)
    except zipfile.BadZipFile as error:
        raise InputError(
            f"{source.name} is no zip archive, or only a part of one.",
            "Download it again, and compare its size with the publisher's.",
        ) from error


def write_members(members: list[Member], target: Path, source: Path, on_progress: OnProgress) -> int:
    """Write files below a new folder.

    Args:
        members: what to write.
        target: the folder; whoever calls removes it when this fails.
        source: where they come from, for messages.
        on_progress: told the step "unpacking" and the bytes that are done.

    Returns:
        Bytes written.

    Raises:
        InputError: the archive is damaged.
        OutputError: the disk is full or not writable.
    """
    total = sum(member.size for member in members)
    free = shutil.disk_usage(target.parent).free
    if total + _RESERVE > free:
        raise OutputError(
            f"{source.name} unpacks to {total / 1e9:.1f} GB, and the disk has {free / 1e9:.1f} GB free.",
            "Free some space, or choose a weights folder on a larger disk.",
        )
    done = 0
    for member in members:
        path = target.joinpath(*member.path.parts)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with _reading(member, source) as read, path.open("xb") as output:
                while chunk := read(_CHUNK):
                    output.write(chunk)
                    done += len(chunk)
                    on_progress(InstallProgress("unpacking", min(1.0, done / max(total, 1)), done, total))
        except OSError as error:
            raise OutputError(
                f"{member.path.name} cannot be written to {target.parent} ({error.strerror or error}).",
                "Free some space, or choose another weights folder.",
            ) from error
    return done


@contextmanager
def _reading(member: Member, source: Path) -> Iterator[Callable[[int], bytes]]:
    def damaged(error: Exception) -> InputError:
        return InputError(
            f"{source.name} is damaged: {member.path.name} cannot be read from it ({error}).",
            "Download it again.",
        )

    # Errors of reading are told apart from those of writing, which are the disk's.
    broken = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
    try:
        stream = member.open()
    except broken as error:
        raise damaged(error) from error

    def read(size: int) -> bytes:
        try:
            return stream.read(size)
        except broken as error:
            raise damaged(error) from error

    with stream:
        yield read


def _of_folder(root: Path) -> list[Member]:
    members = []
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            raise InputError(
                f"{path} is a link, and links are not followed.", "Copy what it points to in its place."
            )
        if not path.is_file() or path.name in _JUNK:
            continue
        relative = PurePosixPath(root.name, *path.relative_to(root).parts)
        members.append(Member(relative, path.stat().st_size, lambda path=path: path.open("rb")))
        if len(members) > _MAX_FILES:
            raise InputError(
                f"{root} holds more than {_MAX_FILES} files.", "Name the folder of the weights alone."
            )
    return members


def _of_zip(archive: zipfile.ZipFile, source: Path) -> list[Member]:
    members: list[Member] = []
    seen: set[str] = set()
    entries = archive.infolist()
    if len(entries) > _MAX_FILES:
        raise InputError(
            f"{source.name} holds more than {_MAX_FILES} files.", "Use the publisher's own archive."
        )
    for entry in entries:
        path = _safe_path(entry, source)
        if entry.is_dir() or any(part in _JUNK for part in path.parts):
            continue
        if str(path).casefold() in seen:
            raise _unsafe(source, entry, "stands in it twice")
        seen.add(str(path).casefold())
        members.append(Member(path, entry.file_size, lambda entry=entry: archive.open(entry)))
    return members


def _safe_path(entry: zipfile.ZipInfo, source: Path) -> PurePosixPath:
    # orig_filename is what the archive holds; zipfile has already cut at a NUL byte in the other.
    name = entry.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    mode = entry.external_attr >> 16
    if path.is_absolute() or re.match(r"[A-Za-z]:", name) or ".." in path.parts:
        raise _unsafe(source, entry, "leads out of its folder")
    if not path.parts or any(ord(c) < 32 or c in ':*?"<>|' for c in name):
        raise _unsafe(source, entry, "is no name for a file")
    if any(_DEVICE.match(part) or part != part.rstrip(". ") for part in path.parts):
        raise _unsafe(source, entry, "is no name for a file")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise _unsafe(source, entry, "is a link or a device")
    if entry.flag_bits & 0x1:
        raise InputError(f"{source.name} is protected by a password.", "Unpack it, and import the folder.")
    return path


def _unsafe(source: Path, entry: zipfile.ZipInfo, why: str) -> InputError:
    name = entry.orig_filename.encode("unicode_escape").decode("ascii")
    return InputError(
        f"{source.name} is not safe to unpack: its entry '{name[:120]}' {why}.",
        "Do not use this archive; download the weights from their publisher.",
    )


def remove_tree(path: Path) -> None:
    """Remove a folder with all in it, or a file; nothing happens where there is nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        path.unlink()
