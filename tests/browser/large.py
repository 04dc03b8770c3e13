"""An application of 200,000 lines, as a program: what has to stay fluid on the map."""

from migrator.model.effects import HiddenEdge
from migrator.model.program import (
    AccessMode,
    Call,
    Function,
    Import,
    Module,
    Program,
    Table,
    TableAccess,
)
from tests.programs import at, file_of, route

AREAS, MODULES, FUNCTIONS, TABLES, LINES = 30, 36, 9, 150, 200


def large_program() -> Program:
    """Make 1,080 modules with 9,720 functions that call each other, mostly in their area."""
    names = [[f"shop.area{a}.part{m}" for m in range(MODULES)] for a in range(AREAS)]
    modules = [name for area in names for name in area]
    functions = [f"{name}:step_{n}" for name in modules for n in range(FUNCTIONS)]
    return Program(
        root="large",
        modules=tuple(
            Module(name, file_of(name), LINES, imports=_imports(number, modules))
            for number, name in enumerate(modules)
        ),
        functions=tuple(
            sorted(
                Function(name, at(name.partition(":")[0], 20 * n % 190 + 1), 200)
                for n, name in enumerate(functions)
            )
        ),
        calls=tuple(sorted(_calls(functions))),
        entry_points=tuple(
            route("GET", f"/area{a}/{m}", f"{names[a][m]}:step_0")
            for a in range(AREAS)
            for m in range(12)
        ),
        tables=tuple(
            Table(f"table_{n}", f"{modules[7 * n]}:step_1", at(modules[7 * n]))
            for n in range(TABLES)
        ),
        accesses=tuple(_accesses(functions)),
        hidden_edges=tuple(
            HiddenEdge("foreign-key", functions[7 * n], f"table_{(n * 11) % TABLES}", at("shop"))
            for n in range(TABLES)
        ),
        lines=LINES * len(modules),
    )


def _imports(number: int, modules: list[str]) -> tuple[Import, ...]:
    targets = {modules[(number + step) % len(modules)] for step in (1, 5, 211)}
    return tuple(Import(target, "", target, 1) for target in sorted(targets))


def _calls(functions: list[str]) -> list[Call]:
    count = len(functions)
    return [
        Call(name, functions[(n + step) % count], at(name.partition(":")[0], 3 + step % 90))
        for n, name in enumerate(functions)
        for step in ((1, 10, 97) if n % 9 else (1, 10, 97, 3001))
    ]


def _accesses(functions: list[str]) -> list[TableAccess]:
    return [
        TableAccess(
            f"table_{(n // 60) % TABLES}",
            AccessMode.WRITE if n % 6 == 0 else AccessMode.READ,
            name,
            at(name.partition(":")[0], 9),
        )
        for n, name in enumerate(functions)
        if n % 3 == 0
    ]
