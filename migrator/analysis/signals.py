"""Signals: which functions are connected to which, of Django, blinker, Flask and Celery.

https://docs.djangoproject.com/en/stable/topics/signals/
https://blinker.readthedocs.io/en/stable/
https://docs.celeryq.dev/en/stable/userguide/signals.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from migrator.analysis.django_settings import setting
from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, original, short, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
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

# A signal of a library by its dotted name, a named one of blinker by its text, another one by
# the object that it is.
Signal = str | Instance
NAMED = ("blinker.signal", "blinker.base.signal", ".Namespace.signal")
USER = "AUTH_USER_MODEL"


@dataclass(frozen=True, slots=True)
class Receiver:
    """A function that runs when a signal is sent.

    Attributes:
        senders: of which it hears; None for all.
        connected_at: the decorator or call that connects it.
    """

    signal: Signal
    function: str
    senders: Values | None
    connected_at: Location

    def hears(self, cls: ClassValue | str) -> bool:
        """Tell whether a class (or what ends in its name) may be what sends.

        What a base class does in its methods is done by the classes that derive from it.
        """
        if self.senders is None:
            return True
        return any(_is_sender(value, cls) for value in self.senders)


def _is_sender(value: Value, cls: ClassValue | str) -> bool:
    name = cls if isinstance(cls, str) else cls.name
    if not isinstance(value, ClassValue):
        return False
    return any(isinstance(a, ClassValue) and a.name == name for a in mro(value))


def find_receivers(log: Log) -> Iterator[Receiver]:
    """Yield one receiver per signal and function."""
    for event in log.having("connect", "connect()", "connect_via()"):
        options = event.origin if event.member.endswith("()") and event.origin else event
        signal = sent_by(options)
        if signal is None:
            continue
        position = 0 if options.member == "connect_via" else 1
        senders = options.argument(position, "sender")
        yield from _receivers((signal,), event, senders, log)
    for event in log.having("receiver()"):
        if event.origin is not None and event.name.startswith("django.dispatch"):
            signals = tuple(_signals(event.origin.argument(0, "signal") or ()))
            yield from _receivers(signals, event, event.origin.keywords.get("sender"), log)


def receivers_of(signals: frozenset[str], log: Log) -> tuple[str, ...]:
    """Name the functions that hear any of some signals, sorted."""
    return tuple(sorted({r.function for r in find_receivers(log) if r.signal in signals}))


def _receivers(
    signals: tuple[Signal, ...], event: Event, senders: Values | None, log: Log
) -> Iterator[Receiver]:
    known = None if senders in {None, (Known(None),)} else _models(senders or (), log)
    for function in functions_of(event.argument(0, "receiver") or ()):
        for signal in signals:
            yield Receiver(signal, original(function).name, known, event.location)


def _models(senders: Values, log: Log) -> Values:
    """Return the senders: the classes that labels such as ``shop.Order`` mean, too."""
    found: list[Value] = []
    for value in senders:
        match value:
            case External(name=name) if name.endswith(f".{USER}"):
                found += _labelled(setting(log, USER), log)
            case Instance(origin=Event(member="get_user_model")):
                found += _labelled(setting(log, USER), log)
            case _:
                found += _labelled((value,), log)
    return tuple(found)


def _labelled(values: Iterable[Value], log: Log) -> Iterator[Value]:
    for value in values:
        if isinstance(value, Known) and isinstance(value.value, str):
            name = value.value.rpartition(".")[2]
            yield from (cls for cls in log.classes.values() if short(cls.name) == name)
        else:
            yield value


def sent_by(event: Event) -> Signal | None:
    """Return the signal whose method an event calls; None where it is none."""
    if event.receiver is None:
        return event.name.rpartition(".")[0] or None
    return _signal(event.receiver)


def _signals(values: Values) -> Iterator[Signal]:
    for value in values:
        if isinstance(value, Items):
            for item in value.items:
                yield from _signals(item)
        elif (signal := _signal(value)) is not None:
            yield signal


def _signal(value: Value) -> Signal | None:
    match value:
        case External(name=name):
            return name
        case Member(receiver=receiver, name=name):
            owner = _signal(receiver)
            return f"{owner}.{name}" if isinstance(owner, str) else None
        case Instance(kind=External(name=name), origin=Event() as made):
            text = text_of(made.argument(0, "name") or ()) if name.endswith(NAMED) else None
            return value if text is None else f"blinker:{text}"
        case Instance():
            return value
    return None
