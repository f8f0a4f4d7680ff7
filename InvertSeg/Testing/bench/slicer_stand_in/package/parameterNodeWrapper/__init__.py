"""Typed access to a parameter node, and binding to widgets; written anew after what a real Slicer answers.

Left out: widgets that are made from a pack, one's own serializers and connectors.
"""

from __future__ import annotations

from .annotations import (
    Choice,
    Decimals,
    Default,
    Exclude,
    IsInstance,
    Label,
    Maximum,
    Minimum,
    NotNone,
    RangeBounds,
    SingleStep,
    Validator,
    WithinRange,
)
from .packs import parameterPack
from .ranges import FloatRange
from .wrapper import SlicerParameterNamePropertyName, parameterNodeWrapper

__all__ = [
    "Choice",
    "Decimals",
    "Default",
    "Exclude",
    "FloatRange",
    "IsInstance",
    "Label",
    "Maximum",
    "Minimum",
    "NotNone",
    "RangeBounds",
    "SingleStep",
    "SlicerParameterNamePropertyName",
    "Validator",
    "WithinRange",
    "parameterNodeWrapper",
    "parameterPack",
]
