from flask import (
    Blueprint,
    abort,
    g,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

from clinic.auth import services
from clinic.auth.decorators import login_required, role_required
from clinic.auth.models import AuditEvent, User
from clinic.db import Session
from clinic.utils import int_arg, paginate, parse_date, wants_json

auth = Blueprint("auth", __name__, url_prefix="/auth")

SITE_COOKIE = "site"
SITE_COOKIE_AGE = 180 * 24 * 3600


def safe_next(target):
    """Only paths of this site; '//host' is another site."""
    if target and target.startswith("/") and not target.startswith(("//", "/\\")):
        return target
    return url_for("index")


@auth.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "GET":
        if g.user is not None:
            return redirect(safe_next(request.args.get("next")))
        return render_template(
            "auth/login.html", error=None, next=request.args.get("next", ""),
            site_cookie=request.cookies.get(SITE_COOKIE, ""),
        )

    data = request.get_json(silent=True) or request.form
    user = services.authenticate(
        data.get("email"), data.get("password"), request.remote_addr
    )
    if user is None:
        if wants_json():
            return jsonify(error="wrong email or password"), 401
        return render_template(
            "auth/login.html", error="Wrong email or password.",
            next=data.get("next", ""), site_cookie="",
        ), 401

    session.clear()
    session["user_id"] = user.id
    session["role"] = user.role
    if wants_json():
        response = make_response(jsonify(user=user.to_dict()))
    else:
        response = redirect(safe_next(data.get("next")))
    # The reception PCs preselect the site with this cookie after logout.
    response.set_cookie(SITE_COOKIE, user.site, max_age=SITE_COOKIE_AGE, samesite="Lax")
    return response


@auth.route("/logout", methods=["POST"])
@login_required
def logout():
    services.audit("logout", g.user.email)
    Session.commit()
    session.clear()
    if wants_json():
        response = make_response("", 204)
    else:
        response = redirect(url_for("auth.login"))
    response.delete_cookie(SITE_COOKIE)
    return response


@auth.route("/me")
@login_required
def me():
    body = g.user.to_dict()
    body["tokens"] = [t.to_dict() for t in sorted(g.user.tokens, key=lambda t: t.id)]
    body["auth_by"] = g.auth_by
    return jsonify(body)


@auth.route("/password", methods=["POST"])
@login_required
def change_password():
    data = request.get_json(silent=True) or request.form
    services.change_password(g.user, data.get("old"), data.get("new"))
    if wants_json():
        return "", 204
    return redirect(url_for("index"))


@auth.route("/tokens", methods=["POST"])
@login_required
def create_token():
    if g.auth_by == "token":
        abort(403)
    data = request.get_json(silent=True) or {}
    token = services.issue_token(g.user, data.get("label", ""))
    body = token.to_dict()
    # The only time the token itself is shown.
    body["token"] = token.token
    return jsonify(body), 201


@auth.route("/tokens/<int:token_id>", methods=["DELETE"])
@login_required
def delete_token(token_id):
    services.revoke_token(g.user, token_id)
    return "", 204


@auth.route("/users")
@role_required("admin")
def users():
    query = Session.query(User).order_by(User.email)
    if request.args.get("role"):
        query = query.filter(User.role == request.args["role"])
    rows = query.all()
    if wants_json():
        return jsonify(users=[u.to_dict() for u in rows])
    return render_template("auth/users.html", users=rows)


@auth.route("/users/<int:user_id>/active", methods=["PUT", "DELETE"])
@role_required("admin")
def user_active(user_id):
    user = services.set_active(user_id, request.method == "PUT")
    return jsonify(user.to_dict())


@auth.route("/audit")
@role_required("admin")
def audit_log():
    query = Session.query(AuditEvent).order_by(AuditEvent.id.desc())
    if request.args.get("action"):
        query = query.filter(AuditEvent.action.in_(request.args.getlist("action")))
    if request.args.get("user_id"):
        query = query.filter(AuditEvent.user_id == int_arg("user_id", 0))
    try:
        since = parse_date(request.args.get("since"))
    except ValueError:
        abort(400)
    if since:
        query = query.filter(AuditEvent.at >= since)
    page = paginate(query, int_arg("page", 1), int_arg("per_page", 50))
    return jsonify(events=[e.to_dict() for e in page], **page.meta())
