"""Reading and writing of the scene and its nodes, as `slicer.util.load...` and `save...` ask for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vtkmodules.vtkCommonCore import vtkCommand

_TYPES = {
    "SegmentationFile": (".seg.nrrd", ".seg.nhdr", ".seg.vtm"),
    "SequenceFile": (".seq.nrrd", ".seq.mrb"),
    "VolumeFile": (".nii.gz", ".nrrd", ".nhdr", ".nii", ".mha", ".mhd", ".hdr", ".mgz", ".dcm"),
    "SceneFile": (".mrml", ".mrb"),
    "ModelFile": (".vtk", ".vtp", ".stl", ".ply", ".obj"),
    "TransformFile": (".h5", ".tfm"),
    "MarkupsFile": (".mrk.json",),
    "ColorTableFile": (".ctbl",),
    "TableFile": (".csv", ".tsv"),
    "TextFile": (".txt",),
}
# Longest first, so that .seg.nrrd is not taken for .nrrd.
_TYPE_OF = dict(
    sorted(((e, kind) for kind, endings in _TYPES.items() for e in endings), key=lambda pair: -len(pair[0]))
)


def extension_of(path: str | Path) -> str:
    """The known extension of a file name in lower case, composed ones whole; "" for none."""
    name = Path(path).name.lower()
    return next((extension for extension in _TYPE_OF if name.endswith(extension)), "")


class IOManager:
    """What `slicer.app.coreIOManager()` gives, by the logics and storage nodes of the scene."""

    def __init__(self, application: Any) -> None:
        self._application = application
        self._scene_type = "MRML Scene (.mrml)"

    # ------------------------------------------------------------------ what kind of file

    def fileType(self, path: str) -> str:
        """The type that would read a file, "NoFile" for none."""
        return _TYPE_OF.get(extension_of(path), "NoFile")

    def fileWriterFileType(self, node: Any) -> str:
        """The type that writes a node."""
        kinds = {"vtkMRMLSegmentationNode": "SegmentationFile", "vtkMRMLVolumeNode": "VolumeFile"}
        return next((kind for name, kind in kinds.items() if node.IsA(name)), "NodeFile")

    def fileWriterExtensions(self, node: Any) -> tuple[str, ...]:
        """Formats of a node's storage node, such as "NRRD (.nrrd)"."""
        types = node.CreateDefaultStorageNode().GetSupportedWriteFileTypes()
        return tuple(types.GetValue(i) for i in range(types.GetNumberOfValues()))

    def extractKnownExtension(self, path: str, _node: Any = None) -> str:
        """The extension of a file name, composed ones whole."""
        return extension_of(path)

    def stripKnownExtension(self, path: str, _node: Any = None) -> str:
        """The file name without its known extension."""
        return path[: len(path) - len(extension_of(path))]

    def defaultSceneFileType(self) -> str:
        """How a scene is saved when nothing else is asked."""
        return self._scene_type

    def setDefaultSceneFileType(self, kind: str) -> None:
        """Set how a scene is saved."""
        self._scene_type = kind

    def addDefaultStorageNodes(self) -> None:
        """Give each node that can be stored its storage node."""
        scene = self._application.mrmlScene()
        nodes = scene.GetNodesByClass("vtkMRMLStorableNode")
        for i in range(nodes.GetNumberOfItems()):
            node = nodes.GetItemAsObject(i)
            if node.GetSaveWithScene():
                node.AddDefaultStorageNode()

    # ------------------------------------------------------------------ reading

    def loadNodes(self, kind: str, properties: dict, loaded: Any = None, messages: Any = None) -> bool:
        """Read a file; nodes are added to the vtkCollection `loaded`, errors to `messages`."""
        path = str(properties["fileName"])
        nodes = None
        if Path(path).exists():
            reader = {
                "VolumeFile": self._read_volume, "SegmentationFile": self._read_segmentation,
                "SceneFile": self._read_scene, "ModelFile": self._read_model,
                "TransformFile": self._read_transform,
            }.get(kind, self._read_nothing)  # fmt: skip
            nodes = reader(path, properties, messages)
        if nodes is None:
            if messages is not None:
                messages.AddMessage(vtkCommand.ErrorEvent, f"Loading {path} -  load failed.")
            return False
        for node in nodes:
            if loaded is not None:
                loaded.AddItem(node)
        return True

    def loadFile(self, path: str) -> bool:
        """Read a file of any known type."""
        return self.loadNodes(self.fileType(path), {"fileName": path})

    def loadScene(self, path: str, clear: bool = True) -> bool:
        """Read a scene."""
        return self.loadNodes("SceneFile", {"fileName": path, "clear": clear})

    @staticmethod
    def _read_nothing(*_: Any) -> None:
        return None

    def _logic(self, name: str) -> Any:
        return self._application.applicationLogic().GetModuleLogic(name)

    def _read_volume(self, path: str, properties: dict, _messages: Any) -> list[Any] | None:
        flags = {"labelmap": 1, "center": 2, "singleFile": 4, "autoWindowLevel": 8, "discardOrientation": 16}
        options = sum(flag for name, flag in flags.items() if properties.get(name))
        name = properties.get("name", Path(path).name.split(".")[0])
        node = self._logic("Volumes").AddArchetypeVolume(path, name, options)
        if node is None:
            return None
        if properties.get("colorNodeID") and node.GetVolumeDisplayNode():
            node.GetVolumeDisplayNode().SetAndObserveColorNodeID(properties["colorNodeID"])
        if properties.get("show", True):
            application_logic = self._application.applicationLogic()
            selection = application_logic.GetSelectionNode()
            if node.IsA("vtkMRMLLabelMapVolumeNode"):
                selection.SetActiveLabelVolumeID(node.GetID())
            else:
                selection.SetActiveVolumeID(node.GetID())
            application_logic.PropagateVolumeSelection()
        return [node]

    def _read_segmentation(self, path: str, properties: dict, messages: Any) -> list[Any] | None:
        logic = self._logic("Segmentations")
        name, opacities = properties.get("name", ""), bool(properties.get("autoOpacities", True))
        node = logic.LoadSegmentationFromFile(path, opacities, name, None, messages)
        return None if node is None else [node]

    def _read_scene(self, path: str, properties: dict, messages: Any) -> list[Any] | None:
        scene = self._application.mrmlScene()
        clear = bool(properties.get("clear", False))
        if path.lower().endswith(".mrb"):
            return [] if scene.ReadFromMRB(path, clear, messages) else None
        scene.SetURL(path)
        scene.SetRootDirectory(str(Path(path).resolve().parent))
        return [] if (scene.Connect(messages) if clear else scene.Import(messages)) else None

    def _read_model(self, path: str, _properties: dict, _messages: Any) -> list[Any] | None:
        node = self._logic("Models").AddModel(path)
        return None if node is None else [node]

    def _read_transform(self, path: str, _properties: dict, _messages: Any) -> list[Any] | None:
        node = self._logic("Transforms").AddTransform(path, self._application.mrmlScene())
        return None if node is None else [node]

    # ------------------------------------------------------------------ writing

    def saveNodes(self, kind: str, properties: dict, messages: Any = None) -> bool:
        """Write the scene, or the node with the ID of `properties`, to a file."""
        path = Path(str(properties["fileName"])).absolute()
        if kind == "SceneFile":
            return self._write_scene(path, messages)
        node = self._application.mrmlScene().GetNodeByID(properties["nodeID"])
        if node is None or not (node.GetStorageNode() or node.AddDefaultStorageNode(str(path))):
            return False
        storage = node.GetStorageNode()
        storage.SetFileName(str(path))
        storage.SetUseCompression(bool(properties.get("useCompression", True)))
        return bool(storage.WriteData(node))

    def saveScene(self, path: str, _screenshot: Any = None) -> bool:
        """Write the scene."""
        return self.saveNodes("SceneFile", {"fileName": path})

    def exportNodes(
        self, node_ids: list[str], paths: list[str], _properties: dict, harden: bool, _messages: Any = None
    ) -> bool:
        """Write copies of nodes; their own storage nodes stay as they are."""
        scene, done = self._application.mrmlScene(), True
        for node_id, path in zip(node_ids, paths, strict=True):
            node = scene.GetNodeByID(node_id)
            copy = scene.AddNode(node.CreateNodeInstance())
            copy.Copy(node)
            if harden:
                copy.HardenTransform()
            storage = scene.AddNode(copy.CreateDefaultStorageNode())
            storage.SetFileName(str(path))
            done = bool(storage.WriteData(copy)) and done
            scene.RemoveNode(storage)
            scene.RemoveNode(copy)
        return done

    def _write_scene(self, path: Path, messages: Any) -> bool:
        scene = self._application.mrmlScene()
        suffix = path.suffix.lower()
        if suffix not in (".mrml", ".mrb"):
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                return False
            return bool(
                self._application.applicationLogic().SaveSceneToSlicerDataBundleDirectory(str(path), None)
            )
        scene.SetURL(str(path))
        scene.SetRootDirectory(str(path.parent))
        if suffix == ".mrml":
            return bool(scene.Commit())
        written = bool(scene.WriteToMRB(str(path), None, messages))
        scene.SetStorableNodesModifiedSinceRead()
        return written
