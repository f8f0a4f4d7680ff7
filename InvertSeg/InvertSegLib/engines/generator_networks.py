"""Networks that make one image of another, as functions on arrays: ONNX and TorchScript."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from InvertSegLib.engines.devices import device_failures, resolve_device, use_all_cores
from InvertSegLib.errors import EngineError, Failure


@dataclass(frozen=True)
class GeneratorNetwork:
    """A generator in memory.

    Attributes:
        run: float32 array (1, 1, ...) to float32 array.
        shape: of the input, None for sizes that the file leaves open; empty where it does not say at all.
    """

    run: Callable[[np.ndarray], np.ndarray]
    shape: tuple[int | None, ...] = ()


def load_network(path: Path, *, device: str, trusted: bool) -> GeneratorNetwork:
    """Load a generator.

    Args:
        path: .onnx, or a TorchScript file.
        device: as in `ModelChoice`.
        trusted: the user has agreed that a TorchScript file may run code.

    Raises:
        EngineError: no_environment where the library for it is missing here, untrusted_model,
            unreadable_model, unsupported_model, wrong_device, out_of_memory.
    """
    if not path.is_file():
        raise EngineError(
            Failure("unreadable_model", f"There is no generator {path}.", "Check its path on that machine.")
        )
    if path.suffix.lower() == ".onnx":
        return _onnx(path, device)
    if not trusted:
        raise EngineError(
            Failure(
                "untrusted_model",
                f"The generator {path.name} is TorchScript, which is a program, and was not run.",
                "If you trust where it comes from, pass --trust-transform; ONNX needs no trust.",
            )
        )
    return _torchscript(path, device)


def _onnx(path: Path, device: str) -> GeneratorNetwork:
    try:
        import onnxruntime
    except ImportError:
        raise _lacking("onnxruntime") from None
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # its warnings are about the exporter's doings
    wanted = [] if device == "cpu" else ["CUDAExecutionProvider"]
    providers = [p for p in (*wanted, "CPUExecutionProvider") if p in onnxruntime.get_available_providers()]
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=providers)
    except Exception as error:  # every kind of damage has an exception class of its own
        raise _unreadable(path, "ONNX", error) from error
    inputs = session.get_inputs()
    if len(inputs) != 1 or inputs[0].type != "tensor(float)":
        raise EngineError(
            Failure(
                "unsupported_model",
                f"{path.name} has {len(inputs)} inputs ({inputs[0].type}), not one of float32.",
                "Export it with one float32 input of one channel.",
            )
        )
    name = inputs[0].name
    shape = tuple(n if isinstance(n, int) else None for n in inputs[0].shape)
    return GeneratorNetwork(lambda array: session.run(None, {name: array})[0], shape)


def _torchscript(path: Path, device: str) -> GeneratorNetwork:
    try:
        import torch
    except ImportError:
        raise _lacking("torch") from None
    place = resolve_device(device)
    use_all_cores()
    try:
        with device_failures(place):
            network = torch.jit.load(str(path), map_location=place).eval()
    except (RuntimeError, ValueError) as error:
        raise _unreadable(path, "TorchScript", error) from error

    def run(array: np.ndarray) -> np.ndarray:
        with device_failures(place), torch.inference_mode():
            result = network(torch.from_numpy(array).to(place))
            result = result[0] if isinstance(result, tuple | list) else result
            return result.float().cpu().numpy()

    return GeneratorNetwork(run)


def _lacking(package: str) -> EngineError:
    return EngineError(
        Failure(
            "no_environment",
            f"The generator needs {package}, which the environment {sys.prefix} does not have.",
            f"Install it there with: uv pip install --python {sys.executable} {package}",
        )
    )


def _unreadable(path: Path, form: str, error: Exception) -> EngineError:
    first = next(iter(str(error).strip().splitlines()), type(error).__name__)
    return EngineError(
        Failure(
            "unreadable_model",
            f"The generator {path.name} cannot be read as {form}.",
            "Export it again; the log says what is wrong with it.",
            (first,),
        )
    )
