"""Which weights are here: whole, damaged, shared with others, put there by whom, and how they go."""

from __future__ import annotations

import io
import json
import os
import pickle
import runpy
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from InvertSegLib.engines.weights_places import split_places
from InvertSegLib.environment import weights, weights_commands
from InvertSegLib.environment.doctor_engines import examine_weights
from InvertSegLib.environment.messages import Messages
from InvertSegLib.environment.weights_published import published
from InvertSegLib.environment.weights_record import NAME as RECORD
from InvertSegLib.errors import InvertSegError, OutputError, ParameterError

helper = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("publisher.py"))))
FAST, ROUGH, LIVER, TISSUE = helper.FAST, helper.ROUGH, helper.LIVER, helper.TISSUE
TRAINED = "nnUNetTrainer__nnUNetPlans__3d_fullres"


@pytest.fixture
def home(monkeypatch, tmp_path):
    """A home of InvertSeg's, with a TotalSegmentator and no weights."""
    for name in list(os.environ):
        if name.startswith(("INVERTSEG_", "TOTALSEG_", "MRSEG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    python = helper.install_totalsegmentator(tmp_path / "venv")
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
    return tmp_path / "home"


def put(folder: Path, *datasets: str) -> Path:
    """Put models into a weights folder, as somebody does by hand."""
    for dataset in datasets:
        for name, content in helper.model_files(f"{dataset}/{TRAINED}", size=3200).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder


def own(home: Path) -> Path:
    return home / "weights" / "totalsegmentator"


def imported(tmp_path: Path, *datasets: str, shared: bool = False) -> None:
    source = put(tmp_path / "stick", *datasets)
    weights.import_("totalsegmentator", source, shared=shared)
    shutil.rmtree(source)


def state_of(model: str) -> str:
    return weights.status("totalsegmentator").model(model).state


def refused(action: Callable[[], Any], kind: type[InvertSegError]) -> InvertSegError:
    with pytest.raises(kind) as caught:
        action()
    assert caught.value.sentence.endswith(".")
    assert caught.value.remedy
    return caught.value


def as_nobody(action: Callable[[], Any]) -> Any:
    """What an action gives to a user without rights; root may write everywhere."""
    if os.geteuid() != 0:
        return action()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setresgid(65534, 65534, 65534)
        os.setresuid(65534, 65534, 65534)
        with os.fdopen(writing, "wb") as stream:
            try:
                stream.write(pickle.dumps(action()))
            except BaseException as error:  # noqa: BLE001 - the parent tells it
                stream.write(pickle.dumps(repr(error)))
                stream.flush()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = pickle.loads(stream.read())
    os.waitpid(child, 0)
    return answer


@pytest.fixture
def public():
    """A folder that other users can reach; pytest's own cannot be entered by them."""
    folder = Path(tempfile.mkdtemp(prefix="invertseg-shared-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


# ---------------------------------------------------------------- what is here


def test_without_weights_everything_is_missing(home):
    known = weights.status("totalsegmentator")
    assert [(task.name, task.quality, task.missing) for task in known.tasks] == [
        ("total", "full", helper.PARTS),
        ("total", "fast", (FAST,)),
        ("liver_segments", "full", (ROUGH, LIVER)),
        ("tissue_types", "full", (TISSUE,)),
    ]
    assert known.known
    assert {model.state for model in known.models} == {"absent"}
    assert {model.size for model in known.models} == {None}
    offers = {model.name: (model.downloadable, model.licensed) for model in known.models}
    assert (offers[FAST], offers[LIVER], offers[TISSUE]) == ((True, False), (False, False), (False, True))
    assert weights.status("nnunet") is None
    with pytest.raises(ParameterError):
        weights.status("nonsense")


def test_a_task_is_complete_with_its_rough_network(home):
    put(own(home), LIVER)
    assert weights.status("totalsegmentator").task("liver_segments", "fast").missing == (ROUGH,)
    put(own(home), ROUGH)
    known = weights.status("totalsegmentator")
    assert known.task("liver_segments", "full").missing == ()
    assert known.size == sum(p.stat().st_size for p in own(home).rglob("*") if p.is_file())


def test_where_the_engine_is_not_installed_only_what_is_here_is_known(home, monkeypatch):
    put(own(home), FAST)
    monkeypatch.delenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR")
    known = weights.status("totalsegmentator")
    assert (known.known, known.tasks) == (False, ())
    assert [(model.name, model.state, model.downloadable) for model in known.models] == [
        (FAST, "here", False)
    ]


def test_a_package_that_says_it_otherwise_is_as_one_that_says_nothing(home, tmp_path):
    (tmp_path / "venv/lib/python3.11/site-packages/totalsegmentator/registry.py").write_text("TASKS = 1 +\n")
    assert not weights.status("totalsegmentator").known


def cut_checkpoint(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", bytes(5000))
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize(
    ("file", "damage", "words"),
    [
        ("fold_0/checkpoint_final.pth", cut_checkpoint, "only a part of one"),
        ("fold_0/checkpoint_final.pth", lambda path: path.write_bytes(b""), "is empty"),
        ("fold_0/checkpoint_final.pth", lambda path: path.write_text("<html>"), "no PyTorch checkpoint"),
        ("fold_0/checkpoint_final.pth", Path.unlink, "checkpoint is missing"),
        ("dataset.json", lambda path: path.write_text('{"labels": {'), "dataset.json is damaged"),
        ("dataset.json", Path.unlink, "dataset.json is missing"),
        ("plans.json", Path.unlink, "plans.json is missing"),
    ],
)
def test_damaged_weights_are_named_with_what_is_wrong(home, file, damage, words):
    put(own(home), FAST)
    damage(own(home) / FAST / TRAINED / file)
    known = weights.status("totalsegmentator")
    model = known.model(FAST)
    assert model.state == "damaged"
    assert words in model.problem
    assert str(own(home)) in model.problem
    assert known.task("total", "fast").missing == (FAST,)
    (finding,) = examine_weights("totalsegmentator")
    assert (finding.status, finding.sentence) == ("error", model.problem)
    assert f"invertseg weights remove totalsegmentator {FAST}" in finding.remedy


def test_a_whole_checkpoint_of_today_is_here(home):
    put(own(home), FAST)
    with zipfile.ZipFile(own(home) / FAST / TRAINED / "fold_0/checkpoint_final.pth", "w") as archive:
        archive.writestr("archive/data.pkl", bytes(5000))
    assert state_of(FAST) == "here"
    assert [finding.status for finding in examine_weights("totalsegmentator")] == ["ok"]


# ---------------------------------------------------------------- folders


def test_the_users_own_folder_and_a_shared_one_are_searched_together(home, tmp_path):
    weights.share(put(tmp_path / "shared", FAST).parent / "shared")
    put(tmp_path / "shared" / "totalsegmentator", FAST)
    put(own(home), ROUGH)
    assert sorted(weights.found("totalsegmentator")) == [FAST, ROUGH]
    both = [own(home), tmp_path / "shared" / "totalsegmentator"]
    assert split_places(weights.search_path("totalsegmentator")) == both
    assert weights.status("totalsegmentator").model(FAST).place == "shared"
    # New ones go into the user's own folder, unless they are meant to be shared.
    imported(tmp_path, LIVER)
    assert (own(home) / LIVER).is_dir()
    imported(tmp_path, TISSUE, shared=True)
    assert (both[1] / TISSUE).is_dir()
    weights.share(None)
    assert sorted(weights.found("totalsegmentator")) == [ROUGH, LIVER]


def test_a_folder_that_a_package_uses_already_can_be_the_shared_one(home, tmp_path):
    weights.share(put(tmp_path / "results", FAST))
    assert tuple(weights.found("totalsegmentator")) == (FAST,)


def test_a_whole_model_goes_before_a_damaged_one_of_another_folder(home, tmp_path):
    put(own(home), FAST)
    (own(home) / FAST / TRAINED / "fold_0/checkpoint_final.pth").unlink()
    assert state_of(FAST) == "damaged"
    weights.share(put(tmp_path / "shared", FAST))
    model = weights.status("totalsegmentator").model(FAST)
    assert (model.state, model.place) == ("here", "shared")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_read_only_shared_folder_is_read_and_never_written(home, public, monkeypatch):
    put(public / "totalsegmentator", FAST)
    (public / "home").mkdir()
    (public / "home").chmod(0o777)
    for name, folder in (("HOME", "home"), ("INVERTSEG_HOME", "home"), ("INVERTSEG_CONFIG", "config")):
        monkeypatch.setenv(name, str(public / folder))
    python = helper.install_totalsegmentator(public / "venv")
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
    weights.share(public)

    def seen() -> Any:
        model = weights.status("totalsegmentator").model(FAST)
        source = put(public / "home" / "stick", ROUGH)
        weights.import_("totalsegmentator", source)
        try:
            weights.import_("totalsegmentator", source, shared=True)
        except OutputError as error:
            sentence = error.sentence
        try:
            weights.remove("totalsegmentator", FAST, not_ours=True)
        except OutputError as error:
            return (
                model.state,
                model.removable,
                sorted(weights.found("totalsegmentator")),
                sentence,
                str(error),
            )

    state, removable, found, sentence, other = as_nobody(seen)
    assert (state, removable, found) == ("here", False, [FAST, ROUGH])
    assert f"cannot write to {public / 'totalsegmentator'}" in sentence
    assert "may not write to" in other
    assert sorted(path.name for path in (public / "totalsegmentator").iterdir()) == [FAST]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
@pytest.mark.parametrize("mode", [0o755, 0o2775, 0o1777])
def test_what_is_put_into_a_shared_folder_is_readable_for_its_users(home, tmp_path, public, mode):
    public.chmod(mode)
    weights.share(public)
    before = os.umask(0o077)
    try:
        imported(tmp_path, FAST, shared=True)
    finally:
        os.umask(before)
    entries = [public / "totalsegmentator", *(public / "totalsegmentator").rglob("*")]
    assert len(entries) > 5
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in entries}
    assert modes == {(True, mode & ~0o1002), (False, mode & 0o664)}
    everything = as_nobody(lambda: [path.read_bytes()[:1] for path in entries if path.is_file()])
    assert len(everything) == 4


def test_a_shared_folder_that_is_none_is_refused_and_the_choice_stays(home, tmp_path):
    weights.share(put(tmp_path / "shared", FAST))
    refused(lambda: weights.share(tmp_path / "nothing"), ParameterError)
    (tmp_path / f"a{os.pathsep}b").mkdir()
    refused(lambda: weights.share(tmp_path / f"a{os.pathsep}b"), ParameterError)
    assert weights.shared_folder() == tmp_path / "shared"
    weights.share(None)
    error = refused(lambda: imported(tmp_path, FAST, shared=True), ParameterError)
    assert "invertseg weights folder" in error.remedy


def test_a_folder_of_the_engines_own_variable_goes_first(home, tmp_path, monkeypatch):
    monkeypatch.setenv("TOTALSEG_WEIGHTS_PATH", str(put(tmp_path / "named", FAST)))
    put(own(home), FAST, ROUGH)
    found = weights.found("totalsegmentator")
    assert (found[FAST].parent, found[ROUGH].parent) == (tmp_path / "named", own(home))
    assert weights.found("totalsegmentator", tmp_path / "other") == {}


def test_a_single_folder_may_have_the_separator_in_its_name(tmp_path):
    odd = tmp_path / f"a{os.pathsep}b"
    odd.mkdir()
    assert split_places(str(odd)) == [odd]
    assert split_places(os.pathsep.join(("/x", "/y"))) == [Path("/x"), Path("/y")]


# ---------------------------------------------------------------- removal


def test_what_invertseg_put_there_is_removed_without_a_trace(home, tmp_path):
    imported(tmp_path, FAST, ROUGH)
    size = weights.status("totalsegmentator").model(FAST).size
    done = weights.remove("totalsegmentator", FAST)
    assert (done.model, done.folder, done.size) == (FAST, own(home) / FAST, size)
    assert sorted(path.name for path in own(home).iterdir()) == [ROUGH]
    refused(lambda: weights.remove("totalsegmentator", FAST), ParameterError)


def test_what_somebody_else_put_there_is_removed_only_when_that_is_said(home):
    put(own(home), FAST)
    error = refused(lambda: weights.remove("totalsegmentator", FAST), weights.NotOursError)
    assert str(own(home) / FAST) in error.sentence
    assert state_of(FAST) == "here"
    weights.remove("totalsegmentator", FAST, not_ours=True)
    assert state_of(FAST) == "absent"


def test_a_damaged_model_of_ours_can_be_removed_and_imported_again(home, tmp_path):
    imported(tmp_path, FAST)
    (own(home) / FAST / TRAINED / "fold_0/checkpoint_final.pth").write_bytes(b"")
    assert "already" in refused(lambda: imported(tmp_path, FAST), OutputError).sentence
    weights.remove("totalsegmentator", FAST)
    shutil.rmtree(tmp_path / "stick")
    imported(tmp_path, FAST)
    assert state_of(FAST) == "here"


@pytest.mark.parametrize("shared", [False, True])
def test_what_an_interrupted_download_has_left_can_be_removed(home, tmp_path, shared):
    (tmp_path / "shared").mkdir()
    weights.share(tmp_path / "shared")
    place = tmp_path / "shared" / "totalsegmentator" if shared else own(home)
    part = place / ".downloads" / f"{FAST}.zip.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(bytes(700))
    assert weights.status("totalsegmentator").model(FAST).kept == 700
    done = weights.remove("totalsegmentator", FAST)
    assert (done.size, done.folder) == (700, place)
    assert list(place.iterdir()) == []


def test_an_mrsegmentator_folder_that_is_a_model_itself_is_not_removed(home, tmp_path, monkeypatch):
    for name, content in helper.model_files("", size=3200).items():
        (tmp_path / "old" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "old" / name).write_bytes(content)
    monkeypatch.setenv("MRSEG_WEIGHTS_PATH", str(tmp_path / "old"))
    assert weights.found("mrsegmentator") == {"base": tmp_path / "old"}
    refused(lambda: weights.remove("mrsegmentator", "base", not_ours=True), OutputError)
    assert (tmp_path / "old" / "plans.json").exists()


# ---------------------------------------------------------------- in a process of its own


def started(*words: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "InvertSegLib.environment", "weights", *words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def asked(*words: str) -> list[dict[str, Any]]:
    """What `started` says, without the time that it takes to start."""
    stream = io.StringIO()
    messages = Messages(stream)
    try:
        messages.done(weights_commands.run(words, messages))
    except InvertSegError as error:
        messages.failure(error)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_the_process_says_it_all_in_json_lines(home, tmp_path, monkeypatch):
    path = f"/releases/v2/{FAST}.zip"
    with helper.Publisher({path: helper.archive_of(FAST)}) as server:
        helper.install_totalsegmentator(tmp_path / "venv", server.address)
        (sizes,) = asked("sizes", "totalsegmentator", "--task", "total", "--quality", "fast")
        assert sizes["sizes"] == {FAST: len(server.files[path])}
        messages = started("download", "totalsegmentator", "--task", "total", "--quality", "fast")
    assert messages[-1]["type"] == "done"
    assert messages[-1]["models"] == [FAST]
    assert {m["step"] for m in messages if m["type"] == "progress"} == {"downloading", "unpacking"}
    (status,) = asked("status", "totalsegmentator")
    model = next(m for m in status["engines"][0]["models"] if m["name"] == FAST)
    assert (model["state"], model["ours"], model["size"]) == (
        "here",
        True,
        messages[-1]["size"] + note_size(home),
    )
    (removed,) = asked("remove", "totalsegmentator", FAST)
    assert removed["folder"] == str(own(home) / FAST)
    (imported_again,) = [
        m for m in asked("import", "totalsegmentator", str(put(tmp_path / "u", FAST))) if m["type"] == "done"
    ]
    assert imported_again["models"] == [FAST]
    (failure,) = asked("remove", "totalsegmentator", ROUGH)
    assert failure["type"] == "failure"
    put(own(home), ROUGH)
    (failure,) = asked("remove", "totalsegmentator", ROUGH)
    assert failure["kind"] == "not_ours"
    (folder,) = asked("folder", str(tmp_path / "u"))
    assert folder["shared"] == str(tmp_path / "u")


def note_size(home: Path) -> int:
    return (own(home) / FAST / RECORD).stat().st_size


# ---------------------------------------------------------------- against the real packages

_TASKS_OF_THE_PACKAGE = """
import json
from InvertSegLib.engines import totalsegmentator_tasks as tasks
found = []
for task in tasks.task_names():
    for fast in (False, True) if tasks.has_fast(task) else (False,):
        names = [tasks.folder_name(n) for n in tasks.networks_of(task, fast)]
        found.append([task, "fast" if fast else "full", names, tasks.settings_of(task, fast)["commercial"]])
print(json.dumps(found))
"""


def test_what_is_read_from_the_real_package_is_what_it_says_itself(engine_python, monkeypatch):
    python = engine_python("totalsegmentator")
    root = Path(weights.__file__).parents[2]
    answer = subprocess.run(
        [str(python), "-c", _TASKS_OF_THE_PACKAGE],
        env={"PYTHONPATH": str(root), "PATH": os.environ["PATH"]},
        capture_output=True,
        check=True,
    )
    facts = published("totalsegmentator")
    ours = [[task.name, task.quality, list(task.models), task.licensed] for task in facts.tasks]
    assert ours == json.loads(answer.stdout)
    fast = facts.archives[FAST]
    releases = "https://github.com/wasserth/TotalSegmentator/releases/download"
    assert (fast.url, fast.sha256) == (f"{releases}/v2.0.0-weights/{FAST}.zip", "")
    assert all(archive.url or archive.licensed for archive in facts.archives.values())


def test_the_real_mrsegmentator_gives_checksums(engine_python):
    engine_python("mrsegmentator")
    archives = published("mrsegmentator").archives
    assert sorted(archives) == ["base", "body_comp"]
    assert all(
        len(archive.sha256) == 64 and archive.url.startswith("https://") for archive in archives.values()
    )
