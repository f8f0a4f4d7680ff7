"""A model folder on its way to another machine: what belongs to it, and where it is kept there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

# What training and version control leave in such folders; no network needs it.
_LEFT_OUT = re.compile(
    r"(^|/)(\.git|__pycache__|\.ipynb_checkpoints|validation|docs|logs)/"
    r"|(^|/)(training_log\S*|progress\.png|debug\.json|checkpoint_latest\.pth)$"
)


@dataclass(frozen=True)
class ModelFile:
    """A file of a model.

    Attributes:
        name: relative to the folder that holds the model's own, with slashes.
        size: bytes.
        sha256: of its content, in hexadecimal.
    """

    name: str
    size: int
    sha256: str


class ModelReader:
    """Looks at model folders; a file that has not changed is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int], str] = {}

    def files(self, folder: Path) -> tuple[ModelFile, ...]:
        """What belongs to a model, with the names of its folder and the one above, which say what it is."""
        return tuple(
            ModelFile(f"{_names(folder)}/{relative}", path.stat().st_size, self._sha256(path))
            for relative, path in _walk(folder)
        )

    def _sha256(self, path: Path) -> str:
        status = path.stat()
        key = (str(path), status.st_size, status.st_mtime_ns)
        if key not in self._known:
            digest = hashlib.sha256()
            with path.open("rb") as file:
                while data := file.read(1 << 20):
                    digest.update(data)
            self._known[key] = digest.hexdigest()
        return self._known[key]


def path_of(folder: Path, file: ModelFile) -> Path:
    """Where a file of a local model lies."""
    return folder / file.name.removeprefix(f"{_names(folder)}/")


def to_json(files: Sequence[ModelFile]) -> list[list[str | int]]:
    """As JSON."""
    return [[file.name, file.size, file.sha256] for file in files]


class ModelStore:
    """The models that came from other machines, each in a folder named after its content.

    Args:
        folder: where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, offered: Sequence[Sequence[str | int]]) -> tuple[Path, list[ModelFile]]:
        """Where a model is, and which of its files are not there yet.

        Raises:
            ValueError: a name would lead out of the folder.
        """
        files = [ModelFile(str(name), int(size), str(digest)) for name, size, digest in offered]
        if not files:
            raise ValueError("a model without files")
        for file in files:
            _check_name(file.name)
        text = json.dumps(to_json(sorted(files, key=lambda file: file.name)))
        root = self._folder / hashlib.sha256(text.encode()).hexdigest()[:16]
        # A file takes its name when it is complete, so its size is enough.
        missing = [file for file in files if not _has_size(root / file.name, file.size)]
        return root / PurePosixPath(files[0].name).parent.parts[0] / _second(files[0].name), missing

    def root_of(self, model: Path) -> Path:
        """The folder that the names of a model's files start from."""
        return model.parent.parent


class Incoming:
    """A file that is being received.

    Args:
        root: what its name starts from.
        file: what it is to be.

    Raises:
        OSError: it cannot be written.
    """

    def __init__(self, root: Path, file: ModelFile) -> None:
        self._target = root / file.name
        self._target.parent.mkdir(parents=True, exist_ok=True)
        self._partial = self._target.with_name(f".{self._target.name}.partial")
        self._stream = self._partial.open("wb")
        self._digest = hashlib.sha256()
        self._file = file
        self._left = file.size

    @property
    def complete(self) -> bool:
        """Whether all of it has come."""
        return self._left <= 0

    def write(self, data: bytes | memoryview) -> None:
        """Take the next bytes; with the last ones the file takes its name.

        Raises:
            ValueError: it is not what was offered.
        """
        self._stream.write(data)
        self._digest.update(data)
        self._left -= len(data)
        if self._left <= 0:
            self._stream.close()
            if self._left or self._digest.hexdigest() != self._file.sha256:
                self._partial.unlink()
                raise ValueError(f"the model's file {self._file.name} changed on its way")
            self._partial.replace(self._target)


def _names(folder: Path) -> str:
    return f"{folder.parent.name or 'model'}/{folder.name}"


def _second(name: str) -> str:
    return PurePosixPath(name).parts[1]


def _walk(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and not _LEFT_OUT.search(relative):
            yield relative, path


def _check_name(name: str) -> None:
    parts = PurePosixPath(name).parts
    if (
        len(parts) < 3
        or name.startswith("/")
        or "\\" in name
        or any(p in ("..", ".") for p in name.split("/"))
    ):
        raise ValueError(f"a model's file called {name!r}")


def _has_size(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False
