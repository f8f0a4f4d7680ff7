"""NIfTI label maps, with the provenance in a header extension.

nibabel is used for its header extensions, which SimpleITK can neither write nor read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.volume.checks import is_orthogonal
from InvertSegLib.volume.nifti import check_holds
from InvertSegLib.volume.volume import Volume

_COMMENT = 6  # NIFTI_ECODE_COMMENT: plain text
_SCANNER = 1  # NIFTI_XFORM_SCANNER_ANAT


def write_nifti(segmentation: Segmentation, path: Path) -> None:
    """Write the label map as NIfTI-1.

    The geometry stands in the sform, and in the qform too unless a shear too small to matter is left in it,
    which a qform cannot say.

    Raises:
        OutputError: an axis is longer than the format can say, or the grid is sheared.
    """
    import nibabel

    check_holds(Volume(segmentation.label_map, segmentation.ijk_to_ras))
    segmentation.voxel_counts()  # refuses a value that the table does not explain
    affine = segmentation.ijk_to_ras
    # nibabel's axes are I, J, K; the transpose of the C-ordered array is what it stores without a copy.
    image = nibabel.Nifti1Image(segmentation.compact().T, affine)
    image.header.set_xyzt_units("mm")
    image.set_sform(affine, code=_SCANNER)
    if is_orthogonal(affine):
        image.set_qform(affine, code=_SCANNER)
    else:
        image.set_qform(None, code=0)
    comment = json.dumps({"InvertSeg": dict(segmentation.provenance)}).encode("ascii")
    image.header.extensions.append(nibabel.nifti1.Nifti1Extension(_COMMENT, comment))
    nibabel.save(image, path)


def read_provenance(path: Path) -> dict[str, Any]:
    """The provenance in a NIfTI file's header extension, empty where there is none."""
    import nibabel

    for extension in nibabel.load(path).header.extensions:
        if extension.get_code() == _COMMENT:
            content = extension.get_content()
            text = content if isinstance(content, str) else bytes(content).decode("utf-8", "replace")
            try:
                data = json.loads(text.rstrip("\0"))
            except ValueError:
                continue
            if isinstance(data, dict) and isinstance(data.get("InvertSeg"), dict):
                return data["InvertSeg"]
    return {}
