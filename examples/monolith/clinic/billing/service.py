"""Invoice rules. Used by the views, the nightly jobs and the seed."""
import logging
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from clinic.billing import prices
from clinic.billing.models import InsuranceClaim, Invoice, InvoiceLine, Payment
from clinic.billing.money import apply_factor, show, tax_on, tax_rate
from clinic.db import Session, raw
from clinic.errors import ClinicError, Conflict, NotFound
from clinic.utils import get_setting, utcnow

log = logging.getLogger(__name__)

PAYMENT_METHODS = ("transfer", "card", "cash", "insurance")

# days overdue -> stage. Stage 3 goes to the collection agency by hand.
DUNNING_STAGES = ((7, 1), (21, 2), (45, 3))


def next_number(year):
    """CL-2026-0001. Gaps are not allowed, so count inside the transaction."""
    prefix = "CL-%d-" % year
    last = raw("SELECT MAX(number) FROM invoice WHERE number LIKE :p", p=prefix + "%").scalar()
    serial = int(last.rsplit("-", 1)[1]) + 1 if last else 1
    return "%s%04d" % (prefix, serial)


def get_invoice(invoice_id):
    invoice = Session.get(Invoice, invoice_id)
    if invoice is None:
        raise NotFound("invoice %s not found" % invoice_id)
    return invoice


def add_line(invoice, code, quantity=1, factor="1", appointment_id=None,
             lab_order_id=None, text=None):
    item = prices.price(code)
    unit = apply_factor(item["cents"], factor)
    description = text or item["text"]
    if Decimal(str(factor)) != 1:
        description += " (x %s)" % factor
    line = InvoiceLine(code=code, description=description, quantity=quantity,
                       unit_cents=unit, appointment_id=appointment_id,
                       lab_order_id=lab_order_id)
    invoice.lines.append(line)
    return line


def tax_summary(invoice):
    """Net and tax per tax class. Tax is rounded per class, not per line."""
    net = defaultdict(int)
    for line in invoice.lines:
        net[prices.tax_class(line.code)] += line.net_cents
    rows = []
    for name in sorted(net):
        rows.append({"tax_class": name, "rate": str(tax_rate(name)),
                     "net_cents": net[name], "tax_cents": tax_on(net[name], name)})
    return rows


def recalculate(invoice):
    invoice.total_cents = sum(r["net_cents"] + r["tax_cents"] for r in tax_summary(invoice))
    return invoice.total_cents


