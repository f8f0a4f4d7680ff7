"""A file that is written is there completely, or what was there before is untouched; inputs always are."""

from __future__ import annotations

import stat
import sys

import numpy as np
import pytest

from InvertSegLib.errors import InputError, OutputError
from InvertSegLib.volume.reading import read_volume
from InvertSegLib.volume.volume import Volume, VolumeSource
from InvertSegLib.volume.writing import atomic_output, atomic_outputs, check_target, write_volume


@pytest.fixture
def volume(scan) -> Volume:
    return Volume(scan, np.diag([-1.0, -2, 3, 1]))


def names(folder):
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_error_leaves_nothing_behind(tmp_path, error):
    (tmp_path / "old.nrrd").write_text("old")

    def write(path):
        with atomic_output(path) as temporary:
            temporary.write_text("half")
            assert temporary.parent == tmp_path
            assert temporary.suffix == ".nrrd"
            raise error

    for name in ("old.nrrd", "new.nrrd"):
        with pytest.raises(error):
            write(tmp_path / name)
    assert names(tmp_path) == ["old.nrrd"]
    assert (tmp_path / "old.nrrd").read_text() == "old"


def test_nothing_is_seen_before_the_end(tmp_path):
    (tmp_path / "a.nii.gz").write_text("old")
    with atomic_output(tmp_path / "a.nii.gz") as temporary:
        temporary.write_text("new")
        assert temporary.name.endswith(".nii.gz")
        assert (tmp_path / "a.nii.gz").read_text() == "old"
    assert (tmp_path / "a.nii.gz").read_text() == "new"
    assert names(tmp_path) == ["a.nii.gz"]


@pytest.mark.parametrize(
    "name", ["x.seg.nrrd", "x.seg.nii.gz", "X.SEG.NRRD", "a.b.nii.gz", "x.dcm", "n" * 250 + ".mha"]
)
def test_the_temporary_file_has_the_suffix_that_writers_look_at(tmp_path, name):
    with atomic_output(tmp_path / name) as temporary:
        temporary.touch()
        suffix = {"a.b.nii.gz": ".nii.gz"}.get(name, name.lower().removeprefix("x").removeprefix("n" * 250))
        assert temporary.name.endswith(suffix)
    assert names(tmp_path) == [name]


def test_a_writer_that_writes_nothing_is_an_error(tmp_path):
    with pytest.raises(OutputError), atomic_output(tmp_path / "a.nrrd"):
        pass
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of POSIX")
def test_permissions_are_those_of_a_plain_file_or_of_the_one_replaced(tmp_path, volume):
    (tmp_path / "plain").touch()
    write_volume(volume, tmp_path / "a.nrrd")
    assert stat.S_IMODE((tmp_path / "a.nrrd").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "plain").stat().st_mode
    )
    (tmp_path / "a.nrrd").chmod(0o640)
    write_volume(volume, tmp_path / "a.nrrd")
    assert stat.S_IMODE((tmp_path / "a.nrrd").stat().st_mode) == 0o640


@pytest.mark.parametrize("link", ["itself", "symlink", "hardlink", "dotted", "relative"])
@pytest.mark.parametrize("suffix", [".nii.gz", ".nrrd"])
def test_an_input_is_never_written_over(tmp_path, volume, link, suffix, monkeypatch):
    path = tmp_path / f"scan{suffix}"
    write_volume(volume, path)
    before = path.read_bytes()
    other = tmp_path / f"other{suffix}"
    if link == "symlink":
        other.symlink_to(path)
    elif link == "hardlink":
        other.hardlink_to(path)
    elif link == "dotted":
        (tmp_path / "sub").mkdir()
        other = tmp_path / "sub" / ".." / path.name
    elif link == "relative":
        monkeypatch.chdir(tmp_path)
        other = path.relative_to(tmp_path)
    else:
        other = path
    scan = read_volume(path)
    with pytest.raises(OutputError, match="is an input"):
        write_volume(scan.with_voxels(scan.voxels * 0), other)
    with pytest.raises(OutputError, match="is an input"):
        write_volume(volume, other, inputs=[path])
    with pytest.raises(OutputError, match="is an input"):
        write_volume(volume, path, inputs=[other])
    assert path.read_bytes() == before


def test_the_voxels_of_a_header_are_an_input_too(tmp_path):
    (tmp_path / "a.mhd").write_text("ObjectType = Image\nNDims = 3\nElementDataFile = voxels.nrrd\n")
    (tmp_path / "voxels.nrrd").touch()
    with pytest.raises(OutputError, match="is an input"):
        check_target(tmp_path / "voxels.nrrd", inputs=[tmp_path / "a.mhd"])


