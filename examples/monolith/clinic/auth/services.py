"""Logins, passwords, API tokens and the audit trail."""
import os
import time

from flask import g, has_request_context, request

from clinic.auth.models import ROLES, ApiToken, AuditEvent, User
from clinic.db import Session
from clinic.errors import ClinicError, Conflict, NotFound, ValidationError
from clinic.utils import new_token, utcnow

MAX_FAILED = int(os.environ.get("LOGIN_MAX_FAILED", "5"))
LOCK_SECONDS = int(os.environ.get("LOGIN_LOCK_SECONDS", "900"))

# address -> [number of failures, monotonic time of the last one]
FAILED_LOGINS = {}


def is_locked(address):
    entry = FAILED_LOGINS.get(address)
    if entry is None:
        return False
    count, last = entry
    if time.monotonic() - last > LOCK_SECONDS:
        del FAILED_LOGINS[address]
        return False
    return count >= MAX_FAILED


def note_failure(address):
    entry = FAILED_LOGINS.setdefault(address, [0, 0.0])
    entry[0] += 1
    entry[1] = time.monotonic()


def audit(action, subject="", user_id=None):
    """Add an audit event to the current transaction (no commit here)."""
    ip = None
    if has_request_context():
        ip = request.remote_addr
        if user_id is None and g.get("user") is not None:
            user_id = g.user.id
    event = AuditEvent(action=action, subject=str(subject)[:80], user_id=user_id, ip=ip,
                       at=utcnow())
    Session.add(event)
    return event


def authenticate(email, password, address):
    """The user, or None. Raises when the address is locked."""
    if is_locked(address):
        raise ClinicError("too many failed logins, try again later", status=429)
    user = Session.query(User).filter(User.email == (email or "").strip().lower()).first()
    if user is None or not user.is_active or not user.check_password(password or ""):
        note_failure(address)
        audit("login.failed", email or "")
        Session.commit()
        return None
    FAILED_LOGINS.pop(address, None)
    user.last_login_at = utcnow()
    audit("login", user.email, user_id=user.id)
    Session.commit()
    return user


def check_password_rules(password):
    problems = []
    if len(password) < 8:
        problems.append("at least 8 characters")
    if password.lower() == password or password.upper() == password:
        problems.append("upper and lower case letters")
    if not any(c.isdigit() for c in password):
        problems.append("a digit")
    return problems


def change_password(user, old, new):
    if not user.check_password(old or ""):
        raise ValidationError({"old": "wrong password"})
    problems = check_password_rules(new or "")
    if problems:
        raise ValidationError({"new": "needs " + ", ".join(problems)})
    user.set_password(new)
    audit("password.changed", user.email)
    Session.commit()


def create_user(email, role, name, password, site="Nordstadt"):
    email = email.strip().lower()
    if role not in ROLES:
        raise ValidationError({"role": "one of " + ", ".join(ROLES)})
    if "@" not in email:
        raise ValidationError({"email": "not an address"})
    if Session.query(User).filter_by(email=email).count():
        raise Conflict("email is taken")
    user = User(email=email, role=role, name=name, site=site, is_active=True)
    user.set_password(password)
    Session.add(user)
    Session.flush()
    audit("user.created", email)
    Session.commit()
    return user


def set_active(user_id, active):
    user = Session.get(User, user_id)
    if user is None:
        raise NotFound("no such user")
    if user.id == g.user.id and not active:
        raise Conflict("own account cannot be deactivated")
    user.is_active = bool(active)
    if not active:
        Session.query(ApiToken).filter_by(user_id=user.id).delete()
    audit("user.activated" if active else "user.deactivated", user.email)
    Session.commit()
    return user


def issue_token(user, label):
    token = ApiToken(user_id=user.id, token=new_token(), label=(label or "")[:60],
                     created_at=utcnow())
    Session.add(token)
    audit("token.issued", token.label)
    Session.commit()
    return token


def revoke_token(user, token_id):
    token = Session.get(ApiToken, token_id)
    if token is None or (token.user_id != user.id and user.role != "admin"):
        raise NotFound("no such token")
    Session.delete(token)
    audit("token.revoked", token.label)
    Session.commit()


def physicians():
    return (
        Session.query(User)
        .filter(User.role == "physician", User.is_active.is_(True))
        .order_by(User.name)
        .all()
    )


# Single sign-on was switched off in 2022 when the hospital left the group.
def sso_login(ticket):
    import requests

    base = os.environ["SSO_URL"]
    answer = requests.get(base + "/validate", params={"ticket": ticket})
    answer.raise_for_status()
    return Session.query(User).filter_by(email=answer.json()["mail"]).first()
