"""Downloading weights: progress, interruptions, checks, and each thing that can be wrong in its own words."""

from __future__ import annotations

import hashlib
import os
import runpy
import ssl
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from InvertSegLib.environment import download_failures as failures
from InvertSegLib.environment import downloads, unpacking, weights
from InvertSegLib.environment.download_connection import Redirects
from InvertSegLib.environment.lock import only_one
from InvertSegLib.errors import EngineError, InputError, InvertSegError, OutputError, ParameterError

helper = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("publisher.py"))))
FAST, ROUGH, LIVER, TISSUE = helper.FAST, helper.ROUGH, helper.LIVER, helper.TISSUE
PATH = f"/releases/v2/{FAST}.zip"


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    """A home of InvertSeg's and of the user's with nothing in them, and no proxy; the first is given back."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or name.startswith(("INVERTSEG_", "TOTALSEG_", "MRSEG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("INVERTSEG_HOME", str(tmp_path / "höme of weights"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setattr(downloads, "_PAUSE", 0.01)
    return tmp_path / "höme of weights"


@pytest.fixture
def publisher(monkeypatch, tmp_path):
    """A publisher with TotalSegmentator's fast network, whose installed package points there."""
    with helper.Publisher({PATH: helper.archive_of(FAST)}) as server:
        python = helper.install_totalsegmentator(tmp_path / "venv", server.address)
        monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
        yield server


def everything_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def failing(model: str = FAST, engine: str = "totalsegmentator") -> InvertSegError:
    with pytest.raises(InvertSegError) as caught:
        weights.download(engine, model)
    assert caught.value.sentence.endswith(".")
    assert caught.value.remedy
    return caught.value


def nothing_is_here(home: Path) -> bool:
    return not home.exists() or everything_below(home) == []


def test_a_model_is_downloaded_unpacked_and_found_with_true_progress(publisher, home):
    told = []
    done = weights.download("totalsegmentator", FAST, told.append)
    size = len(publisher.files[PATH])
    assert done.models == (FAST,)
    assert tuple(weights.found("totalsegmentator")) == (FAST,)
    downloading = [p for p in told if p.step == "downloading"]
    assert {p.total_bytes for p in downloading} == {size}
    assert (downloading[0].done_bytes, downloading[-1].done_bytes, downloading[-1].fraction) == (0, size, 1.0)
    assert [p.done_bytes for p in downloading] == sorted(p.done_bytes for p in downloading)
    assert [p.step for p in told][-1] == "unpacking"
    # Nothing of the download is left, and the note says where it comes from.
    folder = home / "weights" / "totalsegmentator"
    assert sorted(path.name for path in folder.iterdir()) == [FAST]
    assert publisher.address in (folder / FAST / "invertseg.json").read_text()


def test_progress_is_told_while_bytes_arrive(publisher):
    heard = threading.Event()
    publisher.between = lambda sent: heard.wait(20) if sent == 500_000 else None

    def told(progress):
        # Reports are told apart by what has arrived: the rest is not sent before this one was heard.
        if progress.step == "downloading" and progress.done_bytes:
            heard.set()

    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patch:
        patch.setattr(downloads, "_TICK", 0.0)
        weights.download("totalsegmentator", FAST, told)
    assert heard.is_set()


def test_a_connection_that_is_cut_goes_on_where_it_was(publisher):
    size = len(publisher.files[PATH])
    publisher.cuts = [700_000, 300_000]
    weights.download("totalsegmentator", FAST)
    assert publisher.starts() == [0, 700_000, 1_000_000]
    assert publisher.sent == size


def test_a_server_that_falls_silent_is_left_and_asked_for_the_rest(publisher, monkeypatch):
    monkeypatch.setattr(downloads, "_SILENCE", 0.5)
    done = threading.Event()
    silent = iter([True])
    publisher.between = lambda sent: done.wait(20) if sent >= 500_000 and next(silent, False) else None
    weights.download("totalsegmentator", FAST)
    done.set()
    assert publisher.starts() == [0, 500_000]


def test_a_server_that_sends_another_part_is_asked_for_all_of_it(publisher, tmp_path):
    publisher.cuts, publisher.shift = [900_000], 7
    content = publisher.files[PATH]
    assert downloads.fetch(publisher.address + PATH, tmp_path / "a.zip").read_bytes() == content
    assert publisher.starts() == [0, 900_000, 0]


