"""Application factory."""
import logging
import os

import click
from flask import Flask, g, jsonify, redirect, request, url_for

from clinic import __version__
from clinic.config import pick_config
from clinic.converters import MrnConverter
from clinic.db import Session, init_db, load_models, raw
from clinic.errors import (
    ClinicError,
    handle_clinic_error,
    handle_http_error,
    handle_server_error,
)
from clinic.utils import iso, json_error, money, site_name

log = logging.getLogger(__name__)


def create_app(config=None):
    """Build the app. config: a name, a class, a dict or None (CLINIC_ENV)."""
    app = Flask(__name__)
    if config is None or isinstance(config, str):
        app.config.from_object(pick_config(config))
    elif isinstance(config, dict):
        app.config.from_object(pick_config())
        app.config.update(config)
    else:
        app.config.from_object(config)

    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "WARNING"))

    app.url_map.converters["mrn"] = MrnConverter
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True

    load_models()
    register_hooks(app)
    register_blueprints(app)
    register_error_handlers(app)
    register_templates(app)
    register_cli(app)

    @app.route("/")
    def index():
        if g.user is None:
            return redirect(url_for("auth.login"))
        if g.user.role == "lab":
            return redirect(url_for("lab.list_orders"))
        return redirect(url_for("patients.index"))

    @app.route("/healthz")
    def healthz():
        try:
            raw("SELECT 1")
        except Exception:
            log.exception("health check")
            return json_error(503, "database not reachable")
        return jsonify(status="ok")

    app.add_url_rule("/version", "version", version, methods=["GET"])
    return app


def version():
    return jsonify(version=__version__, build=os.environ.get("BUILD_SHA", "dev"))


def register_blueprints(app):
    from clinic.api import api
    from clinic.appointments.views import appointments_bp
    from clinic.auth.views import auth
    from clinic.billing.views import billing
    from clinic.documents import documents_bp
    from clinic.lab.views import lab
    from clinic.notifications.routes import bp as notifications_bp
    from clinic.patients.views import patients
    from clinic.reports import register_reports

    app.register_blueprint(auth)
    app.register_blueprint(patients, url_prefix="/patients")
    app.register_blueprint(api)
    app.register_blueprint(appointments_bp)
    app.register_blueprint(lab, url_prefix="/lab")
    app.register_blueprint(billing, url_prefix="/billing")
    app.register_blueprint(documents_bp)
    app.register_blueprint(notifications_bp, url_prefix="/notifications")
    register_reports(app)


def register_hooks(app):
    from clinic.auth.hooks import load_current_user

    app.before_request(load_current_user)
    app.before_request(check_read_only)

    @app.after_request
    def add_headers(response):
        response.headers["X-Clinic-Site"] = site_name()
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        request_id = request.headers.get("X-Request-Id")
        if request_id:
            response.headers["X-Request-Id"] = request_id[:64]
        return response

    @app.teardown_appcontext
    def remove_session(exc=None):
        Session.remove()


def check_read_only():
    """CLINIC_READONLY=1 during database maintenance: reading stays possible."""
    if os.environ.get("CLINIC_READONLY") != "1":
        return None
    if request.method in ("GET", "HEAD", "OPTIONS") or request.endpoint == "auth.login":
        return None
    return json_error(503, "read only during maintenance")


def register_error_handlers(app):
    app.register_error_handler(ClinicError, handle_clinic_error)
    for code in (400, 401, 403, 404, 405):
        app.register_error_handler(code, handle_http_error)
    app.register_error_handler(500, handle_server_error)


def register_templates(app):
    @app.context_processor
    def inject_globals():
        return {
            "current_user": g.get("user"),
            "site": site_name(),
            "app_version": __version__,
        }

    @app.template_filter("dt")
    def format_datetime(value, fmt="%d.%m.%Y %H:%M"):
        return value.strftime(fmt) if value else "–"

    @app.template_filter("day")
    def format_day(value):
        return value.strftime("%d.%m.%Y") if value else "–"

    app.add_template_filter(money, "money")
    app.add_template_filter(iso, "iso")


def register_cli(app):
    @app.cli.command("create-user")
    @click.argument("email")
    @click.argument("role")
    @click.option("--name", default="")
    @click.option("--site", default="Nordstadt")
    @click.password_option()
    def create_user(email, role, name, site, password):
        """Create a user account."""
        from clinic.auth.services import create_user as create

        user = create(email=email, role=role, name=name or email, site=site,
                      password=password)
        click.echo("user %d %s" % (user.id, user.email))

    @app.cli.command("init-db")
    def init_db_command():
        """Create missing tables."""
        init_db()
        click.echo("tables created")
