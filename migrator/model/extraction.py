"""What ``migrate extract`` makes of one service: its slice, and the files in layers."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import msgspec

from migrator.model.files import RenderedFile
from migrator.model.findings import Finding
from migrator.model.jobs import Jobs
from migrator.model.location import Location
from migrator.model.plan import Service
from migrator.model.program import Application, EntryPoint, HttpRoute
from migrator.model.serving import Serving

REDUCED = "reduce"  # the codemod that only takes out
STAND_IN = "stand_in"
MARKER = ".migrate-generated"  # in folders that analysis must not take for the monolith


class Layer(StrEnum):
    """The nature of a commit: a reviewer reads a copied file otherwise than a generated one."""

    COPIED = "copied"
    REDUCED = "reduced"
    GENERATED = "generated"
    CODEMOD = "codemod"
    MONOLITH = "monolith"
    ROUTING = "routing"


class Selection(msgspec.Struct, frozen=True):
    """What was asked for: the service, its routes, and the application that serves them.

    Attributes:
        org: the monolith's top package; it names the private package and the settings.
        routes: the HTTP entry points that move, sorted by label.
        tasks: the tasks that move, sorted by label.
        schedules: what a clock starts and moves, sorted by label.
        stays: entry points of the service that cannot move, each with the reason.
        doubts: why the application may not serve its routes, for a person to settle.
    """

    service: Service
    org: str
    application: Application
    routes: tuple[EntryPoint, ...]
    stays: tuple[tuple[EntryPoint, str], ...] = ()
    doubts: tuple[str, ...] = ()
    tasks: tuple[EntryPoint, ...] = ()
    schedules: tuple[EntryPoint, ...] = ()

    @property
    def entry_points(self) -> tuple[EntryPoint, ...]:
        """All that moves."""
        return (*self.routes, *self.tasks, *self.schedules)


class Reason(msgspec.Struct, frozen=True, order=True):
    """Why a module of another service travels along."""

    file: str
    because: str


class Cut(msgspec.Struct, frozen=True, order=True):
    """Statements that a codemod took out of a copied file."""

    location: Location
    removed: str
    codemod: str


class UnitKind(StrEnum):
    """What a top-level statement is.

    Attributes:
        ASSIGNMENT: binds names to a value.
        BLOCK: ``if``, ``try``, ``for``, ``with``: travels as a whole.
        EFFECT: binds nothing: a call, an assignment to an attribute.
        TEXT: a string below what it describes.
        ALWAYS: the module's docstring and ``from __future__``.
        MAIN: ``if __name__ == "__main__":``.
    """

    FUNCTION = "function"
    CLASS = "class"
    ASSIGNMENT = "assignment"
    IMPORT = "import"
    STAR = "star"
    BLOCK = "block"
    EFFECT = "effect"
    TEXT = "text"
    ALWAYS = "always"
    MAIN = "main"


class KeptUnit(msgspec.Struct, frozen=True, order=True):
    """A top-level statement of the monolith that travels, or one name of an import.

    Attributes:
        first, last: its lines in the monolith's file, decorators included.
        names: what it binds; empty for an effect.
    """

    module: str
    first: int
    last: int
    kind: UnitKind
    names: tuple[str, ...] = ()


class Edit(msgspec.Struct, frozen=True, order=True):
    """A deletion: the bytes from ``start`` to ``end`` of a module's file.

    Attributes:
        line: where the deleted statement stands.
        removed: the statement, in one line of text.
    """

    module: str
    start: int
    end: int
    line: int
    removed: str


class Doubt(msgspec.Struct, frozen=True, order=True):
    """Something that travels, or is followed no further, because nobody can know: a sentence."""

    location: Location
    says: str


class Left(msgspec.Struct, frozen=True, order=True):
    """Something in code that travels which goes, for nothing there can use it: a sentence."""

    location: Location
    says: str


class StandIn(msgspec.Struct, frozen=True, order=True):
    """A name of a table of URLs, for which something stands that only lets URLs be built.

    Attributes:
        name: what the module binds.
        target: what it stands for, dotted; empty where the module that it names travels, and only
            what that one lacks has a stand-in.
    """

    module: str
    line: int
    name: str
    target: str = ""

    @property
    def says(self) -> str:
        """Say it to a reviewer."""
        what = "" if self.target else "for views that stay, "
        return f"{what}`{self.name}` became a stand-in, which only lets their URLs be built"


class Slice(msgspec.Struct, frozen=True, dict=True):
    """The part of the monolith that a service needs. All tuples are sorted.

    Attributes:
        modules: names of the Python modules that travel.
        assets: other files that travel: templates, static files, data.
        reasons: modules of other services that travel nevertheless, and why.
        units: the statements of those modules that travel.
        edits: what is deleted of the copied modules.
        doubts: where the closure had to guess, and kept.
        externals: top packages of other libraries that it imports.
        imported_in: for each of those, the first module that imports it, as it travels.
        left_assets: files for browsers that stay, for no route that moves serves them.
        unnamed_assets: data files that stay, for no code that travels names them.
        stand_ins: names in tables of URLs for what stays in the monolith.
        left: what goes from code that travels, for nothing of the service can use it.
        stranded: modules that change what travels when they are imported, which only code that
            stays does.
    """

    modules: tuple[str, ...]
    assets: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    units: tuple[KeptUnit, ...] = ()
    edits: tuple[Edit, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    externals: tuple[str, ...] = ()
    imported_in: tuple[tuple[str, str], ...] = ()
    left_assets: tuple[str, ...] = ()
    unnamed_assets: tuple[str, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    left: tuple[Left, ...] = ()
    stranded: tuple[str, ...] = ()

    def has(self, module: str, line: int) -> bool:
        """Tell whether a line of a module's file travels: all of one that was not divided."""
        mine = self._units_of.get(module)
        return mine is not None and (not mine or any(u.first <= line <= u.last for u in mine))

    @cached_property
    def _units_of(self) -> Mapping[str, Sequence[KeptUnit]]:
        found: dict[str, list[KeptUnit]] = {module: [] for module in self.modules}
        for unit in self.units:
            found[unit.module].append(unit)
        return found


