import pytest

from clinic.auth.models import AuditEvent
from clinic.db import Session
from clinic.lab import lims, ranges
from clinic.lab.models import LabOrder, LabResult

TOKEN = {"Authorization": "Bearer demo-token-analyser"}


@pytest.fixture
def weber(client, login):
    return login(client, "dr.weber@clinic.example")


def post_results(client, order_id, *results):
    return client.post("/lab/orders/%d/results" % order_id, headers=TOKEN, json={
        "results": [{"analyte": a, "value": v, "unit": u} for a, v, u in results]})


def test_reference_ranges():
    assert ranges.reference("hemoglobin", "f", 40) == (12.0, 16.0)
    assert ranges.reference("hemoglobin", "d", 40) == (12.0, 17.5)
    assert ranges.reference("creatinine", "m", 8) == (0.3, 0.7)
    assert ranges.reference("psa", "f", 50) == (None, None)


@pytest.mark.parametrize("analyte, value, expected", [
    ("hemoglobin", 6.9, "LL"), ("hemoglobin", 11.9, "L"), ("hemoglobin", 12.0, ""),
    ("hemoglobin", 16.1, "H"), ("hemoglobin", 20.5, "HH"), ("hemoglobin", None, ""),
    ("neutrophils", 0.4, "LL"),
])
def test_flags(analyte, value, expected):
    low, high = ranges.reference(analyte, "f", 40)
    assert ranges.flag(analyte, value, low, high) == expected


def test_units():
    assert ranges.to_standard("creatinine", 88.4, "µmol/l") == (1.0, "mg/dl")
    assert ranges.to_standard("alt", 30, None) == (30, "U/l")
    with pytest.raises(ValueError):
        ranges.to_standard("alt", 30, "mg/dl")


def test_order_list(weber):
    orders = weber.get("/lab/orders").json["orders"]
    assert [o["id"] for o in orders][:3] == [15, 14, 13]
    flagged = {o["id"]: o["flagged"] for o in orders}
    assert flagged[9] == 4 and flagged[6] == 0
    assert len(weber.get("/lab/orders?status=open&panel=CBC").json["orders"]) == 3
    assert len(weber.get("/lab/orders?patient_id=7&limit=1").json["orders"]) == 1


def test_order_detail(weber):
    body = weber.get("/lab/orders/7").json
    assert body["mrn"] == "OC-000105"
    creatinine = body["results"][0]
    assert (creatinine["value"], creatinine["ref"], creatinine["flag"]) == (1.6, [0.6, 1.2], "H")
    missing = weber.get("/lab/orders/99")
    assert (missing.status_code, missing.json) == (404, {"error": "no such order"})


def test_create_order(weber):
    response = weber.post("/lab/orders", json={"patient_id": 4, "panel": "cbc"})
    assert response.status_code == 201
    assert response.json["ordered_by"] == "Dr. Jürgen Weber"
    again = weber.post("/lab/orders", json={"patient_id": 4, "panel": "CBC"})
    assert again.json == {"error": "panel is already ordered", "order_id": response.json["id"]}
    bad = weber.post("/lab/orders", json={"patient_id": 4, "panel": "X", "appointment_id": 1})
    assert set(bad.json["fields"]) == {"panel", "appointment_id"}


def test_roles(client, weber):
    response = client.post("/lab/orders/12/results", json={})
    assert response.status_code == 403
    assert response.json == {"error": "not allowed", "roles": ["lab"]}


def test_report_results(client, app):
    response = post_results(client, 12, ("Hemoglobin", "12,5", "g/dl"), ("platelets", 210, None))
    assert response.status_code == 201
    assert response.json["stored"] == 2
    assert response.json["order"]["status"] == "partial"
    response = post_results(client, 12, ("leukocytes", 11, None), ("neutrophils", 8.1, None))
    assert response.json["order"]["status"] == "reported"
    flags = [r["flag"] for r in response.json["order"]["results"]]
    assert flags == ["", "", "H", "H"]
    assert post_results(client, 12, ("leukocytes", 1, None)).status_code == 409


