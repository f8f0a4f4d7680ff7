"""NIfTI label maps, with the provenance in a header extension.

nibabel is used for its header extensions, which SimpleITK can neither write nor read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from InvertSegLib.errors import OutputError
from InvertSegLib.labels.segmentation import Segmentation
from InvertSegLib.volume.checks import is_orthogonal

_COMMENT = 6  # NIFTI_ECODE_COMMENT: plain text
_SCANNER = 1  # NIFTI_XFORM_SCANNER_ANAT
_LARGEST_AXIS = 32767  # 16-bit sizes in the header


def write_nifti(segmentation: Segmentation, path: Path) -> None:
    """Write the label map as NIfTI-1.

    The geometry stands in the sform, and in the qform too unless it is sheared, which a qform cannot say.

    Raises:
        OutputError: an axis is longer than the format can say.
    """
    import nibabel

    if max(segmentation.label_map.shape) > _LARGEST_AXIS:
        raise OutputError(
            f"The volume has more than {_LARGEST_AXIS} voxels along an axis, which NIfTI cannot hold.",
            "Choose .seg.nrrd as output.",
        )
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
