from decimal import Decimal

import pytest

from clinic.billing import insurance, money, prices, service
from clinic.db import Session


@pytest.fixture
def clerk(client, login):
    return login(client, "billing@clinic.example")


def make_invoice(client, **data):
    response = client.post("/billing/invoices", json=data)
    assert response.status_code == 201, response.get_json()
    return response.get_json()


def test_amounts_are_rounded_half_up():
    assert money.to_cents("12,50") == 1250
    assert money.to_cents(Decimal("0.005")) == 1
    assert money.to_cents("1 200.00") == 120000
    assert money.apply_factor(6150, "1.25") == 7688
    assert money.split_evenly(1000, 3) == [334, 333, 333]
    with pytest.raises(ValueError):
        money.to_cents("twelve")


def test_price_list_has_etag(clerk):
    response = clerk.get("/billing/prices")
    assert response.headers["ETag"] == '"2026-01"'
    assert {"CHEMO-DAY", "CERT"} <= {i["code"] for i in response.get_json()["items"]}
    again = clerk.get("/billing/prices", headers={"If-None-Match": '"2026-01"'})
    assert again.status_code == 304
    assert prices.price_list.cache_info().misses == 1


def test_invoice_bills_appointments_and_their_lab_orders(clerk):
    data = make_invoice(clerk, patient_id=1, codes=["CERT"])
    codes = [line["code"] for line in data["lines"]]
    assert codes == ["CONS-FIRST", "LAB-BASE", "CHEMO-DAY", "CHEMO-HOUR", "LAB-BASE",
                     "CHEMO-DAY", "CHEMO-HOUR", "CERT"]
    # 14550 + 2 * 2890 + 2 * (43200 + 2 * 6150) + 2500 with 24 %
    assert data["total_cents"] == 14550 + 5780 + 111000 + 3100
    billed = service.raw("SELECT billed FROM appointment WHERE patient_id = 1 AND status = 'done'")
    assert all(row.billed for row in billed)
    assert clerk.post("/billing/invoices", json={"patient_id": 1}).status_code == 409


def test_invoice_refuses_foreign_and_billed_appointments(clerk):
    answer = clerk.post("/billing/invoices", json={"patient_id": 1, "appointment_ids": [2]})
    assert answer.status_code == 400
    answer = clerk.post("/billing/invoices", json={"patient_id": 9, "appointment_ids": [12]})
    assert answer.status_code == 409
    assert "12" in answer.get_json()["error"]
    assert clerk.post("/billing/invoices", json={}).status_code == 400


def test_failed_invoice_leaves_appointments_unbilled(clerk, monkeypatch):
    from clinic.appointments.models import Appointment

    monkeypatch.setattr(service, "recalculate", lambda invoice: 1 / 0)
    clerk.application.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        answer = clerk.post("/billing/invoices", json={"patient_id": 1})
    finally:
        clerk.application.config["PROPAGATE_EXCEPTIONS"] = None
    assert answer.status_code == 500
    assert not Session.get(Appointment, 1).billed


def test_list_filters_and_pages(clerk):
    data = clerk.get("/billing/invoices?status=issued&per_page=2").get_json()
    assert data["total"] == 4 and data["pages"] == 2 and len(data["items"]) == 2
    assert clerk.get("/billing/invoices?status=lost").status_code == 400
    assert clerk.get("/billing/invoices?patient_id=10").get_json()["total"] == 1


def test_issue_pay_and_settle(clerk):
    data = clerk.post("/billing/invoices/6/issue", json={}).get_json()
    assert data["status"] == "issued" and data["due_on"]
    url = "/billing/invoices/6/payments"
    answer = clerk.post(url, json={"amount": "45.50", "method": "card"}).get_json()
    assert answer["payment"]["cents"] == 4550 and answer["invoice"]["status"] == "issued"
    rest = data["total_cents"] - 4550
    assert clerk.post(url, json={"cents": rest + 1}).status_code == 409
    assert clerk.post(url, json={"cents": rest}).get_json()["invoice"]["status"] == "paid"
    assert [p["cents"] for p in clerk.get(url).get_json()] == [4550, rest]
    texts = [r.body for r in service.raw(
        "SELECT body FROM notification WHERE patient_id = 8 ORDER BY id")]
    assert len(texts) == 3      # invoice and two payments
    assert "left to pay" in texts[1] and "settled" in texts[2]


