"""Flask-Classful: the rules that a ``FlaskView`` makes of its methods.

https://flask-classful.teracy.org/#special-method-names
"""

import re
from collections.abc import Iterator

from migrator.analysis.flask_rules import PARAMETER
from migrator.analysis.interpreter.naming import find_in_class
from migrator.analysis.interpreter.questions import mro, original, short, text_of, texts_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Known,
    Table,
    Values,
)
from migrator.model import facts

SPECIAL = {"index": "GET", **{verb: verb.upper() for verb in ("get", "put", "patch", "post")}}
SPECIAL["delete"] = "DELETE"
INNER = ("_", "before_", "after_")  # how the names of methods begin that are no routes
CONVERTERS = {"str": "string", "int": "int", "float": "float", "UUID": "uuid"}


class ViewClass:
    """A ``FlaskView`` as it is registered: what ``register`` is given goes before its attributes.

    Attributes:
        is_known: whether all that its rules begin with is known.
    """

    def __init__(self, cls: ClassValue, event: Event) -> None:
        self.name, self._cls, self._event = short(cls.name), cls, event
        prefix = self._option("route_prefix", 3, "")
        base = self._option("route_base", 1, self._default_base())
        self.is_known = None not in (text_of(prefix), text_of(base))
        self._start = (text_of(prefix) or "", (text_of(base) or "").strip("/"))
        self._is_slashed = self._flag("trailing_slash", 4, default=True)
        self._is_dashed = self._flag("method_dashified", 5, default=False)
        self._inspects = self._flag("inspect_args", -1, default=True)
        given = texts_of(self._option("base_args", -1, None)) or ()
        self._ignored = {"self", *given, *PARAMETER.findall(self._start[1])}

    def methods(self) -> Iterator[tuple[str, FunctionValue]]:
        """Yield the methods that are routes, by name."""
        excluded = texts_of(self._option("excluded_methods", -1, None)) or ()
        names = {
            name
            for ancestor in mro(self._cls)
            if isinstance(ancestor, ClassValue)
            for name in ancestor.scope.names
            if not name.startswith(INNER) and name not in excluded
        }
        for name in sorted(names):
            for value in find_in_class(self._cls, name) or ():
                if isinstance(value, FunctionValue) and value.kind not in {
                    "class",
                    "property",
                    "cached",
                }:
                    yield name, value
                    break

    def rule(
        self, name: str, method: FunctionValue, verbs: frozenset[str]
    ) -> tuple[str, frozenset[str] | None]:
        """Return the rule that a method makes by its name and parameters, and its HTTP methods.

        ``verbs`` are those that ``@method("POST")`` says.
        """
        parameters = self._parameters(method) if self._inspects else ()
        if name in self._special():
            rule = self.join("/", *parameters)
            methods = self._special()[name]
            if not self._is_slashed and rule != "/":
                return rule.rstrip("/"), methods
        else:
            spelled = name.replace("_", "-") if self._is_dashed else name
            rule = self.join(f"/{spelled}/" if self._is_slashed else f"/{spelled}", *parameters)
            declared = texts_of(self._option("default_methods", -1, None))
            methods = verbs or frozenset(declared or ("GET",))
        return (rule if rule.endswith("/") or not self._is_slashed else f"{rule}/"), methods

    def join(self, *parts: str) -> str:
        """Put the beginning of all rules of this class before ``parts``."""
        return re.sub(
            r"/{2,}", "/", "/" + "/".join(part for part in (*self._start, *parts) if part)
        )

    def _special(self) -> dict[str, frozenset[str] | None]:
        for value in self._option("special_methods", -1, None):
            if isinstance(value, Table):
                return {
                    str(name): frozenset(texts) if (texts := texts_of(values)) else None
                    for name, values in value.entries.items()
                }
        return {name: frozenset({verb}) for name, verb in SPECIAL.items()}

    def _parameters(self, method: FunctionValue) -> Iterator[str]:
        for parameter in original(method).definition.params:
            is_given = parameter.kind == "positional" and parameter.default is None
            if is_given and parameter.name not in self._ignored:
                converter = None
                if isinstance(parameter.annotation, facts.Name):
                    converter = CONVERTERS.get(parameter.annotation.id)
                yield f"<{converter}:{parameter.name}>" if converter else f"<{parameter.name}>"

    def _option(self, name: str, position: int, default: str | None) -> Values:
        given = self._event.argument(position, name)
        if given is None or given == (Known(None),):
            given = find_in_class(self._cls, name)
        return (Known(default),) if given is None or given == (Known(None),) else given

    def _flag(self, name: str, position: int, *, default: bool) -> bool:
        match self._option(name, position, None):
            case (Known(value=bool(flag)),):
                return flag
        return default

    def _default_base(self) -> str:
        words = re.sub(r"(.)([A-Z][a-z]+)", r"\1-\2", self.name.removesuffix("View"))
        return re.sub(r"([a-z0-9])([A-Z])", r"\1-\2", words).lower()
