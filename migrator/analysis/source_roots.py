"""Folders that stand on ``sys.path`` when the monolith runs, told from its own imports.

A module has one name, whatever the monolith calls it. But where ``manage.py`` or a script lies
inside a package, or a package of another folder has the same name, import statements spell it
from that folder: ``core.urls`` for ``studio.core.urls``. A folder counts as such a root for a
top-level name if imports below it find what they name there, more often than not.
https://docs.python.org/3/library/sys_path_init.html
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from migrator.model import facts

# Name of the module of SRC itself, where SRC is a package: modules are named from SRC.
ITSELF = "__init__"
# A program that lies beside these is started there, or installed from there.
MARKERS = frozenset({"manage.py", "setup.py"})


class Imported(msgspec.Struct, frozen=True):
    """An absolute import: ``dotted`` in ``file``."""

    dotted: str
    file: str


class SourceRoots:
    """Answers which module a name means that is spelled from another folder than its own name."""

    def __init__(
        self, modules: Mapping[str, facts.ModuleFacts], packages: Iterable[str], root: str
    ) -> None:
        self._names = {_path(module.file): name for name, module in modules.items()}
        self._packages = {path for path in self._names if modules[self._names[path]].is_package}
        for path, name in list(self._names.items()):
            self._name_folders(path, name)
        self._started = {
            str(PurePosixPath(module.file).parent)
            for module in modules.values()
            if PurePosixPath(module.file).name in MARKERS
        }
        self._children: defaultdict[str, set[str]] = defaultdict(set)
        for module in modules.values():
            for place in (PurePosixPath(_path(module.file)), *PurePosixPath(module.file).parents):
                self._children[place.name].add(str(place.parent))
        # SRC may itself be the package that its modules import.
        self._itself = root if ITSELF in modules else ""
        self._known = frozenset(packages)
        self._votes: dict[tuple[str, str], int] = {}
        self._found: dict[tuple[str, str], str] = {}

    def learn(self, imports: Iterable[Imported]) -> None:
        """Let the absolute imports vote on which folders are roots."""
        votes: Counter[tuple[str, str]] = Counter()
        for one in imports:
            top = one.dotted.partition(".")[0]
            for folder in _above(one.file):
                if folder in self._children[top]:
                    votes[folder, top] += self._vote(one, folder, top)
        self._votes = dict(votes)

    def find(self, dotted: str, file: str = "") -> str:
        """Return the name of the module that ``dotted`` means in ``file``; '' if none.

        Roots above the file come first, nearest first; then the module's own name.
        """
        key = (dotted, file.rpartition("/")[0])
        if key not in self._found:
            self._found[key] = self._search(dotted, file)
        return self._found[key]

    def _search(self, dotted: str, file: str) -> str:
        top, _, rest = dotted.partition(".")
        roots = [folder for folder in self._children.get(top, ()) if self._is_root(folder, top)]
        above = _above(file)
        near = [folder for folder in above if folder in roots]
        if found := self._below(near, dotted):
            return found
        if dotted in self._known:
            return dotted
        if top == self._itself and (not rest or rest in self._known):
            return rest or ITSELF
        return self._below(sorted(set(roots) - set(near)), dotted)

    def _below(self, roots: Iterable[str], dotted: str) -> str:
        found = (self._names.get(_join(root, dotted), "") for root in roots)
        return next(filter(None, found), "")

    def _is_root(self, folder: str, top: str) -> bool:
        votes = self._votes.get((folder, top))
        return folder in self._started if votes is None else votes > 0

    def _vote(self, one: Imported, folder: str, top: str) -> int:
        """Say +1 for an import that finds its module below ``folder``, -1 for one that does not.

        A module never imports itself: ``from celery import Celery`` in celery.py means another.
        And beside modules of its package, a bare name is more likely that of a library.
        """
        path = _join(folder, one.dotted)
        if _path(one.file) == _join(folder, top):
            return -1000
        if path not in self._names:
            return -1
        is_bare = path == _join(folder, top)
        is_library = top in sys.stdlib_module_names or (
            folder in self._packages and folder not in self._started
        )
        return 0 if is_bare and is_library else 1

    def _name_folders(self, path: str, name: str) -> None:
        """Name the folders above a module that have no ``__init__.py``."""
        while "/" in path and "." in name:
            path, name = path.rpartition("/")[0], name.rpartition(".")[0]
            if self._names.setdefault(path, name) != name:
                return


def _path(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__")


def _join(folder: str, dotted: str) -> str:
    path = dotted.replace(".", "/")
    return path if folder == "." else f"{folder}/{path}"


def _above(file: str) -> list[str]:
    return [str(folder) for folder in PurePosixPath(file).parents] if file else []
