"""Processes carried by Qt's event loop: bytes, exits, whole trees, and a loop that never waits."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from InvertSegLib.worker import processes

LONGEST_TURN = 0.1


class Loop:
    """Turns the event loop and remembers its longest turn."""

    def __init__(self, turn: Callable[[], None]) -> None:
        self._turn = turn
        self.longest = 0.0

    def until(self, condition: Callable[[], Any], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "nothing happened"
            began = time.monotonic()
            self._turn()
            self.longest = max(self.longest, time.monotonic() - began)
            time.sleep(0.0005)


class Carried:
    """A carrier and all that it told."""

    def __init__(self, carrier: Any) -> None:
        self.carrier = carrier
        self.output = bytearray()
        self.errors = bytearray()
        self.exits: list[int | None] = []
        carrier.on_output = self.output.extend
        carrier.on_error_output = self.errors.extend
        carrier.on_exit = self.exits.append

    def start(self, *command: str) -> None:
        self.carrier.start(command, dict(os.environ))


@pytest.fixture
def loop(slicer_with_qt: Any) -> Loop:
    import qt

    return Loop(qt.QCoreApplication.processEvents)


@pytest.fixture
def carried(slicer_with_qt: Any) -> Iterator[Carried]:
    from InvertSegLib.panel.carrier import QProcessCarrier

    made = Carried(QProcessCarrier())
    yield made
    made.carrier.end()


def python(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_a_volume_comes_back_unchanged_and_no_turn_is_long(carried: Carried, loop: Loop) -> None:
    voxels = np.random.default_rng(0).integers(0, 2**16, 20_000_000, dtype=np.uint16)
    carried.start("cat")
    carried.carrier.write([b'{"type": "segment"}\n', voxels.data, b"", b"end"])
    loop.until(lambda: len(carried.output) >= voxels.nbytes + 23)
    assert bytes(carried.output) == b'{"type": "segment"}\n' + voxels.tobytes() + b"end"
    assert loop.longest < LONGEST_TURN


def test_what_is_written_later_comes_later(carried: Carried, loop: Loop) -> None:
    carried.start("cat")
    for number in range(50):
        carried.carrier.write([b"%d," % number])
    expected = b"".join(b"%d," % number for number in range(50))
    loop.until(lambda: len(carried.output) == len(expected))
    assert bytes(carried.output) == expected


def test_all_output_comes_before_the_exit(carried: Carried, loop: Loop) -> None:
    order: list[str] = []
    carried.carrier.on_output = lambda data: order.append("output")
    carried.carrier.on_error_output = lambda data: order.append("errors")
    carried.carrier.on_exit = lambda code: order.append(f"exit {code}")
    carried.start(*python("import os; os.write(1, b'x' * 300000); os.write(2, b'y'); os._exit(3)"))
    loop.until(lambda: order and order[-1].startswith("exit"))
    assert order[-1] == "exit 3"
    assert {"output", "errors"} <= set(order)
    assert sum(word.startswith("exit") for word in order) == 1


def test_a_signal_is_a_negative_code(carried: Carried, loop: Loop) -> None:
    carried.start(*python("import os; os.kill(os.getpid(), 11)"))
    loop.until(lambda: carried.exits)
    assert carried.exits == [-11]


def test_a_program_that_is_not_there_is_told_later_and_once(carried: Carried, loop: Loop) -> None:
    carried.start("/nonexistent/python")
    assert not carried.exits
    loop.until(lambda: carried.exits)
    assert carried.exits == [127]
    assert b"No such file" in carried.errors


def test_the_whole_tree_is_ended_also_what_left_the_group(carried: Carried, loop: Loop) -> None:
    child = "import os, time; os.setsid(); print(os.getpid(), flush=True); time.sleep(60)"
    parent = (
        f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {child!r}]); time.sleep(60)"
    )
    carried.start(*python(parent))
    loop.until(lambda: b"\n" in carried.output)
    grandchild = int(carried.output)
    began = time.monotonic()
    carried.carrier.end()
    assert time.monotonic() - began < LONGEST_TURN
    loop.until(lambda: carried.exits)
    assert carried.exits == [-9]
    loop.until(lambda: not processes.members(grandchild) - {os.getpid()})


def test_an_orphan_of_a_dead_worker_is_ended_too(carried: Carried, loop: Loop) -> None:
    child = "import os, time; os.setsid(); print(os.getpid(), flush=True); time.sleep(60)"
    carried.start(
        *python(
            f"import subprocess, sys, os, time; subprocess.Popen([sys.executable, '-c', {child!r}]);"
            "time.sleep(1); os._exit(9)"
        )
    )
    loop.until(lambda: b"\n" in carried.output)
    orphan = int(carried.output)
    loop.until(lambda: carried.exits)
    assert carried.exits == [9]
    loop.until(lambda: not processes.members(orphan))


def test_what_cannot_be_written_any_more_is_dropped(carried: Carried, loop: Loop) -> None:
    carried.start(*python("pass"))
    loop.until(lambda: carried.exits)
    carried.carrier.write([bytes(10_000_000)])
    carried.carrier.end()
    assert carried.exits == [0]


def test_a_call_comes_later_unless_it_was_called_off(carried: Carried, loop: Loop) -> None:
    called: list[str] = []
    carried.carrier.call_later(0.05, lambda: called.append("first"))
    carried.carrier.call_later(0.02, lambda: called.append("never")).cancel()
    assert not called
    loop.until(lambda: called)
    assert called == ["first"]


def test_a_carrier_may_be_dropped_when_its_process_ends(slicer_with_qt: Any, loop: Loop) -> None:
    from InvertSegLib.panel.carrier import QProcessCarrier

    held: list[Any] = [QProcessCarrier()]
    codes: list[int | None] = []

    def drop(code: int | None) -> None:
        held.clear()
        codes.append(code)

    held[0].on_exit = drop
    held[0].start(python("pass"), dict(os.environ))
    loop.until(lambda: codes)
    began = time.monotonic()
    loop.until(lambda: time.monotonic() > began + 0.05)
    assert codes == [0]


def test_slicers_own_variables_stay_with_slicer(
    carried: Carried, loop: Loop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from InvertSegLib.panel.carrier import startup_environment

    monkeypatch.setenv("PYTHONHOME", "/opt/Slicer-5.12/lib/Python")
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/Slicer-5.12/lib:/usr/lib/driver")
    environment = startup_environment()
    assert "PYTHONHOME" not in environment
    assert environment.get("LD_LIBRARY_PATH", "") in {"", "/usr/lib/driver"}
    carried.carrier.start(python("import os; print(os.environ['INVERTSEG_WORKER'])"), environment)
    loop.until(lambda: carried.exits)
    assert len(bytes(carried.output).strip()) == 32
