"""The few kinds of errors that InvertSeg raises for its users.

Each carries one sentence that says what is wrong and one that says what to do about it, so that every
face (command line, panel, browser) can show the same words without a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class InvertSegError(Exception):
    """Base of all errors that a user is meant to read.

    Args:
        sentence: what is wrong, as one sentence.
        remedy: what the user can do about it, as one sentence; empty where nothing can be done.
    """

    exit_code = 1

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.sentence} {self.remedy}".strip()


class InputError(InvertSegError):
    """The input cannot be used: not an image, empty, constant, colour, truncated..."""

    exit_code = 2


class ParameterError(InvertSegError):
    """A parameter has a value that makes no sense, or contradicts another one."""

    exit_code = 2


class OutputError(InvertSegError):
    """The output cannot be written: disk full, folder missing, would overwrite an input..."""


@dataclass(frozen=True)
class Failure:
    """How a run in the worker failed; travels over the wire as JSON.

    Attributes:
        kind: one of `FAILURE_KINDS`.
        sentence: what went wrong, for the user.
        remedy: what the user can do.
        log: the tail of what the engine printed, newest line last.
    """

    kind: str
    sentence: str
    remedy: str = ""
    log: tuple[str, ...] = field(default=())


FAILURE_KINDS = frozenset(
    {
        "out_of_memory",  # device or host memory is not enough
        "no_weights",  # the model's weights are not on this machine
        "no_environment",  # the engine is not installed
        "wrong_device",  # the asked device does not exist here
        "unsupported_gpu",  # the installed torch has no code for this GPU
        "unreadable_model",  # the model folder is damaged or of another kind
        "untrusted_model",  # loading would run code the user has not agreed to
        "unsupported_model",  # readable, but of a shape InvertSeg does not run (several input channels...)
        "licence_needed",  # the task needs a licence number that is not there
        "bad_request",  # unknown task, unknown structure, volume that the engine cannot take
        "cancelled",  # the user asked for it
        "killed",  # the process was ended from outside
        "stalled",  # nothing was heard from the worker for too long
        "no_connection",  # another machine cannot be reached, or lets nobody in
        "connection_lost",  # the line to another machine was cut
        "not_prepared",  # InvertSeg is not on the other machine, or of a version that does not fit
        "protocol_mismatch",  # the two sides are of different versions, or the stream is damaged
        "disk_full",  # no room left where the worker needs it
        "internal",  # anything unforeseen
    }
)


class EngineError(InvertSegError):
    """A run failed in, or on the way to, the worker; `failure` says how."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.sentence, failure.remedy)
        self.failure = failure
        if failure.kind == "cancelled":
            self.exit_code = 130
        elif failure.kind in {"no_environment", "not_prepared", "no_weights", "licence_needed"}:
            self.exit_code = 3
        elif failure.kind in {"bad_request", "untrusted_model", "wrong_device"}:
            self.exit_code = 2