def test_a_download_that_is_killed_goes_on_where_it_was(publisher, home):
    reached = threading.Event()
    publisher.between = lambda sent: (reached.set(), threading.Event().wait(0.2)) if sent > 900_000 else None
    code = "import sys; from InvertSegLib.environment import weights; weights.download(*sys.argv[1:])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    child = subprocess.Popen([sys.executable, "-c", code, "totalsegmentator", FAST], env=environment)
    assert reached.wait(60)
    place = home / "weights/totalsegmentator/.downloads" / f"{FAST}.zip"
    assert helper.wait_for(lambda: downloads.bytes_kept(place) >= 700_000)
    child.kill()
    child.wait()
    publisher.between = None
    kept = weights.status("totalsegmentator").model(FAST).kept
    assert 700_000 <= kept < len(publisher.files[PATH])
    assert weights.found("totalsegmentator") == {}
    told = []
    weights.download("totalsegmentator", FAST, told.append)
    assert publisher.starts() == [0, kept]
    assert told[0].done_bytes == kept
    assert tuple(weights.found("totalsegmentator")) == (FAST,)


def test_a_file_that_was_changed_meanwhile_is_begun_anew(publisher):
    publisher.cuts = [900_000] + [0] * 10
    assert failing().kind == "cut"
    assert weights.status("totalsegmentator").model(FAST).kept == 900_000
    publisher.files[PATH], publisher.etag, publisher.cuts = helper.archive_of(FAST, size=2_000_000), '"2"', []
    weights.download("totalsegmentator", FAST)
    assert weights.status("totalsegmentator").model(FAST).size > 2_000_000


@pytest.mark.parametrize("mood", [{"ranges": False}, {"etag": ""}])
def test_a_server_that_cannot_go_on_is_asked_for_all_of_it(publisher, tmp_path, mood):
    publisher.cuts = [900_000]
    for name, value in mood.items():
        setattr(publisher, name, value)
    content = publisher.files[PATH]
    assert downloads.fetch(publisher.address + PATH, tmp_path / "a.zip").read_bytes() == content
    assert publisher.sent == 900_000 + len(content)
    assert not list(tmp_path.glob("a.zip.*"))


def test_a_download_that_was_complete_but_not_unpacked_asks_for_nothing_more(publisher, home):
    place = home / "weights/totalsegmentator/.downloads"
    place.mkdir(parents=True)
    downloads.fetch(publisher.address + PATH, place / f"{FAST}.zip")
    publisher.asked.clear()
    weights.download("totalsegmentator", FAST)
    assert publisher.asked == []


def test_a_server_that_tells_no_length_is_no_failure_and_no_fraction_is_made_up(publisher):
    publisher.lengths = False
    told = []
    weights.download("totalsegmentator", FAST, told.append)
    assert {p.fraction for p in told if p.step == "downloading"} == {None}
    assert weights.sizes("totalsegmentator", [FAST]) == {FAST: None}


def test_sizes_are_asked_without_downloading(publisher):
    size = len(publisher.files[PATH])
    assert weights.sizes("totalsegmentator", [FAST, ROUGH, TISSUE]) == {FAST: size, ROUGH: None, TISSUE: None}
    assert publisher.sent == 0
    publisher.heads = False
    assert weights.sizes("totalsegmentator", [FAST]) == {FAST: None}


def test_a_publisher_that_redirects_to_its_storage_is_followed_also_for_a_part(publisher):
    publisher.files["/storage/1"] = publisher.files.pop(PATH)
    publisher.moved = {PATH: "/storage/1?signed=yes"}
    publisher.cuts = [900_000]
    size = len(publisher.files["/storage/1"])
    assert weights.sizes("totalsegmentator", [FAST]) == {FAST: size}
    assert {method for method, *_ in publisher.asked} == {"HEAD"}
    weights.download("totalsegmentator", FAST)
    assert publisher.starts() == [0, 0, 900_000, 900_000]
    assert publisher.sent == size


def test_nothing_goes_on_unencrypted_and_no_wrong_certificate_is_trusted():
    request = urllib.request.Request("https://publisher.invalid/a.zip")
    with pytest.raises(urllib.error.URLError, match="unencrypted"):
        Redirects().redirect_request(request, None, 302, "Found", {}, "http://storage.invalid/a.zip")
    wrong = urllib.error.URLError(ssl.SSLCertVerificationError(1, "self-signed certificate"))
    error = failures.explain(wrong, "https://publisher.invalid/a.zip")
    assert (error.kind, "SSL_CERT_FILE" in error.remedy, error.passing) == ("certificate", True, False)


