"""Map: a program beside the plan that speaks of it, and the plan as somebody changed it there."""

import hashlib
from pathlib import Path
from typing import Protocol

import msgspec

from migrator.errors import PlanError
from migrator.model.plan_file import load_plan
from migrator.model.program import Program
from migrator.usecases.edited import read_edited
from migrator.usecases.plan import describe_monolith, make_plan


class Files(Protocol):
    """Where plans are written."""

    def write_atomically(self, path: Path, content: bytes) -> None:
        """Replace a file as a whole."""


class Chart(msgspec.Struct, frozen=True):
    """What a map shows.

    Attributes:
        plan_file: what the plan is called, without folders.
        text: migration.yaml as ``migrate plan`` would write it now.
        is_new: whether there is no such file yet.
        digest: of the file as it is.
        save_to: where a changed plan is sent; empty where the map is a file.
    """

    program: Program
    plan_file: str
    text: str
    is_new: bool
    digest: str
    save_to: str = ""


def draw_chart(program: Program, source: Path, plan_file: Path, save_to: str = "") -> Chart:
    """Lay the plan beside the program; where there is none, what would be proposed.

    Raises:
        PlanError: the plan has mistakes.
    """
    is_new = not plan_file.is_file()
    written = "" if is_new else read_edited(plan_file)
    monolith = describe_monolith(program, source, plan_file)
    planned = make_plan(program, written, file=str(plan_file), monolith=monolith)
    return Chart(program, plan_file.name, planned.text, is_new, digest_of(plan_file), save_to)


def digest_of(file: Path) -> str:
    """Return what changes with the content of a file; empty where there is none."""
    try:
        return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return ""


def save_plan(program: Program, file: Path, text: str, *, digest: str, files: Files) -> str:
    """Write a changed plan in place of the one with this digest; return the digest of the new one.

    What follows from the change, calls that now cross, is added as ``migrate plan`` does.

    Raises:
        PlanError: the file is another one by now, or ``text`` is no plan; nothing is written.
        ToolError: it cannot be written.
    """
    if digest_of(file) != digest:
        raise PlanError(
            f"{file} was changed since the map was drawn; nothing was written",
            hint="reload the page, and move again what you moved",
        )
    monolith = load_plan(text, file=str(file)).monolith
    planned = make_plan(program, text, file=str(file), monolith=monolith)
    files.write_atomically(file, planned.text.encode())
    return digest_of(file)
