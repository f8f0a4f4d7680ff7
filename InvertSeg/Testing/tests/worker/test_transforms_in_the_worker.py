"""Generators and a user's own transforms, run in a worker process with tiny networks made here."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from InvertSegLib.cli.transforms import parsed
from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.errors import EngineError, ParameterError
from InvertSegLib.inversion.ensemble import ensemble_of
from InvertSegLib.inversion.presets import PRESETS
from InvertSegLib.inversion.transforms.protocol import TransformChoice
from InvertSegLib.pipeline import SegmentationRequest, segment_volume, transform_volume
from InvertSegLib.volume.checksum import sha256_of
from InvertSegLib.volume.volume import Volume
from InvertSegLib.worker.client import Worker

ENGINE_FILE = Path(__file__).with_name("engine_of_tests.py")
# i to the front, j to the feet, k to the right: no axis is where a network wants it.
SAGITTAL = np.array([[0, 0, 3.0, 0], [2.0, 0, 0, 0], [0, -2.0, 0, 0], [0, 0, 0, 1.0]])

OWN = """
import os
import numpy as np

class Doubled:
    name = "doubled"
    gives = "mri"
    parameters = {"factor": 2}

    def apply(self, volume):
        self.parameters = {"factor": 2, "process": os.getpid()}
        return volume.with_voxels(volume.voxels.astype(np.float32) * 2)

TRANSFORM = Doubled
"""


@pytest.fixture(scope="module")
def worker():
    with Worker.start(sys.executable, engines={"tests": ENGINE_FILE}) as worker:
        yield worker


@pytest.fixture(scope="module")
def torch_worker(engine_python):
    with Worker.start(engine_python("monai")) as worker:
        yield worker


def scan(shape=(5, 7, 6), matrix=SAGITTAL) -> Volume:
    voxels = np.random.default_rng(1).integers(0, 1000, shape).astype(np.int16)
    voxels.flat[0], voxels.flat[-1] = 0, 1000
    return Volume(voxels, matrix)


def negation(path: Path, shape: list, *, stride: bool = False) -> Path:
    """A network in ONNX that gives the negative of its input (or every second voxel of it)."""
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name in "xy")
    nodes = [helper.make_node("Neg", ["x"], ["y"])]
    if stride:
        y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        nodes = [helper.make_node("MaxPool", ["x"], ["y"], kernel_shape=[2, 2], strides=[2, 2])]
    graph = helper.make_graph(nodes, "negation", [x], [y])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, path)
    return path


def ramp_along_columns(path: Path) -> Path:
    """A network in ONNX that gives each pixel its column's number, from 1 on, whatever it sees."""
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 1, "h", "w"]) for name in "xy")
    one = helper.make_tensor("one", TensorProto.FLOAT, [], [1.0])
    axis = helper.make_tensor("axis", TensorProto.INT64, [], [3])
    nodes = [
        helper.make_node("Constant", [], ["c"], value=one),
        helper.make_node("Constant", [], ["a"], value=axis),
        helper.make_node("Sub", ["x", "x"], ["zeros"]),
        helper.make_node("Add", ["zeros", "c"], ["ones"]),
        helper.make_node("CumSum", ["ones", "a"], ["y"]),
    ]
    graph = helper.make_graph(nodes, "ramp", [x], [y])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), path)
    return path


def described(model: Path, **entries: object) -> Path:
    model.with_suffix(".json").write_text(json.dumps(entries))
    return model


@pytest.mark.parametrize("shape", [[1, 1, "h", "w"], [1, 1, "d", "h", "w"]], ids=["slices", "volume"])
@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_onnx_generator_gives_every_voxel_its_hounsfield_unit(worker, tmp_path, shape, plane):
    model = described(negation(tmp_path / "negative.onnx", shape), plane=plane, percentiles=[0, 100])
    volume = scan()
    answer = worker.transform(volume, parsed(str(model)))
    expected = np.rint(1000 - 2.0 * volume.voxels)
    np.testing.assert_allclose(answer.voxels, expected, atol=1)
    assert answer.gives == "ct"
    assert answer.voxels.dtype == np.int16
    assert answer.parameters["mode"] == ("slice" if len(shape) == 4 else "volume")


@pytest.mark.parametrize(
    ("plane", "axis"),
    # Columns run to the patient's left (against k here), in sagittal slices to the back (against i).
    [("axial", 0), ("coronal", 0), ("sagittal", 2)],
)
def test_slices_lie_as_they_are_looked_at(worker, tmp_path, plane, axis):
    model = described(
        ramp_along_columns(tmp_path / "ramp.onnx"),
        plane=plane, output_range=[0, 10], hounsfield=[0, 1000], multiple=1,
    )  # fmt: skip
    volume = scan()
    voxels = worker.transform(volume, parsed(str(model))).voxels
    along = np.moveaxis(voxels, axis, 0).reshape(voxels.shape[axis], -1)
    assert (along == along[:, :1]).all()
    assert along[::-1, 0].tolist() == [100 * n for n in range(1, len(along) + 1)]