@pytest.mark.parametrize("right", [True, False])
def test_a_checksum_of_the_publisher_is_compared(tmp_path, monkeypatch, home, right):
    content = helper.zipped(helper.model_files("", classes=41))
    checksum = hashlib.sha256(content if right else b"").hexdigest()
    with helper.Publisher({"/weights.zip": content}) as server:
        python = helper.install_mrsegmentator(tmp_path / "venv", server.address, checksum)
        monkeypatch.setenv("INVERTSEG_PYTHON_MRSEGMENTATOR", str(python))
        assert weights.status("mrsegmentator").model("base").checksum
        if right:
            assert weights.download("mrsegmentator", "base").models == ("base",)
        else:
            assert failing("base", "mrsegmentator").kind == "checksum"
            assert nothing_is_here(home)


def damaged_zip() -> bytes:
    files = helper.model_files(f"{FAST}/nnUNetTrainer__nnUNetPlans__3d_fullres")
    files[next(name for name in files if name.endswith(".pth"))] = b"PK\x03\x04 the rest is missing"
    return helper.zipped(files)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (helper.archive_of(FAST)[:900_000], "only a part"),
        (helper.archive_of(ROUGH), f"{ROUGH} instead of {FAST}"),
        (helper.zipped(helper.model_files("", classes=41)), "not an archive of TotalSegmentator"),
        (helper.zipped({"../../evil": b"x"}), "not safe"),
        (damaged_zip(), "fold_0/checkpoint_final.pth is only a part of one"),
    ],
    ids=["truncated", "other task's", "other engine's", "climbing", "truncated inside"],
)
def test_what_the_publisher_packed_wrongly_is_refused_and_removed(publisher, home, content, words):
    publisher.files[PATH] = content
    error = failing()
    assert isinstance(error, InputError)
    assert words in error.sentence
    assert nothing_is_here(home)


@pytest.mark.parametrize(
    ("mood", "kind", "words"),
    [
        ({"files": {}}, "not_found", f"no file {FAST}.zip"),
        ({"status": 403}, "refused", "refused"),
        ({"status": 503}, "server", "503"),
        ({"page": True}, "web_page", "web page"),
        ({"cuts": [0] * 10}, "cut", "lost after 0.0 MB"),
    ],
)
def test_each_answer_of_a_server_has_its_own_words(publisher, home, mood, kind, words):
    for name, value in mood.items():
        setattr(publisher, name, value)
    error = failing()
    assert isinstance(error, failures.DownloadError)
    assert error.kind == kind
    assert words in error.sentence
    assert tuple(weights.found("totalsegmentator")) == ()
    # A server that has a bad moment is asked again; one that says no is not.
    assert len(publisher.asked) == (4 if kind in {"server", "cut"} else 1)


def test_no_network_is_said(tmp_path, monkeypatch, home):
    for address, words in (("http://127.0.0.1:9", "refused"), ("http://nowhere.invalid", "nowhere.invalid")):
        python = helper.install_totalsegmentator(tmp_path / "venv", address)
        monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
        error = failing()
        assert (error.kind, words in error.sentence) == ("network", True)
        assert "import it" in error.remedy
        with pytest.raises(failures.DownloadError):
            weights.sizes("totalsegmentator", [FAST])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_refuses_is_named_without_its_password(tmp_path, monkeypatch, scheme):
    proxy = helper.Proxy(status=407)
    monkeypatch.setenv(f"{scheme}_proxy", proxy.address)
    python = helper.install_totalsegmentator(tmp_path / "venv", f"{scheme}://publisher.invalid")
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
    error = failing()
    assert error.kind == "proxy"
    assert f"The network proxy {proxy.host} refused" in error.sentence
    assert "secret" not in error.sentence + error.remedy
    assert len(proxy.asked) == 1
    proxy.close()


def test_a_proxy_that_does_not_answer_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    python = helper.install_totalsegmentator(tmp_path / "venv", "https://publisher.invalid")
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
    error = failing()
    assert (error.kind, "through the proxy 127.0.0.1:9" in error.sentence) == ("proxy", True)


