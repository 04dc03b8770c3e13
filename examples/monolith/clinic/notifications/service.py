from typing import Any, Optional

from sqlalchemy import func, select

from clinic.db import Session
from clinic.errors import ClinicError, NotFound
from clinic.notifications import senders, templates
from clinic.notifications.models import CHANNELS, Notification, NotificationPreference

DEFAULTS = {"email": True, "sms": False, "inapp": True}


def preferences(user_id: int) -> dict[str, bool]:
    rows = Session.scalars(select(NotificationPreference)
                           .where(NotificationPreference.user_id == user_id))
    return {**DEFAULTS, **{row.channel: row.enabled for row in rows}}


def find_preference(user_id: int, channel: str) -> Optional[NotificationPreference]:
    if channel not in CHANNELS:
        raise NotFound("unknown channel %s" % channel)
    return Session.scalar(select(NotificationPreference).filter_by(
        user_id=user_id, channel=channel))


def set_preference(user_id: int, channel: str, enabled: bool) -> NotificationPreference:
    row = find_preference(user_id, channel)
    if channel == "inapp" and not enabled:
        raise ClinicError("the inapp channel cannot be switched off", 422)
    if row is None:
        row = NotificationPreference(user_id=user_id, channel=channel)
        Session.add(row)
    row.enabled = enabled
    return row


def _add(channel: str, subject: str, body: str, user_id: Optional[int] = None,
         patient_id: Optional[int] = None) -> Notification:
    notification = Notification(channel=channel, subject=subject, body=body, user_id=user_id,
                                patient_id=patient_id, status="pending")
    Session.add(notification)
    Session.flush()
    if channel != "inapp":
        senders.enqueue(notification)
    return notification


def notify_user(user_id: int, template: str, commit: bool = True, **values: Any):
    subject, body = templates.render(template, **values)
    made = [_add(channel, subject, body, user_id=user_id)
            for channel, enabled in preferences(user_id).items()
            if enabled and channel != "sms"]
    if commit:
        Session.commit()
    return made


def notify_patient(patient, template: str, commit: bool = True, **values: Any):
    """Patients get a mail, else a text message, else a note for the front desk."""
    channel = "email" if patient.email else "sms" if patient.phone else "inapp"
    values.setdefault("first_name", patient.first_name)
    values.setdefault("last_name", patient.last_name)
    subject, body = templates.render(template, **values)
    notification = _add(channel, subject, body, patient_id=patient.id)
    if commit:
        Session.commit()
    return notification


def inbox(user_id: int, after: int = 0, unread: bool = False):
    query = (select(Notification)
             .where(Notification.user_id == user_id, Notification.channel == "inapp",
                    Notification.id > after)
             .order_by(Notification.id))
    if unread:
        query = query.where(Notification.status != "read")
    return query


def unread_count(user_id: int) -> int:
    return Session.scalar(
        select(func.count(Notification.id))
        .where(Notification.user_id == user_id, Notification.channel == "inapp",
               Notification.status != "read")) or 0


def mark_read(user_id: int, notification_id: int) -> Notification:
    notification = Session.get(Notification, notification_id)
    if notification is None or notification.user_id != user_id:
        raise NotFound("notification %s not found" % notification_id)
    notification.status = "read"
    return notification


def digest(user_id: int) -> str:
    # weekly digest mail, switched off since nobody read it
    rows = Session.scalars(inbox(user_id, unread=True)).all()
    return "\n".join("- %s (%s)" % (n.subject, n.created_at.date()) for n in rows)
