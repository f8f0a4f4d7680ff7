"""What the nnU-Net and TotalSegmentator tests do where torch is: make networks, run the packages."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "tools"))


def write_small(folder: str, options: list[str] = []) -> str:  # noqa: B006 - read only
    """Write a small nnU-Net folder with the options of tools/random_models.py; returns its model folder."""
    import random_models

    common = ["--trainer", "nnUNetTrainerNoMirroring", "--patch", "16", "--features", "8"]
    arguments = random_models.parser().parse_args(["nnunet", folder, *common, *options])
    return str(random_models.write_nnunet(Path(folder), arguments))


def write_totalsegmentator(folder: str, datasets: list[int]) -> None:
    """Write small networks of TotalSegmentator's data sets into a weights folder."""
    import random_models

    for number in datasets:
        random_models.write_totalsegmentator(Path(folder), number, small=True)


def nnunet_itself(model: str, image: str, output: str, folds: list[str]) -> None:
    """Segment a file with nnU-Net's own predictor, reading and writing the file with its own reader."""
    import torch
    from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor

    import timm_stand_in

    sys.path.append(str(timm_stand_in.write(Path(output).parent / "stand_in")))
    predictor = nnUNetPredictor(device=torch.device("cpu"), allow_tqdm=False)
    chosen = [int(fold) if fold.isdigit() else fold for fold in folds]
    predictor.initialize_from_trained_model_folder(model, chosen, "checkpoint_final.pth")
    predictor.predict_from_files_sequential([[image]], [output.removesuffix(".nii.gz")])


def change_json(file: str, path: list[str], value: Any) -> None:
    """Set one value in a JSON file."""
    content = json.loads(Path(file).read_text())
    place = content
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    Path(file).write_text(json.dumps(content))


class _Runs:
    def __init__(self, file: str) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return os.system, (f"echo ran > {self.file}",)


def hide_code(checkpoint: str, file: str) -> None:
    """Add to a checkpoint what creates a file when it is unpickled carelessly."""
    import torch

    content = torch.load(checkpoint, weights_only=False)
    torch.save(content | {"hidden": _Runs(file)}, checkpoint)


def store_as_numpy_1(checkpoint: str) -> None:
    """Rename numpy's functions in a checkpoint to what they were called before numpy 2."""
    import zipfile

    source = Path(checkpoint)
    with zipfile.ZipFile(source) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = {
        name: data.replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
        for name, data in files.items()
    }
    assert changed != files
    with zipfile.ZipFile(source, "w", zipfile.ZIP_STORED) as archive:
        for name, data in changed.items():
            archive.writestr(name, data)


def thread_count() -> int:
    """Python threads of this process."""
    return threading.active_count()


def limit_memory(spare: int) -> None:
    """Allow this process so many bytes more than it has now; 0 lifts the limit."""
    now = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (now + spare if spare else hard, hard))


def has_module(name: str) -> bool:
    """Whether a module is imported in this process."""
    return name in sys.modules


def connect() -> None:
    """What TotalSegmentator does after each run, if it is let."""
    import requests

    with contextlib.suppress(requests.RequestException):
        requests.post("https://stats.totalsegmentator.com:443/log_totalseg_run", json={}, timeout=5)


def totalsegmentator_itself(image: str, output: str, options: dict[str, Any]) -> None:
    """Run the package's Python function in a process of its own, with its own child processes and files."""
    code = (
        "import json, sys\n"
        "from totalsegmentator.python_api import totalsegmentator\n"
        "if __name__ == '__main__':\n"
        "    image, output, options = json.loads(sys.argv[1])\n"
        "    totalsegmentator(image, output, ml=True, quiet=True, device='cpu', nr_thr_saving=1, **options)\n"
    )
    script = Path(output).with_suffix(".py")
    script.write_text(code)
    _run_package([sys.executable, str(script), json.dumps([image, output, options])], Path(output).parent)


def totalsegmentator_command(image: str, output: str, options: list[str]) -> None:
    """Run TotalSegmentator's command line."""
    command = Path(sys.executable).parent / "TotalSegmentator"
    arguments = ["-i", image, "-o", output, "--ml", "-d", "cpu", *options]
    _run_package([str(command), *arguments], Path(output).parent)


def _run_package(command: list[str], folder: Path) -> None:
    import timm_stand_in

    environment = os.environ | {"PYTHONPATH": str(timm_stand_in.write(folder / "stand_in"))}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
