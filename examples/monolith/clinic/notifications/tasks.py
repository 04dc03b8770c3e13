import logging
from datetime import date, datetime, timedelta

from celery import group, shared_task
from sqlalchemy import select

from clinic.celery_app import celery
from clinic.db import Session
from clinic.notifications import senders, service
from clinic.notifications.models import Notification
from clinic.utils import utcnow

log = logging.getLogger(__name__)


@shared_task(name="clinic.notifications.tasks.deliver", bind=True, max_retries=6,
             acks_late=True)
def deliver(self, notification_id):
    notification = Session.get(Notification, notification_id)
    if notification is None:
        return False
    try:
        done = senders.deliver(notification)
        Session.commit()
        return done
    except Exception as exc:
        Session.rollback()
        raise self.retry(exc=exc, countdown=min(3600, 60 * 2 ** self.request.retries))


@shared_task(name="clinic.notifications.tasks.flush_pending")
def flush_pending(limit=100):
    """Rows that were never sent, among them those of web processes that died."""
    sent = senders.flush(limit)
    border = utcnow() - timedelta(minutes=10)
    rows = Session.scalars(
        select(Notification.id).where(Notification.status == "pending",
                                      Notification.channel != "inapp",
                                      Notification.created_at < border)
        .order_by(Notification.id).limit(limit)).all()
    if rows:
        group(deliver.s(i) for i in rows).apply_async()
    return sent + len(rows)


@shared_task(name="clinic.notifications.tasks.send_reminders")
def send_reminders(days=1, today=None):
    """Remind the patients of the appointments in `days` days."""
    from clinic.appointments.models import Appointment

    day = (date.fromisoformat(today) if today else date.today()) + timedelta(days=days)
    start = datetime(day.year, day.month, day.day)
    rows = Session.scalars(
        select(Appointment.id)
        .where(Appointment.status == "booked", Appointment.starts_at >= start,
               Appointment.starts_at < start + timedelta(days=1))
        .order_by(Appointment.starts_at, Appointment.id)).all()
    for n, appointment_id in enumerate(rows):
        remind.apply_async(args=[appointment_id], countdown=2 * n)
    return len(rows)


@shared_task(name="clinic.notifications.tasks.remind", ignore_result=True)
def remind(appointment_id):
    from clinic.appointments.models import Appointment

    appointment = Session.get(Appointment, appointment_id)
    if appointment is None or appointment.status != "booked":
        return
    service.notify_patient(
        appointment.patient, "reminder", kind=appointment.kind,
        starts_at=appointment.starts_at.strftime("%d.%m.%Y %H:%M"),
        room=appointment.room.name if appointment.room else "")


@celery.task(name="clinic.notifications.tasks.poll_lab_results", bind=True, max_retries=2)
def poll_lab_results(self, since=None):
    """Tell the ordering physician about flagged results of the last hour."""
    from clinic.lab.models import LabOrder, LabResult

    start = datetime.fromisoformat(since) if since else utcnow() - timedelta(hours=1)
    rows = Session.execute(
        select(LabOrder, LabResult)
        .join(LabResult, LabResult.order_id == LabOrder.id)
        .where(LabResult.reported_at >= start, LabResult.flag.is_not(None),
               LabResult.flag.not_in(("", "N", "normal")))
        .order_by(LabOrder.id, LabResult.id)).all()
    flags: dict = {}
    for order, result in rows:
        flags.setdefault(order, []).append("%s %s" % (result.analyte, result.flag))
    for order, texts in flags.items():
        if order.ordered_by_id:
            service.notify_user(order.ordered_by_id, "lab_flagged", commit=False,
                                panel=order.panel, flags=", ".join(texts))
    Session.commit()
    log.info("lab poll: %d orders", len(flags))
    return len(flags)
