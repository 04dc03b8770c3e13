"""The third layer: what makes a Lambda service of the slice."""

from collections.abc import Iterable, Iterator
from functools import cached_property

import msgspec

from migrator.generation import config
from migrator.generation.config import Settings
from migrator.generation.deployment.assemble import assemble
from migrator.generation.deployment.compose import FILE as COMPOSE
from migrator.generation.deployment.compose import compose
from migrator.generation.deployment.iam import grants_of
from migrator.generation.deployment.manifest import (
    RESOURCES,
    manifest,
    package_json,
    resources_json,
)
from migrator.generation.deployment.pipeline import (
    Place,
    pipelines_of_all,
    service_pipelines,
)
from migrator.generation.frameworks import framework_called
from migrator.generation.frameworks.spelling import quoted
from migrator.generation.gateway import GatewayFunction
from migrator.generation.job_files import job_files
from migrator.generation.native.service import NativeService
from migrator.generation.openapi.document import openapi
from migrator.generation.own_metadata import Own
from migrator.generation.package import VERSION
from migrator.generation.render import render
from migrator.generation.requirements import Requirements
from migrator.generation.source import Source
from migrator.generation.surroundings import Surroundings
from migrator.model.extraction import Concern, Cut, Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.jobs import Jobs
from migrator.model.plan import MigrationPlan, Monolith
from migrator.model.program import HttpRoute, Program
from migrator.model.reach import CallGraph, module_of

FIRST_VERSION = "1.0.0"  # of the service's API


class Ingredients(msgspec.Struct, frozen=True, dict=True):
    """Everything that the generated files tell about."""

    program: Program
    source: Source
    selection: Selection
    plan: MigrationPlan
    folder: str
    sliced: Slice
    cuts: tuple[Cut, ...]
    requirements: Requirements
    functions: tuple[GatewayFunction, ...]
    lines: int
    concerns: tuple[Concern, ...] = ()
    jobs: Jobs = Jobs()
    natives: NativeService = NativeService()
    around: Surroundings = Surroundings()
    own: Own | None = None

    @property
    def monolith(self) -> Monolith:
        """Where the monolith is, and what it runs on."""
        return self.plan.monolith

    @cached_property
    def reached(self) -> frozenset[str]:
        """Functions that run in the service."""
        graph = CallGraph(self.program)
        roots = (root for one in self.selection.entry_points for root in graph.roots(one))
        return frozenset(graph.parents(roots))

    @property
    def actions(self) -> tuple[str, ...]:
        """AWS actions that the service reaches, on resources that are not known."""
        calls = (call for call in self.program.aws_calls if call.function in self.reached)
        grants = grants_of(calls)
        return tuple(sorted({a for grant in grants if grant.why for a in grant.actions}))

    @cached_property
    def settings(self) -> Settings:
        """Settings that the slice reads."""
        reads = (
            read
            for read in self.program.config_reads
            if self.sliced.has(module_of(read.function), read.location.line)
        )
        return config.split(reads, self.sliced.modules)


def generate(ingredients: Ingredients) -> tuple[RenderedFile, ...]:
    """Make the files of ``services/<name>/`` that are not the monolith's."""
    files = [*_python(ingredients), *_plain(ingredients), *_around(ingredients)]
    if ingredients.selection.routes:
        document = openapi(
            ingredients.program, ingredients.selection, ingredients.source, FIRST_VERSION
        )
        files.append(RenderedFile.of_text(f"{ingredients.folder}/openapi.json", document))
    return tuple(sorted(files))


