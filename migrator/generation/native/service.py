"""Native handlers of one service, where its plan asks for them, and the decision in any case."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from migrator.generation.gateway import GatewayFunction
from migrator.generation.native.decide import Natives, decide
from migrator.generation.native.handlers import native_handler, settle
from migrator.generation.native.scopes import Kept
from migrator.generation.symbols.table import SymbolTable
from migrator.model.extraction import REDUCED, Cut, Selection, Slice
from migrator.model.files import RenderedFile
from migrator.model.plan import Handlers
from migrator.model.program import Program
from migrator.model.serving import Serving


class NativeService(NamedTuple):
    """What became of the routes.

    Attributes:
        servings: each route, and what hinders it; sorted by label.
        handlers: files of the functions that are native, by the functions' names.
    """

    servings: tuple[Serving, ...] = ()
    handlers: Mapping[str, RenderedFile] = {}

    @property
    def possible(self) -> int:
        """Count the routes that could be native."""
        return sum(serving.is_native for serving in self.servings)

    @property
    def labels(self) -> frozenset[str]:
        """Name the routes that are native: those that can be, where handlers are asked for."""
        return frozenset(s.label for s in self.servings if s.is_native and self.handlers)

    def assigned(self, functions: Sequence[GatewayFunction]) -> tuple[GatewayFunction, ...]:
        """Let functions be answered by their native handlers."""
        return tuple(
            msgspec.structs.replace(one, module=one.name) if one.name in self.handlers else one
            for one in functions
        )


def native_service(  # noqa: PLR0913 - the monolith, and what is known of the service
    program: Program,
    table: SymbolTable,
    selection: Selection,
    sliced: Slice,
    *,
    cuts: Sequence[Cut],
    functions: Sequence[GatewayFunction],
    pins: Sequence[str],
) -> NativeService:
    """Decide for each route, and make the handlers if they are wanted.

    Args:
        program: the monolith.
        table: its modules.
        selection: the service.
        sliced: what travels with it.
        cuts: what codemods changed: a view that one of them changes is not taken from the source.
        functions: Lambda functions with their routes.
        pins: lines of its requirements.txt.
    """
    firsts: dict[str, set[int]] = {}
    for unit in sliced.units:
        firsts.setdefault(unit.module, set()).add(unit.first)
    kept = Kept(frozenset(sliced.modules), firsts)
    changed = {cut.location for cut in cuts if cut.codemod != REDUCED}
    application = selection.application.name
    decided = decide(program, table, kept, application, selection.routes, pins=pins)
    natives = settle(decided, functions, changed)
    if selection.service.handlers is not Handlers.NATIVE:
        return NativeService(natives.servings)
    names = {"org": selection.org, "style": selection.service.response.value}
    folder = f"services/{selection.service.name}/handlers"
    return NativeService(
        natives.servings,
        {
            function.name: native_handler(
                function, natives, table, f"{folder}/{function.name}.py", names
            )
            for function in functions
            if _are_native(function, natives)
        },
    )


def _are_native(function: GatewayFunction, natives: Natives) -> bool:
    return all(route.label in natives.views for route in function.routes)
