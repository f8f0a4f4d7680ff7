"""What the demonstration shows: a synthetic patient, its scans with and without inversion, how well it went.

The segmentation itself is handed in as a function, so that nothing here knows how a network is run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from InvertSegLib.inversion.parameters import BackgroundRule, InversionParameters
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.phantom.patient import Patient
from InvertSegLib.volume.volume import Volume

# Takes a scan and how to invert it, gives the label map (K, J, I) with the values of `STRUCTURES`.
Segment = Callable[[Volume, InversionParameters], np.ndarray]

_LIBRARY = Path(__file__).resolve().parents[1]
# In Slicer and in a clone beside the library; in the wheel, which is one package, inside it.
_RESOURCES = next(
    (folder for folder in (_LIBRARY / "Resources", _LIBRARY.parent / "Resources") if folder.is_dir()),
    _LIBRARY.parent / "Resources",
)
# The demo model, made by tools/train_demo_model.py.
MODEL = _RESOURCES / "DemoModel/Dataset900_InvertSegPhantom/nnUNetTrainer__nnUNetPlans__3d_fullres"


@dataclass(frozen=True)
class Setting:
    """One line of the table.

    Attributes:
        name: for scripts.
        title: for people.
        scan: "ct", "t1" or "t2", an attribute of `Patient`.
        parameters: what is done to the scan before the network sees it.
    """

    name: str
    title: str
    scan: str
    parameters: InversionParameters


SETTINGS: tuple[Setting, ...] = (
    Setting("ct", "CT", "ct", PRESETS["none"]),
    Setting("t1", "T1, unprocessed", "t1", PRESETS["none"]),
    Setting(
        "t1_inverted",
        "T1, inverted",
        "t1",
        replace(PRESETS["calibrated"], background=BackgroundRule.NONE),
    ),
    Setting("t1_inverted_black", "T1, inverted, black background", "t1", PRESETS["calibrated"]),
    Setting("t1_published", "T1, published recipe as it is", "t1", PRESETS["published"]),
    Setting("t2", "T2, unprocessed", "t2", PRESETS["none"]),
    Setting("t2_inverted_black", "T2, inverted, black background", "t2", PRESETS["calibrated"]),
)
SHOWN = "t1_inverted_black"  # the setting that is written out and pictured


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one setting gave on one patient.

    Attributes:
        setting: the line of the table.
        dice: structure name to Dice similarity coefficient with the truth.
        label_map: what the network found, (K, J, I).
    """

    setting: Setting
    dice: Mapping[str, float]
    label_map: np.ndarray

    @property
    def mean(self) -> float:
        """Mean Dice over all structures that the patient has."""
        return float(np.mean(list(self.dice.values())))


@dataclass(frozen=True)
class Row:
    """A line of the table: mean Dice with its 95 % confidence interval."""

    title: str
    mean: float
    low: float
    high: float


def dice_scores(found: np.ndarray, truth: np.ndarray, table: Mapping[int, str]) -> dict[str, float]:
    """Dice similarity coefficient of each structure that the truth holds; 0 where nothing of it was found."""
    size = max(table) + 1
    pairs = np.bincount(
        truth.ravel().astype(np.int64) * size + np.minimum(found.ravel(), size - 1), minlength=size * size
    )
    joint = pairs.reshape(size, size)
    total = joint.sum(axis=0) + joint.sum(axis=1)
    return {name: float(2 * joint[v, v] / total[v]) for v, name in table.items() if joint[v].any()}


def run(patient: Patient, segment: Segment, settings: Sequence[Setting] = SETTINGS) -> list[Outcome]:
    """Segment the patient's scans in every setting and compare with the truth."""
    outcomes = []
    for setting in settings:
        found = segment(getattr(patient, setting.scan), setting.parameters)
        outcomes.append(Outcome(setting, dice_scores(found, patient.labels.voxels, patient.table), found))
    return outcomes


def summarize(patients: Sequence[Sequence[Outcome]], seed: int = 0, draws: int = 10000) -> list[Row]:
    """Mean Dice of each setting with a bootstrap interval (percentiles 2.5 and 97.5).

    The interval is over patients; with a single patient it is over that patient's structures.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for outcomes in zip(*patients, strict=True):
        alone = len(outcomes) == 1
        values = np.array(
            list(outcomes[0].dice.values()) if alone else [outcome.mean for outcome in outcomes]
        )
        means = values[rng.integers(len(values), size=(draws, len(values)))].mean(axis=1)
        low, high = np.percentile(means, [2.5, 97.5])
        rows.append(Row(outcomes[0].setting.title, float(values.mean()), float(low), float(high)))
    return rows


def table_text(rows: Sequence[Row]) -> str:
    """The table as plain text."""
    wide = max(len(row.title) for row in rows)
    lines = [f"{'':{wide}}  mean Dice (95 % CI)"]
    lines += [f"{row.title:{wide}}  {row.mean:.2f} ({row.low:.2f}-{row.high:.2f})" for row in rows]
    return "\n".join(lines)


def structure_text(outcomes: Sequence[Outcome]) -> str:
    """Dice of every structure in every setting as plain text, one line a structure."""
    names = list(outcomes[0].dice)
    wide = max(map(len, names))
    lines = [
        " " * wide
        + "".join(f"  {outcome.setting.name:>{max(5, len(outcome.setting.name))}}" for outcome in outcomes)
    ]
    for name in names:
        cells = (f"  {o.dice[name]:>{max(5, len(o.setting.name))}.2f}" for o in outcomes)
        lines.append(f"{name:{wide}}" + "".join(cells))
    return "\n".join(lines)
