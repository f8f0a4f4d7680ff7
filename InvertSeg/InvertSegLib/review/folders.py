"""Folders of predictions and references: which file belongs to which, and all of them compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from InvertSegLib.errors import InputError
from InvertSegLib.labels.files import read_label_map
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.datasets.cases import by_number, stem_of
from InvertSegLib.review.evaluate import CaseEvaluation, evaluate_case
from InvertSegLib.review.matching import match_by_file
from InvertSegLib.review.vocabularies import named

_SUFFIXES = (".seg.nrrd", ".nrrd", ".nii.gz", ".nii")
# Words at the end of a file's name that say what it is, not whose.
_KINDS = {"label", "labels", "seg", "segmentation", "gt", "mask", "masks", "pred", "prediction", "reference"}


@dataclass(frozen=True)
class FilePair:
    """A prediction, its reference, and what to call them."""

    case: str
    prediction: Path
    reference: Path


@dataclass(frozen=True)
class FilePairs:
    """What was found in two folders.

    Attributes:
        pairs: by case.
        only_predictions: files without a reference.
        only_references: files without a prediction; cases that were not segmented, so that means over the
            pairs are too good.
    """

    pairs: tuple[FilePair, ...]
    only_predictions: tuple[Path, ...] = ()
    only_references: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Naming:
    """What the label values of files mean, where the files do not say so.

    Attributes:
        prediction: label value to name, over what the prediction's own table says.
        reference: the same for the reference.
        pairs: JSON file that says which structures belong together, see `matching.match_by_file`.
    """

    prediction: Mapping[int, str] = field(default_factory=dict)
    reference: Mapping[int, str] = field(default_factory=dict)
    pairs: Path | None = None


def pair_files(predictions: Path, references: Path) -> FilePairs:
    """Find out which prediction belongs to which reference.

    Two files are a pair. In two folders files belong together when their names are the same but for the
    suffix and words such as ``_seg`` or ``_label`` at the end.

    Raises:
        InputError: one does not exist, one is a file and the other a folder, no file has a counterpart, or
            two files of a folder have the same name.
    """
    for path in (predictions, references):
        if not path.exists():
            raise InputError(f"{path} does not exist.", "Check the path for typing errors.")
    if predictions.is_file() and references.is_file():
        return FilePairs((FilePair(_case(predictions), predictions, references),))
    if predictions.is_file() or references.is_file():
        raise InputError(
            "One of the two is a file and the other a folder.", "Give two files, or two folders."
        )
    found, true = _files(predictions), _files(references)
    pairs = [FilePair(case, found[case], true[case]) for case in true if case in found]
    if not pairs:
        raise InputError(
            f"No file in {predictions} has a counterpart of its name in {references}.",
            f"Name them alike; the suffixes may differ ({', '.join(_SUFFIXES)}).",
        )
    return FilePairs(
        tuple(pairs),
        tuple(path for case, path in found.items() if case not in true),
        tuple(path for case, path in true.items() if case not in found),
    )


def evaluate_files(
    pairs: FilePairs,
    *,
    naming: Naming | None = None,
    on_case: Callable[[str, int, int], None] | None = None,
    **options: Any,
) -> Iterator[CaseEvaluation]:
    """Compare all pairs, one after the other, so that one pair is in memory at a time.

    Args:
        pairs: of `pair_files`.
        naming: what the label values mean.
        on_case: told the case that comes next, its number from 0 and how many there are.
        options: of `evaluate.evaluate_case`.

    Raises:
        InputError: a file cannot be read or compared; the sentence names it.
    """
    naming = naming or Naming()
    for number, pair in enumerate(pairs.pairs):
        if on_case:
            on_case(pair.case, number, len(pairs.pairs))
        yield _evaluate(pair, naming, options)


def _evaluate(pair: FilePair, naming: Naming, options: Mapping[str, Any]) -> CaseEvaluation:
    prediction = _read(pair.prediction, naming.prediction)
    reference = _read(pair.reference, naming.reference)
    try:
        matching = None
        if naming.pairs:
            matching = match_by_file(naming.pairs, prediction.table, reference.table)
        return evaluate_case(prediction, reference, case=pair.case, matching=matching, **options)
    except InputError as error:
        raise InputError(f"{pair.prediction.name}: {error.sentence}", error.remedy) from error


def _read(path: Path, names: Mapping[int, str]) -> Segmentation:
    segmentation = read_label_map(path)
    return named(segmentation, names) if names else segmentation


def _files(folder: Path) -> dict[str, Path]:
    """Segmentation files of a folder by case.

    Raises:
        InputError: two files have the same name.
    """
    files: dict[str, Path] = {}
    for path in by_number(folder.iterdir()):
        if path.is_file() and not path.name.startswith(".") and path.name.lower().endswith(_SUFFIXES):
            if (other := files.get(_case(path))) is not None:
                raise InputError(
                    f"{other.name} and {path.name} in {folder} have the same name.",
                    "Keep one of them in the folder, or give each a name of its own.",
                )
            files[_case(path)] = path
    return files


def _case(path: Path) -> str:
    """The name of the file without suffix and without words that say what kind of file it is."""
    parts = stem_of(path).split("_")
    while len(parts) > 1 and parts[-1].lower() in _KINDS:
        parts.pop()
    return "_".join(parts)
