"""The folder of everything that is installed: shown, opened, chosen, deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import qt
import slicer
from slicer.i18n import tr as _

from InvertSegLib.environment import folders
from InvertSegLib.errors import Failure, InvertSegError
from InvertSegLib.panel.binding import set_available
from InvertSegLib.panel.inquiry import Inquiry
from InvertSegLib.panel.texts import size_text


class FolderPart:
    """Binds the widgets of the folder.

    Args:
        ui: the widgets of Engines.ui.
        inquiry: asks how large it is.
        say: shows a title and a text to the user.
        on_changed: called after another folder was chosen.
        on_delete: called when everything is to be deleted, after the user has agreed.
    """

    def __init__(
        self,
        ui: Any,
        inquiry: Inquiry,
        say: Callable[[str, str], None],
        on_changed: Callable[[], None],
        on_delete: Callable[[], None],
    ) -> None:
        self._ui = ui
        self._inquiry = inquiry
        self._say = say
        self._on_changed = on_changed
        self._on_delete = on_delete
        ui.folderSizeLabel.visible = False
        ui.openFolderButton.connect("clicked()", self.open)
        ui.chooseFolderButton.connect("clicked()", self.choose)
        ui.deleteFolderButton.connect("clicked()", self.delete)

    def show(self, *, busy: bool) -> None:
        """Show the folder; `busy` while something is being installed or removed there."""
        home = folders.home()
        there = home.is_dir()
        text = str(home) if there else _("{folder} (not made yet)").format(folder=home)
        # A path without spaces is one word, and a label as wide as its longest word.
        self._ui.folderLabel.text = text.replace("/", "/\u200b").replace("\\", "\\\u200b")
        self._ui.folderLabel.toolTip = str(home)
        waiting = _("Wait until the present work is done") if busy else ""
        absent = "" if there else _("Nothing was installed yet")
        named = folders.chosen_by() not in {"user", "usual"}
        set_available(self._ui.openFolderButton, _("Show the folder in the file manager"), absent)
        set_available(
            self._ui.chooseFolderButton,
            _("Install into another folder from now on"),
            waiting or (_("The environment variable INVERTSEG_HOME says where it is") if named else ""),
        )
        set_available(
            self._ui.deleteFolderButton,
            _("Delete all engines and weights that InvertSeg has put there"),
            waiting or absent,
        )

    def measure(self) -> None:
        """Have its size counted, which takes a second or two, and show it then."""
        there = folders.home().is_dir()
        self._ui.folderSizeLabel.visible = there
        if there:
            self._ui.folderSizeLabel.text = _("Counting its size...")
            self._inquiry.ask(("folder",), self._on_measured)

    def open(self) -> None:
        """Show the folder in the file manager."""
        qt.QDesktopServices.openUrl(qt.QUrl.fromLocalFile(str(folders.home())))

    def choose(self) -> None:
        """Ask for another folder."""
        chosen = qt.QFileDialog.getExistingDirectory(
            slicer.util.mainWindow(), _("Folder for engines and weights"), str(folders.home())
        )
        if not chosen:
            return
        before = folders.home()
        try:
            after = folders.choose(chosen)
        except InvertSegError as error:
            self._say(_(error.sentence), _(error.remedy))
            return
        if after != before:
            self._say(
                _("Engines and weights are in {folder} from now on.").format(folder=after),
                _("What was installed before stays in {folder}.").format(folder=before)
                if before.is_dir()
                else "",
            )
            self._on_changed()

    def delete(self) -> None:
        """Ask, then have everything deleted."""
        question = _(
            "All engines and weights that InvertSeg has put into this folder will be deleted:\n\n{folder}\n\n"
            "Your scans, segmentations and model folders are elsewhere and stay."
        ).format(folder=folders.home())
        if slicer.util.confirmOkCancelDisplay(question, windowTitle=_("Delete everything installed?")):
            self._on_delete()

    def _on_measured(self, answer: dict[str, Any], failure: Failure | None) -> None:
        # Nobody has asked for it in words: where it cannot be counted, nothing is said.
        self._ui.folderSizeLabel.visible = failure is None
        if failure is None:
            self._ui.folderSizeLabel.text = _("{size}; {free} are free on its disk.").format(
                size=size_text(answer["size"]), free=size_text(answer["free"])
            )
