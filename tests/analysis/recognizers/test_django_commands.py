"""Django's management commands."""

import pytest

from migrator.model.location import Location
from migrator.model.program import Command, EntryPoint
from tests.analysis.programs import program_of

COMMANDS = "shop/management/commands"
BASE = "from django.core.management.base import BaseCommand\n"
HANDLE = "class Command(BaseCommand):\n    def handle(self, *args, **options): ...\n"


def command(handler: str, file: str, line: int, registered_at: Location) -> EntryPoint:
    return EntryPoint(
        Command("import_orders"),
        handler,
        Location(file, line),
        "django",
        "import_orders",
        (registered_at,),
    )


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {f"{COMMANDS}/import_orders.py": BASE + HANDLE},
            command(
                "shop.management.commands.import_orders:Command.handle",
                f"{COMMANDS}/import_orders.py",
                3,
                Location(f"{COMMANDS}/import_orders.py", 2),
            ),
            id="a class Command",
        ),
        pytest.param(
            {
                f"{COMMANDS}/import_orders.py": "from shop.base import Command\n",
                "shop/base.py": BASE + HANDLE,
            },
            command("shop.base:Command.handle", "shop/base.py", 3, Location("shop/base.py", 2)),
            id="a class Command from elsewhere",
        ),
        pytest.param(
            {
                f"{COMMANDS}/import_orders.py": BASE + "class Command(BaseCommand): ...\n",
            },
            command(
                "shop.management.commands.import_orders:Command",
                f"{COMMANDS}/import_orders.py",
                2,
                Location(f"{COMMANDS}/import_orders.py", 2),
            ),
            id="what it does is inherited from outside",
        ),
    ],
)
def test_recognizes(files: dict[str, str], expected: EntryPoint) -> None:
    assert program_of(files).entry_points == (expected,)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        pytest.param(f"{COMMANDS}/_base.py", BASE + HANDLE, id="a private module"),
        pytest.param(f"{COMMANDS}/parts/import_orders.py", BASE + HANDLE, id="a folder below"),
        pytest.param("shop/commands/import_orders.py", BASE + HANDLE, id="another folder"),
        pytest.param(f"{COMMANDS}/import_orders.py", "def Command(): ...", id="no class"),
    ],
)
def test_ignores(file: str, source: str) -> None:
    assert program_of({file: source}).entry_points == ()
