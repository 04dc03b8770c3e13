"""Demo data: python -m clinic.seed

Fixed dates and ids, so that screenshots and tests stay the same.
"""
from datetime import date, datetime

from werkzeug.security import generate_password_hash

from clinic.appointments.models import Appointment, ChemoCycle, Room
from clinic.auth.models import ApiToken, AuditEvent, User
from clinic.db import Session, init_db
from clinic.lab import ranges
from clinic.lab.models import LabOrder, LabResult
from clinic.patients.models import Allergy, Diagnosis, Patient
from clinic.patients.staging import stage_group
from clinic.seed_more import seed_more

CREATED = datetime(2026, 1, 5, 8, 0)

USERS = [
    ("admin@clinic.example", "Andrea König", "admin", "Nordstadt"),
    ("dr.weber@clinic.example", "Dr. Jürgen Weber", "physician", "Nordstadt"),
    ("nurse@clinic.example", "Nora Schäfer", "nurse", "Nordstadt"),
    ("billing@clinic.example", "Björn Krüger", "billing", "Suedpark"),
    ("lab@clinic.example", "Lale Yıldız", "lab", "Nordstadt"),
    ("dr.oezdemir@clinic.example", "Dr. Ayşe Özdemir", "physician", "Suedpark"),
]

# first, last, birth, sex, phone, email, height, weight, physician
PATIENTS = [
    ("Jörg", "Müßig", date(1951, 3, 14), "m", "+49 30 5550101", "j.muessig@mail.example", 178, 84.5, 2),
    ("Zoë", "Bäcker", date(1968, 7, 2), "f", "+49 30 5550102", "zoe.baecker@mail.example", 165, 61.0, 2),
    ("Hans-Peter", "Grün", date(1944, 11, 23), "m", "+49 30 5550103", None, 172, 70.2, 2),
    ("Renée", "Dübel", date(1975, 1, 9), "f", None, "renee.duebel@mail.example", 170, 68.4, 6),
    ("Mehmet", "Çelik", date(1959, 5, 30), "m", "+49 30 5550105", "m.celik@mail.example", 181, 96.0, 6),
    ("Łucja", "Nowak", date(1983, 9, 17), "f", "+49 30 5550106", "lucja.nowak@mail.example", 160, 55.3, 2),
    ("Søren", "Jørgensen", date(1962, 12, 1), "m", "+49 30 5550107", None, 190, 102.0, 6),
    ("Anna", "Weiß", date(1990, 2, 28), "f", "+49 30 5550108", "anna.weiss@mail.example", 168, 59.9, 2),
    ("Friedrich", "Löwe", date(1938, 6, 11), "m", None, None, 169, 66.0, 2),
    ("Kim", "Sträter", date(1996, 4, 19), "d", "+49 30 5550110", "kim@mail.example", 174, 72.5, 6),
    ("Gisela", "Fröhlich", date(1949, 8, 8), "f", "+49 30 5550111", None, None, None, 6),
    ("Otto", "Altmann", date(1931, 10, 31), "m", None, None, 171, 64.0, None),
]

ALLERGIES = [
    (1, "penicillin", "moderate"),
    (2, "taxanes", "severe"),
    (5, "latex", "mild"),
    (5, "platinum", "severe"),
    (8, "iodine", "mild"),
]

DIAGNOSES = [
    (1, "C18.7", "T3", "N1a", "M0", date(2026, 1, 12)),
    (2, "C50.4", "T2", "N1", "M0", date(2025, 11, 20)),
    (3, "C61", "T3a", "N0", "M0", date(2025, 9, 3)),
    (4, "C50.9", "T1", "N0", "M0", date(2026, 1, 28)),
    (5, "C34.1", "T2a", "N2", "M0", date(2026, 2, 2)),
    (6, "C50.2", "Tis", "N0", "M0", date(2026, 2, 9)),
    (7, "C34.3", "T4", "N2", "M1b", date(2025, 12, 15)),
    (8, "C83.3", None, None, None, date(2026, 2, 16)),
    (9, "C20", "T4b", "N2", "M0", date(2025, 10, 6)),
    (11, "C18.2", "TX", "N0", "M0", date(2026, 3, 2)),
    (3, "C79.5", None, None, None, date(2026, 3, 9)),
]

ROOMS = [("Sprechzimmer 1", 1), ("Sprechzimmer 2", 1), ("Infusionsraum", 6), ("Blutabnahme", 2),
         ("Gerätezimmer", 1)]

