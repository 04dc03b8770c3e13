from __future__ import annotations

from flask import Blueprint, jsonify, request, url_for

from clinic.auth.decorators import login_required, role_required
from clinic.errors import ClinicError
from clinic.patients import services
from clinic.patients.models import Patient
from clinic.utils import int_arg, paginate, parse_date, utcnow

patients_api = Blueprint("patients_api", __name__)
allergies_api = Blueprint("allergies", __name__, url_prefix="/<int:patient_id>/allergies")


def body() -> dict:
    data = request.get_json()
    if not isinstance(data, dict):
        raise ClinicError("a JSON object is needed")
    return data


def links(patient: Patient) -> dict:
    return {
        "self": url_for("api.patients_api.get_patient", patient_id=patient.id),
        "allergies": url_for("api.patients_api.allergies.list_allergies", patient_id=patient.id),
        "page": url_for("patients.show_by_mrn", mrn=patient.mrn),
    }


@patients_api.get("")
@login_required
def list_patients():
    query = services.search(
        request.args.get("q", ""),
        physician_id=int_arg("physician_id"),
        archived=request.args.get("archived") == "1",
        icd10=request.args.get("icd10"),
    )
    page = paginate(query, int_arg("page", 1), int_arg("per_page", 20))
    return jsonify(patients=[p.to_dict() for p in page], **page.meta())


@patients_api.post("")
@role_required("physician", "nurse")
def create_patient():
    patient = services.create_patient(body())
    response = jsonify(patient.to_dict(full=True))
    response.status_code = 201
    response.headers["Location"] = links(patient)["self"]
    return response


@patients_api.get("/<int:patient_id>")
@login_required
def get_patient(patient_id: int):
    patient = services.get_patient(patient_id)
    return jsonify(patient.to_dict(full=True) | {"links": links(patient)})


@patients_api.patch("/<int:patient_id>")
@role_required("physician", "nurse")
def patch_patient(patient_id: int):
    patient = services.get_patient(patient_id)
    warnings = services.update_patient(patient, body())
    return jsonify(patient=patient.to_dict(full=True), warnings=warnings)


@patients_api.get("/<int:patient_id>/measures")
@role_required("physician", "nurse")
def get_measures(patient_id: int):
    patient = services.get_patient(patient_id)
    result = services.measures(patient)
    try:
        creatinine = float(request.args["creatinine"].replace(",", "."))
    except KeyError:
        creatinine = None
    except ValueError:
        raise ClinicError("creatinine is not a number")
    if creatinine is not None:
        if not 0.1 <= creatinine <= 20:
            raise ClinicError("creatinine out of range")
        try:
            day = parse_date(request.args.get("on")) or utcnow().date()
        except ValueError:
            raise ClinicError("on is not a date")
        result["creatinine_clearance"] = services.creatinine_clearance(patient, creatinine, day)
    return jsonify(result)


@patients_api.route("/<int:patient_id>/diagnoses", methods=["GET", "POST"])
@role_required("physician")
def diagnoses(patient_id: int):
    patient = services.get_patient(patient_id)
    if request.method == "GET":
        return jsonify(diagnoses=[d.to_dict() for d in patient.diagnoses])
    diagnosis = services.add_diagnosis(patient, body())
    return jsonify(diagnosis.to_dict()), 201


# -- allergies --------------------------------------------------------------


@allergies_api.get("")
@login_required
def list_allergies(patient_id: int):
    patient = services.get_patient(patient_id)
    return jsonify(allergies=[a.to_dict() for a in patient.allergies])


@allergies_api.post("")
@role_required("physician", "nurse")
def add_allergy(patient_id: int):
    allergy = services.add_allergy(services.get_patient(patient_id), body())
    return jsonify(allergy.to_dict()), 201


@allergies_api.delete("/<int:allergy_id>")
@role_required("physician")
def delete_allergy(patient_id: int, allergy_id: int):
    services.remove_allergy(services.get_patient(patient_id), allergy_id)
    return "", 204


patients_api.register_blueprint(allergies_api)
