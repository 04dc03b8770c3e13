"""The way out: SES for mails, the SMS gateway, SQS when a queue is set."""
import json
import logging
import os
import threading

import boto3
import requests

from clinic.db import Session
from clinic.notifications.models import Notification
from clinic.utils import utcnow

log = logging.getLogger(__name__)

# Ids that wait for the next flush. Only used without NOTIFY_QUEUE_URL.
PENDING: list[int] = []
_LOCK = threading.Lock()

_clients: dict = {}


def _client(service: str):
    if service not in _clients:
        _clients[service] = boto3.client(
            service, region_name=os.environ.get("AWS_REGION", "eu-west-1"),
            endpoint_url=os.environ.get("AWS_ENDPOINT_URL") or None)
    return _clients[service]


def enqueue(notification: Notification) -> None:
    url = os.environ.get("NOTIFY_QUEUE_URL")
    if url:
        _client("sqs").send_message(
            QueueUrl=url,
            MessageBody=json.dumps({"notification_id": notification.id,
                                    "channel": notification.channel}))
        return
    with _LOCK:
        PENDING.append(notification.id)


def take_pending(limit: int = 100) -> list[int]:
    with _LOCK:
        ids = PENDING[:limit]
        del PENDING[:limit]
    return ids


def address_of(notification: Notification):
    person = notification.user or notification.patient
    if person is None:
        return None
    if notification.channel == "sms":
        return getattr(person, "phone", None)
    return person.email


def send_mail(to: str, subject: str, body: str):
    sender = os.environ.get("SES_SENDER")
    if not sender:
        log.info("mail to %s not sent, SES_SENDER is not set: %s", to, subject)
        return None
    answer = _client("ses").send_email(
        Source=sender,
        Destination={"ToAddresses": [to]},
        Message={"Subject": {"Data": subject, "Charset": "UTF-8"},
                 "Body": {"Text": {"Data": body, "Charset": "UTF-8"}}})
    return answer["MessageId"]


def send_sms(to: str, text: str):
    url = os.environ.get("SMS_GATEWAY_URL")
    if not url:
        log.info("sms to %s not sent, SMS_GATEWAY_URL is not set", to)
        return
    requests.post(url, data={"to": to, "text": text[:160],
                             "key": os.environ.get("SMS_GATEWAY_KEY", "")}, timeout=10)


def deliver(notification: Notification) -> bool:
    """Send one notification and set its status; the caller commits."""
    if notification.status not in ("pending", "failed"):
        return False
    to = address_of(notification)
    if notification.channel != "inapp" and not to:
        notification.status = "failed"
        log.warning("notification %s has no address", notification.id)
        return False
    if notification.channel == "email":
        send_mail(to, notification.subject, notification.body)
    elif notification.channel == "sms":
        send_sms(to, notification.subject)
    notification.status = "sent"
    notification.sent_at = utcnow()
    return True


def flush(limit: int = 100) -> int:
    """Deliver what is in PENDING. Ids of rolled back rows are skipped."""
    count = 0
    for notification_id in take_pending(limit):
        notification = Session.get(Notification, notification_id)
        if notification is not None and deliver(notification):
            count += 1
    Session.commit()
    return count
