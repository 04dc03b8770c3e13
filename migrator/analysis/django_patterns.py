"""Django: what stands in URLconfs, as its functions make it.

https://docs.djangoproject.com/en/stable/ref/urls/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from migrator.analysis.django_class_views import View
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    Instance,
    Items,
    Known,
    Member,
    Value,
    Values,
)
from migrator.model.location import Location

PATHS = frozenset({"django.urls.path", "django.urls.conf.path"})
REGEXES = frozenset(
    {"django.urls.re_path", "django.urls.conf.re_path", "django.conf.urls.url"}
    | {"django.conf.urls.defaults.url"}
)
INCLUDES = (".include",)


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern of a URLconf: it leads to a view, or to more patterns below it.

    Attributes:
        texts: its route or expression, as written; several where any of them may be.
        made_at: where it is made, and the calls around that, innermost first.
        view: the value that answers; ``views`` where they are already read.
        below: the patterns that it includes, or None for a leaf.
        namespace: that of the patterns below.
    """

    texts: tuple[str, ...]
    made_at: tuple[Location, ...]
    is_regex: bool = False
    name: str = ""
    view: Values = ()
    views: tuple[View, ...] = ()
    below: Values | None = None
    namespace: str = ""


# Reads a value among URL patterns; None where it is none that this framework makes. A text that
# is not known is left out of ``texts``.
Expander = Callable[[Value], Iterable[Pattern] | None]


def expand(value: Value) -> Iterable[Pattern] | None:
    """Read what Django's own functions make."""
    match value:
        case Instance(kind=External(name=name), origin=Event() as event):
            if name in PATHS | REGEXES:
                return (_pattern(event, is_regex=name in REGEXES),)
            if name.endswith((".URLPattern", ".URLResolver")):
                return (_made_by_class(event, is_leaf=name.endswith("Pattern")),)
            if name.endswith((".static", ".staticfiles_urlpatterns")):
                return ()
        case Known(value=None):
            return ()
    return None


def made_at(event: Event) -> tuple[Location, ...]:
    """Say where something is made, and the calls around that."""
    return (event.location, *event.stack)


def _pattern(event: Event, *, is_regex: bool) -> Pattern:
    given = event.argument(0, "regex" if is_regex else "route") or ()
    texts = tuple(text for value in given if (text := _text(value)) is not None)
    view = event.argument(1, "view") or ()
    below, namespace = _include_of(view)
    return Pattern(
        texts,
        made_at(event),
        is_regex,
        text_of(event.argument(3, "name") or ()) or "",
        () if below is not None else view,
        below=below,
        namespace=namespace,
    )


def _made_by_class(event: Event, *, is_leaf: bool) -> Pattern:
    """Read ``URLPattern(RegexPattern(…), view)``, which ``re_path`` makes as well."""
    texts: tuple[str, ...] = ()
    is_regex = False
    for value in event.argument(0, "pattern") or ():
        if isinstance(value, Instance) and value.origin is not None and value.origin.args:
            is_regex = value.origin.name.endswith("RegexPattern")
            found = (_text(given) for given in value.origin.args[0])
            texts = tuple(text for text in found if text is not None)
    target = event.argument(1, "callback" if is_leaf else "urlconf_name") or ()
    if is_leaf:
        name = text_of(event.argument(3, "name") or ()) or ""
        return Pattern(texts, made_at(event), is_regex, name, target)
    namespace = text_of(event.argument(4, "namespace") or ()) or ""
    return Pattern(texts, made_at(event), is_regex, below=target, namespace=namespace)


def _text(value: Value) -> str | None:
    """Return a route; that of a route to be translated is the text to translate."""
    match value:
        case Known(value=str(text)):
            return text
        case Instance(kind=External(name=name), origin=Event(args=(given, *_))) if name.endswith(
            ("gettext_lazy", "gettext", "gettext_noop", "pgettext_lazy")
        ):
            return text_of(given)
    return None


def _include_of(view: Values) -> tuple[Values | None, str]:
    """Return the patterns that stand in a view's place, and their namespace; None for a view."""
    match view:
        case (Instance(kind=External(name=name), origin=Event() as event),) if name.endswith(
            INCLUDES
        ):
            given = event.argument(0, "arg") or ()
            return given, text_of(event.argument(1, "namespace") or ()) or ""
        case (Items(), *_):
            return view, ""
        case (Member(name="urls"),):
            return view, ""
        case (External(name=name),) if name.endswith(".urls"):
            return view, ""  # admin.site.urls
    return None, ""
