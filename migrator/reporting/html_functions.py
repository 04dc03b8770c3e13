"""Functions and what they do, as the HTML report has them."""

from collections.abc import Iterator

from migrator.model.effect_index import EffectIndex
from migrator.model.location import Location
from migrator.model.program import Program
from migrator.model.reach import CallGraph
from migrator.model.tree import Steps
from migrator.reporting import html_shape as shape
from migrator.reporting.html_index import Index


def function_rows(program: Program, index: Index) -> Iterator[shape.FunctionRow]:
    """Yield the functions that were asked for, and all that they reach in turn."""
    graph = CallGraph(program)
    places = {f"{module.name}:": Location(module.file, 1) for module in program.modules}
    places.update({function.name: function.location for function in program.functions})
    classes = {function.name for function in program.functions if function.kind == "class"}
    steps = Steps(program)
    done = 0
    while names := index.functions.values()[done:]:
        for name in names:
            place = places.get(name, Location("", 0))
            callees: list[int] = []
            for step in (steps.of(name, callee) for callee in graph.callees(name)):
                how = index.names.of(step.role)
                callees += (index.functions.of(step.function), how, *index.place(step.location))
            yield shape.FunctionRow(
                name,
                *index.place(place),
                service=index.service_of(name),
                is_loose=int(name.endswith(":") or name in classes),
                callees=tuple(callees),
            )
        done += len(names)


def effect_rows(program: Program, index: Index) -> Iterator[shape.EffectRow]:
    """Yield what functions do, function by function."""
    known = EffectIndex(program)
    for function in known.functions():
        for effect in known.of(function):
            yield shape.EffectRow(
                effect.kind,
                effect.name,
                index.functions.of(function),
                *index.place(effect.location),
                effect.detail,
            )
