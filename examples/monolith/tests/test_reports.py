import pytest

from clinic.reports import stats, views


@pytest.fixture(autouse=True)
def empty_cache():
    views._CACHE.clear()


@pytest.fixture
def admin(client, login):
    return login(client, "admin@clinic.example")


def test_statistics():
    assert stats.median([3, 1, 2]) == 2.0 and stats.median([]) is None
    assert stats.percentile([1, 2, 3, 4], 90) == pytest.approx(3.7)
    assert stats.histogram([1, 5, 30], [4, 24]) == [("<4", 1), ("4-23", 1), (">=24", 1)]
    rows = stats.kaplan_meier([(5, True), (8, False), (10, True), (12, True), (12, False)])
    assert rows == [(5, 5, 1, 0.8), (10, 3, 1, 0.5333), (12, 2, 1, 0.2667)]
    assert stats.median_survival(rows) == 12
    low, high = stats.wilson(5, 10)
    assert low < 0.5 < high


def test_stage_distribution(admin):
    data = admin.get("/reports/stages?icd10=c50").get_json()
    assert {r[0] for r in data["rows"]} == {"C50"}
    assert sum(r[2] for r in data["rows"]) == 3
    assert sum(data["summary"].values()) == pytest.approx(1, abs=0.001)


def test_survival_and_turnaround(admin):
    data = admin.get("/reports/survival?until=2026-03-31").get_json()
    assert data["summary"]["patients"] == 10
    assert data["summary"]["median_survival_days"] is None
    data = admin.get("/reports/turnaround").get_json()
    assert [r[0] for r in data["rows"]] == ["CBC", "LIVER", "RENAL", "TUMOUR"]


def test_no_shows(admin):
    data = admin.get("/reports/no-shows?as_of=2026-03-25").get_json()
    rows = {r[0]: r for r in data["rows"]}
    assert rows["chemo"] == ["chemo", 6, 1, 0, 0.1667]
    assert rows["follow_up"][2:4] == [3, 2]
    assert admin.get("/reports/no-shows?as_of=never").status_code == 422


def test_revenue_by_month(admin):
    data = admin.get("/reports/revenue?year=2026").get_json()
    assert [r[0] for r in data["rows"]] == ["2026-02", "2026-03"]
    assert [r[1] for r in data["rows"]] == [1, 4]
    assert data["rows"][0][4].endswith(" EUR")
    assert admin.get("/reports/revenue?year=x").status_code == 422


def test_result_cache(admin):
    assert admin.get("/reports/revenue?year=2026").headers["X-Report-Cache"] == "miss"
    assert admin.get("/reports/revenue?year=2026").headers["X-Report-Cache"] == "hit"
    assert admin.get("/reports/revenue?year=2026&fresh=1").headers["X-Report-Cache"] == "miss"
    assert admin.get("/reports/cache").get_json()[0]["parameters"] == {"year": "2026"}
    assert admin.delete("/reports/cache").status_code == 204
    assert admin.get("/reports/cache").get_json() == []


def test_usage_counts_requests(admin):
    first = admin.get("/reports/usage").get_json()["requests"]
    admin.get("/reports/")
    assert admin.get("/reports/usage").get_json()["requests"] == first + 2


def test_export_life(admin):
    answer = admin.post("/reports/exports", json={"name": "revenue",
                                                  "parameters": {"year": "2026"}})
    assert answer.status_code == 202
    url = answer.headers["Location"]
    assert admin.get(url + "?wait=5").get_json()["status"] == "done"
    got = admin.get(url + "/file")
    lines = got.data.decode("utf-8-sig").splitlines()
    assert lines[0] == "month;invoices;billed_cents;paid_cents;billed"
    assert lines[1].startswith("2026-02;1;")
    assert "revenue-2.csv" in got.headers["Content-Disposition"]
    assert "Report revenue is ready" in admin.get("/notifications/").get_data(as_text=True)
    assert b"/file" in admin.get("/reports/").data
    assert admin.delete(url).status_code == 204
    assert admin.get(url).status_code == 404


def test_export_errors_and_rights(client, login, admin):
    assert admin.post("/reports/exports", json={}).status_code == 400
    assert admin.post("/reports/exports", json={"name": "beds"}).status_code == 404
    bad = admin.post("/reports/exports", json={"name": "revenue", "parameters": {"year": "x"}})
    assert bad.get_json()["status"] == "failed"
    login(client, "nurse@clinic.example")
    assert client.get("/reports/exports/1").status_code == 404
    assert client.get("/reports/exports").get_json() == []
    assert client.get("/reports/revenue").status_code == 403
