"""What a MONAI bundle says of itself, read without running any of it.

A bundle is a folder with ``configs/metadata.json``, ``configs/inference.json`` (or ``.yaml``) and
``models/`` (https://docs.monai.io/en/stable/mb_specification.html). Its configuration is code: strings that
begin with ``$`` are Python expressions, ``_target_`` names anything that can be called. This module lists
them, so that a user can be asked before the engine runs them. It needs neither torch nor monai and is used
outside the worker too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from InvertSegLib.engines.bundle_code import code_in
from InvertSegLib.errors import EngineError, Failure

_CONFIG_NAMES = ("inference.json", "inference.yaml", "inference.yml")
_WEIGHT_SUFFIXES = (".ts", ".pt", ".pth")
# What a segmentation bundle's metadata calls its output; others are classifications, boxes, images...
_SEGMENTATION_FORMATS = frozenset({"segmentation", "labels", "probabilities", "multiclass"})
_NAME_THE_FOLDER = "Name the folder that holds the bundle's configs and models."


@dataclass(frozen=True)
class Bundle:
    """What the metadata of a bundle says.

    Attributes:
        folder: the bundle's folder.
        config: its inference configuration.
        name: as its authors call it, the folder's name where they do not say.
        version: of the bundle, empty if not given.
        description: one sentence of its authors, may be empty.
        modality: of the input, such as "CT"; empty if not given.
        intensity: the input's intensity format, such as "hounsfield"; empty if not given.
        labels: label value to structure name, without background.
        image_key: name of the input in the bundle's data dictionaries.
        prediction_key: name of the output there.
    """

    folder: Path
    config: Path
    name: str
    version: str
    description: str
    modality: str
    intensity: str
    labels: Mapping[int, str]
    image_key: str
    prediction_key: str


def read_bundle(folder: str | Path) -> Bundle:
    """Read and check a bundle's metadata.

    Args:
        folder: the folder that holds ``configs`` and ``models``.

    Raises:
        EngineError: unreadable_model when it is no bundle or damaged; unsupported_model when it is one that
            InvertSeg does not run (2D, several input channels, no segmentation, structures without names).
    """
    folder = Path(folder).expanduser()
    config = find_config(folder)
    metadata = read_config(folder / "configs" / "metadata.json")
    network_format = _mapping(metadata.get("network_data_format"))
    image_key, image = _only(network_format.get("inputs"), "image", folder, "input")
    prediction_key, prediction = _only(network_format.get("outputs"), "pred", folder, "output")
    _check_image(image, folder)
    _check_prediction(prediction, folder)
    return Bundle(
        folder=folder,
        config=config,
        name=str(metadata.get("name") or folder.name),
        version=str(metadata.get("version") or ""),
        description=str(metadata.get("description") or ""),
        modality=str(image.get("modality") or ""),
        intensity=str(image.get("format") or "").lower(),
        labels=_labels(prediction, folder),
        image_key=image_key,
        prediction_key=prediction_key,
    )


def find_config(folder: Path) -> Path:
    """The bundle's inference configuration.

    Raises:
        EngineError: unreadable_model when the folder is no bundle.
    """
    if not folder.is_dir():
        raise _unreadable(f"{folder} is not a folder.", _NAME_THE_FOLDER)
    for name in _CONFIG_NAMES:
        if (folder / "configs" / name).is_file():
            return folder / "configs" / name
    raise _unreadable(
        f"{folder} is not a MONAI bundle: it has no configs/inference.json or .yaml.",
        _NAME_THE_FOLDER,
    )


def read_config(path: Path) -> dict[str, Any]:
    """Read a JSON or YAML configuration; nothing in it is evaluated.

    Raises:
        EngineError: unreadable_model.
    """
    remedy = "Get the bundle again from where it came from."
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else _parse_yaml(text)
    except FileNotFoundError:
        raise _unreadable(f"The bundle has no configs/{path.name}.", remedy) from None
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(f"The bundle's configs/{path.name} cannot be read: {error}.", remedy) from error
    if not isinstance(content, dict):
        raise _unreadable(f"The bundle's configs/{path.name} is not a table of names and values.", remedy)
    return content


def expressions(folder: str | Path) -> tuple[str, ...]:
    """Everything that loading the bundle would run as code; nothing is evaluated.

    Returns:
        One "where: what" for each expression, import, callable that is no computing component of MONAI or
        torch, reference to another configuration file, and TorchScript program; empty when there is nothing.

    Raises:
        EngineError: unreadable_model.
    """
    folder = Path(folder).expanduser()
    programs = (path for path in weight_files(folder) if path.suffix == ".ts")
    return (
        *code_in(read_config(find_config(folder))),
        *(f"models/{path.name}: a TorchScript program" for path in programs),
    )


def weight_files(folder: str | Path) -> tuple[Path, ...]:
    """The files under ``models`` that can hold weights, TorchScript first; empty when there are none."""
    models = Path(folder).expanduser() / "models"
    found = [path for path in models.glob("*") if path.suffix in _WEIGHT_SUFFIXES and path.is_file()]
    return tuple(sorted(found, key=lambda path: (_WEIGHT_SUFFIXES.index(path.suffix), path.name)))


def _parse_yaml(text: str) -> Any:
    try:
        import yaml
    except ImportError:
        raise _unreadable(
            "The bundle's configuration is YAML, and PyYAML is not installed to read it.",
            "Install PyYAML, or write the configuration as JSON.",
        ) from None
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error


def _only(formats: Any, usual: str, folder: Path, kind: str) -> tuple[str, Mapping[str, Any]]:
    """The single input or output that the metadata describes."""
    formats = _mapping(formats)
    if len(formats) != 1:
        what = "does not describe its network's" if not formats else f"has {len(formats)} network"
        raise _unsupported(
            f"The metadata of the bundle {folder.name} {what} {kind}{'s' if len(formats) > 1 else ''}.",
            f"InvertSeg runs bundles with one {kind}, usually called '{usual}', in network_data_format.",
        )
    key, content = next(iter(formats.items()))
    return str(key), _mapping(content)


def _check_image(image: Mapping[str, Any], folder: Path) -> None:
    channels = image.get("num_channels", 1)
    if channels != 1:
        raise _unsupported(
            f"The bundle {folder.name} takes {channels} input channels, and there is one volume to give it.",
            "Choose a bundle whose network takes one image.",
        )
    shape = image.get("spatial_shape")
    if isinstance(shape, list) and len(shape) != 3:
        raise _unsupported(
            f"The network of the bundle {folder.name} is {len(shape)}D.", "Choose a bundle with a 3D network."
        )


def _check_prediction(prediction: Mapping[str, Any], folder: Path) -> None:
    kind, form = str(prediction.get("type", "image")), str(prediction.get("format", "segmentation")).lower()
    if kind not in {"image", "probabilities"} or form not in _SEGMENTATION_FORMATS:
        raise _unsupported(
            f"The bundle {folder.name} gives '{form}' of type '{kind}', not a segmentation.",
            "Choose a bundle that segments.",
        )


def _labels(prediction: Mapping[str, Any], folder: Path) -> dict[int, str]:
    definition = _mapping(prediction.get("channel_def"))
    try:
        names = {int(value): str(name) for value, name in definition.items()}
    except ValueError:
        names = {}
    if not names:
        raise _unsupported(
            f"The metadata of the bundle {folder.name} does not name its structures.",
            "Add channel_def to network_data_format.outputs in its configs/metadata.json.",
        )
    if names.get(0, "background").strip().lower() == "background":
        return {value: name for value, name in sorted(names.items()) if value != 0}
    if len(names) == 1:  # one structure, told from the background by a threshold
        return {1: names[0]}
    raise _unsupported(
        f"The structures of the bundle {folder.name} overlap: it has no background class.",
        "Choose a bundle that gives each voxel one structure.",
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _unreadable(sentence: str, remedy: str) -> EngineError:
    return EngineError(Failure("unreadable_model", sentence, remedy))


def _unsupported(sentence: str, remedy: str) -> EngineError:
    return EngineError(Failure("unsupported_model", sentence, remedy))
