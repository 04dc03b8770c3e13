"""Signals: who sends them, so that what receives them is reached.

https://docs.djangoproject.com/en/stable/ref/signals/
https://flask.palletsprojects.com/en/stable/signals/
https://docs.celeryq.dev/en/stable/userguide/signals.html
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import classes_in
from migrator.analysis.interpreter.values import ClassValue, Values
from migrator.analysis.model_writes import find_writes
from migrator.analysis.signals import Receiver, Signal, find_receivers, receivers_of, sent_by
from migrator.model.effects import HiddenEdge
from migrator.model.program import Table, TableAccess, Unresolved

SENDS = ("send", "send_robust", "asend", "asend_robust", "send_async")
OF_MODELS = "django.db.models.signals."
# Calls of a library that send one of its signals.
CALLS = {
    "django.contrib.auth.login": "django.contrib.auth.signals.user_logged_in",
    "django.contrib.auth.alogin": "django.contrib.auth.signals.user_logged_in",
    "django.contrib.auth.logout": "django.contrib.auth.signals.user_logged_out",
    "django.contrib.auth.authenticate": "django.contrib.auth.signals.user_login_failed",
    "flask.flash": "flask.message_flashed",
    "flask.render_template": "flask.template_rendered",
    "flask_login.login_user": "flask_login.user_logged_in",
    "flask_login.logout_user": "flask_login.user_logged_out",
}
# Sent around every request.
OF_REQUESTS = frozenset(
    {
        *(f"django.core.signals.{name}" for name in ("request_started", "request_finished")),
        *(
            f"{module}.{name}"
            for module in ("flask", "flask.signals", "django.core.signals")
            for name in ("got_request_exception", "request_started", "request_finished")
        ),
        "flask.request_tearing_down",
        "flask.appcontext_pushed",
        "flask.appcontext_tearing_down",
    }
)
# Sent by who puts a task on the queue.
OF_PUBLISHERS = frozenset(
    {"celery.signals.before_task_publish", "celery.signals.after_task_publish"}
)
UNKNOWN_SENDER = "signal receiver whose sender is not known: what sends to it is not followed"


def find_hooks(log: Log) -> tuple[str, ...]:
    """Return the functions that signals run around every request."""
    return receivers_of(OF_REQUESTS, log)


def find_edges(
    log: Log,
    tables: Iterable[Table],
    accesses: Iterable[TableAccess],
    senders: Iterable[str],
) -> Iterator[HiddenEdge | Unresolved]:
    """Yield an edge from each function that sends to each that receives.

    ``senders`` are the functions that put tasks on a queue.
    """
    receivers: defaultdict[Signal, list[Receiver]] = defaultdict(list)
    for receiver in find_receivers(log):
        receivers[receiver.signal].append(receiver)
        if receiver.senders == ():
            yield Unresolved(UNKNOWN_SENDER, receiver.connected_at)
    if receivers:
        yield from _sent(log, receivers)
        yield from _written(log, tables, accesses, receivers)
    for signal in OF_PUBLISHERS & receivers.keys():
        for sender in senders:
            yield from (_edge(sender, receiver) for receiver in receivers[signal])


def _written(
    log: Log,
    tables: Iterable[Table],
    accesses: Iterable[TableAccess],
    receivers: dict[Signal, list[Receiver]],
) -> Iterator[HiddenEdge]:
    for write in find_writes(log, tables, accesses):
        for name in write.signals:
            for receiver in receivers.get(OF_MODELS + name, ()):
                if receiver.hears(write.model):
                    yield _edge(write.function, receiver)


def _sent(log: Log, receivers: dict[Signal, list[Receiver]]) -> Iterator[HiddenEdge]:
    for event in log.having(*SENDS):
        signal = sent_by(event)
        for receiver in receivers.get(signal, ()) if signal is not None else ():
            if _may_hear(receiver, event.argument(0, "sender")):
                yield _edge(event.function, receiver)
    members = {name.rpartition(".")[2] for name in CALLS}
    for event in log.having(*sorted(members)):
        for receiver in receivers.get(CALLS.get(event.name, ""), ()):
            yield _edge(event.function, receiver)


def _may_hear(receiver: Receiver, sender: Values | None) -> bool:
    """Tell whether a receiver hears of what is sent: not where both say other classes."""
    classes = list(classes_in(sender or ()))
    if receiver.senders is None or not classes or not _are_classes(receiver.senders):
        return True
    return any(receiver.hears(cls) for cls in classes)


def _are_classes(values: Values) -> bool:
    return all(isinstance(value, ClassValue) for value in values)


def _edge(source: str, receiver: Receiver) -> HiddenEdge:
    return HiddenEdge("signal", source, receiver.function, receiver.connected_at)
