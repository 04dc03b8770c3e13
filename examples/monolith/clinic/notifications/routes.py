import json
import threading
import time

from flask import (Blueprint, Response, current_app, g, jsonify, redirect, render_template, request,
                   stream_with_context, url_for)
from sqlalchemy import select, update

from clinic.auth.decorators import login_required, role_required
from clinic.auth.models import User
from clinic.db import Session
from clinic.errors import ClinicError
from clinic.notifications import senders, service, templates
from clinic.notifications.models import Notification
from clinic.utils import int_arg, json_error, paginate, wants_json

bp = Blueprint("notifications", __name__)

STREAM_SECONDS = 30
STREAM_PAUSE = 1.0


@bp.after_request
def unread_header(response):
    if g.get("user") is not None and not response.is_streamed:
        response.headers["X-Unread"] = str(service.unread_count(g.user.id))
    return response


@bp.get("/")
@login_required
def index():
    query = service.inbox(g.user.id, unread=request.args.get("unread") == "1")
    page = paginate(query, int_arg("page", 1), int_arg("per_page", 20))
    return jsonify(items=[n.to_dict() for n in page], **page.meta())


@bp.get("/inbox")
@login_required
def inbox():
    items = Session.scalars(service.inbox(g.user.id)).all()
    return render_template("notifications/inbox.html", items=list(reversed(items)),
                           preferences=service.preferences(g.user.id))


@bp.post("/<int:notification_id>/read")
@login_required
def read(notification_id: int):
    notification = service.mark_read(g.user.id, notification_id)
    Session.commit()
    if wants_json():
        return notification.to_dict()
    return redirect(url_for(".inbox"))


@bp.post("/read-all")
@login_required
def read_all():
    result = Session.execute(
        update(Notification)
        .where(Notification.user_id == g.user.id, Notification.channel == "inapp",
               Notification.status != "read")
        .values(status="read"))
    Session.commit()
    return {"updated": result.rowcount}


@bp.get("/stream")
@login_required
def stream():
    """Server-sent events for the bell. Ends after ?limit=N or 30 seconds."""
    user_id = g.user.id
    limit = int_arg("limit")
    last = request.headers.get("Last-Event-ID", type=int) or int_arg("after", 0) or 0

    def events(last=last):
        yield "retry: 5000\n\n"
        sent = 0
        end = time.monotonic() + STREAM_SECONDS
        while True:
            for item in Session.scalars(service.inbox(user_id, after=last)).all():
                last = item.id
                data = json.dumps({"id": item.id, "subject": item.subject,
                                   "status": item.status})
                yield "id: %d\nevent: notification\ndata: %s\n\n" % (item.id, data)
                sent += 1
                if limit is not None and sent >= limit:
                    return
            if limit is not None or time.monotonic() >= end:
                return
            # give the connection back while waiting
            Session.remove()
            yield ": ping\n\n"
            time.sleep(STREAM_PAUSE)

    return Response(stream_with_context(events()), mimetype="text/event-stream",
                    headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})


@bp.get("/preferences")
@login_required
def get_preferences():
    return service.preferences(g.user.id)


@bp.put("/preferences/<channel>")
@login_required
def put_preference(channel: str):
    payload = request.get_json(silent=True) or {}
    if not isinstance(payload.get("enabled"), bool):
        return json_error(422, "enabled must be true or false")
    service.set_preference(g.user.id, channel, payload["enabled"])
    Session.commit()
    return service.preferences(g.user.id)


@bp.delete("/preferences/<channel>")
@login_required
def delete_preference(channel: str):
    row = service.find_preference(g.user.id, channel)
    if row is not None:
        Session.delete(row)
        Session.commit()
    return "", 204


def _mail_all(app, ids):
    with app.app_context():
        for notification_id in ids:
            try:
                notification = Session.get(Notification, notification_id)
                senders.deliver(notification)
                Session.commit()
            except Exception:
                Session.rollback()
                app.logger.exception("broadcast: notification %s", notification_id)
        Session.remove()


@bp.post("/broadcast")
@role_required("admin")
def broadcast():
    """Message to all users, or to those of one role. Mails go out in the background."""
    payload = request.get_json(silent=True) or {}
    subject = (payload.get("subject") or "").strip()
    if not subject:
        raise ClinicError("subject is missing", 422)
    query = select(User).where(User.is_active.is_(True)).order_by(User.id)
    if payload.get("role"):
        query = query.where(User.role == payload["role"])
    mails = []
    users = Session.scalars(query).all()
    for user in users:
        wanted = service.preferences(user.id)
        for channel in ("inapp", "email"):
            if wanted[channel]:
                item = Notification(user_id=user.id, channel=channel, subject=subject[:200],
                                    body=payload.get("body") or "", status="pending")
                Session.add(item)
                if channel == "email":
                    mails.append(item)
    Session.commit()
    thread = threading.Thread(
        target=_mail_all, name="broadcast", daemon=True,
        args=(current_app._get_current_object(), [m.id for m in mails]))
    thread.start()
    return {"users": len(users), "mails": len(mails)}, 202


@bp.get("/templates/<name>")
@role_required("admin", "nurse")
def preview(name: str):
    subject, body = templates.render(name, **{**templates.SAMPLE, **request.args.to_dict()})
    if wants_json():
        return {"name": name, "subject": subject, "body": body}
    return render_template("notifications/preview.html", name=name, subject=subject, body=body,
                           names=templates.names())


@bp.route("/outbox", methods=["GET", "POST"])
@role_required("admin")
def outbox():
    if request.method == "POST":
        from clinic.celery_app import celery

        celery.send_task("clinic.notifications.tasks.flush_pending", kwargs={"limit": 500})
        if request.args.get("now") == "1":
            return {"sent": senders.flush(500)}
        return {"queued": len(senders.PENDING)}, 202
    rows = Session.execute(
        select(Notification.channel, Notification.status).where(Notification.channel != "inapp"))
    counts: dict[str, int] = {}
    for channel, status in rows:
        key = "%s.%s" % (channel, status)
        counts[key] = counts.get(key, 0) + 1
    return {"waiting": list(senders.PENDING), "counts": counts}
