"""Make the facts beside this file from a complete listing of Slicer's classes.

    python trim.py slicer_api.json

The listing says per class its properties, signals, slots and other members as Slicer's Python shows them.
What a class repeats of the nearest base that is listed too is left out, and one class stands on one line.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
KINDS = ("properties", "signals", "slots", "other_members")
# Classes that nothing in a module's panel uses.
UNUSED = (
    "ctkConsole", "ctkErrorLogWidget", "ctkHistogram", "ctkTransferFunction", "ctkVTK", "ctkWorkflow",
    "ctkSettings", "ctkTreeComboBox", "ctkLanguageComboBox", "ctkMenuComboBox", "ctkPathListWidget",
)  # fmt: skip


def bases_of(name: str) -> list[str]:
    """The C++ bases of a Qt class, nearest first, as PySide6 knows them."""
    from PySide6 import QtCore, QtGui, QtWidgets

    for module in (QtCore, QtGui, QtWidgets):
        if hasattr(module, name):
            return [base.__name__ for base in getattr(module, name).__mro__[1:]]
    return []


def whole(classes: dict, name: str) -> dict[str, dict | set]:
    """All members of a class, those of its declared bases included."""
    members: dict[str, dict | set] = {
        "properties": {},
        "signals": set(),
        "slots": set(),
        "other_members": set(),
    }
    while name:
        facts = classes[name]
        for kind in KINDS:
            members[kind].update(facts.get(kind, ()))
        name = facts.get("inherits")
    return members


def trimmed(classes: dict, name: str, candidates: list[str]) -> dict:
    """The facts of one class without those of its nearest base that has nothing the class lacks."""
    own = whole(classes, name)
    everything = (
        set(own["properties"])
        | own["other_members"]
        | {s.split("(")[0] for s in own["signals"] | own["slots"]}
    )
    facts: dict = {}
    for base in candidates:
        theirs = whole(classes, base)
        names = set(theirs["properties"]) | theirs["other_members"]
        names |= {s.split("(")[0] for s in theirs["signals"] | theirs["slots"]}
        if names <= everything:
            facts["inherits"] = base
            for kind in ("signals", "slots", "other_members"):
                own[kind] -= theirs[kind]
            own["properties"] = {
                k: v for k, v in own["properties"].items() if theirs["properties"].get(k) != v
            }
            break
    for kind in KINDS:
        if own[kind]:
            facts[kind] = own[kind] if kind == "properties" else sorted(own[kind])
    return facts


def main(source: Path) -> None:
    """Write qt.json, ctk.json and slicer.json."""
    listing = json.loads(source.read_text())
    classes = listing["classes"]
    files: dict[str, dict] = {"qt": {}, "ctk": {}, "slicer": {}}
    for name in sorted(classes):
        module, _, short = name.partition(".")
        if short.startswith(UNUSED):
            continue
        candidates = [f"qt.{base}" for base in bases_of(short) if f"qt.{base}" in classes]
        declared = classes[name].get("inherits")
        if declared and declared not in candidates:
            candidates.append(declared)
        files[module][name] = trimmed(classes, name, candidates)
    files["qt"]["qt.Qt"] = {"other_members": sorted(listing["qt.Qt"])}
    for module, facts in files.items():
        lines = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(f, sort_keys=True)}" for name, f in facts.items()
        )
        (HERE / f"{module}.json").write_text("{\n" + lines + "\n}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
