"""Exceptions of the domain and the functions that answer them."""
import logging

from flask import render_template, request
from werkzeug.exceptions import HTTPException

from clinic.utils import json_error, wants_json

log = logging.getLogger(__name__)


class ClinicError(Exception):
    """A rule of the clinic was broken. Shown to the user."""

    status = 400

    def __init__(self, message, status=None, **details):
        super().__init__(message)
        self.message = message
        if status is not None:
            self.status = status
        self.details = details


class Conflict(ClinicError):
    """Overlapping booking, billed record, unsafe dose and the like."""

    status = 409


class NotFound(ClinicError):
    status = 404


class Forbidden(ClinicError):
    status = 403


class ValidationError(ClinicError):
    status = 422

    def __init__(self, fields, message="invalid data"):
        super().__init__(message, fields=fields)
        self.fields = fields


TITLES = {
    400: "Bad request",
    401: "Login required",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Conflict",
    422: "Invalid data",
    500: "Internal error",
}


def _page(status, message, details=None):
    return (
        render_template(
            "errors/error.html",
            status=status,
            title=TITLES.get(status, "Error"),
            message=message,
            details=details or {},
        ),
        status,
    )


def handle_clinic_error(error):
    # Half-written objects must not reach the next request's commit.
    from clinic.db import Session

    Session.rollback()
    if wants_json() or request.path.startswith("/lab/"):
        return json_error(error.status, error.message, **error.details)
    return _page(error.status, error.message, error.details)


def handle_http_error(error):
    message = TITLES.get(error.code, error.name).lower()
    if error.code == 401:
        message = "login required"
    if wants_json() or request.path.startswith("/lab/"):
        response = json_error(error.code, message)
        if error.code == 405 and getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
        return response
    body, status = _page(error.code, message)
    if error.code == 405 and getattr(error, "valid_methods", None):
        return body, status, {"Allow": ", ".join(sorted(error.valid_methods))}
    return body, status


def handle_server_error(error):
    from clinic.db import Session

    original = getattr(error, "original_exception", None)
    if original is not None and not isinstance(original, HTTPException):
        log.error("unhandled error on %s: %r", request.path, original)
    Session.rollback()
    if wants_json() or request.path.startswith("/lab/"):
        return json_error(500, "internal error")
    return _page(500, "internal error")
