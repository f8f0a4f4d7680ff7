"""Numbers as the panel shows them."""

from __future__ import annotations

from slicer.i18n import tr as _

from InvertSegLib.session.volume_facts import UNKNOWN, VolumeFacts

_GB = 1e9


def memory_text(size: float) -> str:
    """Bytes, in GB with the digits that matter."""
    number = size / _GB
    return _("{number} GB").format(number=f"{number:.0f}" if number >= 10 else f"{number:.1f}")


def size_text(size: float) -> str:
    """Bytes on disk, in MB or GB with the digits that matter."""
    if size < 1e9:
        return _("{number} MB").format(number=f"{size / 1e6:.0f}" if size >= 1e6 else f"{size / 1e6:.1f}")
    return memory_text(size)


def remaining_text(seconds: float) -> str:
    """How long something will take still; coarse, as it is an estimate."""
    if seconds < 10:
        return _("a few seconds left")
    if seconds < 90:
        rounded = round(seconds / 10) * 10 if seconds > 20 else round(seconds)
        return _("about {seconds} s left").format(seconds=rounded)
    return _("about {minutes} min left").format(minutes=round(seconds / 60))


def duration_text(seconds: float) -> str:
    """How long something took."""
    if seconds < 100:
        return _("{seconds} s").format(seconds=f"{seconds:.0f}" if seconds >= 10 else f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), 60)
    return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest)


def rough_duration_text(seconds: float) -> str:
    """How long something will take in all; coarse, as it is an estimate."""
    if seconds < 90:
        rounded = round(seconds / 10) * 10 if seconds > 20 else max(1, round(seconds))
        return _("about {seconds} s").format(seconds=rounded)
    return _("about {minutes} min").format(minutes=round(seconds / 60))


def plain_html(text: str) -> str:
    """A text for a label that shows rich text, with nothing in it taken as markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def facts_text(facts: VolumeFacts) -> str:
    """What a volume is, in one line."""
    text = _("{size} voxels of {spacing} mm, intensities {low} to {high}").format(
        size=" \u00d7 ".join(str(count) for count in facts.shape),
        spacing=" \u00d7 ".join(f"{value:.3g}" for value in facts.spacing),
        low=f"{facts.range[0]:.6g}",
        high=f"{facts.range[1]:.6g}",
    )
    if facts.kind == UNKNOWN:
        return text
    return _("{facts}; looks like {kind} ({why})").format(facts=text, kind=facts.kind, why=_(facts.why))
