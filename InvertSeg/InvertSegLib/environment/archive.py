"""Importing weights that were downloaded elsewhere, from a zip or a folder: all of it or nothing."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, weights_folders, weights_record
from InvertSegLib.environment.lock import only_one
from InvertSegLib.environment.progress import OnProgress, no_progress
from InvertSegLib.environment.unpacking import Member, members_of, remove_tree, write_members
from InvertSegLib.environment.weights_checks import damage
from InvertSegLib.environment.weights_published import published
from InvertSegLib.environment.weights_sharing import make_shared, open_to_others
from InvertSegLib.errors import InputError, OutputError, ParameterError

_DATASET = re.compile(r"Dataset\d{3}_\w[\w.+-]*")
_MAX_JSON = 20_000_000
# MRSegmentator's base model has 40 classes, its body composition model 10.
_MRSEGMENTATOR_BASE_CLASSES = 20


@dataclass(frozen=True)
class ImportedWeights:
    """What was imported.

    Attributes:
        models: names of the new models, as `weights.models` gives them.
        folder: the weights folder they are in now.
        size: bytes.
    """

    models: tuple[str, ...]
    folder: Path
    size: int


def import_archive(
    engine: str,
    source: str | Path,
    on_progress: OnProgress = no_progress,
    *,
    chosen: str | Path | None = None,
    shared: bool = False,
    expected: str | None = None,
    origin: Mapping[str, Any] | None = None,
) -> ImportedWeights:
    """Import an engine's weights from the publisher's zip, or from a folder with the same in it.

    Args:
        engine: "totalsegmentator" or "mrsegmentator".
        source: TotalSegmentator: a zip or folder with one or more ``DatasetNNN_...``; MRSegmentator: a
            zip or folder with ``plans.json`` and ``fold_0`` and so on.
        on_progress: told the step "unpacking" and the bytes that are done.
        chosen: the weights folder, None for the usual one (see `weights_folders`).
        shared: into the folder that the user shares with others, readable for those who can read that.
        expected: the one model that must be in it, None for any.
        origin: what is noted of where it comes from; the archive's name if None.

    Raises:
        InputError: the archive is damaged, unsafe, or holds something else.
        OutputError: models of that name are there already, or the folder cannot be written.
        ParameterError: the engine has no weights of its own.
    """
    source = Path(source).expanduser()
    target = weights_folders.folder(engine, chosen, shared=shared)
    if target is None:
        raise ParameterError(
            f"The engine {engine} has no weights of its own.",
            "Unpack your model's archive, and name its folder: invertseg segment ... --model FOLDER",
        )
    with members_of(source) as members:
        groups = _models_in(engine, members, source)
        if expected is not None and set(groups) != {expected}:
            raise _of_another(engine, source, f"it holds {', '.join(groups)} instead of {expected}")
        (make_shared if shared else folders.make)(target)
        with only_one(target / ".import.lock", doing=f"importing weights into {target}"):
            for remains in target.glob(".import-*/"):
                remove_tree(remains)
            refuse_present(engine, target, groups)
            staging = Path(tempfile.mkdtemp(prefix=".import-", dir=target))
            try:
                wanted = [member for group in groups.values() for member in group]
                size = write_members(wanted, staging, source, on_progress)
                for name in groups:
                    _refuse_damaged(staging / name, source)
                    weights_record.write(staging / name, engine, name, origin or {"source": source.name})
                if shared:
                    open_to_others(staging, target)
                _take_places(staging, target, tuple(groups))
            finally:
                remove_tree(staging)
    return ImportedWeights(tuple(sorted(groups)), target, size)


def _models_in(engine: str, members: list[Member], source: Path) -> dict[str, list[Member]]:
    """Files by the model they belong to, their paths beginning with its name."""
    by_path = {str(member.path): member for member in members}
    model_folders = sorted(
        {member.path.parent for member in members if _is_model(member.path.parent, by_path)}
    )
    if not model_folders:
        raise _no_model(members, source)
    if engine == "mrsegmentator":
        return _mrsegmentator_models(model_folders, members, by_path, source)
    groups: dict[str, list[Member]] = {}
    for folder in model_folders:
        root = next((p for p in (folder, *folder.parents) if _DATASET.fullmatch(p.name)), None)
        if root is None or root != folder.parent:
            raise _of_another(engine, source, "its models are not in folders called DatasetNNN_...")
        _refuse_unknown_dataset(root.name, source)
        groups[root.name] = [_moved(m, root, root.name) for m in members if m.path.is_relative_to(root)]
    return groups


def _mrsegmentator_models(
    model_folders: list[PurePosixPath], members: list[Member], by_path: dict[str, Member], source: Path
) -> dict[str, list[Member]]:
    groups: dict[str, list[Member]] = {}
    for folder in model_folders:
        if any(_DATASET.fullmatch(parent.name) for parent in (folder, *folder.parents)):
            raise _of_another("mrsegmentator", source, "it holds a folder called DatasetNNN_...")
        name = folder.name
        if name not in {"base", "body_comp"}:
            classes = _class_count(by_path[str(folder / "dataset.json")], source)
            name = "base" if classes >= _MRSEGMENTATOR_BASE_CLASSES else "body_comp"
        if name in groups:
            raise _of_another("mrsegmentator", source, f"it holds two models that would be called {name}")
        groups[name] = [_moved(m, folder, name) for m in members if m.path.is_relative_to(folder)]
    return groups


def _is_model(folder: PurePosixPath, by_path: dict[str, Member]) -> bool:
    if str(folder / "plans.json") not in by_path or str(folder / "dataset.json") not in by_path:
        return False
    pattern = re.compile(r"fold_[^/]+/checkpoint_[^/]+\.pth")
    return any(
        pattern.fullmatch(str(member.path.relative_to(folder)))
        for member in by_path.values()
        if member.path.is_relative_to(folder)
    )


def _moved(member: Member, root: PurePosixPath, name: str) -> Member:
    return replace(member, path=PurePosixPath(name) / member.path.relative_to(root))


def _class_count(member: Member, source: Path) -> int:
    try:
        with member.open() as stream:
            return len(json.loads(stream.read(_MAX_JSON))["labels"]) - 1
    except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
        raise InputError(
            f"{source.name} is damaged: its dataset.json cannot be read.", "Download it again."
        ) from error


def _refuse_unknown_dataset(name: str, source: Path) -> None:
    """Refuse a dataset that the installed TotalSegmentator does not know; without one, any will do."""
    known = published("totalsegmentator")
    if known is not None and name not in known.names:
        raise InputError(
            f"{source.name} holds {name}, which the installed TotalSegmentator does not use.",
            "Import the archive of one of its tasks (invertseg engines tasks totalsegmentator), or run this "
            "model with: invertseg segment ... --engine nnunet --model FOLDER",
        )


def refuse_present(engine: str, target: Path, names: Iterable[str]) -> None:
    """Raise OutputError where models of such a name, or no models at all, can be in a weights folder."""
    if (target / "plans.json").exists():
        raise OutputError(
            f"{target} is itself a model's folder, so that no other can be put in it.",
            "Choose another weights folder.",
        )
    for name in names:
        if (target / name).exists():
            raise OutputError(
                f"{name} is in {target} already.",
                f"To replace it, remove it first: invertseg weights remove {engine} {name}",
            )


def _refuse_damaged(folder: Path, source: Path) -> None:
    wrong = damage(folder)
    if wrong:
        raise InputError(
            f"{source.name} cannot be used: of {folder.name} {wrong}.", "Get it again from its publisher."
        )


def _take_places(staging: Path, target: Path, names: tuple[str, ...]) -> None:
    moved: list[str] = []
    try:
        for name in names:
            (staging / name).rename(target / name)
            moved.append(name)
    except OSError as error:
        for name in moved:
            remove_tree(target / name)
        raise OutputError(
            f"The weights cannot be put into {target} ({error.strerror}).", "Try again."
        ) from error


def _no_model(members: list[Member], source: Path) -> InputError:
    names = {member.path.name for member in members}
    if {"metadata.json"} <= names and {"model.pt", "model.ts"} & names:
        return InputError(
            f"{source.name} is a MONAI bundle.",
            "Unpack it and run it with: invertseg segment ... --engine monai --model FOLDER",
        )
    if "plans.pkl" in names:
        return InputError(
            f"{source.name} holds a model of nnU-Net version 1, which InvertSeg does not run.",
            "Get the weights for the current version from their publisher.",
        )
    return InputError(
        f"{source.name} holds no nnU-Net model (plans.json, dataset.json and fold_N/checkpoint_final.pth).",
        "Import the publisher's archive as it was downloaded.",
    )


def _of_another(engine: str, source: Path, why: str) -> InputError:
    title = ENGINES[engine].title
    return InputError(
        f"{source.name} is not an archive of {title}'s weights: {why}.",
        f"Import {title}'s own archive, or run the model with: invertseg segment ... --model FOLDER",
    )
