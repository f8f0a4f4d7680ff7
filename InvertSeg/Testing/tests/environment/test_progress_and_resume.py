"""How far an installation is, and one that is killed: known, resumed with what was downloaded, removed."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from zipfile import ZipFile

import pytest

from InvertSegLib.environment import folders, housekeeping, install, installed, sizes, space, unfinished
from InvertSegLib.environment.failures import InstallError
from InvertSegLib.errors import EngineError

ENGINE = "monai"


def installed_with_progress(**options):
    told, lines = [], []
    made = install.install(ENGINE, lines.append, device="cpu", on_progress=told.append, **options)
    return made, told, lines


def test_bytes_are_counted_from_nothing_to_all_of_them(index):
    index.pause = 0.03
    made, told, lines = installed_with_progress()
    assert made.complete
    assert made.version == "1.0"
    steps = [progress.step for progress in told]
    order = ["resolving", "downloading", "installing", "checking"]
    assert sorted(steps, key=order.index) == steps
    assert set(steps) == set(order)
    arrived = [progress for progress in told if progress.step == "downloading"]
    total = sum(index.unpacked.values())
    assert {progress.total_bytes for progress in arrived} == {total}
    done = [progress.done_bytes for progress in arrived]
    assert done == sorted(done)
    assert done[0] < 0.1 * total
    assert done[-1] == total
    assert any(0.1 * total < bytes_ < 0.9 * total for bytes_ in done), "nothing was told on the way"
    assert all(progress.fraction == pytest.approx(progress.done_bytes / total) for progress in arrived)
    assert told[-1] == type(told[-1])("checking", 1.0)
    assert any("2 to download" in line for line in lines)


def test_what_is_in_the_cache_is_not_counted(index):
    installed_with_progress()
    install.remove(ENGINE)
    _made, told, lines = installed_with_progress()
    assert "downloading" not in {progress.step for progress in told}
    assert any("none to download" in line for line in lines)
    assert len(index.fetched) == 2


def test_no_total_is_made_up_where_a_server_does_not_tell_sizes(index):
    index.sends_parts = False
    index.pause = 0.03
    made, told, _lines = installed_with_progress()
    assert made.complete
    arrived = [progress for progress in told if progress.step == "downloading"]
    assert {(progress.fraction, progress.total_bytes) for progress in arrived} == {(None, None)}
    assert arrived[-1].done_bytes >= sum(index.unpacked.values())


def test_the_list_of_a_long_archive_is_read_too(index):
    name = "long_package-1.0-py3-none-any.whl"
    index.publish("long_package", "1.0", 200_000)
    packed = BytesIO(index.files[name])
    with ZipFile(packed, "a") as wheel:
        for number in range(1500):
            wheel.writestr(f"long_package/{'x' * 40}{number}.txt", b"four")
    index.files[name] = packed.getvalue()
    url = index.url.replace("/simple/", f"/files/{name}")
    assert sizes.unpacked_sizes([url, url + "x"]) == {url: index.unpacked[name] + 1500 * 4}
    assert index.fetched == []


def moment(message, step):
    return (
        message["type"] == "progress"
        and message["step"] == step
        and (step != "downloading" or message["done_bytes"] > 150_000)
    )


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("step", ["resolving", "downloading", "installing"])
def test_killed_then_known_then_resumed_then_removed_without_a_trace(index, host, processes_of, step):
    home = folders.home()
    index.holds = "/simple/big-package" if step == "resolving" else ""
    index.pause = 0.05 if step == "downloading" else 0
    started = host("install", ENGINE, "--torch", "cpu", "--python", sys.executable)
    assert any(moment(message, step) for message in started), started.messages
    if step == "resolving":
        time.sleep(0.5)
    assert installed.interrupted() == (), "it is under way"
    # Whoever is not ended with it has to wait for the server, longer than is looked for them.
    index.pause *= 400
    started.process.send_signal(signal.SIGKILL)
    started.process.wait()
    end = time.monotonic() + 10
    while (left := processes_of(home)) and time.monotonic() < end:
        time.sleep(0.05)
    assert not left, f"killed while {step}, and still running: {left}"
    (was,) = installed.interrupted()
    assert (was.engine, was.python, was.device) == (ENGINE, sys.executable, "cpu")
    assert was.since.startswith("20")
    assert installed.find(ENGINE).complete is False
    with pytest.raises(EngineError, match="half installed") as caught:
        installed.require(ENGINE)
    assert f"engines resume {ENGINE}" in caught.value.remedy

    index.let_go.set()
    index.pause = 0
    fetched = list(index.fetched)
    lines = []
    resumed = install.resume(ENGINE, lines.append)
    assert resumed.complete
    assert installed.interrupted() == ()
    assert any("interrupted" in line for line in lines)
    again = [name for name in index.fetched[len(fetched) :] if name in fetched]
    assert again == [], "what was downloaded was fetched again"
    assert not list(Path(os.environ["UV_CACHE_DIR"]).glob(".tmp*"))
    assert [path.name for path in folders.environments().iterdir()] == [ENGINE]
    assert install.remove(ENGINE) is True
    assert not home.exists()


def test_a_killed_one_can_be_removed_instead(index, host):
    index.pause = 0.05
    started = host("install", ENGINE, "--torch", "cpu")
    assert any(moment(message, "downloading") for message in started), started.messages
    started.process.kill()
    started.process.wait()
    time.sleep(0.3)
    assert install.remove(ENGINE) is True
    assert installed.interrupted() == ()
    assert not folders.home().exists()
    assert not list(Path(os.environ["UV_CACHE_DIR"]).glob(".tmp*"))


@pytest.mark.parametrize("content", ["", "[]", '{"engine": 3}'])
def test_a_damaged_note_still_tells_of_an_interruption(index, content):
    folders.environments().mkdir(parents=True)
    (folders.environments() / f".{ENGINE}.unfinished.json").write_text(content)
    assert installed.interrupted() == (unfinished.Interrupted(ENGINE),)


def test_what_failed_in_words_is_no_interruption(index):
    index.files.clear()
    with pytest.raises(InstallError) as caught:
        install.install(ENGINE, device="cpu")
    assert caught.value.remedy
    assert installed.interrupted() == ()
    assert list(folders.environments().iterdir()) == []


def test_an_update_takes_newer_packages_and_else_nothing(index):
    made, _told, _lines = installed_with_progress()
    lines = []
    assert install.update(ENGINE, lines.append) == made
    assert "newest" in lines[-1]
    index.publish("big_package", "2.0", 1000)
    updated = install.update(ENGINE, lines.append)
    assert updated.version == "2.0"
    assert installed.read_record(updated.folder)["device"] == "cpu"
    assert [path.name for path in folders.environments().iterdir()] == [ENGINE]


def test_an_update_that_fails_leaves_the_old_one(index):
    made, _told, _lines = installed_with_progress()
    index.publish("big_package", "2.0", 1000, "raise ImportError('made for the test')")
    with pytest.raises(InstallError, match="made for the test"):
        install.update(ENGINE)
    assert installed.require(ENGINE) == made


def interrupt_an_update():
    folders.environments().joinpath(f".{ENGINE}.partial").mkdir()
    note = {"engine": ENGINE, "python": None, "device": "cpu", "since": "2026-01-01T00:00:00+00:00"}
    (folders.environments() / f".{ENGINE}.unfinished.json").write_text(json.dumps(note))


def test_an_interrupted_update_leaves_the_old_one_and_can_be_resumed(index):
    made, _told, _lines = installed_with_progress()
    interrupt_an_update()
    assert installed.require(ENGINE) == made
    assert installed.interrupted()[0].since.startswith("2026")
    index.publish("big_package", "2.0", 1000)
    assert install.resume(ENGINE).version == "2.0"
    assert installed.interrupted() == ()
    interrupt_an_update()
    assert install.install(ENGINE, device="cpu").version == "2.0"
    assert installed.interrupted() == ()
    assert [path.name for path in folders.environments().iterdir()] == [ENGINE]


def test_downloads_in_the_home_are_listed_and_go_with_the_last_engine(index, monkeypatch, tmp_path):
    monkeypatch.delenv("UV_CACHE_DIR")
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user" / "cache"))
    made, _told, _lines = installed_with_progress()
    contents = housekeeping.contents()
    assert {"environments", "downloads"} <= set(contents.parts)
    assert contents.size < contents.parts["environments"] + contents.parts["downloads"]
    assert made.size < contents.size
    install.remove(ENGINE)
    assert not folders.home().exists()


def test_everything_goes_but_what_is_the_users_own(index):
    installed_with_progress()
    ours, theirs = (folders.weights() / "mrsegmentator" / name for name in ("base", "mine"))
    for model in (ours, theirs):
        model.mkdir(parents=True)
        (model / "plans.json").write_text("{}")
    (ours / "invertseg.json").write_text(json.dumps({"format": 1, "model": "base"}))
    folders.logs().mkdir()
    left = housekeeping.remove_everything()
    assert set(left) == {folders.weights(), theirs.parent, theirs, theirs / "plans.json"}
    assert sorted(folders.home().iterdir()) == [folders.weights()]


def test_a_memory_that_is_too_small_is_said_before_anything(index, monkeypatch):
    monkeypatch.setattr(space, "total_memory", lambda: 2**30)
    with pytest.raises(InstallError, match=r"1.0 GiB") as caught:
        install.install(ENGINE, device="cpu")
    assert caught.value.kind == "memory"
    assert not folders.home().exists()
    monkeypatch.setattr(space, "total_memory", lambda: 4 * 2**30)
    _made, _told, lines = installed_with_progress()
    assert any("note: This machine has 4.0 GiB" in line for line in lines)


def test_the_space_that_the_missing_packages_need_is_looked_for_before_they_are_fetched(index, monkeypatch):
    needed = sum(index.unpacked.values()) + space.RESERVE
    for free, enough in ((needed - 1, False), (needed, True)):
        monkeypatch.setattr(space.shutil, "disk_usage", lambda _path, free=free: SimpleNamespace(free=free))
        if enough:
            assert install.install(ENGINE, device="cpu").complete
            continue
        with pytest.raises(InstallError, match="GB are free") as caught:
            install.install(ENGINE, device="cpu")
        assert caught.value.kind == "disk_full"
        assert index.fetched == []
