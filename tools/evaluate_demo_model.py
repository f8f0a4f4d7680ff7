"""Measure the demo model on phantoms that it has never seen, as CT, T1 and T2, with and without inversion.

The ten seeds 9001..9010 are for this table alone: neither the training nor any choice in it uses them.

    python tools/evaluate_demo_model.py [--model FOLDER] [--json FILE]

It needs torch and nnunetv2, and runs nnU-Net's own predictor.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "InvertSeg"))

from InvertSegLib.inversion.invert import invert  # noqa: E402
from InvertSegLib.inversion.parameters import InversionParameters  # noqa: E402
from InvertSegLib.phantom.demo import MODEL, SETTINGS, Outcome, run, structure_text, summarize, table_text  # noqa: E402
from InvertSegLib.phantom.patient import make_patient  # noqa: E402
from InvertSegLib.volume.volume import Volume  # noqa: E402

EVALUATION_SEEDS = range(9001, 9011)


class Network:
    """The demo model under nnU-Net's own predictor, on the CPU."""

    def __init__(self, folder: Path) -> None:
        import torch
        from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor

        with contextlib.redirect_stdout(io.StringIO()):
            self.predictor = nnUNetPredictor(
                device=torch.device("cpu"), use_mirroring=False, allow_tqdm=False
            )
            self.predictor.initialize_from_trained_model_folder(str(folder), (0,), "checkpoint_final.pth")
            self.predictor.network.load_state_dict(self.predictor.list_of_parameters[0])

    def __call__(self, volume: Volume, parameters: InversionParameters) -> np.ndarray:
        """Invert, predict; label map (K, J, I)."""
        voxels = invert(volume.voxels, parameters).astype(np.float32)
        properties = {"spacing": list(volume.spacing[::-1])}
        with contextlib.redirect_stdout(io.StringIO()):
            return self.predictor.predict_single_npy_array(voxels[None], properties)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--seeds", type=int, nargs="*", default=list(EVALUATION_SEEDS))
    parser.add_argument("--settings", nargs="*", default=[setting.name for setting in SETTINGS])
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    network = Network(arguments.model)
    settings = [setting for setting in SETTINGS if setting.name in arguments.settings]
    patients: list[list[Outcome]] = []
    for seed in arguments.seeds:
        begin = time.time()
        patients.append(run(make_patient(seed), network, settings))
        means = "  ".join(f"{o.setting.name} {o.mean:.3f}" for o in patients[-1])
        print(f"{seed}: {means}  ({time.time() - begin:.0f} s)", flush=True)
    rows = summarize(patients)
    every = [
        Outcome(o[0].setting, {n: float(np.mean([p.dice[n] for p in o])) for n in o[0].dice}, o[0].label_map)
        for o in zip(*patients, strict=True)
    ]
    print(f"\n{table_text(rows)}\n\n{structure_text(every)}")
    if arguments.json:
        result = {
            "seeds": arguments.seeds,
            "rows": {o.setting.name: vars(row) for o, row in zip(every, rows, strict=True)},
            "structures": {o.setting.name: o.dice for o in every},
        }
        arguments.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
