"""Callbacks that decorators attach to what they decorate, and that a scan calls.

https://docs.pylonsproject.org/projects/venusian/en/latest/api.html#venusian.attach
https://docs.pylonsproject.org/projects/pyramid/en/latest/api/config.html#pyramid.config.Configurator.scan
"""

from __future__ import annotations

from dataclasses import dataclass

from migrator.analysis.interpreter.port import Interpreter, Site
from migrator.analysis.interpreter.questions import short, text_of, texts_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Known,
    ModuleValue,
    Values,
)

SCANNER = "venusian.Scanner"


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is called for ``decorated`` when its module is scanned."""

    decorated: FunctionValue | ClassValue
    callbacks: Values
    category: str | None
    site: Site


@dataclass(frozen=True, slots=True)
class Scan:
    """A configurator scans packages, for some categories or all (None)."""

    configurator: Values
    packages: tuple[str, ...]
    categories: tuple[str, ...] | None


class Attachments:
    """Remembers both sides, whichever comes first."""

    def __init__(self, machine: Interpreter) -> None:
        self._machine = machine
        self._attached: list[Attachment] = []
        self._scans: list[Scan] = []

    def attach(self, event: Event, site: Site) -> None:
        """Learn from ``venusian.attach(decorated, callback, category)``."""
        category = event.argument(2, "category")
        for value in event.argument(0, "wrapped") or ():
            decorated = value.function if isinstance(value, Bound) else value
            if isinstance(decorated, FunctionValue | ClassValue):
                callbacks = event.argument(1, "callback") or ()
                made = Attachment(decorated, callbacks, text_of(category or ()), site)
                self._attached.append(made)
                for scan in self._scans:
                    self._run(made, scan)

    def scan(self, event: Event, site: Site) -> None:
        """Learn from ``config.scan(package, categories)``."""
        if event.receiver is None:
            return
        categories = event.argument(1, "categories")
        packages = tuple(self._packages(event.argument(0, "package"), site))
        named = texts_of(categories) if categories else None
        scan = Scan((event.receiver,), packages, named)
        self._scans.append(scan)
        for made in tuple(self._attached):
            self._run(made, scan)

    def _run(self, made: Attachment, scan: Scan) -> None:
        name = made.decorated.name
        module = name.partition(":")[0]
        is_scanned = any(
            module == package or module.startswith(f"{package}.") for package in scan.packages
        )
        if not is_scanned or (
            scan.categories is not None and made.category not in scan.categories
        ):
            return
        location = made.site.location
        context = Instance(External(SCANNER), location, {"config": scan.configurator})
        args: tuple[Values, ...] = ((context,), (Known(short(name)),), (made.decorated,))
        for callback in made.callbacks:
            if isinstance(callback, FunctionValue):
                self._machine.budget.follow(callback)
            self._machine.call(callback, args, {}, made.site.frame, made.site.line)

    def _packages(self, given: Values | None, site: Site) -> list[str]:
        """Name what is scanned: the package of the caller where nothing else is said."""
        module = self._machine.modules.by_name[site.frame.scope.module]
        own = module.name if module.is_package else module.name.rpartition(".")[0]
        if given is None or given == (Known(None),):
            return [own or module.name]
        found = [value.name for value in given if isinstance(value, ModuleValue)]
        for text in (text_of((value,)) for value in given):
            if text is not None:
                dotted = f"{own}{text}".rstrip(".") if text.startswith(".") else text
                found.append(self._machine.modules.find(dotted) or dotted)
        return found
