"""Chemotherapy protocols. The table is the pharmacy's sheet of 2024-03.

PROTOCOL_FILE may name a JSON file with further protocols or corrections.
"""
import json
import os

from clinic.errors import NotFound

# per_m2: mg per square metre; auc: Calvert; flat: mg; cap: highest dose in mg.
BUILT_IN = {
    "AC": {
        "title": "Doxorubicin / cyclophosphamide",
        "sites": ["C50"],
        "interval_days": 21,
        "cycles": 4,
        "minutes": 120,
        "drugs": [
            {"name": "doxorubicin", "per_m2": 60},
            {"name": "cyclophosphamide", "per_m2": 600},
        ],
        "lab": ["CBC", "LIVER"],
    },
    "T-WEEKLY": {
        "title": "Paclitaxel weekly",
        "sites": ["C50"],
        "interval_days": 7,
        "cycles": 12,
        "minutes": 150,
        "drugs": [{"name": "paclitaxel", "per_m2": 80}],
        "lab": ["CBC"],
    },
    "FOLFOX6": {
        "title": "Oxaliplatin / folinic acid / fluorouracil",
        "sites": ["C18", "C19", "C20"],
        "interval_days": 14,
        "cycles": 12,
        "minutes": 240,
        "drugs": [
            {"name": "oxaliplatin", "per_m2": 85},
            {"name": "folinic acid", "per_m2": 400},
            {"name": "fluorouracil", "per_m2": 2800},
        ],
        "lab": ["CBC", "RENAL"],
    },
    "CARBO-PEM": {
        "title": "Carboplatin / pemetrexed",
        "sites": ["C34"],
        "interval_days": 21,
        "cycles": 4,
        "minutes": 120,
        "drugs": [
            {"name": "carboplatin", "auc": 5, "cap": 750},
            {"name": "pemetrexed", "per_m2": 500},
        ],
        "lab": ["CBC", "RENAL"],
        "min_clearance": 45,
    },
    "DOC": {
        "title": "Docetaxel",
        "sites": ["C61"],
        "interval_days": 21,
        "cycles": 6,
        "minutes": 90,
        "drugs": [{"name": "docetaxel", "per_m2": 75}],
        "lab": ["CBC", "LIVER"],
    },
    "R-CHOP": {
        "title": "Rituximab + CHOP",
        "sites": ["C83"],
        "interval_days": 21,
        "cycles": 6,
        "minutes": 300,
        "drugs": [
            {"name": "rituximab", "per_m2": 375},
            {"name": "cyclophosphamide", "per_m2": 750},
            {"name": "doxorubicin", "per_m2": 50},
            {"name": "vincristine", "per_m2": 1.4, "cap": 2},
            {"name": "prednisone", "flat": 100},
        ],
        "lab": ["CBC", "LIVER", "RENAL"],
    },
}

_table = None


def table():
    """All protocols; the file is read once per process."""
    global _table
    if _table is None:
        _table = dict(BUILT_IN)
        path = os.environ.get("PROTOCOL_FILE")
        if path:
            with open(path, encoding="utf-8") as handle:
                _table.update(json.load(handle))
    return _table


def get(name):
    try:
        return table()[name.upper()]
    except KeyError:
        raise NotFound("no such protocol")


def reload():
    global _table
    _table = None


def as_dict(name):
    protocol = get(name)
    return {
        "name": name.upper(),
        "title": protocol["title"],
        "sites": protocol["sites"],
        "interval_days": protocol["interval_days"],
        "cycles": protocol["cycles"],
        "minutes": protocol["minutes"],
        "drugs": [drug["name"] for drug in protocol["drugs"]],
        "lab": protocol["lab"],
    }
