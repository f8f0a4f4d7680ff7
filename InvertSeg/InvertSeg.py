"""The 3D Slicer module InvertSeg: CT-trained segmentation networks on T1-weighted MRI.

What it does stands in InvertSegLib; this file says how Slicer calls it. Nothing beyond Slicer's own packages
is imported here, and InvertSegLib only when the module is used.
"""

import weakref
from pathlib import Path

import qt
import slicer
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleTest,
    ScriptedLoadableModuleWidget,
)
from slicer.util import VTKObservationMixin


class InvertSeg(ScriptedLoadableModule):
    """What Slicer shows of the module before it is opened."""

    def __init__(self, parent):
        ScriptedLoadableModule.__init__(self, parent)
        # Before the first text: the languages that come with the module, beside those of the Language Packs.
        slicer.app.loadTranslations(str(Path(__file__).parent / "Resources" / "Translations"))
        self.parent.title = _("InvertSeg")
        self.parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        self.parent.dependencies = []
        self.parent.contributors = ["The InvertSeg developers"]
        self.parent.helpText = _(
            "<p>Segments T1-weighted MRI with networks that were trained on CT. The MRI is inverted (bright"
            " becomes dark) and its background made black, so that it looks enough like CT for"
            " TotalSegmentator, nnU-Net models and MONAI bundles. The result is an ordinary segmentation"
            " that you correct in the Segment Editor.</p>"
            "<p>CT is segmented as it is, with the preset <i>none</i>. T2-weighted MRI is not helped by"
            " inversion.</p>"
            "<p>Networks run in a process of their own on this computer. Nothing is sent anywhere.</p>"
            "<p><b>For research, not for clinical use.</b></p>"
        )
        self.parent.acknowledgementText = _(
            "The method is by {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI"
            " Images as Inverted CT Scans, {link}. Cite it, and the network that you ran."
        ).format(
            authors="Haentze et al.",
            link='<a href="https://arxiv.org/abs/2405.03713">arXiv 2405.03713</a>',
        )
        slicer.app.connect("startupCompleted()", registerSampleData)


def registerSampleData():
    """Offer a synthetic patient in Sample Data; it is made on this computer when it is asked for."""
    from InvertSegLib.panel import sample_data

    sample_data.register(Path(__file__).parent / "Resources" / "Icons")


class InvertSegWidget(ScriptedLoadableModuleWidget, VTKObservationMixin):
    """The panel: brings its sections, the session and the scene together."""

    logic = None
    services = None

    def __init__(self, parent=None):
        VTKObservationMixin.__init__(self)
        self.sections = []
        self._binding = None
        self._lookingForVolume = False
        ScriptedLoadableModuleWidget.__init__(self, parent)

    def setup(self):
        """Make the panel; Slicer calls it when the module is opened for the first time."""
        ScriptedLoadableModuleWidget.setup(self)
        from InvertSegLib.panel import sections
        from InvertSegLib.panel.panel_services import PanelServices

        self.logic = InvertSegLogic()
        self.services = PanelServices(self.logic.runs, self.logic.undo)
        self.ui = self._loadUI("InvertSeg", self.layout)
        self.sections = sections.make(
            self.ui,
            self._loadUI("Segmentation", self.ui.segmentationSection.layout()),
            self._loadUI("Tuning", self.ui.tuningSection.layout()),
            self._loadUI("Review", self.ui.reviewSection.layout()),
            self._loadUI("Engines", self.ui.enginesSection.layout()),
            self.logic.session,
            self.services,
        )
        self.services.told.connect(self._showStatus)
        scene = slicer.mrmlScene
        self.addObserver(scene, scene.StartCloseEvent, self.onSceneStartClose)
        self.addObserver(scene, scene.EndCloseEvent, self.onSceneEndClose)
        self.addObserver(scene, scene.EndImportEvent, self.onSceneEndImport)
        self.addObserver(scene, scene.NodeAddedEvent, self.onNodeAdded)
        self.initializeParameterNode()

    def cleanup(self):
        """Let go of everything; a run under way is ended."""
        self.removeObservers()
        for section in self.sections:
            section.close()
        self.sections = []
        self.setParameterNode(None)
        if self.services is not None:
            self.services.close()
        if self.logic is not None:
            self.logic.close()

    def enter(self):
        """The module is shown."""
        self.initializeParameterNode()
        for section in self.sections:
            section.enter()

    def exit(self):
        """Another module is shown; a run goes on."""
        for section in self.sections:
            section.exit()

    def onSceneStartClose(self, caller, event):  # noqa: ARG002 - Slicer's signature
        """The scene is being closed; the parameters go with it."""
        self.setParameterNode(None)

    def onSceneEndClose(self, caller, event):  # noqa: ARG002 - Slicer's signature
        """The scene is empty."""
        self.initializeParameterNode()

    def onSceneEndImport(self, caller, event):  # noqa: ARG002 - Slicer's signature
        """A scene was loaded, perhaps with parameters of its own."""
        self.initializeParameterNode()

    def onNodeAdded(self, caller, event):  # noqa: ARG002 - Slicer's signature
        """Perhaps the volume that is waited for; it is filled only after it was added."""
        if not self._lookingForVolume:
            self._lookingForVolume = True
            qt.QTimer.singleShot(0, self.chooseVolume)

    def initializeParameterNode(self):
        """Take the parameters from the scene, and the first volume where none is chosen."""
        self.setParameterNode(self.logic.getParameterNode())
        self.chooseVolume()

    def chooseVolume(self):
        """Choose the first volume of the scene where none is chosen."""
        self._lookingForVolume = False
        if self._binding is not None and self.services.input_node() is None:
            self.services.set_input_node(self.logic.firstVolumeNode())

    def setParameterNode(self, node):
        """Bind the session to a parameter node; None to none."""
        from InvertSegLib.panel.parameter_node import ParameterBinding

        if self._binding is not None:
            if node is not None and node.parameterNode is self._binding.node.parameterNode:
                return
            self._binding.close()
        self._binding = None
        if node is not None:
            self._binding = ParameterBinding(self.logic.session, node, self.services.nodes_changed.emit)
        if self.services is not None:
            self.services.set_parameter_node(node)

    def _loadUI(self, name, layout):
        widget = slicer.util.loadUI(self.resourcePath(f"UI/{name}.ui"))
        layout.addWidget(widget)
        widget.setMRMLScene(slicer.mrmlScene)
        return slicer.util.childWidgetVariables(widget)

    def _showStatus(self, sentence):
        """Say it where it is seen from any module."""
        slicer.util.showStatusMessage(sentence, 10000)


