from datetime import datetime

import pytest

from clinic.billing import insurance
from clinic.billing import tasks as billing_tasks
from clinic.billing.models import InsuranceClaim, Invoice
from clinic.celery_app import celery
from clinic.db import Session
from clinic.documents import tasks as document_tasks
from clinic.documents.models import Document, ShareLink
from clinic.notifications import senders
from clinic.notifications import tasks as notification_tasks
from clinic.notifications.models import Notification
from clinic.reports import tasks as report_tasks
from clinic.reports.models import ReportRun


@pytest.fixture(autouse=True)
def database(app):
    senders.PENDING.clear()
    yield


def notifications(**filters):
    return Session.query(Notification).filter_by(**filters).order_by(Notification.id).all()


def test_schedule_names_existing_tasks():
    celery.loader.import_default_modules()
    for entry in celery.conf.beat_schedule.values():
        assert entry["task"] in celery.tasks
    assert len([t for t in celery.tasks if t.startswith("clinic.")]) >= 19
    assert celery.conf.task_always_eager


def test_dunning_stages_and_fees():
    # due on 13, 20, 23 and 24 March
    before = Session.get(Invoice, 5).total_cents
    assert billing_tasks.nightly_dunning.delay("2026-03-25").get() == 1
    assert billing_tasks.nightly_dunning("2026-03-25") == 0
    assert [n.subject for n in notifications(patient_id=6)] == ["Reminder 1: invoice CL-2026-0005"]
    assert Session.get(Invoice, 5).total_cents == before
    assert billing_tasks.nightly_dunning("2026-04-05") == 4
    assert Session.get(Invoice, 5).total_cents == before + 500
    assert billing_tasks.nightly_dunning("2026-04-06") == 0


def test_claims_are_submitted_with_retry(monkeypatch):
    assert billing_tasks.submit_queued_claims() == 0
    monkeypatch.setenv("INSURER_URL", "http://insurer.example")
    calls = []

    def submit(claim):
        calls.append(claim.id)
        if len(calls) == 1:
            raise insurance.InsurerError("503")
        claim.status = "submitted"

    monkeypatch.setattr(insurance, "submit", submit)
    assert billing_tasks.submit_queued_claims.delay().get() == 1
    assert calls == [1, 1]
    assert Session.get(InsuranceClaim, 1).status == "submitted"


def test_reminders_for_tomorrow():
    assert notification_tasks.send_reminders(days=1, today="2026-03-22") == 2
    assert len(notifications(subject="Your appointment on 23.03.2026 09:00")) == 2


def test_lab_poll_tells_the_physician():
    count = notification_tasks.poll_lab_results.delay("2026-03-03T00:00:00").get()
    assert count >= 2
    texts = [n.body for n in notifications(user_id=6, channel="inapp")]
    assert any("neutrophils" in t for t in texts)


def test_flush_delivers_old_rows():
    old = Notification(patient_id=1, channel="email", subject="Old", body="x", status="pending",
                       created_at=datetime(2026, 1, 1))
    Session.add(old)
    Session.commit()
    assert notification_tasks.flush_pending.delay().get() == 1
    assert notifications(subject="Old")[0].status == "sent"


def test_delivery_is_retried(monkeypatch):
    calls = []

    def broken(to, subject, body):
        calls.append(to)
        if len(calls) < 3:
            raise ConnectionError("ses")

    monkeypatch.setattr(senders, "send_mail", broken)
    row = Notification(patient_id=1, channel="email", subject="Retry", body="x",
                       status="pending")
    Session.add(row)
    Session.commit()
    assert notification_tasks.deliver.delay(row.id).get() is True
    assert len(calls) == 3


def test_damaged_document_is_found():
    assert document_tasks.verify_checksum(1) == 1
    Session.get(Document, 1).sha256 = "0" * 64
    Session.commit()
    result = document_tasks.verify_checksum.delay(1)
    assert result.failed() and "damaged" in str(result.result)


def test_expired_links_are_purged():
    assert document_tasks.purge_share_links.delay().get() == 1
    assert [l.token for l in Session.query(ShareLink)] == ["demo-share-letter"]


def test_monthly_export_is_queued_by_name(monkeypatch):
    sent = []
    monkeypatch.setattr(celery, "send_task", lambda name, **kw: sent.append((name, kw["args"])))
    run_id = report_tasks.scheduled_export("revenue")
    assert sent == [("clinic.reports.tasks.run_export", [run_id])]
    report_tasks.run_export.delay(run_id)
    Session.expire_all()
    assert Session.get(ReportRun, run_id).status == "done"
