"""Importing weights that were downloaded elsewhere, from a zip or a folder: all of it or nothing."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import folders, installed, weights_folders
from InvertSegLib.environment.lock import only_one
from InvertSegLib.environment.unpacking import Member, members_of, remove_tree, write_members
from InvertSegLib.errors import InputError, OutputError, ParameterError

OnProgress = Callable[[float, str], None]

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
    on_progress: OnProgress = lambda _fraction, _name: None,
    *,
    chosen: str | Path | None = None,
) -> ImportedWeights:
    """Import an engine's weights from the publisher's zip, or from a folder with the same in it.

    Args:
        engine: "totalsegmentator" or "mrsegmentator".
        source: TotalSegmentator: a zip or folder with one or more ``DatasetNNN_...``; MRSegmentator: a
            zip or folder with ``plans.json`` and ``fold_0`` and so on.
        on_progress: told the fraction done (0..1) and the name of the file.
        chosen: the weights folder, None for the usual one (see `weights`).

    Raises:
        InputError: the archive is damaged, unsafe, or holds something else.
        OutputError: models of that name are there already, or the folder cannot be written.
        ParameterError: the engine has no weights of its own.
    """
    source = Path(source).expanduser()
    target = weights_folders.folder(engine, chosen)
    if target is None:
        raise ParameterError(
            f"The engine {engine} has no weights of its own.",
            "Unpack your model's archive, and name its folder: invertseg segment ... --model FOLDER",
        )
    with members_of(source) as members:
        groups = _models_in(engine, members, source)
        folders.make(target)
        with only_one(target / ".import.lock", doing=f"importing weights into {target}"):
            for remains in target.glob(".import-*"):
                if remains.is_dir():
                    remove_tree(remains)
            _refuse_present(target, groups)
            staging = Path(tempfile.mkdtemp(prefix=".import-", dir=target))
            try:
                wanted = [member for group in groups.values() for member in group]
                size = write_members(wanted, staging, source, on_progress)
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
    known = known_datasets()
    if known and name not in known:
        raise InputError(
            f"{source.name} holds {name}, which the installed TotalSegmentator does not use.",
            "Import the archive of one of its tasks (invertseg engines tasks totalsegmentator), or run this "
            "model with: invertseg segment ... --engine nnunet --model FOLDER",
        )


def known_datasets() -> frozenset[str]:
    """Names of all datasets in the installed TotalSegmentator's own list; empty if it is not installed."""
    environment = installed.find("totalsegmentator")
    if environment is None or environment.python is None:
        return frozenset()
    prefix = environment.python.parent.parent
    for place in ("lib/python3*/site-packages", "Lib/site-packages"):
        for path in prefix.glob(f"{place}/totalsegmentator/map_tasks_config.py"):
            text = path.read_text(encoding="utf-8", errors="replace")
            return frozenset(re.findall(r"""["']foldername["']\s*:\s*["'](Dataset[^"']+)["']""", text))
    return frozenset()


def _refuse_present(target: Path, groups: dict[str, list[Member]]) -> None:
    if (target / "plans.json").exists():
        raise OutputError(
            f"{target} is itself a model's folder, so that no other can be put in it.",
            "Choose another weights folder.",
        )
    for name in groups:
        if (target / name).exists():
            raise OutputError(
                f"{name} is in {target} already.", f"To replace it, delete {target / name} first."
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
