"""Which data set a folder holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from InvertSegLib.errors import InputError, ParameterError
from InvertSegLib.review.datasets import amos, chaos, nnunet, pairs, totalsegmentator
from InvertSegLib.review.datasets.cases import DataSet

Find = Callable[[Path], "DataSet | None"]

# In this order: AMOS has a dataset.json as well, but names its images otherwise than nnU-Net.
FORMATS: Mapping[str, Find] = MappingProxyType(
    {
        "chaos": chaos.find,
        "amos22": amos.find,
        "nnunet": nnunet.find,
        "totalsegmentator": totalsegmentator.find,
        "pairs": pairs.find,
    }
)
FORMS = (
    "CHAOS, AMOS22 and TotalSegmentator as published, nnU-Net raw (imagesTr, labelsTr, dataset.json), "
    "or your own as images/CASE.nii.gz with labels/CASE.nii.gz"
)


def find_data_set(folder: str | Path, kind: str = "auto") -> DataSet:
    """The cases in a folder.

    Args:
        folder: where the data set was unpacked.
        kind: a key of `FORMATS`, "auto" for whichever it is.

    Raises:
        InputError: there is no such folder, or no case with a reference in it.
        ParameterError: there is no such kind.
    """
    folder = Path(folder).expanduser()
    if kind != "auto" and kind not in FORMATS:
        raise ParameterError(
            f"There is no data set format {kind!r}.", f"Choose one of auto, {', '.join(FORMATS)}."
        )
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}.", "Check the path for typing errors.")
    for find in FORMATS.values() if kind == "auto" else (FORMATS[kind],):
        found = find(folder)
        if found is not None and found.cases:
            return found
    raise InputError(
        f"{folder} holds no scans with references that can be read here.", f"Readable are: {FORMS}."
    )
