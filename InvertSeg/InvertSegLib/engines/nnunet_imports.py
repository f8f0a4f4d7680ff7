"""Importing nnU-Net for running a network only.

nnU-Net finds a trainer's class by importing its training modules one after the other until one has it:
seconds of work, and a failure where one of them needs a package that only training uses (timm). Here the
file that defines the class is found by its text, and it alone is imported.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDERS = ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results")


def import_predictor() -> Any:
    """The class `nnUNetPredictor`, imported without nnU-Net's warnings about folders for training."""
    for name in _FOLDERS:
        os.environ.setdefault(name, tempfile.gettempdir())
    from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor

    return nnUNetPredictor


@contextmanager
def quick_trainer_lookup(trusted: bool) -> Iterator[None]:
    """Within the block, nnU-Net finds trainers by their text first.

    Args:
        trusted: nnU-Net's own search may follow where this finds nothing; it also imports what the
            environment variable nnUNet_extTrainer names.
    """
    import nnunetv2.inference.predict_from_raw_data as module

    names = ("recursive_find_trainer_class_by_name", "recursive_find_python_class")  # new and old nnU-Nets
    originals = {name: getattr(module, name) for name in names if hasattr(module, name)}
    for name, original in originals.items():
        setattr(module, name, _lookup(original, trusted))
    try:
        yield
    finally:
        for name, original in originals.items():
            setattr(module, name, original)


def _lookup(original: Callable[..., Any], trusted: bool) -> Callable[..., Any]:
    def find(*arguments: Any, **options: Any) -> Any:
        # The old function takes (folder, class_name, module), the new one (class_name).
        wanted = arguments[0] if len(arguments) == 1 else arguments[1]
        found = find_trainer(wanted)
        if found is None and trusted:
            found = original(*arguments, **options)
        if found is None:
            raise ValueError(f"its trainer '{wanted}' is not part of the installed nnU-Net")
        return found

    return find


def find_trainer(name: str) -> Any:
    """The trainer class of that name, of nnU-Net or TotalSegmentator; None when neither has it."""
    if not name.isidentifier():
        return None
    own = getattr(sys.modules.get("totalsegmentator.nnunet"), "custom_trainers", {}).get(name)
    if own is not None:
        return own
    module = _trainer_files().get(name)
    if module is None:
        return None
    from importlib import import_module

    return getattr(import_module(module), name, None)


@lru_cache(maxsize=1)
def _trainer_files() -> dict[str, str]:
    """Class name to module name, of all classes at the top level of nnU-Net's training modules."""
    import nnunetv2

    package = Path(nnunetv2.__path__[0])
    classes: dict[str, str] = {}
    for file in sorted((package / "training" / "nnUNetTrainer").rglob("*.py")):
        module = ".".join(("nnunetv2", *file.relative_to(package).with_suffix("").parts))
        for name in re.findall(r"^class (\w+)", file.read_text(encoding="utf-8"), re.MULTILINE):
            classes.setdefault(name, module)
    return classes
