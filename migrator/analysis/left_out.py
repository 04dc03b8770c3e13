"""Why a file is not analyzed, unless a person puts it back."""

import re
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path, PurePosixPath

import msgspec
from pathspec import GitIgnoreSpec

from migrator.model.extraction import MARKER
from migrator.model.program import LeftOut

IGNORED = "ignored"  # .gitignore
INSTALLED = "installed"  # virtual environments, packages, builds
TESTS = "tests"
MIGRATIONS = "migrations"
GENERATED = "generated"
EXCLUDED = "excluded"  # --exclude
LINKED = "linked"  # links to folders
UNREADABLE = "unreadable"  # folders, links that lead nowhere
REASONS = (IGNORED, INSTALLED, TESTS, MIGRATIONS, GENERATED)  # those that can be put back by name

INSTALLED_FOLDERS = frozenset(
    {"site-packages", "dist-packages", "venv", "env", "build", "dist", "node_modules"}
)
TEST_FOLDERS = frozenset({"tests", "testing_data"})
MAYBE_TESTS = "test"  # also what a framework brings to be tested with: settings, applications
TEST_FILES = ("test_", "conftest")
# What may be called so for other reasons: tests where they import what runs them.
MAYBE_TEST_FILE = re.compile(r"(?:^|/|_)tests?\.py$")
TEST_LINE = re.compile(rb"^(?:from|import) (?:unittest|pytest|\w+\.test)\b", re.MULTILINE)
GENERATED_FILES = ("_pb2.py", "_pb2_grpc.py")
GENERATED_LINE = re.compile(
    rb"^#(.*@generated|\W*((this|the) \w+ (is|was|has been) )?((auto|automatically)[- ]?)?"
    rb"generated (by|from|with)\b)",
    re.IGNORECASE | re.MULTILINE,
)
HEAD = 1_000  # bytes in which a generator says what it is
LONGEST = 1_000_000  # bytes; nobody writes this much by hand
DENSEST = 2_000  # bytes a line, on average
EXAMPLES = 3


class Choice(msgspec.Struct, frozen=True):
    """What a person puts back (reasons and globs), and what else they leave out (globs)."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class Judge:
    """Tells why a path is left out, as ``choice`` has it."""

    def __init__(self, choice: Choice) -> None:
        self._back = frozenset(choice.include) & frozenset(REASONS)
        self._include = GitIgnoreSpec.from_lines(g for g in choice.include if g not in REASONS)
        self._exclude = GitIgnoreSpec.from_lines(choice.exclude)

    def of_folder(self, folder: Path, path: str, ignores: "Ignores") -> str:
        """Return why nothing below a folder is looked at; '' if it is."""
        if self._exclude.match_file(f"{path}/"):
            return EXCLUDED
        is_marked = any((folder / mark).exists() for mark in ("pyvenv.cfg", MARKER))
        if is_marked or folder.name in INSTALLED_FOLDERS:
            return self._unless_back(INSTALLED, f"{path}/")
        if ignores.hide(f"{path}/"):
            return self._unless_back(IGNORED, f"{path}/")
        if folder.name == MAYBE_TESTS and any(folder.rglob(f"{TEST_FILES[0]}*.py")):
            return self._unless_back(TESTS, f"{path}/")
        return ""

    def of_file(self, path: str, ignores: "Ignores") -> str:
        """Return why a file is left out, as far as its name says; '' if it is not."""
        if self._exclude.match_file(path):
            return EXCLUDED
        file = PurePosixPath(path)
        folders = file.parts[:-1]
        found = {
            IGNORED: ignores.hide(path),
            TESTS: TEST_FOLDERS.intersection(folders) or file.name.startswith(TEST_FILES),
            MIGRATIONS: _is_migration(folders),
            GENERATED: path.endswith(GENERATED_FILES),
        }
        reasons = (self._unless_back(reason, path) for reason, holds in found.items() if holds)
        return next(filter(None, reasons), "")

    def of_content(self, path: str, content: bytes) -> str:
        """Return whether the content says that no person wrote it, or that it is a test.

        A package that is generated stays: others import from it what it only passes on.
        """
        is_generated = (
            (not path.endswith("__init__.py") and GENERATED_LINE.search(content[:HEAD]))
            or len(content) > LONGEST
            or len(content) > DENSEST * (content.count(b"\n") + 5)
        )
        if is_generated:
            return self._unless_back(GENERATED, path)
        is_test = MAYBE_TEST_FILE.search(path) and TEST_LINE.search(content)
        return self._unless_back(TESTS, path) if is_test else ""

    def _unless_back(self, reason: str, path: str) -> str:
        return "" if reason in self._back or self._include.match_file(path) else reason


def _is_migration(folders: tuple[str, ...]) -> bool:
    """Tell migrations from what they share the folder with: tasks that fill in new columns.

    Django's stand in ``migrations`` itself, Alembic's in its ``versions``.
    """
    return (
        folders[-1:] == ("migrations",)
        or ("migrations", "versions") in pairwise(folders)
        or folders[-2:-1] == ("alembic",)
    )


class Ignores:
    """The .gitignore files of a folder and of those above it; the nearest that speaks decides.

    https://git-scm.com/docs/gitignore
    """

    def __init__(self, specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()) -> None:
        self._specs = specs

    def entering(self, folder: Path, path: str) -> "Ignores":
        """Return what holds below ``folder``, whose path from the analyzed one is ``path``."""
        file = folder / ".gitignore"
        if not file.is_file():
            return self
        lines = file.read_text("utf-8", errors="replace").splitlines()
        front = f"{path}/" if path else ""
        return Ignores((*self._specs, (front, GitIgnoreSpec.from_lines(lines))))

    def hide(self, path: str) -> bool:
        """Tell whether git would not see ``path``; a folder's ends in ``/``."""
        for front, spec in reversed(self._specs):
            said = spec.check_file(path.removeprefix(front)).include
            if said is not None:
                return said
        return False


def summarize(left_out: Iterable[tuple[str, str]]) -> tuple[LeftOut, ...]:
    """Count pairs of reason and path by reason, with the first few as examples."""
    paths: dict[str, list[str]] = {}
    for reason, path in left_out:
        paths.setdefault(reason, []).append(path)
    return tuple(
        LeftOut(reason, len(paths[reason]), tuple(sorted(paths[reason])[:EXAMPLES]))
        for reason in sorted(paths)
    )
