import io

import pytest

from clinic.documents import service, storage, thumbnails


@pytest.fixture
def nurse(client, login):
    return login(client, "nurse@clinic.example")


def send(client, name="note.txt", data=b"some text", **form):
    form.setdefault("patient_id", "2")
    return client.post("/documents/", content_type="multipart/form-data",
                       data={"file": (io.BytesIO(data), name), **form})


def test_upload_and_download(nurse):
    response = send(nurse, "MRT Befund.txt", b"no finding", title="MRT head",
                    tag=["Urgent!", "labor"])
    assert response.status_code == 201, response.get_json()
    data = response.get_json()
    assert data["filename"] == "MRT_Befund.txt"
    assert data["tags"] == ["imaging", "lab", "urgent"]
    assert response.headers["Location"] == "/documents/%d" % data["id"]
    got = nurse.get("/documents/%d/download" % data["id"])
    assert got.data == b"no finding"
    assert got.headers["Content-Disposition"] == "attachment; filename=MRT_Befund.txt"
    # the processing after the upload has drawn the previews
    assert (data["id"], 160) in thumbnails.THUMBNAILS


def test_several_files_in_one_upload(nurse):
    response = nurse.post("/documents/", content_type="multipart/form-data", data={
        "patient_id": "3", "file": [(io.BytesIO(b"a"), "a.txt"), (io.BytesIO(b"b"), "b.csv")]})
    assert [d["content_type"] for d in response.get_json()] == ["text/plain", "text/csv"]


def test_upload_is_refused(nurse):
    assert send(nurse, "virus.exe").status_code == 415
    assert send(nurse, "fake.pdf", b"hello").status_code == 415
    assert send(nurse, patient_id="99").status_code == 422
    assert send(nurse, "empty.txt", b"").status_code == 400
    assert nurse.post("/documents/", data={"patient_id": 1}).status_code == 400
    assert send(nurse, "twin.txt", b"same").status_code == 201
    assert send(nurse, "twin2.txt", b"same").status_code == 409


def test_upload_too_large(nurse, app, monkeypatch):
    monkeypatch.setattr(service, "MAX_BYTES", 10)
    assert send(nurse, "big.txt", b"x" * 11).status_code == 413
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 100)
    response = send(nurse, "big.txt", b"x" * 1000)
    assert response.status_code == 413
    assert response.get_json() == {"error": "upload is too large"}


def test_binary_range_and_head(nurse):
    whole = nurse.get("/documents/2/download?inline=1")
    assert whole.data.startswith(b"%PDF") and b"\xe2\xe3" in whole.data
    part = nurse.get("/documents/2/download", headers={"Range": "bytes=0-3"})
    assert part.status_code == 206 and part.data == b"%PDF"
    head = nurse.head("/documents/2/download")
    assert head.data == b"" and int(head.headers["Content-Length"]) == len(whole.data)
    again = nurse.get("/documents/2/download",
                      headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304


def test_repeated_tag_parameter(nurse):
    def titles(query):
        return [d["title"] for d in nurse.get("/documents/?" + query).get_json()["items"]]

    assert titles("tag=consent") == ["Patient decree", "Consent chemotherapy"]
    assert titles("tag=consent&tag=signed") == ["Consent chemotherapy"]
    assert titles("tag=none") == []
    assert titles("q=histo") == ["Histology mamma left"]
    assert titles("patient_id=2&tag=letter") == ["Discharge letter"]


def test_tags_can_be_replaced(nurse):
    answer = nurse.patch("/documents/1", json={"tags": ["Consent", "einwilligung", "old"]})
    assert answer.get_json()["tags"] == ["consent", "old"]
    assert nurse.patch("/documents/1", json={"tags": list("abcdefghijklm")}).status_code == 422
    assert nurse.patch("/documents/1", json=[1]).status_code == 400


def test_delete_removes_the_file(nurse, client, login):
    data = send(nurse, "gone.txt", b"to be deleted").get_json()
    path = storage.relative_path(data["sha256"], ".txt")
    assert nurse.get("/documents/files/" + path).status_code == 301
    assert nurse.delete("/documents/%d" % data["id"]).status_code == 204
    assert nurse.get("/documents/%d" % data["id"]).status_code == 404
    with pytest.raises(FileNotFoundError):
        open(storage.full_path(path))
    login(client, "billing@clinic.example")
    assert client.delete("/documents/1").status_code == 403


def test_shared_link_without_login(client):
    page = client.get("/documents/shared/demo-share-letter")
    assert page.status_code == 200 and b"Discharge letter" in page.data
    cookies = page.headers.getlist("Set-Cookie")
    assert [c.split("=")[0] for c in cookies] == ["share", "seen"]
    got = client.get("/documents/shared/demo-share-letter?dl=1")
    assert got.data.startswith(b"Dear colleague")
    assert "seen=2" in got.headers.getlist("Set-Cookie")[1]
    assert service.open_link("demo-share-letter").downloads == 1
    assert client.get("/documents/shared/demo-share-expired").status_code == 410
    assert client.get("/documents/shared/nothing").status_code == 404


def test_share_tells_the_patient(nurse):
    answer = nurse.post("/documents/3/share", json={"hours": 24, "notify": True})
    assert answer.status_code == 201
    data = answer.get_json()
    assert data["url"].endswith("/documents/shared/" + data["token"])
    body = service.Session.connection().exec_driver_sql(
        "SELECT body FROM notification ORDER BY id DESC LIMIT 1").scalar()
    assert data["url"] in body and "Zoë" in body
    assert nurse.post("/documents/3/share", json={"hours": 9999}).status_code == 422


def test_thumbnail_and_page(nurse):
    svg = nurse.get("/documents/3/thumbnail?w=320")
    assert svg.mimetype == "image/svg+xml" and b"Histology" in svg.data
    assert nurse.get("/documents/3/thumbnail?w=7").status_code == 400
    html = nurse.get("/documents/browse?tag=lab").get_data(as_text=True)
    assert "Blood values" in html and "consent (2)" in html


def test_s3_copy_and_presigned_url(nurse, monkeypatch):
    calls = []

    class S3:
        def put_object(self, **kwargs):
            calls.append((kwargs["Bucket"], kwargs["Key"], kwargs["Body"].read()))

    monkeypatch.setenv("DOCUMENT_BUCKET", "clinic-documents")
    monkeypatch.setattr(storage, "s3_client", lambda: S3())
    data = send(nurse, "s3.txt", b"to the bucket").get_json()
    assert calls == [("clinic-documents", storage.relative_path(data["sha256"], ".txt"),
                      b"to the bucket")]
    monkeypatch.undo()
    monkeypatch.setenv("DOCUMENT_BUCKET", "clinic-documents")
    answer = nurse.get("/documents/1/download?direct=1")
    assert answer.status_code == 302
    assert "clinic-documents" in answer.headers["Location"]
    assert "X-Amz-Signature" in answer.headers["Location"] \
        or "Signature=" in answer.headers["Location"]


def test_path_traversal_is_refused(app):
    with app.app_context(), pytest.raises(service.NotFound):
        storage.full_path("../../etc/passwd")
