"""Flask: URL rules as the running application has them, whoever registered them.

https://werkzeug.palletsprojects.com/en/stable/routing/#rule-format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.flask_hooks import hooks_around, hooks_by_owner
from migrator.analysis.flask_prefixes import Prefix, find_prefixes, kind_of, registrations
from migrator.analysis.flask_views import View
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import Event, Instance, Known, Values
from migrator.model.location import Location
from migrator.model.program import EntryPoint, HttpRoute, Unresolved

UNREGISTERED = "Flask blueprint that nothing registers as far as is seen: its routes are left out"

PARAMETER = re.compile(r"<(?:[a-zA-Z_]\w*(?:\(.*?\))?:)?([a-zA-Z_]\w*)>", re.ASCII)


@dataclass(frozen=True, slots=True)
class Rule:
    """One URL rule as the running application would have it."""

    declared: str
    methods: frozenset[str]
    endpoint: str
    registered_at: tuple[Location, ...]
    hooks: tuple[str, ...] = ()
    framework: str = "flask"

    @property
    def path(self) -> str:
        """The path as a template."""
        return PARAMETER.sub(lambda match: "{" + match[1] + "}", self.declared)


def entry_points(rule: Rule, found: tuple[View, ...]) -> Iterator[EntryPoint]:
    """Yield one entry point per method that is both of the rule and of the view."""
    for view in found:
        for method in sorted(rule.methods & view.answers if view.answers else rule.methods):
            handler = view.handler(method)
            yield EntryPoint(
                HttpRoute(method, rule.path, rule.declared),
                handler.name,
                handler.location,
                rule.framework,
                rule.endpoint,
                tuple(dict.fromkeys(rule.registered_at)),
                tuple(sorted(rule.methods)),
                rule.hooks,
            )


class Surroundings:
    """What other statements say about the rules of extensions: where they hang, what runs."""

    def __init__(self, log: Log) -> None:
        self._registrations = registrations(log)
        self._hooks = hooks_by_owner(log)

    def prefixes(self, values: Values | None) -> Iterator[Prefix | Unresolved]:
        """Yield each way in which an application or blueprint that is handed over hangs.

        What is not known counts as the application: helpers are mostly handed that.
        """
        if values is None or values == (Known(None),):
            return
        owners = [value for value in values if isinstance(value, Instance) and kind_of(value)]
        for owner in owners:
            found = list(find_prefixes(owner, self._registrations))
            yield from found
            if not found:
                yield Unresolved(UNREGISTERED, owner.location)
        if not owners:
            yield Prefix(None)

    def rule(
        self, prefix: Prefix, declared: str, methods: frozenset[str], endpoint: str, said: Event
    ) -> Rule:
        """Make a rule of what ``said`` registers below ``prefix``; ``declared`` is the whole."""
        return Rule(
            declared if declared.startswith("/") else f"/{declared}",
            methods,
            ".".join((*prefix.names, endpoint)),
            (said.location, *said.stack, *prefix.registered_at),
            hooks_around(prefix, self._hooks),
        )