class InvertSegLogic(ScriptedLoadableModuleLogic):
    """InvertSeg for scripts, and for the panel.

    ::

        logic = InvertSegLogic()
        inverted = logic.invert(mri)                                       # a new volume node
        segmentation = logic.segment(mri, {"task": "total"}, wait=True)    # a new segmentation node
        logic.close()
    """

    def __init__(self):
        ScriptedLoadableModuleLogic.__init__(self)
        from InvertSegLib.panel.carrier import startup_environment
        from InvertSegLib.panel.node_runs import NodeRuns
        from InvertSegLib.panel.undo import ResultUndo
        from InvertSegLib.session.environments import InstalledEnvironments
        from InvertSegLib.session.session import Session

        self._carriers = weakref.WeakSet()
        self.session = Session(self._newCarrier, InstalledEnvironments(startup_environment))
        self.undo = ResultUndo()
        self.runs = NodeRuns(self.session, before_change=self.undo.save)
        slicer.app.connect("aboutToQuit()", self.close)

    def getParameterNode(self):
        """The module's parameters in the scene, an `InvertSegParameterNode`.

        A scene that has none yet begins with those of the session, so that the network that was chosen
        stays so from one scene to the next.
        """
        from InvertSegLib.panel.parameter_node import wrap

        return wrap(ScriptedLoadableModuleLogic.getParameterNode(self), self.session.parameters)

    def invert(self, volumeNode, parameters=None, outputNode=None):
        """Compute an inverted volume.

        Args:
            volumeNode: vtkMRMLScalarVolumeNode.
            parameters: InversionParameters, or the name of a preset ("published", "calibrated", "none");
                None for those of the session.
            outputNode: vtkMRMLScalarVolumeNode that gets the result; None for a new one.

        Returns:
            The output node: the input's geometry and place in space.

        Raises:
            InvertSegError: the volume cannot be inverted; its text is for the user.
        """
        from InvertSegLib.scene.volumes import create_inverted_node
        from InvertSegLib.session.parameters import SessionParameters

        if isinstance(parameters, str):
            parameters = SessionParameters().changed(preset=parameters).inversion
        parameters = parameters or self.session.parameters.inversion
        return create_inverted_node(volumeNode, parameters, output=outputNode)

    def segment(self, volumeNode, parameters=None, outputNode=None, wait=False):
        """Segment a volume: invert it, run the network in its process, put the result into the scene.

        How it goes: `session.run_changed` (with a `Run`: stage, fraction, remaining seconds, message),
        `session.log`, `session.finished` (with an `Outcome`), `runs.placed` (with the `ImportReport`).
        All are plain-Python signals: `logic.session.run_changed.connect(print)`.

        Args:
            volumeNode: vtkMRMLScalarVolumeNode, not inverted.
            parameters: SessionParameters, or a dictionary of those to change, such as
                ``{"engine": "nnunet", "model": folder, "preset": "calibrated"}``; they stay set. None for
                what is set already.
            outputNode: vtkMRMLSegmentationNode that takes the result in as the parameter `existing` says;
                None for a new one.
            wait: return only when it is done; the application goes on meanwhile.

        Returns:
            The segmentation node when `wait` is set, else None.

        Raises:
            InvertSegError: it cannot be started, or (with `wait`) it failed or was cancelled.
            RuntimeError: a run is under way.
        """
        from InvertSegLib.panel.waiting import run_and_wait

        if isinstance(parameters, dict):
            self.session.update(**parameters)
        elif parameters is not None:
            self.session.set_parameters(parameters)
        if wait:
            return run_and_wait(self.session, self.runs, lambda: self.runs.start(volumeNode, outputNode))
        self.runs.start(volumeNode, outputNode)
        return None

    def useDemoModel(self):
        """Choose the demo model that comes with the module, and the inversion that suits it."""
        self.session.use_demo_model()

    def progress(self):
        """How the run is going, a `Run`; idle when there is none."""
        return self.session.run

    def cancel(self):
        """Stop the run; nothing happens when there is none."""
        self.session.cancel()

    def firstVolumeNode(self):
        """The first volume that a user would choose, None where there is none."""
        for node in slicer.util.getNodesByClass("vtkMRMLScalarVolumeNode"):
            is_label_map = node.IsA("vtkMRMLLabelMapVolumeNode")
            if node.GetImageData() is not None and not node.GetHideFromEditors() and not is_label_map:
                return node
        return None

    def close(self):
        """End every process; a run under way is cancelled. The logic cannot be used afterwards."""
        slicer.app.disconnect("aboutToQuit()", self.close)
        self.session.close()
        self.runs.close()
        self.undo.close()
        for carrier in list(self._carriers):
            # Nobody may be there any more to hear of its end, and Qt must not lose it before.
            carrier.wait_until_gone(1000)

    def _newCarrier(self):
        from InvertSegLib.panel.carrier import QProcessCarrier

        carrier = QProcessCarrier()
        self._carriers.add(carrier)
        return carrier


