"""Rules of patient master data, diagnoses and body measures."""
from __future__ import annotations

import math
import re
from datetime import date

from sqlalchemy import func, or_, select

from clinic.appointments.services import next_appointment, open_appointments
from clinic.auth.models import User
from clinic.auth.services import audit
from clinic.db import Session, raw
from clinic.errors import Conflict, NotFound, ValidationError
from clinic.patients import staging
from clinic.patients.models import SEVERITIES, SEXES, Allergy, Diagnosis, Patient
from clinic.utils import parse_date, utcnow

ICD10_RE = re.compile(r"^[A-Z]\d{2}(\.\d{1,2})?$")
PHONE_RE = re.compile(r"^\+?[\d /()-]{5,40}$")
EMAIL_RE = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")

EDITABLE = (
    "first_name", "last_name", "birth_date", "sex", "phone", "email",
    "height_cm", "weight_kg", "primary_physician_id",
)
REQUIRED = ("first_name", "last_name", "birth_date", "sex")

# Doses are recalculated when the weight moves by more than this.
WEIGHT_CHANGE_LIMIT = 0.10


def get_patient(patient_id: int) -> Patient:
    patient = Session.get(Patient, patient_id)
    if patient is None:
        raise NotFound("no such patient")
    return patient


def get_by_mrn(mrn: str) -> Patient:
    patient = Session.scalar(select(Patient).where(Patient.mrn == mrn))
    if patient is None:
        raise NotFound("no such patient")
    return patient


def search(text: str = "", physician_id: int | None = None, archived: bool = False,
           icd10: str | None = None):
    query = select(Patient).where(Patient.archived.is_(archived))
    text = (text or "").strip()
    if text:
        like = "%" + text.replace("%", "").lower() + "%"
        query = query.where(
            or_(
                func.lower(Patient.last_name).like(like),
                func.lower(Patient.first_name).like(like),
                func.lower(Patient.mrn).like(like),
            )
        )
    if physician_id:
        query = query.where(Patient.primary_physician_id == physician_id)
    if icd10:
        query = query.where(Patient.diagnoses.any(Diagnosis.icd10.startswith(icd10.upper())))
    return query.order_by(Patient.last_name, Patient.first_name, Patient.id)


def next_mrn() -> str:
    last = raw("SELECT max(mrn) AS mrn FROM patient").one().mrn
    number = int(last[3:]) + 1 if last else 1
    return "OC-%06d" % number


def _number(value, low, high):
    """float in [low, high]; accepts the German decimal comma."""
    if value in (None, ""):
        return None
    number = float(str(value).replace(",", "."))
    if math.isnan(number) or not low <= number <= high:
        raise ValueError("between %g and %g" % (low, high))
    return number


def clean(data, partial: bool = False) -> dict:
    """Validated values of EDITABLE; ValidationError names every bad field."""
    values, problems = {}, {}
    for field in EDITABLE:
        if field not in data:
            if field in REQUIRED and not partial:
                problems[field] = "required"
            continue
        value = data[field]
        if isinstance(value, str):
            value = value.strip()
        try:
            if field in ("first_name", "last_name"):
                if not value:
                    raise ValueError("required")
                value = re.sub(r"\s+", " ", str(value))[:80]
            elif field == "birth_date":
                value = parse_date(value)
                if value is None:
                    raise ValueError("required")
                if value > utcnow().date():
                    raise ValueError("in the future")
                if value.year < 1900:
                    raise ValueError("before 1900")
            elif field == "sex":
                if value not in SEXES:
                    raise ValueError("one of " + ", ".join(SEXES))
            elif field == "phone":
                if value and not PHONE_RE.match(value):
                    raise ValueError("not a phone number")
                value = value or None
            elif field == "email":
                if value and not EMAIL_RE.match(value):
                    raise ValueError("not an address")
                value = value.lower() if value else None
            elif field == "height_cm":
                value = _number(value, 40, 230)
            elif field == "weight_kg":
                value = _number(value, 2, 350)
            elif field == "primary_physician_id":
                value = _physician_id(value)
        except (TypeError, ValueError) as exc:
            problems[field] = str(exc)
            continue
        values[field] = value
    if problems:
        raise ValidationError(problems)
    return values


def _physician_id(value):
    if value in (None, ""):
        return None
    user = Session.get(User, int(value))
    if user is None or user.role != "physician":
        raise ValueError("not a physician")
    return user.id


def create_patient(data) -> Patient:
    values = clean(data)
    duplicate = Session.scalar(
        select(Patient).where(
            func.lower(Patient.last_name) == values["last_name"].lower(),
            func.lower(Patient.first_name) == values["first_name"].lower(),
            Patient.birth_date == values["birth_date"],
        )
    )
    if duplicate is not None:
        raise Conflict("patient exists", mrn=duplicate.mrn)
    patient = Patient(mrn=next_mrn(), created_at=utcnow(), archived=False, **values)
    Session.add(patient)
    Session.flush()
    audit("patient.created", patient.mrn)
    Session.commit()
    return patient


