"""Looks for what is wrong on a machine, and says what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.environment import doctor_engines, doctor_machine, doctor_network, gpu
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding

__all__ = ["ERROR", "OK", "WARNING", "Finding", "examine"]


def examine(
    *, network: bool = False, on_progress: Callable[[str], None] = lambda _text: None
) -> list[Finding]:
    """Examine the machine, and every engine by its own Python.

    Args:
        network: also try to reach the package servers; nothing is sent but the request for a page.
        on_progress: told what is being looked at.

    Returns:
        The findings, the machine's first.
    """
    on_progress("looking at the machine")
    cards = gpu.nvidia_gpus()
    findings = doctor_machine.examine_machine(cards)
    if network:
        on_progress("trying the package servers")
        findings += doctor_network.examine_network()
    on_progress("asking the engines")
    with ThreadPoolExecutor(max_workers=len(ENGINES)) as pool:
        for found in pool.map(lambda name: doctor_engines.examine_engine(name, cards), ENGINES):
            findings += found
    findings += doctor_engines.examine_settings()
    return findings
