"""NIfTI files that are kept in memory, for a package that hands images on through a temporary folder."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any


class MemoryImages:
    """Stands for the module nibabel: what is saved stays in memory, and a key to it goes to the disk.

    The keys are small files, so that the package may rename and list them as it does with real ones. An
    image is given back as it would come from a file: with the header's precision, and its stored type of
    numbers.
    """

    _MARK = b"image in memory "

    def __init__(self) -> None:
        import nibabel

        self._nibabel = nibabel
        self._images: dict[bytes, bytes] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._nibabel, name)

    def save(self, image: Any, path: str | Path) -> None:
        """Keep an image under a path."""
        key = self._MARK + secrets.token_hex(8).encode()
        self._images[key] = image.to_bytes()
        Path(path).write_bytes(key)

    def load(self, path: str | Path) -> Any:
        """The image of a path, from memory or, for files of others, from the disk."""
        with Path(path).open("rb") as file:
            key = file.read(len(self._MARK) + 16)
        if key not in self._images:
            return self._nibabel.load(path)
        return self._nibabel.Nifti1Image.from_bytes(self._images[key])
