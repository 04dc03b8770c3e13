"""Libraries that call AWS by themselves: file systems on S3, Django's storage and mail.

https://django-storages.readthedocs.io/en/latest/backends/amazon-S3.html
https://github.com/django-ses/django-ses#getting-going
https://s3fs.readthedocs.io/en/latest/#examples
https://github.com/piskvorky/smart_open#how
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import Event, Table, Values, join
from migrator.analysis.templates import template_of
from migrator.model.program import AwsCall

GET, PUT, DELETE, LIST = "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"
SCHEMES = ("s3://", "s3a://", "s3n://")
OPENERS = ("smart_open.open", "smart_open.smart_open", "fsspec.open", "s3fs.S3FileSystem.open")
READERS = ("pandas.read_csv", "pandas.read_parquet", "pandas.read_json", "pandas.read_excel")
FILE_SYSTEM = {
    **dict.fromkeys(("cat", "download", "get", "exists", "info", "read_bytes"), GET),
    **dict.fromkeys(("put", "upload", "pipe", "touch", "write_bytes"), PUT),
    **dict.fromkeys(("rm", "delete", "rm_file"), DELETE),
    **dict.fromkeys(("ls", "glob", "find", "walk"), LIST),
}
STORAGE = "django.core.files.storage.default_storage."
STORED = {"save": PUT, "open": GET, "delete": DELETE, "exists": GET, "size": GET, "listdir": LIST}
MAILERS = ("send_mail", "send_mass_mail", "mail_admins", "mail_managers", "send")
NAMES = ("DEFAULT_FILE_STORAGE", "EMAIL_BACKEND", "AWS_STORAGE_BUCKET_NAME")
MARKS = frozenset({"INSTALLED_APPS", "ROOT_URLCONF"})


def find_wrapped(log: Log) -> Iterator[AwsCall]:
    """Yield the actions that these libraries need for what functions ask of them."""
    for event in log.having("open", "smart_open", *(name.rpartition(".")[2] for name in READERS)):
        if event.name in OPENERS or event.name in READERS:
            yield from _opened(event)
    for event in log.having(*FILE_SYSTEM):
        if event.name == f"s3fs.S3FileSystem.{event.member}":
            bucket = _bucket(template_of(event.args[0] if event.args else ()))
            yield _call(FILE_SYSTEM[event.member], event, bucket)
    yield from _of_django(log)


def _opened(event: Event) -> Iterator[AwsCall]:
    path = template_of(event.args[0] if event.args else ())
    mode = text_of(event.argument(1, "mode") or ()) or "r"
    if path.startswith(SCHEMES) or event.name.startswith("s3fs."):
        is_read = event.name in READERS or mode.startswith("r")
        yield _call(GET if is_read else PUT, event, _bucket(path))


def _bucket(path: str) -> str:
    bucket = path.rpartition("://")[2].partition("/")[0]
    return "" if "{" in bucket else bucket


def _of_django(log: Log) -> Iterator[AwsCall]:
    """Yield what the storage and the mail of a project need that keeps and sends with AWS."""
    texts = dict(_settings(log))
    storage = (texts.get("STORAGES.default.BACKEND"), texts.get("DEFAULT_FILE_STORAGE"))
    if any(name and name.startswith("storages.backends.s3") for name in storage):
        for event in log.having(*STORED):
            if event.name == f"{STORAGE}{event.member}":
                bucket = texts.get("AWS_STORAGE_BUCKET_NAME", "")
                yield _call(STORED[event.member], event, bucket)
    if texts.get("EMAIL_BACKEND", "").startswith("django_ses."):
        for event in log.having(*MAILERS):
            if event.name.startswith("django.core.mail."):
                yield _call("ses:SendRawEmail", event, "")


def _settings(log: Log) -> Iterator[tuple[str, str]]:
    """Yield the constants of Django's settings modules that say what stores and sends."""
    for scope in log.scopes.values():
        if MARKS & scope.names.keys() and "test" not in scope.module:
            named = {name: scope.names.get(name, ()) for name in NAMES}
            named["STORAGES.default.BACKEND"] = _entry(
                _entry(scope.names.get("STORAGES", ()), "default"), "BACKEND"
            )
            for name, values in named.items():
                yield from ((name, text) for value in values if (text := text_of((value,))))


def _entry(values: Values, key: str) -> Values:
    return join(*(value.entries.get(key, ()) for value in values if isinstance(value, Table)))


def _call(action: str, event: Event, resource: str) -> AwsCall:
    return AwsCall(action, event.function, event.location, resource)
