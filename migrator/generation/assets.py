"""The files that travel beside the modules: templates, data, migrations."""

from collections.abc import Collection, Mapping

from migrator.generation.source import Source
from migrator.model.program import Module

MIGRATES = frozenset({"alembic", "flask_alembic", "flask_migrate"})


def find_assets(
    source: Source,
    modules: Mapping[str, Module],
    travelling: Collection[str],
    migrations: Collection[str],
) -> tuple[str, ...]:
    """Take files that are not Python where their nearest package travels, and migrations.

    Args:
        source: the monolith's files.
        modules: its modules.
        travelling: names of those that travel.
        migrations: files of migrations that travel.
    """
    packages = {
        m.file.rpartition("/")[0]: m.name in travelling for m in modules.values() if m.is_package
    }
    paths = source.paths()
    found = {p for p in paths if not p.endswith(".py") and _travels(p, packages)}
    copied = {modules[name].file for name in travelling}
    found |= set(migrations) - copied
    return tuple(sorted(found))


def asset_path(asset: str, modules: Mapping[str, Module]) -> str:
    """Name the place of a file in the service: beside the module that it lies beside."""
    packages = {m.file.rpartition("/")[0]: m.name for m in modules.values() if m.is_package}
    folder, rest = asset.rpartition("/")[0], asset.rpartition("/")[2]
    while folder and folder not in packages:
        folder, _, last = folder.rpartition("/")
        rest = f"{last}/{rest}"
    if folder:
        return f"{packages[folder].replace('.', '/')}/{rest}"
    roots = {m.file.removesuffix("/__init__.py").rpartition("/")[0] for m in modules.values()
             if m.is_package and "." not in m.name}  # fmt: skip
    root = next((root for root in sorted(roots) if asset.startswith(f"{root}/")), "")
    return asset.removeprefix(f"{root}/")


def find_migrations(source: Source) -> tuple[str, ...]:
    """List the files of Alembic's migrations.

    https://alembic.sqlalchemy.org/en/latest/tutorial.html#the-migration-environment
    """
    paths = source.paths()
    known = set(paths)
    folders = [
        path.rpartition("/")[0]
        for path in paths
        if path.endswith("/script.py.mako") and path.replace("/script.py.mako", "/env.py") in known
    ]
    return tuple(p for p in paths if any(p.startswith(f"{folder}/") for folder in folders))


def _travels(path: str, packages: Mapping[str, bool]) -> bool:
    folder = path.rpartition("/")[0]
    while folder:
        if folder in packages:
            return packages[folder]
        folder = folder.rpartition("/")[0]
    return False
