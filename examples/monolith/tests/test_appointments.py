from datetime import date, datetime

import pytest

from clinic.appointments import protocols, services
from clinic.appointments.chemo import round_dose
from clinic.appointments.models import Appointment, ChemoCycle
from clinic.db import Session
from clinic.lab.models import LabOrder

JSON = {"Accept": "application/json"}


@pytest.fixture
def weber(client, login):
    return login(client, "dr.weber@clinic.example")


def new(**changes):
    data = {"patient_id": 4, "physician_id": 2, "room_id": 1, "kind": "follow_up",
            "starts_at": "2026-04-08T09:00:00"}
    data.update(changes)
    return data


def test_opening_hours():
    assert services.is_open(datetime(2026, 4, 8, 7, 30), 20)
    assert not services.is_open(datetime(2026, 4, 8, 17, 50), 20)
    assert not services.is_open(datetime(2026, 4, 11, 9, 0), 20)
    assert not services.is_open(datetime(2026, 4, 10, 15, 0), 20)
    assert date(2026, 4, 6) in services.holidays(2026)


def test_repeated_query_parameter(weber):
    body = weber.get("/appointments?status=booked&status=arrived&per_page=50").json
    assert body["total"] == 11
    assert {a["status"] for a in body["appointments"]} == {"booked", "arrived"}
    assert weber.get("/appointments?status=arrived").json["total"] == 2
    assert weber.get("/appointments?status=lost", headers=JSON).status_code == 422


def test_filters(weber):
    assert weber.get("/appointments").json["total"] == 30
    assert weber.get("/appointments/physician/6?kind=chemo").json["total"] == 2
    body = weber.get("/appointments?from=2026-03-30&to=2026-04-07").json
    assert [a["id"] for a in body["appointments"]] == [29, 30]
    assert weber.get("/appointments?from=soon", headers=JSON).status_code == 400


def test_list_answers_methods(weber):
    assert weber.post("/appointments/physician/6", json={}).status_code == 405
    assert "POST" in weber.options("/appointments").allow


def test_book(weber):
    response = weber.post("/appointments", json=new(notes="Befund besprechen"))
    assert response.status_code == 201
    assert response.headers["Location"] == "/appointments/31"
    assert response.json["ends_at"] == "2026-04-08T09:20:00"
    detail = weber.get("/appointments/31").json
    assert detail["patient"] == "Renée Dübel"
    assert detail["physician"] == "Dr. Jürgen Weber"


def test_conflicts(weber):
    response = weber.post("/appointments", json=new(starts_at="2026-03-23T08:10:00", room_id=2))
    assert response.status_code == 409
    assert response.json == {"error": "physician is busy", "appointment_id": 20}
    response = weber.post("/appointments",
                          json=new(starts_at="2026-03-23T09:10:00", physician_id=6, room_id=1))
    assert response.json["error"] == "patient has another appointment"
    response = weber.post("/appointments", json=new(starts_at="2026-03-25T08:10:00", room_id=2))
    assert response.json["error"] == "room is full"


def test_validation(weber):
    response = weber.post("/appointments", json={"kind": "surgery", "patient_id": 12,
                                                 "physician_id": 3, "minutes": "x"})
    assert response.status_code == 422
    assert set(response.json["fields"]) == {"kind", "minutes", "starts_at", "patient_id",
                                            "physician_id", "room_id"}
    closed = weber.post("/appointments", json=new(starts_at="2026-04-06T09:00:00"))
    assert closed.json["fields"] == {"starts_at": "outside opening hours"}
    assert weber.post("/appointments", json=new(kind="chemo")).status_code == 422


def test_billing_may_read_but_not_book(client, login):
    login(client, "billing@clinic.example")
    assert client.get("/appointments/1").status_code == 200
    assert client.post("/appointments", json=new()).status_code == 403


def test_move(weber):
    assert weber.patch("/appointments/21", json={"starts_at": "2026-03-23T09:10:00"}).status_code == 200
    response = weber.patch("/appointments/22", json={"starts_at": "2026-03-23T08:05:00"})
    assert response.json == {"error": "physician is busy", "appointment_id": 20}
    response = weber.patch("/appointments/20", json={"minutes": 30})
    assert response.json == {"error": "patient has arrived"}
    assert weber.patch("/appointments/1", json={"notes": "x"}).status_code == 409
    assert weber.patch("/appointments/20", json={"notes": "kommt später"}).json["notes"] == "kommt später"


def test_status_changes(weber):
    url = "/appointments/21/status"
    assert weber.post(url, json={"status": "done"}).json == {"error": "booked cannot become done"}
    assert weber.post(url, json={"status": "arrived"}).json["status"] == "arrived"
    assert weber.post(url, json={"status": "done"}).status_code == 200
    page = weber.post("/appointments/22/status", data={"status": "arrived"})
    assert page.headers["Location"] == "/appointments/day/2026-03-23"


def test_cancel(weber):
    assert weber.delete("/appointments/23").status_code == 204
    # the blood count for the cycle is cancelled with it
    assert Session.get(LabOrder, 14).status == "cancelled"
    Session.remove()
    Session.get(Appointment, 21).billed = True
    Session.commit()
    assert weber.delete("/appointments/21", headers=JSON).json == {"error": "appointment is billed"}


def test_done_chemo_is_given(weber):
    assert weber.post("/appointments/19/status", json={"status": "done"}).status_code == 200
    assert Session.query(ChemoCycle).filter_by(appointment_id=19).one().given_at is not None


