import logging
from datetime import date

from celery import group

from clinic.billing import insurance, service
from clinic.billing.models import InsuranceClaim, Invoice
from clinic.billing.money import show
from clinic.celery_app import celery
from clinic.db import Session

log = logging.getLogger(__name__)


@celery.task(name="clinic.billing.tasks.send_invoice", bind=True, max_retries=5)
def send_invoice(self, invoice_id):
    """Mail the invoice to the patient. Runs a minute after issuing, so that a
    clerk can still void it."""
    from clinic.notifications.service import notify_patient

    invoice = Session.get(Invoice, invoice_id)
    if invoice is None or invoice.status != "issued":
        return "skipped"
    try:
        notify_patient(invoice.patient, "invoice_issued", invoice_number=invoice.number,
                       amount=show(invoice.total_cents, invoice.currency),
                       due_on=invoice.due_on.isoformat())
    except OSError as exc:
        raise self.retry(exc=exc, countdown=120 * (self.request.retries + 1))
    return "sent"


@celery.task(name="clinic.billing.tasks.nightly_dunning")
def nightly_dunning(today=None):
    day = date.fromisoformat(today) if today else date.today()
    jobs = [dun_invoice.s(invoice.id, stage)
            for invoice, stage in service.dunning_candidates(day)]
    if jobs:
        group(jobs).apply_async()
    log.info("dunning: %d invoices", len(jobs))
    return len(jobs)


@celery.task(name="clinic.billing.tasks.dun_invoice", ignore_result=True)
def dun_invoice(invoice_id, stage):
    invoice = service.get_invoice(invoice_id)
    if invoice.status != "issued":
        return
    service.dun(invoice, stage)
    Session.commit()


@celery.task(name="clinic.billing.tasks.submit_claim", bind=True, max_retries=3,
             default_retry_delay=300)
def submit_claim(self, claim_id):
    claim = Session.get(InsuranceClaim, claim_id)
    if claim is None or claim.status != "queued":
        return None
    try:
        insurance.submit(claim)
    except insurance.InsurerError as exc:
        Session.rollback()
        raise self.retry(exc=exc)
    Session.commit()
    return claim.status


@celery.task(name="clinic.billing.tasks.submit_queued_claims")
def submit_queued_claims():
    """Everything that is still queued from the day, spread over time because the
    clearing house limits us to one claim in five seconds."""
    if not insurance.configured():
        return 0
    ids = [c.id for c in Session.query(InsuranceClaim).filter_by(status="queued")
           .order_by(InsuranceClaim.id)]
    for n, claim_id in enumerate(ids):
        submit_claim.apply_async((claim_id,), countdown=5 * n)
    return len(ids)
