"""Where the bytes live: local disk, and a copy in S3 when a bucket is set."""
import hashlib
import logging
import os

import boto3

from clinic.errors import NotFound

log = logging.getLogger(__name__)

CHUNK = 64 * 1024


def upload_dir():
    path = os.path.abspath(os.environ.get("UPLOAD_DIR", "uploads"))
    os.makedirs(path, exist_ok=True)
    return path


def bucket():
    return os.environ.get("DOCUMENT_BUCKET")


def s3_client():
    return boto3.client("s3", region_name=os.environ.get("AWS_REGION", "eu-west-1"),
                        endpoint_url=os.environ.get("S3_ENDPOINT_URL") or None)


def full_path(storage_path):
    path = os.path.join(upload_dir(), storage_path)
    # storage_path comes from the database, still: an import once had ../ in it
    if not os.path.realpath(path).startswith(os.path.realpath(upload_dir()) + os.sep):
        raise NotFound("no such file")
    return path


def relative_path(digest, extension):
    return os.path.join(digest[:2], digest + extension)


def save_stream(stream, extension):
    """Write a stream below UPLOAD_DIR, named by its hash.

    Returns (storage_path, size, sha256). The same content is stored once.
    """
    sha = hashlib.sha256()
    size = 0
    temp = os.path.join(upload_dir(), ".incoming-%d" % os.getpid())
    with open(temp, "wb") as fh:
        while True:
            chunk = stream.read(CHUNK)
            if not chunk:
                break
            sha.update(chunk)
            size += len(chunk)
            fh.write(chunk)
    digest = sha.hexdigest()
    path = relative_path(digest, extension)
    target = full_path(path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.replace(temp, target)
    return path, size, digest


def copy_to_s3(document):
    name = bucket()
    if not name:
        return False
    with open(full_path(document.storage_path), "rb") as fh:
        s3_client().put_object(Bucket=name, Key=document.storage_path, Body=fh,
                               ContentType=document.content_type,
                               Metadata={"sha256": document.sha256})
    return True


def presigned_url(document, seconds=300):
    name = bucket()
    if not name:
        return None
    return s3_client().generate_presigned_url(
        "get_object", ExpiresIn=seconds,
        Params={"Bucket": name, "Key": document.storage_path,
                "ResponseContentDisposition": 'attachment; filename="%s"' % document.filename})


def remove(storage_path):
    try:
        os.unlink(full_path(storage_path))
    except FileNotFoundError:
        log.warning("file %s was gone already", storage_path)
    if bucket():
        s3_client().delete_object(Bucket=bucket(), Key=storage_path)


def checksum(path):
    sha = hashlib.sha256()
    with open(path, "rb") as fh:
        for chunk in iter(lambda: fh.read(CHUNK), b""):
            sha.update(chunk)
    return sha.hexdigest()


# Archive of the scans from the paper era, moved to the NAS in 2022.
def mount_archive(host="nas01", share="scans"):
    return os.system("mount -t nfs %s:/%s /mnt/archive" % (host, share))
