"""The session's parameters in the scene, under the names of `SessionParameters.to_flat`, saved with it.

Annotations are evaluated by the wrapper at run time.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import slicer
import vtk
from slicer.parameterNodeWrapper import parameterNodeWrapper

from InvertSegLib.errors import ParameterError
from InvertSegLib.session.parameters import SessionParameters
from InvertSegLib.session.session import Session

_LOG = logging.getLogger(__name__)


@parameterNodeWrapper
class InvertSegParameterNode:
    """What is chosen in the module.

    Attributes:
        input_volume: the MRI.
        output_segmentation: where the result goes, None for a new node.

    All others are the parameters of the session, see `SessionParameters`; an empty clip range is the
    mapping's own. Whether a model is trusted is not among them: a scene that somebody sends cannot agree
    in the user's place.
    """

    input_volume: slicer.vtkMRMLScalarVolumeNode
    output_segmentation: slicer.vtkMRMLSegmentationNode
    inverted: bool = True
    clip: list[float]
    background: str = "range"
    background_percent: float = 1.0
    mapping: str = "published"
    window: list[float] = [-150.0, 250.0]  # noqa: RUF012 - the wrapper makes a parameter of it
    tone: float = 0.6
    ensemble: str = ""
    engine: str = "totalsegmentator"
    task: str = "total"
    quality: str = "fast"
    model: str = ""
    structures: list[str]
    device: str = "auto"
    existing: str = "replace"
    preview: str = "off"
    preview_opacity: float = 1.0


def wrap(node: Any, parameters: SessionParameters) -> InvertSegParameterNode:
    """A vtkMRMLScriptedModuleNode's parameters by name.

    Args:
        node: the module's parameter node.
        parameters: what a node that has none yet begins with.
    """
    is_new = not node.GetParameter("engine")
    wrapped = InvertSegParameterNode(node)
    if is_new:
        write(parameters, wrapped)
    return wrapped


def chosen(node: InvertSegParameterNode, name: str) -> Any:
    """The node that a parameter refers to now, None where there is none.

    The wrapper remembers it, and while the parameter node tells that it has changed what it remembers may
    still be the old one: VTK calls the observer that came first last.

    Args:
        node: the module's parameters.
        name: "input_volume" or "output_segmentation".
    """
    return node.parameterNode.GetNodeReference(name)


def write(parameters: SessionParameters, node: InvertSegParameterNode) -> None:
    """Set a node's parameters, with one event for all."""
    with slicer.util.NodeModify(node):
        for name, value in parameters.to_flat().items():
            if _plain(node.getValue(name)) != value:
                node.setValue(name, value)


class ParameterBinding:
    """Keeps a session's parameters and those of a parameter node the same; the node's win to begin with.

    Args:
        session: its parameters are set from the node's.
        node: parameter node.
        on_nodes: called when another input or output node is chosen, or the chosen one is gone.
    """

    def __init__(self, session: Session, node: InvertSegParameterNode, on_nodes: Callable[[], Any]) -> None:
        self.node = node
        self._session = session
        self._on_nodes = on_nodes
        self._nodes = self._chosen()
        self._writing = False
        self._read()
        session.parameters_changed.connect(self._write)
        self._tag = node.AddObserver(vtk.vtkCommand.ModifiedEvent, self._on_modified)
        # What a node refers to can also be deleted.
        removed = slicer.vtkMRMLScene.NodeRemovedEvent
        self._scene_tag = slicer.mrmlScene.AddObserver(removed, self._look_at_nodes)

    def close(self) -> None:
        """Let go of the node; both keep their values."""
        self._session.parameters_changed.disconnect(self._write)
        self.node.RemoveObserver(self._tag)
        slicer.mrmlScene.RemoveObserver(self._scene_tag)

    def _on_modified(self, _caller: Any, _event: str) -> None:
        if self._writing:
            return
        self._read()
        self._look_at_nodes()

    def _look_at_nodes(self, _caller: Any = None, _event: str = "") -> None:
        nodes = self._chosen()
        if nodes != self._nodes:
            self._nodes = nodes
            self._on_nodes()

    def _chosen(self) -> tuple[Any, Any]:
        return chosen(self.node, "input_volume"), chosen(self.node, "output_segmentation")

    def _read(self) -> None:
        """Set the session's parameters to the node's; to its own again where those make no sense."""
        current = self._session.parameters
        flat = {name: _plain(self.node.getValue(name)) for name in current.to_flat()}
        try:
            parameters = SessionParameters.from_flat(flat)
        except ParameterError as error:
            _LOG.warning("The scene's InvertSeg parameters are left out. %s", error)
            self._write()
            return
        # These two are the user's alone, and in no scene.
        parameters = replace(parameters, host=current.host)
        if parameters.model == current.model:
            parameters = parameters.changed(trust_model=current.trust_model)
        self._session.set_parameters(parameters)

    def _write(self, _names: frozenset[str] = frozenset()) -> None:
        self._writing = True
        try:
            write(self._session.parameters, self.node)
        finally:
            self._writing = False


def _plain(value: Any) -> Any:
    """A list that the wrapper observes as a plain one; all else as it is."""
    return value if isinstance(value, str | bool | int | float) else list(value)
