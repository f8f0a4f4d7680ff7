"""The engines there are, as facts that need no engine installed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# Pinned: a resolver that may choose takes the newest build, with gigabytes of CUDA, before a CPU build of an
# older version that lies ready; and a 3D convolution of torch 2.9 is several times slower than in its
# neighbours (PyTorch issue 166122).
TORCH = "torch==2.13.0"

# What holds whatever an engine's package says: MRSegmentator 2.0 refuses torch above 2.10, and runs with it.
OVERRIDES = (TORCH,)

# Packages that the engines ask for and inference does not need. fury brings another vtk, torchvision and
# timm another torch; the rest are viewers and CUDA tools.
EXCLUDED_PACKAGES = (
    "fury",
    "dipy",
    "vtk",
    "torchvision",
    "timm",
    "imgkit",
    "xvfbwrapper",
    "cuda-bindings",
    "triton",
)


@dataclass(frozen=True)
class EngineDescription:
    """What is known of an engine before it is installed.

    Attributes:
        name: as typed on the command line.
        title: as published.
        summary: one sentence for users.
        module: its file in this room, imported in the worker alone.
        requirements: what its environment holds, for one resolver call.
        package: the distribution whose version stands for the engine.
        preset: the inversion preset that suits it.
        takes_model: it runs a model folder of the user's.
        has_tasks: it brings tasks of its own.
        licence: of the engine's code and public weights.
        citation: what to cite.
    """

    name: str
    title: str
    summary: str
    module: str
    requirements: tuple[str, ...]
    package: str
    preset: str
    takes_model: bool
    has_tasks: bool
    licence: str
    citation: str


_DESCRIPTIONS = (
    EngineDescription(
        name="totalsegmentator",
        title="TotalSegmentator",
        summary="117 structures of CT, and about 50 further tasks; its fast network is the paper's choice.",
        module="InvertSegLib.engines.totalsegmentator",
        requirements=(
            TORCH,
            "TotalSegmentator==2.18.0",
            "nnunetv2>=2.3.1,<2.9",
            "SimpleITK>=2.3",
            "numpy",
            "scipy",
        ),
        package="TotalSegmentator",
        preset="published",
        takes_model=False,
        has_tasks=True,
        licence="Apache-2.0; some tasks need a licence number",
        citation="Wasserthal et al., Radiology: Artificial Intelligence 2023, doi 10.1148/ryai.230024",
    ),
    EngineDescription(
        name="nnunet",
        title="nnU-Net v2",
        summary="Any folder of a network that nnU-Net v2 trained.",
        module="InvertSegLib.engines.nnunet",
        requirements=(TORCH, "nnunetv2>=2.3.1,<2.9", "SimpleITK>=2.3", "numpy", "scipy"),
        package="nnunetv2",
        preset="published",
        takes_model=True,
        has_tasks=False,
        licence="Apache-2.0; the model's own licence",
        citation="Isensee et al., Nature Methods 18, 2021, doi 10.1038/s41592-020-01008-z",
    ),
    EngineDescription(
        name="monai",
        title="MONAI bundle",
        summary="A MONAI bundle: a folder with configs/ and models/.",
        module="InvertSegLib.engines.monai",
        requirements=(TORCH, "monai>=1.4", "nibabel>=5", "PyYAML>=6", "SimpleITK>=2.3", "numpy", "scipy"),
        package="monai",
        preset="calibrated",
        takes_model=True,
        has_tasks=False,
        licence="Apache-2.0; the bundle's own licence",
        citation="Cardoso et al., arXiv 2211.02701",
    ),
    EngineDescription(
        name="mrsegmentator",
        title="MRSegmentator",
        summary="40 structures on MRI and CT as they are, without inversion; the engine to compare with.",
        module="InvertSegLib.engines.mrsegmentator",
        requirements=(
            TORCH,
            "mrsegmentator>=2.0,<3",
            "nnunetv2>=2.3.1,<2.9",
            "SimpleITK>=2.3",
            "numpy",
            "scipy",
        ),
        package="mrsegmentator",
        preset="none",
        takes_model=False,
        has_tasks=True,
        licence="Apache-2.0",
        citation="Haentze et al., arXiv 2405.06463",
    ),
)

ENGINES: Mapping[str, EngineDescription] = MappingProxyType({d.name: d for d in _DESCRIPTIONS})
