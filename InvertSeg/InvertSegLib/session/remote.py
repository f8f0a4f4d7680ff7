"""Other machines as the session sees them: what they have, asked without waiting."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding
from InvertSegLib.errors import Failure
from InvertSegLib.session.carrier import Carrier, CarrierFactory
from InvertSegLib.session.environments import EngineFacts
from InvertSegLib.session.signal import Signal
from InvertSegLib.worker import failures
from InvertSegLib.worker.command import remote_facts_command
from InvertSegLib.worker.lines import LineSplitter

# As long as a machine has not been asked, nothing is in the way; a run says what is.
UNKNOWN_ENGINE = EngineFacts(True, models=("not asked yet",))
# What the smallest of the usual networks takes: less memory ends most runs.
_ENOUGH_MEMORY, _ENOUGH_GPU_MEMORY = 8e9, 4e9


@dataclass(frozen=True)
class HostFacts:
    """What another machine says of itself, or why it cannot be used.

    Attributes:
        host: as `ssh` takes it.
        failure: why it cannot be used, None when it can.
        version: of InvertSeg there.
        engines: name to what is installed of it.
        memory: "total" and "available" bytes.
        gpus: names of its NVIDIA cards and their memory in bytes.
        disk_free: bytes that are free where engines are installed.
        home: that folder.
    """

    host: str
    failure: Failure | None = None
    version: str = ""
    engines: Mapping[str, EngineFacts] = field(default_factory=dict)
    memory: Mapping[str, int] = field(default_factory=dict)
    gpus: tuple[tuple[str, int], ...] = ()
    disk_free: int = 0
    home: str = ""

    @classmethod
    def from_json(cls, host: str, data: Mapping[str, Any]) -> HostFacts:
        """From what `invertseg worker --facts` says there."""
        engines = {
            name: EngineFacts(e["installed"], e["why_not"], e["version"], models=tuple(e["models"]))
            for name, e in data["engines"].items()
        }
        gpus = tuple((card["name"], card["memory"]) for card in data["gpus"])
        return cls(
            host, None, data["version"], engines, data["memory"], gpus, data["disk_free"], data["home"]
        )

    def engine(self, name: str) -> EngineFacts:
        """What is installed of an engine there, and if it is not, why not, in words that name the machine."""
        if self.failure is not None:
            return EngineFacts(False, self.failure.sentence)
        facts = self.engines.get(name) or EngineFacts(False, f"The InvertSeg there knows no engine {name}.")
        return facts if facts.installed else replace(facts, why_not=_there(facts.why_not, self.host))


class Hosts:
    """Asks other machines what they have, each in a process of its own.

    Args:
        carrier_factory: makes a carrier for each process.
        variables: gives the environment variables of these processes.

    Attributes:
        changed: emitted with a host's name when what is known of it changed, or when it is being asked.
    """

    def __init__(self, carrier_factory: CarrierFactory, variables: Callable[[], Mapping[str, str]]) -> None:
        self.changed = Signal()
        self._new_carrier = carrier_factory
        self._variables = variables
        self._known: dict[str, HostFacts] = {}
        self._asking: dict[str, Carrier] = {}

    def facts(self, host: str) -> HostFacts | None:
        """What is known of a machine, None as long as it has not answered."""
        return self._known.get(host)

    def is_asking(self, host: str) -> bool:
        """Whether its answer is waited for."""
        return host in self._asking

    def ask(self, host: str) -> None:
        """Ask a machine anew, unless its answer is waited for; `changed` tells."""
        if host in self._asking:
            return
        carrier = self._new_carrier()
        output, lines, splitter = bytearray(), [], LineSplitter()
        carrier.on_output = output.extend
        carrier.on_error_output = lambda data: lines.extend(splitter.feed(data))
        carrier.on_exit = lambda _code: self._take(host, bytes(output), [*lines, *splitter.rest()])
        self._asking[host] = carrier
        carrier.start(remote_facts_command(host), self._variables())
        self.changed.emit(host)

    def forget(self) -> None:
        """Look at all machines anew when they are needed."""
        self._known.clear()

    def close(self) -> None:
        """End what is under way; no answer comes any more."""
        carriers, self._asking = tuple(self._asking.values()), {}
        for carrier in carriers:
            carrier.end()

    def _take(self, host: str, output: bytes, lines: list[str]) -> None:
        if self._asking.pop(host, None) is None:
            return
        self._known[host] = _facts(host, output, lines)
        self.changed.emit(host)


def findings(facts: HostFacts, version: str, engine: str = "") -> tuple[Finding, ...]:
    """The test of a connection: what was found, one finding for each question.

    Args:
        facts: what the machine says.
        version: of InvertSeg here.
        engine: the one that is to run there, empty for any.
    """
    host = facts.host
    if facts.failure is not None:
        return (Finding("connection", ERROR, facts.failure.sentence, facts.failure.remedy),)
    found = [Finding("connection", OK, f"The machine {host} answers.")]
    if facts.version == version:
        found.append(Finding("version", OK, f"InvertSeg {version} is there."))
    else:
        sentence = f"InvertSeg {facts.version} is on {host}, and {version} here."
        remedy = f"Bring it up to date: invertseg remote prepare {host}"
        found.append(Finding("version", WARNING, sentence, remedy))
    found += [_engines(facts, engine), _gpu(facts), _memory(facts)]
    return tuple(found)


def _engines(facts: HostFacts, engine: str) -> Finding:
    there = [name for name, each in facts.engines.items() if each.installed]
    if engine and engine not in there:
        remedy = f"Install it there: invertseg remote prepare {facts.host} --engine {engine}"
        return Finding("engines", ERROR, facts.engine(engine).why_not, remedy)
    if not there:
        remedy = f"Install one there: invertseg remote prepare {facts.host} --engine NAME"
        return Finding("engines", ERROR, f"No engine is installed on {facts.host}.", remedy)
    titles = ", ".join(ENGINES[name].title if name in ENGINES else name for name in there)
    return Finding("engines", OK, f"Installed there: {titles}.")


def _gpu(facts: HostFacts) -> Finding:
    if not facts.gpus:
        sentence = f"The machine {facts.host} has no graphics card that networks can use."
        return Finding("GPU", WARNING, sentence, "Networks run on its processor, which takes minutes.")
    text = ", ".join(f"{name} ({memory / 1e9:.0f} GB)" for name, memory in facts.gpus)
    if max(memory for _, memory in facts.gpus) < _ENOUGH_GPU_MEMORY:
        sentence = f"The graphics card of {facts.host} has too little memory for most networks: {text}."
        return Finding("GPU", WARNING, sentence, "Choose the fast model, or the processor as device.")
    return Finding("GPU", OK, f"{text}.")


def _memory(facts: HostFacts) -> Finding:
    total = facts.memory.get("total", 0)
    available = facts.memory.get("available", total)
    text = f"{available / 1e9:.0f} of {total / 1e9:.0f} GB memory are free."
    if total and available < _ENOUGH_MEMORY:
        sentence = f"The machine {facts.host} has too little memory for most networks: {text}"
        return Finding("memory", WARNING, sentence, "Close other programs there, or choose the fast model.")
    return Finding("memory", OK, text)


def _facts(host: str, output: bytes, lines: list[str]) -> HostFacts:
    told = [failure for line in lines if (failure := failures.failure_in(line))]
    if told:
        return HostFacts(host, told[-1])
    try:
        return HostFacts.from_json(host, json.loads(output))
    except (ValueError, KeyError, TypeError) as error:
        sentence = f"What {host} says of itself cannot be understood ({type(error).__name__})."
        remedy = f"Bring it up to date: invertseg remote prepare {host}"
        return HostFacts(host, Failure("not_prepared", sentence, remedy, tuple(lines)))


def _there(sentence: str, host: str) -> str:
    return f"{sentence.rstrip('.')} on {host}."
