"""Django: the monolith's settings, its tables of URLs with stand-ins, the applications in need.

https://docs.djangoproject.com/en/stable/ref/applications/
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from migrator.generation.frameworks.django_project import Project, find_settings, is_django
from migrator.generation.frameworks.framework import Shape
from migrator.generation.frameworks.spelling import quoted
from migrator.generation.render import render
from migrator.generation.source import Source, text_of
from migrator.model.extraction import Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan
from migrator.model.program import Application, EntryPoint, HttpRoute, Program
from migrator.model.reach import module_of

TEMPLATE = re.compile(r"""["']([\w./-]+\.[A-Za-z]{2,5})["']""")
LOAD = re.compile(r"{%-?\s*load\s+([\w.\s]+?)\s*(?:from\s+([\w.]+)\s*)?-?%}")
URLPATTERNS = re.compile(r"^urlpatterns\b", re.MULTILINE)
ADMIN = re.compile(r"""["']admin:\w""")


class Django:
    """Answers for Django what extraction asks."""

    name = "django"
    names = frozenset({"django"})
    adapter = ("hosted", "hosted_handler")
    extras: tuple[str, ...] = ()
    reserved = frozenset({"service_settings"})
    has_both_slashes = False

    def find_application(
        self, program: Program, plan: MigrationPlan, routes: Iterable[EntryPoint]
    ) -> Application:
        """Return the module of settings, which names all else."""
        del routes
        name = find_settings(program, plan.monolith.application)
        file = next(module.file for module in program.modules if module.name == name)
        return Application(f"{name}:", False, Location(file, 1), self.name)

    def find_doubts(
        self, program: Program, application: Application, routes: Iterable[EntryPoint]
    ) -> Iterator[str]:
        """Doubt nothing: the routes were found by way of ROOT_URLCONF."""
        del program, application, routes
        return iter(())

    def shape(self, program: Program, source: Source, selection: Selection) -> Shape:
        """Let tables of URLs travel, and what settings, models and templates name."""
        project = _project(program, selection)
        shared = _with_shared_templates(project, source)
        owners = [label.split(".")[0] for label in project.constants("AUTH_USER_MODEL")]
        shared |= {p for p in project.applications.values() if _label(p) in owners}
        tables = _tables(project, source)
        roots = {f"{name}:" for name in (*project.holders, *tables)}
        roots.update(name for package in shared for name in project.of_application(package))
        roots.update(f"{name}:" for name in _libraries(project, source))
        for name in project.constants("AUTH_USER_MODEL"):
            label, _, model = name.partition(".")
            found = (t.model for t in program.tables if t.model.endswith(f":{model}"))
            roots.update(m for m in found if _label(module_of(m).rpartition(".")[0]) == label)
        brought = {
            name.rstrip(":")
            for package in project.applications.values()
            for name in project.of_application(package)
        }
        return Shape(
            roots=frozenset(roots),
            implied=_implied(project, has_admin=_uses_admin(project, source)),
            loaded=frozenset(brought),
            stand_ins=tables,
            silent=frozenset(_silent(project)),
            deletes_backwards=True,
        )

    def find_migrations(
        self, program: Program, source: Source, selection: Selection
    ) -> Iterator[str]:
        """Name the migrations of the applications whose tables the service owns, and of theirs."""
        project = _project(program, selection)
        owned = {t.model for t in program.tables if t.name in selection.service.owns}
        packages = {
            package
            for package in project.applications.values()
            if any(module_of(model) in _members(project, package) for model in owned)
        }
        yield from _migrations(project, source, packages)

    def files(
        self, program: Program, source: Source, selection: Selection, sliced: Slice, folder: str
    ) -> Iterator[RenderedFile]:
        """Make app.py and the settings that it uses."""
        project = _project(program, selection)
        tables = _tables(project, source)
        names = {"org": selection.org, "service": selection.service.name}
        module, _, attribute = _wsgi(project).rpartition(".")
        yield render(
            "app_django.py",
            f"{folder}/app.py",
            **names,
            module=module,
            attribute=attribute,
            is_factory=attribute == "get_wsgi_application",
            views=[quoted(name) for name in sorted({_view(e) for e in selection.routes})],
            stranded=[quoted(name) for name in sliced.stranded],
            foreign=[
                f"({quoted(route)}, {quoted(name)})"
                for route, name in _left_out(program, selection, sliced, tables)
            ],
        )
        yield render(
            "service_settings.py",
            f"{folder}/service_settings.py",
            **names,
            module=project.settings,
            absent=[quoted(name) for name in _absent(project, sliced)],
        )


DJANGO = Django()


def _project(program: Program, selection: Selection) -> Project:
    return Project(program, module_of(selection.application.name))


def _view(entry_point: EntryPoint) -> str:
    """Name the view as ``URLPattern.lookup_str`` does: of a class, without the method."""
    module, _, name = entry_point.handler.partition(":")
    return f"{module}.{name}"


def _tables(project: Project, source: Source) -> frozenset[str]:
    """Name the tables of URLs, those as well that hold a small view beside ``urlpatterns``."""
    mixed = (
        name
        for name in project.registering - project.url_modules
        if URLPATTERNS.search(text_of(source, project.modules[name].file))
    )
    return project.url_modules.union(mixed)


def _left_out(
    program: Program, selection: Selection, sliced: Slice, tables: Collection[str]
) -> list[tuple[str, str]]:
    """List route and name of what stays, where a statement that registers it did not travel."""
    own = set(selection.routes)
    by_file = {module.file: module.name for module in program.modules}
    found = set()
    for point in program.entry_points:
        if point in own or not point.name or not is_django(point):
            continue
        places = [(by_file.get(p.file, ""), p.line) for p in point.registered_at]
        listed = [place for place in places if place[0] in tables]
        if isinstance(point.trigger, HttpRoute) and not all(sliced.has(*one) for one in listed):
            found.add((point.trigger.declared, point.name))
    return sorted(found)


def _wsgi(project: Project) -> str:
    """Name the WSGI application of the project, or Django's own."""
    for name in project.constants("WSGI_APPLICATION"):
        if name.rpartition(".")[0] in project.modules:
            return name
    return "django.core.wsgi.get_wsgi_application"


def _absent(project: Project, sliced: Slice) -> list[str]:
    """List the applications of which nothing but tables of URLs travels."""
    kept = set(sliced.modules)
    return sorted(
        entry
        for entry, package in project.applications.items()
        if not any(
            module.name in kept - {package} - project.url_modules
            for module in project.members(package)
        )
    )


def _label(package: str) -> str:
    return package.rpartition(".")[2]


def _members(project: Project, package: str) -> set[str]:
    return {module.name for module in project.members(package)}


def _silent(project: Project) -> Iterator[tuple[str, str]]:
    """Yield what INSTALLED_APPS names: an application travels where something needs it."""
    for holder in project.holders:
        yield from ((holder, entry) for entry in project.applications)


def _implied(project: Project, *, has_admin: bool) -> Mapping[str, tuple[str, ...]]:
    """Tell which modules need others to be loaded: those of their application."""
    found: dict[str, set[str]] = defaultdict(set)
    for package in project.applications.values():
        brought = set(project.of_application(package))
        if has_admin and f"{package}.admin" in project.modules:
            brought.add(f"{package}.admin:")
        for module in project.members(package):
            if module.name != package and module.name not in project.url_modules:
                found[module.name] |= brought
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _with_shared_templates(project: Project, source: Source) -> set[str]:
    """Name the applications whose templates others extend, include or render."""
    owners: dict[str, str] = {}
    for package in project.applications.values():
        home = project.modules[package].file.rpartition("/")[0]
        for path in source.paths():
            if path.startswith(f"{home}/templates/"):
                owners[path.removeprefix(f"{home}/templates/")] = package
    found = set()
    for path in _texts(source) if owners else ():
        for name in TEMPLATE.findall(text_of(source, path)):
            owner = owners.get(name)
            if owner and not path.startswith(project.modules[owner].file.rpartition("/")[0] + "/"):
                found.add(owner)
    return found


def _texts(source: Source) -> Iterator[str]:
    for path in source.paths():
        if path.endswith(".py") or "templates/" in path:
            yield path


def _libraries(project: Project, source: Source) -> Iterator[str]:
    """Name the modules of template tags that templates outside of their application load."""
    tags = {name.rpartition(".")[2]: name for name in project.modules if ".templatetags." in name}
    for path in source.paths() if tags else ():
        if "templates/" in path:
            for names, module in LOAD.findall(text_of(source, path)):
                for word in module.split() or names.split():
                    if word in tags:
                        yield tags[word]


def _uses_admin(project: Project, source: Source) -> bool:
    """Tell whether something builds URLs of the admin site, so that its models must be known."""
    return "django.contrib.admin" in project.constants("INSTALLED_APPS") and any(
        ADMIN.search(text_of(source, path))
        for path in _texts(source)
        if not path.endswith(("/admin.py", "/settings.py")) and "/tests/" not in path
    )


def _migrations(project: Project, source: Source, packages: set[str]) -> Iterator[str]:
    """Name the migrations of applications, and of those on which they depend."""
    by_label = {_label(package): package for package in project.applications.values()}
    queue, seen = sorted(packages), set(packages)
    while queue:
        package = queue.pop()
        home = project.modules[package].file.rpartition("/")[0]
        for path in source.paths():
            if path.startswith(f"{home}/migrations/") and path.endswith(".py"):
                yield path
                for label in _depends_on(text_of(source, path)):
                    other = by_label.get(label)
                    if other and other not in seen:
                        seen.add(other)
                        queue.append(other)


def _depends_on(code: str) -> list[str]:
    """List the labels in ``dependencies = [("accounts", "0001_initial")]``."""
    found = re.search(r"dependencies\s*=\s*\[(.*?)\]", code, re.DOTALL)
    return re.findall(r"""\(\s*["'](\w+)["']""", found[1]) if found else []
