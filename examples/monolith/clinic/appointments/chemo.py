"""Chemo cycles: dose plan, safety checks and booking."""
from datetime import timedelta

from clinic.appointments import protocols
from clinic.appointments.models import Appointment, ChemoCycle
from clinic.appointments.services import prepare
from clinic.auth.services import audit
from clinic.db import Session, raw
from clinic.errors import Conflict, ValidationError
from clinic.lab.models import LabOrder
from clinic.patients.services import (
    body_surface_area,
    creatinine_clearance,
    get_patient,
)
from clinic.utils import parse_datetime, utcnow

# Treatment is held below these values (10^9/l).
MIN_NEUTROPHILS = 1.5
MIN_PLATELETS = 100
# Grade by which the dose is lowered between the hold limit and this limit.
LOW_NEUTROPHILS = 2.0
REDUCTION = 0.75

BSA_CAP = 2.2
CLEARANCE_CAP = 125.0

# Allergies that forbid a drug although the substance is named differently.
CROSS_REACTIONS = {
    "platinum": ("carboplatin", "oxaliplatin", "cisplatin"),
    "taxanes": ("paclitaxel", "docetaxel"),
    "polysorbate 80": ("docetaxel",),
    "cremophor": ("paclitaxel",),
}


def latest_value(patient_id, analyte):
    row = raw(
        "SELECT r.value AS value FROM lab_result r JOIN lab_order o ON o.id = r.order_id "
        "WHERE o.patient_id = :pid AND r.analyte = :analyte "
        "ORDER BY r.reported_at DESC, r.id DESC LIMIT 1",
        pid=patient_id,
        analyte=analyte,
    ).first()
    return None if row is None or row.value is None else float(row.value)


def round_dose(mg):
    """Steps the pharmacy can draw: 0.1 mg below 10, 5 mg below 500, else 10 mg."""
    if mg < 10:
        return round(mg, 1)
    step = 5 if mg < 500 else 10
    return float(int(mg / step + 0.5) * step)


def forbidden_drugs(patient, protocol):
    names = {drug["name"] for drug in protocol["drugs"]}
    hits = set()
    for allergy in patient.allergies:
        if allergy.substance in names:
            hits.add(allergy.substance)
        hits.update(names.intersection(CROSS_REACTIONS.get(allergy.substance, ())))
    return sorted(hits)


def plan(patient, protocol_name, day):
    """Doses of all drugs for one cycle; no checks of blood values."""
    protocol = protocols.get(protocol_name)
    if not patient.height_cm or not patient.weight_kg:
        raise Conflict("height and weight are needed")
    bsa = min(body_surface_area(patient.height_cm, patient.weight_kg), BSA_CAP)

    clearance = None
    creatinine = latest_value(patient.id, "creatinine")
    if creatinine:
        clearance = creatinine_clearance(patient, creatinine, day)

    neutrophils = latest_value(patient.id, "neutrophils")
    factor = 1.0
    if neutrophils is not None and MIN_NEUTROPHILS <= neutrophils < LOW_NEUTROPHILS:
        factor = REDUCTION

    drugs = []
    for drug in protocol["drugs"]:
        if "auc" in drug:
            if clearance is None:
                raise Conflict("creatinine is needed for " + drug["name"])
            dose = drug["auc"] * (min(clearance, CLEARANCE_CAP) + 25)
        elif "per_m2" in drug:
            dose = drug["per_m2"] * bsa
        else:
            dose = drug["flat"]
        dose *= factor
        capped = "cap" in drug and dose > drug["cap"]
        if capped:
            dose = drug["cap"]
        drugs.append({"name": drug["name"], "dose_mg": round_dose(dose), "capped": capped})
    return {
        "protocol": protocol_name.upper(),
        "bsa_m2": bsa,
        "clearance": clearance,
        "factor": factor,
        "drugs": drugs,
    }


def safety_problems(patient, protocol):
    problems = []
    for name in forbidden_drugs(patient, protocol):
        problems.append("allergy: " + name)
    neutrophils = latest_value(patient.id, "neutrophils")
    if neutrophils is not None and neutrophils < MIN_NEUTROPHILS:
        problems.append("neutrophils %.1f" % neutrophils)
    platelets = latest_value(patient.id, "platelets")
    if platelets is not None and platelets < MIN_PLATELETS:
        problems.append("platelets %.0f" % platelets)
    if protocol.get("min_clearance"):
        creatinine = latest_value(patient.id, "creatinine")
        if creatinine:
            clearance = creatinine_clearance(patient, creatinine, utcnow().date())
            if clearance < protocol["min_clearance"]:
                problems.append("creatinine clearance %.0f" % clearance)
    sites = [d.icd10[:3] for d in patient.diagnoses]
    if not set(sites) & set(protocol["sites"]):
        problems.append("no matching diagnosis")
    return problems


def cycles_of(patient_id):
    return (
        Session.query(ChemoCycle)
        .join(Appointment, Appointment.id == ChemoCycle.appointment_id)
        .filter(ChemoCycle.patient_id == patient_id)
        .filter(Appointment.status != "cancelled")
        .order_by(ChemoCycle.protocol, ChemoCycle.cycle_no)
        .all()
    )


def book_cycle(data, user):
    """Appointment, cycle and blood count order, all or nothing."""
    name = (data.get("protocol") or "").upper()
    if name not in protocols.table():
        raise ValidationError({"protocol": "one of " + ", ".join(sorted(protocols.table()))})
    protocol = protocols.get(name)
    patient = get_patient(int(data.get("patient_id") or 0))

    problems = safety_problems(patient, protocol)
    if problems and not (data.get("override") and user.role == "physician"):
        raise Conflict("treatment is held", problems=problems)

    done = [c for c in cycles_of(patient.id) if c.protocol == name]
    cycle_no = len(done) + 1
    if cycle_no > protocol["cycles"]:
        raise Conflict("protocol is complete", cycles=protocol["cycles"])

    try:
        start = parse_datetime(data.get("starts_at"))
    except (TypeError, ValueError):
        raise ValidationError({"starts_at": "not a time"})
    if start is None:
        raise ValidationError({"starts_at": "required"})
    if done:
        earliest = done[-1].appointment.starts_at + timedelta(days=protocol["interval_days"] - 1)
        if start.date() < earliest.date():
            raise Conflict("too early for the next cycle", earliest=earliest.date().isoformat())

    doses = plan(patient, name, start.date())
    appointment = prepare(
        {
            "patient_id": patient.id,
            "physician_id": data.get("physician_id") or patient.primary_physician_id,
            "room_id": data.get("room_id"),
            "starts_at": start,
            "minutes": protocol["minutes"],
            "kind": "chemo",
            "notes": "%s cycle %d" % (name, cycle_no),
        }
    )
    cycle = ChemoCycle(
        patient_id=patient.id,
        appointment_id=appointment.id,
        protocol=name,
        cycle_no=cycle_no,
        dose_mg=doses["drugs"][0]["dose_mg"],
    )
    Session.add(cycle)
    orders = []
    for panel in protocol["lab"]:
        order = LabOrder(patient_id=patient.id, ordered_by_id=user.id,
                         appointment_id=appointment.id, panel=panel, status="open",
                         created_at=utcnow())
        Session.add(order)
        orders.append(order)
    audit("chemo.booked", "%s %s %d" % (patient.mrn, name, cycle_no))
    if problems:
        audit("chemo.override", "%s %s" % (patient.mrn, "; ".join(problems)))
    Session.commit()
    return appointment, cycle, orders, doses
