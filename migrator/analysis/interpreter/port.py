"""What the parts of the interpreter know of each other: frames, call sites, and the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from migrator.analysis.interpreter.budget import Budget
from migrator.analysis.interpreter.learning import Learning
from migrator.analysis.interpreter.log import Log
from migrator.analysis.interpreter.options import Options
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
from migrator.model.location import Location

if TYPE_CHECKING:
    from migrator.analysis.interpreter.dispatching import Dispatching
    from migrator.analysis.interpreter.django_requests import Requests

Arguments = tuple[Values, ...]
Keywords = dict[str, Values]


class Frame(msgspec.Struct, eq=False):
    """A body that is being run; ``stack`` and ``callers`` say from where, innermost first.

    Attributes:
        branches: branches around what runs of which it is open whether they are taken.
        decisions: branches around what runs that are known to be taken.
        looping: ``branches`` at the start of the innermost loop; -1 outside of loops.
        looped: names that a loop over known items has bound.
        turns: for how many items loops that stand in others were run.
        left: how the block was left, where it is known that it was: the rest does not run.
        rebound: names that the block of the innermost of those branches binds for itself.
        is_certain: whether the call, and those around it, are in no branch that may not be taken.
    """

    scope: Scope
    file: str
    function: FunctionValue | None = None
    receiver: Value | None = None
    stack: tuple[Location, ...] = ()
    callers: tuple[str, ...] = ()
    returns: list[Values] = []
    yields: list[Values] = []
    branches: int = 0
    decisions: int = 0
    looping: int = -1
    looped: set[str] = set()
    left: str = ""
    is_certain: bool = True
    rebound: frozenset[str] = frozenset()
    turns: int = 0

    @property
    def owner(self) -> str:
        """Name of the function that runs, ``module:`` for module and class bodies."""
        return self.scope.owner

    @contextmanager
    def branch(self) -> Iterator[None]:
        """Mark what is bound meanwhile as possible, not certain."""
        outer, self.rebound = self.rebound, frozenset()
        self.branches += 1
        yield
        self.branches -= 1
        self.rebound = outer

    @contextmanager
    def loop(self, names: Iterable[str]) -> Iterator[None]:
        """Mark what runs meanwhile as the body of a loop that binds ``names``."""
        outer, self.looping = self.looping, self.branches
        self.looped.update(names)
        yield
        self.looping = outer
        self.left = self.left if self.left == "return" else ""


class Site(msgspec.Struct, eq=False):
    """Where a call is; ``location`` has the file and the line."""

    frame: Frame
    line: int
    location: Location

    @classmethod
    def at(cls, frame: Frame, line: int) -> Site:
        """Return the site of a call in ``frame``."""
        return cls(frame, line, Location(frame.file, line))

    @property
    def stack(self) -> tuple[Location, ...]:
        """The calls that lead into what is called here, innermost first."""
        return (self.location, *self.frame.stack)

    @property
    def is_import(self) -> bool:
        """Tell whether the call is made once, and for certain: as its module is imported."""
        return self.frame.function is None and not self.frame.branches

    @property
    def callers(self) -> tuple[str, ...]:
        """The functions in which the calls of ``stack`` stand."""
        return (self.frame.owner, *self.frame.callers)


class Subject(NamedTuple):
    """What a test is about; facts stay, so it is found out once, by their ``id``.

    Attributes:
        settings: those of the names that are spelled like settings.
        is_setting: whether an attribute is.
    """

    names: frozenset[str]
    settings: frozenset[str]
    is_setting: bool


class Interpreter(Protocol):
    """The whole, as its parts see it; ``Machine`` is the one there is.

    Attributes:
        invoking: by ``id``, the definitions of functions that call what they are handed.
    """

    modules: Modules
    log: Log
    scopes: dict[str, Scope]
    summaries: dict[FunctionValue, Values | None]
    memo: dict[tuple[object, ...], Values]
    first: dict[object, Location]
    invoking: set[int]
    budget: Budget
    learning: Learning
    dispatching: Dispatching
    requests: Requests
    options: Options
    late: dict[tuple[Scope, str], tuple[str, str]]
    subjects: dict[int, Subject]

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

    def bound_in(self, block: tuple[facts.Statement, ...]) -> frozenset[str]:
        """Return the names that a block binds, inner branches aside."""

    def evaluate(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an expression."""

    def annotation(self, expression: facts.Expression, frame: Frame) -> Values:
        """Evaluate an annotation; one that is a string names a class."""

    def attribute(self, value: Value, name: str, frame: Frame, line: int) -> Values:
        """Read an attribute."""

    def configured(self, name: str, key: str) -> Values:
        """Return what a subscript of the application's configuration is known to hold."""

    def current_application(self, name: str) -> Values:
        """Return what the project has set on the application that Flask's proxy stands for."""

    def setting(self, name: str) -> Values:
        """Return what a Django setting is known to be."""

    def is_debug_off(self, module: str) -> bool:
        """Tell whether a module is a Django URLconf, and Django's debug mode is off."""

    def model_options(self, model: Value) -> Values:
        """Return ``_meta`` of a Django model or an object of it; () where it is none."""

    def lacks(self, bases: tuple[str, ...], name: str) -> bool:
        """Tell whether models of the project lack an attribute, as far as these bases go."""

    def models_of(self, config: Instance | None, label: str | None) -> tuple[ClassValue, ...]:
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

    def call_back(self, event: Event, site: Site) -> Values:
        """Call what an event hands out, where that is called at once; return what that gives."""

    def record(self, event: Event, frame: Frame) -> Event:
        """Log an event that happens in ``frame``."""

    def revisit(self, function: FunctionValue | None) -> None:
        """Remember that a part of a function did not run, because its arguments said so."""

    def define(self, function: FunctionValue) -> None:
        """Remember a function, to be run later if nothing calls it with known arguments."""

    def prototype(self, cls: ClassValue) -> Instance:
        """Return the object that stands for all instances of a class."""
