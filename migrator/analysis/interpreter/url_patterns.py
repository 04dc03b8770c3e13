"""URL patterns of Django's, as projects look into them.

https://github.com/django/django/blob/stable/5.2.x/django/urls/resolvers.py
"""

from __future__ import annotations

from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    Instance,
    Items,
    Known,
    Member,
    Table,
    Value,
    Values,
)

PATTERNS = frozenset(
    {"django.urls.path", "django.urls.re_path", "django.conf.urls.url", "django.urls.conf.path"}
    | {"django.urls.conf.re_path"}
)
KINDS = {"URLResolver": True, "URLPattern": False}
# What of a pattern gives its text: ``pattern.regex.pattern``, ``pattern._route``.
TEXTS = frozenset({("pattern", "regex", "pattern"), ("pattern", "_route"), ("pattern", "_regex")})
LONGEST = 3


def has_patterns(made: Event) -> bool | None:
    """Tell whether ``path(…)`` leads to more patterns; None for what makes no pattern.

    https://docs.djangoproject.com/en/stable/ref/urls/#include
    """
    if made.name not in PATTERNS:
        return None
    view = made.argument(1, "view") or ()
    return any(
        isinstance(value, Items)
        or (isinstance(value, Instance) and value.kind == External("django.urls.include"))
        for value in view
    )


def is_kind(value: Value, name: str) -> bool | None:
    """Tell whether a pattern is a ``URLResolver`` or ``URLPattern``; None for anything else."""
    made = _made(value)
    kind = KINDS.get(name.rpartition(".")[2])
    return None if made is None or kind is None else has_patterns(made) is kind


def attribute(value: Value, name: str) -> Values:
    """Return an attribute of a pattern; () where it is none, or not known."""
    made = _made(value)
    if made is None:
        return text_at(Member(value, name)) if isinstance(value, Member) else ()
    match name:
        case "callback" if not has_patterns(made):
            return made.argument(1, "view") or ()
        case "default_args" | "default_kwargs":
            return made.argument(2, "kwargs") or (Table({}),)
        case "name" if not has_patterns(made):
            return made.argument(3, "name") or (Known(None),)
    return ()


def text_at(value: Value) -> Values:
    """Return the route or expression that ``url.pattern.regex.pattern`` gives."""
    names: tuple[str, ...] = ()
    while isinstance(value, Member) and len(names) < LONGEST:
        names = (value.name, *names)
        value = value.receiver
    return _text(value) if names in TEXTS else ()


def spelled(values: Values) -> Values:
    """Return patterns as ``str(url.pattern)`` spells them; other values as they are."""
    return tuple(text for value in values for text in (_spelled(value) or (value,)))


def _spelled(value: Value) -> Values:
    is_pattern = isinstance(value, Member) and value.name == "pattern"
    return _text(value.receiver) if is_pattern and isinstance(value, Member) else ()


def _text(value: Value) -> Values:
    made = _made(value)
    given = made.argument(0, "route") or made.argument(0, "regex") if made else None
    return given if given and text_of(given) is not None else ()


def _made(value: Value) -> Event | None:
    match value:
        case Instance(kind=External(name=name), origin=Event() as made) if name in PATTERNS:
            return made
    return None
