"""Generic views of Django and of Django REST framework: what they do with their models.

A method that a view inherits from the framework is named after the class and the HTTP method:
``shop.views:OrderView.post``.
https://docs.djangoproject.com/en/stable/ref/class-based-views/generic-editing/
https://www.django-rest-framework.org/api-guide/generic-views/
"""

from __future__ import annotations

from collections.abc import Iterator

from migrator.analysis.django_queries import Queries
from migrator.analysis.django_serialized import serialized
from migrator.analysis.django_touches import Touch, cascade, of_event, read, write
from migrator.analysis.interpreter.django_relations import Model
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro
from migrator.analysis.interpreter.values import ClassValue, Event, External, Instance, Value
from migrator.model.program import AccessMode, TableAccess

READ, WRITE, DELETE = "read", "write", "delete"
# How the names of base classes end -> what they do for an HTTP method.
DOES: dict[str, dict[str, tuple[str, ...]]] = {
    "ListView": {"get": (READ,)},
    "DetailView": {"get": (READ,)},
    "ArchiveView": {"get": (READ,)},
    "CreateView": {"post": (WRITE,), "put": (WRITE,)},
    "UpdateView": {"get": (READ,), "post": (READ, WRITE), "put": (READ, WRITE)},
    "DeleteView": {"get": (READ,), "post": (READ, DELETE), "delete": (READ, DELETE)},
    "ListModelMixin": {"get": (READ,)},
    "RetrieveModelMixin": {"get": (READ,)},
    "CreateModelMixin": {"post": (WRITE,)},
    "UpdateModelMixin": {"put": (READ, WRITE), "patch": (READ, WRITE)},
    "DestroyModelMixin": {"delete": (READ, DELETE)},
    "ReadOnlyModelViewSet": {"get": (READ,)},
    "ListAPIView": {"get": (READ,)},
    "RetrieveAPIView": {"get": (READ,)},
    "CreateAPIView": {"post": (WRITE,)},
    "UpdateAPIView": {"put": (READ, WRITE), "patch": (READ, WRITE)},
    "DestroyAPIView": {"delete": (READ, DELETE)},
    "ListCreateAPIView": {"get": (READ,), "post": (WRITE,)},
    "RetrieveUpdateAPIView": {"get": (READ,), "put": (READ, WRITE), "patch": (READ, WRITE)},
    "RetrieveDestroyAPIView": {"get": (READ,), "delete": (READ, DELETE)},
}
ALL = {
    "get": (READ,),
    "post": (WRITE,),
    "put": (READ, WRITE),
    "patch": (READ, WRITE),
    "delete": (READ, DELETE),
}
DOES |= {"ModelViewSet": ALL, "RetrieveUpdateDestroyAPIView": {**ALL, "post": ()}}
LONGEST_FIRST = sorted(DOES, key=len, reverse=True)
# What a view's own methods ask its base for.
CALLS = {
    "get_object": (READ,),
    "list": (READ,),
    "retrieve": (READ,),
    "create": (WRITE,),
    "perform_create": (WRITE,),
    "update": (READ, WRITE),
    "partial_update": (READ, WRITE),
    "perform_update": (WRITE,),
    "destroy": (READ, DELETE),
    "perform_destroy": (DELETE,),
    "form_valid": (WRITE,),
    "save": (WRITE,),
    "delete": (READ, DELETE),
}


def find_accesses(log: Log) -> Iterator[TableAccess]:
    """Yield what views do by what they inherit, and what they ask their bases for."""
    if log.relations is None or not log.relations.by_class:
        return
    queries = Queries(log.relations, log.requested)
    for cls in log.classes.values():
        for verb, deeds in _does(cls).items():
            for touch in _touches(cls, deeds, queries):
                name = f"{cls.name}.{verb}"
                yield TableAccess(touch.table, touch.mode, name, cls.location, touch.via)
    for event in log.having(*CALLS):
        match event.receiver:
            case Instance(kind=ClassValue() as view) if event.function in log.functions:
                touches = _touches(view, CALLS[event.member], queries)
                for touch in touches if _asks(view, event) else ():
                    mode, place = touch.mode, event.location
                    yield TableAccess(touch.table, mode, event.function, place, touch.via)


def _does(cls: ClassValue) -> dict[str, tuple[str, ...]]:
    """Return what a view does for each HTTP method, by the framework's classes among its bases."""
    found: dict[str, tuple[str, ...]] = {}
    for base in mro(cls):
        last = base.name.rpartition(".")[2] if isinstance(base, External) else ""
        ending = next((ending for ending in LONGEST_FIRST if last.endswith(ending)), None)
        for verb, deeds in DOES[ending].items() if ending else ():
            found[verb] = tuple(dict.fromkeys((*found.get(verb, ()), *deeds)))
    return found


def _asks(cls: ClassValue, event: Event) -> bool:
    """Tell whether a call reaches a base that works on the model: not that of a plain form.

    What a mixin asks for is that of each class that it is mixed into.
    """
    if event.function.rpartition(".")[0] != cls.name:
        return False
    if event.member in {"save", "form_valid"}:
        is_form = any(_ends(cls, ending) for ending in ("ModelForm", "ModelSerializer"))
        return is_form if event.member == "save" else bool(_does(cls).get("post"))
    return bool(_does(cls)) or _ends(cls, "GenericAPIView") or _ends(cls, "GenericViewSet")


def _ends(cls: ClassValue, ending: str) -> bool:
    return any(isinstance(base, External) and base.name.endswith(ending) for base in mro(cls))


def _touches(cls: ClassValue, deeds: tuple[str, ...], queries: Queries) -> Iterator[Touch]:
    models = queries.model_of(cls)
    if READ in deeds:
        yield from _asked(cls, models, queries)
    for model in models:
        if WRITE in deeds or DELETE in deeds:
            yield from write([model])
        if DELETE in deeds:
            yield from cascade(model)
    if DELETE not in deeds:
        for value in find_in_class(cls, "serializer_class") or ():
            for table in serialized(value, queries) if isinstance(value, ClassValue) else ():
                yield Touch(table, AccessMode.READ, "relation")


def _asked(cls: ClassValue, models: tuple[Model, ...], queries: Queries) -> Iterator[Touch]:
    """Yield what a view's query reads: the class says it with all that it joins."""
    for model in models:
        yield from read(None, model)
    for value in find_in_class(cls, "queryset") or ():
        query: Value | None = value
        seen: set[Instance] = set()  # a query may be made of itself
        while isinstance(query, Instance) and query.origin is not None and query not in seen:
            seen.add(query)
            yield from of_event(query.origin, queries)
            query = query.origin.receiver
