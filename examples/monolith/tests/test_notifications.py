import threading

import pytest

from clinic.db import Session
from clinic.notifications import routes, senders, templates
from clinic.notifications.models import Notification


@pytest.fixture(autouse=True)
def empty_queue():
    senders.PENDING.clear()


@pytest.fixture
def admin(client, login):
    return login(client, "admin@clinic.example")


def test_home_grown_templates():
    assert templates.fill("{{ a|upper }}-{{b|default:none}}{{c}}", {"a": "x"}) == "X-none"
    assert templates.fill("{% if a %}yes{% endif %}{% if not a %}no{% endif %}", {}) == "no"
    subject, body = templates.render("reminder", starts_at="1.4.", kind="", room="")
    assert subject == "Your appointment on 1.4."
    assert "(visit)." in body
    for name in templates.names():
        subject, body = templates.render(name, **templates.SAMPLE)
        assert subject and body.strip() and "{{" not in body


def test_inbox(admin):
    data = admin.get("/notifications/?unread=1").get_json()
    assert [n["subject"] for n in data["items"]][0] == "New duty roster"
    response = admin.post("/notifications/%d/read" % data["items"][0]["id"], json={})
    assert response.get_json()["status"] == "read"
    assert response.headers["X-Unread"] == "2"
    assert admin.post("/notifications/9/read", json={}).status_code == 404
    assert admin.post("/notifications/read-all").get_json() == {"updated": 2}
    assert b"Maintenance tonight" in admin.get("/notifications/inbox").data


def test_stream_with_limit(admin):
    response = admin.get("/notifications/stream?limit=3")
    assert response.mimetype == "text/event-stream"
    events = [e for e in response.get_data(as_text=True).split("\n\n") if "data:" in e]
    assert len(events) == 3 and events[0].startswith("id: 1\nevent: notification")
    rest = admin.get("/notifications/stream?limit=10", headers={"Last-Event-ID": "3"})
    assert rest.get_data(as_text=True).count("data:") == 1


def test_stream_ends_after_a_while(admin, monkeypatch):
    monkeypatch.setattr(routes, "STREAM_SECONDS", 0.2)
    monkeypatch.setattr(routes, "STREAM_PAUSE", 0.1)
    text = admin.get("/notifications/stream").get_data(as_text=True)
    assert text.count("data:") == 4 and ": ping" in text


def test_preferences(client, login):
    login(client, "nurse@clinic.example")
    assert client.get("/notifications/preferences").get_json() == {
        "email": False, "sms": False, "inapp": True}
    url = "/notifications/preferences/"
    assert client.put(url + "sms", json={"enabled": True}).get_json()["sms"] is True
    assert client.put(url + "sms", json={"enabled": "yes"}).status_code == 422
    assert client.put(url + "inapp", json={"enabled": False}).status_code == 422
    assert client.put(url + "pigeon", json={"enabled": True}).status_code == 404
    assert client.delete(url + "email").status_code == 204
    assert client.get("/notifications/preferences").get_json()["email"] is True


def test_broadcast_mails_in_a_thread(admin):
    response = admin.post("/notifications/broadcast",
                          json={"subject": "Fire drill", "body": "At noon.", "role": "nurse"})
    # the nurse has switched mails off
    assert response.status_code == 202 and response.get_json() == {"users": 1, "mails": 0}
    response = admin.post("/notifications/broadcast", json={"subject": "Fire drill"})
    assert response.get_json() == {"users": 6, "mails": 5}
    for thread in threading.enumerate():
        if thread.name == "broadcast":
            thread.join(10)
    Session.rollback()
    states = {n.status for n in Session.query(Notification).filter_by(channel="email",
                                                                      subject="Fire drill")}
    assert states == {"sent"}
    assert admin.post("/notifications/broadcast", json={}).status_code == 422


def test_ses_and_sqs_are_used_when_set(admin, monkeypatch):
    sent = []

    class Client:
        def send_email(self, **kwargs):
            sent.append(kwargs["Destination"]["ToAddresses"][0])
            return {"MessageId": "1"}

        def send_message(self, **kwargs):
            sent.append(kwargs["MessageBody"])

    monkeypatch.setattr(senders, "_client", lambda service: Client())
    monkeypatch.setenv("SES_SENDER", "clinic@clinic.example")
    admin.post("/billing/invoices/1/payments", json={"cents": 100, "method": "cash"})
    admin.post("/billing/invoices/5/payments", json={"cents": 100, "method": "cash"})
    assert len(senders.PENDING) == 1    # patient 9 has neither mail nor phone
    assert admin.post("/notifications/outbox?now=1").get_json() == {"sent": 1}
    assert sent == ["lucja.nowak@mail.example"]
    monkeypatch.setenv("NOTIFY_QUEUE_URL", "https://sqs.example/q")
    admin.post("/billing/invoices/5/payments", json={"cents": 100, "method": "cash"})
    assert '"channel": "email"' in sent[1] and not senders.PENDING


def test_outbox_and_preview(admin):
    assert admin.get("/notifications/outbox").get_json() == {
        "waiting": [], "counts": {"email.sent": 1}}
    data = admin.get("/notifications/templates/dunning?stage=3", headers={
        "Accept": "application/json"}).get_json()
    assert data["subject"] == "Reminder 3: invoice CL-2026-0001"
    assert b"<pre>" in admin.get("/notifications/templates/reminder").data
    assert admin.get("/notifications/templates/nope").status_code == 404
