"""A disk that fills up while a file is written."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import InvertSegLib
from InvertSegLib.errors import OutputError
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import atomic_output, write_volume

SUFFIXES = [".nii", ".nii.gz", ".nrrd", ".mha"]
PROGRAM = """
import resource, sys
import numpy as np
from pathlib import Path
from InvertSegLib.errors import OutputError
from InvertSegLib.volume.volume import Volume
from InvertSegLib.volume.writing import write_volume
volume = Volume(np.random.default_rng(0).integers(0, 2**15, (40, 100, 100)).astype(np.int16), np.eye(4))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    write_volume(volume, Path(sys.argv[1]))
except OutputError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("limit", ["100000", "100"])
def test_a_file_that_may_grow_no_more(tmp_path, suffix, limit):
    """The system refuses to write on after so many bytes; SimpleITK alone leaves a short NIfTI silently."""
    target = tmp_path / f"a{suffix}"
    target.write_text("old")
    environment = os.environ | {"PYTHONPATH": str(Path(InvertSegLib.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(target), limit],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert run.returncode == 1, run.stderr
    message = run.stderr.strip().splitlines()[-1]
    assert target.name in message
    assert "Traceback" not in run.stderr
    assert target.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.fixture
def tiny_disk(tmp_path):
    """A file system of 64 kB."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        not mount
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip(
            "mounting a small disk needs root on Linux; the limit on file size above stands in for it"
        )
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_full_disk(tiny_disk, suffix):
    voxels = np.random.default_rng(0).integers(0, 2**15, (40, 50, 50)).astype(np.int16)
    with pytest.raises(OutputError, match="no room left on the disk"):
        write_volume(Volume(voxels, np.eye(4)), tiny_disk / f"a{suffix}")
    assert list(tiny_disk.iterdir()) == []
    write_volume(Volume(voxels[:2], np.eye(4)), tiny_disk / f"a{suffix}")


def test_a_writer_that_does_not_notice_the_full_disk(tiny_disk):
    """As some writers in C++: they end the file where the disk ended."""

    def careless(path):
        with path.open("wb", buffering=0) as stream:
            try:
                while True:
                    stream.write(b"x" * 4096)
            except OSError:
                pass

    with (
        pytest.raises(OutputError, match="no room left on the disk"),
        atomic_output(tiny_disk / "a.nrrd") as path,
    ):
        careless(path)
    assert list(tiny_disk.iterdir()) == []


def test_errors_of_other_files_are_left_alone(tmp_path):
    with pytest.raises(FileNotFoundError), atomic_output(tmp_path / "a.nrrd"):
        (tmp_path / "missing input").read_bytes()
    with pytest.raises(OutputError, match="no room left"), atomic_output(tmp_path / "a.nrrd"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
