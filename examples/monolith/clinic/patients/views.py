"""HTML pages of patients."""
import io
import zlib

from flask import (
    Blueprint,
    flash,
    g,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)

from clinic.auth.decorators import login_required, role_required
from clinic.auth.services import physicians
from clinic.errors import ValidationError
from clinic.patients import barcode, forms, services
from clinic.utils import int_arg, paginate, slugify

patients = Blueprint("patients", __name__)

RECENT = 5


@patients.before_request
def recent_patients():
    # Shown in the side list; ids only, the session is a cookie.
    g.recent_patients = session.get("recent", [])


def remember(patient):
    recent = [i for i in session.get("recent", []) if i != patient.id]
    session["recent"] = ([patient.id] + recent)[:RECENT]


@patients.route("/")
@login_required
def index():
    text = request.args.get("q", "")
    mine = request.args.get("mine") == "1"
    query = services.search(text, physician_id=g.user.id if mine else None)
    page = paginate(query, int_arg("page", 1), int_arg("per_page", 20))
    return render_template("patients/index.html", page=page, q=text, mine=mine)


@patients.route("/<int:patient_id>")
@login_required
def show(patient_id):
    patient = services.get_patient(patient_id)
    remember(patient)
    return render_template(
        "patients/show.html", patient=patient, overview=services.overview(patient)
    )


@patients.route("/<mrn:mrn>")
@login_required
def show_by_mrn(mrn):
    patient = services.get_by_mrn(mrn)
    return redirect(url_for("patients.show", patient_id=patient.id))


@patients.route("/new", methods=["GET", "POST"])
@role_required("physician", "nurse")
def new():
    values, problems = {}, {}
    if request.method == "POST":
        values = forms.from_request(request.form)
        try:
            patient = services.create_patient(values)
        except ValidationError as exc:
            problems = exc.fields
        else:
            flash("Patient %s created." % patient.mrn)
            return redirect(url_for(".show", patient_id=patient.id))
    html = render_template(
        "patients/form.html", patient=None, fields=forms.PATIENT_FIELDS, values=values,
        problems=problems, physicians=physicians(),
    )
    return html, 422 if problems else 200


@patients.route("/<int:patient_id>/edit", methods=["GET", "POST"])
@role_required("physician", "nurse")
def edit(patient_id):
    patient = services.get_patient(patient_id)
    values, problems = forms.form_values(patient), {}
    if request.method == "POST":
        values = forms.from_request(request.form)
        try:
            warnings = services.update_patient(patient, values)
        except ValidationError as exc:
            problems = exc.fields
        else:
            for warning in warnings:
                flash(warning)
            return redirect(url_for(".show", patient_id=patient.id))
    html = render_template(
        "patients/form.html", patient=patient, fields=forms.PATIENT_FIELDS, values=values,
        problems=problems, physicians=physicians(),
    )
    return html, 422 if problems else 200


@patients.route("/<int:patient_id>/archive", methods=["POST"])
@role_required("physician")
def archive(patient_id):
    patient = services.get_patient(patient_id)
    services.archive(patient)
    session["recent"] = [i for i in session.get("recent", []) if i != patient_id]
    flash("%s archived." % patient.full_name)
    return redirect(url_for(".index"))


@patients.route("/<int:patient_id>/label.png")
@login_required
def label(patient_id):
    patient = services.get_patient(patient_id)
    data = barcode.label(patient.mrn, patient.full_name, patient.birth_date.isoformat())
    response = send_file(
        io.BytesIO(data),
        mimetype="image/png",
        as_attachment=request.args.get("download") == "1",
        download_name="label-%s.png" % slugify(patient.sort_name),
        etag=False,
    )
    response.headers["Cache-Control"] = "private, max-age=600"
    response.set_etag("%08x-%d" % (zlib.crc32(data), len(data)))
    return response.make_conditional(request)
