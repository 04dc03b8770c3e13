import os

from flask import (abort, g, jsonify, make_response, redirect, render_template, request, send_file,
                   send_from_directory, url_for)

from clinic.auth.decorators import login_required, role_required
from clinic.db import Session
from clinic.documents import documents_bp, service, storage
from clinic.documents.models import Document, DocumentTag
from clinic.documents.thumbnails import thumbnail
from clinic.utils import json_error, paginate, utcnow


@documents_bp.errorhandler(413)
def too_large(error):
    return json_error(413, "upload is too large")


@documents_bp.route("/", methods=["GET"])
@login_required
def list_documents():
    query = service.find_documents(request.args.get("patient_id", type=int),
                                   request.args.getlist("tag"), request.args.get("q"))
    page = paginate(query, request.args.get("page", 1, type=int),
                    request.args.get("per_page", 20, type=int))
    return jsonify(items=[d.to_dict() for d in page], **page.meta())


@documents_bp.route("/browse")
@login_required
def browse():
    tags = request.args.getlist("tag")
    documents = service.find_documents(request.args.get("patient_id", type=int), tags).all()
    cloud = {}
    for (tag,) in Session.query(DocumentTag.tag).order_by(DocumentTag.tag):
        cloud[tag] = cloud.get(tag, 0) + 1
    return render_template("documents/browse.html", documents=documents, cloud=cloud,
                           selected=tags)


@documents_bp.route("/", methods=["POST"])
@role_required("physician", "nurse", "lab", "billing")
def upload():
    """multipart: file (repeatable), patient_id, title, tag (repeatable)."""
    from clinic.documents.tasks import process_document
    from clinic.patients.models import Patient

    files = request.files.getlist("file")
    if not files:
        return json_error(400, "no file sent")
    patient = Session.get(Patient, request.form.get("patient_id", 0, type=int))
    if patient is None:
        return json_error(422, "unknown patient")
    documents = []
    for item in files:
        documents.append(service.store_upload(item, patient, g.user,
                                              request.form.get("title"),
                                              request.form.getlist("tag")))
    Session.commit()
    for document in documents:
        process_document.delay(document.id)
    if request.form.get("next") == "browse":
        return redirect(url_for("documents.browse", patient_id=patient.id))
    body = [d.to_dict() for d in documents]
    response = jsonify(body[0] if len(body) == 1 else body)
    response.status_code = 201
    response.headers["Location"] = url_for(".detail", document_id=documents[0].id)
    return response


@documents_bp.route("/<int:document_id>", methods=["GET", "PATCH", "DELETE"])
@login_required
def detail(document_id):
    document = service.get_document(document_id)
    if request.method == "GET":
        data = document.to_dict()
        data["patient_url"] = url_for("patients.show", patient_id=document.patient_id)
        data["links"] = [link.to_dict() for link in document.share_links]
        return data
    if not g.user.has_role("physician", "nurse"):
        abort(403)
    if request.method == "DELETE":
        service.delete_document(document)
        return "", 204
    payload = request.get_json(silent=True)
    if not isinstance(payload, dict):
        return json_error(400, "JSON object expected")
    if "title" in payload:
        document.title = payload["title"].strip() or document.filename
    if "tags" in payload:
        service.set_tags(document, payload["tags"])
    Session.commit()
    return document.to_dict()


@documents_bp.route("/<int:document_id>/download")
@login_required
def download(document_id):
    document = service.get_document(document_id)
    if "direct" in request.args:
        url = storage.presigned_url(document)
        if url:
            return redirect(url)
    path = storage.full_path(document.storage_path)
    if not os.path.exists(path):
        abort(410)
    return send_file(path, mimetype=document.content_type,
                     as_attachment=request.args.get("inline") != "1",
                     download_name=document.filename, conditional=True,
                     etag=document.sha256)


@documents_bp.route("/<int:document_id>/thumbnail")
@login_required
def thumb(document_id):
    width = request.args.get("w", 160, type=int)
    if width not in (80, 160, 320):
        abort(400)
    response = make_response(thumbnail(service.get_document(document_id), width))
    response.mimetype = "image/svg+xml"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@documents_bp.route("/<int:document_id>/share", methods=["POST"])
@role_required("physician", "nurse")
def share(document_id):
    options = request.get_json(silent=True) or {}
    link = service.share(service.get_document(document_id), options.get("hours", 72),
                         tell_patient=bool(options.get("notify")))
    Session.commit()
    return dict(link.to_dict(), url=service.public_url(link.token)), 201


@documents_bp.route("/shared/<token>")
def shared(token):
    """Public page of a shared document, no login. ?dl=1 gives the file."""
    link = service.open_link(token)
    document = link.document
    if request.args.get("dl"):
        if request.method != "HEAD":
            link.downloads += 1
            Session.commit()
        response = send_from_directory(storage.upload_dir(), document.storage_path,
                                       mimetype=document.content_type, as_attachment=True,
                                       download_name=document.filename)
    else:
        response = make_response(render_template("documents/shared.html", link=link,
                                                 document=document))
    seen = request.cookies.get("seen", 0, type=int)
    left = int((link.expires_at - utcnow()).total_seconds())
    response.set_cookie("share", token, max_age=max(left, 0), httponly=True, samesite="Lax")
    response.set_cookie("seen", str(seen + 1), max_age=86400, path="/documents/shared")
    return response


# Links in mails before 2021 pointed here.
@documents_bp.route("/files/<path:name>")
@login_required
def legacy_file(name):
    document = Session.query(Document).filter_by(storage_path=name).first()
    if document is None:
        abort(404)
    return redirect(url_for("documents.download", document_id=document.id), code=301)
