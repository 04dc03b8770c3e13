"""The questions that extraction asks about a web framework."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import msgspec

from migrator.generation.source import Source
from migrator.model.extraction import Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.plan import MigrationPlan
from migrator.model.program import Application, EntryPoint, Program


class Shape(msgspec.Struct, frozen=True):
    """What a framework adds to what modules import and name.

    Attributes:
        roots: what travels with every service: ``module:`` for all of a module (settings, tables
            of URLs), ``module:name`` for a symbol, ``module`` for one that only is loaded.
        implied: what travels with a module, in the same spelling: the models of its application.
        loaded: modules that the framework imports itself where they travel.
        stand_ins: modules in which stand-ins take the place of handlers that stay.
        silent: (module, string in it) that names a module, but does not let it travel.
        deletes_backwards: whether deleting an object deletes those that refer to it, so that
            their models have to be known.
    """

    roots: frozenset[str] = frozenset()
    implied: Mapping[str, tuple[str, ...]] = {}
    loaded: frozenset[str] = frozenset()
    stand_ins: frozenset[str] = frozenset()
    silent: frozenset[tuple[str, str]] = frozenset()
    deletes_backwards: bool = False


class Framework(Protocol):
    """One web framework, for which services can be extracted.

    Attributes:
        name: what it is called: ``django``.
        names: what analysis calls its entry points.
        adapter: module of the private package and function in it that make handlers.
        extras: of the private package, that its services need.
        reserved: top-level modules that a service has of its own.
        has_both_slashes: it redirects to paths without a last slash as well.
    """

    name: str
    names: frozenset[str]
    adapter: tuple[str, str]
    extras: tuple[str, ...]
    reserved: frozenset[str]
    has_both_slashes: bool

    def find_application(
        self, program: Program, plan: MigrationPlan, routes: Iterable[EntryPoint]
    ) -> Application:
        """Return what serves the routes: an application object, or a module of settings.

        Raises:
            PlanError: it is not clear; the plan can name it.
        """

    def find_doubts(
        self, program: Program, application: Application, routes: Iterable[EntryPoint]
    ) -> Iterator[str]:
        """Say why the application may not serve its routes, one sentence each."""

    def shape(self, program: Program, source: Source, selection: Selection) -> Shape:
        """Tell what travels beyond what handlers import."""

    def find_migrations(
        self, program: Program, source: Source, selection: Selection
    ) -> Iterator[str]:
        """Name the files of migrations that the service needs for the tables that it owns."""

    def files(
        self, program: Program, source: Source, selection: Selection, sliced: Slice, folder: str
    ) -> Iterator[RenderedFile]:
        """Make app.py and what it needs."""
