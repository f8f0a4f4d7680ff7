"""Why a segment's score is not higher, in words that other faces can translate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

# Kind to sentence; the names in braces are those of `Reason.values`.
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "empty": "nothing was found",
        "small": "{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml",
        "large": "{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml",
        "cut off": "it is cut off by the end of the scan, so its volume says little",
        "parts": "it is in {parts} parts, the largest holds {share:.0%}",
        "side": "{share:.0%} of it lies on the other side of the body",
        "outside": "{share:.0%} of it lies outside the body",
        "confidence": "the network is unsure (confidence {confidence:.2f})",
        "disagreement": "the settings disagree by {disagreement:.2f}",
        "second": "a second result differs (Dice {dice:.2f})",
    }
)


@dataclass(frozen=True)
class Reason:
    """One thing that speaks against a segment, or that keeps something from being judged.

    Attributes:
        kind: a key of `SENTENCES`.
        factor: what it multiplies the score by, 0..1; 1 where it only keeps something from being judged.
        values: numbers of the sentence.
    """

    kind: str
    factor: float
    values: Mapping[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """In words, without capital letter and full stop."""
        return SENTENCES[self.kind].format(**self.values)
