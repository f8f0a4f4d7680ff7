"""Groups of structures that people ask for together, told by the structures' names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

_SIDE = r"(left_|right_)?"

# Key to a pattern of names; a structure may belong to several groups.
GROUPS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        key: re.compile(pattern, re.IGNORECASE)
        for key, pattern in {
            "abdomen": _SIDE
            + r"(spleen|kidney|gallbladder|liver|stomach|pancreas|adrenal|small_bowel|duodenum"
            r"|colon|urinary_bladder|prostate)(?!_(cyst|vessels|tumor|lesions))",
            "chest": _SIDE + r"(lung(?!_(nodules|covid))|heart|trachea|esophagus|thyroid_gland|mediastinum"
            r"|pericardium)",
            "vessels": r".*(aorta|vena|vein|artery|arteries|trunk|vessels|atrial_appendage)",
            "spine": r"vertebrae|sacrum|spinal_cord|spine|intervertebral",
            "ribs": r"rib_|sternum|costal_cartilages",
            "bones": r".*(humerus|scapula(?![er])|clavicula|femur|hip(?!_implant)|skull|patella|tibia|fibula"
            r"|tarsal|carpal|phalanges|ulna|radius|mandible|jawbone|(?<!thyro)hyoid)|vertebrae|sacrum|rib_|sternum",
            "muscles": r".*(gluteus|autochthon|iliopsoas|muscle|psoas|quadriceps|sartorius|thigh_|deltoid"
            r"|spinatus|subscapularis|trapezius|pectoralis|serratus|latissimus|rectus|oblique|erector|masseter|temporalis"
            r"|pterygoid|digastric|mastoid|scalene|teres|triceps|quadratus|transversospinalis)",
            "head": _SIDE
            + r"(brain(?!_aneurysm)|skull|face|eye|optic_nerve|parotid|submandibular|frontal_lobe"
            r"|parietal_lobe|occipital_lobe|temporal_lobe|insular|cerebellum|thalamus|caudate|lentiform|tongue"
            r"|mandible|sinus_|teeth)",
        }.items()
    }
)


def members(key: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names that belong to a group, in the order given; empty for a task without any."""
    return tuple(name for name in names if GROUPS[key].match(name))


def groups_of(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The groups that a choice of these names can be made by: with several members, and not all of them."""
    every = tuple(names)
    found = {key: members(key, every) for key in GROUPS}
    return {key: chosen for key, chosen in found.items() if 1 < len(chosen) < len(every)}
