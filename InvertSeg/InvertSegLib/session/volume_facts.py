"""What a volume is, in one line: size, spacing, range, and whether it looks like T1, T2 or CT."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from InvertSegLib.inversion.slabs import slabs

T1, T2, CT, UNKNOWN = "T1", "T2", "CT", "unknown"

_NUMBERS = "biuf"  # kinds of numpy types: bool, integers, floating point
_WARNINGS = {
    T2: "Inversion does not help on T2-weighted MRI: fluid is bright there, and dark in CT after inversion.",
    CT: "CT needs no inversion: choose the preset none.",
}
# Words of series descriptions, protocol names and file names; the first that fits counts.
_WORDS: tuple[tuple[str, str], ...] = (
    (UNKNOWN, r"dwi|adc|dti|tracew?|bold|pwi|dsc|asl|swi|localizer|scout"),
    (UNKNOWN, r"t1\w* .*t2\w*|t2\w* .*t1\w*"),
    (T2, r"t2\w*|\w*t2w?"),
    (T1, r"t1\w*|\w*t1w?"),
    (T2, r"flair|stir|haste|ssfse|mrcp"),
    (T1, r"mp2?rage|f?spgr|vibe|lava|thrive|flash|bravo|m?dixon|(in|opp|opposed|out of) ?phase"),
    (CT, r"ct\d*|cta|ctac|ncct|cect|hu|hounsfield"),
)


@dataclass(frozen=True)
class VolumeFacts:
    """What can be said of a volume at a glance.

    Attributes:
        name: of the volume or its file.
        shape: number of voxels along i, j, k.
        spacing: voxel size along i, j, k in mm.
        range: smallest and largest finite intensity.
        dtype: type of the voxels, as numpy calls it.
        kind: "T1", "T2", "CT" or "unknown".
        why: how `kind` was told, for example "DICOM says modality CT"; empty when unknown.
        warnings: sentences the user should read before a run.
        problem: why it cannot be run at all, as one sentence; empty when it can.
    """

    name: str
    shape: tuple[int, int, int]
    spacing: tuple[float, float, float]
    range: tuple[float, float]
    dtype: str
    kind: str = UNKNOWN
    why: str = ""
    warnings: tuple[str, ...] = ()
    problem: str = ""

    @classmethod
    def of(
        cls,
        voxels: np.ndarray,
        spacing: tuple[float, float, float],
        name: str = "",
        *,
        tags: Mapping[str, str] | None = None,
        value_range: tuple[float, float] | None = None,
    ) -> VolumeFacts:
        """Look at a volume.

        Args:
            voxels: array (K, J, I).
            spacing: along i, j, k in mm.
            name: of the node or file.
            tags: DICOM attributes by keyword ("EchoTime") or by the names of `VolumeSource.metadata`
                ("echo_time"); what is not there is not needed.
            value_range: smallest and largest finite intensity where the caller knows them already (a
                histogram, VTK's scalar range): spares the one pass over the voxels.
        """
        known = {_plain(key): str(value) for key, value in (tags or {}).items() if value not in (None, "")}
        low, high = value_range or _range_of(voxels)
        kind, why = _kind(known, name, low, high)
        k, j, i = voxels.shape
        return cls(
            name=name,
            shape=(i, j, k),
            spacing=tuple(float(value) for value in spacing),
            range=(float(low), float(high)),
            dtype=voxels.dtype.newbyteorder("=").name,
            kind=kind,
            why=why,
            warnings=tuple(_warnings(kind, known, name)),
            problem=_problem(voxels, name, low, high),
        )

    def summary(self) -> str:
        """One line: "256 x 256 x 120 voxels of 1.2 x 1.2 x 3 mm, 0 to 1422, int16; looks like T1"."""
        size = " x ".join(str(count) for count in self.shape)
        spacing = " x ".join(f"{value:.3g}" for value in self.spacing)
        low, high = (f"{value:.6g}" for value in self.range)
        looks = f"; looks like {self.kind}" if self.kind != UNKNOWN else ""
        return f"{size} voxels of {spacing} mm, {low} to {high}, {self.dtype}{looks}"


def _range_of(voxels: np.ndarray) -> tuple[float, float]:
    lows, highs = [], []
    if voxels.dtype.kind not in _NUMBERS:
        return float("nan"), float("nan")
    for part in slabs(voxels.shape):
        piece = voxels[part]
        if piece.dtype.kind == "f":
            piece = piece[np.isfinite(piece)]
        if piece.size:
            lows.append(piece.min())
            highs.append(piece.max())
    return (float(min(lows)), float(max(highs))) if lows else (float("nan"), float("nan"))


def _problem(voxels: np.ndarray, name: str, low: float, high: float) -> str:
    title = f"The volume {name}" if name else "The volume"
    if voxels.dtype.kind not in _NUMBERS:
        return f"{title} holds {voxels.dtype} voxels, and real numbers are needed."
    if voxels.size == 0:
        return f"{title} has no voxels."
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"{title} holds no finite intensity."
    return f"{title} has the same intensity everywhere, {low:g}." if low == high else ""


def _warnings(kind: str, tags: Mapping[str, str], name: str) -> list[str]:
    found = [_WARNINGS[kind]] if kind in _WARNINGS else []
    if re.search(r"invert(ed|iert)", name, re.IGNORECASE):
        found.append("By its name this volume has been inverted already.")
    if re.search(r"(^|[\W_])(label|seg|segmentation|mask)s?([\W_]|$)", name, re.IGNORECASE):
        found.append("By its name this is a label map or a mask, not a scan.")
    if any(re.search(rf"\b({_WORDS[0][1]})\b", text) for text, _ in _texts(tags, "")):
        found.append("By its description this is no anatomical image; the network may find little in it.")
    return found


def _kind(tags: Mapping[str, str], name: str, low: float, high: float) -> tuple[str, str]:
    modality = tags.get("modality", "").strip().upper()
    if modality == "CT":
        return CT, "DICOM says modality CT"
    contrast = tags.get("acquisitioncontrast", "").strip().upper()
    if contrast in {T1, T2}:
        return contrast, f"DICOM says acquisition contrast {contrast}"
    for text, where in _texts(tags, name):
        for kind, words in _WORDS:
            match = re.search(rf"\b({words})\b", text)
            if match and not (kind == CT and modality == "MR"):
                return (kind, f'"{match[0]}" in its {where}') if kind != UNKNOWN else (UNKNOWN, "")
    timing = _kind_by_timing(tags)
    if timing[0] != UNKNOWN or modality == "MR":
        return timing
    # CT alone has air near -1000; MRI has next to nothing below 0.
    return (
        (CT, "intensities like Hounsfield units") if -3100 <= low <= -900 and high >= 200 else (UNKNOWN, "")
    )


def _texts(tags: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    """Descriptions in the order of their worth, in lower case, words apart; and where they are from."""
    keys = ("seriesdescription", "protocolname", "sequencename", "pulsesequencename")
    texts = [(tags[key], "DICOM description") for key in keys if key in tags] + [(name, "name")]
    return [(re.sub(r"[\W_]+", " ", text).lower(), where) for text, where in texts if text]


def _kind_by_timing(tags: Mapping[str, str]) -> tuple[str, str]:
    """By echo and repetition time in ms, with the textbook limits of spin and gradient echoes."""
    echo, repetition = _number(tags.get("echotime")), _number(tags.get("repetitiontime"))
    if echo is None:
        return UNKNOWN, ""
    times = f"echo time {echo:g} ms" + (f", repetition time {repetition:g} ms" if repetition else "")
    if echo >= 60:
        return T2, times
    gradient = "GR" in tags.get("scanningsequence", "").upper()
    if gradient and echo <= 15:
        return T1, f"gradient echo, {times}"
    if echo <= 30 and repetition is not None and repetition <= 900:
        return T1, times
    return UNKNOWN, ""


def _number(text: str | None) -> float | None:
    try:
        return float((text or "").split("\\")[0])
    except ValueError:
        return None


def _plain(key: str) -> str:
    return key.rpartition(".")[2].replace("_", "").replace(" ", "").lower()
