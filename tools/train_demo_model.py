"""Train the demo model: a small nnU-Net v2 network on synthetic CT alone.

Makes anatomies from seeds, draws the Hounsfield units of every tissue anew for each training patch (widely
and independently, as contrast phases, diseases and medication do in CT), trains nnU-Net's own network class
with nnU-Net's loss and augmentation, and writes a model folder that nnU-Net's predictor loads. No MRI is
made, shown or looked at here. Runs on two CPU cores in well under two hours:

    python tools/train_demo_model.py

It needs torch and nnunetv2, as in the environment that `invertseg engines install nnunet` makes.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "InvertSeg"))

from demo_folder import FEATURES, build, plans, write
from demo_patches import Patches, fingerprint, kept_anatomy
from InvertSegLib.phantom.demo import MODEL

TRAINING_SEEDS = 1000  # 1000, 1001, ...; the evaluation's seeds (9001...) are never among them


def loss_function(stages: int) -> object:
    """nnU-Net's Dice and cross entropy with deep supervision."""
    from nnunetv2.training.loss.compound_losses import DC_and_CE_loss
    from nnunetv2.training.loss.dice import MemoryEfficientSoftDiceLoss

    dice = {"batch_dice": True, "smooth": 1e-5, "do_bg": False, "ddp": False}
    loss = DC_and_CE_loss(dice, {}, weight_ce=1, weight_dice=1, dice_class=MemoryEfficientSoftDiceLoss)
    weights = np.array([1 / 2**n for n in range(stages)])
    weights[-1] = 0
    weights /= weights.sum()

    def total(outputs: list[torch.Tensor], target: torch.Tensor) -> torch.Tensor:
        value = torch.zeros(())
        for weight, output in zip(weights, outputs, strict=True):
            if weight > 0:
                small = torch.nn.functional.interpolate(
                    target.float(), output.shape[2:], mode="nearest-exact"
                )
                value = value + weight * loss(output.float(), small)
        return value

    return total


def train(arguments: argparse.Namespace, cases: list, statistics: dict[str, float], all_plans: dict) -> None:
    """Train, and write the folder now and then and at the end."""
    torch.manual_seed(arguments.seed)
    network = build(all_plans)
    print(f"parameters {sum(p.numel() for p in network.parameters()) / 1e6:.2f} M", flush=True)
    loss_of = loss_function(len(FEATURES) - 1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=arguments.rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, arguments.rate, arguments.iterations, pct_start=0.1, div_factor=10, final_div_factor=200
    )
    patches = Patches(cases, statistics, arguments.iterations * arguments.batch, arguments.seed)
    loader = torch.utils.data.DataLoader(patches, arguments.batch, num_workers=1, prefetch_factor=3)
    made_by = {"seed": arguments.seed, "patients": len(cases), "iterations": arguments.iterations}
    begin, running = time.time(), None
    for step, (image, target) in enumerate(loader, 1):
        with torch.autocast("cpu", torch.bfloat16, enabled=arguments.bf16):
            outputs = network(image)
        loss = loss_of(outputs, target)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 12)
        optimizer.step()
        schedule.step()
        running = loss.item() if running is None else 0.97 * running + 0.03 * loss.item()
        if step % 25 == 0 or step == 1:
            print(f"{step}/{arguments.iterations} loss {running:.3f} {time.time() - begin:.0f} s", flush=True)
        if step % 250 == 0 or step == arguments.iterations:
            write(arguments.output, network, all_plans, made_by)
    return network


def main() -> None:
    """Make anatomies, train, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=MODEL)
    parser.add_argument("--keep", type=Path, help="folder that keeps the anatomies for another run")
    parser.add_argument("--patients", type=int, default=72)
    parser.add_argument("--iterations", type=int, default=3200)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    begin = time.time()
    seeds = range(TRAINING_SEEDS, TRAINING_SEEDS + arguments.patients)
    with ProcessPoolExecutor(2) as pool:
        cases = list(pool.map(partial(kept_anatomy, arguments.keep), seeds))
    shape = [int(n) for n in np.median([label.shape for _, label in cases], axis=0)]
    print(f"{len(cases)} anatomies in {time.time() - begin:.0f} s, median shape {shape}", flush=True)
    statistics = fingerprint(cases[:40], arguments.seed)
    print(statistics, flush=True)
    all_plans = plans(statistics, shape)
    train(arguments, cases, statistics, all_plans)
    print(f"done in {(time.time() - begin) / 60:.0f} minutes: {arguments.output}", flush=True)


if __name__ == "__main__":
    main()
