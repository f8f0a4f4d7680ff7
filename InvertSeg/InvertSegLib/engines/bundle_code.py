"""What in a MONAI bundle's configuration is code, told without running any of it.

MONAI evaluates strings that begin with ``$``, calls whatever ``_target_`` names, and reads other files in
place of ``%file``. Only components that are known to do no more than compute are passed over in silence, so
that an empty list means that there is nothing to ask the user about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

# Components of MONAI that only compute, whatever their arguments are. Of the other names that MONAI knows,
# some start programs, download, load pickles or run further configurations.
_COMPUTING = frozenset(
    """
    Compose LoadImaged LoadImageD LoadImageDict SaveImaged SaveImageD SaveImageDict
    EnsureChannelFirstd EnsureTyped ToTensord CastToTyped
    Orientationd Spacingd Resized ResizeWithPadOrCropd SpatialPadd DivisiblePadd BorderPadd
    CropForegroundd CenterSpatialCropd SpatialCropd Flipd Rotate90d Zoomd
    NormalizeIntensityd ScaleIntensityd ScaleIntensityRanged ScaleIntensityRangePercentilesd
    ThresholdIntensityd ShiftIntensityd GaussianSmoothd HistogramNormalized
    Activationsd AsDiscreted Invertd KeepLargestConnectedComponentd FillHolesd RemoveSmallObjectsd
    LabelFilterd MeanEnsembled VoteEnsembled CopyItemsd DeleteItemsd SelectItemsd SqueezeDimd
    UNet BasicUNet DynUNet SegResNet SegResNetDS UNETR SwinUNETR VNet AttentionUnet HighResNet
    BasicUNetPlusPlus DiNTS TopologySearch TopologyInstance
    SimpleInferer SlidingWindowInferer SlidingWindowInfererAdapt SliceInferer
    Dataset DataLoader ThreadDataLoader SupervisedEvaluator CheckpointLoader StatsHandler
    NibabelReader ITKReader NrrdReader NumpyReader PydicomReader
    """.split()  # noqa: SIM905 - 80 names, one to a line or quoted, hide what is there
)
_MONAI_NAME = re.compile(r"(?:monai\.[\w.]+\.)?(\w+)")
_TORCH_LAYER = re.compile(r"torch\.nn\.(?:modules\.[a-z]\w*\.)?[A-Z]\w*")
_ANOTHER_FILE = re.compile(r"\.(json|ya?ml)\b", re.IGNORECASE)
_HARMLESS_MODES = frozenset({"default", "callable"})  # and not "debug", which starts a debugger
# Arguments whose text MONAI looks up as the name of something to call.
_LOOKED_UP = frozenset({"reader", "writer"})


def code_in(config: Mapping[str, Any]) -> tuple[str, ...]:
    """One "where: what" for each expression, foreign callable and other file in a configuration."""
    return tuple(f"{where}: {text}" for where, text in _strings(config) if _is_code(where, text))


def _strings(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a configuration, with the names that lead to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _strings(item, f"{where}::{key}" if where else str(key))
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _strings(item, f"{where}::{index}")


def _is_code(where: str, text: str) -> bool:
    # The last name that is not a place in a list.
    key = next((part for part in reversed(where.split("::")) if not part.isdigit()), "")
    if text.startswith("$"):
        return True
    if key == "_target_" or key in _LOOKED_UP:  # also by way of "@" and "%", which stand for another entry
        return not _computes(text)
    if key == "_mode_":
        return text not in _HARMLESS_MODES
    # Another file's content takes the place of its name, with the expressions in it.
    return text.startswith("%") and _ANOTHER_FILE.search(text) is not None


def _computes(name: str) -> bool:
    """Whether a name is one of MONAI's computing components, or a layer of torch."""
    known = _MONAI_NAME.fullmatch(name)
    return (known is not None and known.group(1) in _COMPUTING) or _TORCH_LAYER.fullmatch(name) is not None
