"""Results of tried settings on disk: segmentations that Slicer opens, and a later tuning takes up."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from InvertSegLib.errors import InputError, OutputError
from InvertSegLib.labels.files import read_label_map, write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.candidates import Candidate

_KEY = "trial"


def file_name(candidate: Candidate) -> str:
    """Of a setting's result."""
    return f"{re.sub(r'[^A-Za-z0-9.]+', '_', candidate.name)}.seg.nrrd"


class TrialStore:
    """A folder with one .seg.nrrd for each setting.

    Args:
        folder: made when the first result is kept.
        what: all that decides a result besides the setting, as JSON: the input's checksum, the network, the
            structures. Results of anything else are not taken.
    """

    def __init__(self, folder: Path, what: Mapping[str, Any]) -> None:
        self._folder = folder
        self._what = dict(what)

    def load(self, candidate: Candidate) -> Segmentation | None:
        """The result of a setting, None where there is none of this very setting, network and input."""
        path = self._folder / file_name(candidate)
        if not path.is_file():
            return None
        try:
            found = read_label_map(path)
        except InputError:
            return None  # cut short, or somebody else's: it is made again
        if found.provenance.get(_KEY) != self._key(candidate):
            return None
        return replace(
            found,
            source=None,
            confidence=dict(found.provenance.get("confidence", {})),
            disagreement=dict(found.provenance.get("disagreement", {})),
        )

    def save(self, candidate: Candidate, segmentation: Segmentation) -> None:
        """Keep the result of a setting.

        Raises:
            OutputError: it cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"The folder {self._folder} cannot be made.", "Choose another folder."
            ) from error
        marked = {**segmentation.provenance, _KEY: self._key(candidate)}
        write_segmentation(replace(segmentation, provenance=marked), self._folder / file_name(candidate))

    def _key(self, candidate: Candidate) -> str:
        transforms = [choice.to_json() for choice in candidate.transforms]
        content = {**self._what, "inversion": candidate.parameters.to_json(), "transforms": transforms}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
