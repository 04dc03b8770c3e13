"""Client of the insurers' clearing house (REST, replaced the EDI files in 2021)."""
import logging
import os

import requests

from clinic.utils import utcnow

log = logging.getLogger(__name__)

STATUS_MAP = {"OK": "accepted", "RECEIVED": "submitted", "PENDING": "submitted",
              "DENIED": "rejected", "INVALID": "rejected"}


class InsurerError(Exception):
    pass


def configured():
    return bool(os.environ.get("INSURER_URL"))


def _headers():
    return {"X-Clinic-Id": os.environ.get("INSURER_CLINIC_ID", "CL-0815"),
            "Accept": "application/json"}


def claim_payload(claim):
    from clinic.patients.models import Diagnosis
    from clinic.db import Session

    invoice = claim.invoice
    codes = (Session.query(Diagnosis.icd10).filter_by(patient_id=invoice.patient_id)
             .order_by(Diagnosis.id).all())
    return {
        "reference": "%s/%d" % (invoice.number, claim.id),
        "insurer": claim.insurer,
        "policy": claim.policy_no,
        "patient": {"mrn": invoice.patient.mrn,
                    "name": "%s %s" % (invoice.patient.first_name, invoice.patient.last_name)},
        "diagnoses": [c for (c,) in codes],
        "currency": invoice.currency,
        "amount": invoice.total_cents,
        "positions": [{"code": l.code, "qty": l.quantity, "unit": l.unit_cents}
                      for l in invoice.lines],
    }


def submit(claim):
    """Send a claim. Without INSURER_URL it stays queued for the nightly run."""
    base = os.environ.get("INSURER_URL")
    if not base:
        log.info("no insurer configured, claim %s stays queued", claim.id)
        return claim
    response = requests.post(base.rstrip("/") + "/claims", json=claim_payload(claim),
                             headers=_headers())
    if response.status_code >= 500:
        raise InsurerError("insurer answered %d" % response.status_code)
    data = response.json()
    claim.status = STATUS_MAP.get(data.get("status"), "submitted")
    claim.submitted_at = utcnow()
    return claim


def refresh(claim):
    base = os.environ.get("INSURER_URL")
    if not base or claim.status != "submitted":
        return claim
    ref = "%s/%d" % (claim.invoice.number, claim.id)
    response = requests.get(base.rstrip("/") + "/claims", params={"reference": ref},
                            headers=_headers())
    response.raise_for_status()
    claim.status = STATUS_MAP.get(response.json().get("status"), claim.status)
    return claim


# EDI file of the old clearing house. Kept until the last contract has run out.
def edi_segment(tag, *fields):
    return "%s+%s'" % (tag, "+".join(str(f).replace("+", "?+") for f in fields))


def edi_message(claim):
    invoice = claim.invoice
    parts = [edi_segment("UNH", invoice.number, "CLAIM:2"),
             edi_segment("INV", claim.policy_no, invoice.total_cents, invoice.currency)]
    for line in invoice.lines:
        parts.append(edi_segment("POS", line.code, line.quantity, line.unit_cents))
    parts.append(edi_segment("UNT", len(parts) + 1, invoice.number))
    return "\n".join(parts)
