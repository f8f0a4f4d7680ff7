"""Which nodes of a scene a selector offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class NodeFilter:
    """The conditions that a node must meet.

    Attributes:
        types: names of classes; without any, every class passes.
        with_subclasses: whether a node of a derived class passes.
        hidden_subclasses: derived classes that do not.
        hidden: whether nodes pass that are hidden from editors.
        attributes: by class, the attributes that a node needs; None for any value.
    """

    types: list[str] = field(default_factory=list)
    with_subclasses: bool = True
    hidden_subclasses: list[str] = field(default_factory=list)
    hidden: bool = False
    attributes: dict[str, dict[str, str | None]] = field(default_factory=dict)

    def takes(self, node: Any) -> bool:
        """Whether a node passes."""
        if node.GetHideFromEditors() and not self.hidden:
            return False
        if not self.types:
            return True
        return any(self._of_type(node, kind) and self._has_attributes(node, kind) for kind in self.types)

    def is_of_class(self, node: Any) -> bool:
        """Whether a node's class is one that passes."""
        return not self.types or any(self._of_type(node, kind) for kind in self.types)

    def nodes(self, scene: Any) -> list[Any]:
        """The nodes that pass, in the scene's order."""
        if scene is None:
            return []
        every = (scene.GetNthNode(index) for index in range(scene.GetNumberOfNodes()))
        return [node for node in every if self.takes(node)]

    def _of_type(self, node: Any, kind: str) -> bool:
        if node.GetClassName() == kind:
            return True
        return (
            self.with_subclasses
            and bool(node.IsA(kind))
            and not any(node.IsA(h) for h in self.hidden_subclasses)
        )

    def _has_attributes(self, node: Any, kind: str) -> bool:
        for name, value in self.attributes.get(kind, {}).items():
            found = node.GetAttribute(name)
            if found is None or (value is not None and found != value):
                return False
        return True