def update_patient(patient: Patient, data) -> list[str]:
    """Apply the changes; returns warnings for the user."""
    if patient.archived:
        raise Conflict("patient is archived")
    values = clean(data, partial=True)
    warnings = []
    new_weight = values.get("weight_kg")
    if new_weight and patient.weight_kg:
        change = abs(new_weight - patient.weight_kg) / patient.weight_kg
        if change > WEIGHT_CHANGE_LIMIT:
            warnings.append("weight changed by %d %%, check planned doses" % round(change * 100))
    for key, value in values.items():
        setattr(patient, key, value)
    Session.commit()
    return warnings


def archive(patient: Patient) -> None:
    pending = open_appointments(patient.id)
    if pending:
        raise Conflict("patient has open appointments", open=len(pending))
    patient.archived = True
    Session.commit()


def add_allergy(patient: Patient, data) -> Allergy:
    substance = (data.get("substance") or "").strip().lower()
    severity = data.get("severity") or "moderate"
    problems = {}
    if not substance:
        problems["substance"] = "required"
    if severity not in SEVERITIES:
        problems["severity"] = "one of " + ", ".join(SEVERITIES)
    if problems:
        raise ValidationError(problems)
    for known in patient.allergies:
        if known.substance == substance:
            raise Conflict("allergy is known", id=known.id)
    allergy = Allergy(patient_id=patient.id, substance=substance[:80], severity=severity)
    Session.add(allergy)
    Session.flush()
    audit("allergy.added", "%s %s" % (patient.mrn, substance))
    Session.commit()
    return allergy


def remove_allergy(patient: Patient, allergy_id: int) -> None:
    allergy = Session.get(Allergy, allergy_id)
    if allergy is None or allergy.patient_id != patient.id:
        raise NotFound("no such allergy")
    audit("allergy.removed", "%s %s" % (patient.mrn, allergy.substance))
    Session.delete(allergy)
    Session.commit()


def add_diagnosis(patient: Patient, data) -> Diagnosis:
    problems = {}
    icd10 = (data.get("icd10") or "").strip().upper()
    if not ICD10_RE.match(icd10):
        problems["icd10"] = "like C50.4"
    parts = {}
    for key, allowed in (("t", staging.T_RE), ("n", staging.N_RE), ("m", staging.M_RE)):
        if not data.get(key):
            parts[key] = None
            continue
        try:
            parts[key] = staging.normalise(str(data[key]), allowed)
        except ValueError as exc:
            problems[key] = str(exc)
    try:
        diagnosed_on = parse_date(data.get("diagnosed_on")) or utcnow().date()
        if diagnosed_on < patient.birth_date:
            problems["diagnosed_on"] = "before birth"
    except ValueError:
        problems["diagnosed_on"] = "not a date"
        diagnosed_on = None
    if problems:
        raise ValidationError(problems)
    stage = None
    if all(parts.values()):
        stage = staging.stage_group(icd10, parts["t"], parts["n"], parts["m"])
    diagnosis = Diagnosis(patient_id=patient.id, icd10=icd10, stage=stage,
                          diagnosed_on=diagnosed_on, **parts)
    Session.add(diagnosis)
    Session.flush()
    audit("diagnosis.added", "%s %s" % (patient.mrn, icd10))
    Session.commit()
    return diagnosis


# -- body measures ----------------------------------------------------------


def body_surface_area(height_cm: float, weight_kg: float) -> float:
    """Mosteller, in square metres, two decimals."""
    return round(math.sqrt(height_cm * weight_kg / 3600.0), 2)


def body_mass_index(height_cm: float, weight_kg: float) -> float:
    return round(weight_kg / (height_cm / 100.0) ** 2, 1)


def creatinine_clearance(patient: Patient, creatinine_mg_dl: float, day: date) -> float:
    """Cockcroft-Gault in ml/min."""
    clearance = (140 - patient.age_on(day)) * patient.weight_kg / (72.0 * creatinine_mg_dl)
    if patient.sex == "f":
        clearance *= 0.85
    return round(clearance, 1)


def measures(patient: Patient) -> dict:
    if not patient.height_cm or not patient.weight_kg:
        raise Conflict("height and weight are needed")
    return {
        "height_cm": patient.height_cm,
        "weight_kg": patient.weight_kg,
        "bsa_m2": body_surface_area(patient.height_cm, patient.weight_kg),
        "bmi": body_mass_index(patient.height_cm, patient.weight_kg),
    }


def overview(patient: Patient, now=None) -> dict:
    """What the patient page shows besides master data."""
    upcoming = next_appointment(patient.id, now or utcnow())
    rows = raw(
        "SELECT o.panel, r.analyte, r.value, r.unit, r.flag, r.reported_at "
        "FROM lab_result r JOIN lab_order o ON o.id = r.order_id "
        "WHERE o.patient_id = :pid AND r.flag <> '' "
        "ORDER BY r.id DESC LIMIT 8",
        pid=patient.id,
    ).all()
    return {
        "next": upcoming,
        "flagged": rows,
        "measures": measures(patient) if patient.height_cm and patient.weight_kg else None,
    }


def du_bois(height_cm, weight_kg):
    """Old formula, the pharmacy moved to Mosteller in 2020."""
    return round(0.007184 * height_cm ** 0.725 * weight_kg ** 0.425, 2)
