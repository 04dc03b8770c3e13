"""Extract: one service out of the monolith, as a branch of reviewable commits or plain files."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import msgspec

from migrator.errors import GitError, PlanError
from migrator.generation.completion import Circumstances
from migrator.generation.deployment.compose import FILE as COMPOSE
from migrator.generation.extract import consumers_of, extract, routes_of
from migrator.generation.ratchet import CONFIGURATIONS, FRESH, is_configuration
from migrator.generation.requirements import Metadata
from migrator.generation.sizes import sizes_of
from migrator.generation.source import Source
from migrator.grouping import propose
from migrator.model.cutover import Origins
from migrator.model.extraction import Concern, Extraction, Layer, LayerFiles
from migrator.model.files import RenderedFile
from migrator.model.parity import ParityReport
from migrator.model.plan import MigrationPlan
from migrator.model.plan_file import NAME
from migrator.model.program import Program
from migrator.routing.consumers import with_consumers
from migrator.routing.edit import FILE as CUTOVER
from migrator.routing.edit import with_service
from migrator.routing.load import load_cutover
from migrator.rules.proposed import while_proposed
from migrator.rules.rule import Rule
from migrator.usecases.analyze import find_concerns
from migrator.usecases.commit_messages import commit_message
from migrator.usecases.edited import read_edited
from migrator.usecases.plan import describe_monolith
from migrator.usecases.surroundings import look_around
from migrator.usecases.vetoes import find_vetoes, refuse_vetoes, waive

FIRST_PORT = 9001
GROWING = frozenset({COMPOSE, CUTOVER})  # files that each service adds to


class Order(msgspec.Struct, frozen=True):
    """What to extract, and of what.

    Attributes:
        wanted: a service of the plan or a module.
        plan: None where there is no migration.yaml: then that which `migrate plan` proposes.
        folder: the folder of migration.yaml; output is relative to it.
        source: the analyzed folder.
        version: of migrate.
        command: that asks for the same again, for the reviewer.
        parity: what a replay showed, for the reviewer.
        waiver: why it is extracted although findings forbid it; empty where nobody said so.
    """

    wanted: str
    plan: MigrationPlan | None
    folder: Path
    source: Path
    metadata: Metadata | None = None
    version: str = ""
    command: str = ""
    parity: ParityReport | None = None
    waiver: str = ""


class Branch(msgspec.Struct, frozen=True):
    """A branch with an extraction; ``is_new`` unless it had these commits already."""

    made: Extraction
    name: str
    is_new: bool


class Checkout(Protocol):
    """A temporary checkout of the repository's newest commit."""

    @property
    def path(self) -> Path:
        """Its folder."""

    @property
    def head(self) -> str:
        """Its newest commit."""

    def commit(
        self,
        files: Sequence[RenderedFile],
        folder: Path,
        message: str,
        *,
        removed: Sequence[str] = (),
    ) -> bool:
        """Write files below a folder, commit them; False where nothing changed."""


class Versions(Protocol):
    """The user's repository."""

    @property
    def top(self) -> Path:
        """Its top folder."""

    def check_new_branch(self, name: str, *, is_forced: bool) -> None:
        """Refuse a name that cannot be a new branch."""

    def worktree(self) -> AbstractContextManager[Checkout]:
        """Check the newest commit out, for a while."""

    def set_branch(self, name: str, commit: str, *, is_forced: bool) -> bool:
        """Let a branch point at a commit; False where it has that already."""


Build = Callable[[Path], Program]
Open = Callable[[Path], Source]
Write = Callable[[Path, bytes], None]


