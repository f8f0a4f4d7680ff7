"""What the phantom is made of: tissues with their published properties, and the structures to segment.

CT: mean attenuation in Hounsfield units at 120 kV without contrast medium and in three phases, as radiology
textbooks give them; liver and aorta by phase: Foley et al., AJR 175:679, 2000; fatty liver: Park et al.,
Radiology 239:105, 2006; trabecular bone (160 HU on average, below 100 in osteoporosis): Pickhardt et al.,
Ann Intern Med 158:588, 2013; muscle: Aubrey et al., Acta Physiol 210:489, 2014; fat (-190..-30): Kvist et
al., Am J Clin Nutr 48:1351, 1988.

MRI at 1.5 T, T1 and T2: de Bazelaire et al., Radiology 230:652, 2004 (kidney, liver, spleen, pancreas,
marrow of L4, subcutaneous fat); muscle: the mean of three that differ (T1 856, 1008, 1130; T2 27, 44, 35 ms:
de Bazelaire; Stanisz; Gold et al., AJR 183:343, 2004); Stanisz et al., Magn Reson Med 54:507, 2005 (blood,
spinal cord, cartilage); Messroghli et al., Magn Reson Med 52:141, 2004 (myocardium); Boos et al.,
Radiology 188:351, 1993 (discs); venous blood decays faster than arterial (Wright et al., JMRI 1:275, 1991).
T2*: Schwenzer et al., Invest Radiol 43:854, 2008 (liver, spleen, pancreas); Anderson et al., Eur Heart J
22:2171, 2001 (myocardium, liver); Hatabu et al., Eur J Radiol 29:245, 1999 (lung, with its proton density).
Fluids (CSF, urine, bile) have a T1 of 2 to 4 s and a T2 above 0.3 s; concentrated bile is shorter. Cortical
bone decays before any echo. Proton densities are relative to water, from the water and fat content in Woodard
and White, Br J Radiol 59:1209, 1986. Walls of stomach and bowel, glands, skin and contents have no such
tables: their values lie between those of muscle, pancreas and water.
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
    Tissue("muscle", (52, 55, 62, 62), 5, 1000, 35, 28, 0.75, 0.06, 9, 0.06),
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

# The structures of the label map, named as TotalSegmentator names them. Kidneys are parenchyma without the
# sinus; the stomach is wall and content; lung, vertebrae, iliopsoas and autochthonous back muscles are one
# label each for both sides and all levels in view.
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
