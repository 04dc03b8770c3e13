"""Stage groups from TNM, for the four tumours the clinic treats most.

The tables are the anatomic groups of the 8th edition, cut down to the
categories the tumour board documents. First matching row wins; "*" matches
everything, "T1" also matches T1a, T1b and so on.
"""
from functools import lru_cache

T_RE = ("Tis", "T0", "T1", "T1a", "T1b", "T1c", "T2", "T2a", "T2b", "T2c", "T3", "T3a", "T3b",
        "T4", "T4a", "T4b", "TX")
N_RE = ("N0", "N1", "N1a", "N1b", "N2", "N2a", "N2b", "N3", "NX")
M_RE = ("M0", "M1", "M1a", "M1b", "M1c", "MX")

BREAST = [
    ("*", "*", "M1", "IV"),
    ("Tis", "N0", "M0", "0"),
    ("*", "N3", "M0", "IIIC"),
    ("T4", "*", "M0", "IIIB"),
    ("T3", "N0", "M0", "IIB"),
    ("T3", "*", "M0", "IIIA"),
    ("*", "N2", "M0", "IIIA"),
    ("T2", "N1", "M0", "IIB"),
    ("T2", "N0", "M0", "IIA"),
    ("T1", "N1", "M0", "IIA"),
    ("T0", "N1", "M0", "IIA"),
    ("T1", "N0", "M0", "IA"),
]

COLORECTAL = [
    ("*", "*", "M1c", "IVC"),
    ("*", "*", "M1b", "IVB"),
    ("*", "*", "M1", "IVA"),
    ("Tis", "N0", "M0", "0"),
    ("T1", "N0", "M0", "I"),
    ("T2", "N0", "M0", "I"),
    ("T3", "N0", "M0", "IIA"),
    ("T4a", "N0", "M0", "IIB"),
    ("T4b", "N0", "M0", "IIC"),
    ("T4b", "N1", "M0", "IIIC"),
    ("T4b", "N2", "M0", "IIIC"),
    ("T4a", "N2", "M0", "IIIC"),
    ("T3", "N2b", "M0", "IIIC"),
    ("T1", "N1", "M0", "IIIA"),
    ("T2", "N1", "M0", "IIIA"),
    ("T1", "N2a", "M0", "IIIA"),
    ("*", "N1", "M0", "IIIB"),
    ("*", "N2", "M0", "IIIB"),
]

LUNG = [
    ("*", "*", "M1c", "IVB"),
    ("*", "*", "M1", "IVA"),
    ("Tis", "N0", "M0", "0"),
    ("T1a", "N0", "M0", "IA1"),
    ("T1b", "N0", "M0", "IA2"),
    ("T1c", "N0", "M0", "IA3"),
    ("T1", "N0", "M0", "IA"),
    ("T2a", "N0", "M0", "IB"),
    ("T2b", "N0", "M0", "IIA"),
    ("T2", "N0", "M0", "IB"),
    ("T3", "N0", "M0", "IIB"),
    ("T4", "N0", "M0", "IIIA"),
    ("T1", "N1", "M0", "IIB"),
    ("T2", "N1", "M0", "IIB"),
    ("T3", "N1", "M0", "IIIA"),
    ("T4", "N1", "M0", "IIIA"),
    ("T1", "N2", "M0", "IIIA"),
    ("T2", "N2", "M0", "IIIA"),
    ("T3", "N2", "M0", "IIIB"),
    ("T4", "N2", "M0", "IIIB"),
    ("T1", "N3", "M0", "IIIB"),
    ("T2", "N3", "M0", "IIIB"),
    ("T3", "N3", "M0", "IIIC"),
    ("T4", "N3", "M0", "IIIC"),
]

PROSTATE = [
    ("*", "*", "M1", "IVB"),
    ("*", "N1", "M0", "IVA"),
    ("T4", "N0", "M0", "IIIB"),
    ("T3", "N0", "M0", "IIIB"),
    ("T2", "N0", "M0", "II"),
    ("T1", "N0", "M0", "I"),
]

TABLES = {"C50": BREAST, "C18": COLORECTAL, "C19": COLORECTAL, "C20": COLORECTAL,
          "C34": LUNG, "C61": PROSTATE}


def normalise(part, allowed):
    """'t1A' -> 'T1a'; ValueError when the category is not allowed."""
    if not part:
        raise ValueError("missing category")
    part = part.strip()
    part = part[0].upper() + part[1:].lower()
    if part[1:] == "x":
        part = part[0] + "X"
    if part not in allowed:
        raise ValueError("unknown category %s" % part)
    return part


def _matches(pattern, value):
    return pattern == "*" or value == pattern or value[:2] == pattern


@lru_cache(maxsize=2048)
def stage_group(icd10, t, n, m):
    """Stage group, or None when there is no table or a category is unknown."""
    table = TABLES.get(icd10[:3])
    if table is None or t == "TX" or n == "NX":
        return None
    if m == "MX":
        m = "M0"
    for row_t, row_n, row_m, stage in table:
        if _matches(row_t, t) and _matches(row_n, n) and _matches(row_m, m):
            return stage
    return None


def is_metastatic(stage):
    return bool(stage) and stage.startswith("IV")
