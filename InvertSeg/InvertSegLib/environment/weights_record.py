"""The note that InvertSeg leaves in each model's folder that it has made: what it is, and that it may go."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

NAME = "invertseg.json"
FORMAT = 1


def write(folder: Path, engine: str, model: str, origin: Mapping[str, Any]) -> None:
    """Leave the note in a model's folder.

    Args:
        folder: of the model.
        engine: whose it is.
        model: its name.
        origin: where it comes from: "source" (a file's name) or "url" and "sha256".
    """
    stamp = datetime.now(timezone.utc).isoformat(timespec="seconds")
    note = {"format": FORMAT, "engine": engine, "model": model, "put_there": stamp, **origin}
    (folder / NAME).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any] | None:
    """The note of a folder that InvertSeg has made; None for others."""
    try:
        note = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.get("format") == FORMAT else None
