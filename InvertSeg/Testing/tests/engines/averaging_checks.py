"""What the tests of ensembles do where torch is: the averaging against plain numpy."""

from __future__ import annotations

from typing import Any


def average(
    logits: list[Any], labels: dict[str, str], weight: float, regions: list[int] | None
) -> dict[str, Any]:
    """The mean of several outputs (classes, z, y, x) as `MeanProbabilities` has it, as lists."""
    import torch

    from InvertSegLib.engines import averaging

    averaging._AT_A_TIME = 8  # many small steps: what belongs together must not be torn apart
    names = {int(value): name for value, name in labels.items()}
    mean = averaging.MeanProbabilities(names, weight, regions)
    activate = (lambda part: part.softmax(0)) if regions is None else torch.sigmoid
    for each in logits:
        mean.add(torch.tensor(each, dtype=torch.half), activate)
    return {
        "mean": mean.mean().tolist(),
        "uncertainty": mean.uncertainty().tolist(),
        "disagreement": mean.disagreement(),
        "own": [own.tolist() for own in mean.own],
        "logits": mean.logits().float().tolist(),
    }


def held_by_averaging(classes: int, shape: list[int], settings: int) -> float:
    """Bytes that an ensemble holds beside the output under way, in outputs of one setting."""
    import torch

    from InvertSegLib.engines.averaging import MeanProbabilities

    output = torch.zeros((classes, *shape), dtype=torch.half)
    mean = MeanProbabilities({value: str(value) for value in range(1, classes)})
    for _ in range(settings):
        mean.add(output, lambda part: part.softmax(0))
    held = [value for value in vars(mean).values() if hasattr(value, "nbytes")] + mean.own
    return sum(each.nbytes for each in held) / output.nbytes
