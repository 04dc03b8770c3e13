"""What the parts of the interpreter know of each other: frames, call sites, and the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from migrator.analysis.interpreter.budget import Budget
from migrator.analysis.interpreter.learning import Learning
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.values import (
    ClassValue,
    Event,
    FunctionValue,
    Instance,
    Scope,
    Value,
    Values,
)
from migrator.analysis.modules import Modules
from migrator.model import facts
from migrator.model.program import Location

Arguments = tuple[Values, ...]
Keywords = dict[str, Values]


@dataclass(slots=True)
class Frame:
    """A body that is being run; ``stack`` and ``callers`` say from where, innermost first.

    Attributes:
        branches: branches around what runs of which it is open whether they are taken.
        decisions: branches around what runs that are known to be taken.
        looping: ``branches`` at the start of the innermost loop; -1 outside of loops.
        looped: names that a loop over known items has bound.
        left: how the block was left, where it is known that it was: the rest does not run.
    """

    scope: Scope
    file: str
    function: FunctionValue | None = None
    receiver: Value | None = None
    stack: tuple[Location, ...] = ()
    callers: tuple[str, ...] = ()
    returns: list[Values] = field(default_factory=list)
    yields: list[Values] = field(default_factory=list)
    branches: int = 0
    decisions: int = 0
    looping: int = -1
    looped: set[str] = field(default_factory=set)
    left: str = ""

    @property
    def owner(self) -> str:
        """Name of the function that runs, ``module:`` for module and class bodies."""
        return self.scope.owner

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Mark what is bound meanwhile as possible, not certain."""
        self.branches += 1
        yield
        self.branches -= 1

    @contextmanager
    def decided(self) -> Iterator[None]:
        """Mark what runs meanwhile as running for certain."""
        self.decisions += 1
        yield
        self.decisions -= 1

    @contextmanager
    def loop(self, names: Iterable[str]) -> Iterator[None]:
        """Mark what runs meanwhile as the body of a loop that binds ``names``."""
        outer, self.looping = self.looping, self.branches
        self.looped.update(names)
        yield
        self.looping = outer
        self.left = self.left if self.left == "return" else ""


@dataclass(frozen=True, slots=True)
class Site:
    """Where a call is."""

    frame: Frame
    line: int

    @property
    def location(self) -> Location:
        """File and line of the call."""
        return Location(self.frame.file, self.line)

    @property
    def stack(self) -> tuple[Location, ...]:
        """The calls that lead into what is called here, innermost first."""
        return (self.location, *self.frame.stack)

    @property
    def callers(self) -> tuple[str, ...]:
        """The functions in which the calls of ``stack`` stand."""
        return (self.frame.owner, *self.frame.callers)


class Interpreter(Protocol):
    """The whole, as its parts see it; ``Machine`` is the one there is."""

    modules: Modules
    log: Log
    scopes: dict[str, Scope]
    summaries: dict[FunctionValue, Values | None]
    memo: dict[tuple[object, ...], Values]
    budget: Budget
    learning: Learning
    late: dict[tuple[Scope, str], tuple[str, str]]

    def run_module(self, name: str) -> None:
        """Run a module body once, its parent packages first, as an import does."""

    def module_name(self, name: str, attr: str) -> Values:
        """Look ``attr`` up in a module: what its body bound, else its submodule."""

    def postpone(self, body: tuple[facts.Statement, ...], frame: Frame) -> None:
        """Run statements when no module is being imported any more: what only types need."""

    def import_late(self, scope: Scope, name: str) -> Values:
        """Look up what could not be imported because its module was still being run."""

    def block(self, body: tuple[facts.Statement, ...], frame: Frame) -> None:
        """Run statements."""

    def evaluate(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an expression."""

    def annotation(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an annotation; one that is a string names a class."""

    def attribute(self, value: Value, name: str, frame: Frame, line: int) -> Values:
        """Read an attribute."""

    def configured(self, name: str, key: str) -> Values:
        """Return what a subscript of the application's configuration is known to hold."""

    def setting(self, name: str) -> Values:
        """Return what a Django setting is known to be."""

    def is_debug_off(self, module: str) -> bool:
        """Tell whether a module is a Django URLconf, and Django's debug mode is off."""

    def model_options(self, model: Value) -> Values:
        """Return ``_meta`` of a Django model or an object of it; () where it is none."""

    def models(self, config: Instance | None, label: str | None) -> tuple[ClassValue, ...]:
        """List Django's models, of an application where one is meant."""

    def app_configs(self, label: str | None) -> Values:
        """Return Django's application of that label, or the list of all."""

    def call(
        self, callee: Value, args: Arguments, keywords: Keywords, frame: Frame, line: int
    ) -> Values:
        """Call a value."""

    def frame(
        self,
        scope: Scope,
        function: FunctionValue | None,
        receiver: Value | None,
        site: Site | None,
    ) -> Frame:
        """Make the frame in which a function body, or a default of it, is run."""

    def call_back(self, event: Event, site: Site) -> None:
        """Call what an event hands out, where that is called at once."""

    def record(self, event: Event, frame: Frame) -> Event:
        """Log an event that happens in ``frame``."""

    def revisit(self, function: FunctionValue | None) -> None:
        """Remember that a part of a function did not run, because its arguments said so."""

    def define(self, function: FunctionValue) -> None:
        """Remember a function, to be run later if nothing calls it with known arguments."""

    def prototype(self, cls: ClassValue) -> Instance:
        """Return the object that stands for all instances of a class."""
