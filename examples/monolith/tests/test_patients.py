import struct
import zlib
from datetime import date

import pytest

from clinic.auth.models import AuditEvent
from clinic.db import Session
from clinic.patients.models import Patient
from clinic.patients.services import body_surface_area, creatinine_clearance
from clinic.patients.staging import normalise, stage_group


@pytest.fixture
def weber(client, login):
    return login(client, "dr.weber@clinic.example")


@pytest.mark.parametrize("icd10, t, n, m, stage", [
    ("C50.4", "T2", "N1", "M0", "IIB"),
    ("C50.4", "T1", "N0", "M0", "IA"),
    ("C50.4", "T4b", "N3", "M0", "IIIC"),
    ("C18.7", "T3", "N1a", "M0", "IIIB"),
    ("C20", "T4b", "N2", "M0", "IIIC"),
    ("C34.1", "T1b", "N0", "M0", "IA2"),
    ("C34.3", "T4", "N2", "M1b", "IVA"),
    ("C61", "T3a", "N0", "MX", "IIIB"),
    ("C18.2", "TX", "N0", "M0", None),
    ("C83.3", "T1", "N0", "M0", None),
])
def test_stage_group(icd10, t, n, m, stage):
    assert stage_group(icd10, t, n, m) == stage


def test_normalise():
    assert normalise("t1A", ("T1a",)) == "T1a"
    assert normalise("nx", ("NX",)) == "NX"
    with pytest.raises(ValueError):
        normalise("T9", ("T1",))


def test_measures_of_the_body(app):
    assert body_surface_area(165, 61) == 1.67
    patient = Session.get(Patient, 5)
    assert creatinine_clearance(patient, 1.6, date(2026, 3, 5)) == 61.7


def test_list_page(weber):
    html = weber.get("/patients/").get_data(as_text=True)
    assert "Müßig, Jörg" in html and "Altmann" not in html
    assert "11 in all" in html
    html = weber.get("/patients/?q=bäck").get_data(as_text=True)
    assert "Bäcker, Zoë" in html and "Müßig" not in html


def test_list_page_pages_keep_the_search(weber):
    html = weber.get("/patients/?mine=1&per_page=2").get_data(as_text=True)
    assert "/patients/?page=2&amp;q=&amp;mine=1" in html


def test_patient_page(weber):
    html = weber.get("/patients/7").get_data(as_text=True)
    assert "Søren Jørgensen" in html
    assert "/appointments?patient_id=7" in html
    assert "/documents/browse?patient_id=7" in html
    assert 'class="flag-L"' in html
    assert weber.get("/patients/99").status_code == 404


def test_mrn_url(weber):
    response = weber.get("/patients/oc-000103")
    assert response.headers["Location"] == "/patients/3"
    assert weber.get("/patients/OC-000999").status_code == 404
    assert weber.get("/patients/OC-000000").status_code == 404


def test_recent_patients_in_session(weber):
    for number in (1, 2, 3, 1):
        weber.get("/patients/%d" % number)
    with weber.session_transaction() as session:
        assert session["recent"] == [1, 3, 2]


def test_form_creates_patient(weber):
    form = {"first_name": " Käthe ", "last_name": "Süß", "birth_date": "3.2.1960", "sex": "f",
            "height_cm": "164,5", "weight_kg": "70"}
    response = weber.post("/patients/new", data=form)
    assert response.status_code == 302
    html = weber.get(response.headers["Location"]).get_data(as_text=True)
    assert "Patient OC-000113 created." in html and "Käthe Süß" in html
    again = weber.post("/patients/new", data=form)
    assert again.status_code == 409
    assert "OC-000113" in again.get_data(as_text=True)


def test_form_shows_problems(weber):
    response = weber.post("/patients/new", data={"first_name": "A", "last_name": "",
                                                 "birth_date": "2990-01-01", "sex": "x"})
    assert response.status_code == 422
    html = response.get_data(as_text=True)
    assert "in the future" in html and "one of f, m, d" in html


def test_edit_writes_audit_event(weber):
    page = weber.get("/patients/2/edit").get_data(as_text=True)
    assert 'value="61.0"' in page
    response = weber.post("/patients/2/edit", data={"weight_kg": "50"})
    assert response.status_code == 302
    assert "weight changed by 18 %" in weber.get("/patients/2").get_data(as_text=True)
    event = Session.query(AuditEvent).filter_by(action="patient.updated").one()
    assert (event.subject, event.user_id) == ("OC-000102 weight_kg", 2)