def _python(it: Ingredients) -> Iterator[RenderedFile]:
    org, service, folder = it.selection.org, it.selection.service, it.folder
    names = {"org": org, "service": service.name}
    framework = framework_called(it.selection.application.framework)
    adapter, maker = framework.adapter
    yield from framework.files(it.program, it.source, it.selection, it.sliced, folder)
    settings = it.settings
    yield render(
        "settings.py",
        f"{folder}/settings.py",
        **names,
        parameters=_quoted_settings(settings.parameters),
        defaulted=_quoted_settings(settings.defaulted),
    )
    yield render("handlers/__init__.py", f"{folder}/handlers/__init__.py", **names)
    if it.functions:
        yield render(
            "handlers/hosted.py",
            f"{folder}/handlers/hosted.py",
            **names,
            adapter=adapter,
            maker=maker,
            style=service.response.value,
        )
    yield from it.natives.handlers.values()
    yield from job_files(it.jobs, folder, names)
    for test in ("conftest.py", "test_imports.py", "test_parity.py"):
        yield render(f"tests/{test}", f"{folder}/tests/{test}", **names)
    yield render(
        "tests/deployed/test_stage.py",
        f"{folder}/tests/deployed/test_stage.py",
        **names,
        paths=[quoted(path) for path in _askable(it.selection)],
    )


def _plain(it: Ingredients) -> Iterator[RenderedFile]:
    org, folder = it.selection.org, it.folder
    deployed = assemble(it.program, it.plan, it.selection, it.sliced, it.functions, it.jobs)
    framework = framework_called(it.selection.application.framework)
    extras = f"[{','.join(framework.extras)}]" if framework.extras else ""
    # The folder and the version that is meant: pip refuses another one. Extras stand beside the
    # name: before 23.3, pip takes a folder with extras for another distribution.
    private = (
        f"../../packages/{org}_lambda",
        f"{org.replace('_', '-')}-lambda{extras}=={VERSION}",
    )
    yield RenderedFile.of_text(f"{folder}/serverless.yml", manifest(deployed))
    yield RenderedFile.of_text(f"{folder}/{RESOURCES}", resources_json(deployed))
    yield RenderedFile.of_text(f"{folder}/package.json", package_json(deployed.stack))
    if it.own and it.own.version:
        yield from it.own.files(folder)
    yield _listing(f"{folder}/requirements.txt", [*it.requirements.lines, *private])
    development = ["-r requirements.txt", "pytest", "time-machine", "awslambdaric", "botocore"]
    yield _listing(f"{folder}/requirements-dev.txt", development)
    yield RenderedFile.of_text(
        f"{folder}/.gitignore", ".serverless/\n.wheels/\n__pycache__/\nnode_modules/\n"
    )


def _around(it: Ingredients) -> Iterator[RenderedFile]:
    """Make the file that all services are in, and the service's pipeline."""
    text = compose(it.around.compose, (*it.around.services, it.selection.service.name))
    yield RenderedFile.of_text(COMPOSE, text)
    yield from service_pipelines(_place(it), it.plan.deployment.pipelines)


def shared_pipelines(it: Ingredients) -> tuple[RenderedFile, ...]:
    """Make what the pipelines of all services call."""
    return tuple(pipelines_of_all(_place(it), it.plan.deployment.pipelines))


def _place(it: Ingredients) -> Place:
    return Place(
        service=it.selection.service.name,
        folder=it.folder,
        package=f"packages/{it.selection.org}_lambda",
        python=it.monolith.python,
        region=it.monolith.region,
        below=it.around.below,
    )


def _askable(selection: Selection) -> list[str]:
    """List the paths that can be asked without knowing any data."""
    triggers = (route.trigger for route in selection.routes)
    return sorted(
        {
            t.path
            for t in triggers
            if isinstance(t, HttpRoute) and t.method == "GET" and "{" not in t.path
        }
    )


def _listing(path: str, lines: Iterable[str]) -> RenderedFile:
    return RenderedFile.of_text(path, "".join(f"{line}\n" for line in lines))


def _quoted_settings(settings: Iterable[config.Setting]) -> list[dict[str, str]]:
    return [
        {
            "key": quoted(s.key),
            "place": s.place,
            "default": " ".join((s.default or "").split()),
        }
        for s in settings
    ]
