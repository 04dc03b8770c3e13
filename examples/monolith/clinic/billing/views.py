import csv
import io
from datetime import date

from flask import (Blueprint, Response, abort, current_app, g, jsonify, make_response, redirect,
                   render_template, request, url_for)
from sqlalchemy import select

from clinic.auth.decorators import login_required, role_required
from clinic.billing import insurance, pdf, prices, service
from clinic.billing.models import InsuranceClaim, Invoice
from clinic.billing.money import show, split_evenly, to_cents
from clinic.db import Session
from clinic.errors import ClinicError
from clinic.utils import json_error, paginate, parse_date, site_name

billing = Blueprint("billing", __name__)

billing.add_app_template_filter(show, "cents")


def _as_of():
    value = request.args.get("as_of")
    if not value:
        return date.today()
    try:
        return parse_date(value)
    except ValueError:
        abort(400)


@billing.route("/invoices")
@login_required
def list_invoices():
    query = Session.query(Invoice).order_by(Invoice.number)
    status = request.args.get("status")
    if status:
        if status not in ("draft", "issued", "paid", "void"):
            abort(400)
        query = query.filter(Invoice.status == status)
    if "patient_id" in request.args:
        query = query.filter(Invoice.patient_id == request.args.get("patient_id", type=int))
    page = paginate(query, request.args.get("page", 1, type=int),
                    request.args.get("per_page", current_app.config["PER_PAGE"], type=int))
    return jsonify(items=[i.to_dict() for i in page], **page.meta())


@billing.route("/invoices", methods=["POST"])
@role_required("billing", "admin")
def create_invoice():
    data = request.get_json(silent=True) or {}
    if not data.get("patient_id"):
        return json_error(400, "patient_id is missing")
    codes = data.get("codes") or []
    for code in codes:
        prices.price(code)
    invoice = service.invoice_appointments(int(data["patient_id"]),
                                           data.get("appointment_ids"), codes)
    response = jsonify(invoice.to_dict(full=True))
    response.status_code = 201
    response.headers["Location"] = url_for("billing.show_invoice", invoice_id=invoice.id)
    return response


@billing.route("/invoices/<int:invoice_id>")
@login_required
def show_invoice(invoice_id):
    invoice = service.get_invoice(invoice_id)
    data = invoice.to_dict(full=True)
    data["taxes"] = service.tax_summary(invoice)
    if "instalments" in request.args:
        parts = request.args.get("instalments", type=int)
        if not parts or parts > 12:
            abort(400)
        data["instalments"] = split_evenly(invoice.open_cents, parts)
    return jsonify(data)


@billing.route("/invoices/<int:invoice_id>/view")
@login_required
def invoice_page(invoice_id):
    from clinic.documents.models import Document

    invoice = Session.get(Invoice, invoice_id)
    if invoice is None:
        abort(404)
    documents = Session.scalars(select(Document).where(Document.patient_id == invoice.patient_id)
                                .order_by(Document.id)).all()
    return render_template("billing/invoice.html", invoice=invoice, site=site_name(),
                           taxes=service.tax_summary(invoice), documents=documents)


@billing.route("/invoices/<int:invoice_id>/issue", methods=["POST"])
@role_required("billing", "admin")
def issue_invoice(invoice_id):
    from clinic.billing.tasks import send_invoice

    invoice = service.issue(service.get_invoice(invoice_id))
    Session.commit()
    send_invoice.apply_async(args=[invoice.id], countdown=60)
    current_app.logger.info("invoice %s issued by %s", invoice.number, g.user.email)
    if request.form:
        # the button on the HTML page
        return redirect(url_for("billing.invoice_page", invoice_id=invoice.id))
    return jsonify(invoice.to_dict())


@billing.route("/invoices/<int:invoice_id>/void", methods=["POST"])
@role_required("billing", "admin")
def void_invoice(invoice_id):
    invoice = service.void(service.get_invoice(invoice_id))
    Session.commit()
    return jsonify(invoice.to_dict())


