"""The folder of a study: what has been computed stays there, so that a study that was ended goes on."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from InvertSegLib.errors import OutputError
from InvertSegLib.labels.files import write_segmentation
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.evaluate import CaseEvaluation
from InvertSegLib.review.metrics import EXTRA, MISSED, StructureScore
from InvertSegLib.volume.writing import atomic_output

FORMAT = 1
MARK = "study.json"


@dataclass(frozen=True)
class Entry:
    """One result of a study, or why there is none.

    Attributes:
        evaluation: the scores, None where the run failed.
        seconds: what the run took.
        failure: a sentence, empty where it succeeded.
        found: what the run itself tells and the report shows, such as the setting that tuning chose.
    """

    evaluation: CaseEvaluation | None
    seconds: float = 0.0
    failure: str = ""
    found: str = ""


@dataclass(frozen=True)
class StudyStore:
    """Reads and writes the results below a folder.

    Attributes:
        folder: the study's; made when the first result is written.
    """

    folder: Path

    def open(self, title: str) -> None:
        """Make the folder this study's.

        Raises:
            OutputError: it is another study's, or holds other things, or cannot be written.
        """
        mark = self.folder / MARK
        if mark.is_file():
            known = _json(mark) or {}
            if known.get("format") != FORMAT or known.get("data_set") != title:
                raise OutputError(
                    f"{self.folder} holds a study of {known.get('data_set') or 'another version'}.",
                    "Name another folder with -o.",
                )
            return
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise OutputError(f"{self.folder} holds other files.", "Name a new or an empty folder with -o.")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self.folder} cannot be made ({error.strerror or error}).", "Name another folder with -o."
            ) from None
        self._write(mark, {"format": FORMAT, "data_set": title})

    def clear_remains(self) -> None:
        """Remove the half-written files of a study that was killed; nobody else may be writing here."""
        for path in self.folder.rglob(".invertseg-*"):
            path.unlink(missing_ok=True)

    def prediction(self, *place: str) -> Path:
        """Where the segmentation of a run lies."""
        return self.folder.joinpath("predictions", *place[:-1], f"{place[-1]}.seg.nrrd")

    def load(self, place: tuple[str, ...], key: Mapping[str, Any]) -> Entry | None:
        """A result that was computed earlier from the same; None where there is none.

        Args:
            place: engine, sequence, setting, case: names of folders.
            key: all that decides the result, as JSON.
        """
        data = _json(self._score_file(place))
        if data is None or data.get("key") != _plain(key) or not self.prediction(*place).is_file():
            return None
        try:
            return Entry(_evaluation(data["evaluation"]), float(data["seconds"]), "", str(data["found"]))
        except (KeyError, TypeError, ValueError):
            return None

    def save(
        self, place: tuple[str, ...], key: Mapping[str, Any], entry: Entry, segmentation: Segmentation
    ) -> None:
        """Keep a result; its scores last, so that what is there is complete.

        Raises:
            OutputError: the folder cannot be written, or the disk is full.
        """
        path = self.prediction(*place)
        scores = self._score_file(place)
        for folder in (path.parent, scores.parent):
            folder.mkdir(parents=True, exist_ok=True)
        write_segmentation(segmentation, path)
        evaluation = _plain(asdict(entry.evaluation))
        self._write(
            scores, {"key": key, "seconds": entry.seconds, "found": entry.found, "evaluation": evaluation}
        )

    def _score_file(self, place: tuple[str, ...]) -> Path:
        return self.folder.joinpath("scores", *place[:-1], f"{place[-1]}.json")

    def _write(self, path: Path, data: Mapping[str, Any]) -> None:
        with atomic_output(path) as temporary:
            temporary.write_text(json.dumps(_plain(data), indent=1, allow_nan=False), encoding="utf-8")


def _json(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _plain(value: Any) -> Any:
    """As it is when JSON has been there and back; null for numbers that JSON does not have."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _evaluation(data: Mapping[str, Any]) -> CaseEvaluation:
    names = ("only_prediction", "only_reference", "notes")
    return CaseEvaluation(
        case=data["case"],
        rows=tuple(_score(row) for row in data["rows"]),
        tolerance_mm=data["tolerance_mm"],
        **{name: tuple(data[name]) for name in names},
    )


def _score(row: Mapping[str, Any]) -> StructureScore:
    """A score; of what JSON has no word for, distances to nothing are infinite, all else is not defined."""
    lost = {"hausdorff_mm", "hausdorff95_mm"} if row["status"] in {MISSED, EXTRA} else set()
    values = {field.name: row[field.name] for field in fields(StructureScore)}
    filled = {k: (math.inf if k in lost else math.nan) if v is None else v for k, v in values.items()}
    return StructureScore(**filled)
