"""How a MONAI bundle fails, in words for its user."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from InvertSegLib.engines.base import Cancelled
from InvertSegLib.engines.bundle import Bundle, expressions
from InvertSegLib.engines.devices import device_failure, free_memory
from InvertSegLib.errors import EngineError, Failure


@contextmanager
def bundle_failures(device: str, explain: Callable[[BaseException], Failure]) -> Iterator[None]:
    """Turn what monai raises into an `EngineError`; it wraps the exceptions of its components in its own."""
    failure = None
    try:
        yield
    except (EngineError, Cancelled):
        raise
    except Exception as error:  # noqa: BLE001 - a bundle's code can raise anything
        failure = _innermost(error, device, explain)
    if failure is not None:
        # Raised outside the handler: the old traceback would keep the network's arrays alive.
        free_memory(device)
        raise EngineError(failure)


def _innermost(error: BaseException, device: str, explain: Callable[[BaseException], Failure]) -> Failure:
    """The failure that the exceptions behind an exception tell of."""
    chain = [error]
    while chain[-1].__cause__ is not None:
        chain.append(chain[-1].__cause__)
    for cause in reversed(chain):
        if isinstance(cause, (EngineError, Cancelled)):
            raise cause from None
        failure = device_failure(cause, device)
        if failure is not None:
            return failure
    return explain(chain[-1])


def load_failure(bundle: Bundle, cause: BaseException) -> Failure:
    """Why a bundle could not be built, from the innermost exception."""
    text = " ".join(str(cause).split())[:300].rstrip(".")
    if isinstance(cause, FileNotFoundError) or "does not exist" in text:
        return no_weights(bundle, f"lacks a file that it loads ({text})").failure
    if isinstance(cause, ImportError):
        return unsupported(
            f"The bundle {bundle.name} asks for something that is not installed: {text}."
        ).failure
    return Failure(
        "unreadable_model",
        f"The bundle {bundle.name} cannot be loaded: {text}.",
        "Get the bundle again from where it came from.",
    )


def run_failure(bundle: Bundle, cause: BaseException) -> Failure:
    """Why a bundle failed on a volume, from the innermost exception."""
    text = " ".join(str(cause).split())[:300].rstrip(".")
    return Failure(
        "internal",
        f"A step of the bundle {bundle.name} failed: {type(cause).__name__}: {text}.",
        "Check that the bundle is made for this kind of image.",
    )


def untrusted(bundle: Bundle) -> EngineError:
    """The user has not agreed yet; the log lists what would run."""
    found = expressions(bundle.folder)
    runs = f"{len(found)} expressions of its own" if len(found) != 1 else "1 expression of its own"
    return EngineError(
        Failure(
            "untrusted_model",
            f"Loading the bundle {bundle.name} runs code that its authors chose: {runs}.",
            f"Look at {bundle.config}, then allow it with --trust-model.",
            log=found,
        )
    )


def no_weights(bundle: Bundle, what: str) -> EngineError:
    """The bundle's weights are not there."""
    return EngineError(
        Failure(
            "no_weights",
            f"The bundle {bundle.name} {what}.",
            f"Put model.ts or model.pt of the bundle into {bundle.folder / 'models'}.",
        )
    )


def unsupported(
    sentence: str, remedy: str = "Choose a bundle with a 3D segmentation network."
) -> EngineError:
    """The bundle is readable and not of a kind that InvertSeg runs."""
    return EngineError(Failure("unsupported_model", sentence, remedy))
