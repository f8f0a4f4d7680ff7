"""Engines' weights: which are here, and how to get, import and remove them. What the faces call.

`status` says what is here, what is missing and what is damaged, from files alone; `sizes` asks the publisher;
`download`, `import_` and `remove` change something; `share` chooses a folder that several users share. Where
weights are is said by `search`, `locate` and `found`.
"""

from InvertSegLib.environment.archive import ImportedWeights
from InvertSegLib.environment.archive import import_archive as import_
from InvertSegLib.environment.weights_download import download
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
from InvertSegLib.environment.weights_offers import Selection, find_task, select, sizes
from InvertSegLib.environment.weights_remove import NotOursError, RemovedWeights, remove
from InvertSegLib.environment.weights_sharing import share, shared_folder
from InvertSegLib.environment.weights_status import EngineWeights, ModelStatus, TaskStatus, status

__all__ = [
    "ENGINES_WITH_WEIGHTS",
    "EngineWeights",
    "ImportedWeights",
    "ModelStatus",
    "NotOursError",
    "RemovedWeights",
    "Selection",
    "TaskStatus",
    "WeightsFolder",
    "download",
    "find_task",
    "folder",
    "found",
    "import_",
    "locate",
    "models",
    "remove",
    "search",
    "search_path",
    "select",
    "share",
    "shared_folder",
    "sizes",
    "status",
]