# patient, physician, room, start, minutes, kind, status
APPOINTMENTS = [
    (1, 2, 1, datetime(2026, 3, 2, 8, 0), 45, "first_visit", "done"),
    (2, 2, 1, datetime(2026, 3, 2, 9, 0), 20, "follow_up", "done"),
    (2, 2, 3, datetime(2026, 3, 2, 10, 0), 120, "chemo", "done"),
    (3, 2, 1, datetime(2026, 3, 2, 10, 0), 20, "follow_up", "done"),
    (4, 6, 2, datetime(2026, 3, 2, 9, 0), 45, "first_visit", "done"),
    (5, 6, 2, datetime(2026, 3, 2, 10, 0), 20, "follow_up", "cancelled"),
    (1, 2, 3, datetime(2026, 3, 3, 8, 0), 240, "chemo", "done"),
    (6, 2, 1, datetime(2026, 3, 3, 8, 0), 45, "first_visit", "done"),
    (7, 6, 2, datetime(2026, 3, 3, 9, 30), 20, "follow_up", "done"),
    (7, 6, 3, datetime(2026, 3, 3, 10, 0), 120, "chemo", "done"),
    (8, 2, 1, datetime(2026, 3, 4, 8, 30), 45, "first_visit", "done"),
    (9, 2, 1, datetime(2026, 3, 4, 9, 30), 20, "follow_up", "done"),
    (9, 2, 5, datetime(2026, 3, 4, 10, 0), 30, "imaging", "done"),
    (10, 6, 2, datetime(2026, 3, 4, 13, 0), 45, "first_visit", "done"),
    (3, 2, 4, datetime(2026, 3, 5, 8, 0), 10, "blood_draw", "done"),
    (11, 6, 2, datetime(2026, 3, 5, 8, 0), 45, "first_visit", "done"),
    (5, 6, 2, datetime(2026, 3, 5, 9, 0), 15, "tumour_board", "done"),
    (1, 2, 3, datetime(2026, 3, 17, 8, 0), 240, "chemo", "done"),
    (2, 2, 3, datetime(2026, 3, 23, 10, 0), 120, "chemo", "arrived"),
    (3, 2, 1, datetime(2026, 3, 23, 8, 0), 20, "follow_up", "arrived"),
    (4, 6, 2, datetime(2026, 3, 23, 9, 0), 20, "follow_up", "booked"),
    (6, 2, 1, datetime(2026, 3, 23, 9, 0), 20, "follow_up", "booked"),
    (7, 6, 3, datetime(2026, 3, 24, 10, 0), 120, "chemo", "booked"),
    (8, 2, 1, datetime(2026, 3, 24, 8, 30), 20, "follow_up", "booked"),
    (9, 2, 1, datetime(2026, 3, 24, 9, 30), 20, "follow_up", "cancelled"),
    (10, 6, 2, datetime(2026, 3, 25, 8, 0), 20, "follow_up", "booked"),
    (11, 6, 5, datetime(2026, 3, 25, 11, 0), 30, "imaging", "booked"),
    (5, 6, 2, datetime(2026, 3, 26, 9, 0), 20, "follow_up", "booked"),
    (1, 2, 4, datetime(2026, 3, 30, 8, 0), 10, "blood_draw", "booked"),
    (3, 2, 1, datetime(2026, 4, 7, 8, 0), 20, "follow_up", "booked"),
]

# patient, appointment, protocol, cycle, dose of the lead drug
CYCLES = [
    (2, 3, "AC", 1, 100.0),
    (1, 7, "FOLFOX6", 1, 175.0),
    (7, 10, "CARBO-PEM", 1, 580.0),
    (1, 18, "FOLFOX6", 2, 175.0),
    (2, 19, "AC", 2, 100.0),
    (7, 23, "CARBO-PEM", 2, 580.0),
]

# patient, ordered by, appointment, panel, status, created, values
ORDERS = [
    (1, 2, 1, "CBC", "reported", datetime(2026, 3, 2, 8, 40), (13.1, 6.2, 3.9, 230)),
    (1, 2, 7, "RENAL", "reported", datetime(2026, 3, 3, 7, 50), (1.0, 4.4, 140, 33)),
    (2, 2, 3, "CBC", "reported", datetime(2026, 3, 2, 9, 30), (11.6, 4.4, 2.4, 188)),
    (2, 2, 3, "LIVER", "reported", datetime(2026, 3, 2, 9, 30), (31, 28, 0.6)),
    (3, 2, 15, "TUMOUR", "partial", datetime(2026, 3, 5, 8, 0), (None, None, None, 11.8)),
    (4, 6, 5, "CBC", "reported", datetime(2026, 3, 2, 9, 50), (13.0, 7.1, 4.6, 301)),
    (5, 6, None, "RENAL", "reported", datetime(2026, 3, 5, 9, 0), (1.6, 5.4, 137, 48)),
    (5, 6, None, "CBC", "reported", datetime(2026, 3, 5, 9, 0), (12.8, 5.1, 2.9, 260)),
    (7, 6, 10, "CBC", "reported", datetime(2026, 3, 3, 9, 0), (12.2, 3.1, 1.2, 96)),
    (7, 6, 10, "RENAL", "reported", datetime(2026, 3, 3, 9, 0), (1.1, 4.0, 139, 30)),
    (9, 2, 12, "TUMOUR", "partial", datetime(2026, 3, 4, 9, 40), (None, 44.0, 18.6, None)),
    (8, 2, 11, "CBC", "open", datetime(2026, 3, 4, 9, 0), ()),
    (2, 2, 19, "CBC", "open", datetime(2026, 3, 20, 11, 0), ()),
    (7, 6, 23, "CBC", "open", datetime(2026, 3, 20, 11, 5), ()),
    (9, 2, 25, "RENAL", "cancelled", datetime(2026, 3, 20, 12, 0), ()),
]

