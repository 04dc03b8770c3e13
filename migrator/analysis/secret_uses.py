"""Which settings are secrets: those whose value goes where secrets go, not by their names.

A value is followed from where it is used to where it was read: through variables, attributes,
functions of the project (the interpreter does that), and methods of text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from migrator.analysis import setting_reads
from migrator.analysis.assigned_settings import Assigned
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    ClassValue,
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
from migrator.analysis.pydantic_settings import field_of
from migrator.analysis.secret_sinks import (
    HEADERS,
    HTTP,
    MEMBERS,
    OF_DJANGO,
    OF_FLASK,
    PARAMETERS,
    SINKS,
)
from migrator.analysis.secret_texts import Texts, mentioned
from migrator.analysis.setting_reads import DJANGO, FLASK, PYDANTIC, READERS, Read
from migrator.model import facts

Key = tuple[str, str]  # store and key
MOST_ALTERNATIVES = 4
DEEPEST = 6  # calls in each other that hand a text on
# What gives the text that it is given in another form.
PASSING = frozenset(
    {
        *("<builtin>.str", "<builtin>.bytes", "base64.b64decode", "base64.b64encode"),
        *("base64.urlsafe_b64encode", "base64.urlsafe_b64decode", "pydantic.SecretStr"),
        *("binascii.unhexlify", "django.utils.encoding.force_bytes"),
        *("django.utils.encoding.force_str", "django.utils.encoding.smart_str"),
        *("sqlalchemy.engine.make_url", "sqlalchemy.make_url", "sqlalchemy.engine.url.make_url"),
    }
)
METHODS = frozenset(
    {"encode", "decode", "strip", "rstrip", "lstrip", "get_secret_value", "replace", "lower"}
)
SETTINGS = "django.conf.settings."


class Sink(NamedTuple):
    """An argument that takes a secret, and its values."""

    event: Event
    values: Values
    position: int
    keyword: str


def find(log: Log, reads: list[Read], assigned: list[Assigned]) -> frozenset[Key]:
    """Return the settings that are secrets, each with its store."""
    known, texts = _Known(reads, assigned), Texts(log)
    found: set[Key] = set()
    for sink in _sinks(log):
        found.update(known.keys(sink.values, sink.event.function))
        for written in texts.arguments(sink.event, sink.position, sink.keyword):
            found.update(known.written(sink.event, written, texts))
    for one in assigned:
        is_secret = one.store == DJANGO and OF_DJANGO.fullmatch(one.key)
        is_secret = is_secret or (one.store == FLASK and OF_FLASK.fullmatch(one.key))
        if is_secret or (one.store, one.key) in found:
            found.add((one.store, one.key))
            found.update(known.keys(one.values, one.holder))
    return frozenset(found)


def is_key_of_framework(store: str, key: str) -> bool:
    """Tell settings that a framework itself uses as a secret, whoever sets them."""
    of_framework = {DJANGO: OF_DJANGO, FLASK: OF_FLASK}.get(store)
    return of_framework is not None and of_framework.fullmatch(key) is not None


def _sinks(log: Log) -> Iterator[Sink]:
    """Yield values that go where secrets go."""
    for event in log.having(*MEMBERS):
        for position, keyword in SINKS.get(event.name, ()):
            yield Sink(event, event.argument(position, keyword) or (), position, keyword)
    for event in log.events:
        if event.keywords:
            for name in event.keywords.keys() & PARAMETERS:
                yield Sink(event, event.keywords[name], -1, name)
            if event.name.startswith(HTTP):
                yield from _sent(event)


def _sent(event: Event) -> Iterator[Sink]:
    for value in event.keywords.get("auth", ()):
        if isinstance(value, Items) and len(value.items) > 1:
            yield Sink(event, value.items[1], -1, "")
    if "headers" in event.keywords:
        yield Sink(event, (), -1, "headers")
    for value in event.keywords.get("headers", ()):
        for name, values in value.entries.items() if isinstance(value, Table) else ():
            if isinstance(name, str) and name.lower() in HEADERS:
                yield Sink(event, values, -1, "")


class _Known:
    """What values of settings are, to tell where a value comes from."""

    def __init__(self, reads: Iterable[Read], assigned: list[Assigned]) -> None:
        self._read: dict[str, set[Key]] = {}
        self._at: dict[tuple[str, str, int], Key] = {}
        for read in reads:
            if read.key is not None:
                key = _spelled_key(read)
                place = read.event.location
                self._read.setdefault(read.event.function, set()).add(key)
                self._at[read.key, place.file, place.line] = key
        self._of_object: dict[int, set[Key]] = {}
        self._of_text: dict[str, set[Key]] = {}
        for one in assigned:
            for value in one.values:
                if isinstance(value, Instance):
                    self._of_object.setdefault(id(value), set()).add((one.store, one.key))
                elif isinstance(value, Known) and isinstance(value.value, str) and value.value:
                    self._of_text.setdefault(value.value, set()).add((one.store, one.key))

    def keys(self, values: Values, function: str) -> Iterator[Key]:
        """Yield the settings that ``values`` are of, where ``function`` uses them.

        Of what may be many things, it is not certain that it ever is a certain one of them.
        """
        for value in values if len(values) <= MOST_ALTERNATIVES else ():
            yield from self._keys(value, function, 0)

    def written(self, event: Event, expression: facts.Expression, texts: Texts) -> Iterator[Key]:
        """Yield the settings whose reads are written in an expression."""
        for line, name in mentioned(expression):
            if line == 0:
                yield from self.keys(texts.values(event.function, name), event.function)
            elif (name, event.location.file, line) in self._at:
                yield self._at[name, event.location.file, line]

    def _keys(self, value: Value, function: str, depth: int) -> Iterator[Key]:
        if depth > DEEPEST:
            return
        yield from self._told(self._of_object.get(id(value), set()), function, most=1)
        match value:
            case Known(value=str(text)):
                yield from self._told(self._of_text.get(text, set()), function, most=0)
            case External(name=name) if name.startswith(SETTINGS):
                yield DJANGO, name.removeprefix(SETTINGS)
            case Member(receiver=Instance(kind=ClassValue() as cls), name=name):
                field = field_of(cls, name)
                if field is not None:
                    yield PYDANTIC, field.key
            case Instance(origin=Event() as made):
                yield from self._made(made, function, depth + 1)

    def _told(self, keys: set[Key], function: str, *, most: int) -> set[Key]:
        """Return the one setting that a value is of, where that is certain.

        Constants may be those of anything, and helpers give one object for many settings: then
        it is the one that the function reads, if it reads just one of them.
        """
        if len(keys) <= most:
            return keys
        own = keys & self._read.get(function, set())
        return own if len(own) == 1 else set()

    def _made(self, made: Event, function: str, depth: int) -> Iterator[Key]:
        reader = READERS.get(made.name)
        if reader is not None:
            key = setting_reads.key_of(made)
            if key is not None:
                yield reader.store, key
        elif made.name in PASSING:
            for value in made.args[0] if made.args else ():
                yield from self._keys(value, function, depth)
        elif made.member in METHODS and made.receiver is not None:
            yield from self._keys(made.receiver, function, depth)


def _spelled_key(read: Read) -> Key:
    cls = read.event.receiver.kind if isinstance(read.event.receiver, Instance) else None
    field = field_of(cls, read.key or "") if isinstance(cls, ClassValue) else None
    return read.store, field.key if field else read.key or ""
