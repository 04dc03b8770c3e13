"""The files that travel beside the modules: templates, data, migrations."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from migrator.generation.source import Source
from migrator.generation.symbols.uses import Uses
from migrator.model.program import Module

# What browsers fetch by a URL of its own, and code has no reason to read.
FOR_BROWSERS = frozenset(
    {
        ".css", ".eot", ".gif", ".ico", ".jpeg", ".jpg", ".js", ".less", ".map", ".mjs", ".mp3",
        ".mp4", ".ogg", ".otf", ".png", ".sass", ".scss", ".svg", ".ttf", ".wav", ".webm",
        ".webp", ".woff", ".woff2",
    }
)  # fmt: skip
STATIC = "static"
READERS = frozenset({"static_folder", "staticfiles"})
SENDERS = frozenset({"send_file", "send_from_directory", "send_static_file"})
LIBRARIES = frozenset({"flask_assets", "flask_static_digest", "webassets", "whitenoise"})
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


def served_by_monolith(
    assets: Collection[str],
    uses: Collection[Uses],
    sends: Collection[Uses],
    externals: Collection[str],
) -> tuple[str, ...]:
    """Choose the files of ``static`` folders that stay: no route that moves serves them.

    Whatever code may read stays with it: a file that a string names, and all of them where it asks
    for the folder.

    Args:
        assets: files that would travel.
        uses: what the code that travels names.
        sends: the part of it that the routes are seen to run.
        externals: top packages of other libraries that it imports.
    """
    if LIBRARIES.intersection(externals) or any(SENDERS & set(_words(one)) for one in sends):
        return ()
    if any(READERS & set(_words(one)) or any(map(_joins_static, one.calls)) for one in uses):
        return ()
    named = {PurePosixPath(text).name for one in uses for text, _ in one.strings if "." in text}
    return tuple(
        asset
        for asset in assets
        if STATIC in asset.split("/")[:-1]
        and PurePosixPath(asset).suffix.lower() in FOR_BROWSERS
        and PurePosixPath(asset).name not in named
    )


def _words(uses: Uses) -> Iterator[str]:
    for name, chain in uses.names:
        yield from (name, *chain)
    for inner in uses.inner:
        yield inner.alias.name
        yield from (word for chain in inner.chains for word in chain)


def _joins_static(call: ast.Call) -> bool:
    """Tell whether a call makes the path of a file below ``static`` whose name is computed."""
    texts = [a.value for a in call.args if isinstance(a, ast.Constant)]
    return STATIC in texts and not isinstance(call.args[-1], ast.Constant)


def names_of(assets: Iterable[str]) -> tuple[str, ...]:
    """Name the ``static`` folders of files."""
    found = {asset[: asset.index(f"/{STATIC}/") + 7] for asset in assets if f"/{STATIC}/" in asset}
    return tuple(sorted(found))


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