class LayerFiles(msgspec.Struct, frozen=True):
    """Files of one commit, relative to the folder of migration.yaml, sorted by path.

    Attributes:
        title: what the commit does, where there are several of this nature.
        why: for a reviewer, one paragraph; that of the nature where it is empty.
    """

    layer: Layer
    files: tuple[RenderedFile, ...]
    title: str = ""
    why: str = ""


class Size(msgspec.Struct, frozen=True):
    """One commit: how many files it has, how many lines it adds and takes out."""

    layer: Layer
    title: str
    files: int
    added: int
    removed: int


def lines_to_read(sizes: Iterable[Size]) -> int:
    """Sum up what is not copied: git shows a copied file as such, without a line."""
    return sum(size.added for size in sizes if size.layer is not Layer.COPIED)


class Concern(msgspec.Struct, frozen=True):
    """A finding that reaches routes of the service, and what to do about it."""

    finding: Finding
    fix: str


class Crossing(msgspec.Struct, frozen=True, order=True):
    """A module imports another, at a line."""

    importer: str
    imported: str
    location: Location


class Extraction(msgspec.Struct, frozen=True):
    """Everything that is to be written for one service.

    Attributes:
        folder: where the service lies, ``services/billing``.
        lines: lines of Python that were copied.
        notes: what the user should know before a review, one sentence each.
        concerns: what hurts on Lambda in the routes that move, the gravest first.
        crossings: imports of the service's modules from the rest of the monolith.
        body: of the pull request: MIGRATION.md without its title.
        sizes: of the commits that it will have.
        servings: how each route is answered, and why so.
        vetoes: what forbids to extract it as it is planned, unless somebody accepts it.
        preflights: OPTIONS of paths that move, where the slice answers other origins.
        jobs: functions that nobody waits for.
    """

    selection: Selection
    folder: str
    sliced: Slice
    layers: tuple[LayerFiles, ...]
    cuts: tuple[Cut, ...] = ()
    lines: int = 0
    notes: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    body: str = ""
    sizes: tuple[Size, ...] = ()
    vetoes: tuple[Concern, ...] = ()
    preflights: tuple[HttpRoute, ...] = ()
    jobs: Jobs = Jobs()
    servings: tuple[Serving, ...] = ()

    @property
    def deletions(self) -> tuple[str, ...]:
        """Count by file what was taken out, the most first; the commit shows each statement."""
        lines: dict[str, list[int]] = {}
        for cut in self.cuts:
            if cut.codemod == REDUCED:
                lines.setdefault(cut.location.file, []).append(cut.location.line)
        return tuple(
            f"{file}: {len(found)} statements, lines {min(found)} to {max(found)}"
            if len(found) > 1
            else f"{file}: a statement, line {found[0]}"
            for file, found in sorted(lines.items(), key=lambda item: (-len(item[1]), item[0]))
        )

    @property
    def to_read(self) -> int:
        """Lines that a reviewer has to read."""
        return lines_to_read(self.sizes)

    @property
    def copied(self) -> int:
        """Lines that are the monolith's."""
        return sum(size.added for size in self.sizes if size.layer is Layer.COPIED)
