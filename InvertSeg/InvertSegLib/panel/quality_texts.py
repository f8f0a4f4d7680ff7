"""What is said of a segment's quality."""

from __future__ import annotations

from slicer.i18n import tr as _

from InvertSegLib.review.quality import SegmentQuality
from InvertSegLib.review.quality_reasons import Reason


def grade_text(quality: SegmentQuality) -> str:
    """The grade as a word."""
    return {"good": _("good"), "doubtful": _("doubtful"), "poor": _("poor")}[quality.grade]


def quality_text(title: str, quality: SegmentQuality) -> str:
    """What a segment's quality is, and why, in one sentence.

    Args:
        title: of the segment.
        quality: what can be told of it.
    """
    reasons = [_reason_text(reason) for reason in quality.reasons]
    if not quality.volume_ml:
        return _("{segment}: {reasons}.").format(segment=title, reasons="; ".join(reasons))
    sentence = _("{segment}: {grade} ({score}), {reasons}.")
    if not reasons:
        reasons = [_("nothing speaks against it")]
    return sentence.format(
        segment=title,
        grade=grade_text(quality),
        score=score_text(quality.score),
        reasons="; ".join(reasons),
    )


def score_text(score: float) -> str:
    """A score from 0 to 1 with two digits."""
    return f"{score:.2f}"


def _reason_text(reason: Reason) -> str:
    return _sentence(reason.kind).format(**reason.values)


def _sentence(kind: str) -> str:
    """As `review.quality_reasons.SENTENCES` has it, in the user's language."""
    # Each is looked up only when it is needed, which takes a while.
    sentences = {
        "empty": lambda: _("nothing was found"),
        "small": lambda: _("{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml"),
        "large": lambda: _("{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml"),
        "cut off": lambda: _("it is cut off by the end of the scan, so its volume says little"),
        "parts": lambda: _("it is in {parts} parts, the largest holds {share:.0%}"),
        "side": lambda: _("{share:.0%} of it lies on the other side of the body"),
        "outside": lambda: _("{share:.0%} of it lies outside the body"),
        "confidence": lambda: _("the network is unsure (confidence {confidence:.2f})"),
        "disagreement": lambda: _("the settings disagree by {disagreement:.2f}"),
        "second": lambda: _("a second result differs (Dice {dice:.2f})"),
    }
    return sentences[kind]()
