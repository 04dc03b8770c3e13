"""Django REST framework: what is registered on a router, and below which objects.

https://www.django-rest-framework.org/api-guide/routers/#usage
https://github.com/alanjds/drf-nested-routers
https://chibisov.github.io/drf-extensions/docs/#nested-routes
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.django_patterns import made_at
from migrator.analysis.drf_routes import attribute_of, is_kind, model_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import root_of
from migrator.analysis.interpreter.questions import text_of, texts_of
from migrator.analysis.interpreter.values import Event, Instance, Items, Member, Value, Values
from migrator.model.location import Location

REGISTER = ".register"
REGISTRIES = (".registry.extend", ".registry.append", ".registry.insert")
NESTED = ("NestedSimpleRouter", "NestedDefaultRouter", "NestedMixin")
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Registration:
    """A view set at a prefix; ``prefixes`` is empty where that is computed."""

    prefixes: tuple[str, ...]
    viewsets: Values
    basename: str
    made_at: tuple[Location, ...]


class Registrations:
    """What each router of a monolith serves."""

    def __init__(self, log: Log) -> None:
        self._events: dict[Value, list[Event]] = {}
        for event in log.events:
            if event.receiver is not None and event.name.endswith((REGISTER, *REGISTRIES)):
                for owner in _owner(event.receiver):
                    self._events.setdefault(owner, []).append(event)

    def of(self, router: Value, depth: int = 0) -> Iterator[Registration]:
        """Yield what is registered on a router, also through other routers' registries."""
        for event in self._events.get(router, ()) if depth < DEEPEST else ():
            if event.name.endswith(REGISTER):
                yield _registered(event, event.args, event.keywords)
                continue
            for value in _flat(event.args):
                if isinstance(value, Member) and value.name == "registry":
                    yield from self.of(value.receiver, depth + 1)
                elif isinstance(value, Items) and value.kind == "tuple":
                    yield _registered(event, tuple(value.items), {})

    def above(self, router: Instance) -> str:
        """Return the expression for the object below which a nested router serves."""
        return self._above(router, 0)[0]

    def _above(self, router: Instance, depth: int) -> tuple[str, int]:
        """Return the expression, and how many routers are nested."""
        made = router.origin
        if made is None or depth > DEEPEST or not any(is_kind(router, kind) for kind in NESTED):
            return "", 0
        prefix = text_of(made.argument(1, "parent_prefix") or ()) or ""
        for parent in made.argument(0, "parent_router") or ():
            above, count = (
                self._above(parent, depth + 1) if isinstance(parent, Instance) else ("", 0)
            )
            named = text_of(made.keywords.get("lookup", ())) or f"nested_{count + 1}"
            for registration in self.of(parent):
                for viewset in registration.viewsets if prefix in registration.prefixes else ():
                    lookup = lookup_of(viewset, f"{named}_", is_regex=True)
                    return above + f"{prefix}/{lookup}/".removeprefix("/"), count + 1
        return "", 0


def lookup_of(viewset: Value, prefix: str, *, is_regex: bool) -> str:
    """Return the expression for one object, as ``SimpleRouter.get_lookup_regex`` makes it."""
    field = text_of(attribute_of(viewset, "lookup_field")) or "pk"
    name = prefix + (text_of(attribute_of(viewset, "lookup_url_kwarg")) or field)
    pattern = text_of(attribute_of(viewset, "lookup_value_regex"))
    if is_regex:
        return f"(?P<{name}>{pattern or '[^/.]+'})"
    converter = text_of(attribute_of(viewset, "lookup_value_converter"))
    return f"<{converter or pattern or 'str'}:{name}>"


def _owner(receiver: Value) -> Iterator[Instance]:
    """Yield the router that something is registered on, through what ``register`` gave."""
    owner: Value | None = root_of(receiver)
    while isinstance(owner, Instance):
        if is_kind(owner, "Router"):
            yield owner
            return
        above = _registration_above(owner)
        owner = root_of(above.receiver) if above and above.receiver else None


def _registration_above(value: Value) -> Event | None:
    """Return the call of ``register`` whose result something is registered on."""
    made = value.origin if isinstance(value, Instance) else None
    return made if made is not None and made.name.endswith(REGISTER) else None


def _registered(
    event: Event, args: tuple[Values, ...], keywords: dict[str, Values]
) -> Registration:
    given = dict(
        zip(("prefix", "viewset", "basename", "parents_query_lookups"), args, strict=False)
    )
    given |= keywords
    viewsets = given.get("viewset", ())
    above = _parents(event, given.get("parents_query_lookups", ()))
    named = text_of(given.get("basename") or given.get("base_name") or ())
    texts = [text_of((value,)) for value in given.get("prefix", ())]
    return Registration(
        tuple(above + text for text in texts if text is not None),
        viewsets,
        named or next((name for viewset in viewsets if (name := model_of(viewset))), ""),
        made_at(event),
    )


def _parents(event: Event, lookups: Values) -> str:
    """Return the prefix that drf-extensions puts before what is registered below another."""
    names = list(texts_of(lookups) or ())
    found = ""
    current = _registration_above(root_of(event.receiver)) if event.receiver else None
    while current is not None and names and current.receiver is not None:
        prefix = text_of(current.argument(0, "prefix") or ())
        values = current.argument(1, "viewset") or ()
        texts = [text_of(attribute_of(value, "lookup_value_regex")) for value in values]
        pattern = next((text for text in texts if text), "[^/.]+")
        found = f"{prefix}/(?P<parent_lookup_{names.pop()}>{pattern})/{found}"
        current = _registration_above(root_of(current.receiver))
    return found


def _flat(groups: tuple[Values, ...]) -> Iterator[Value]:
    for value in (value for values in groups for value in values):
        if isinstance(value, Items) and value.kind == "list":
            yield from (inner for item in value.items for inner in item)
        else:
            yield value