def test_a_download_goes_through_the_proxy(publisher, tmp_path, monkeypatch):
    proxy = helper.Proxy(server=publisher.address.removeprefix("http://"))
    monkeypatch.setenv("http_proxy", proxy.address)
    helper.install_totalsegmentator(tmp_path / "venv", "http://publisher.invalid")
    assert weights.download("totalsegmentator", FAST).models == (FAST,)
    assert proxy.asked == [f"http://publisher.invalid{PATH}"]
    assert proxy.passed[0].startswith("Basic ")
    proxy.close()


def test_a_disk_without_room_is_said_before_anything_is_downloaded(publisher, home, monkeypatch):
    usage = SimpleNamespace(free=301_000_000)
    monkeypatch.setattr(failures.shutil, "disk_usage", lambda _path: usage)
    error = failing()
    assert error.kind == "disk_full"
    assert "0.3 GB free" in error.sentence
    assert nothing_is_here(home)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_disk_that_runs_full_is_said(publisher, home):
    place = home / "weights/totalsegmentator/.downloads"
    place.mkdir(parents=True)
    (place / f"{FAST}.zip.part").symlink_to("/dev/full")
    error = failing()
    assert (error.kind, "cannot be written" in error.sentence) == ("disk_full", True)


def test_a_disk_without_room_for_unpacking_keeps_the_download(publisher, monkeypatch):
    usage = SimpleNamespace(free=1_000_000)
    monkeypatch.setattr(failures, "require_space", lambda *_: None)
    monkeypatch.setattr(unpacking.shutil, "disk_usage", lambda _path: usage)
    assert isinstance(failing(), OutputError)
    monkeypatch.undo()


def test_what_cannot_be_downloaded_is_said_before_anything_is_asked(publisher, home):
    licensed, unknown, todo = failing(TISSUE), failing(FAST.replace("3mm", "3m")), failing(LIVER)
    assert isinstance(licensed, EngineError)
    assert licensed.failure.kind == "licence_needed"
    assert "totalseg_set_license" in licensed.remedy
    assert isinstance(unknown, ParameterError)
    assert f"Did you mean {FAST}" in unknown.remedy
    assert "knows no address" in todo.sentence
    assert "no weights of its own" in failing("x", "nnunet").sentence
    not_installed = failing("base", "mrsegmentator")
    assert not_installed.failure.kind == "no_environment"
    assert "invertseg engines install mrsegmentator" in not_installed.remedy
    assert publisher.asked == []
    assert nothing_is_here(home)


def test_what_is_here_is_not_downloaded_again(publisher):
    weights.download("totalsegmentator", FAST)
    error = failing()
    assert "already" in error.sentence
    assert f"invertseg weights remove totalsegmentator {FAST}" in error.remedy
    assert len(publisher.asked) == 1


def test_two_downloads_of_one_model_do_not_get_in_each_others_way(publisher, home):
    place = home / "weights/totalsegmentator/.downloads"
    place.mkdir(parents=True)
    with only_one(place / f"{FAST}.lock", doing="downloading"):
        assert "Another process" in failing().sentence
    assert publisher.asked == []


def test_a_task_means_all_the_models_that_it_needs(publisher):
    names = weights.select("totalsegmentator", task="total", quality="fast").missing
    assert names == (FAST,)
    weights.download("totalsegmentator", FAST)
    both = weights.select("totalsegmentator", [ROUGH], task="total", quality="fast")
    assert (both.missing, both.here) == ((ROUGH,), (FAST,))
    assert weights.select("totalsegmentator", task="total", quality="full").missing == helper.PARTS
    with pytest.raises(EngineError):
        weights.select("totalsegmentator", task="tissue_types")
    with pytest.raises(ParameterError, match="total"):
        weights.select("totalsegmentator", task="totl")
    with pytest.raises(ParameterError):
        weights.select("totalsegmentator")


def test_an_unsafe_address_is_not_followed(tmp_path, monkeypatch):
    for address in ("file:///etc", "ftp://127.0.0.1"):
        python = helper.install_totalsegmentator(tmp_path / "venv", address)
        monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
        assert "no address of a web server" in failing().sentence


def test_the_archive_of_these_tests_is_one(tmp_path):
    (tmp_path / "a.zip").write_bytes(helper.archive_of(FAST))
    assert zipfile.ZipFile(tmp_path / "a.zip").testzip() is None
