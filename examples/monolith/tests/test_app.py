import pytest

from clinic import utils
from clinic.app import create_app
from clinic.lab.models import LabOrder


def test_open_pages(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/version").json == {"version": "8.4.1", "build": "dev"}
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, "/auth/login")


def test_start_page_by_role(client, login):
    login(client, "nurse@clinic.example")
    assert client.get("/").headers["Location"] == "/patients/"
    login(client, "lab@clinic.example")
    assert client.get("/").headers["Location"] == "/lab/orders"


def test_headers(client):
    response = client.get("/version", headers={"X-Request-Id": "abc"})
    assert response.headers["X-Clinic-Site"] == "Nordstadt"
    assert response.headers["X-Request-Id"] == "abc"
    assert "X-Request-Id" not in client.get("/version").headers


def test_errors_in_json_and_html(client, login):
    assert client.get("/api/v1/nothing").json == {"error": "not found"}
    page = client.get("/nothing")
    assert page.status_code == 404
    assert "<h1>404 Not found</h1>" in page.get_data(as_text=True)
    response = client.delete("/healthz", headers={"Accept": "application/json"})
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    login(client, "nurse@clinic.example")
    bad = client.post("/api/v1/patients", data="{", content_type="application/json")
    assert (bad.status_code, bad.json) == (400, {"error": "bad request"})


def test_server_error(app, login, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("boom")

    monkeypatch.setattr("clinic.patients.services.search", broken)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    client = login(app.test_client(), "nurse@clinic.example")
    response = client.get("/api/v1/patients")
    assert (response.status_code, response.json) == (500, {"error": "internal error"})
    assert "boom" not in client.get("/patients/").get_data(as_text=True)


def test_head_and_options(client):
    head = client.head("/version")
    assert head.status_code == 200 and head.data == b""
    options = client.options("/auth/login")
    assert set(options.allow) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_read_only(client, login, monkeypatch):
    login(client, "nurse@clinic.example")
    monkeypatch.setenv("CLINIC_READONLY", "1")
    assert client.post("/lab/orders", json={}).status_code == 503
    assert client.get("/lab/orders").status_code == 200


def test_factory_takes_config(app):
    other = create_app({"TESTING": True, "PER_PAGE": 3})
    assert other.config["PER_PAGE"] == 3
    assert len(list(other.url_map.iter_rules())) == len(list(app.url_map.iter_rules()))
    with pytest.raises(RuntimeError):
        create_app("nowhere")


def test_utils(app):
    assert utils.money(123450) == "1.234,50 EUR"
    assert utils.money(-5, "CHF") == "-0,05 CHF"
    assert utils.parse_date("1.3.2026") == utils.parse_date("2026-03-01")
    assert utils.parse_datetime("2026-03-01T10:00:00+02:00").hour == 8
    assert utils.slugify("Müßig, Jörg") == "muessig-joerg"
    assert utils.easter(2026).isoformat() == "2026-04-05"
    assert len(utils.new_token()) == 32


def test_paginate_query_and_select(app):
    from sqlalchemy import select

    from clinic.db import Session

    for query in (Session.query(LabOrder).order_by(LabOrder.id),
                  select(LabOrder).order_by(LabOrder.id)):
        page = utils.paginate(query, 2, 10)
        assert [o.id for o in page] == [11, 12, 13, 14, 15]
        assert (page.total, page.pages, page.has_next) == (15, 2, False)