def test_payment_validation(clerk):
    url = "/billing/invoices/1/payments"
    assert clerk.post(url, json={"amount": "x"}).status_code == 400
    assert clerk.post(url, json={"cents": 100, "method": "gold"}).status_code == 422
    assert clerk.post("/billing/invoices/6/payments", json={"cents": 100}).status_code == 409
    assert clerk.post("/billing/invoices/99/payments", json={"cents": 100}).status_code == 404


def test_void_frees_appointments(clerk):
    assert clerk.post("/billing/invoices/1/void", json={}).get_json()["status"] == "void"
    data = make_invoice(clerk, patient_id=9, appointment_ids=[12, 13])
    # the order of appointment 12 was not on the invoice of the seed
    assert [line["code"] for line in data["lines"]] == ["CONS-FOLLOW", "LAB-TUMOR", "IMAGING"]
    assert clerk.post("/billing/invoices/4/void", json={}).status_code == 409


def test_pdf_download(clerk):
    response = clerk.get("/billing/invoices/4.pdf")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == "inline; filename=CL-2026-0004.pdf"
    assert response.data.startswith(b"%PDF-1.4") and b"S\xf8ren" in response.data


def test_invoice_page_links_to_other_areas(clerk):
    html = clerk.get("/billing/invoices/4/view").get_data(as_text=True)
    assert 'href="/patients/7"' in html and "/documents/5/download" in html
    assert "Tax 10 %" in html
    assert clerk.get("/billing/invoices/77/view").status_code == 404
    html = clerk.get("/billing/patients/7/statement").get_data(as_text=True)
    assert "CL-2026-0004" in html
    data = clerk.get("/billing/patients/7/statement", headers={"Accept": "application/json"})
    assert data.get_json()["balance_cents"] > 0


def test_aging_by_raw_sql(clerk):
    data = clerk.get("/billing/aging?as_of=2026-05-01").get_json()
    assert [i["days"] for i in data["items"]] == [49, 42, 39, 38]
    assert data["totals"]["31-60"] == data["sum_cents"] > 0
    response = clerk.get("/billing/aging?as_of=01.03.2026&format=csv")
    assert response.headers["Content-Disposition"].endswith("aging-2026-03-01.csv")
    assert response.get_data(as_text=True).splitlines()[1].split(";")[5] == "current"
    assert clerk.get("/billing/aging?as_of=soon").status_code == 400


def test_claim_stays_queued_without_insurer(clerk):
    url = "/billing/invoices/4/claims"
    assert clerk.post(url, json={"insurer": "AOK"}).status_code == 400
    data = clerk.post(url, json={"insurer": "AOK", "policy_no": "A1"}).get_json()
    assert data["status"] == "queued"
    assert clerk.post(url, json={"insurer": "AOK", "policy_no": "A1"}).status_code == 409
    answer = clerk.patch("/billing/claims/%d" % data["id"], json={"status": "accepted"})
    assert answer.get_json()["status"] == "accepted"
    assert clerk.get("/billing/invoices/4").get_json()["open_cents"] == 0


def test_claim_is_posted_to_the_insurer(clerk, monkeypatch):
    sent = {}

    class Answer:
        status_code = 200

        def json(self):
            return {"status": "RECEIVED"}

    def post(url, json=None, headers=None):
        sent.update(url=url, json=json)
        return Answer()

    monkeypatch.setenv("INSURER_URL", "http://insurer.example/")
    monkeypatch.setattr(insurance.requests, "post", post)
    data = clerk.post("/billing/invoices/1/claims", json={"insurer": "TK", "policy_no": "7"})
    assert data.get_json()["status"] == "submitted"
    assert sent["url"] == "http://insurer.example/claims"
    assert sent["json"]["diagnoses"] == ["C20"]
    Answer.status_code = 503
    data = clerk.post("/billing/invoices/5/claims", json={"insurer": "TK", "policy_no": "7"})
    assert data.status_code == 502


def test_roles(client, login):
    assert client.get("/billing/invoices").status_code == 302
    login(client, "nurse@clinic.example")
    assert client.get("/billing/invoices").status_code == 200
    assert client.post("/billing/invoices", json={"patient_id": 1}).status_code == 403
