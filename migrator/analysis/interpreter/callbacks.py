"""External functions that call what they are given, with arguments that are known.

https://docs.pylonsproject.org/projects/pyramid/en/latest/api/config.html#pyramid.config.Configurator.include
https://docs.pylonsproject.org/projects/pyramid/en/latest/api/config.html#pyramid.config.Configurator.add_directive
https://docs.pylonsproject.org/projects/pyramid/en/latest/api/config.html#pyramid.config.Configurator.action
"""

from __future__ import annotations

from migrator.analysis.interpreter.attachments import Attachments
from migrator.analysis.interpreter.binding import each
from migrator.analysis.interpreter.django_admin import Admin
from migrator.analysis.interpreter.port import Arguments, Interpreter, Keywords, Site
from migrator.analysis.interpreter.questions import text_of
from migrator.analysis.interpreter.values import (
    Event,
    External,
    Instance,
    Known,
    ModuleValue,
    Table,
    Value,
    Values,
    join,
)

CONFIGURATOR = "pyramid.config.Configurator"


class Callbacks:
    """Calls back; remembers the directives that a configurator is given."""

    def __init__(self, machine: Interpreter) -> None:
        self._machine = machine
        self._directives: dict[str, Values] = {}
        self._attachments = Attachments(machine)
        self.admin = Admin(machine)

    def run(self, event: Event, site: Site) -> Values:  # noqa: C901  (one case a kind of event)
        """Call what ``event`` hands out to be called at once; return what a directive gives."""
        if event.member in {"register", "register()", "AdminSite"}:
            self.admin.observe(event)
        elif event.name == "venusian.attach":
            self._attachments.attach(event, site)
        if not event.name.startswith(CONFIGURATOR):
            return ()
        match event.member:
            case "include":
                self._include(event, site)
            case "scan":
                self._attachments.scan(event, site)
            case "action":
                self._act(event, site)
            case "add_directive":
                self._add_directive(event, site)
            case directive if directive in self._directives and event.receiver is not None:
                args, keywords = ((event.receiver,), *event.args), event.keywords
                return self._call(self._directives[directive], args, keywords, site)
        return ()

    def _add_directive(self, event: Event, site: Site) -> None:
        name = text_of(event.argument(0, "name") or ())
        given = event.argument(1, "directive") or ()
        if name:
            functions = (f for value in given for f in self._named(value, name, site))
            self._directives[name] = tuple(functions)

    def _call(self, functions: Values, args: Arguments, keywords: Keywords, site: Site) -> Values:
        call, frame, line = self._machine.call, site.frame, site.line
        return join(*(call(function, args, keywords, frame, line) for function in functions))

    def _act(self, event: Event, site: Site) -> None:
        """Call what is put off until the configuration is committed."""
        args = event.argument(2, "args") or ()
        options = event.argument(3, "kw") or ()
        given = each(args) or []
        named = {
            str(key): values
            for value in options
            if isinstance(value, Table)
            for key, values in value.entries.items()
        }
        self._call(event.argument(1, "callable") or (), tuple(given), named, site)

    def _include(self, event: Event, site: Site) -> None:
        # What is included gets a configurator of its own: ``origin`` says below which.
        inner = Instance(External(CONFIGURATOR), event.location, origin=event)
        for value in event.argument(0, "callable") or ():
            for function in self._named(value, "includeme", site):
                self._machine.call(function, ((inner,),), {}, site.frame, site.line)

    def _named(self, value: Value, default: str, site: Site) -> Values:
        """Return the function that a module, a dotted name or the value itself means."""
        match value:
            case ModuleValue(name=name):
                return self._machine.module_name(name, default)
            case Known(value=str(text)):
                name = self._absolute(text, site).replace(":", ".")
                parent, _, attr = name.rpartition(".")
                if name in self._machine.modules:
                    return self._machine.module_name(name, default)
                return self._machine.module_name(parent, attr) if parent else ()
        return (value,)

    def _absolute(self, text: str, site: Site) -> str:
        """Read a relative name from the package in which it stands."""
        if not text.startswith("."):
            return text
        module = self._machine.modules.by_name[site.frame.scope.module]
        package = module.name if module.is_package else module.name.rpartition(".")[0]
        rest = text[1:]
        while rest.startswith("."):
            package, rest = package.rpartition(".")[0], rest[1:]
        return f"{package}.{rest}" if rest else package
