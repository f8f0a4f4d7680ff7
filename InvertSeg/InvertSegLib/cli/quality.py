"""`invertseg quality`: how good each segment of a file probably is, without ground truth."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from InvertSegLib.cli.output import RESEARCH_NOTE, print_json
from InvertSegLib.labels.files import read_label_map
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.review.quality import BodyFrame, SegmentQuality, assess
from InvertSegLib.volume.reading import read_volume

EPILOG = """\
A score from 0 to 1 for each segment, with its reasons: volume against published ranges, parts, cut-off ends,
side of the body, overlap with the body, the network's confidence, disagreement between settings, a second
result. It ranks; it is neither a probability nor a Dice coefficient (docs/quality.md).

examples:
  invertseg quality organs.seg.nrrd --volume mri.nii.gz
  invertseg quality organs.seg.nrrd --volume mri.nii.gz --second mrsegmentator.seg.nrrd --json
"""


def add_parser(subparsers: argparse._SubParsersAction) -> None:
    """Add this subcommand."""
    parser = subparsers.add_parser(
        "quality",
        help="judge a segmentation without ground truth",
        description="Say how good each segment probably is, and why. " + RESEARCH_NOTE,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("segmentation", metavar="SEGMENTATION", type=Path, help=".seg.nrrd or label map")
    parser.add_argument(
        "--volume", metavar="MRI", type=Path, help="the scan; without it sides and the body are not judged"
    )
    parser.add_argument(
        "--second", metavar="SEGMENTATION", type=Path, help="of another network or setting, to compare with"
    )
    parser.add_argument(
        "--json", action="store_true", help="one JSON document on standard output, for scripts"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Read, judge, print."""
    segmentation = with_provenance(read_label_map(arguments.segmentation))
    second = read_label_map(arguments.second) if arguments.second else None
    body = BodyFrame.of(read_volume(arguments.volume)) if arguments.volume else None
    qualities = assess(segmentation, body, second)
    if arguments.json:
        print_json({"segments": [quality.to_json() for quality in qualities]})
    else:
        Console().print(quality_table(qualities))
    return 0


def with_provenance(segmentation: Segmentation) -> Segmentation:
    """With the confidence and the disagreement that its file's provenance remembers."""
    known = segmentation.provenance
    return replace(
        segmentation,
        confidence=dict(known.get("confidence", {})),
        disagreement=dict(known.get("disagreement", {})),
    )


def quality_table(qualities: Sequence[SegmentQuality]) -> Table:
    """The worst segments last, empty ones in one line."""
    table = Table(box=None, pad_edge=False)
    for title, justify in (("structure", "left"), ("ml", "right"), ("quality", "right"), ("because", "left")):
        table.add_column(title, justify=justify)
    for quality in sorted(qualities, key=lambda quality: -quality.score):
        if not quality.volume_ml:
            continue
        reasons = "; ".join(reason.sentence for reason in quality.reasons)
        table.add_row(
            escape(quality.name),
            f"{quality.volume_ml:.1f}",
            f"[{_STYLES[quality.grade]}]{quality.score:.2f}[/]",
            escape(reasons),
        )
    empty = [quality.name for quality in qualities if not quality.volume_ml]
    if empty:
        table.add_row("not found", "", "", escape(", ".join(empty)), style="dim")
    return table


_STYLES = {"good": "green", "doubtful": "yellow", "poor": "red"}