def test_slots(weber):
    body = weber.get("/appointments/slots?physician_id=2&day=2026-03-23&minutes=30").json
    assert body["slots"][:4] == ["07:30", "08:20", "08:30", "09:20"]
    assert weber.get("/appointments/slots?physician_id=2&day=2026-03-22").json["slots"] == []
    missing = weber.get("/appointments/slots", headers=JSON)
    assert set(missing.json["fields"]) == {"physician_id", "day"}


def test_rooms(weber):
    names = [r["name"] for r in weber.get("/appointments/rooms").json["rooms"]]
    assert names[2:] == ["Infusionsraum", "Blutabnahme", "Gerätezimmer"]


def test_day_page(weber):
    html = weber.get("/appointments/day/2026-03-02").get_data(as_text=True)
    assert "Müßig, Jörg" in html and "08:00–08:45" in html
    assert "/appointments/day/2026-03-03" in html
    assert "closed on this day" in weber.get("/appointments/day/2026-04-06").get_data(as_text=True)
    assert weber.get("/appointments/day/yesterday").status_code == 404
    assert weber.get("/appointments/day").status_code == 200


def test_protocols(weber):
    body = weber.get("/appointments/protocols?icd10=C50.4").json["protocols"]
    assert [p["name"] for p in body] == ["AC", "T-WEEKLY"]
    assert body[0]["drugs"] == ["doxorubicin", "cyclophosphamide"]


def test_protocol_file(tmp_path, monkeypatch):
    path = tmp_path / "more.json"
    path.write_text('{"X": {"title": "x", "sites": ["C61"]}}')
    monkeypatch.setenv("PROTOCOL_FILE", str(path))
    protocols.reload()
    try:
        assert protocols.get("x")["title"] == "x" and "AC" in protocols.table()
    finally:
        monkeypatch.delenv("PROTOCOL_FILE")
        protocols.reload()


def test_rounding():
    assert [round_dose(v) for v in (1.96, 62.5, 142.3, 1002.0, 4676)] == [2.0, 65.0, 140.0, 1000.0, 4680.0]


def test_plan(weber):
    body = weber.get("/appointments/protocols/ac/plan?patient_id=2&on=2026-03-23").json
    assert body["bsa_m2"] == 1.67 and body["factor"] == 1.0
    assert [d["dose_mg"] for d in body["drugs"]] == [100.0, 1000.0]
    assert body["problems"] == []
    taxane = weber.get("/appointments/protocols/T-WEEKLY/plan?patient_id=2").json
    assert taxane["problems"] == ["allergy: paclitaxel"]
    assert weber.get("/appointments/protocols/none/plan?patient_id=2", headers=JSON).status_code == 404


def test_plan_by_clearance(weber):
    body = weber.get("/appointments/protocols/CARBO-PEM/plan?patient_id=5&on=2026-03-05").json
    assert body["clearance"] == 61.7
    assert body["drugs"][0] == {"name": "carboplatin", "dose_mg": 435.0, "capped": False}
    missing = weber.get("/appointments/protocols/CARBO-PEM/plan?patient_id=2", headers=JSON)
    assert missing.json == {"error": "creatinine is needed for carboplatin"}


def test_book_chemo_writes_three_tables(weber):
    response = weber.post("/appointments/chemo", json={
        "patient_id": 2, "protocol": "AC", "room_id": 3, "starts_at": "2026-04-13T10:00:00"})
    assert response.status_code == 201, response.json
    body = response.json
    assert body["cycle"]["cycle_no"] == 3 and body["cycle"]["dose_mg"] == 100.0
    assert body["appointment"]["minutes"] == 120
    assert [o["panel"] for o in body["lab_orders"]] == ["CBC", "LIVER"]
    history = weber.get("/appointments/chemo/2").json["cycles"]
    assert [c["cycle_no"] for c in history] == [1, 2, 3]


def test_book_chemo_all_or_nothing(weber, monkeypatch):
    def broken(*args, **kwargs):
        raise services.Conflict("audit is full")

    monkeypatch.setattr("clinic.appointments.chemo.audit", broken)
    response = weber.post("/appointments/chemo", json={
        "patient_id": 2, "protocol": "AC", "room_id": 3, "starts_at": "2026-04-13T10:00:00"})
    assert response.status_code == 409
    Session.remove()
    assert Session.query(Appointment).count() == 30
    assert Session.query(ChemoCycle).count() == 6
    assert Session.query(LabOrder).count() == 15


def test_book_chemo_is_held(weber):
    data = {"patient_id": 7, "protocol": "CARBO-PEM", "room_id": 3,
            "starts_at": "2026-04-15T10:00:00"}
    response = weber.post("/appointments/chemo", json=data)
    assert response.status_code == 409
    assert response.json["problems"] == ["neutrophils 1.2", "platelets 96"]
    assert weber.post("/appointments/chemo", json=dict(data, override=True)).status_code == 201


def test_book_chemo_too_early(weber):
    response = weber.post("/appointments/chemo", json={
        "patient_id": 2, "protocol": "AC", "room_id": 3, "starts_at": "2026-04-09T10:00:00"})
    assert response.json == {"error": "too early for the next cycle", "earliest": "2026-04-12"}


def test_nurse_may_not_book_chemo(client, login):
    login(client, "nurse@clinic.example")
    assert client.post("/appointments/chemo", json={}).status_code == 403
