"""Importing weights: what is taken, what is refused, and that nothing is left behind."""

from __future__ import annotations

import json
import os
import runpy
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from InvertSegLib.environment import archive, unpacking, weights
from InvertSegLib.errors import InputError, InvertSegError, OutputError, ParameterError

publisher = runpy.run_path(str(Path(__file__).with_name("publisher.py")))
DATASET = "Dataset297_TotalSegmentator_total_3mm_1559subj"
SECOND = "Dataset298_TotalSegmentator_total_6mm_1559subj"
# PyTorch's older format: a pickle.
CHECKPOINT = b"\x80\x02" + bytes(range(256)) * 4000
MODEL = f"{DATASET}/nnUNetTrainer_4000epochs_NoMirroring__nnUNetPlans__3d_fullres"


def model_files(folder: str, classes: int = 118) -> dict[str, bytes]:
    labels = {"background": 0, **{f"structure_{n}": n for n in range(1, classes)}}
    prefix = f"{folder}/" if folder else ""
    return {
        f"{prefix}plans.json": b"{}",
        f"{prefix}dataset.json": json.dumps({"labels": labels}).encode(),
        f"{prefix}fold_0/checkpoint_final.pth": CHECKPOINT,
    }


def make_zip(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as output:
        for name, data in files.items():
            output.writestr(name, data)
    return path


def make_folder(path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


@pytest.fixture(autouse=True)
def empty_home(monkeypatch, tmp_path):
    """A home of InvertSeg's and of the user's with nothing in them; the first is given back."""
    home = tmp_path / "home"
    monkeypatch.setenv("INVERTSEG_HOME", str(home))
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("INVERTSEG_CONFIG", str(tmp_path / "config"))
    for name in list(os.environ):
        if name.startswith(("INVERTSEG_PYTHON_", "TOTALSEG_", "MRSEG_")):
            monkeypatch.delenv(name)
    return home


def everything_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def refused(engine: str, source: Path, home: Path) -> InvertSegError:
    before = everything_below(home) if home.exists() else []
    with pytest.raises(InvertSegError) as caught:
        archive.import_archive(engine, source)
    assert (everything_below(home) if home.exists() else []) == before
    assert caught.value.sentence.endswith(".")
    assert caught.value.remedy
    return caught.value


def test_an_official_zip_is_imported_and_found(tmp_path, empty_home):
    fractions = []
    source = make_zip(tmp_path / "w.zip", {**model_files(MODEL), "__MACOSX/._x": b"junk", f"{MODEL}/": b""})
    done = archive.import_archive(
        "totalsegmentator", source, lambda progress: fractions.append(progress.fraction)
    )
    assert done.models == (DATASET,)
    assert done.folder == empty_home / "weights" / "totalsegmentator"
    assert weights.models("totalsegmentator", weights.folder("totalsegmentator")) == (DATASET,)
    assert everything_below(done.folder) == sorted([*model_files(MODEL), f"{DATASET}/invertseg.json"])
    assert (done.folder / MODEL / "fold_0/checkpoint_final.pth").read_bytes() == CHECKPOINT
    assert json.loads((done.folder / DATASET / "invertseg.json").read_text())["source"] == "w.zip"
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0


@pytest.mark.parametrize("below", ["", "results/"])
def test_a_folder_or_a_zip_with_several_datasets_is_imported(tmp_path, below):
    second = MODEL.replace(DATASET, SECOND)
    files = {f"{below}{name}": data for name, data in {**model_files(MODEL), **model_files(second)}.items()}
    done = archive.import_archive("totalsegmentator", make_folder(tmp_path / "usb stick", files))
    assert len(done.models) == 2
    assert weights.models("totalsegmentator", done.folder) == done.models


def test_a_dataset_folder_itself_is_imported(tmp_path):
    make_folder(tmp_path, model_files(MODEL))
    assert archive.import_archive("totalsegmentator", tmp_path / DATASET).models == (DATASET,)


def test_a_dataset_that_is_there_is_not_replaced(tmp_path, empty_home):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    folder = archive.import_archive("totalsegmentator", source).folder
    (folder / MODEL / "plans.json").write_text("mine")
    error = refused("totalsegmentator", source, empty_home)
    assert isinstance(error, OutputError)
    assert DATASET in error.sentence
    assert (folder / MODEL / "plans.json").read_text() == "mine"


@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        f"{MODEL}/../../../evil.txt",
        "/evil.txt",
        "C:\\evil.txt",
        "C:evil.txt",
        "..\\evil.txt",
        "\\\\server\\share\\evil",
        f"{MODEL}/CON",
        f"{MODEL}/nul.json",
        f"{MODEL}/a:b",
        f"{MODEL}/trailing. ",
        f"{MODEL}/new\nline",
    ],
)
def test_an_entry_that_climbs_out_or_is_no_file_name_is_refused(tmp_path, empty_home, name):
    source = make_zip(tmp_path / "w.zip", {**model_files(MODEL), name: b"evil"})
    error = refused("totalsegmentator", source, empty_home)
    assert "not safe" in error.sentence
    assert not list(tmp_path.rglob("evil*"))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(tmp_path, empty_home, kind):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    with zipfile.ZipFile(source, "a") as output:
        entry = zipfile.ZipInfo(f"{MODEL}/link")
        entry.external_attr = (kind | 0o777) << 16
        output.writestr(entry, "/etc/passwd")
    assert "link or a device" in refused("totalsegmentator", source, empty_home).sentence


