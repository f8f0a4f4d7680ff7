"""What the doctor looks at in each engine's environment, weights and settings."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from InvertSegLib.environment import gpu, installed, unfinished, weights
from InvertSegLib.environment.asking import ask
from InvertSegLib.environment.finding import ERROR, OK, WARNING, Finding
from InvertSegLib.environment.installed import EngineEnvironment

_LICENCE_LENGTH = 18


def examine_engine(engine: str, cards: Sequence[gpu.Gpu], *, timeout: float = 180) -> list[Finding]:
    """Whether an engine is installed, can be imported, fits the GPU, and has its weights.

    Args:
        engine: name of the engine.
        cards: the machine's NVIDIA cards.
        timeout: seconds that its Python may take to answer.
    """
    environment = installed.find(engine)
    install = f"invertseg engines install {engine}"
    if environment is None:
        return [Finding(engine, OK, "Not installed.", f"To use it: {install}")]
    if not environment.complete:
        return [_incomplete(environment)]
    answer = ask(engine, environment.python, timeout=timeout)
    if answer is None:
        return [
            Finding(
                engine,
                ERROR,
                f"Its Python {environment.python} does not answer.",
                f"Repair it: {_again(engine)}",
            )
        ]
    findings = [_packages(environment, answer)]
    findings += examine_torch(engine, answer.get("torch"), cards)
    findings += examine_weights(engine)
    return findings


def _incomplete(environment: EngineEnvironment) -> Finding:
    engine = environment.engine
    was = unfinished.interruption_of(engine)
    if not environment.own:
        return Finding(engine, ERROR, *installed.why_incomplete(environment))
    if was is not None:
        since = f", begun {was.since}," if was.since else ""
        return Finding(
            engine,
            ERROR,
            f"An installation{since} was interrupted.",
            f"Finish it, with what was downloaded: invertseg engines resume {engine}; "
            f"or remove it: invertseg engines remove {engine}",
        )
    if unfinished.is_noted(engine):
        return Finding(engine, OK, "It is being installed just now.")
    return Finding(
        engine,
        ERROR,
        "Its environment is not complete, or the Python that it was made with has been removed.",
        f"invertseg engines install {engine}",
    )


def _again(engine: str) -> str:
    return f"invertseg engines remove {engine}, then invertseg engines install {engine}"


def _packages(environment: EngineEnvironment, answer: Mapping[str, Any]) -> Finding:
    engine = environment.engine
    if answer["failed"]:
        reasons = "; ".join(f"{module}: {reason}" for module, reason in answer["failed"].items())
        remedy = (
            f"Repair it: {_again(engine)}"
            if environment.own
            else f"Install what is missing in {environment.python}."
        )
        return Finding(engine, ERROR, f"Some of its packages cannot be imported ({reasons}).", remedy)
    if not environment.requirements_current:
        return Finding(
            engine,
            WARNING,
            f"{environment.version} is installed; this InvertSeg asks for other versions.",
            f"Update it: invertseg engines update {engine}",
        )
    torch = (answer.get("torch") or {}).get("version", "?")
    return Finding(
        engine, OK, f"{environment.version} with torch {torch} and Python {answer['python']} works."
    )


def examine_torch(engine: str, torch: Mapping[str, Any] | None, cards: Sequence[gpu.Gpu]) -> list[Finding]:
    """Whether an environment's PyTorch (`probe.torch_facts`) and the machine's cards go together."""
    if torch is None or not cards:
        return []
    if not torch["cuda"]:
        return [
            Finding(
                engine,
                WARNING,
                "There is an NVIDIA card, but its PyTorch is the CPU build.",
                f"invertseg engines install {engine} --torch cuda",
            )
        ]
    if not torch["gpus"]:
        return [
            Finding(
                engine,
                WARNING,
                f"Its PyTorch (CUDA {torch['cuda']}) cannot use the card with driver {cards[0].driver}.",
                "Update the NVIDIA driver, or install again with an older CUDA: "
                f"invertseg engines install {engine} --torch cu126",
            )
        ]
    unfit = [
        card["name"] for card in torch["gpus"] if not has_code_for(torch["architectures"], card["capability"])
    ]
    if unfit:
        return [
            Finding(
                engine,
                ERROR,
                f"Its PyTorch has no code for {', '.join(unfit)}, only {', '.join(torch['architectures'])}.",
                f"Older cards: invertseg engines install {engine} --torch cu126; or run with --device cpu.",
            )
        ]
    return [Finding(engine, OK, f"Its PyTorch uses {', '.join(card['name'] for card in torch['gpus'])}.")]


def has_code_for(architectures: Sequence[str], capability: Sequence[int]) -> bool:
    """Whether a build of PyTorch runs on a card.

    Args:
        architectures: as ``torch.cuda.get_arch_list()`` gives them: "sm_90", "sm_90a", "compute_90".
        capability: (major, minor) of the card.

    Machine code (sm) runs on cards of the same major version and the same or a later minor one; the
    portable code (compute) on every later card. AMD's names (gfx...) are not judged.
    """
    major, minor = capability
    if any(name.startswith("gfx") for name in architectures):
        return True
    for name in architectures:
        match = re.fullmatch(r"(sm|compute)_(\d+)(\d)[af]?", name)
        if match is None:
            continue
        has = (int(match[2]), int(match[3]))
        if (match[1] == "compute" and has <= (major, minor)) or (has[0] == major and has[1] <= minor):
            return True
    return False


def examine_weights(engine: str) -> list[Finding]:
    """Whether an engine's weights are here, and whole."""
    known = weights.status(engine)
    if known is None:
        return []
    name = f"{engine} weights"
    damaged = [model for model in known.models if model.state == "damaged"]
    if damaged:
        again = f"invertseg weights remove {engine} {damaged[0].name}"
        return [
            Finding(name, ERROR, damaged[0].problem, f"Remove it, and get it again: {again}"),
        ]
    here = [model for model in known.models if model.state == "here"]
    if here:
        folders = ", ".join(sorted({str(model.folder.parent) for model in here}))
        return [Finding(name, OK, f"{len(here)} models are in {folders}.")]
    return [
        Finding(
            name,
            WARNING,
            f"No weights are in {known.target.path}.",
            f"invertseg weights download {engine} --task NAME; or, without internet, get its archive from "
            f"the publisher, then: invertseg weights import {engine} ARCHIVE.zip",
        )
    ]