class InvertSegTest(ScriptedLoadableModuleTest):
    """The self-test: a synthetic patient through the demo model, with a window and without.

    It fails, and says why, where the engine that the demo model needs is not installed.
    """

    def setUp(self):
        """Begin with an empty scene."""
        slicer.mrmlScene.Clear()

    def runTest(self):
        """Run all of it."""
        for test in (self.test_invert, self.test_segment, self.test_cancel):
            self.setUp()
            try:
                test()
            finally:
                self.doCleanups()

    def test_invert(self):
        """The inverted volume has the published voxels and lies where the input does."""
        from InvertSegLib.inversion.invert import invert
        from InvertSegLib.inversion.presets import PRESETS
        from InvertSegLib.scene.volumes import volume_of_node

        node = self._volumeNode()
        volume, inverted = (volume_of_node(each) for each in (node, self._logic().invert(node, "published")))
        self.assertTrue((inverted.voxels == invert(volume.voxels, PRESETS["published"])).all())
        self.assertTrue((inverted.ijk_to_ras == volume.ijk_to_ras).all())

    def test_segment(self):
        """The demo model, which has seen CT alone, finds the organs in the T1."""
        from InvertSegLib.panel import self_test

        logic, node, stages = self._logic(), self._volumeNode(), []
        logic.session.run_changed.connect(lambda run: stages.append(run.stage))
        logic.useDemoModel()
        dice = self_test.dice_of(logic.segment(node, wait=True), node)
        self.assertIn("inverting", stages)
        for name in ("liver", "kidney_left", "kidney_right", "aorta", "iliopsoas"):
            self.assertGreater(dice[name], 0.6, f"Dice of {name}, of all: {dice}")

    def test_cancel(self):
        """A cancelled run leaves the scene as it was."""
        from InvertSegLib.errors import EngineError

        logic, node = self._logic(), self._volumeNode()
        logic.useDemoModel()
        logic.session.run_changed.connect(lambda run: logic.cancel() if run.stage == "inverting" else None)
        with self.assertRaisesRegex(EngineError, "cancelled"):
            logic.segment(node, wait=True)
        self.assertEqual(slicer.util.getNodesByClass("vtkMRMLSegmentationNode"), [])

    def _logic(self):
        """A logic whose processes end with the test."""
        logic = InvertSegLogic()
        self.addCleanup(logic.close)
        return logic

    def _volumeNode(self):
        """The synthetic patient's T1 in the scene."""
        from InvertSegLib.panel import self_test
        from InvertSegLib.scene.volumes import node_of_volume

        return node_of_volume(slicer.mrmlScene, self_test.patient().t1, "Synthetic T1 MRI")
