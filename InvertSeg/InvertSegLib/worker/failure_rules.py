"""What exceptions and last words of engines tell: a table, whose special rows come first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from InvertSegLib.errors import Failure

# How much of the log goes with a failure.
LOG_LINES = 60


@dataclass(frozen=True)
class Rule:
    """Names and words that tell a kind of failure.

    Attributes:
        kind, sentence, remedy: of the failure.
        classes: names of exception classes, of any module.
        words: regular expression, searched for in the exception's text without regard to case.
    """

    kind: str
    sentence: str
    remedy: str
    classes: tuple[str, ...] = ()
    words: str = ""

    def fits_text(self, text: str) -> bool:
        """Whether the rule's words are in a text."""
        return bool(self.words) and re.search(self.words, text, re.IGNORECASE) is not None

    def fits(self, error: BaseException) -> bool:
        """Whether the rule tells this exception."""
        names = {cls.__name__ for cls in type(error).__mro__}
        return not names.isdisjoint(self.classes) or self.fits_text(str(error))

    def failure(self, log: Sequence[str]) -> Failure:
        """The failure, with the log's tail."""
        return Failure(self.kind, self.sentence, self.remedy, tuple(log[-LOG_LINES:]))


SMALLER = "Choose the fast model, crop the volume, or close other programs."

RULES = (
    Rule(
        "out_of_memory",
        "The GPU's memory is not enough for this volume and model.",
        "Choose the fast model, crop the volume, close other programs that use the GPU, or run on the CPU.",
        classes=("OutOfMemoryError",),
        words=r"(cuda|hip|mps|xpu|gpu)[^.]{0,40}out of memory|CUBLAS_STATUS_ALLOC_FAILED|CUDNN_STATUS_ALLOC",
    ),
    Rule(
        "out_of_memory",
        "The shared memory that the engine's processes use is full.",
        "Give this machine or container more shared memory (/dev/shm), or run where there is more.",
        words=r"shared memory \(shm\)|unable to (open|mmap|write).{0,80}shared memory|</torch_\d+",
    ),
    Rule(
        "out_of_memory",
        "This machine's memory is not enough for this volume and model.",
        SMALLER,
        classes=("MemoryError",),
        words=r"not enough memory: you tried to allocate|cannot allocate memory|std::bad_alloc|"
        r"unable to allocate|DefaultCPUAllocator|\bMemoryError\b",
    ),
    Rule(
        "disk_full",
        "There is no room left on the disk where the engine writes.",
        "Free some space there, or choose another folder for temporary files and weights.",
        words=r"no space left on device|disk quota exceeded|PytorchStreamWriter failed",
    ),
    Rule(
        "unsupported_gpu",
        "The installed PyTorch has no code for this GPU.",
        "Run on the CPU, or install the engine with a PyTorch that is made for this GPU and its driver.",
        words=r"no kernel image is available|not compatible with the current PyTorch installation|"
        r"unsupported toolchain|driver (version is insufficient|on your system is too old)|"
        r"invalid device function",
    ),
    Rule(
        "wrong_device",
        "The chosen device is not there, or the installed PyTorch cannot use it.",
        "Choose the device 'auto' or 'cpu', or list what there is with 'invertseg doctor'.",
        words=r"invalid device ordinal|not compiled with CUDA|no CUDA GPUs are available|"
        r"found no NVIDIA driver|on a CUDA device but torch\.cuda\.is_available|"
        r"invalid device string|expected one of cpu, cuda|not linked with support for mps|"
        r"no CUDA-capable device|arguments from the '(CUDA|MPS)' backend",
    ),
    Rule(
        "untrusted_model",
        "Loading this model would run code that it brings along.",
        "If you trust where it comes from, say so (--trust-model) and load it again.",
        words=r"unsupported (global|class)|not an allowed global",
    ),
    Rule(
        "unreadable_model",
        "The model's files are damaged, incomplete or of another kind.",
        "Download or copy the model again, and check that the folder fits the engine.",
        classes=("UnpicklingError", "BadZipFile", "JSONDecodeError", "UnicodeDecodeError", "EOFError"),
        words=r"PytorchStreamReader failed|weights only load failed|invalid magic number|"
        r"error\(s\) in loading state_dict|invalid load key|pickle data was truncated|not a zip archive",
    ),
    Rule(
        "licence_needed",
        "This task needs a licence number, and none is there.",
        "Ask the engine's authors for one, enter it, and run again.",
        words=r"(need|requires?|missing|invalid|no valid)[^.\n]{0,40}licen[cs]e|"
        r"licen[cs]e[^.\n]{0,40}(needed|required)",
    ),
    Rule(
        "no_environment",
        "The engine is not installed completely.",
        "Install it with 'invertseg engines install NAME'.",
        classes=("ImportError",),
        words=r"^No module named ",
    ),
    Rule(
        "no_weights",
        "The model's weights could not be downloaded.",
        "Check the internet connection, or download them elsewhere and import the archive.",
        classes=("URLError", "ConnectionError", "ConnectTimeout", "MaxRetryError", "gaierror"),
        words=r"max retries exceeded|name or service not known|temporary failure in name resolution",
    ),
    Rule(
        "no_weights",
        "The model's files are not all there.",
        "Check the model's folder, or install or import the weights.",
        classes=("FileNotFoundError", "NotADirectoryError"),
    ),
    Rule(
        "killed",
        "A helper process of the engine was ended from outside, most often because memory ran out.",
        SMALLER,
        classes=("BrokenProcessPool",),
        words=r"background workers? (is|are|was|were) no longer alive|worker \(pid.{0,40}exited unexpectedly",
    ),
    Rule("cancelled", "The run was cancelled.", "", classes=("Cancelled", "KeyboardInterrupt")),
)
DISK_FULL = next(rule for rule in RULES if rule.kind == "disk_full")

# What a process says on standard error before it could say anything in frames.
STARTUP = (
    Rule(
        "no_environment",
        "The engine's environment is damaged or not complete.",
        "Install the engine again with 'invertseg engines install NAME'.",
        words=r"ModuleNotFoundError|ImportError|No module named|error while loading shared libraries|"
        r"can't open file .*launch\.py|needs Python 3\.10|Fatal Python error: init|"
        r"(command )?not found$|cannot execute",
    ),
    Rule(
        "protocol_mismatch",
        "The worker is of another version of InvertSeg, and does not know how it was started.",
        "Install the same version of InvertSeg on both sides.",
        words=r"unrecognized arguments|invalid choice: ",
    ),
)
