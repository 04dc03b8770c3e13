"""The abstract interpreter: runs every module body and every function of the monolith, boundedly.

It is neither sound nor complete: both sides of a branch run, loops over constant collections are
unrolled, functions run once with unknown arguments and again where arguments are known.
What it learns is in ``Log``: calls inside the project, events at its border.
"""

from __future__ import annotations

import re
from collections import deque

from migrator.analysis.interpreter import (
    attributes,
    branches,
    calling,
    django_links,
    expressions,
    imports,
    options,
    relationships,
    statements,
)
from migrator.analysis.interpreter.budget import Budget, is_registration
from migrator.analysis.interpreter.callbacks import Callbacks
from migrator.analysis.interpreter.configuration import Configuration
from migrator.analysis.interpreter.dispatching import Dispatching
from migrator.analysis.interpreter.django import Django
from migrator.analysis.interpreter.django_models import ModelAttributes
from migrator.analysis.interpreter.django_requests import Requests
from migrator.analysis.interpreter.learning import Learning
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.port import Arguments, Frame, Keywords, Site, Subject
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    ModuleValue,
    Scope,
    Value,
    Values,
    join,
)
from migrator.analysis.modules import Modules
from migrator.model import facts
from migrator.model.location import Location

# What may be around the classes that an annotation names.
ANNOTATED = re.compile(r"^(?:typing\.)?Optional\[(.*)\]$")


