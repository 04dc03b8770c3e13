from clinic.auth.models import ApiToken, AuditEvent, User
from clinic.db import Session

JSON = {"Accept": "application/json"}


def set_cookies(response):
    return {c.split("=", 1)[0]: c for c in response.headers.getlist("Set-Cookie")}


def test_login_page(client):
    response = client.get("/auth/login")
    assert response.status_code == 200
    assert "Log in" in response.get_data(as_text=True)
    assert "Set-Cookie" not in response.headers


def test_login_sets_two_cookies(client):
    response = client.post("/auth/login", data={"email": "Dr.Weber@clinic.example",
                                                "password": "secret"})
    assert response.status_code == 302
    assert response.headers["Location"] == "/"
    cookies = set_cookies(response)
    assert set(cookies) == {"session", "site"}
    assert cookies["site"].startswith("site=Nordstadt;")
    assert "HttpOnly" in cookies["session"]


def test_login_json(client):
    response = client.post("/auth/login", json={"email": "lab@clinic.example",
                                                "password": "secret"})
    assert response.status_code == 200
    assert response.json["user"]["name"] == "Lale Yıldız"


def test_login_goes_to_next_but_not_elsewhere(client):
    data = {"email": "nurse@clinic.example", "password": "secret", "next": "/patients/3"}
    assert client.post("/auth/login", data=data).headers["Location"] == "/patients/3"
    data["next"] = "//evil.example/"
    assert client.post("/auth/login", data=data).headers["Location"] == "/"


def test_wrong_password(client):
    response = client.post("/auth/login", data={"email": "nurse@clinic.example",
                                                "password": "wrong"})
    assert response.status_code == 401
    assert "Wrong email or password." in response.get_data(as_text=True)


def test_lock_after_five_failures(client):
    bodies = set()
    for _ in range(5):
        response = client.post("/auth/login", json={"email": "nurse@clinic.example",
                                                    "password": "x"})
        assert response.status_code == 401
        bodies.add(response.data)
    assert len(bodies) == 1
    response = client.post("/auth/login", json={"email": "nurse@clinic.example",
                                                "password": "secret"})
    assert response.status_code == 429


def test_logout_deletes_both_cookies(client, login):
    login(client, "nurse@clinic.example")
    response = client.post("/auth/logout")
    assert response.status_code == 302
    cookies = set_cookies(response)
    assert set(cookies) == {"session", "site"}
    assert all("Max-Age=0" in c for c in cookies.values())
    assert client.get("/auth/me", headers=JSON).status_code == 401


def test_not_logged_in(client):
    page = client.get("/patients/?q=a")
    assert page.status_code == 302
    assert page.headers["Location"] == "/auth/login?next=/patients/?q%3Da"
    for path, headers in (
        ("/api/v1/patients", {}),
        ("/patients/", {"X-Requested-With": "XMLHttpRequest"}),
        ("/lab/orders", {}),
    ):
        response = client.get(path, headers=headers)
        assert response.status_code == 401
        assert response.json == {"error": "login required"}


def test_bearer_token(client):
    response = client.get("/auth/me", headers={"Authorization": "Bearer demo-token-analyser"})
    assert response.status_code == 200
    assert response.json["email"] == "lab@clinic.example"
    assert response.json["auth_by"] == "token"
    bad = client.get("/auth/me", headers=JSON | {"Authorization": "Bearer nope"})
    assert bad.status_code == 401


def test_issue_and_revoke_token(client, login):
    login(client, "nurse@clinic.example")
    created = client.post("/auth/tokens", json={"label": "scanner"})
    assert created.status_code == 201
    token = created.json["token"]
    header = {"Authorization": "Bearer " + token}
    assert client.get("/auth/me", headers=header).json["tokens"][0]["label"] == "scanner"
    # a token cannot issue tokens
    assert client.post("/auth/tokens", json={}, headers=header).status_code == 403
    assert client.delete("/auth/tokens/%d" % created.json["id"]).status_code == 204
    assert client.delete("/auth/tokens/1", headers=JSON).status_code == 404
    assert Session.query(ApiToken).count() == 1


def test_change_password(client, login):
    login(client, "nurse@clinic.example")
    weak = client.post("/auth/password", json={"old": "secret", "new": "short"})
    assert weak.status_code == 422
    assert "at least 8 characters" in weak.json["fields"]["new"]
    assert client.post("/auth/password", json={"old": "no", "new": "Sommer2026x"}).status_code == 422
    assert client.post("/auth/password", json={"old": "secret", "new": "Sommer2026x"}).status_code == 204
    client.post("/auth/logout")
    response = client.post("/auth/login", json={"email": "nurse@clinic.example",
                                                "password": "Sommer2026x"})
    assert response.status_code == 200


def test_user_list_needs_admin(client, login):
    login(client, "nurse@clinic.example")
    assert client.get("/auth/users").status_code == 403
    login(client, "admin@clinic.example")
    page = client.get("/auth/users")
    assert "Dr. Ayşe Özdemir" in page.get_data(as_text=True)
    rows = client.get("/auth/users?role=physician", headers=JSON).json["users"]
    assert [u["id"] for u in rows] == [6, 2]


def test_deactivate_user(client, login, app):
    login(client, "admin@clinic.example")
    assert client.delete("/auth/users/5/active").json["is_active"] is False
    assert client.delete("/auth/users/1/active", headers=JSON).status_code == 409
    other = app.test_client()
    response = other.get("/auth/me",
                         headers=JSON | {"Authorization": "Bearer demo-token-analyser"})
    assert response.status_code == 401
    assert client.put("/auth/users/5/active").json["is_active"] is True


def test_audit_log(client, login):
    login(client, "admin@clinic.example")
    body = client.get("/auth/audit?action=login&action=seed").json
    assert {e["action"] for e in body["events"]} == {"login", "seed"}
    assert body["events"][0]["user"] == "admin@clinic.example"
    assert client.get("/auth/audit?since=never", headers=JSON).status_code == 400


def test_create_user_command(app):
    result = app.test_cli_runner().invoke(
        args=["create-user", "Neu@clinic.example", "nurse", "--name", "Jana Groß",
              "--password", "Winter2026"]
    )
    assert result.exit_code == 0, result.output
    user = Session.query(User).filter_by(email="neu@clinic.example").one()
    assert user.name == "Jana Groß"
    assert Session.query(AuditEvent).filter_by(action="user.created").count() == 1
