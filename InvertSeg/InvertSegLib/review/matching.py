"""Which structure of a prediction is which structure of a reference, by their names.

Names are compared without regard to capitals, spaces, and the place of the side (``right_kidney`` is
``kidney_right``), by synonyms (``postcava``), and a whole is put together where one side has only its parts:
both lobes for a lung, all vertebrae for a spine, left and right for the kidneys. The words are in
`names/synonyms.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from InvertSegLib.errors import InputError
from InvertSegLib.labels.table import LabelTable
from InvertSegLib.review.vocabularies import NAMES, vocabulary

_SIDES = ("left", "right")


@dataclass(frozen=True)
class StructurePair:
    """One structure in both label maps.

    Attributes:
        name: as TotalSegmentator calls it, where it has it; else as the reference does.
        prediction: labels that make it up in the prediction.
        reference: labels that make it up in the reference.
    """

    name: str
    prediction: tuple[int, ...]
    reference: tuple[int, ...]


@dataclass(frozen=True)
class Matching:
    """What can be compared, and what cannot.

    Attributes:
        pairs: in the order of the reference's labels.
        only_prediction: names in the prediction's table without a counterpart.
        only_reference: names in the reference's table without a counterpart.
    """

    pairs: tuple[StructurePair, ...]
    only_prediction: tuple[str, ...] = ()
    only_reference: tuple[str, ...] = ()


def canonical(name: str) -> str:
    """The form in which names are compared: lower case, underscores, side last, synonyms replaced."""
    words = re.sub(r"[\W_]+", "_", name.lower()).strip("_").split("_")
    sides = [word for word in words if word in _SIDES]
    base = "_".join(word for word in words if word not in _SIDES)
    return "_".join([_synonyms()["names"].get(base, base), *sides])


def match(prediction: LabelTable, reference: LabelTable) -> Matching:
    """Pair the structures of two tables.

    Raises:
        InputError: not one is in both.
    """
    found, true = _by_name(prediction), _by_name(reference)
    pairs: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for name in true:
        if parts := _parts(name, found):
            pairs[name] = (parts, (name,))
    for name in found:
        if name not in pairs and (parts := _parts(name, true)):
            pairs[name] = ((name,), parts)
    if not pairs:
        raise InputError(
            f"The two share no structure: one has {_some(prediction)}, the other {_some(reference)}.",
            "Say what their label values mean (--prediction-labels, --reference-labels), "
            "or which belong together (--names).",
        )
    used = [{part for pair in pairs.values() for part in pair[side]} for side in (0, 1)]
    return Matching(
        pairs=tuple(
            StructurePair(_shown(name, found, true), _labels(parts[0], found), _labels(parts[1], true))
            for name, parts in pairs.items()
        ),
        only_prediction=tuple(entry[0] for name, entry in found.items() if name not in used[0]),
        only_reference=tuple(entry[0] for name, entry in true.items() if name not in used[1]),
    )


def match_by_file(path: Path, prediction: LabelTable, reference: LabelTable) -> Matching:
    """Pair structures as a user's JSON file says, and nothing else.

    Args:
        path: ``{"tumour": {"prediction": ["lesion"], "reference": [1, 2]}, ...}``: names or label values; a
            string in place of the object is the name in both.
        prediction: its table.
        reference: its table.

    Raises:
        InputError: the file cannot be understood, or names a structure that is not there.
    """
    tables = {"prediction": prediction, "reference": reference}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        wanted = {
            str(name): {side: _listed(entry if isinstance(entry, str) else entry[side]) for side in tables}
            for name, entry in content.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(
            f"The names in {path.name} cannot be understood ({error}).",
            'Write them as {"tumour": {"prediction": ["lesion"], "reference": [1]}}.',
        ) from None
    pairs = tuple(
        StructurePair(name, *(_resolve(sides[side], table, side) for side, table in tables.items()))
        for name, sides in wanted.items()
    )
    used = [{label for pair in pairs for label in getattr(pair, side)} for side in tables]
    rest = [
        tuple(entry.name for label, entry in table.items() if label not in labels)
        for labels, table in zip(used, tables.values(), strict=True)
    ]
    return Matching(pairs, *rest)


def _listed(entry: object) -> list[object]:
    return list(entry) if isinstance(entry, list) else [entry]


def _resolve(entries: Sequence[object], table: LabelTable, side: str) -> tuple[int, ...]:
    """Label values of names and values.

    Raises:
        InputError: the table has no such name.
    """
    names = _by_name(table)
    labels: list[int] = []
    for entry in entries:
        if isinstance(entry, int):
            labels.append(entry)
        elif canonical(str(entry)) in names:
            labels += names[canonical(str(entry))][1]
        else:
            raise InputError(f"The {side} has no structure {entry}.", f"It has {_some(table)}.")
    return tuple(labels)


# canonical name to the name as it was given and the labels that have it
_Names = dict[str, tuple[str, tuple[int, ...]]]


def _by_name(table: LabelTable) -> _Names:
    names: _Names = {}
    for label, structure in table.items():
        key = canonical(structure.name)
        first, labels = names.get(key, (structure.name, ()))
        names[key] = (first, (*labels, label))
    return names


def _parts(name: str, available: Mapping[str, object]) -> tuple[str, ...]:
    """The available structures that make up `name`; empty where one is lacking."""
    if name in available:
        return (name,)
    pattern = _synonyms()["members"].get(name)
    if pattern:
        return tuple(other for other in available if re.fullmatch(pattern, other))
    wholes = _synonyms()["wholes"].get(name)
    if wholes is None and not name.endswith(_SIDES):
        wholes = [f"{name}_{side}" for side in _SIDES]
    found = [_parts(part, available) for part in map(canonical, wholes or ())]
    return tuple(part for parts in found for part in parts) if found and all(found) else ()


def _labels(parts: Sequence[str], names: _Names) -> tuple[int, ...]:
    return tuple(label for part in parts for label in names[part][1])


def _shown(name: str, found: _Names, true: _Names) -> str:
    return _totalsegmentator().get(name) or (true.get(name) or found[name])[0]


def _some(table: LabelTable) -> str:
    names = list(dict.fromkeys(structure.name for structure in table.values()))
    return (
        ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "") if names else "none"
    )


@cache
def _totalsegmentator() -> dict[str, str]:
    tables = (
        vocabulary("totalsegmentator_v1"),
        vocabulary("totalsegmentator_mr"),
        vocabulary("totalsegmentator"),
    )
    return {canonical(name): name for table in tables for name in table.values()}


@cache
def _synonyms() -> dict[str, dict]:
    return json.loads((NAMES / "synonyms.json").read_text(encoding="utf-8"))
