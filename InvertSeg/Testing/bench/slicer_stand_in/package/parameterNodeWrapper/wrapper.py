"""`@parameterNodeWrapper`: the parameters of a node as typed attributes, and their widgets."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any

import qt
import slicer
import vtk

from .gui import Connector, connector
from .packs import Field, fields_of, kind_of

SlicerParameterNamePropertyName = "SlicerParameterName"


class _Value:
    """One parameter of one node; read once for each change of the node where that is allowed."""

    def __init__(self, name: str, field: Field, node: Any, prefix: str) -> None:
        self.field, self._node, self._key = field, node, f"{prefix}{name}"
        if not field.codec.stored(node, self._key):
            field.codec.write(node, self._key, field.default.value)
        self._kept = field.codec.read(node, self._key)
        self._writing = False
        self._tag = None
        if field.codec.cached:
            myself = weakref.ref(self)
            self._tag = node.AddObserver(
                vtk.vtkCommand.ModifiedEvent, lambda *_: myself() and myself()._refresh()
            )

    def __del__(self) -> None:
        if self._tag is not None:
            self._node.RemoveObserver(self._tag)

    def _refresh(self) -> None:
        if not self._writing:
            self._kept = self._from_node()

    def _from_node(self) -> Any:
        if not self.field.codec.stored(self._node, self._key):
            self.field.codec.write(self._node, self._key, self.field.default.value)
        return self.field.codec.read(self._node, self._key)

    def get(self) -> Any:
        return self._kept if self.field.codec.cached else self._from_node()

    def set(self, value: Any) -> None:
        self._writing = True
        try:
            with slicer.util.NodeModify(self._node):
                self.field.codec.write(self._node, self._key, value)
                self._kept = self.field.codec.read(self._node, self._key)
        finally:
            self._writing = False


class _Methods:
    """What every wrapper can do."""

    def __init__(self, parameterNode: Any, prefix: str | None = None) -> None:
        self.parameterNode = parameterNode
        self._parameters = {
            name: _Value(name, field, parameterNode, prefix or "")
            for name, field in self.allParameters.items()
        }
        self._connected: dict[int, tuple[int, list[Callable[[], None]]]] = {}
        self._next_tag = 0
        self._showing = False

    def _top(self, name: str) -> tuple[str, str]:
        top, _, rest = name.partition(".")
        if top not in self.allParameters:
            known = "".join(f"\n    {found}," for found in self.allParameters)
            raise ValueError(
                f"Cannot find a param with the given name: {top}\n  Found parameters [{known}\n  ]"
            )
        if rest:
            kind_of(self.allParameters, name)
        return top, rest

    def getValue(self, name: str) -> Any:
        """The value of a parameter, of a nested one by dotted names."""
        top, rest = self._top(name)
        value = self._parameters[top].get()
        return value.getValue(rest) if rest else value

    def setValue(self, name: str, value: Any) -> None:
        """Set a parameter."""
        top, rest = self._top(name)
        if rest:
            self._parameters[top].get().setValue(rest, value)
        else:
            self._parameters[top].set(value)

    def default(self, name: str) -> Any:
        """The Default of a parameter."""
        return self.allParameters[self._top(name)[0]].default

    def isCached(self, name: str) -> bool:
        """Whether a value is kept until the node is modified."""
        return self.allParameters[self._top(name)[0]].codec.cached

    def dataType(self, name: str) -> Any:
        """The type of a parameter as it was written."""
        self._top(name)
        return kind_of(self.allParameters, name)

    def StartModify(self) -> int:
        """Gather events."""
        return self.parameterNode.StartModify()

    def EndModify(self, before: int) -> int:
        """Send the gathered events as one."""
        return self.parameterNode.EndModify(before)

    def AddObserver(self, event: Any, callback: Callable, priority: float = 0.0) -> int:
        """Observe the node."""
        return self.parameterNode.AddObserver(event, callback, priority)

    def RemoveObserver(self, tag: int) -> None:
        """Observe no more."""
        self.parameterNode.RemoveObserver(tag)

    def Modified(self) -> None:
        """Tell the node's observers."""
        self.parameterNode.Modified()

    # ------------------------------------------------------------------ widgets

    def connectGui(self, gui: Any) -> int:
        """Bind the widgets that carry a parameter's name in the dynamic property SlicerParameterName."""
        if getattr(gui, "isWidgetType", lambda: False)():
            widgets = gui.findChildren(qt.QWidget)
        else:
            widgets = list(vars(gui).values())
        named = {widget.property(SlicerParameterNamePropertyName): widget for widget in widgets}
        return self.connectParametersToGui({name: widget for name, widget in named.items() if name})

    def connectParametersToGui(self, mapping: dict[str, Any]) -> int:
        """Bind widgets to parameters by name; the number given back undoes it."""
        for name in mapping:
            self._top(name)
        connectors = {name: connector(widget, self.dataType(name)) for name, widget in mapping.items()}
        undo: list[Callable[[], None]] = []
        for name, one in connectors.items():
            one.write(self.getValue(name))
            if one.signal is not None:
                undo.append(self._follow(name, one))
        observer = self.AddObserver(vtk.vtkCommand.ModifiedEvent, lambda *_: self._show(connectors))
        tag, self._next_tag = self._next_tag, self._next_tag + 1
        self._connected[tag] = (observer, undo)
        return tag

    def disconnectGui(self, tag: int) -> None:
        """Undo `connectGui`."""
        observer, undo = self._connected.pop(tag, (None, []))
        for step in undo:
            step()
        if observer is not None:
            self.RemoveObserver(observer)

    def _follow(self, name: str, one: Connector) -> Callable[[], None]:
        def changed() -> None:
            if not self._showing:
                self.setValue(name, one.read())

        one.signal.connect(changed)
        return lambda: one.signal.disconnect(changed)

    def _show(self, connectors: dict[str, Connector]) -> None:
        if self._showing:
            return
        self._showing = True
        try:
            with slicer.util.NodeModify(self.parameterNode):
                for name, one in connectors.items():
                    one.write(self.getValue(name))
        finally:
            self._showing = False


def parameterNodeWrapper(cls: type | None = None) -> Any:
    """Make a class of annotated attributes a typed view of a vtkMRMLScriptedModuleNode; used as decorator."""
    if cls is None:
        return parameterNodeWrapper
    fields = fields_of(cls)
    for name in fields:
        setattr(cls, name, _property(name))
    cls.allParameters = fields
    for name, member in vars(_Methods).items():
        if callable(member) and (name == "__init__" or not name.startswith("__")):
            if name != "__init__" and name in cls.__dict__:
                raise ValueError(f"Cannot use reserved name '{name}' in a parameterNodeWrapper")
            setattr(cls, name, member)
    cls.dataType = staticmethod(lambda name: _Methods.dataType(_Probe(fields), name))
    return cls


class _Probe(_Methods):
    """For questions to the class, which has no node."""

    def __init__(self, fields: dict[str, Field]) -> None:
        self.allParameters = fields


def _property(name: str) -> property:
    return property(
        lambda self: self._parameters[name].get(), lambda self, value: self._parameters[name].set(value)
    )
