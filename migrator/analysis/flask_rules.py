"""Flask: URL rules as the running application has them, whoever registered them.

https://werkzeug.palletsprojects.com/en/stable/routing/#rule-format
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrator.analysis.flask_views import View
from migrator.model.program import EntryPoint, HttpRoute, Location

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
