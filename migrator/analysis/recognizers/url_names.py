"""Links by name: who makes the URL of which route, and who sends which task by its name.

https://docs.djangoproject.com/en/stable/ref/urlresolvers/#reverse
https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#redirect
https://docs.celeryq.dev/en/stable/userguide/calling.html
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.naming import is_unknown
from migrator.analysis.interpreter.questions import original, text_of
from migrator.analysis.interpreter.values import Event, Values
from migrator.analysis.url_names import UrlNames
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location
from migrator.model.program import EntryPoint, QueueTask, Unresolved

LINKS = (
    "url_for",
    "url_path_for",
    "reverse",
    "reverse_lazy",
    "redirect",
    "resolve_url",
    "areverse",
)
# ``redirect`` of Django takes names, paths and views; that of others only takes paths.
DJANGO = ("django.", "rest_framework.")
NAMES_ONLY = frozenset({"url_for", "url_path_for"})
SENDS = ("send_task", "signature", "subtask")
COMPUTED = "link to a route with a computed name"


def find_edges(
    log: Log, entry_points: Iterable[EntryPoint], names: UrlNames
) -> Iterator[HiddenEdge | Unresolved]:
    """Yield links to routes, and tasks that are sent by name."""
    links = [event for event in log.having(*LINKS) if _is_link(event)]
    seen: defaultdict[Location, set[Values]] = defaultdict(set)
    for event in links:
        seen[event.location].add(_named(event))
    for event in links:
        said = _named(event)
        labels = _labels(said, event.function, names)
        for function in log.speakers(event, is_generic=len(seen[event.location]) > 1):
            for label in labels:
                yield HiddenEdge("url-name", function, label, event.location)
        if not labels and event.member in NAMES_ONLY and _is_computed(said):
            yield Unresolved(COMPUTED, event.location)
    yield from _tasks(log, entry_points)


def _is_link(event: Event) -> bool:
    return event.member in NAMES_ONLY or event.name.startswith(DJANGO)


def _named(event: Event) -> Values:
    for keyword in ("endpoint", "viewname", "to", "name"):
        if keyword in event.keywords and not event.args:
            return event.keywords[keyword]
    return event.args[0] if event.args else ()


def _labels(said: Values, function: str, names: UrlNames) -> tuple[str, ...]:
    text = text_of(said)
    if text is not None:
        return names.labels(text, function)
    views = (original(view).name for view in functions_of(said))
    return tuple(label for view in views for label in names.of_handler(view))


def _is_computed(said: Values) -> bool:
    """Tell what is made here from what the callers hand in: those are seen on their own."""
    return text_of(said) is None and (said == () or not is_unknown(said))


def _tasks(log: Log, entry_points: Iterable[EntryPoint]) -> Iterator[HiddenEdge]:
    tasks = {p.trigger.name: p.label for p in entry_points if isinstance(p.trigger, QueueTask)}
    for event in log.having(*SENDS) if tasks else ():
        name = text_of(event.argument(0, "name") or ()) if event.args else None
        if name in tasks:
            yield HiddenEdge("task-name", event.function, tasks[name], event.location)
