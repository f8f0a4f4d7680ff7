"""Compare the table of structures with what it was made from.

    python tools/check_structures.py [--python ENGINE_PYTHON ...] [--terminology FILE ...]

Checks the table in itself (check digits, laterality); with the Python of an installed engine, that every
class of its package is there and that no two classes of a task share a colour; with terminology files (JSON
of Slicer or dcmqi, SNOMED mappings of TotalSegmentator and of Slicer's extension for it), that every code
occurs in one of them or in pydicom's dictionaries. Lists the structures whose codes are only general. The
exit code is 1 when something is wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "InvertSeg"))

from InvertSegLib.labels.structures import all_structures, find, general_names
from InvertSegLib.labels.table import Code, Structure

# Run by an engine's own Python: prints {task: [class names]} of the packages that are installed there.
_ASK = r"""
import json, re
from importlib import metadata, util
tasks = {}
if util.find_spec("totalsegmentator"):
    from totalsegmentator.map_to_binary import class_map
    tasks.update({f"totalsegmentator {task}": list(names.values()) for task, names in class_map.items()})
try:
    package = metadata.metadata("mrsegmentator")
    text = package.get_payload() or package["description"]
except metadata.PackageNotFoundError:
    text = ""
for table in re.findall(r"(?:^\| \d+ \| \w+ \|\n)+", text + "\n", re.MULTILINE):
    names = [name for name in re.findall(r"\| (\w+) \|$", table, re.MULTILINE) if name != "background"]
    tasks[f"mrsegmentator {len(names)}"] = names
print(json.dumps(tasks))
"""

# Names in which left or right belongs to the name of the thing, not to a side of the body.
NO_SIDE = {
    "left_ventricular_outflow_tract", "left_coronary_cusp", "right_coronary_cusp",
    "pul_left_start", "pul_right_start", "heart_atrium_left", "heart_atrium_right",
    "heart_ventricle_left", "heart_ventricle_right",
}  # fmt: skip


def installed_classes(python: str | Path) -> dict[str, list[str]]:
    """The class names of every task of the packages in an engine's environment."""
    done = subprocess.run([str(python), "-c", _ASK], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def absent(tasks: dict[str, list[str]]) -> list[str]:
    """Class names that the table does not hold."""
    return sorted({name for names in tasks.values() for name in names if find(name) is None})


def shared_colors(tasks: dict[str, list[str]]) -> list[str]:
    """Pairs of classes of one task that have the same colour."""
    return [
        f"{task}: {a} and {b}"
        for task, names in tasks.items()
        for a, b in combinations(names, 2)
        if (first := find(a)) and (second := find(b)) and first.color == second.color
    ]


def codes_of(structure: Structure) -> Iterator[Code]:
    """Every code of a structure."""
    for code in (
        structure.category,
        structure.type,
        structure.modifier,
        structure.region,
        structure.region_modifier,
    ):
        if code is not None:
            yield code


def has_check_digit(value: str) -> bool:
    """Whether a SNOMED CT identifier ends in its Verhoeff check digit, as every true one does."""
    state = 0
    for position, digit in enumerate(reversed(value)):
        state = _dihedral(state, _permuted(int(digit), position))
    return 6 <= len(value) <= 18 and state == 0


def _dihedral(a: int, b: int) -> int:
    """The product of two elements of the dihedral group D5, numbered 0 to 9."""
    if a < 5:
        return (a + b) % 5 if b < 5 else (a + b - 5) % 5 + 5
    return (a - 5 - b) % 5 + 5 if b < 5 else (a - b) % 5


def _permuted(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def side_faults(structure: Structure) -> str | None:
    """What is wrong with a structure's laterality, None where it is right."""
    if structure.name in NO_SIDE:
        return None
    sides = re.findall(r"(?:^|_)(left|right)(?=_|$)", structure.name)
    said = {code.meaning for code in (structure.modifier, structure.region_modifier) if code}
    words = {
        word for code in codes_of(structure) for word in re.findall(r"\b(left|right)\b", code.meaning.lower())
    }
    if not sides:
        return f"{structure.name} has no side, its codes say {said}" if said & {"Left", "Right"} else None
    if words != {sides[0]}:
        return f"{structure.name} is {sides[0]}, its codes say {words or 'nothing'}"
    return None


def known_codes(files: Iterable[Path]) -> set[str]:
    """Every SNOMED CT code of pydicom's dictionaries and of terminology files."""
    from pydicom.sr._concepts_dict import concepts

    known = {value for variants in concepts["SCT"].values() for value in variants}
    for file in files:
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".json":
            known |= set(re.findall(r'"CodeValue":\s*"(\d+)"', text))
        else:
            known |= {
                cell
                for row in csv.reader(text.splitlines())
                for cell in row
                if re.fullmatch(r"\d{6,18}", cell)
            }
    return known


def main(arguments: list[str] | None = None) -> int:
    """Run the checks and print what they find."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", action="append", default=[], help="Python of an installed engine")
    parser.add_argument("--terminology", action="append", default=[], type=Path, help="file with codes")
    options = parser.parse_args(arguments)
    structures = all_structures().values()
    faults = [fault for structure in structures if (fault := side_faults(structure))]
    faults += [
        f"{structure.name}: {code.value} has a wrong check digit"
        for structure in structures
        for code in codes_of(structure)
        if not has_check_digit(code.value)
    ]
    for python in options.python:
        tasks = installed_classes(python)
        print(f"{python}: {len(tasks)} tasks, {len({n for names in tasks.values() for n in names})} classes")
        faults += [f"{name} is not in the table" for name in absent(tasks)]
        faults += [f"the same colour in {pair}" for pair in shared_colors(tasks)]
    if options.terminology:
        known = known_codes(options.terminology)
        used = {code.value: f"{code.value} {code.meaning}" for s in structures for code in codes_of(s)}
        faults += [f"no source has {used[value]}" for value in sorted(set(used) - known)]
        print(f"{len(used)} codes, {len(set(used) & known)} found in the sources")
    print(f"{len(structures)} structures; a general code only: {', '.join(sorted(general_names()))}")
    for fault in faults:
        print("WRONG:", fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