def test_critical_and_delta(client, app):
    response = post_results(client, 13, ("hemoglobin", 67, "g/l"))
    assert response.json["critical"] == ["hemoglobin"]
    assert response.json["deltas"] == {"hemoglobin": -42.2}
    event = Session.query(AuditEvent).filter_by(action="lab.critical").one()
    assert event.subject == "OC-000102 hemoglobin"
    from clinic.notifications.models import Notification

    texts = [n.body for n in Session.query(Notification).filter_by(user_id=2)]
    assert any("hemoglobin LL" in text for text in texts)


def test_bad_results_store_nothing(client, app):
    response = post_results(client, 12, ("hemoglobin", 12, None), ("psa", 1, None),
                            ("platelets", "many", None))
    assert response.status_code == 422
    assert set(response.json["fields"]) == {"psa", "platelets"}
    assert Session.query(LabResult).filter_by(order_id=12).count() == 0
    assert client.post("/lab/orders/12/results", headers=TOKEN, json={}).status_code == 400


def test_cancel_order(weber):
    assert weber.post("/lab/orders/12/cancel").json["status"] == "cancelled"
    assert weber.post("/lab/orders/12/cancel").json == {"error": "order is cancelled"}


def test_trend(client, weber):
    post_results(client, 13, ("hemoglobin", 10.0, None))
    body = weber.get("/lab/patients/2/trend/hemoglobin").json
    assert [v["value"] for v in body["values"]] == [11.6, 10.0]
    assert body["direction"] == "falling"
    assert weber.get("/lab/patients/2/trend/gold").status_code == 404


def test_ranges_are_public_and_cached(client):
    response = client.get("/lab/ranges")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "public, max-age=3600"
    assert response.json["panels"]["TUMOUR"]["analytes"]["psa"]["unit"] == "µg/l"
    again = client.get("/lab/ranges", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


def test_csv_is_latin1(weber):
    response = weber.get("/lab/orders.csv?status=open")
    assert response.headers["Content-Type"] == "text/csv; charset=iso-8859-1"
    lines = response.data.decode("latin-1").splitlines()
    assert lines[0] == "id;mrn;name;panel;status;flagged"
    assert lines[2] == "13;OC-000102;Bäcker, Zoë;CBC;open;0"
    assert len(lines) == 4


def test_import_text(client, app):
    body = "# export\n12|HEMOGLOBIN|12.9|g/dl\n12|platelets|199|\n99|alt|3|U/l\n\nnonsense\n"
    response = client.post("/lab/import", data=body.encode("latin-1"), headers=TOKEN,
                           content_type="text/plain")
    assert response.json == {"imported": [12], "failed": {"99": "no such order"}, "bad_lines": 1}
    assert Session.get(LabOrder, 12).status == "partial"


def test_import_without_lims(client, app):
    response = client.post("/lab/import", headers=TOKEN)
    assert (response.status_code, response.json) == (503, {"error": "LIMS is not configured"})


def test_import_from_lims(client, app, monkeypatch):
    class Answer:
        content = "14|creatinine|97|µmol/l\n14|neutrophils|2,2|10^9/l\n".encode("latin-1")

        def raise_for_status(self):
            pass

    calls = []

    def fake_get(url, **options):
        calls.append((url, options["params"]))
        return Answer()

    monkeypatch.setenv("LIMS_URL", "http://lims.example/")
    monkeypatch.setattr(lims.requests, "get", fake_get)
    response = client.post("/lab/import?since=7", headers=TOKEN)
    assert calls == [("http://lims.example/export", {"since": 7, "client": "ONKO"})]
    # creatinine is not in the panel, the whole order is refused
    assert response.json["failed"] == {"14": "invalid data"}
