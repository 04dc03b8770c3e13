from functools import wraps

from flask import g, redirect, request, url_for

from clinic.errors import Forbidden
from clinic.utils import json_error, wants_json


def _not_logged_in():
    if wants_json():
        return json_error(401, "login required")
    return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))


def login_required(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if g.get("user") is None:
            return _not_logged_in()
        return view(*args, **kwargs)

    return wrapped


def role_required(*roles):
    """Any of the roles; admin always passes."""

    def decorator(view):
        @wraps(view)
        def wrapped(*args, **kwargs):
            if g.get("user") is None:
                return _not_logged_in()
            if not g.user.has_role(*roles):
                raise Forbidden("role %s needed" % " or ".join(roles))
            return view(*args, **kwargs)

        return wrapped

    return decorator