def test_generator_of_a_fixed_size_gets_that_size_and_gives_the_scan_s(worker, tmp_path):
    model = described(negation(tmp_path / "fixed.onnx", [1, 1, 32, 16]), percentiles=[0, 100])
    smooth = np.broadcast_to(np.linspace(0, 1000, 24)[:, None], (4, 24, 20)).astype(np.float32)
    volume = Volume(np.ascontiguousarray(smooth), np.diag([-1.0, -1.0, 2.0, 1.0]))
    answer = worker.transform(volume, parsed(str(model)))
    assert answer.parameters["size"] == [32, 16]
    np.testing.assert_allclose(answer.voxels[:, 2:-2], (1000 - 2 * smooth)[:, 2:-2], atol=30)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda p: negation(p, [1, 3, "h", "w"]), "takes 3 channels"),
        (lambda p: negation(p, [1, 1, "h", "w"], stride=True), "makes"),
        (lambda p: described(negation(p, [1, 1, "h", "w"]), mode="volume"), "volume is asked for"),
        (lambda p: described(negation(p, [1, 1, "h", "w"]), colour="grey"), "unknown entry 'colour'"),
        (lambda p: described(negation(p, [1, 1, "h", "w"]), input_range=[1, -1]), "input_range is empty"),
        (lambda p: p.write_bytes(b"no network") and p, "cannot be read as ONNX"),
    ],
    ids=["channels", "size", "mode", "unknown entry", "empty range", "damaged"],
)
def test_generators_that_do_not_fit_are_refused_in_words(worker, tmp_path, make, sentence):
    model = make(tmp_path / "model.onnx")
    with pytest.raises(EngineError, match=sentence):
        worker.transform(scan(), parsed(str(model)))


def test_torchscript_needs_trust_and_runs_in_the_engine(torch_worker, engine_python, tmp_path):
    import subprocess

    model = tmp_path / "negative.pt"
    code = (
        "import torch; torch.jit.script(torch.nn.Sequential(torch.nn.Hardtanh(-2.0, 2.0)))"
        f".save({str(model)!r})"
    )
    subprocess.run([engine_python("monai"), "-c", code], check=True)
    described(model, percentiles=[0, 100], hounsfield=[0, 2000])
    choice = parsed(str(model))
    volume = scan()
    with pytest.raises(EngineError, match="pass --trust-transform") as caught:
        torch_worker.transform(volume, choice)
    assert caught.value.failure.kind == "untrusted_model"
    trusted = TransformChoice("generator", choice.file, trusted=True, device="cpu")
    np.testing.assert_allclose(torch_worker.transform(volume, trusted).voxels, 2.0 * volume.voxels, atol=1)


def test_own_file_runs_in_the_worker_and_only_with_trust(worker, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(OWN)
    volume = scan()
    choice = parsed(str(file))
    with pytest.raises(EngineError, match=r"mine\.py is a program"):
        worker.transform(volume, choice)
    answer = worker.transform(volume, TransformChoice("own", choice.file, trusted=True))
    np.testing.assert_array_equal(answer.voxels, volume.voxels * 2)
    assert answer.parameters["process"] == worker.pid != os.getpid()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("TRANSFORM = 1 / 0", "ZeroDivisionError"),
        ("SOMETHING = 1", "has no attribute 'TRANSFORM'"),
        ("class TRANSFORM:\n  name, gives = 'x', 'mri'\n  parameters = {}", "TRANSFORM has no apply"),
        (OWN.replace('"mri"', '"pet"'), "gives 'pet'"),
        (OWN.replace("* 2)", "* 2 if False else volume.voxels[1:])"), "gave no volume of"),
    ],
    ids=["fails", "no transform", "no apply", "gives something else", "other shape"],
)
def test_own_file_that_is_no_transform_says_why(worker, tmp_path, text, sentence):
    file = tmp_path / "mine.py"
    file.write_text(text)
    with pytest.raises(EngineError, match=sentence):
        worker.transform(scan(), TransformChoice("own", str(file), trusted=True))


def test_segmentation_says_which_transforms_were_applied_and_to_what(worker, tmp_path):
    file = tmp_path / "mine.py"
    file.write_text(OWN)
    model = described(negation(tmp_path / "n.onnx", [1, 1, "h", "w"]), percentiles=[0, 100])
    volume = scan(matrix=np.diag([-1.0, -1.0, 2.0, 1.0]))
    choices = (TransformChoice("own", str(file), trusted=True), parsed(str(model)))
    request = SegmentationRequest(PRESETS["calibrated"], ModelChoice("tests"), transforms=choices)
    found = segment_volume(volume, request, worker, worker)
    assert [done["name"] for done in found.provenance["transforms"]] == ["mine.py", "n.onnx"]
    assert found.provenance["input"]["sha256"] == sha256_of(volume)
    # The generator has made a CT of it, so nothing was inverted after it.
    assert found.provenance["inversion"]["mapping"] == "none"
    changed, parameters, _ = transform_volume(volume, choices[:1], PRESETS["calibrated"], worker)
    assert parameters == PRESETS["calibrated"]
    np.testing.assert_array_equal(changed.voxels, volume.voxels * 2)
    ensemble = ensemble_of("tones", PRESETS["calibrated"])
    with pytest.raises(ParameterError, match="makes a CT of the MRI"):
        segment_volume(
            volume,
            SegmentationRequest(PRESETS["calibrated"], ModelChoice("tests"), (), ensemble, choices),
            worker,
            worker,
        )


@pytest.mark.parametrize("text", ["sharpen", "clahe:clip=0.5", "clahe:clip", "nowhere.onnx", "notes.txt"])
def test_words_that_mean_no_transform_are_refused_before_anything_runs(text):
    with pytest.raises(ParameterError):
        parsed(text)
