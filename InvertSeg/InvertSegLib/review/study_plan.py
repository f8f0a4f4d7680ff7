"""What a study is to compute: every combination of engine, scan and setting."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from InvertSegLib.errors import ParameterError
from InvertSegLib.review.datasets.cases import Case, DataSet, Scan
from InvertSegLib.review.evaluate import DEFAULT_TOLERANCE_MM
from InvertSegLib.review.study_settings import WINDOWED, StudySetting, slug


@dataclass(frozen=True)
class StudyEngine:
    """A network of a study.

    Attributes:
        name: unique in the study, and fit to be a folder's name.
        title: for tables.
        identity: all that decides what it computes, as JSON.
        takes_mri: it was trained on MRI: it is given scans as they are, and nothing else.
    """

    name: str
    title: str
    identity: Mapping[str, Any] = field(default_factory=dict)
    takes_mri: bool = False


@dataclass(frozen=True)
class StudyPlan:
    """What is to be computed.

    Attributes:
        data: the data set; of which `cases` and `sequences` are looked at.
        settings: what is compared.
        engines: the networks.
        sequences: names, empty for all.
        cases: names, empty for all.
        structures: names to evaluate, empty for all that network and reference know.
        tolerance_mm: of the normalised surface Dice.
        baseline: name of the setting that the others are tested against; empty for `windowed`, the control,
            or the first one where that is not among them.

    Raises:
        ParameterError: a sequence or a case is not in the data set, two settings have one name, or the
            baseline is none of them.
    """

    data: DataSet
    settings: tuple[StudySetting, ...]
    engines: tuple[StudyEngine, ...]
    sequences: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    tolerance_mm: float = DEFAULT_TOLERANCE_MM
    baseline: str = ""

    def __post_init__(self) -> None:
        there = {"sequence": self.data.sequences, "case": tuple(case.name for case in self.data.cases)}
        for kind, asked in (("sequence", self.sequences), ("case", self.cases)):
            unknown = [name for name in asked if name not in there[kind]]
            if unknown:
                raise ParameterError(
                    f"The data set {self.data.title} has no {kind} {unknown[0]!r}.",
                    f"It has {', '.join(there[kind][:20])}.",
                )
        for kind, values in (("settings", self.settings), ("engines", self.engines)):
            names = [value.name for value in values]
            if not names or len(set(names)) < len(names):
                raise ParameterError(
                    f"A study needs {kind}, each of another name.", f"Leave out one of {', '.join(names)}."
                )
        names = [setting.name for setting in self.settings]
        if self.baseline and self.baseline not in names:
            raise ParameterError(
                f"The baseline {self.baseline!r} is none of the study's settings.",
                f"Choose from {', '.join(names)}.",
            )

    def baseline_among(self, names: Collection[str]) -> str:
        """What the others of these settings, one at least, are tested against.

        The first of them where the baseline is not among them, for it failed or does not suit the scan.
        """
        order = (self.baseline or WINDOWED, *(setting.name for setting in self.settings))
        return next(name for name in order if name in names)

    def runs(self) -> Iterator[Run]:
        """Every run, those of one engine and one scan together."""
        for engine in self.engines:
            for case in self.data.cases:
                if self.cases and case.name not in self.cases:
                    continue
                for scan in case.scans:
                    if self.sequences and scan.sequence not in self.sequences:
                        continue
                    # A CT, and an engine for MRI, are given what they were made for: the yardstick.
                    plain = engine.takes_mri or scan.modality == "CT"
                    for setting in self.settings:
                        if setting.leaves_scan or not plain:
                            yield Run(engine, case, scan, setting)


@dataclass(frozen=True)
class Run:
    """One cell of the grid."""

    engine: StudyEngine
    case: Case
    scan: Scan
    setting: StudySetting

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Names of folders: engine, sequence, setting, case."""
        return (self.engine.name, slug(self.scan.sequence), self.setting.name, slug(self.case.name))

    def key(self, plan: StudyPlan) -> dict[str, Any]:
        """All that decides the result."""
        return {
            "image": _stamp(self.scan.image),
            "engine": dict(self.engine.identity),
            "setting": self.setting.to_json(),
            "structures": list(plan.structures),
            "tolerance_mm": plan.tolerance_mm,
        }


def _stamp(image: Path) -> dict[str, Any]:
    """What tells a scan from another one in its place, without reading it."""
    files = sorted(image.rglob("*")) if image.is_dir() else [image]
    return {"name": image.name, "bytes": sum(file.stat().st_size for file in files if file.is_file())}