def test_an_entry_that_stands_twice_is_refused(tmp_path, empty_home):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    with zipfile.ZipFile(source, "a") as output:
        output.writestr(f"{MODEL}/PLANS.json", b"other")
    assert "twice" in refused("totalsegmentator", source, empty_home).sentence


def test_a_link_in_a_folder_is_refused(tmp_path, empty_home):
    make_folder(tmp_path / "stick", model_files(MODEL))
    (tmp_path / "stick" / "link").symlink_to("/etc/passwd")
    assert "link" in refused("totalsegmentator", tmp_path / "stick", empty_home).sentence


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.98])
def test_a_truncated_zip_is_refused(tmp_path, empty_home, kept):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    data = source.read_bytes()
    source.write_bytes(data[: int(len(data) * kept)])
    assert "only a part" in refused("totalsegmentator", source, empty_home).sentence


def test_a_zip_with_damaged_bytes_is_refused(tmp_path, empty_home):
    source = tmp_path / "w.zip"
    with zipfile.ZipFile(source, "w") as output:  # stored, so that only the checksum can tell
        for name, data in model_files(MODEL).items():
            output.writestr(name, data)
    data = bytearray(source.read_bytes())
    data[len(data) // 2] ^= 0xFF
    source.write_bytes(data)
    assert "damaged" in refused("totalsegmentator", source, empty_home).sentence


def test_an_archive_that_is_larger_than_the_disk_is_refused_before_anything_is_written(tmp_path, empty_home):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    with zipfile.ZipFile(source) as archived:
        entry = archived.getinfo(f"{MODEL}/fold_0/checkpoint_final.pth")
    data = source.read_bytes()
    # The declared size, in the file's own header and in the directory at the end.
    huge = data.replace(entry.file_size.to_bytes(4, "little"), (0xFFFFFFF0).to_bytes(4, "little"))
    assert huge != data
    source.write_bytes(huge)
    with pytest.MonkeyPatch.context() as patch:
        usage = type("Usage", (), {"free": 2_000_000_000})
        patch.setattr(unpacking.shutil, "disk_usage", lambda _path: usage)
        error = refused("totalsegmentator", source, empty_home)
    assert "4.3 GB" in error.sentence


def test_an_archive_that_unpacks_to_more_than_it_declares_is_refused(tmp_path, empty_home):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    with zipfile.ZipFile(source) as archived:
        size = archived.getinfo(f"{MODEL}/fold_0/checkpoint_final.pth").file_size
    source.write_bytes(source.read_bytes().replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    assert "damaged" in refused("totalsegmentator", source, empty_home).sentence


def test_what_holds_no_model_is_named(tmp_path, empty_home):
    cases = {
        "no nnU-Net model": {"readme.txt": b"hello"},
        "MONAI bundle": {"b/configs/metadata.json": b"{}", "b/models/model.ts": b"x"},
        "version 1": {"Task251/plans.pkl": b"x"},
    }
    for expected, files in cases.items():
        error = refused("totalsegmentator", make_zip(tmp_path / "w.zip", files), empty_home)
        assert expected in error.sentence
    (tmp_path / "text.zip").write_text("<html>not found</html>")
    assert "no zip" in refused("totalsegmentator", tmp_path / "text.zip", empty_home).sentence
    assert "no file" in refused("totalsegmentator", tmp_path / "absent.zip", empty_home).sentence


def test_the_other_engines_archive_is_refused(tmp_path, empty_home):
    of_mrsegmentator = make_zip(tmp_path / "m.zip", {**model_files("", 41), "version.json": b"{}"})
    assert (
        "not an archive of TotalSegmentator"
        in refused("totalsegmentator", of_mrsegmentator, empty_home).sentence
    )
    of_totalsegmentator = make_zip(tmp_path / "t.zip", model_files(MODEL))
    assert (
        "not an archive of MRSegmentator"
        in refused("mrsegmentator", of_totalsegmentator, empty_home).sentence
    )


def test_a_dataset_that_the_installed_package_does_not_know_is_refused(tmp_path, empty_home, monkeypatch):
    python = publisher["install_totalsegmentator"](tmp_path / "venv")
    monkeypatch.setenv("INVERTSEG_PYTHON_TOTALSEGMENTATOR", str(python))
    other = make_zip(tmp_path / "o.zip", model_files(MODEL.replace(DATASET, "Dataset027_ACDC")))
    assert "Dataset027_ACDC" in refused("totalsegmentator", other, empty_home).sentence
    known = make_zip(tmp_path / "k.zip", model_files(MODEL))
    assert archive.import_archive("totalsegmentator", known).models == (DATASET,)


def test_both_models_of_mrsegmentator_are_told_apart_by_their_classes(tmp_path):
    base = make_zip(tmp_path / "weights.zip", {**model_files("", 41), "version.json": b"{}"})
    body = make_zip(tmp_path / "body.zip", {**model_files("some_folder", 11)})
    assert archive.import_archive("mrsegmentator", base).models == ("base",)
    folder = archive.import_archive("mrsegmentator", body).folder
    assert weights.models("mrsegmentator", folder) == ("base", "body_comp")
    assert (folder / "base" / "version.json").is_file()


def test_an_engine_without_weights_of_its_own_says_what_to_do(tmp_path, empty_home):
    error = refused("nnunet", make_zip(tmp_path / "w.zip", model_files(MODEL)), empty_home)
    assert isinstance(error, ParameterError)
    assert "--model" in error.remedy


def test_an_import_that_is_killed_leaves_nothing_that_counts_and_the_next_one_cleans_up(tmp_path, empty_home):
    source = make_zip(tmp_path / "w.zip", model_files(MODEL))
    code = (
        "import os, sys\n"
        "from InvertSegLib.environment import archive\n"
        "def die(progress):\n"
        "    if progress.fraction > 0.3: os.kill(os.getpid(), 9)\n"
        "archive.import_archive('totalsegmentator', sys.argv[1], die)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code, str(source)], env=environment, check=False)
    folder = empty_home / "weights" / "totalsegmentator"
    assert list(folder.glob(".import-*"))
    assert weights.models("totalsegmentator", folder) == ()
    archive.import_archive("totalsegmentator", source)
    assert sorted(path.name for path in folder.iterdir()) == [DATASET]


def test_which_folder_takes_new_ones(tmp_path, empty_home, monkeypatch):
    own = empty_home / "weights" / "totalsegmentator"
    make_folder(tmp_path / "user" / ".totalsegmentator" / "nnunet" / "results", model_files(MODEL))
    assert weights.locate("totalsegmentator") == weights.WeightsFolder(own, "InvertSeg")
    monkeypatch.setenv("TOTALSEG_HOME_DIR", str(tmp_path / "a"))
    assert weights.folder("totalsegmentator") == tmp_path / "a" / "nnunet" / "results"
    monkeypatch.setenv("TOTALSEG_WEIGHTS_PATH", str(tmp_path / "b"))
    assert weights.folder("totalsegmentator") == tmp_path / "b"
    assert weights.folder("totalsegmentator", tmp_path / "c") == tmp_path / "c"
    assert weights.folder("monai") is None
    with pytest.raises(ParameterError):
        weights.folder("nonsense")


def test_a_half_copied_dataset_is_no_model(tmp_path):
    make_folder(tmp_path, model_files(MODEL))
    (tmp_path / MODEL / "fold_0" / "checkpoint_final.pth").unlink()
    assert weights.models("totalsegmentator", tmp_path) == ()
    with pytest.raises(InputError):
        archive.import_archive("totalsegmentator", tmp_path)
