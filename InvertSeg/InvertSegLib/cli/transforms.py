"""`--transform`: which transforms, whether their files may run, and what runs them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from InvertSegLib.cli.output import error_console
from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import installed
from InvertSegLib.environment.clean import worker_environment
from InvertSegLib.errors import EngineError, Failure, ParameterError
from InvertSegLib.inversion.transforms.built_in import BUILT_IN, make
from InvertSegLib.inversion.transforms.histogram_matching import quantiles_of
from InvertSegLib.inversion.transforms.protocol import TransformChoice, of_file
from InvertSegLib.worker.client import Worker

TRANSFORM_HELP = (
    "before the inversion: n4 (bias field), clahe; in its place: histogram, histogram=CT_FILE, or a "
    "generator of CT as .onnx or TorchScript; or your own .py file; may be given several times"
)


def add_transform_options(parser: argparse.ArgumentParser) -> None:
    """``--transform`` and ``--trust-transform``."""
    group = parser.add_argument_group("other transforms, to compare with (docs/transforms.md)")
    group.add_argument(
        "--transform",
        metavar="NAME|FILE",
        action="append",
        default=[],
        dest="transforms",
        help=TRANSFORM_HELP,
    )
    group.add_argument(
        "--trust-transform",
        action="store_true",
        help="let a transform's file run code; only for what you trust",
    )


def transform_choices(arguments: argparse.Namespace) -> tuple[TransformChoice, ...]:
    """The transforms that were asked for; asks about files that run code.

    Raises:
        ParameterError: there is no such transform, parameter or file.
        InputError: the CT to match the histogram to cannot be read.
        EngineError: a file would run code and the user has not agreed.
    """
    device = getattr(arguments, "device", "auto")
    return tuple(
        replace(allowed(parsed(text), trusted=arguments.trust_transform), device=device)
        for text in arguments.transforms
    )


def parsed(text: str) -> TransformChoice:
    """A transform as it is typed: ``n4``, ``clahe:clip=3,tiles=8``, ``histogram=ct.nii.gz``, a file.

    Raises:
        ParameterError: there is no such transform, parameter or file.
        InputError: the CT to match the histogram to cannot be read.
    """
    if text.startswith("histogram="):
        path = Path(text.partition("=")[2]).expanduser()
        return TransformChoice("histogram", parameters={"quantiles": list(quantiles_of(path))})
    name, _, rest = text.partition(":")
    if name not in BUILT_IN:
        if not Path(text).suffix:
            raise ParameterError(
                f"There is no transform {text!r}.", f"Choose one of {', '.join(BUILT_IN)}, or name a file."
            )
        return of_file(Path(text).expanduser())
    parameters = dict(_parameter(word) for word in rest.split(",") if word)
    make(name, parameters)  # now, rather than in the worker
    return TransformChoice(name, parameters=parameters)


def _parameter(word: str) -> tuple[str, float | int]:
    name, _, value = word.partition("=")
    try:
        number = float(value)
    except ValueError:
        raise ParameterError(f"{word!r} sets no parameter.", "Write it like clahe:clip=3,tiles=8.") from None
    return name.strip(), int(number) if number == int(number) else number


def allowed(choice: TransformChoice, *, trusted: bool) -> TransformChoice:
    """The choice with the user's word that its file may run code, where it would.

    Raises:
        EngineError: nobody is there to ask, or the answer was no.
    """
    if not choice.runs_code or trusted:
        return replace(choice, trusted=trusted)
    console = error_console()
    console.print(f"The transform {choice.file} is a program.", markup=False, highlight=False, soft_wrap=True)
    if sys.stdin is not None and sys.stdin.isatty():
        console.print("Do you trust it? [y/N] ", markup=False, highlight=False, end="")
        if sys.stdin.readline().strip().lower() in {"y", "yes"}:
            return replace(choice, trusted=True)
    raise EngineError(
        Failure(
            "untrusted_model",
            f"The transform {choice.title} was not run: it is a program.",
            "Read it; if you trust it, pass --trust-transform.",
        )
    )


@contextmanager
def transformer_for(
    choices: Sequence[TransformChoice],
    worker: Worker | None = None,
    on_event: Callable[[Any], None] | None = None,
) -> Iterator[Worker | None]:
    """Who applies these transforms: the worker that segments, or for the block one of its own; None for none.

    ONNX runs with this program's own Python where that has onnxruntime, as engines do not bring it.

    Args:
        choices: the transforms.
        worker: a worker that is there already.
        on_event: hears of what one of its own does.

    Raises:
        EngineError: no_environment where TorchScript finds no engine, which would bring torch.
    """
    if not choices:
        yield None
        return
    has_onnx = any((choice.file or "").lower().endswith(".onnx") for choice in choices)
    if worker is not None and not (has_onnx and find_spec("onnxruntime")):
        yield worker
        return
    python = sys.executable if find_spec("torch") or not _needs_torch(choices) else _python_with_torch()
    with Worker.start(python, environment=worker_environment(), on_event=on_event) as own:
        yield own


def _needs_torch(choices: Sequence[TransformChoice]) -> bool:
    return any(choice.name == "generator" and choice.runs_code for choice in choices)


def _python_with_torch() -> Path:
    for engine in ENGINES:
        found = installed.find(engine)
        if found is not None and found.complete and found.python is not None:
            return found.python
    raise EngineError(
        Failure(
            "no_environment",
            "A generator in TorchScript needs torch, and no engine that brings it is installed.",
            "Install one: invertseg engines install monai",
        )
    )
