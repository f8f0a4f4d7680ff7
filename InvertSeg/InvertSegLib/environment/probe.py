"""Asks a Python what it has: started as a file by that Python, so it uses the standard library alone.

``python probe.py MODULE...`` imports the modules, says so of each after ``IMPORTED``, and prints
one line of JSON after ``MARK``.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import platform
import sys
from typing import Any

MARK = "invertseg-probe:"
IMPORTED = "invertseg-imported:"


def examine(modules: list[str]) -> dict[str, Any]:
    """Versions of all packages, which modules cannot be imported and why, and what torch can use."""
    found: dict[str, Any] = {"python": platform.python_version(), "failed": {}, "versions": versions()}
    for name in modules:
        try:
            importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001 - packages fail in any way, even by leaving
            found["failed"][name] = f"{type(error).__name__}: {error}"
        sys.stdout.write(f"\n{IMPORTED}{name}\n")
        sys.stdout.flush()
    if "torch" in sys.modules:
        found["torch"] = torch_facts()
    return found


def versions() -> dict[str, str]:
    """Names (as published) and versions of the installed packages."""
    found = {}
    for distribution in importlib.metadata.distributions():
        name = distribution.metadata["Name"]
        if name:
            found[name] = distribution.version
    return dict(sorted(found.items(), key=lambda item: item[0].lower()))


def torch_facts() -> dict[str, Any]:
    """What the installed torch was built for and what it finds on this machine."""
    torch = sys.modules["torch"]
    facts: dict[str, Any] = {
        "version": torch.__version__,
        "cuda": torch.version.cuda or getattr(torch.version, "hip", None),
        "architectures": [],
        "gpus": [],
        "mps": bool(getattr(torch.backends, "mps", None) and torch.backends.mps.is_available()),
    }
    if facts["cuda"]:
        facts["architectures"] = torch.cuda.get_arch_list()
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            facts["gpus"].append(
                {
                    "name": properties.name,
                    "capability": [properties.major, properties.minor],
                    "memory": properties.total_memory,
                }
            )
    return facts


if __name__ == "__main__":
    answer = json.dumps(examine(sys.argv[1:]))
    sys.stdout.write(f"\n{MARK}{answer}\n")
    sys.stdout.flush()
