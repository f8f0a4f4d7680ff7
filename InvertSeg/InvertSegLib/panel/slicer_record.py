"""What InvertSeg has added to Slicer's own Python: one small file, so that it can be taken out again.

It is written before anything is installed, so that an installation that was interrupted, also by a crash of
Slicer, is known and can be finished or taken back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from InvertSegLib.environment import folders

NAME = "slicer-python.json"


@dataclass(frozen=True)
class Record:
    """What was done.

    Attributes:
        engines: those that were installed to the end.
        added: names of the packages that were added for them.
        of_torch: names of what the PyTorch extension has added meanwhile, which is its own.
        under_way: the engine whose installation has begun and not ended, empty for none.
        before: canonical names to versions of what was there when that one began.
    """

    engines: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    of_torch: tuple[str, ...] = ()
    under_way: str = ""
    before: Mapping[str, str] = field(default_factory=dict)


def read() -> Record:
    """The record; an empty one where nothing was done, or where the file cannot be understood."""
    try:
        document = json.loads(_path().read_text(encoding="utf-8"))
        return Record(
            *(tuple(map(str, document[name])) for name in ("engines", "added", "of_torch")),
            under_way=str(document["under_way"]),
            before={str(name): str(version) for name, version in document["before"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()


def begin(engine: str, before: Mapping[str, str]) -> None:
    """An installation begins."""
    _write(_changed(under_way=engine, before=dict(before)))


def note_torch(names: Iterable[str]) -> None:
    """The PyTorch extension has added these."""
    _write(_changed(of_torch=_together(read().of_torch, names)))


def finish(engine: str, names: Iterable[str]) -> None:
    """The installation is complete; these were added by it."""
    record = read()
    added, engines = _together(record.added, names), _together(record.engines, [engine])
    _write(_changed(engines=engines, added=added, under_way="", before={}))


def give_up() -> None:
    """The installation that was under way was taken back."""
    _write(_changed(under_way="", before={}))


def forget(engine: str, names: Iterable[str]) -> None:
    """An engine was removed, and these packages with it."""
    record, gone = read(), set(names)
    _write(
        _changed(
            engines=tuple(each for each in record.engines if each != engine),
            added=tuple(each for each in record.added if each not in gone),
        )
    )


# ---------------------------------------------------------------------- inside


def _path() -> Path:
    return folders.home() / NAME


def _changed(**values: object) -> Record:
    return Record(**{**asdict(read()), **values})


def _together(before: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({*before, *names}))


def _write(record: Record) -> None:
    path = _path()
    if not (record.engines or record.added or record.under_way):
        path.unlink(missing_ok=True)
        return
    folders.make(path.parent)
    fresh = path.with_name(f".{NAME}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