class Extractor:
    """Makes the files; ``build`` analyzes a folder, ``open_source`` reads one.

    What ``rules`` find in the routes that move is told to the reviewer.
    """

    def __init__(self, build: Build, open_source: Open, rules: Sequence[Rule] = ()) -> None:
        self._build = build
        self._open = open_source
        self._rules = rules

    def plan(self, order: Order, output: Path, *, commit: str = "", below: str = "") -> Extraction:
        """Make everything for one service as it would be written to ``output``.

        ``below`` names that folder, seen from the top of the repository.
        """

        def existing(path: str) -> bytes | None:
            file = output / path
            return file.read_bytes() if file.is_file() else None

        program, source = self._build(order.source), self._open(order.source)
        plan = order.plan or self._propose(program, order)
        configuration, configured = _configuration(order)
        made = extract(
            program,
            plan,
            order.wanted,
            source,
            metadata=order.metadata,
            concerns=self._concerns(program, plan, order),
            circumstances=Circumstances(
                version=order.version,
                command=order.command,
                commit=commit,
                configuration=configuration,
                configured=configured,
                parity=order.parity,
                waiver=order.waiver,
                around=look_around(output, below),
                existing=existing,
            ),
        )
        cutover = output / CUTOVER
        text = read_edited(cutover) if cutover.is_file() else None
        layer = LayerFiles(Layer.ROUTING, (_routing(made, text),))
        layers = (*made.layers, layer)
        paths = {file.path for one in layers for file in one.files}
        there = {path: content for path in paths if (content := existing(path)) is not None}
        return msgspec.structs.replace(
            made,
            layers=layers,
            sizes=sizes_of(layers, there),
            vetoes=find_vetoes(made, program, order.plan),
        )

    def _concerns(
        self, program: Program, plan: MigrationPlan, order: Order
    ) -> tuple[Concern, ...]:
        """Evaluate the rules; what crosses services that nobody has planned forbids nothing."""
        rules = self._rules if order.plan and order.plan.services else while_proposed(self._rules)
        concerns = find_concerns(program, rules, plan)
        return waive(concerns, order.waiver) if order.waiver else concerns

    def _propose(self, program: Program, order: Order) -> MigrationPlan:
        """Take what `migrate plan` would propose where nobody has planned yet."""
        monolith = describe_monolith(program, order.source, order.folder / NAME)
        return propose(program, MigrationPlan(monolith=monolith))

    def into(
        self, order: Order, output: Path, write: Write, *, is_forced: bool = False
    ) -> Extraction:
        """Write plain files to ``output``; what the user changed there is not overwritten."""
        made = self.plan(order, output)
        refuse_vetoes(made)
        service = output / made.folder
        if service.is_dir() and any(service.iterdir()) and not is_forced:
            raise PlanError(
                f"{service} exists and is not empty",
                hint="remove it, choose another --into, or add --force",
            )
        final = {f.path: f.content for layer in made.layers for f in layer.files}
        _refuse_changed(output, final, made.folder, is_forced=is_forced)
        for path, content in sorted(final.items()):
            write(output / path, content)
        return made

    def branch(
        self, order: Order, versions: Versions, name: str | None, *, is_forced: bool = False
    ) -> Branch:
        """Commit each layer on a new branch that starts at the newest commit.

        Without ``name`` the branch is ``migrate/<service>``.
        """
        if name is not None:
            versions.check_new_branch(name, is_forced=is_forced)
        folder = below(versions.top, order.folder)
        source = below(versions.top, order.source)
        with versions.worktree() as checkout:
            if not (checkout.path / source).is_dir():
                raise GitError(
                    f"{source.as_posix()} is not part of the newest commit",
                    hint="commit the monolith first, or use --into DIR",
                )
            there = msgspec.structs.replace(
                order, folder=checkout.path / folder, source=checkout.path / source
            )
            inside = folder.as_posix().strip(".")
            made = self.plan(there, there.folder, commit=checkout.head, below=inside)
            refuse_vetoes(made)
            if name is None:
                name = f"migrate/{made.selection.service.name}"
                versions.check_new_branch(name, is_forced=is_forced)
            if (there.folder / made.folder).exists() and not is_forced:
                raise PlanError(
                    f"{made.folder} exists in the newest commit",
                    hint=f"migrate extract --update {made.selection.service.name} merges what the "
                    "monolith changed; --force writes it again",
                )
            for layer in made.layers:
                if layer.files:
                    message = commit_message(layer, made.selection.service.name)
                    checkout.commit(layer.files, folder, message)
            is_new = versions.set_branch(name, checkout.head, is_forced=is_forced)
        return Branch(made, name, is_new=is_new)


def _configuration(order: Order) -> tuple[str, str | None]:
    """Find where the monolith configures import-linter, or would; relative to the plan's folder.

    The file that does so already, else a ``pyproject.toml`` or ``setup.cfg`` that is there, else
    a new file beside the packages.
    """
    found = []
    for folder in dict.fromkeys((order.folder.resolve(), order.source.resolve())):
        for name in CONFIGURATIONS:
            file = folder / name
            if file.is_file() and file.is_relative_to(order.folder.resolve()):
                found.append((file, read_edited(file)))
    chosen = [item for item in found if is_configuration(item[0].name, item[1])]
    chosen += sorted(found, key=lambda item: item[0].name != "pyproject.toml")
    for file, text in chosen:
        return file.relative_to(order.folder.resolve()).as_posix(), text
    fresh = order.source.resolve() / FRESH
    if not fresh.is_relative_to(order.folder.resolve()):
        return "", None
    return fresh.relative_to(order.folder.resolve()).as_posix(), None


def below(top: Path, folder: Path) -> Path:
    """Name ``folder`` relative to the top of the repository."""
    try:
        return folder.resolve().relative_to(top.resolve())
    except ValueError:
        raise GitError(
            f"{folder} lies outside of the repository {top}",
            hint="keep migration.yaml and the monolith in one repository, or use --into DIR",
        ) from None


def _routing(made: Extraction, text: str | None) -> RenderedFile:
    service = made.selection.service
    url = _known_url(service.name, text)
    changed = with_service(text, service.name, url, routes_of(made), response=service.response)
    changed = with_consumers(changed, service.name, *consumers_of(made))
    return RenderedFile.of_text(CUTOVER, changed)


def _known_url(service: str, text: str | None) -> str:
    """Keep the address that cutover.yaml has, else take the next free port of this machine."""
    origins = load_cutover(text, file=CUTOVER).origins if text is not None else Origins("")
    if service in origins.services:
        return origins.new(service).url
    urls = [origins.new(name).url for name in origins.services]
    port = FIRST_PORT
    while any(url.endswith(f":{port}") for url in urls):
        port += 1
    return f"http://127.0.0.1:{port}"


def _refuse_changed(
    output: Path, files: dict[str, bytes], service: str, *, is_forced: bool
) -> None:
    """Refuse to overwrite the shared package where a person changed it."""
    for path, content in sorted(files.items()):
        target = output / path
        is_shared = not path.startswith(f"{service}/") and path not in GROWING
        if is_shared and target.is_file() and target.read_bytes() != content and not is_forced:
            raise PlanError(
                f"{target} was changed", hint="keep your version elsewhere, or add --force"
            )
