"""Cases of queue/not-idempotent."""

import smtplib

import stripe
from celery import shared_task
from django.core.mail import EmailMessage, send_mail
from flask import Flask

web = Flask(__name__)


@shared_task
def confirm(address):
    # finding: queue/not-idempotent
    send_mail("Thanks", "…", "shop@example.org", [address])
    notify(address)


def notify(address):
    message = EmailMessage("Thanks", "…", to=[address])
    # finding: queue/not-idempotent
    message.send()


@shared_task
def charge(amount):
    # finding: queue/not-idempotent
    stripe.Charge.create(amount=amount)
    # ok: queue/not-idempotent
    return stripe.Charge.retrieve(amount)


@shared_task
def mail(address):
    with smtplib.SMTP("mail") as server:
        # finding: queue/not-idempotent
        server.sendmail("shop@example.org", address, "Thanks")


@web.post("/thanks")
def thanks():
    # ok: queue/not-idempotent
    send_mail("Thanks", "…", "shop@example.org", ["a@example.org"])
    return "sent"
