"""Exceptions and ends of processes become a kind, a sentence and a remedy."""

import errno
import json
import pickle
import zipfile
from concurrent.futures.process import BrokenProcessPool
from urllib.error import URLError

import numpy as np
import pytest

from InvertSegLib.engines.base import Cancelled
from InvertSegLib.errors import FAILURE_KINDS, EngineError, Failure, InputError
from InvertSegLib.worker.failure_rules import LOG_LINES, RULES, STARTUP
from InvertSegLib.worker.failures import failure_of, failure_of_exit, leaves_process_unusable


def named(name, text):
    """An exception as torch's: told by its class's name, not imported from anywhere."""
    return type(name, (RuntimeError,), {})(text)


def raised(action):
    try:
        action()
    except BaseException as error:  # noqa: BLE001
        return error
    raise AssertionError("nothing was raised")


def with_cause(error, cause):
    error.__cause__ = cause
    return error


EXCEPTIONS = [
    ("out_of_memory", named("OutOfMemoryError", "CUDA out of memory. Tried to allocate 2.00 GiB.")),
    ("out_of_memory", RuntimeError("CUDA error: out of memory")),
    ("out_of_memory", RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)")),
    ("out_of_memory", RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate`")),
    ("out_of_memory", MemoryError()),
    ("out_of_memory", raised(lambda: np.empty(1 << 50, np.uint8))),
    ("out_of_memory", RuntimeError("[enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't "
                                   "allocate memory: you tried to allocate 9 bytes. Error code 12")),
    ("out_of_memory", RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes.")),
    ("out_of_memory", OSError(errno.ENOMEM, "Cannot allocate memory")),
    ("out_of_memory", RuntimeError("DataLoader worker (pid 5) is killed by signal: Bus error. It is possible "
                                   "that they are out of memory. (insufficient shared memory (shm))")),
    ("disk_full", OSError(errno.ENOSPC, "No space left on device")),
    ("disk_full", RuntimeError("PytorchStreamWriter failed writing file data/0: file write failed")),
    ("unsupported_gpu", RuntimeError("CUDA error: no kernel image is available for execution on the device")),
    ("unsupported_gpu", RuntimeError("The NVIDIA driver on your system is too old (found version 11040).")),
    ("wrong_device", RuntimeError("CUDA error: invalid device ordinal")),
    ("wrong_device", AssertionError("Torch not compiled with CUDA enabled")),
    ("wrong_device", RuntimeError("No CUDA GPUs are available")),
    ("wrong_device", RuntimeError("Found no NVIDIA driver on your system.")),
    ("wrong_device", RuntimeError("Attempting to deserialize object on a CUDA device but "
                                  "torch.cuda.is_available() is False.")),
    ("wrong_device", NotImplementedError("Could not run it with arguments from the 'MPS' backend.")),
    ("wrong_device", RuntimeError("Expected one of cpu, cuda, ipu, xpu, mkldnn device type at start: gpu")),
    ("no_weights", FileNotFoundError(2, "No such file or directory", "/w/checkpoint_final.pth")),
    ("no_weights", URLError("timed out")),
    ("no_weights", named("ConnectionError", "HTTPSConnectionPool: Max retries exceeded with url: /x")),
    ("unreadable_model", raised(lambda: pickle.loads(b"garbage"))),
    ("unreadable_model", raised(lambda: pickle.loads(pickle.dumps([1, 2, 3])[:-4]))),
    ("unreadable_model", raised(lambda: zipfile.ZipFile(__file__))),
    ("unreadable_model", raised(lambda: json.loads("{"))),
    ("unreadable_model", RuntimeError("PytorchStreamReader failed reading zip archive")),
    ("unreadable_model", RuntimeError("Error(s) in loading state_dict for PlainConvUNet: Missing key(s)")),
    ("unreadable_model", pickle.UnpicklingError("Weights only load failed. Unsupported operand 118")),
    ("untrusted_model", pickle.UnpicklingError("Weights only load failed. Unsupported global: GLOBAL "
                                               "os.system was not an allowed global by default.")),
    ("no_environment", ModuleNotFoundError("No module named 'nnunetv2'", name="nnunetv2")),
    ("no_environment", ImportError("libcudart.so.12: cannot open shared object file")),
    ("killed", RuntimeError("Some background workers are no longer alive")),
    ("killed", BrokenProcessPool("A process in the process pool was terminated abruptly")),
    ("cancelled", Cancelled()),
    ("bad_request", InputError("The volume is empty.", "Choose another.")),
    ("stalled", EngineError(Failure("stalled", "S."))),
    ("unsupported_model", EngineError(Failure("unsupported_model", "S."))),
    ("protocol_mismatch", EngineError(Failure("protocol_mismatch", "S."))),
    ("internal", ValueError("operands could not be broadcast")),
    ("internal", SystemExit(1)),
    ("out_of_memory", with_cause(RuntimeError("prediction failed"), named("OutOfMemoryError", ""))),
    ("licence_needed", RuntimeError("This task requires a license number.")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "error"), EXCEPTIONS, ids=[f"{k}-{str(e)[:30]}" for k, e in EXCEPTIONS])
def test_an_exception_is_told_by_its_name_or_words(kind, error):
    failure = failure_of(error, ["before", "last"])
    assert failure.kind == kind
    assert failure.sentence.endswith(".")
    assert failure.remedy or kind in {"cancelled", "stalled", "unsupported_model", "protocol_mismatch"}
    assert failure.log == ("before", "last")


def test_every_kind_has_an_exception_here():
    # Those of another machine are told by what ssh says, see the tests of remote workers.
    remote = {"no_connection", "connection_lost", "not_prepared"}
    assert {kind for kind, _ in EXCEPTIONS} == FAILURE_KINDS - remote


def test_what_is_missing_is_named():
    assert (
        "nnunetv2" in failure_of(ModuleNotFoundError("No module named 'nnunetv2'", name="nnunetv2")).sentence
    )
    assert "/w/x.pth" in failure_of(FileNotFoundError(2, "No such file", "/w/x.pth")).sentence
    assert "ValueError: strange" in failure_of(ValueError("strange")).sentence


def test_a_package_that_ends_the_process_has_said_why():
    log = ["In order to use this task you need a licence.", "See the website"]
    assert failure_of(SystemExit(1), log).kind == "licence_needed"


def test_a_circle_of_causes_ends():
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first
    assert failure_of(first).kind == "internal"


def test_the_log_is_cut_to_its_tail():
    log = [str(n) for n in range(1000)]
    assert failure_of(ValueError("x"), log).log == tuple(log[-LOG_LINES:])


def test_all_kinds_of_the_tables_are_kinds():
    assert {rule.kind for rule in (*RULES, *STARTUP)} <= FAILURE_KINDS


EXITS = [
    ("killed", "memory ran out while predict", -9, (), True),
    ("killed", "memory ran out", 137, (), True),
    ("killed", "crashed", -11, ("Fatal Python error: Segmentation fault",), True),
    ("killed", "crashed", 139, (), True),
    ("killed", "crashed", 0xC0000005, (), True),
    ("killed", "SIGTERM", -15, (), True),
    ("killed", "lacks instructions", -4, (), True),
    ("killed", "before it answered", 0, (), True),
    ("killed", "before it answered", None, (), True),
    (
        "out_of_memory",
        "memory",
        -6,
        ("terminate called after throwing an instance of 'std::bad_alloc'",),
        True,
    ),
    ("out_of_memory", "GPU", 1, ("torch.OutOfMemoryError: CUDA out of memory.", "Trace ends"), True),
    ("disk_full", "room", 1, ("OSError: [Errno 28] No space left on device",), True),
    ("internal", "exit code 3", 3, ("who knows",), True),
    ("no_environment", "environment", 1, ("Trace", "ModuleNotFoundError: No module named 'numpy'"), False),
    ("no_environment", "environment", 2, ("python: can't open file '/x/launch.py': [Errno 2]",), False),
    ("no_environment", "environment", 1, ("InvertSeg needs Python 3.10 or newer, and this is 3.8.",), False),
    ("no_environment", "environment", 127, ("sh: 1: invertseg: not found",), False),
    ("protocol_mismatch", "another version", 2, ("worker: error: unrecognized arguments: --idle 3",), False),
    ("killed", "memory ran out", -9, (), False),
]


@pytest.mark.parametrize(("kind", "words", "code", "log", "started"), EXITS)
def test_an_end_is_told_by_its_code_and_last_words(kind, words, code, log, started):
    failure = failure_of_exit(code, log, "predict", started)
    assert failure.kind == kind
    assert words in failure.sentence
    assert failure.remedy
    assert failure.log == log


def test_a_broken_gpu_context_is_known_as_such():
    assert leaves_process_unusable(RuntimeError("CUDA error: an illegal memory access was encountered"))
    assert not leaves_process_unusable(RuntimeError("CUDA out of memory."))
    assert not leaves_process_unusable(RuntimeError("CUDA error: invalid device ordinal"))
