"""What ``migrate extract`` makes of one service: its slice, and the files in layers."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from migrator.model.files import RenderedFile
from migrator.model.findings import Finding
from migrator.model.location import Location
from migrator.model.plan import Service
from migrator.model.program import Application, EntryPoint, Import

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
        stays: entry points of the service that cannot move, each with the reason.
        doubts: why the application may not serve its routes, for a person to settle.
    """

    service: Service
    org: str
    application: Application
    routes: tuple[EntryPoint, ...]
    stays: tuple[tuple[EntryPoint, str], ...] = ()
    doubts: tuple[str, ...] = ()


class Reason(msgspec.Struct, frozen=True, order=True):
    """Why a module of another service travels along."""

    file: str
    because: str


class Cut(msgspec.Struct, frozen=True, order=True):
    """Statements that a codemod took out of a copied file."""

    location: Location
    removed: str
    codemod: str


class Slice(msgspec.Struct, frozen=True):
    """The part of the monolith that a service needs. All tuples are sorted.

    Attributes:
        modules: names of the Python modules that travel.
        assets: other files that travel: templates, static files, data.
        cut_imports: per module the imports that are taken out.
        reasons: modules of other services that travel nevertheless, and why.
    """

    modules: tuple[str, ...]
    assets: tuple[str, ...] = ()
    cut_imports: tuple[tuple[str, Import], ...] = ()
    reasons: tuple[Reason, ...] = ()


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
        vetoes: what forbids to extract it as it is planned, unless somebody accepts it.
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

    @property
    def to_read(self) -> int:
        """Lines that a reviewer has to read."""
        return lines_to_read(self.sizes)

    @property
    def copied(self) -> int:
        """Lines that are the monolith's."""
        return sum(size.added for size in self.sizes if size.layer is Layer.COPIED)
