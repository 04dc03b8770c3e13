"""A small Flask monolith and a service made from it by hand, written into a folder."""

from pathlib import Path

MONOLITH = """\
import os
import secrets
import sqlite3
import uuid
from datetime import datetime, timezone
from pathlib import Path

from flask import Flask, abort, jsonify, make_response, redirect, request, session, url_for

DATABASE = os.environ["DATABASE"]
UPLOADS = Path(os.environ["UPLOADS"])


def database():
    connection = sqlite3.connect(DATABASE)
    connection.execute(
        "CREATE TABLE IF NOT EXISTS note"
        " (id INTEGER PRIMARY KEY, text TEXT, token TEXT, path TEXT,"
        " at TEXT DEFAULT CURRENT_TIMESTAMP)"
    )
    return connection


def create_app():
    app = Flask(__name__)
    app.secret_key = "small"

    @app.post("/login")
    def login():
        session["user"] = request.form["user"]
        response = redirect(url_for("notes", _external=True))
        response.set_cookie("theme", "dark", max_age=60)
        return response

    @app.post("/logout")
    def logout():
        session.clear()
        response = make_response("", 204)
        response.delete_cookie("theme")
        return response

    @app.get("/me")
    def me():
        if "user" not in session:
            abort(401)
        theme = request.cookies.get("theme")
        return jsonify(user=session["user"], theme=theme, ip=request.remote_addr)

    @app.route("/notes/", methods=["GET", "POST"])
    def notes():
        connection = database()
        if request.method == "POST":
            values = request.json["text"], secrets.token_hex(4), DATABASE
            connection.execute("INSERT INTO note (text, token, path) VALUES (?, ?, ?)", values)
            connection.commit()
        rows = connection.execute("SELECT id, text, token, at FROM note ORDER BY id").fetchall()
        connection.close()
        tags = request.args.getlist("tag")
        now = datetime.now(timezone.utc).isoformat()
        return jsonify(rows=rows, tags=tags, now=now, uuid=str(uuid.uuid4()))

    @app.get("/notes/<int:number>")
    def note(number):
        if number > 100:
            raise RuntimeError("boom")
        abort(404)

    @app.get("/page/<name>")
    def page(name):
        return f"<h1>{name}</h1>\\n<p>hello</p>\\n"

    @app.post("/files")
    def upload():
        sent = request.files["file"]
        UPLOADS.mkdir(exist_ok=True)
        (UPLOADS / sent.filename).write_bytes(sent.read())
        return jsonify(name=sent.filename, title=request.form["title"]), 201

    @app.get("/files/<name>")
    def download(name):
        content = (UPLOADS / name).read_bytes()
        return content, {"Content-Type": "application/octet-stream"}

    @app.get("/other")
    def other():
        return "stays in the monolith"

    return app
"""

ENVIRONMENT = ("DATABASE={state}/small.db", "UPLOADS={state}/uploads")

REQUESTS = """\
base_url: http://small.example
requests:
  - {name: log in, area: users, method: POST, path: /login, form: {user: Ann}}
  - {name: who am I, area: users, path: /me}
  - {name: stranger, area: users, client: nobody, path: /me}
  - {name: no notes, area: notes, path: /notes/, query: {tag: [b, a], q: ü}}
  - name: write
    area: notes
    method: POST
    path: /notes/
    json: {text: first}
    save: {token: "$.rows[0][2]"}
  - {name: write again, area: notes, method: POST, path: /notes/, json: {text: "{{token}}"}}
  - {name: missing, area: notes, path: /notes/7}
  - {name: broken, area: notes, path: /notes/101}
  - {name: wrong method, area: notes, method: DELETE, path: /notes/}
  - {name: spaced, area: pages, path: /page/a b ü}
  - name: upload
    area: files
    method: POST
    path: /files
    form: {title: Zwölf}
    files: [{field: file, filename: x.bin, base64: AP8Q}]
  - {name: download, area: files, path: /files/x.bin, tags: [binary]}
  - {name: elsewhere, area: rest, path: /other}
  - {name: log out, area: users, method: POST, path: /logout}
"""

# What API Gateway decodes is encoded again, for apig-wsgi decodes once more.
HANDLER = """\
from urllib.parse import quote

from apig_wsgi import make_lambda_handler

from small import create_app

hosted = make_lambda_handler(create_app())


def handler(event, context):
    event["rawPath"] = quote(event["rawPath"], safe="/:@!$&'()*+,;=~")
    return hosted(event, context)
"""

MANIFEST = """\
service: small
provider: {name: aws, runtime: python3.12, timeout: 5, environment: {STAGE: "${sls:stage}"}}
functions:
  notes:
    handler: handlers/notes.handler
    events:
      - httpApi: GET /notes/
      - httpApi: {method: POST, path: /notes/}
      - httpApi: {method: get, path: "/notes/{number}"}
      - httpApi: {method: DELETE, path: /notes/}
  users:
    handler: handlers/notes.handler
    events:
      - httpApi: {method: "*", path: /login}
      - httpApi: POST /logout
      - httpApi: GET /me
  rest:
    handler: handlers/notes.handler
    events:
      - httpApi: GET /page/{name+}
      - httpApi: POST /files
      - httpApi: GET /files/{name}
      - sqs: arn:aws:sqs:eu-west-1:1:queue
"""


def write_small(folder: Path) -> None:
    """Write ``monolith/``, ``requests.yaml`` and ``service/``."""
    files = {
        "monolith/small.py": MONOLITH,
        "requests.yaml": REQUESTS,
        "service/small.py": MONOLITH,
        "service/handlers/notes.py": HANDLER,
        "service/serverless.yml": MANIFEST,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
