from flask import g, request, session

from clinic.auth.models import ApiToken, User
from clinic.db import Session

OPEN_ENDPOINTS = {"static", "healthz", "version"}


def load_current_user():
    """Set g.user from the bearer token or the cookie session, else None."""
    g.user = None
    g.auth_by = None
    if request.endpoint in OPEN_ENDPOINTS:
        return

    header = request.headers.get("Authorization", "")
    if header.startswith("Bearer "):
        token = Session.query(ApiToken).filter_by(token=header[7:].strip()).first()
        if token is not None and token.user.is_active:
            g.user = token.user
            g.auth_by = "token"
        return

    user_id = session.get("user_id")
    if user_id is not None:
        user = Session.get(User, user_id)
        if user is None or not user.is_active:
            session.clear()
            return
        g.user = user
        g.auth_by = "cookie"
