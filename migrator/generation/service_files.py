"""The third layer: what makes a Lambda service of the slice."""

from collections.abc import Iterable, Iterator

import msgspec

from migrator.generation import config, serverless
from migrator.generation.config import Settings
from migrator.generation.gateway import GatewayFunction
from migrator.generation.render import render
from migrator.generation.requirements import Requirements
from migrator.model.extraction import Concern, Cut, Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.plan import Monolith
from migrator.model.program import EntryPoint, HttpRoute, Program
from migrator.model.reach import CallGraph


class Ingredients(msgspec.Struct, frozen=True):
    """Everything that the generated files tell about."""

    program: Program
    selection: Selection
    monolith: Monolith
    folder: str
    sliced: Slice
    cuts: tuple[Cut, ...]
    requirements: Requirements
    functions: tuple[GatewayFunction, ...]
    lines: int
    concerns: tuple[Concern, ...] = ()

    @property
    def reached(self) -> frozenset[str]:
        """Functions that the routes run."""
        graph = CallGraph(self.program)
        roots = (root for route in self.selection.routes for root in graph.roots(route))
        return frozenset(graph.parents(roots))

    @property
    def actions(self) -> tuple[str, ...]:
        """AWS actions that the routes reach."""
        reached = self.reached
        calls = self.program.aws_calls
        return tuple(sorted({call.action for call in calls if call.function in reached}))

    @property
    def settings(self) -> Settings:
        """Settings that the slice reads."""
        return config.split(self.program.config_reads, self.sliced.modules)


def generate(ingredients: Ingredients) -> tuple[RenderedFile, ...]:
    """Make the files of ``services/<name>/`` that are not the monolith's."""
    return tuple(sorted([*_python(ingredients), *_plain(ingredients)]))


def _python(it: Ingredients) -> Iterator[RenderedFile]:
    org, service, folder = it.selection.org, it.selection.service, it.folder
    names = {"org": org, "service": service.name}
    module, _, attribute = it.selection.application.name.partition(":")
    yield render(
        "app.py",
        f"{folder}/app.py",
        **names,
        module=module,
        attribute=attribute,
        is_factory=it.selection.application.is_factory,
        endpoints=[quoted(name) for name in sorted({e.name for e in it.selection.routes})],
        foreign=_foreign_rules(it.program, it.selection),
    )
    settings = it.settings
    yield render(
        "settings.py",
        f"{folder}/settings.py",
        **names,
        parameters=_quoted_settings(settings.parameters),
        defaulted=_quoted_settings(settings.defaulted),
    )
    yield render("handlers/__init__.py", f"{folder}/handlers/__init__.py", **names)
    for function in it.functions:
        yield render(
            "handlers/handler.py",
            f"{folder}/handlers/{function.name}.py",
            **names,
            routes=[
                {"label": r.label, "handler": r.handler, "place": r.location}
                for r in function.routes
            ],
            style=service.response.value,
        )
    for test in ("conftest.py", "test_imports.py", "test_parity.py"):
        yield render(f"tests/{test}", f"{folder}/tests/{test}", **names)


def _plain(it: Ingredients) -> Iterator[RenderedFile]:
    org, name, folder = it.selection.org, it.selection.service.name, it.folder
    manifest = serverless.manifest(
        org, name, it.functions, monolith=it.monolith, actions=it.actions
    )
    private = f"../../packages/{org}_lambda"
    yield RenderedFile.of_text(f"{folder}/serverless.yml", manifest)
    yield RenderedFile.of_text(f"{folder}/package.json", serverless.package_json(org, name))
    yield _listing(f"{folder}/requirements.txt", [*it.requirements.lines, private])
    development = ["-r requirements.txt", "pytest", "time-machine", "awslambdaric", "botocore"]
    yield _listing(f"{folder}/requirements-dev.txt", development)
    yield RenderedFile.of_text(
        f"{folder}/.gitignore", ".serverless/\n__pycache__/\nnode_modules/\n"
    )


def _listing(path: str, lines: Iterable[str]) -> RenderedFile:
    return RenderedFile.of_text(path, "".join(f"{line}\n" for line in lines))


def _foreign_rules(program: Program, selection: Selection) -> list[str]:
    """Spell rule, endpoint and methods of every route that the service does not answer."""
    own = {e.name for e in selection.routes}
    rules: dict[tuple[str, str], set[str]] = {}
    for entry_point in program.entry_points:
        trigger = entry_point.trigger
        if isinstance(trigger, HttpRoute) and _is_foreign(entry_point, own):
            key = (trigger.declared, entry_point.name)
            rules.setdefault(key, set()).add(trigger.method)
    return [
        f"({quoted(rule)}, {quoted(endpoint)}, {_tuple(methods)})"
        for (rule, endpoint), methods in sorted(rules.items())
    ]


def _tuple(words: Iterable[str]) -> str:
    quotes = [quoted(word) for word in sorted(words)]
    return f"({quotes[0]},)" if len(quotes) == 1 else f"({', '.join(quotes)})"


def _is_foreign(entry_point: EntryPoint, own: set[str]) -> bool:
    is_named = entry_point.framework == "flask" and bool(entry_point.name)
    return is_named and entry_point.name not in own


def _quoted_settings(settings: Iterable[config.Setting]) -> list[dict[str, str]]:
    return [
        {
            "key": quoted(s.key),
            "place": s.place,
            "default": " ".join((s.default or "").split()),
        }
        for s in settings
    ]


def quoted(text: str) -> str:
    """Spell a Python string with double quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
