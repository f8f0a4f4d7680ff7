"""The synthetic patient in Slicer's Sample Data: made on this machine when it is asked for, never downloaded.

Sample Data knows files by their address. An address of the scheme below is rewritten into that of a file that
has just been made, so that the button, `SampleData.downloadSample` and Slicer's cache all work as usual.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlparse

import slicer
from slicer.i18n import tr as _

from InvertSegLib.phantom import sample

CATEGORY = "InvertSeg"
T1, ALL = "InvertSegPhantomT1", "InvertSegPhantom"
_SCHEME = "invertseg-phantom"
_NODES = {
    "t1": "Synthetic T1 MRI",
    "t2": "Synthetic T2 MRI",
    "ct": "Synthetic CT",
    "labels": "Synthetic truth",
}


def register(icons: Path) -> None:
    """Offer the T1 alone, and all scans with the true segments.

    Args:
        icons: folder of the thumbnails.
    """
    import SampleData

    logic = SampleData.SampleDataLogic
    logic.registerUrlRewriteRule("InvertSegPhantom", local_address)
    for name, shown in ((T1, ("t1",)), (ALL, ("t1", "t2", "ct", "labels"))):
        files = [file for file, scan in sample.FILES.items() if scan in shown]
        logic.registerCustomSampleDataSource(
            category=CATEGORY,
            sampleName=name,
            thumbnailFileName=str(icons / f"{name}.png"),
            uris=[f"{_SCHEME}:///{file}" for file in files],
            fileNames=files,
            nodeNames=[_NODES[sample.FILES[file]] for file in files],
            loadFileTypes=[
                "SegmentationFile" if file.endswith(".seg.nrrd") else "VolumeFile" for file in files
            ],
        )


def local_address(address: str) -> str:
    """The address of the file of the phantom that an address stands for, made if need be; others stay."""
    parts = urlparse(address)
    if parts.scheme != _SCHEME:
        return address
    # Not the place that Sample Data copies it to: a file copied onto itself would be emptied.
    folder = Path(slicer.mrmlScene.GetCacheManager().GetRemoteCacheDirectory()) / "InvertSeg"
    name = parts.path.lstrip("/")
    if not (folder / name).is_file():
        slicer.util.showStatusMessage(_("Making the synthetic patient, a few seconds..."), 10000)
    return sample.sample_file(folder, name).absolute().as_uri()
