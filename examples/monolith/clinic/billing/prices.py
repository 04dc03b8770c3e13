import json
import os
from functools import lru_cache

from clinic.errors import NotFound

PRICE_FILE = os.path.join(os.path.dirname(__file__), "prices.json")

# appointment.kind -> price code. Kinds are free text on old appointments,
# that is why there are several spellings.
KIND_CODES = {
    "consultation": "CONS-FOLLOW",
    "consult": "CONS-FOLLOW",
    "first": "CONS-FIRST",
    "first_visit": "CONS-FIRST",
    "intake": "CONS-FIRST",
    "followup": "CONS-FOLLOW",
    "follow-up": "CONS-FOLLOW",
    "follow_up": "CONS-FOLLOW",
    "blood_draw": "LAB-DRAW",
    "tumour_board": "BOARD",
    "chemo": "CHEMO-DAY",
    "chemotherapy": "CHEMO-DAY",
    "infusion": "CHEMO-DAY",
    "radiation": "RADIO-FRACTION",
    "radiotherapy": "RADIO-FRACTION",
    "imaging": "IMAGING",
    "scan": "IMAGING",
    "ct": "IMAGING",
}


@lru_cache(maxsize=1)
def price_list():
    """The price list only changes with a release, read it once per process."""
    with open(PRICE_FILE, encoding="utf-8") as fh:
        return json.load(fh)


@lru_cache(maxsize=256)
def price(code):
    item = price_list()["items"].get(code)
    if item is None:
        raise NotFound("no price for code %s" % code)
    return item


def tax_class(code):
    try:
        return price(code)["tax"]
    except NotFound:
        # codes that were dropped from the list still appear on old invoices
        return "exempt"


def code_for_kind(kind):
    return KIND_CODES.get((kind or "").strip().lower(), "PROC-OTHER")


def code_for_panel(panel):
    name = (panel or "").lower()
    if "gene" in name or "oncotype" in name or "brca" in name:
        return "LAB-GENE"
    if "tumor" in name or "tumour" in name or "marker" in name or name.startswith("ca"):
        return "LAB-TUMOR"
    return "LAB-BASE"


def surcharge(starts_at):
    """Factor for evening and weekend work."""
    factors = price_list()["surcharges"]
    if starts_at.weekday() >= 5:
        return factors["weekend"]
    if starts_at.hour >= 18:
        return factors["evening"]
    return "1"
