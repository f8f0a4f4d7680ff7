"""The list to choose structures from: searchable, all, none, by groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import qt
from slicer.i18n import tr as _

from InvertSegLib.labels.groups import groups_of
from InvertSegLib.labels.structures import describe

_SWATCH = 12


class StructuresList:
    """Binds the list's widgets to a choice of names.

    Args:
        ui: the widgets of Segmentation.ui.
        on_chosen: called with the chosen names after the user has changed the choice.
    """

    def __init__(self, ui: Any, on_chosen: Callable[[tuple[str, ...]], None]) -> None:
        self._ui = ui
        self._on_chosen = on_chosen
        self._names: tuple[str, ...] = ()
        self._items: list[Any] = []
        self._filling = False
        self._menu = qt.QMenu(ui.presetStructuresButton)
        ui.presetStructuresButton.setMenu(self._menu)
        ui.structuresFrame.visible = False
        ui.structuresButton.connect("toggled(bool)", self._on_opened)
        ui.structuresSearchBox.connect("textChanged(QString)", self._on_search)
        ui.allStructuresButton.connect("clicked()", lambda: self._check_listed(checked=True))
        ui.noStructuresButton.connect("clicked()", lambda: self._check_listed(checked=False))
        ui.structuresListWidget.connect("itemChanged(QListWidgetItem*)", self._on_item_changed)

    @property
    def names(self) -> tuple[str, ...]:
        """All names in the list, in the network's order."""
        return self._names

    def chosen(self) -> tuple[str, ...]:
        """The checked names, in the network's order."""
        pairs = zip(self._names, self._items, strict=True)
        return tuple(name for name, item in pairs if item.checkState() == qt.Qt.Checked)

    def fill(self, names: Sequence[str], chosen: Sequence[str]) -> None:
        """List these names and check some of them; an empty choice checks all."""
        if tuple(names) != self._names:
            self._rebuild(tuple(names))
        wanted = set(chosen) or set(names)
        self._set_checked({name for name in self._names if name in wanted})
        self._show_summary()

    def set_enabled(self, enabled: bool) -> None:
        """Let the choice be changed, or only looked at."""
        for widget in (
            self._ui.structuresListWidget,
            self._ui.allStructuresButton,
            self._ui.noStructuresButton,
            self._ui.presetStructuresButton,
        ):
            widget.enabled = enabled

    # ------------------------------------------------------------------ inside

    def _rebuild(self, names: tuple[str, ...]) -> None:
        self._filling = True
        self._ui.structuresListWidget.clear()
        self._items = []
        self._names = names
        for name in names:
            structure = describe(name)
            item = qt.QListWidgetItem(structure.title)
            item.setToolTip(name)
            item.setIcon(swatch(structure.color))
            item.setCheckState(qt.Qt.Checked)
            self._ui.structuresListWidget.addItem(item)
            self._items.append(item)
        self._filling = False
        self._fill_menu()
        self._on_search(self._ui.structuresSearchBox.text)

    def _fill_menu(self) -> None:
        self._menu.clear()
        groups = groups_of(self._names)
        titles = _group_titles()
        for key, members in groups.items():
            action = self._menu.addAction(
                _("{group} ({count})").format(group=titles[key], count=len(members))
            )
            action.connect("triggered()", lambda chosen=members: self._choose(chosen))
        self._ui.presetStructuresButton.visible = bool(groups)

    def _choose(self, names: Sequence[str]) -> None:
        self._set_checked(set(names))
        self._tell()

    def _check_listed(self, *, checked: bool) -> None:
        wanted = set(self.chosen())
        for name, item in zip(self._names, self._items, strict=True):
            if not item.isHidden():
                (wanted.add if checked else wanted.discard)(name)
        self._set_checked(wanted)
        self._tell()

    def _set_checked(self, wanted: set[str]) -> None:
        self._filling = True
        for name, item in zip(self._names, self._items, strict=True):
            state = qt.Qt.Checked if name in wanted else qt.Qt.Unchecked
            if item.checkState() != state:
                item.setCheckState(state)
        self._filling = False

    def _on_item_changed(self, _item: Any) -> None:
        if not self._filling:
            self._tell()

    def _tell(self) -> None:
        self._show_summary()
        self._on_chosen(self.chosen())

    def _on_search(self, text: str) -> None:
        words = text.lower().replace("_", " ").split()
        for name, item in zip(self._names, self._items, strict=True):
            searched = f"{item.text()} {name}".lower().replace("_", " ")
            item.setHidden(not all(word in searched for word in words))

    def _on_opened(self, opened: bool) -> None:
        self._ui.structuresFrame.visible = opened
        self._ui.structuresButton.arrowType = qt.Qt.DownArrow if opened else qt.Qt.RightArrow

    def _show_summary(self) -> None:
        chosen, every = self.chosen(), len(self._names)
        if not every:
            text = _("All that the network knows")
        elif len(chosen) == every:
            text = _("All {count}").format(count=every)
        elif not chosen:
            text = _("None of {count}").format(count=every)
        elif len(chosen) == 1:
            text = describe(chosen[0]).title
        else:
            text = _("{chosen} of {count}").format(chosen=len(chosen), count=every)
        self._ui.structuresButton.text = text


def swatch(color: Sequence[float]) -> Any:
    """A square icon of a colour (red, green, blue, 0..255)."""
    pixmap = qt.QPixmap(_SWATCH, _SWATCH)
    pixmap.fill(qt.QColor(*(int(part) for part in color)))
    return qt.QIcon(pixmap)


def _group_titles() -> dict[str, str]:
    return {
        "abdomen": _("Abdominal organs"),
        "chest": _("Chest"),
        "vessels": _("Vessels"),
        "spine": _("Spine"),
        "ribs": _("Ribs and sternum"),
        "bones": _("Bones"),
        "muscles": _("Muscles"),
        "head": _("Head and neck"),
    }
