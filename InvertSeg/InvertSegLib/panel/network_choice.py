"""Engine, and task or model folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ctk
from slicer.i18n import tr as _

from InvertSegLib.engines.catalogue import ENGINES
from InvertSegLib.panel.binding import choose, connect, fill, quiet


class NetworkChoice:
    """Binds the widgets that say which network runs.

    Args:
        ui: the widgets of Segmentation.ui.
        session: has the parameters, and what the engines can do.
        update: changes parameters of the session by name.
    """

    def __init__(self, ui: Any, session: Any, update: Callable[..., None]) -> None:
        self._ui = ui
        self._session = session
        self._tasks: list[tuple[str, str, str]] = []
        ui.modelPathLineEdit.filters = ctk.ctkPathLineEdit.Dirs
        fill(
            ui.qualityComboBox,
            (
                ("fast", _("Fast"), _("On 3 mm voxels: seconds to minutes")),
                ("full", _("Full"), _("On 1.5 mm voxels: finer, and many times slower")),
            ),
        )
        self.fill_engines()
        for combo, name in (
            (ui.engineComboBox, "engine"),
            (ui.taskComboBox, "task"),
            (ui.qualityComboBox, "quality"),
        ):
            connect(combo, "currentIndexChanged(int)", _chooser(combo, name, update))
        connect(ui.modelPathLineEdit, "currentPathChanged(QString)", lambda path: update(model=path))

    def fill_engines(self) -> None:
        """List the engines anew: which are installed may have changed."""
        entries = []
        for name, engine in ENGINES.items():
            here = self._session.engine_facts(name).installed
            text = engine.title if here else _("{engine} (not installed)").format(engine=engine.title)
            entries.append((name, text, _(engine.summary)))
        fill(self._ui.engineComboBox, entries)
        choose(self._ui.engineComboBox, self._session.parameters.engine)

    def set_enabled(self, enabled: bool) -> None:
        """Let the choice be changed, or only looked at."""
        ui = self._ui
        for widget in (ui.engineComboBox, ui.taskComboBox, ui.qualityComboBox, ui.modelPathLineEdit):
            widget.enabled = enabled

    def show(self) -> None:
        """Show what the session has."""
        parameters = self._session.parameters
        engine = ENGINES[parameters.engine]
        choose(self._ui.engineComboBox, parameters.engine)
        self._ui.taskLabel.visible = self._ui.taskComboBox.visible = engine.has_tasks
        self._ui.modelLabel.visible = self._ui.modelPathLineEdit.visible = engine.takes_model
        if self._ui.modelPathLineEdit.currentPath != parameters.model:
            with quiet(self._ui.modelPathLineEdit):
                self._ui.modelPathLineEdit.currentPath = parameters.model
        self._show_model_tip()
        self._show_tasks()

    def _show_model_tip(self) -> None:
        # The path is longer than the panel is wide.
        tip = _("Folder of a trained nnU-Net v2 model, or of a MONAI bundle")
        facts = self._session.model_facts()
        title = facts.title if facts is not None else ""
        path = self._session.parameters.model
        self._ui.modelPathLineEdit.toolTip = "\n".join(text for text in (title, path) if text) or tip

    def _show_tasks(self) -> None:
        parameters = self._session.parameters
        tasks = self._session.tasks
        fill(
            self._ui.taskComboBox,
            [_entry(task) for task in tasks] or [(parameters.task, parameters.task, "")],
        )
        choose(self._ui.taskComboBox, parameters.task)
        task = next((task for task in tasks if task.name == parameters.task), None)
        in_both = task is None or {"fast", "full"} <= set(task.qualities)
        self._ui.qualityComboBox.visible = ENGINES[parameters.engine].has_tasks and in_both
        choose(self._ui.qualityComboBox, parameters.quality)


def _chooser(combo: Any, name: str, update: Callable[..., None]) -> Callable[[int], None]:
    return lambda index: update(**{name: combo.itemData(index)}) if index >= 0 else None


def _entry(task: Any) -> tuple[str, str, str]:
    here = any(task.qualities.values())
    text = task.name if here else _("{task} (no weights)").format(task=task.name)
    tip = _("{count} structures, trained on {modality}").format(
        count=len(task.structures), modality=task.modality.upper()
    )
    return task.name, text, f"{tip}, {task.licence}" if task.licence else tip
