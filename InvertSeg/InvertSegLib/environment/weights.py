"""Engines' weights: which are here, and how to get, import and remove them. What the faces call.

`status` says what is here, what is missing and what is damaged, from files alone; `sizes` asks the publisher;
`download`, `import_` and `remove` change something. Where they are is said by `search`, `locate` and `found`.
"""

from InvertSegLib.environment.weights_folders import (
    ENGINES_WITH_WEIGHTS,
    WeightsFolder,
    folder,
    found,
    locate,
    models,
    search,
    search_path,
)
from InvertSegLib.environment.weights_status import EngineWeights, ModelStatus, TaskStatus, status

__all__ = [
    "ENGINES_WITH_WEIGHTS",
    "EngineWeights",
    "ModelStatus",
    "TaskStatus",
    "WeightsFolder",
    "folder",
    "found",
    "locate",
    "models",
    "search",
    "search_path",
    "status",
]
