"""Which functions are business functions: reached from handlers, free of the web framework."""

from collections.abc import Iterable

import msgspec

from migrator.analysis.interpreter.log import Log
from migrator.model.program import Call, EntryPoint, Function

FRAMEWORKS = ("flask", "werkzeug", "jinja2", "wtforms", "flask_", "celery", "click")


def find_functions(
    log: Log, calls: Iterable[Call], entry_points: Iterable[EntryPoint]
) -> tuple[Function, ...]:
    """List functions, methods and classes; mark those that are business functions."""
    handlers = {point.handler for point in entry_points}
    bound = {event.function for event in log.events if event.name.startswith(FRAMEWORKS)}
    business = _reached(calls, handlers) - handlers - bound
    functions = [
        Function(
            function.name,
            function.location,
            getattr(function.definition, "end_line", function.definition.line),
            "method" if function.owner is not None else "function",
            is_business=function.name in business and "<" not in function.name,
        )
        for function in log.functions.values()
    ]
    classes = [
        Function(cls.name, cls.location, cls.definition.end_line, "class")
        for cls in log.classes.values()
    ]
    return tuple(sorted(functions + classes, key=lambda found: msgspec.structs.astuple(found)[:2]))


def _reached(calls: Iterable[Call], starts: Iterable[str]) -> frozenset[str]:
    callees: dict[str, set[str]] = {}
    for call in calls:
        callees.setdefault(call.caller, set()).add(call.callee)
    seen, waiting = set(starts), list(starts)
    while waiting:
        for callee in callees.get(waiting.pop(), ()):
            if callee not in seen:
                seen.add(callee)
                waiting.append(callee)
    return frozenset(seen)
