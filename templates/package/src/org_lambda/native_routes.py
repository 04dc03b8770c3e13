"""Rules of Flask, without Flask.

https://werkzeug.palletsprojects.com/en/stable/routing/
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

View = Callable[..., Any]
VARIABLE: Final = re.compile(r"<(?:(\w+):)?(\w+)>")
HEXADECIMAL: Final = (
    r"[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"
)


def _uuid(text: str) -> Any:  # noqa: ANN401 - a UUID
    from uuid import UUID  # noqa: PLC0415 - few rules have one

    return UUID(text)


# https://werkzeug.palletsprojects.com/en/stable/routing/#built-in-converters
CONVERTERS: Final[Mapping[str, tuple[str, Callable[[str], Any]]]] = {
    "default": (r"[^/]+", str),
    "string": (r"[^/]+", str),
    "int": (r"\d+", int),
    "float": (r"\d+\.\d+", float),
    "path": (r"[^/].*?", str),
    "uuid": (HEXADECIMAL, _uuid),
}


class Route:
    """A rule as Flask spells it, and the view that answers."""

    def __init__(
        self, rule: str, endpoint: str, methods: Iterable[str], view: View
    ) -> None:
        """Read the rule; its converters are those of Werkzeug, without arguments."""
        self.endpoint = endpoint
        self.view = view
        self._methods = {*methods, *(["HEAD"] if "GET" in methods else [])}
        self._converts: dict[str, Callable[[str], Any]] = {}
        parts, end = [], 0
        for found in VARIABLE.finditer(rule):
            pattern, convert = CONVERTERS[found[1] or "default"]
            parts += [
                re.escape(rule[end : found.start()]),
                f"(?P<{found[2]}>{pattern})",
            ]
            self._converts[found[2]] = convert
            end = found.end()
        self._pattern = re.compile("".join([*parts, re.escape(rule[end:])]))

    def match(self, method: str, path: str) -> dict[str, Any] | None:
        """Return the arguments of the view; None where the route does not answer."""
        found = self._pattern.fullmatch(path) if method in self._methods else None
        if found is None:
            return None
        try:
            return {
                name: self._converts[name](text)
                for name, text in found.groupdict().items()
            }
        except ValueError:
            return None
