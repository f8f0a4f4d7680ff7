"""What made the results in a segmentation node, kept with it in the scene."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ATTRIBUTE = "InvertSeg.Provenance"


def provenance_of(node: Any) -> list[dict[str, Any]]:
    """What made the results in a node, oldest first; see `pipeline.provenance`."""
    try:
        found = json.loads(node.GetAttribute(ATTRIBUTE) or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def add_provenance(node: Any, provenance: Mapping[str, Any], *, keep: bool) -> None:
    """Add what made a new result, beside that of earlier ones where these are kept."""
    before = provenance_of(node) if keep else []
    node.SetAttribute(ATTRIBUTE, json.dumps([*before, dict(provenance)]))
