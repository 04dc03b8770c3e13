"""Demo data of billing, documents, notifications and reports."""
import hashlib
import io
from datetime import date, datetime, timedelta

from clinic.appointments.models import Appointment
from clinic.billing import service as billing_service
from clinic.billing.models import InsuranceClaim, Invoice, Payment
from clinic.documents import storage
from clinic.documents.models import Document, DocumentTag, ShareLink
from clinic.notifications.models import Notification, NotificationPreference
from clinic.patients.models import Patient
from clinic.reports.models import ReportRun

# patient, appointments, extra codes, day of issue (None: draft)
INVOICES = [
    (9, (12, 13), (), date(2026, 3, 6)),
    (10, (14,), ("CERT",), date(2026, 3, 9)),
    (11, (16,), (), date(2026, 3, 9)),
    (7, (9, 10), ("DRUG-TAKEHOME",), date(2026, 3, 10)),
    (6, (8,), ("COPY",), date(2026, 2, 27)),
    (8, (11,), (), None),
]

# invoice, cents (None: all), method, reference, day
PAYMENTS = [
    (2, None, "card", "terminal 1", datetime(2026, 3, 11, 10, 15)),
    (4, 20000, "transfer", "SEPA 20260316", datetime(2026, 3, 16, 6, 0)),
]

# patient, uploaded by, title, file name, type, tags, day
DOCUMENTS = [
    (1, 2, "Consent chemotherapy", "consent-chemo.txt", "text/plain",
     ("consent", "signed"), datetime(2026, 3, 2, 8, 50)),
    (1, 2, "CT abdomen", "ct-abdomen.pdf", "application/pdf",
     ("imaging", "ct"), datetime(2026, 2, 20, 14, 5)),
    (2, 2, "Histology mamma left", "histology.txt", "text/plain",
     ("pathology",), datetime(2026, 1, 15, 11, 30)),
    (2, 3, "Discharge letter", "letter.txt", "text/plain",
     ("letter",), datetime(2026, 3, 3, 9, 0)),
    (7, 5, "Blood values before cycle 1", "values.csv", "text/csv",
     ("lab", "chemo"), datetime(2026, 3, 3, 9, 45)),
    (9, 3, "Patient decree", "decree.txt", "text/plain",
     ("consent",), datetime(2026, 3, 4, 9, 10)),
]

TEXTS = {
    "consent-chemo.txt": b"I agree to the chemotherapy after FOLFOX6.\nBerlin, 2026-03-02\n",
    "histology.txt": b"Invasive ductal carcinoma, G2, ER 90 %, PR 70 %, HER2 negative.\n",
    "letter.txt": b"Dear colleague,\n\nthank you for the referral.\n",
    "values.csv": b"analyte;value\nhemoglobin;12.2\nleukocytes;3.1\n",
    "decree.txt": b"Patient decree, deposited at the front desk.\n",
}


def seed_invoices(session):
    for patient_id, appointment_ids, codes, issued_on in INVOICES:
        year = issued_on.year if issued_on else 2026
        invoice = Invoice(patient_id=patient_id, number=billing_service.next_number(year),
                          status="draft", currency="EUR")
        session.add(invoice)
        for appointment_id in appointment_ids:
            appointment = session.get(Appointment, appointment_id)
            billing_service.appointment_lines(invoice, appointment)
            appointment.billed = True
        for code in codes:
            billing_service.add_line(invoice, code)
        billing_service.recalculate(invoice)
        if issued_on:
            billing_service.issue(invoice, issued_on)
        session.flush()
    for invoice_id, cents, method, reference, received_at in PAYMENTS:
        invoice = session.get(Invoice, invoice_id)
        invoice.payments.append(Payment(cents=cents or invoice.total_cents, method=method,
                                        reference=reference, received_at=received_at))
        if invoice.open_cents == 0:
            invoice.status = "paid"
    session.add(InsuranceClaim(invoice_id=3, insurer="Nordkasse", policy_no="NK-88123",
                               status="queued"))
    session.flush()


def seed_documents(session):
    from clinic.billing.pdf import build

    for patient_id, user_id, title, filename, content_type, tags, created in DOCUMENTS:
        data = TEXTS.get(filename) or build([title, created.date().isoformat()])
        path, size, digest = storage.save_stream(io.BytesIO(data), "." + filename.split(".")[-1])
        assert digest == hashlib.sha256(data).hexdigest()
        session.add(Document(
            patient_id=patient_id, uploaded_by_id=user_id, title=title, filename=filename,
            content_type=content_type, size=size, sha256=digest, storage_path=path,
            created_at=created, tags=[DocumentTag(tag=t) for t in tags]))
        session.flush()
    session.add(ShareLink(document_id=4, token="demo-share-letter", downloads=0,
                          expires_at=datetime(2099, 12, 31)))
    session.add(ShareLink(document_id=3, token="demo-share-expired", downloads=2,
                          expires_at=datetime(2026, 2, 1)))
    session.flush()


def seed_notifications(session):
    start = datetime(2026, 3, 2, 7, 0)
    subjects = ["Welcome", "New duty roster", "Lab result with flags: CBC", "Maintenance tonight"]
    for user_id in (1, 2, 3):
        for n, subject in enumerate(subjects):
            session.add(Notification(
                user_id=user_id, channel="inapp", subject=subject, body="See the intranet.\n",
                status="read" if n == 0 else "sent", created_at=start + timedelta(hours=n),
                sent_at=start + timedelta(hours=n)))
            session.flush()
    patient = session.get(Patient, 10)
    session.add(Notification(patient_id=patient.id, channel="email",
                             subject="Your invoice CL-2026-0002", body="Dear Kim Sträter\n",
                             status="sent", created_at=start, sent_at=start))
    session.add(NotificationPreference(user_id=3, channel="email", enabled=False))
    session.flush()


def seed_reports(session):
    session.add(ReportRun(name="revenue", requested_by_id=4, parameters='{"year": "2025"}',
                          status="failed", created_at=datetime(2026, 1, 2, 5, 0)))
    session.flush()


def seed_more(session):
    """Deterministic, without commit; clinic.seed commits."""
    seed_invoices(session)
    seed_documents(session)
    seed_notifications(session)
    seed_reports(session)
