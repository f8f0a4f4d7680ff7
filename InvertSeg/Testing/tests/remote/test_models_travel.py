"""A model folder of this machine goes along to the other one, once, and nowhere but into its own folder."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest

from InvertSegLib.engines.base import ModelChoice
from InvertSegLib.phantom.demo import MODEL
from InvertSegLib.worker import events
from InvertSegLib.worker.client import Worker
from InvertSegLib.worker.command import remote_worker_command
from InvertSegLib.worker.remote_models import Incoming, ModelFile, ModelReader, ModelStore, to_json


def a_model(folder: Path) -> Path:
    model = folder / "Dataset001_X" / "trainer__plans__3d"
    for name in ("plans.json", "fold_0/checkpoint_final.pth", "fold_0/validation/case.nii.gz", ".git/config"):
        (model / name).parent.mkdir(parents=True, exist_ok=True)
        (model / name).write_text(name)
    (model / "fold_0" / "empty").touch()
    return model


def test_what_belongs_to_a_model(tmp_path):
    names = [file.name for file in ModelReader().files(a_model(tmp_path))]
    start = "Dataset001_X/trainer__plans__3d"
    assert names == [
        f"{start}/{name}" for name in ("fold_0/checkpoint_final.pth", "fold_0/empty", "plans.json")
    ]


def test_only_what_is_missing_is_asked_for(tmp_path):
    files = ModelReader().files(a_model(tmp_path))
    store = ModelStore(tmp_path / "there")
    model, missing = store.place(to_json(files))
    assert missing == list(files)
    incoming = Incoming(store.root_of(model), files[0])
    incoming.write(b"fold_0/checkpoint_")
    assert store.place(to_json(files))[1] == list(files), "half a file is none"
    incoming.write(b"final.pth")
    assert incoming.complete
    assert store.place(to_json(files)) == (model, list(files[1:]))
    assert (model / "fold_0" / "checkpoint_final.pth").read_text() == "fold_0/checkpoint_final.pth"
    assert model.name == "trainer__plans__3d"


def test_a_file_that_changed_on_its_way_is_not_kept(tmp_path):
    file = ModelFile("a/b/c", 3, hashlib.sha256(b"abc").hexdigest())
    with pytest.raises(ValueError, match="changed on its way"):
        Incoming(tmp_path, file).write(b"abd")
    assert not list(tmp_path.rglob("c*"))


@pytest.mark.parametrize(
    "name", ["../../x/y/z", "a/b/../../../z", "/etc/x/y", "a/b", "a\\\\..\\\\b/c/d", "a/./b/c"]
)
def test_a_name_that_climbs_out_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="file called"):
        ModelStore(tmp_path).place([["a/b/fine", 1, ""], [name, 1, ""]])


def sending(worker) -> list[float]:
    told = [event for event in worker.told if isinstance(event, events.Progress)]
    return [event.fraction for event in told if event.stage == "sending the model"]


def test_it_is_sent_once_and_the_engine_gets_the_other_machines_folder(far, a_worker, tmp_path):
    here = tmp_path / MODEL.parent.name / MODEL.name
    shutil.copytree(MODEL, here)
    choice = ModelChoice("nnunet", model=str(here))
    with a_worker() as worker:
        assert not worker.load(choice).reused
        assert sending(worker)[-1] == 1.0
        there = list((far.server.home / "models").glob(f"*/{MODEL.parent.name}/{MODEL.name}"))
        assert len(there) == 1
        for file in MODEL.rglob("*.*"):
            assert (there[0] / file.relative_to(MODEL)).read_bytes() == file.read_bytes()
        worker.told.clear()
        assert worker.load(choice).reused, "the same model has the same folder there"
        assert not [
            e for e in worker.told if isinstance(e, events.Progress) and e.stage == "sending the model"
        ]


def test_a_real_network_runs_there_with_a_model_of_here(make_server, engine_python, tmp_path, volume):
    python = engine_python("nnunet")
    home = tmp_path / "far" / "invertseg"
    server = make_server(variables={"INVERTSEG_HOME": str(home), "INVERTSEG_PYTHON_NNUNET": str(python)})
    server.put_command(sys.executable, "-m", "InvertSegLib.cli")
    choice = ModelChoice("nnunet", model=str(MODEL), device="cpu")
    with Worker(remote_worker_command("far", "nnunet")) as worker:
        loaded = worker.load(choice)
        result = worker.segment(volume)
    named = json.loads((MODEL / "dataset.json").read_text())["labels"]
    assert dict(loaded.labels) == {value: name for name, value in named.items() if value}
    assert result.label_map.shape == volume.voxels.shape
    assert (home / "models").is_dir()
