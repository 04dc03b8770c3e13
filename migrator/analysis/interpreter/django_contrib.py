"""Models that libraries bring: their tables, and the relations of Django's own.

https://docs.djangoproject.com/en/stable/ref/contrib/
"""

from __future__ import annotations

import re
from typing import NamedTuple

from migrator.analysis.interpreter.django_classes import MODELS, NO_MODELS
from migrator.analysis.interpreter.django_labels import label_in

CLASS = re.compile(r"[A-Z]\w*")


class ForeignField(NamedTuple):
    """A relation of a model that the project does not define; ``kind`` as in ``Relation``."""

    name: str
    kind: str
    target: str
    reverse: str


# https://docs.djangoproject.com/en/stable/ref/models/options/#db-table
TABLES = {
    "contenttypes.ContentType": "django_content_type",
    "sessions.Session": "django_session",
    "sites.Site": "django_site",
    "admin.LogEntry": "django_admin_log",
    "redirects.Redirect": "django_redirect",
    "flatpages.FlatPage": "django_flatpage",
}
GROUPS = ForeignField("groups", "many", "auth.Group", "user_set")
PERMISSIONS = ForeignField("user_permissions", "many", "auth.Permission", "user_set")
FIELDS = {
    "auth.User": (GROUPS, PERMISSIONS),
    "auth.Group": (ForeignField("permissions", "many", "auth.Permission", "group_set"),),
    "auth.Permission": (
        ForeignField("content_type", "key", "contenttypes.ContentType", "permission_set"),
    ),
    "admin.LogEntry": (
        ForeignField("user", "key", "auth.User", "logentry_set"),
        ForeignField("content_type", "key", "contenttypes.ContentType", "logentry_set"),
    ),
}
# Abstract classes, whose relations become those of the project's models.
BASES = {
    f"django.contrib.auth.models.{name}": (GROUPS, PERMISSIONS)
    for name in ("AbstractUser", "PermissionsMixin")
}


def label_of(name: str) -> str | None:
    """Return ``auth.User`` for ``django.contrib.auth.models.User``; None for what is no model."""
    module, _, last = name.rpartition(".")
    is_other = name.startswith("django.db.") or name.endswith(NO_MODELS)
    if MODELS not in f"{module}.{last}." or is_other or last.startswith("Abstract"):
        return None
    return f"{label_in(module)}.{last}" if CLASS.fullmatch(last) else None


def table_of(label: str) -> str:
    """Return the table of a model that is named by its label."""
    return TABLES.get(label, label.replace(".", "_").lower())
