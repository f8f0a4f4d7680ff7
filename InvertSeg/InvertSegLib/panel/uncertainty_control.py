"""When the slice views show where the settings of an ensemble disagree."""

from __future__ import annotations

from typing import Any

from InvertSegLib.panel.binding import connect, quiet
from InvertSegLib.scene.overlay import UncertaintyOverlay, is_shown, uncertainty_of
from InvertSegLib.session.parameters import PREVIEWS


class UncertaintyControl:
    """Shows the uncertainty of the segmentation that is looked at, for as long as the module is shown.

    The preview shows something else in the same views, so the one ends where the other begins. Make this one
    before the preview's section: its views are put back before the preview takes them.

    Args:
        ui: the widgets of Review.ui.
        session: its preview.
    """

    def __init__(self, ui: Any, session: Any) -> None:
        self._ui = ui
        self._session = session
        self._node: Any = None  # the uncertainty, and the segmentation that it is about
        self._segmentation: Any = None
        self._overlay: UncertaintyOverlay | None = None
        self._entered = False
        connect(ui.uncertaintyCheckBox, "toggled(bool)", self._on_toggled)
        connect(ui.uncertaintySlider, "valueChanged(double)", self._on_opacity)
        session.parameters_changed.connect(self._on_parameters)
        self.refresh(None)

    def enter(self) -> None:
        """The module is shown."""
        self._entered = True
        self._update()

    def exit(self) -> None:
        """The module is left: the views become what they were."""
        self._entered = False
        self._update()

    def close(self) -> None:
        """Listen no more, and put the views back."""
        self._session.parameters_changed.disconnect(self._on_parameters)
        self.exit()
        self._node = self._segmentation = None

    def refresh(self, segmentation_node: Any) -> None:
        """Look at the uncertainty that a segmentation node has now; None for no node."""
        node = uncertainty_of(segmentation_node) if segmentation_node is not None else None
        if node is not self._node or segmentation_node is not self._segmentation:
            self._hide()
            self._node, self._segmentation = node, segmentation_node
            # A scene that was saved while it was shown shows it still.
            self._check(checked=node is not None and is_shown(node))
        self._ui.uncertaintyFrame.visible = node is not None
        self._update()

    # ------------------------------------------------------------------ inside

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self._session.update(preview=PREVIEWS[0])
        self._update()

    def _on_opacity(self, _percent: float) -> None:
        if self._overlay is not None:
            self._overlay.show(self._opacity)

    def _on_parameters(self, names: frozenset[str]) -> None:
        if "preview" in names and self._session.parameters.preview != PREVIEWS[0]:
            self._check(checked=False)
            self._update()

    @property
    def _opacity(self) -> float:
        return self._ui.uncertaintySlider.value / 100

    def _check(self, *, checked: bool) -> None:
        with quiet(self._ui.uncertaintyCheckBox):
            self._ui.uncertaintyCheckBox.checked = checked

    def _update(self) -> None:
        wanted = self._entered and self._node is not None and self._ui.uncertaintyCheckBox.checked
        self._ui.uncertaintySlider.enabled = self._ui.uncertaintyCheckBox.checked
        if not wanted:
            self._hide()
        elif self._overlay is None:
            self._overlay = UncertaintyOverlay(self._node, self._segmentation)
            self._overlay.show(self._opacity)

    def _hide(self) -> None:
        overlay, self._overlay = self._overlay, None
        if overlay is not None:
            overlay.hide()