def examine_settings() -> list[Finding]:
    """TotalSegmentator's own settings file: its licence number and its usage statistics."""
    if installed.find("totalsegmentator") is None:
        return []
    settings = totalsegmentator_settings()
    number = str(settings.get("license_number", "") or "")
    licence = Finding("licence", OK, "A TotalSegmentator licence number is set.")
    if not number:
        licence = Finding(
            "licence",
            OK,
            "No TotalSegmentator licence number is set; only some tasks need one.",
            "It is free for non-commercial use: backend.totalsegmentator.com/license-academic/",
        )
    elif len(number) != _LICENCE_LENGTH:
        licence = Finding(
            "licence",
            WARNING,
            "The TotalSegmentator licence number that is set cannot be right.",
            f"It has {_LICENCE_LENGTH} characters; set it again: totalseg_set_license -l NUMBER",
        )
    sends = settings.get("send_usage_stats", True)
    own = (
        "its own command would send usage statistics" if sends else "its own command's statistics are off too"
    )
    return [licence, Finding("statistics", OK, f"InvertSeg sends nothing anywhere; TotalSegmentator: {own}.")]


def totalsegmentator_settings() -> dict[str, Any]:
    """TotalSegmentator's config.json; empty where there is none."""
    folder = Path(os.environ.get("TOTALSEG_HOME_DIR") or Path.home() / ".totalsegmentator")
    try:
        settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return settings if isinstance(settings, dict) else {}