# Order of the values above.
COLUMNS = {
    "CBC": ("hemoglobin", "leukocytes", "neutrophils", "platelets"),
    "LIVER": ("alt", "ast", "bilirubin"),
    "RENAL": ("creatinine", "potassium", "sodium", "urea"),
    "TUMOUR": ("ca15-3", "ca19-9", "cea", "psa"),
}


def seed_users():
    password_hash = generate_password_hash("secret", method="pbkdf2:sha256:1000")
    for email, name, role, site in USERS:
        Session.add(User(email=email, name=name, role=role, site=site, is_active=True,
                         password_hash=password_hash))
        Session.flush()
    Session.add(ApiToken(user_id=5, token="demo-token-analyser", label="analyser 1",
                         created_at=CREATED))
    Session.add(AuditEvent(user_id=1, action="seed", subject="demo data", at=CREATED))


def seed_patients():
    for number, row in enumerate(PATIENTS, 1):
        first, last, birth, sex, phone, email, height, weight, physician = row
        Session.add(Patient(
            mrn="OC-%06d" % (100 + number), first_name=first, last_name=last, birth_date=birth,
            sex=sex, phone=phone, email=email, height_cm=height, weight_kg=weight,
            primary_physician_id=physician, created_at=CREATED, archived=last == "Altmann",
        ))
        Session.flush()
    for patient_id, substance, severity in ALLERGIES:
        Session.add(Allergy(patient_id=patient_id, substance=substance, severity=severity))
        Session.flush()
    for patient_id, icd10, t, n, m, day in DIAGNOSES:
        stage = stage_group(icd10, t, n, m) if t and n and m else None
        Session.add(Diagnosis(patient_id=patient_id, icd10=icd10, t=t, n=n, m=m, stage=stage,
                              diagnosed_on=day))
        Session.flush()


def seed_appointments():
    for name, capacity in ROOMS:
        Session.add(Room(name=name, capacity=capacity))
        Session.flush()
    for patient_id, physician_id, room_id, start, minutes, kind, status in APPOINTMENTS:
        Session.add(Appointment(
            patient_id=patient_id, physician_id=physician_id, room_id=room_id, starts_at=start,
            minutes=minutes, kind=kind, status=status, billed=False,
        ))
        Session.flush()
    for patient_id, appointment_id, protocol, cycle_no, dose in CYCLES:
        appointment = Session.get(Appointment, appointment_id)
        given = appointment.ends_at if appointment.status == "done" else None
        appointment.notes = "%s cycle %d" % (protocol, cycle_no)
        Session.add(ChemoCycle(patient_id=patient_id, appointment_id=appointment_id,
                               protocol=protocol, cycle_no=cycle_no, dose_mg=dose,
                               given_at=given))
        Session.flush()


def seed_lab():
    for patient_id, user_id, appointment_id, panel, status, created, values in ORDERS:
        order = LabOrder(patient_id=patient_id, ordered_by_id=user_id, panel=panel,
                         appointment_id=appointment_id, status=status, created_at=created)
        Session.add(order)
        Session.flush()
        patient = Session.get(Patient, patient_id)
        age = patient.age_on(created.date())
        for analyte, value in zip(COLUMNS[panel], values):
            if value is None:
                continue
            low, high = ranges.reference(analyte, patient.sex, age)
            Session.add(LabResult(
                order_id=order.id, analyte=analyte, value=value,
                unit=ranges.definition(analyte)["unit"], ref_low=low, ref_high=high,
                flag=ranges.flag(analyte, value, low, high), reported_at=created,
            ))
            Session.flush()


def seed():
    """Create tables and demo data; does nothing when there are users."""
    init_db()
    if Session.query(User).count():
        return False
    seed_users()
    seed_patients()
    seed_appointments()
    seed_lab()
    seed_more(Session)
    Session.commit()
    return True


if __name__ == "__main__":
    print("seeded" if seed() else "database is not empty, nothing done")
