"""What the inversion's widgets offer and explain."""

from __future__ import annotations

from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.session.parameters import CUSTOM

Entries = tuple[tuple[str, str, str], ...]


def preset_entries() -> Entries:
    """Presets by the engines that they suit: (data, text, tooltip)."""
    return (
        (
            "published",
            _("Published: {engines}").format(engines=_engines("published")),
            _(
                "For CT networks that normalize intensities themselves: clip to 0..3000, take every voxel "
                "from the maximum, the darkest 1 % of the range becomes background. As published, voxel for "
                "voxel."
            ),
        ),
        (
            "calibrated",
            _("Calibrated: {engines}, demo").format(engines=_engines("calibrated")),
            _(
                "For CT networks that expect Hounsfield units: the body's intensities are mapped into a "
                "window of soft tissue, air becomes -1000 HU."
            ),
        ),
        (
            "none",
            _("None: {engines}, CT scans").format(engines=_engines("none")),
            _("Intensities stay as they are: for networks trained on MRI, and for CT scans."),
        ),
        (CUSTOM, _("Own settings"), _("Values that belong to no preset")),
    )


def background_entries() -> Entries:
    """Background rules."""
    return (
        (
            "range",
            _("Share of the range"),
            _(
                "Voxels in the lowest per cent of the intensity range become background, as in the authors' "
                "code. One very bright voxel widens the range."
            ),
        ),
        (
            "percentile",
            _("Share of the voxels"),
            _(
                "The darkest per cent of all voxels becomes background, as in the paper's equation 1. Bright "
                "voxels do not matter; choose about the share of air in the image."
            ),
        ),
        (
            "body",
            _("Outside the body"),
            _(
                "All that lies outside the body becomes background; dark voxels inside it stay. Neither "
                "noise nor hot voxels matter."
            ),
        ),
        ("none", _("None"), _("No voxel becomes background: noise in the air becomes bright.")),
    )


def mapping_entries() -> Entries:
    """Mappings."""
    return (
        (
            "published",
            _("Maximum minus intensity"),
            _("maximum - x + minimum after the clip, in the volume's own data type"),
        ),
        (
            "calibrated",
            _("Hounsfield units"),
            _("The clip range is mapped onto the window, along the tone curve; background becomes -1000 HU"),
        ),
        ("none", _("None"), _("Intensities stay as they are")),
    )


def tips() -> dict[str, str]:
    """Tooltip of each widget while it can be used, by its name in the .ui file."""
    return {
        "previewOffButton": _("The slice views show the volume as it is"),
        "previewInvertedButton": _(
            "The slice views show what the network would be given. Nothing is computed or changed; leaving "
            "the module puts the views back."
        ),
        "previewSideBySideButton": _("The volume on the left, what the network would be given on the right"),
        "opacitySlider": _("How much the preview covers the volume"),
        "clipRangeWidget": _(
            "Darker and brighter intensities are clipped to these two. What is brighter than the upper one "
            "becomes as dark as it."
        ),
        "automaticClipCheckBox": _(
            "The clip range that belongs to the mapping: 0 to 3000 as published; for Hounsfield units the "
            "2nd to 98th percentile of the tissue"
        ),
        "backgroundComboBox": _("Which voxels are air, and stay dark instead of becoming bright"),
        "thresholdSlider": _("Raise it until the air in the preview is black, and no further"),
        "mappingComboBox": _("What is done to the intensities"),
        "invertedCheckBox": _("Off keeps the sign: the control experiment, for comparison"),
        "windowRangeWidget": _("Hounsfield units that the darkest and the brightest tissue get"),
        "toneSlider": _(
            "Exponent of the tone curve: 1 is a straight line, less brightens the middle tones. With the "
            "preset's 0.6 abdominal organs of T1-weighted MRI come near their values in CT."
        ),
        "createVolumeButton": _("Compute the inverted volume as a new volume node; the input is not changed"),
    }


def _engines(preset: str) -> str:
    return ", ".join(engine.title for engine in ENGINES.values() if engine.preset == preset)
