"""How a learned generator wants its input and what its output means, read without torch or onnxruntime."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from InvertSegLib.errors import EngineError, Failure

AXIAL, CORONAL, SAGITTAL = "axial", "coronal", "sagittal"
_PLANES = (AXIAL, CORONAL, SAGITTAL)


@dataclass(frozen=True)
class GeneratorRecipe:
    """What a generator's file does not say; from the JSON of the same stem beside it.

    The defaults are those of CycleGAN as it is usually delivered: axial slices, -1..1 in and out.

    Attributes:
        mode: "slice" (input (1, 1, rows, columns)), "volume" ((1, 1, slices, rows, columns)), or "auto":
            what the file says, slice where it says nothing (TorchScript).
        plane: which slices: "axial", "coronal" or "sagittal". Rows run from front to back in axial ones and
            from head to foot in the others, columns to the patient's left, in sagittal ones to the back.
        percentiles: of the voxels, which become the ends of `input_range`; what lies beyond is clipped.
        input_range: what the network takes.
        output_range: what it gives.
        hounsfield: Hounsfield units of the ends of `output_range`.
        size: rows and columns (volumes: slices, rows, columns) that the input is resampled to; empty for its
            own size. A size that the file itself fixes goes first.
        multiple: otherwise the input is padded to a multiple of this along each axis.
    """

    mode: str = "auto"
    plane: str = AXIAL
    percentiles: tuple[float, float] = (0.0, 99.5)
    input_range: tuple[float, float] = (-1.0, 1.0)
    output_range: tuple[float, float] = (-1.0, 1.0)
    hounsfield: tuple[float, float] = (-1000.0, 1000.0)
    size: tuple[int, ...] = ()
    multiple: int = 4

    def __post_init__(self) -> None:
        for name in ("percentiles", "input_range", "output_range", "hounsfield"):
            low, high = (float(value) for value in getattr(self, name))
            if not low < high:
                raise ValueError(f"{name} is empty")
            object.__setattr__(self, name, (low, high))
        object.__setattr__(self, "size", tuple(int(value) for value in self.size))
        object.__setattr__(self, "multiple", int(self.multiple))
        if self.mode not in {"auto", "slice", "volume"} or self.plane not in _PLANES:
            raise ValueError(f"mode {self.mode!r}, plane {self.plane!r}")
        if self.multiple < 1 or len(self.size) not in {0, 2, 3} or any(n < 1 for n in self.size):
            raise ValueError(f"size {self.size!r}, multiple {self.multiple!r}")

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self).items()}


def recipe_beside(model: Path) -> GeneratorRecipe:
    """The recipe of a generator; the defaults where it has no JSON beside it.

    Raises:
        EngineError: unreadable_model when the JSON makes no sense.
    """
    path = model.with_suffix(".json")
    if not path.is_file():
        return GeneratorRecipe()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        unknown = sorted(set(data) - {f.name for f in fields(GeneratorRecipe)})
        if unknown:
            raise ValueError(f"unknown entry {unknown[0]!r}")
        return _recipe(data)
    except (OSError, TypeError, ValueError) as error:
        raise EngineError(
            Failure(
                "unreadable_model",
                f"The description {path.name} of the generator makes no sense ({error}).",
                "Correct it; docs/transforms.md lists its entries.",
            )
        ) from error


def _recipe(data: Mapping[str, Any]) -> GeneratorRecipe:
    return GeneratorRecipe(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})
