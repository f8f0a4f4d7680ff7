"""From what went wrong to a kind, a sentence and a remedy.

Torch and the engines' packages are never imported here: exceptions are told by their classes' names and
their words, processes by exit code and last words.
"""

from __future__ import annotations

import errno
import json
import signal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from InvertSegLib.errors import EngineError, Failure, InvertSegError
from InvertSegLib.worker.failure_rules import DISK_FULL, LOG_LINES, RULES, SMALLER, STARTUP, Rule

_MARK = "INVERTSEG-FAILURE "


def told(failure: Failure) -> str:
    """A failure as a line of standard error, for programs between a client and its worker."""
    return _MARK + json.dumps(asdict(replace(failure, log=())))


def failure_in(line: str) -> Failure | None:
    """The failure that a line of standard error is, None for any other line."""
    if not line.startswith(_MARK):
        return None
    try:
        data = json.loads(line.removeprefix(_MARK))
        return Failure(str(data["kind"]), str(data["sentence"]), str(data["remedy"]))
    except (ValueError, KeyError, TypeError):
        return None


def failure_of(error: BaseException, log: Sequence[str] = ()) -> Failure:
    """What an exception of an engine means to the user.

    Args:
        error: as it was caught in the worker; its causes are looked at too.
        log: what was printed before, newest line last.
    """
    for each in _chain(error):
        known = _known(each, log)
        if known is not None:
            return known
    tail = tuple(log[-LOG_LINES:])
    if isinstance(error, SystemExit):
        # Packages that end the process print why, instead of saying it in the exception.
        rule = _rule_of_text(RULES, log)
        return rule.failure(tail) if rule else _internal("The engine's package ended the run by itself", tail)
    words = " ".join(str(error).split())
    what = f"{type(error).__name__}: {words[:200]}" if words else type(error).__name__
    return _internal(f"The engine stopped at something unforeseen ({what})", tail)


def failure_of_exit(
    code: int | None, log: Sequence[str] = (), stage: str = "", started: bool = True
) -> Failure:
    """What the end of a worker's process means to the user.

    Args:
        code: exit code as `subprocess` gives it (negative for a signal), None when unknown.
        log: what it printed, newest line last.
        stage: what it was doing.
        started: it had said hello before.
    """
    tail = tuple(log[-LOG_LINES:])
    if not started:
        rule = _rule_of_text(STARTUP, tail)
        if rule or code in {126, 127, 0xC0000135}:
            return (rule or STARTUP[0]).failure(tail)
    memory = _rule_of_text([rule for rule in RULES if rule.kind in {"out_of_memory", "disk_full"}], tail)
    if memory and code != 0:
        return memory.failure(tail)
    during = f" while {stage}" if stage else ""
    if code in _ENDS:
        sentence, remedy = _ENDS[code]
        return Failure("killed", f"{sentence}{during}.", remedy, tail)
    if code is not None and code < 0:
        sentence = f"The worker was ended by {_signal_name(-code)}{during}."
        return Failure("killed", sentence, "Run it again.", tail)
    if code == 0 or code is None:
        return Failure("killed", f"The worker was gone before it answered{during}.", "Run it again.", tail)
    rule = _rule_of_text(RULES, tail)
    return rule.failure(tail) if rule else _internal(f"The worker ended with exit code {code}{during}", tail)


def leaves_process_unusable(error: BaseException) -> bool:
    """Whether torch can compute nothing more in this process, as after most CUDA errors."""
    text = str(error)
    return "CUDA error" in text and "out of memory" not in text and "invalid device ordinal" not in text


_OUT_OF_MEMORY = ("The worker was ended by the system, most often because memory ran out", SMALLER)
_CRASHED = (
    "The worker crashed in compiled code",
    "Run it again, on the CPU if it was on the GPU; if it stays, report it with the log.",
)
# Codes of signals as subprocess gives them, as a shell or ssh gives them, and as Windows does.
_ENDS = {
    **dict.fromkeys((-9, 137, 0xC000012D), _OUT_OF_MEMORY),
    **dict.fromkeys((-11, 139, -6, 134, -7, -10, 0xC0000005), _CRASHED),
    -4: ("The worker was ended, as this processor lacks instructions that it needs", "Use another machine."),
}


def _known(error: BaseException, log: Sequence[str]) -> Failure | None:
    tail = tuple(log[-LOG_LINES:])
    if isinstance(error, EngineError):
        return error.failure if error.failure.log else replace(error.failure, log=tail)
    if isinstance(error, InvertSegError):
        return Failure("bad_request", error.sentence, error.remedy, tail)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        failure = DISK_FULL.failure(tail)
    else:
        rule = next((rule for rule in RULES if rule.fits(error)), None)
        if rule is None:
            return None
        failure = rule.failure(tail)
    if isinstance(error, ImportError) and error.name:
        return replace(failure, sentence=f"The engine is not installed completely: {error.name} is missing.")
    if isinstance(error, FileNotFoundError) and error.filename:
        return replace(failure, sentence=f"The model's files are not all there: {error.filename} is missing.")
    return failure


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _rule_of_text(rules: Iterable[Rule], lines: Sequence[str]) -> Rule | None:
    """The rule that fits the newest line that any fits."""
    rules = tuple(rules)
    for line in reversed(lines[-LOG_LINES:]):
        for rule in rules:
            if rule.fits_text(line):
                return rule
    return None


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _internal(what: str, tail: tuple[str, ...]) -> Failure:
    return Failure("internal", f"{what}.", "Run it again; if it stays, report it with the log.", tail)