def test_files_of_a_dicom_folder_are_inputs_and_other_files_there_are_not(dicom_series, scan, volume):
    folder = dicom_series(scan)
    first = min(folder.iterdir())
    before = first.read_bytes()
    with pytest.raises(OutputError, match="is an input"):
        check_target(first, inputs=[folder])
    with pytest.raises(OutputError, match="is an input"):
        check_target(first, inputs=read_volume(folder).source.dicom_files)
    assert first.read_bytes() == before
    source = read_volume(folder).source
    write_volume(Volume(scan, np.eye(4), source), folder / "a.nrrd")
    write_volume(Volume(scan, np.eye(4), source), folder / "a.nrrd")  # its own earlier output
    assert (folder / "a.nrrd").is_file()


def test_a_segmentation_in_the_dicom_folder_may_be_replaced(dicom_series, scan):
    def segmentation(dataset, _):
        dataset.Modality = "SEG"

    folder = dicom_series(scan)
    segmented = next(dicom_series(scan[:1], folder="seg", change=segmentation).iterdir())
    target = folder / "seg.dcm"
    segmented.rename(target)
    assert check_target(target, inputs=[folder]) == target.resolve()


def test_a_link_is_followed_to_the_file_it_names(tmp_path, volume):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.nrrd").symlink_to(tmp_path / "real" / "a.nrrd")
    write_volume(volume, tmp_path / "link.nrrd")
    assert (tmp_path / "link.nrrd").is_symlink()
    assert names(tmp_path / "real") == ["a.nrrd"]


def test_places_that_cannot_be_written_to(tmp_path, volume):
    with pytest.raises(OutputError, match="does not exist"):
        write_volume(volume, tmp_path / "none" / "a.nrrd")
    (tmp_path / "folder.nrrd").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_volume(volume, tmp_path / "folder.nrrd")
    for name in ("a.png", "a", "a.dcm", "a.gz", "nrrd"):
        with pytest.raises(OutputError, match="no suffix of a format"):
            write_volume(volume, tmp_path / name)
    assert names(tmp_path) == ["folder.nrrd"]


def test_a_folder_that_may_not_be_written_to(plain_users_folder, volume):
    plain_users_folder.chmod(0o500)
    with pytest.raises(OutputError, match="may not be written to"):
        write_volume(volume, plain_users_folder / "a.nrrd")


def test_volumes_that_make_no_file(tmp_path, scan):
    with pytest.raises(InputError, match="is empty"):
        write_volume(Volume(scan[:0], np.eye(4)), tmp_path / "a.nrrd")
    with pytest.raises(InputError, match="does not say where"):
        write_volume(Volume(scan, np.diag([1.0, 1, 0, 1])), tmp_path / "a.nrrd")
    with pytest.raises(OutputError, match="more than 32767"):
        write_volume(Volume(np.zeros((1, 1, 32768), np.uint8), np.eye(4)), tmp_path / "a.nii")
    with pytest.raises(TypeError):
        write_volume(Volume(scan.astype(np.complex64), np.eye(4)), tmp_path / "a.nii")
    assert names(tmp_path) == []


def test_several_files_appear_together_or_not_at_all(tmp_path):
    paths = [tmp_path / "a.nii.gz", tmp_path / "a.json"]
    with atomic_outputs(paths) as temporaries:
        for n, temporary in enumerate(temporaries):
            temporary.write_text(f"first {n}")
        assert not any(p.exists() for p in paths)
    with pytest.raises(OutputError), atomic_outputs(paths) as temporaries:
        temporaries[0].write_text("second")  # and not the other
    assert [p.read_text() for p in paths] == ["first 0", "first 1"]
    assert names(tmp_path) == ["a.json", "a.nii.gz"]


def test_a_file_that_cannot_be_moved_takes_the_others_back(tmp_path):
    """The last target becomes a folder while the files are written."""
    (tmp_path / "old").write_text("old")
    paths = [tmp_path / "old", tmp_path / "new", tmp_path / "last"]

    def write():
        with atomic_outputs(paths) as temporaries:
            for temporary in temporaries:
                temporary.write_text("new")
            paths[2].mkdir()
            (paths[2] / "x").touch()

    with pytest.raises(OutputError, match="could not be written"):
        write()
    assert (tmp_path / "old").read_text() == "old"
    assert names(tmp_path) == ["last", "old"]


def test_the_same_output_twice(tmp_path):
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(OutputError, match="given twice"), atomic_outputs([tmp_path / "a", tmp_path / "b"]):
        pass


def test_the_source_stays_although_the_volume_was_changed(tmp_path, volume):
    path = tmp_path / "scan.nii"
    write_volume(volume, path)
    computed = Volume(volume.voxels, volume.ijk_to_ras, VolumeSource(path))
    with pytest.raises(OutputError, match="is an input"):
        write_volume(computed, path)


def test_the_same_volume_gives_the_same_bytes(tmp_path, volume):
    for suffix in (".nii.gz", ".nrrd", ".mha"):
        write_volume(volume, tmp_path / f"a{suffix}")
        write_volume(volume, tmp_path / f"b{suffix}")
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
