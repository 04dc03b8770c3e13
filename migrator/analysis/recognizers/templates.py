"""Templates: which routes a page links to, and what of the project runs while it is rendered.

https://flask.palletsprojects.com/en/stable/templating/
https://docs.djangoproject.com/en/stable/ref/templates/api/#writing-your-own-context-processors
https://docs.djangoproject.com/en/stable/howto/custom-template-tags/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from migrator.analysis.django_settings import entry, named_in, setting
from migrator.analysis.handlers import functions_of
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.questions import mro, original, short_name, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    Items,
    Values,
)
from migrator.analysis.page_templates import Template, Templates
from migrator.analysis.url_names import UrlNames
from migrator.model.effects import HiddenEdge
from migrator.model.location import Location
from migrator.model.program import EntryPoint, Unresolved

RENDERS = (
    *("render_template", "stream_template", "render", "arender", "render_to_string"),
    *("render_to_response", "TemplateResponse", "SimpleTemplateResponse", "get_template"),
    *("select_template", "get_or_select_template", "render_template_async"),
)
NAMES = ("template_name", "template_name_or_list", "template", "name", "template_name_list")
# What registers functions under a name, for all templates.
REGISTERS = (
    *("template_filter()", "template_global()", "template_test()", "add_template_filter"),
    *(
        "app_template_filter()",
        "app_template_global()",
        "app_template_test()",
        "add_template_test",
    ),
    *("add_template_global", "add_app_template_filter", "add_app_template_global"),
    *("filter", "filter()", "simple_tag", "simple_tag()", "inclusion_tag", "inclusion_tag()"),
    *("simple_block_tag()", "filters[]=", "globals[]=", "tests[]=", "update"),
)
LIBRARY = "django.template."
ENVIRONMENT = (".jinja_env.", ".env.", "jinja2.")
BROKEN = "template with a tag that does not end: its links are not read"


class Rendering(msgspec.Struct, frozen=True):
    """A function renders templates, of which one is chosen when it runs."""

    function: str
    names: tuple[str, ...]
    location: Location
    is_django: bool


def find_edges(
    log: Log, entry_points: Iterable[EntryPoint], names: UrlNames
) -> Iterator[HiddenEdge | Unresolved]:
    """Yield what functions depend on by the templates that they render."""
    renderings = dict.fromkeys((*_calls(log), *_views(log, entry_points)))
    if not renderings:
        return
    templates = Templates(log.documents)
    registered = _registered(log)
    for made in renderings:
        for file, template in templates.closure(made.names):
            yield from _of_file(file, template, made.function, names)
            for word in template.words & registered.keys():
                for name, function in registered[word]:
                    if not name or name in template.words:
                        yield HiddenEdge("implicit", made.function, function, made.location)
    yield from _processed(log, renderings)


def _processed(log: Log, renderings: Iterable[Rendering]) -> Iterator[HiddenEdge]:
    for processor in _context_processors(log):
        for made in renderings:
            if made.is_django:
                yield HiddenEdge("context-processor", made.function, processor, made.location)


def _of_file(
    file: str, template: Template, function: str, names: UrlNames
) -> Iterator[HiddenEdge | Unresolved]:
    if template.broken_at:
        yield Unresolved(BROKEN, Location(file, template.broken_at))
    for name, line in template.links:
        for label in names.labels(name, function):
            yield HiddenEdge("template-url", function, label, Location(file, line))


def _calls(log: Log) -> Iterator[Rendering]:
    events = [(event, _names(event)) for event in log.having(*RENDERS)]
    events = [(event, names) for event, names in events if names]
    seen: defaultdict[Location, set[tuple[str, ...]]] = defaultdict(set)
    for event, names in events:
        seen[event.location].add(names)
    for event, names in events:
        is_django = event.name.startswith("django.")
        for function in log.speakers(event, is_generic=len(seen[event.location]) > 1):
            yield Rendering(function, names, event.location, is_django)


def _names(event: Event) -> tuple[str, ...]:
    """Return the names of templates among the first arguments: whatever looks like a file."""
    given = [event.keywords[name] for name in NAMES if name in event.keywords]
    return tuple(name for values in (*given, *event.args[:2]) for name in _files(values))


def _files(values: Values) -> Iterator[str]:
    for value in values:
        if isinstance(value, Items):
            for item in value.items:
                yield from _files(item)
        elif (text := text_of((value,))) and "." in text and not text.isspace():
            yield text


def _views(log: Log, entry_points: Iterable[EntryPoint]) -> Iterator[Rendering]:
    """Yield what class-based views render by an attribute: ``template_name``, ``list_template``.

    https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-simple/#templateresponsemixin
    """
    for point in entry_points:
        cls = log.classes.get(point.handler) or log.classes.get(point.handler.rpartition(".")[0])
        if cls is not None:
            names = tuple(dict.fromkeys(_of_class(cls)))
            if names:
                where = cls.location
                yield Rendering(point.handler, names, where, point.framework == "django")


def _of_class(cls: ClassValue) -> Iterator[str]:
    for ancestor in mro(cls):
        if isinstance(ancestor, ClassValue):
            for name, values in ancestor.scope.names.items():
                if name.endswith(("template", "template_name")):
                    yield from _files(values)


def _registered(log: Log) -> dict[str, dict[tuple[str, str], None]]:
    """Map the words of templates to the functions that stand for them.

    Each with an empty word: or, where an object stands for the word, with the name of its method.
    """
    found: defaultdict[str, dict[tuple[str, str], None]] = defaultdict(dict)
    for event in log.having(*REGISTERS):
        for word, values in _words(event):
            for function in functions_of(values):
                found[word or short_name(function)]["", original(function).name] = None
            for name, function in _methods(values) if word else ():
                found[word][name, original(function).name] = None
    return found


def _methods(values: Values) -> Iterator[tuple[str, FunctionValue]]:
    """Yield the methods and properties of objects of the project, by name."""
    for value in values:
        if isinstance(value, Instance) and isinstance(value.kind, ClassValue):
            for cls in mro(value.kind):
                for name, found in cls.scope.names.items() if isinstance(cls, ClassValue) else ():
                    for function in functions_of(found):
                        yield name, function


def _words(event: Event) -> Iterator[tuple[str, Values]]:
    options = event.origin if event.member.endswith("()") and event.origin else event
    match event.member:
        case "update":
            if any(part in event.name for part in ENVIRONMENT):
                yield from event.keywords.items()
        case "filters[]=" | "globals[]=" | "tests[]=":
            if len(event.args) > 1 and any(part in event.name for part in ENVIRONMENT):
                yield text_of(event.args[0]) or "", event.args[1]
        case "filter" | "filter()" | "simple_tag" | "simple_tag()":
            if event.name.startswith(LIBRARY) and event.args:
                yield _word(options, event), event.args[-1]
        case member if event.args and not (
            member.startswith("inclusion_tag") and not event.name.startswith(LIBRARY)
        ):
            yield _word(options, event), event.args[0]


def _word(options: Event, event: Event) -> str:
    """Return the name that a function is given; empty for its own."""
    if "name" in options.keywords:
        return text_of(options.keywords["name"]) or ""
    if options is not event:
        is_file = options.member == "inclusion_tag"
        return "" if is_file or not options.args else text_of(options.args[0]) or ""
    first = text_of(event.args[0])
    return first or (text_of(event.args[1]) or "" if len(event.args) > 1 else "")


def _context_processors(log: Log) -> tuple[str, ...]:
    said = entry(tuple(setting(log, "TEMPLATES")), "OPTIONS", "context_processors")
    said += tuple(setting(log, "TEMPLATE_CONTEXT_PROCESSORS"))
    named = named_in(log, said)
    return tuple(dict.fromkeys(v.name for v in named if not isinstance(v, ClassValue)))
