"""What the phantom is made of: tissues with their published properties, and the structures to segment.

CT: mean attenuation in Hounsfield units without contrast medium and in three phases, as textbooks and these
papers give them for 120 kV: Kim et al., Radiology 2010 (steatosis; liver and spleen without contrast);
Foley et al., AJR 2000 (liver, aorta by phase); Kulkarni et al., RadioGraphics 2021 (parenchymal phases);
Pickhardt et al., Ann Intern Med 2013 (trabecular bone of the lumbar spine, 160 HU on average, below 100 in
osteoporosis); Aubrey et al., Acta Physiol 2014 (muscle); Kvist et al., 1988 (fat -190..-30).

MRI at 1.5 T: T1, T2 from de Bazelaire et al., Radiology 230:652, 2004 (kidney, liver, spleen, pancreas, muscle,
marrow of L4, subcutaneous fat); Stanisz et al., Magn Reson Med 54:507, 2005 (blood, spinal cord, cartilage);
Hatabu et al., Magn Reson Med 42:986, 1999 (lung, T2* 2 ms at 1.5 T); Messroghli et al., Magn Reson Med 52:141,
2004, and Anderson et al., Eur Heart J 22:2171, 2001 (myocardium, T2* of myocardium and liver); Schwenzer et al.,
Invest Radiol 43:854, 2008 (T2* of abdominal organs); Boos et al., Spine 1994 (discs). Fluids (CSF, urine, bile) have T1 of
2 to 4 s and T2 above 0.3 s; concentrated bile is shorter. Cortical bone decays before any echo. Proton densities
are relative to water (Woodard and White, Br J Radiol 59:1209, 1986: water content; fat counts its CH2 protons).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tissue:
    """Properties of a tissue.

    Attributes:
        name: for messages and tests.
        hu: mean attenuation without contrast, in the arterial, portal venous and delayed phase.
        spread: standard deviation of the attenuation between patients, in Hounsfield units.
        t1, t2, t2_star: relaxation times at 1.5 T in milliseconds.
        density: proton density relative to water.
        vary: relative standard deviation of T1 and T2 between patients.
        grain: standard deviation of the attenuation inside the tissue, in Hounsfield units.
        grain_mri: relative standard deviation of the MR signal inside the tissue.
    """

    name: str
    hu: tuple[float, float, float, float]
    spread: float
    t1: float
    t2: float
    t2_star: float
    density: float
    vary: float = 0.07
    grain: float = 4.0
    grain_mri: float = 0.03


def _same(value: float) -> tuple[float, float, float, float]:
    return (value, value, value, value)


TISSUES: tuple[Tissue, ...] = (
    Tissue("air", _same(-1000), 0, 1000, 1, 1, 0.0, 0, 0, 0),
    Tissue("skin", (20, 25, 35, 40), 8, 800, 35, 12, 0.60),
    Tissue("subcutaneous fat", _same(-105), 5, 343, 58, 35, 0.90, 0.08, 6, 0.03),
    Tissue("visceral fat", _same(-98), 6, 343, 58, 35, 0.88, 0.08, 8, 0.035),
    Tissue("muscle", (52, 55, 62, 62), 5, 856, 27, 24, 0.75, 0.06, 9, 0.06),
    Tissue("cortical bone", (650, 650, 660, 660), 120, 300, 0.5, 0.5, 0.20, 0.05, 40, 0.05),
    Tissue("red marrow", (160, 165, 180, 175), 45, 549, 49, 12, 0.72, 0.12, 22, 0.08),
    Tissue("cartilage", (90, 90, 95, 95), 20, 1024, 30, 15, 0.65),
    Tissue("disc", (85, 85, 88, 90), 12, 1050, 75, 40, 0.72, 0.15),
    Tissue("cerebrospinal fluid", (8, 8, 8, 8), 4, 3600, 1500, 300, 1.0, 0.05),
    Tissue("spinal cord", (35, 35, 38, 38), 4, 745, 74, 60, 0.72),
    Tissue("lung", (-830, -825, -820, -820), 40, 1200, 40, 2.0, 0.22, 0.08, 20, 0.10),
    Tissue("myocardium", (45, 95, 110, 95), 10, 1000, 52, 35, 0.78),
    Tissue("arterial blood", (42, 310, 160, 115), 15, 1441, 290, 180, 0.82, 0.05, 3, 0.03),
    Tissue("caval blood", (42, 95, 145, 112), 14, 1441, 181, 110, 0.82, 0.05, 6, 0.04),
    Tissue("portal blood", (42, 75, 170, 118), 14, 1441, 181, 110, 0.82, 0.05, 4, 0.03),
    Tissue("liver", (58, 66, 108, 92), 10, 586, 46, 28, 0.71, 0.08, 4, 0.025),
    Tissue("spleen", (49, 115, 120, 98), 8, 1057, 79, 50, 0.78, 0.06, 3, 0.025),
    Tissue("renal cortex", (33, 150, 190, 160), 18, 966, 87, 50, 0.80, 0.05, 5, 0.03),
    Tissue("renal medulla", (31, 60, 165, 165), 16, 1412, 85, 45, 0.83, 0.05, 5, 0.03),
    Tissue("urine", (5, 5, 10, 250), 6, 3200, 800, 300, 1.0, 0.10, 2, 0.02),
    Tissue("stomach wall", (38, 75, 85, 78), 9, 900, 60, 30, 0.76),
    Tissue("stomach content", (15, 15, 15, 15), 12, 2000, 300, 90, 0.95, 0.15, 8, 0.08),
    Tissue("bowel wall", (36, 75, 88, 80), 9, 900, 60, 30, 0.76),
    Tissue("bowel content", (18, 18, 20, 20), 10, 1500, 200, 60, 0.90, 0.20, 10, 0.08),
    Tissue("stool", (25, 25, 25, 25), 25, 750, 60, 8, 0.65, 0.20, 90, 0.20),
    Tissue("gas", _same(-960), 0, 1000, 1, 1, 0.0, 0, 0, 0),
    Tissue("bile", (8, 8, 10, 10), 5, 1900, 420, 150, 0.97, 0.20, 2, 0.02),
    Tissue("pancreas", (40, 95, 98, 80), 10, 584, 46, 30, 0.75, 0.06, 8, 0.04),
    Tissue("adrenal gland", (20, 60, 70, 55), 10, 800, 60, 35, 0.78),
    Tissue("mesenteric vessel", (42, 160, 165, 118), 14, 1441, 200, 120, 0.82, 0.05),
    Tissue("hepatic vessel", (42, 65, 160, 118), 14, 1441, 181, 110, 0.82, 0.05),
    Tissue("table", _same(-150), 30, 1000, 0.1, 0.1, 0.0, 0, 20, 0),
)
NUMBER = {tissue.name: number for number, tissue in enumerate(TISSUES)}

# The structures of the label map, by the names TotalSegmentator uses for them. Kidneys are parenchyma without
# the sinus; the stomach is wall and content; lung, vertebrae, iliopsoas and autochthonous back muscles are each
# one label for both sides and all levels in view.
STRUCTURES: dict[int, str] = {
    1: "spleen",
    2: "kidney_right",
    3: "kidney_left",
    4: "gallbladder",
    5: "liver",
    6: "stomach",
    7: "aorta",
    8: "inferior_vena_cava",
    9: "lung",
    10: "vertebrae",
    11: "iliopsoas",
    12: "autochthon",
}
LABEL = {name: label for label, name in STRUCTURES.items()}