@billing.route("/invoices/<int:invoice_id>/payments", methods=["GET", "POST"])
@role_required("billing", "admin")
def payments(invoice_id):
    invoice = service.get_invoice(invoice_id)
    if request.method == "GET":
        return jsonify([p.to_dict() for p in invoice.payments])
    data = request.get_json(silent=True) or request.form
    try:
        cents = int(data["cents"]) if "cents" in data else to_cents(data["amount"])
    except (KeyError, ValueError, TypeError):
        return json_error(400, "amount or cents expected")
    payment = service.record_payment(invoice, cents, data.get("method", "transfer"),
                                     data.get("reference"))
    return jsonify(payment=payment.to_dict(), invoice=invoice.to_dict()), 201


@billing.route("/invoices/<int:invoice_id>.pdf")
@login_required
def invoice_pdf(invoice_id):
    invoice = service.get_invoice(invoice_id)
    body = pdf.render_invoice(invoice, site_name(), service.tax_summary(invoice))
    response = make_response(body)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = "inline; filename=%s.pdf" % invoice.number
    response.headers["Cache-Control"] = "private, no-store"
    return response


@billing.route("/invoices/<int:invoice_id>/claims", methods=["POST"])
@role_required("billing", "admin")
def create_claim(invoice_id):
    data = request.get_json(silent=True)
    if not data or not data.get("insurer") or not data.get("policy_no"):
        return json_error(400, "insurer and policy_no expected")
    claim = service.open_claim(service.get_invoice(invoice_id), data["insurer"],
                               data["policy_no"])
    try:
        insurance.submit(claim)
    except insurance.InsurerError as exc:
        Session.commit()
        current_app.logger.warning("claim %s: %s", claim.id, exc)
        return json_error(502, str(exc), claim_id=claim.id)
    Session.commit()
    return jsonify(claim.to_dict()), 201


@billing.route("/claims/<int:claim_id>", methods=["GET", "PATCH"])
@role_required("billing", "admin")
def claim_detail(claim_id):
    claim = Session.get(InsuranceClaim, claim_id) or abort(404)
    if request.method == "PATCH":
        status = (request.get_json(silent=True) or {}).get("status")
        if status not in ("accepted", "rejected"):
            raise ClinicError("status must be accepted or rejected", 422)
        claim.status = status
        if status == "accepted" and claim.invoice.open_cents:
            service.record_payment(claim.invoice, claim.invoice.open_cents, "insurance",
                                   "claim %d" % claim.id)
        Session.commit()
    elif request.args.get("refresh"):
        insurance.refresh(claim)
        Session.commit()
    return jsonify(claim.to_dict())


@billing.route("/aging")
@role_required("billing", "admin")
def aging_report():
    data = service.aging(_as_of())
    if request.args.get("format") == "csv":
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(["number", "mrn", "patient", "due", "days", "bucket", "open"])
        for item in data["items"]:
            writer.writerow([item["number"], item["mrn"], item["patient"], item["due_on"],
                             item["days"], item["bucket"], show(item["open_cents"])])
        return Response(out.getvalue(), mimetype="text/csv", headers={
            "Content-Disposition": "attachment; filename=aging-%s.csv" % data["as_of"]})
    return jsonify(data)


@billing.route("/prices")
@login_required
def price_list():
    data = prices.price_list()
    items = [dict(item, code=code) for code, item in sorted(data["items"].items())]
    response = jsonify(version=data["version"], currency=data["currency"], items=items)
    response.cache_control.max_age = 3600
    response.set_etag(data["version"])
    return response.make_conditional(request)


@billing.route("/patients/<int:patient_id>/statement")
@login_required
def statement(patient_id):
    """Account statement, HTML by default, JSON for the patient app."""
    from clinic.patients.models import Patient

    patient = Session.get(Patient, patient_id)
    if patient is None:
        abort(404)
    query = Session.query(Invoice).filter(Invoice.patient_id == patient_id,
                                          Invoice.status != "draft").order_by(Invoice.number)
    invoices = query.all()
    balance = sum(i.open_cents for i in invoices)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(patient_id=patient_id, balance_cents=balance, balance=show(balance),
                       invoices=[i.to_dict() for i in invoices])
    return render_template("billing/statement.html", patient=patient, invoices=invoices,
                           balance=balance, site=site_name())