def test_archive(weber):
    assert weber.post("/patients/1/archive").status_code == 409
    Session.remove()
    for appointment in Session.get(Patient, 1).appointments:
        if appointment.status == "booked":
            appointment.status = "cancelled"
    Session.commit()
    assert weber.post("/patients/1/archive").status_code == 302
    rows = weber.get("/api/v1/patients?archived=1").json["patients"]
    assert [p["id"] for p in rows] == [12, 1]


def test_billing_may_not_edit(client, login):
    login(client, "billing@clinic.example")
    assert client.get("/patients/2/edit").status_code == 403
    assert "/billing/patients/2/statement" in client.get("/patients/2").get_data(as_text=True)


def test_label_png(weber):
    response = weber.get("/patients/1/label.png")
    assert response.mimetype == "image/png"
    data = response.data
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (359, 60)
    start = data.index(b"IDAT")
    length = struct.unpack(">I", data[start - 4:start])[0]
    assert len(zlib.decompress(data[start + 4:start + 4 + length])) == (width + 1) * height
    assert response.headers["Cache-Control"] == "private, max-age=600"
    again = weber.get("/patients/1/label.png", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    named = weber.get("/patients/1/label.png?download=1")
    assert "label-muessig-joerg.png" in named.headers["Content-Disposition"]


def test_api_list(weber):
    body = weber.get("/api/v1/patients?per_page=3&page=2").json
    assert (body["total"], body["pages"], len(body["patients"])) == (11, 4, 3)
    breast = weber.get("/api/v1/patients?icd10=c50").json["patients"]
    assert sorted(p["id"] for p in breast) == [2, 4, 6]


def test_api_detail_has_links(weber):
    body = weber.get("/api/v1/patients/2").json
    assert body["links"] == {
        "self": "/api/v1/patients/2",
        "allergies": "/api/v1/patients/2/allergies",
        "page": "/patients/OC-000102",
    }
    assert body["diagnoses"][0]["stage"] == "IIB"


def test_api_create_and_patch(weber):
    response = weber.post("/api/v1/patients", json={
        "first_name": "Åsa", "last_name": "Ek", "birth_date": "1970-01-01", "sex": "f",
        "weight_kg": 60, "primary_physician_id": 3})
    assert response.status_code == 422
    assert response.json["fields"] == {"primary_physician_id": "not a physician"}
    response = weber.post("/api/v1/patients", json={
        "first_name": "Åsa", "last_name": "Ek", "birth_date": "1970-01-01", "sex": "f"})
    assert response.status_code == 201
    location = response.headers["Location"]
    assert location == "/api/v1/patients/13"
    patched = weber.patch(location, json={"email": "ASA@mail.example"})
    assert patched.json["patient"]["email"] == "asa@mail.example"
    assert weber.patch(location, json=[1]).status_code == 400


def test_api_measures(weber):
    body = weber.get("/api/v1/patients/5/measures?creatinine=1,6&on=2026-03-05").json
    assert body["bsa_m2"] == 2.2
    assert body["creatinine_clearance"] == 61.7
    assert weber.get("/api/v1/patients/11/measures").status_code == 409
    assert weber.get("/api/v1/patients/5/measures?creatinine=x").status_code == 400


def test_api_diagnoses(weber):
    response = weber.post("/api/v1/patients/8/diagnoses", json={
        "icd10": "c50.1", "t": "t2", "n": "n0", "m": "m0", "diagnosed_on": "2026-03-01"})
    assert response.status_code == 201
    assert response.json["tnm"] == "T2N0M0" and response.json["stage"] == "IIA"
    assert len(weber.get("/api/v1/patients/8/diagnoses").json["diagnoses"]) == 2
    bad = weber.post("/api/v1/patients/8/diagnoses", json={"icd10": "breast", "t": "T9"})
    assert set(bad.json["fields"]) == {"icd10", "t"}


def test_api_allergies(weber, app, login):
    url = "/api/v1/patients/1/allergies"
    assert weber.get(url).json["allergies"][0]["substance"] == "penicillin"
    created = weber.post(url, json={"substance": "Oxaliplatin", "severity": "severe"})
    assert created.status_code == 201
    assert weber.post(url, json={"substance": "oxaliplatin"}).status_code == 409
    nurse = login(app.test_client(), "nurse@clinic.example")
    assert nurse.delete("%s/%d" % (url, created.json["id"])).status_code == 403
    assert weber.delete("%s/%d" % (url, created.json["id"])).status_code == 204
    assert weber.delete("/api/v1/patients/2/allergies/1").status_code == 404
    assert weber.get(url).headers["Cache-Control"] == "no-store"
