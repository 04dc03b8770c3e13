import logging
import os

from botocore.exceptions import BotoCoreError, ClientError
from celery import chain, shared_task

from clinic.celery_app import celery  # noqa: F401  default app for shared_task
from clinic.db import Session
from clinic.documents import service, storage
from clinic.documents.models import Document
from clinic.documents.thumbnails import thumbnail

log = logging.getLogger(__name__)


@shared_task(name="clinic.documents.tasks.process_document")
def process_document(document_id):
    """After an upload: verify, archive, preview."""
    chain(verify_checksum.s(document_id), archive_document.s(),
          make_thumbnails.s()).apply_async()
    return document_id


@shared_task(name="clinic.documents.tasks.verify_checksum")
def verify_checksum(document_id):
    document = service.get_document(document_id)
    path = storage.full_path(document.storage_path)
    if not os.path.exists(path) or storage.checksum(path) != document.sha256:
        log.error("document %s: checksum does not match", document_id)
        raise ValueError("document %s is damaged" % document_id)
    return document_id


@shared_task(bind=True, name="clinic.documents.tasks.archive_document", max_retries=4)
def archive_document(self, document_id):
    document = Session.get(Document, document_id)
    if document is None:
        return None
    try:
        storage.copy_to_s3(document)
    except (BotoCoreError, ClientError) as exc:
        raise self.retry(exc=exc, countdown=2 ** self.request.retries * 30)
    return document_id


@shared_task(name="clinic.documents.tasks.make_thumbnails", ignore_result=True)
def make_thumbnails(document_id):
    document = Session.get(Document, document_id) if document_id else None
    if document is not None:
        for width in (80, 160):
            thumbnail(document, width)


@shared_task(name="clinic.documents.tasks.purge_share_links")
def purge_share_links():
    count = service.purge_links()
    Session.commit()
    return count
