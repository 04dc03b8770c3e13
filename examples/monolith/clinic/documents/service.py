import os
import re
from datetime import timedelta

from werkzeug.utils import secure_filename

from clinic.db import Session
from clinic.documents import storage, thumbnails
from clinic.documents.models import Document, DocumentTag, ShareLink
from clinic.errors import ClinicError, Conflict, NotFound
# notifications.templates needs public_url() of this module for the link in
# mails; it imports us inside the function.
from clinic.notifications.service import notify_patient, notify_user
from clinic.utils import get_setting, new_token, slugify, utcnow

ALLOWED = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".dcm": "application/dicom",
}

MAGIC = {".pdf": b"%PDF", ".png": b"\x89PNG", ".jpg": b"\xff\xd8", ".jpeg": b"\xff\xd8"}

MAX_BYTES = 5 * 1024 * 1024

# (pattern, tag): tags are guessed from the title and the file name
TAG_RULES = (
    (r"\b(consent|agreement)\b", "consent"),
    (r"\b(lab|blood|cbc|marker)\b", "lab"),
    (r"\b(ct|mri|mrt|pet|x-?ray|scan)\b", "imaging"),
    (r"\b(histo\w*|biops\w*|patholog\w*)\b", "pathology"),
    (r"\b(discharge|letter)\b", "letter"),
    (r"\b(invoice|receipt)\b", "billing"),
)

TAG_ALIASES = {"mrt": "mri", "labor": "lab", "patho": "pathology", "einwilligung": "consent"}

MAX_TAGS = 12


class UnsupportedType(ClinicError):
    status = 415


class TooLarge(ClinicError):
    status = 413


def normalise_tag(tag):
    tag = slugify(tag)[:40].strip("-")
    return TAG_ALIASES.get(tag, tag)


def guess_tags(*texts):
    text = " ".join(t for t in texts if t).lower().replace("_", " ")
    return [tag for pattern, tag in TAG_RULES if re.search(pattern, text)]


def get_document(document_id):
    document = Session.get(Document, document_id)
    if document is None:
        raise NotFound("document %s not found" % document_id)
    return document


def check_type(filename, head):
    extension = os.path.splitext(filename)[1].lower()
    if extension not in ALLOWED:
        raise UnsupportedType("files of type %s are not accepted" % (extension or "unknown"))
    magic = MAGIC.get(extension)
    if magic and not head.startswith(magic):
        raise UnsupportedType("%s is not a %s file" % (filename, extension[1:]))
    return extension, ALLOWED[extension]


def set_tags(document, tags):
    wanted = {normalise_tag(t) for t in tags}
    wanted.discard("")
    if len(wanted) > MAX_TAGS:
        raise ClinicError("at most %d tags" % MAX_TAGS, 422)
    for row in list(document.tags):
        if row.tag not in wanted:
            document.tags.remove(row)
        wanted.discard(row.tag)
    for tag in sorted(wanted):
        document.tags.append(DocumentTag(tag=tag))


def store_upload(upload, patient, user, title=None, tags=()):
    """upload is a werkzeug FileStorage."""
    filename = secure_filename(upload.filename or "")
    if not filename:
        raise ClinicError("file has no name")
    head = upload.stream.read(8)
    upload.stream.seek(0)
    extension, content_type = check_type(filename, head)
    path, size, digest = storage.save_stream(upload.stream, extension)
    if size > MAX_BYTES:
        storage.remove(path)
        raise TooLarge("file is larger than %d bytes" % MAX_BYTES)
    if size == 0:
        storage.remove(path)
        raise ClinicError("file is empty")
    twin = (Session.query(Document)
            .filter_by(sha256=digest, patient_id=patient.id).first())
    if twin is not None:
        raise Conflict("the file is document %d already" % twin.id, document_id=twin.id)
    document = Document(patient_id=patient.id, uploaded_by_id=user.id,
                        title=(title or "").strip() or filename, filename=filename,
                        content_type=content_type, size=size, sha256=digest,
                        storage_path=path)
    Session.add(document)
    set_tags(document, list(tags) + guess_tags(title, filename))
    Session.flush()
    physician_id = getattr(patient, "primary_physician_id", None)
    if physician_id and physician_id != user.id:
        notify_user(physician_id, "document_uploaded", commit=False, title=document.title,
                    patient="%s %s" % (patient.first_name, patient.last_name),
                    document_id=document.id)
    return document


def find_documents(patient_id=None, tags=(), text=None):
    """All tags must match. Untagged documents match the pseudo tag 'none'."""
    query = Session.query(Document)
    if patient_id:
        query = query.filter(Document.patient_id == patient_id)
    for tag in tags:
        if tag == "none":
            query = query.filter(~Document.tags.any())
        else:
            query = query.filter(Document.tags.any(DocumentTag.tag == normalise_tag(tag)))
    if text:
        query = query.filter(Document.title.ilike("%%%s%%" % text))
    return query.order_by(Document.created_at.desc(), Document.id.desc())


def delete_document(document):
    """The file stays when another patient's document has the same content."""
    others = (Session.query(Document)
              .filter(Document.sha256 == document.sha256, Document.id != document.id).count())
    path = document.storage_path
    thumbnails.forget(document.id)
    Session.delete(document)
    Session.commit()
    if not others:
        storage.remove(path)


def share(document, hours=72, tell_patient=False):
    hours = int(hours)
    if not 1 <= hours <= 24 * 30:
        raise ClinicError("hours must be between 1 and 720", 422)
    link = ShareLink(token=new_token(), expires_at=utcnow() + timedelta(hours=hours),
                     downloads=0)
    document.share_links.append(link)
    Session.flush()
    if tell_patient:
        notify_patient(document.patient, "document_shared", commit=False,
                       title=document.title, token=link.token,
                       expires=link.expires_at.strftime("%d.%m.%Y"))
    return link


def open_link(token):
    link = Session.query(ShareLink).filter_by(token=token).first()
    if link is None:
        raise NotFound("unknown link")
    if link.expires_at < utcnow():
        raise ClinicError("the link has expired", 410)
    return link


def purge_links(now=None):
    now = now or utcnow()
    return (Session.query(ShareLink).filter(ShareLink.expires_at < now)
            .delete(synchronize_session=False))


def public_url(token):
    base = get_setting("PUBLIC_URL", "http://localhost:5000")
    return "%s/documents/shared/%s" % (base.rstrip("/"), token)