class Machine:
    """State of one run over a monolith."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self.log = Log(find=modules.find)
        self.scopes = self.log.scopes
        self.configuration = Configuration(self)
        self.options = options.Options()
        self.callbacks = Callbacks(self)
        self.django = Django(self)
        self.models = ModelAttributes(self.log)
        self.requests = Requests()
        self.log.requested = self.requests.values
        self.queue: deque[FunctionValue] = deque()
        self.summaries: dict[FunctionValue, Values | None] = {}
        self.memo: dict[tuple[object, ...], Values] = {}
        self.first: dict[object, Location] = {}
        self.invoking: set[int] = set()
        self.budget = Budget(sum(module.lines for module in modules.by_name.values()))
        self.learning = Learning(self.log, self.budget)
        self.dispatching = Dispatching(modules, self.log)
        self.subjects: dict[int, Subject] = {}
        self.late: dict[tuple[Scope, str], tuple[str, str]] = {}
        self._running: list[str] = []  # modules that are being imported
        self._postponed: deque[tuple[tuple[facts.Statement, ...], Frame]] = deque()
        self._partial: dict[int, FunctionValue] = {}
        self._bound: dict[int, frozenset[str]] = {}  # by block, which the modules keep
        self._revisiting = False

    def run(self) -> Log:
        """Run all modules, then every function that nothing has run yet."""
        late, imported = self.django.urlconfs, self.modules.imported()
        for name in self.django.first_modules():
            self.run_module(name)
        first = self.modules.by_name.keys() - late
        for name in sorted(first, key=lambda name: (name in imported, name)):
            self.run_module(name)
        self.log.relations = django_links.link(self)
        self.requests.start(self.log.relations)
        self.django.ready()
        self.callbacks.admin.run()
        for name in sorted(late):
            self.run_module(name)
        self._run_queue()
        for function in self.requests.late():
            self.summaries.pop(function, None)
            calling.summarize(self, function)
        self._run_queue()
        self._revisiting = True
        for function in list(self._partial.values()):
            calling.summarize(self, function)
        self._run_queue()
        self.dispatching.finish()
        self.log.curtailed |= self.budget.curtailed
        return self.log

    def _run_queue(self) -> None:
        while self.queue:
            function = self.queue.popleft()
            if not function.is_called:
                calling.summarize(self, function)

    def run_module(self, name: str) -> None:
        """Run a module body once, its parent packages first, as an import does."""
        parent = name.rpartition(".")[0]
        if parent:
            self.run_module(parent)
        if name in self.scopes or name not in self.modules:
            return
        module = self.log.modules[name] = self.modules.by_name[name]
        scope = self.scopes[name] = Scope(name, f"{name}:")
        self._running.append(name)
        self.block(module.body, Frame(scope, module.file))
        self._running.pop()
        while self._postponed and not self._running:
            self.postpone(*self._postponed.popleft())

    def postpone(self, body: tuple[facts.Statement, ...], frame: Frame) -> None:
        """Run statements when no module is being imported any more: what only types need."""
        if self._running:
            self._postponed.append((body, frame))
            return
        with frame.branch():
            self.block(body, frame)

    def import_late(self, scope: Scope, name: str) -> Values:
        """Look up what could not be imported because its module was still being run."""
        origin = self.late.pop((scope, name), None)
        if origin is None:
            return ()
        values = self.module_name(*origin)
        if values:
            scope.names[name] = values
        else:
            self.late[scope, name] = origin
        return values

    def module_name(self, name: str, attr: str) -> Values:
        """Look ``attr`` up in a module: what its body bound, else its submodule."""
        self.run_module(name)
        scope = self.scopes.get(name)
        if scope and attr in scope.names:
            return scope.names[attr] or self.import_late(scope, attr)
        child = self.modules.child(name, attr)
        if self.modules.is_project(child):
            self.run_module(child)
            return (ModuleValue(child),)
        return imports.starred(scope, attr) if scope and name not in self._running else ()

    def block(self, body: tuple[facts.Statement, ...], frame: Frame) -> None:
        """Run statements."""
        runners = statements.RUNNERS
        for statement in body:
            if frame.left:
                return
            runners[type(statement)](self, statement, frame)

    def bound_in(self, block: tuple[facts.Statement, ...]) -> frozenset[str]:
        """Return the names that a block binds, inner branches aside."""
        key = id(block)
        if key not in self._bound:
            self._bound[key] = branches.bound_in(block)
        return self._bound[key]

    def evaluate(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an expression."""
        return expressions.READERS[type(expression)](self, expression, frame)

    def attribute(self, value: Value, name: str, frame: Frame, line: int) -> Values:
        """Read an attribute."""
        return attributes.read(self, value, name, frame, line)

    def configured(self, name: str, key: str) -> Values:
        """Return what a subscript of the application's configuration is known to hold."""
        return self.configuration.read(name, key)

    def current_application(self, name: str) -> Values:
        """Return what the project has set on the application that Flask's proxy stands for."""
        return self.configuration.of_current(name)

    def setting(self, name: str) -> Values:
        """Return what a Django setting is known to be."""
        return self.django.setting(name)

    def is_debug_off(self, module: str) -> bool:
        """Tell whether a module is a Django URLconf, and Django's debug mode is off."""
        return self.django.is_debug_off(module)

    def model_options(self, model: Value) -> Values:
        """Return ``_meta`` of a Django model or an object of it; () where it is none."""
        cls = model.kind if isinstance(model, Instance) else model
        return self.django.options(cls) if isinstance(cls, ClassValue) else ()

    def lacks(self, bases: tuple[str, ...], name: str) -> bool:
        """Tell whether models of the project lack an attribute, as far as these bases go."""
        return self.models.lacks(bases, name)

    def models_of(self, config: Instance | None, label: str | None) -> tuple[ClassValue, ...]:
        """List Django's models, of an application where one is meant."""
        return self.django.models(config, label)

    def app_configs(self, label: str | None) -> Values:
        """Return Django's application of that label, or the list of all."""
        return self.django.configs() if label is None else self.django.config(label)

    def call(
        self, callee: Value, args: Arguments, keywords: Keywords, frame: Frame, line: int
    ) -> Values:
        """Call a value."""
        site = Site(frame, line, Location(frame.file, line))
        return calling.call(self, callee, args, keywords, site)

    def call_back(self, event: Event, site: Site) -> Values:
        """Call what an event hands out, where that is called at once; return what that gives."""
        return self.callbacks.run(event, site)

    def record(self, event: Event, frame: Frame) -> Event:
        """Log an event that happens in ``frame``, and let the configuration see it."""
        event.stack, event.callers = frame.stack, frame.callers
        registers = is_registration(event)
        if registers and self._revisiting:
            return event  # in a branch that no call takes
        self.log.events.append(event)
        if registers:
            self.budget.note_registration(event)
        self.learning.note_event(event, is_registration=registers)
        self.configuration.observe(event)
        if event.member in options.MEMBERS:
            self.options.observe(event)
        elif event.member in relationships.MEMBERS:
            self.log.relationships.observe(event)
        return event

    def frame(
        self,
        scope: Scope,
        function: FunctionValue | None,
        receiver: Value | None,
        site: Site | None,
    ) -> Frame:
        """Make the frame in which a function body, or a default of it, is run."""
        file = function.file if function else self.modules.by_name[scope.module].file
        if site is None:
            return Frame(scope, file, function, receiver)
        around = site.frame
        is_certain = around.is_certain and not around.branches
        return Frame(
            scope, file, function, receiver, site.stack, site.callers, is_certain=is_certain
        )

    def annotation(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an annotation; one that is a string names classes: ``'A | pkg.B | None'``."""
        if not isinstance(expression, facts.Constant) or not isinstance(expression.value, str):
            return self.evaluate(expression, frame)
        found: list[Values] = []
        for name in ANNOTATED.sub(r"\1", expression.value).split("|"):
            first, *rest = name.strip().split(".")
            if all(part.isidentifier() for part in (first, *rest)):
                named: facts.Expression = facts.Name(first)
                for part in rest:
                    named = facts.Attribute(named, part, 1)
                found.append(self.evaluate(named, frame))
        return join(*found)

    def revisit(self, function: FunctionValue | None) -> None:
        """Remember that a part of a function did not run, because its arguments said so."""
        if function is not None and id(function.definition) not in self._partial:
            self._partial[id(function.definition)] = function

    def define(self, function: FunctionValue) -> None:
        """Remember a function, to be run later if nothing calls it with known arguments."""
        self.log.functions.setdefault(function.name, function)
        self.queue.append(function)

    def prototype(self, cls: ClassValue) -> Instance:
        """Return the object that stands for all instances of a class."""
        if cls.prototype is None:
            cls.prototype = Instance(cls, cls.location)
        return cls.prototype
