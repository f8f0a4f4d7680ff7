"""An engine that needs no network: the structures, or the task when loading, say what it does."""

from __future__ import annotations

import ctypes
import faulthandler
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time

import numpy as np

from InvertSegLib.engines.base import EngineOutput
from InvertSegLib.errors import EngineError, Failure

LONG = 60.0


def hold_the_interpreter() -> None:
    """Compute in C for ages without ever letting another thread run."""
    re.match(r"(a+)+$", "a" * 60 + "b")


def start_a_family(reporter) -> None:
    """Children of every kind: plain, in a session of its own, without the environment, forked."""
    sleep = [sys.executable, "-c", f"import time; time.sleep({LONG})"]
    children = [
        subprocess.Popen(sleep).pid,
        subprocess.Popen(sleep, start_new_session=True).pid,
        subprocess.Popen(sleep, env={}).pid,
    ]
    forked = multiprocessing.get_context("fork").Process(target=time.sleep, args=(LONG,), daemon=True)
    forked.start()
    # One whose parent has ended, in a session of its own: only its environment tells where it belongs.
    options = "start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"
    code = f"import subprocess; print(subprocess.Popen({sleep!r}, {options}).pid)"
    stray = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for pid in [*children, forked.pid, int(stray.stdout.split()[0])]:
        reporter.log(f"child {pid}")


def print_everywhere() -> None:
    """Write to standard output in all the ways that libraries do."""
    print("from python")
    os.write(1, b"from descriptor 1\n")
    subprocess.run(["sh", "-c", "echo from a child; cat"], check=True)
    ctypes.CDLL(None).puts(b"from c")
    ctypes.CDLL(None).fflush(None)
    print("from stderr", file=sys.stderr)
    print("bar 1\rbar 2\rbar 3", file=sys.stderr)


def work_in_stages(reporter) -> None:
    time.sleep(0.1)
    with reporter.stage("resample"):
        time.sleep(0.1)
        with reporter.stage("filter", "one of two"):
            time.sleep(0.2)
        time.sleep(0.1)
    with reporter.stage("predict"):
        for step in range(500):
            reporter.progress(step / 500, f"window {step}")
            time.sleep(0.001)
        reporter.progress(1.0)


def nap(reporter) -> None:
    with reporter.stage("napping"):
        for step in range(int(LONG / 0.01)):
            reporter.progress(step * 0.01 / LONG)
            time.sleep(0.01)


def sleep() -> None:
    time.sleep(LONG)


def sleep_in_c() -> None:
    """Sleep in a C call that keeps the interpreter lock."""
    ctypes.PyDLL(None).sleep(int(LONG))


def stay_busy() -> None:
    while True:
        pass


def exhaust_memory() -> None:
    np.empty((1 << 50,), np.uint8)


def fill_the_gpu() -> None:
    class OutOfMemoryError(RuntimeError):
        pass

    raise OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB.")


def break_the_gpu() -> None:
    raise RuntimeError("CUDA error: an illegal memory access was encountered")


ACTIONS = {
    "regex": hold_the_interpreter,
    "print": print_everywhere,
    "sleep": sleep,
    "csleep": sleep_in_c,
    "busy": stay_busy,
    "die": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crash": faulthandler._sigsegv,
    "memory": exhaust_memory,
    "gpu memory": fill_the_gpu,
    "gpu broken": break_the_gpu,
    "exit": lambda: sys.exit(3),
    "quiet exit": lambda: os._exit(0),
}
REPORTED_ACTIONS = {"stages": work_in_stages, "nap": nap, "family": start_a_family}


class Network:
    device = "cpu"

    def __init__(self) -> None:
        self.labels = {1: "bright", 2: "brighter"}
        self.versions = {"engine_of_tests": "1.0"}
        self.runs = 0

    def segment(self, volume, structures, reporter):
        self.runs += 1
        for word in structures:
            with reporter.stage(word):
                if word in REPORTED_ACTIONS:
                    REPORTED_ACTIONS[word](reporter)
                else:
                    ACTIONS[word]()
        labels = (volume.voxels > 0).astype(np.uint8) + (volume.voxels > 100)
        reporter.log(f"run {self.runs}, spacing {volume.spacing}")
        return EngineOutput(labels.astype(np.uint8), self.labels, {"bright": 0.5, "brighter": float("nan")})

    def close(self) -> None:
        print("network closed")


class TestEngine:
    name = "tests"

    def describe(self, weights):
        return {"versions": {"engine_of_tests": "1.0"}, "tasks": [], "weights": weights}

    def load(self, choice, reporter):
        task = choice.task or "plain"
        if task == "none there":
            raise EngineError(Failure("no_weights", "The weights are not there.", "Get them."))
        with reporter.stage("reading weights"):
            if task == "damaged":
                raise ValueError("not like this")
            if task in REPORTED_ACTIONS:
                REPORTED_ACTIONS[task](reporter)
            elif task != "plain":
                ACTIONS[task]()
        reporter.log("network made")
        return Network()


ENGINE = TestEngine()