def appointment_lines(invoice, appointment):
    """Lines for one appointment: the visit itself and further chemo hours."""
    code = prices.code_for_kind(appointment.kind)
    factor = prices.surcharge(appointment.starts_at)
    text = "%s, %s" % (prices.price(code)["text"], appointment.starts_at.strftime("%d.%m.%Y"))
    add_line(invoice, code, 1, factor, appointment_id=appointment.id, text=text)
    if code == "CHEMO-DAY" and (appointment.minutes or 0) > 120:
        hours = -(-(appointment.minutes - 120) // 60)
        add_line(invoice, "CHEMO-HOUR", hours, factor, appointment_id=appointment.id)


def invoice_appointments(patient_id, appointment_ids=None, extra_codes=(), today=None):
    """Draft invoice over the finished appointments of one patient.

    Marks the appointments as billed and adds the lab orders that belong to
    them; all of it is one commit, otherwise an appointment is billed twice.
    """
    from clinic.appointments.models import Appointment
    from clinic.lab.models import LabOrder
    from clinic.patients.models import Patient

    today = today or date.today()
    patient = Session.get(Patient, patient_id)
    if patient is None:
        raise NotFound("patient %s not found" % patient_id)

    query = Session.query(Appointment).filter(
        Appointment.patient_id == patient_id, Appointment.status == "done")
    if appointment_ids:
        query = query.filter(Appointment.id.in_(appointment_ids))
    appointments = query.order_by(Appointment.starts_at, Appointment.id).all()
    if appointment_ids and len(appointments) != len(set(appointment_ids)):
        raise ClinicError("some appointments are not done or not of this patient")
    billed = [a.id for a in appointments if a.billed]
    if appointment_ids and billed:
        raise Conflict("appointments already billed: %s" % ", ".join(map(str, billed)))
    appointments = [a for a in appointments if not a.billed]
    if not appointments and not extra_codes:
        raise Conflict("nothing to bill for patient %s" % patient_id)

    invoice = Invoice(patient_id=patient_id, number=next_number(today.year), status="draft",
                      currency=prices.price_list()["currency"])
    Session.add(invoice)
    try:
        for appointment in appointments:
            appointment_lines(invoice, appointment)
            appointment.billed = True
            orders = Session.query(LabOrder).filter_by(appointment_id=appointment.id)
            for order in orders.order_by(LabOrder.id):
                add_line(invoice, prices.code_for_panel(order.panel), lab_order_id=order.id,
                         text="Laboratory: %s" % order.panel)
        for code in extra_codes:
            add_line(invoice, code)
        recalculate(invoice)
        Session.commit()
    except Exception:
        Session.rollback()
        raise
    log.info("invoice %s created, %s", invoice.number, show(invoice.total_cents))
    return invoice


def issue(invoice, today=None):
    if invoice.status != "draft":
        raise Conflict("invoice %s is %s" % (invoice.number, invoice.status))
    if not invoice.lines:
        raise ClinicError("invoice %s has no lines" % invoice.number)
    today = today or date.today()
    recalculate(invoice)
    invoice.status = "issued"
    invoice.issued_on = today
    invoice.due_on = today + timedelta(days=int(get_setting("PAYMENT_DAYS", 14) or 14))
    return invoice


def void(invoice):
    """Void and give the appointments free again."""
    from clinic.appointments.models import Appointment

    if invoice.payments:
        raise Conflict("invoice %s has payments" % invoice.number)
    if invoice.status == "void":
        raise Conflict("invoice %s is void already" % invoice.number)
    ids = [line.appointment_id for line in invoice.lines if line.appointment_id]
    if ids:
        Session.query(Appointment).filter(Appointment.id.in_(ids)).update(
            {"billed": False}, synchronize_session="fetch")
    invoice.status = "void"
    return invoice


def record_payment(invoice, cents, method="transfer", reference=None, received_at=None):
    """Book a payment and tell the patient, in one commit."""
    from clinic.notifications.service import notify_patient

    if invoice.status not in ("issued", "paid"):
        raise Conflict("invoice %s is %s" % (invoice.number, invoice.status))
    if method not in PAYMENT_METHODS:
        raise ClinicError("unknown payment method %s" % method, 422)
    if cents <= 0:
        raise ClinicError("amount must be positive", 422)
    if cents > invoice.open_cents:
        raise Conflict("payment exceeds the open amount of %s"
                       % show(invoice.open_cents, invoice.currency))
    payment = Payment(cents=cents, method=method, reference=reference,
                      received_at=received_at or utcnow())
    invoice.payments.append(payment)
    if invoice.open_cents == 0:
        invoice.status = "paid"
    notify_patient(invoice.patient, "payment_received", commit=False,
                   invoice_number=invoice.number, amount=show(cents, invoice.currency),
                   rest=show(invoice.open_cents, invoice.currency) if invoice.open_cents else "")
    try:
        Session.commit()
    except Exception:
        Session.rollback()
        raise
    return payment


def open_claim(invoice, insurer, policy_no):
    if invoice.status != "issued":
        raise Conflict("only issued invoices can be claimed")
    if any(c.status != "rejected" for c in invoice.claims):
        raise Conflict("invoice %s has an open claim" % invoice.number)
    claim = InsuranceClaim(insurer=insurer, policy_no=policy_no, status="queued")
    invoice.claims.append(claim)
    Session.flush()
    return claim


AGING_SQL = """
SELECT i.id, i.number, i.due_on, i.total_cents, i.currency,
       p.last_name, p.first_name, p.mrn,
       i.total_cents - COALESCE((SELECT SUM(y.cents) FROM payment y
                                 WHERE y.invoice_id = i.id), 0) AS open_cents
  FROM invoice i
  JOIN patient p ON p.id = i.patient_id
 WHERE i.status = 'issued'
 ORDER BY i.due_on, i.number
"""

BUCKETS = (("current", None, 0), ("1-30", 1, 30), ("31-60", 31, 60),
           ("61-90", 61, 90), ("over 90", 91, None))


def bucket_of(days):
    for name, low, high in BUCKETS:
        if (low is None or days >= low) and (high is None or days <= high):
            return name
    return "current"


def aging(as_of=None):
    """Open items by days overdue."""
    as_of = as_of or date.today()
    totals = {name: 0 for name, _, _ in BUCKETS}
    items = []
    for row in raw(AGING_SQL).mappings():
        due = row["due_on"]
        if isinstance(due, str):    # sqlite gives text for raw queries
            due = date.fromisoformat(due[:10])
        days = max(0, (as_of - due).days) if due else 0
        name = bucket_of(days)
        totals[name] += row["open_cents"]
        items.append({"id": row["id"], "number": row["number"], "mrn": row["mrn"],
                      "patient": "%s, %s" % (row["last_name"], row["first_name"]),
                      "due_on": due.isoformat() if due else None, "days": days,
                      "bucket": name, "open_cents": row["open_cents"]})
    return {"as_of": as_of.isoformat(), "totals": totals,
            "sum_cents": sum(totals.values()), "items": items}


def dunning_stage(days_overdue):
    stage = 0
    for days, number in DUNNING_STAGES:
        if days_overdue >= days:
            stage = number
    return stage


def stage_sent(invoice):
    """Highest stage sent so far. It is in the text of the fee lines; a column for
    it was planned."""
    stages = [int(line.description.rsplit(" ", 1)[1]) for line in invoice.lines
              if line.code == "DUN-FEE"]
    return max(stages, default=0)


def dunning_candidates(today=None):
    today = today or date.today()
    result = []
    rows = Session.query(Invoice).filter(Invoice.status == "issued", Invoice.due_on < today)
    for invoice in rows.order_by(Invoice.due_on, Invoice.id):
        stage = dunning_stage((today - invoice.due_on).days)
        if stage > stage_sent(invoice) and invoice.open_cents:
            result.append((invoice, stage))
    return result


def dun(invoice, stage):
    """Send the reminder, from stage 2 on with a fee. Caller commits."""
    from clinic.notifications.service import notify_patient

    line = add_line(invoice, "DUN-FEE", text="Reminder, stage %d" % stage)
    if stage == 1:
        line.unit_cents = 0
    recalculate(invoice)
    notify_patient(invoice.patient, "dunning", commit=False, stage=stage,
                   invoice_number=invoice.number, due_on=invoice.due_on.isoformat(),
                   amount=show(invoice.open_cents, invoice.currency))
