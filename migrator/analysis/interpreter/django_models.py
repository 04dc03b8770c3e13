"""Which attributes Django gives models beside their own.

https://docs.djangoproject.com/en/stable/ref/models/instances/
https://docs.djangoproject.com/en/stable/ref/contrib/auth/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrator.analysis.interpreter.django_classes import MODEL_CLASSES
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import short, text_of
from migrator.analysis.interpreter.values import ClassValue, Event, Instance

OF_MODELS = """
adelete arefresh_from_db asave check clean clean_fields date_error_message delete from_db
full_clean get_constraints get_deferred_fields pk prepare_database_save refresh_from_db save
save_base serializable_value unique_error_message validate_constraints validate_unique
DoesNotExist MultipleObjectsReturned NotUpdated Meta id objects
"""
OF_USERS = """
EMAIL_FIELD REQUIRED_FIELDS USERNAME_FIELD acheck_password aget_all_permissions
aget_group_permissions aget_user_permissions ahas_module_perms ahas_perm ahas_perms check_password
date_joined email email_user first_name get_all_permissions get_email_field_name get_full_name
get_group_permissions get_session_auth_fallback_hash get_session_auth_hash get_short_name
get_user_permissions get_username groups has_module_perms has_perm has_perms has_usable_password
is_active is_anonymous is_authenticated is_staff is_superuser last_login last_name natural_key
normalize_username password set_password set_unusable_password user_permissions username
username_validator
"""
OF_GROUPS = "name natural_key permissions codename content_type"
MODEL = frozenset(OF_MODELS.split())
USER, GROUP = MODEL.union(OF_USERS.split()), MODEL.union(OF_GROUPS.split())
ATTRIBUTES = {
    **dict.fromkeys(MODEL_CLASSES, MODEL),
    "django.contrib.auth.base_user.AbstractBaseUser": USER,
    **{
        f"django.contrib.auth.models.{name}": USER
        for name in ("AbstractBaseUser", "AbstractUser", "PermissionsMixin", "User")
    },
    "django.contrib.auth.models.Group": GROUP,
    "django.contrib.auth.models.Permission": GROUP,
}
# What fields and relations of other models add.
DERIVED = re.compile(r"_.*|get_\w+_display|get_(?:next|previous)_by_\w+|\w+_(?:id|set|ptr)")
PLACEHOLDER = re.compile(r"%\\?\(\w+\\?\)s")


class ModelAttributes:
    """Tells which attributes models lack; asked for only where the project asks."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._relations = re.compile("")
        self._seen = 0

    def lacks(self, bases: tuple[str, ...], name: str) -> bool:
        """Tell whether none of these external bases has an attribute, and no relation adds it."""
        is_documented = bool(bases) and all(
            base in ATTRIBUTES and name not in ATTRIBUTES[base] for base in bases
        )
        return is_documented and not DERIVED.fullmatch(name) and not self._is_relation(name)

    def _is_relation(self, name: str) -> bool:
        """Tell whether a relation of another model may be called so.

        https://docs.djangoproject.com/en/stable/ref/models/fields/#django.db.models.ForeignKey.related_name
        """
        classes = self._log.classes
        if len(classes) != self._seen:  # classes are only ever added
            self._seen = len(classes)
            names = {text for cls in classes.values() for text in _names(cls)}
            self._relations = re.compile("|".join(sorted(names)))
        return self._relations.fullmatch(name) is not None


def _names(cls: ClassValue) -> Iterator[str]:
    """Yield what a model may be called in others, as expressions."""
    yield re.escape(short(cls.name).lower())
    for value in (value for values in cls.scope.names.values() for value in values):
        match value:
            case Instance(origin=Event(keywords={"related_name": given})):
                texts = [text for one in given if (text := text_of((one,))) is not None]
                for text in texts:
                    yield PLACEHOLDER.sub(r"\\w+", re.escape(text))
                if not texts:
                    yield ".*"
