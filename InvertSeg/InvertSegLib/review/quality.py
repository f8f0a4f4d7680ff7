"""How good a segment probably is, told without ground truth.

Each of several looks gives a factor from 0 (cannot be right) to 1 (nothing speaks against it), and the score
is their product: a fault in one is a fault. It is made to rank, and is neither a probability nor a Dice
coefficient; docs/quality.md has what it was measured to tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from InvertSegLib.errors import InputError
from InvertSegLib.inversion.background import body_mask
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.anatomy import Anatomy, anatomy_of
from InvertSegLib.review.matching import canonical
from InvertSegLib.review.quality_reasons import Reason
from InvertSegLib.volume.volume import Volume

# Two standard deviations halve the factor; from there it falls with the square, as a Cauchy density does:
# patients are ill, and no volume makes a segment impossible.
_HALF_AT = 2.0
# A cross-section at the end of the scan of this share of the largest one means that the rest is missing.
_CUT_SHARE = 0.2
# What is said in words: factors below these, all others count without a word.
_WORTH_SAYING: Mapping[str, float] = {"volume": 0.5, "confidence": 0.8, "agreement": 0.8, "second": 0.7}
_USUALLY_SAID = 0.95
_GOOD = 0.7
# In words: from these scores on, see `SegmentQuality.grade`.
_GRADES = (("good", 0.6), ("doubtful", 0.3))
_CORNERS = np.ones((3, 3, 3), dtype=bool)


@dataclass(frozen=True)
class SegmentQuality:
    """What can be told of one segment.

    Attributes:
        label: its value in the label map.
        name: of the structure.
        score: product of the factors, 0..1; 0 for an empty segment.
        volume_ml: its volume in millilitres.
        factors: look ("volume", "parts", "side", "body", "confidence", "agreement", "second") to 0..1; looks
            that were not possible are missing.
        reasons: what speaks against it, the gravest first.
    """

    label: int
    name: str
    score: float
    volume_ml: float
    factors: Mapping[str, float] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()

    @property
    def grade(self) -> str:
        """The score in a word: "good", "doubtful" or "poor"."""
        return next((word for word, least in _GRADES if self.score >= least), "poor")

    def to_json(self) -> dict[str, object]:
        """As a JSON object."""
        return {
            "label": self.label,
            "name": self.name,
            "score": round(self.score, 4),
            "volume_ml": round(self.volume_ml, 3),
            "factors": {look: round(factor, 4) for look, factor in self.factors.items()},
            "reasons": [reason.sentence for reason in self.reasons],
        }


@dataclass(frozen=True, eq=False)
class BodyFrame:
    """Where the patient is in a volume.

    Attributes:
        mask: boolean array (K, J, I), the body.
        middle: RAS millimetres from the left to the right half of the body: its centre of gravity's R.
    """

    mask: np.ndarray
    middle: float

    @classmethod
    def of(cls, volume: Volume) -> BodyFrame:
        """Find it; see `inversion.background.body_mask`.

        Raises:
            InputError: the voxels are no scan.
        """
        mask = body_mask(volume.voxels)
        means = []
        for axis in (2, 1, 0):
            profile = mask.sum(axis=tuple(other for other in range(3) if other != axis), dtype=np.int64)
            means.append(float((profile * np.arange(profile.size)).sum() / max(1, profile.sum())))
        return cls(mask, float(volume.ijk_to_ras[0] @ (*means, 1.0)))


def assess(
    segmentation: Segmentation, body: BodyFrame | None = None, second: Segmentation | None = None
) -> tuple[SegmentQuality, ...]:
    """Judge every structure of a segmentation's table, in its order.

    Args:
        segmentation: with `confidence` and `disagreement` where the engine gave them.
        body: of the scan, on the same grid; without it side and overlap with the body are not judged.
        second: of another engine or setting on the same grid; what both know is compared.

    Raises:
        InputError: body or second are on another grid.
    """
    return tuple(assess_in_steps(segmentation, body, second))


def assess_in_steps(
    segmentation: Segmentation, body: BodyFrame | None = None, second: Segmentation | None = None
) -> Iterator[SegmentQuality]:
    """As `assess`, one structure after the other, for hosts that must not wait for all of them.

    Raises:
        InputError: body or second are on another grid.
    """
    shape = segmentation.label_map.shape
    if body is not None and body.mask.shape != shape:
        raise _other_grid("The scan")
    if second is not None and not _same_grid(segmentation, second):
        raise _other_grid("The second segmentation")
    boxes = ndimage.find_objects(segmentation.label_map)
    others = {canonical(structure.name): value for value, structure in second.table.items()} if second else {}
    for value, structure in segmentation.table.items():
        box = boxes[value - 1] if value <= len(boxes) else None
        if box is None:
            empty = Reason("empty", 0.0)
            yield SegmentQuality(value, structure.name, 0.0, 0.0, reasons=(empty,))
            continue
        segment = _Segment(segmentation, value, box, anatomy_of(structure.name))
        findings = [segment.volume(), segment.parts(), segment.confidence(), segment.agreement()]
        if body is not None:
            findings += [segment.side(body), segment.inside(body)]
        if second is not None and canonical(structure.name) in others:
            findings.append(segment.second(second, others[canonical(structure.name)]))
        yield segment.quality([finding for finding in findings if finding is not None])


@dataclass(frozen=True)
class _Finding:
    look: str
    factor: float
    reason: Reason

    @property
    def is_worth_saying(self) -> bool:
        if self.factor == 1:
            return self.reason.kind == "cut off"
        return self.factor < _WORTH_SAYING.get(self.look, _USUALLY_SAID)


class _Segment:
    """One segment in its box, and the looks at it; a look that is not possible gives None."""

    def __init__(
        self, segmentation: Segmentation, value: int, box: tuple[slice, ...], anatomy: Anatomy
    ) -> None:
        self._segmentation, self._value, self._box, self._anatomy = segmentation, value, box, anatomy
        self._name = segmentation.table[value].name
        self._mask = segmentation.label_map[box] == value
        self._voxels = int(np.count_nonzero(self._mask))
        self._ml = self._voxels * abs(float(np.linalg.det(segmentation.ijk_to_ras[:3, :3]))) / 1000

    def quality(self, findings: list[_Finding]) -> SegmentQuality:
        factors = {finding.look: finding.factor for finding in findings}
        score = float(np.prod(list(factors.values())))
        worst_first = sorted(findings, key=lambda finding: finding.factor)
        reasons = [finding.reason for finding in worst_first if finding.is_worth_saying]
        if not reasons and score < _GOOD:
            reasons = [worst_first[0].reason]  # many small things: the largest of them
        return SegmentQuality(self._value, self._name, score, self._ml, factors, tuple(reasons))

    def volume(self) -> _Finding | None:
        usual = self._anatomy.volume
        if usual is None:
            return None
        deviation = usual.deviation(self._ml)
        if deviation < 0 and self._is_cut_off():
            return _Finding("volume", 1.0, Reason("cut off", 1.0))
        factor = 1 / (1 + (deviation / _HALF_AT) ** 2)
        values = {"volume_ml": self._ml, "mean_ml": usual.mean_ml, "sd_ml": usual.sd_ml}
        return _finding("volume", factor, "small" if deviation < 0 else "large", values)

    def _is_cut_off(self) -> bool:
        """Whether a good part of it reaches the first or the last slice, row or column."""
        for axis, (part, size) in enumerate(zip(self._box, self._segmentation.label_map.shape, strict=True)):
            if size == 1:
                continue
            areas = self._mask.sum(axis=tuple(other for other in range(3) if other != axis))
            ends = [areas[0]] * (part.start == 0) + [areas[-1]] * (part.stop == size)
            if ends and max(ends) >= _CUT_SHARE * areas.max():
                return True
        return False

    def parts(self) -> _Finding | None:
        if not self._anatomy.one_piece:
            return None
        components, number = ndimage.label(self._mask, _CORNERS)
        share = float(np.bincount(components.ravel())[1:].max()) / self._voxels
        return _finding("parts", share, "parts", {"parts": number, "share": share})

    def side(self, body: BodyFrame) -> _Finding | None:
        if not self._anatomy.side:
            return None
        matrix = self._segmentation.ijk_to_ras[0]
        k, j, i = (np.arange(part.start, part.stop) for part in self._box)
        right = matrix[2] * k[:, None, None] + matrix[1] * j[:, None] + matrix[0] * i + matrix[3]
        own = right > body.middle if self._anatomy.side == "right" else right < body.middle
        share = float(np.count_nonzero(own & self._mask)) / self._voxels
        # The liver reaches over the middle, and the middle of the body is known to a few centimetres only.
        return _finding("side", min(1.0, 2 * share), "side", {"share": 1 - share})

    def inside(self, body: BodyFrame) -> _Finding:
        share = float(np.count_nonzero(body.mask[self._box] & self._mask)) / self._voxels
        return _finding("body", share, "outside", {"share": 1 - share})

    def confidence(self) -> _Finding | None:
        confidence = self._segmentation.confidence.get(self._name)
        return (
            None
            if confidence is None
            else _finding("confidence", confidence, values={"confidence": confidence})
        )

    def agreement(self) -> _Finding | None:
        amount = self._segmentation.disagreement.get(self._name)
        if amount is None:
            return None
        return _finding("agreement", 1 - amount, "disagreement", {"disagreement": amount})

    def second(self, second: Segmentation, value: int) -> _Finding:
        other = np.count_nonzero(second.label_map == value)
        joint = np.count_nonzero((second.label_map[self._box] == value) & self._mask)
        dice = 2.0 * joint / (self._voxels + other)
        return _finding("second", dice, "second", {"dice": dice})


def _finding(look: str, factor: float, kind: str = "", values: Mapping[str, float] | None = None) -> _Finding:
    factor = min(1.0, max(0.0, float(factor)))
    return _Finding(look, factor, Reason(kind or look, factor, values or {}))


def _same_grid(one: Segmentation, other: Segmentation) -> bool:
    return one.label_map.shape == other.label_map.shape and np.allclose(
        one.ijk_to_ras, other.ijk_to_ras, atol=1e-3
    )


def _other_grid(what: str) -> InputError:
    return InputError(
        f"{what} does not lie on the segmentation's grid.", "Give the one that belongs to this segmentation."
    )
