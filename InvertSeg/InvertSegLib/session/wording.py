"""Failures in the words of a face that has buttons: no commands to type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from InvertSegLib.errors import Failure

_COMMAND = re.compile(r"invertseg \w|--[a-z]")
_REMEDIES: Mapping[str, str] = {
    "no_environment": "Install the engine again.",
    "not_prepared": "Prepare that machine.",
    "no_weights": "Download them, or import the archive or folder from their publisher.",
    "untrusted_model": "If you trust where the model comes from, agree that it may run code.",
    "unreadable_model": "Choose the model's folder again, or get the model from where it came from.",
}
_OTHERWISE = "Choose another task or model, or look at the log."


def without_commands(failure: Failure) -> Failure:
    """The same failure with a remedy that names no command or option of the command line."""
    remedy = failure.remedy
    if _COMMAND.search(remedy):
        remedy = _REMEDIES.get(failure.kind, _OTHERWISE)
    return replace(failure, remedy=remedy)
