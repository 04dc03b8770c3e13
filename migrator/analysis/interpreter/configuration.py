"""What an application is given: settings in its configuration object, and attributes.

https://flask.palletsprojects.com/en/stable/config/#configuring-from-python-files
https://flask.palletsprojects.com/en/stable/appcontext/
https://docs.pylonsproject.org/projects/pyramid/en/latest/api/registry.html
"""

from __future__ import annotations

from migrator.analysis.interpreter.port import Interpreter
from migrator.analysis.interpreter.questions import mro, text_of
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    Instance,
    Known,
    ModuleValue,
    Table,
    Values,
    join,
)

APPLICATION = "flask.Flask"
CONFIG = f"{APPLICATION}.config"
# Spellings of the application in functions that are handed it, or that ask for the current one.
READERS = frozenset({f"{CONFIG}[]", f"{CONFIG}.get", "flask.current_app.config[]", "?.config[]"})
# Pyramid's registry, which is one for all configurators and requests of an application.
REGISTRY = "pyramid.config.Configurator.registry[]="
OF_REGISTRY = ".registry[]"
CLASSES = ("Config", "Configuration", "Settings")


class Configuration:
    """What ``app.config`` is known to hold: loaded objects, and keys set one by one."""

    def __init__(self, machine: Interpreter) -> None:
        self._machine = machine
        self._objects: dict[ClassValue | ModuleValue, None] = {}
        self._keys: dict[str, Values] = {}
        self._attributes: dict[str, Values] = {}
        self._applications: list[Instance] = []
        self._registered: dict[str, Values] = {}
        self._named: list[ClassValue] = []
        self._seen = 0

    def observe(self, event: Event) -> None:
        """Learn from an event that loads or sets configuration, or makes or changes the rest."""
        self._note_application(event)
        if event.name.startswith(CONFIG):
            self._configure(event)
        elif event.name == REGISTRY:
            self._register(*event.args)

    def _configure(self, event: Event) -> None:
        match event.name.removeprefix(CONFIG), event.args:
            case ((".from_object" | ".from_pyfile"), (values, *_)):
                for value in values:
                    self._load(value)
            case "[]=", ((Known(value=str(key)),), values):
                self._keys[key] = join(self._keys.get(key, ()), values)
            case ((".update" | ".from_mapping"), _):
                self._keys |= event.keywords
                for value in event.args[0] if event.args else ():
                    if isinstance(value, Table):
                        self._keys |= {str(k): v for k, v in value.entries.items()}

    def _note_application(self, event: Event) -> None:
        if event.name == APPLICATION and isinstance(event.receiver, Instance):
            self._applications.append(event.receiver)
        elif event.member.endswith("=") and event.name == f"{APPLICATION}.{event.member}":
            name = event.member[:-1]
            self._attributes[name] = join(event.args[0], self._attributes.get(name, ()))

    def read(self, name: str, key: str) -> Values:
        """Return what ``app.config[key]`` may be; () where nothing says so."""
        if name.endswith(OF_REGISTRY):
            return self._registered.get(key, ())
        if name not in READERS:
            return ()
        found = list(self._keys.get(key, ()))
        for holder in self._objects:
            found += self._in_holder(holder, key)
        if not found:
            for cls in self._configuration_classes():
                found += self._in_holder(cls, key)
        return join(found)

    def of_current(self, name: str) -> Values:
        """Return what the project has set on its applications: ``current_app.plugins``."""
        own = (application.attributes.get(name, ()) for application in self._applications)
        return join(self._attributes.get(name, ()), *own) if name != "config" else ()

    def _register(self, key: Values, values: Values) -> None:
        if text := text_of(key):
            self._registered[text] = join(values, self._registered.get(text, ()))

    def _load(self, value: object) -> None:
        match value:
            case Instance(kind=ClassValue() as cls):
                self._objects.setdefault(cls)
            case ClassValue() | ModuleValue():
                self._objects.setdefault(value)
            case Known(value=str(dotted)):
                module, _, attr = dotted.rpartition(".")
                modules = self._machine.modules
                if name := modules.find(dotted):
                    self._objects.setdefault(ModuleValue(name))
                elif owner := modules.find(module):
                    for found in self._machine.module_name(owner, attr):
                        if isinstance(found, ClassValue):
                            self._objects.setdefault(found)

    def _in_holder(self, holder: ClassValue | ModuleValue, key: str) -> Values:
        if isinstance(holder, ModuleValue):
            return self._machine.module_name(holder.name, key)
        for ancestor in mro(holder):
            if isinstance(ancestor, ClassValue) and key in ancestor.scope.names:
                return ancestor.scope.names[key]
        return ()

    def _configuration_classes(self) -> list[ClassValue]:
        classes = self._machine.log.classes
        if len(classes) != self._seen:  # classes are only ever added
            self._seen = len(classes)
            self._named = [classes[name] for name in sorted(classes) if name.endswith(CLASSES)]
        return self._named
