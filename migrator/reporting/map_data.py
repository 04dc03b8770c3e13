"""A program and what grouping learnt of it -> what the scripts of the map read."""

from collections.abc import Iterator

from migrator.grouping.homes import members
from migrator.grouping.judge import measure_louvain
from migrator.grouping.signals import SIGNALS
from migrator.grouping.study import Study
from migrator.model.grouping import PlanMetrics
from migrator.model.reach import module_of
from migrator.reporting import map_shape as shape
from migrator.reporting.map_index import MapIndex
from migrator.reporting.map_links import (
    access_rows,
    call_rows,
    hidden_rows,
    import_rows,
    transaction_rows,
)
from migrator.reporting.map_ties import tie_rows
from migrator.usecases.map import Chart


def build_map(chart: Chart) -> shape.MapData:
    """Arrange a chart for the page; the same chart gives the same data."""
    study = Study(chart.program)
    program, index = chart.program, MapIndex(study)
    return shape.MapData(
        root=program.root,
        plan_file=chart.plan_file,
        text=chart.text,
        is_new=int(chart.is_new),
        modules=tuple(_modules(study, index)),
        functions=tuple(_functions(study, index)),
        entries=tuple(_entries(study, index)),
        tables=tuple(_tables(study, index)),
        calls=tuple(call_rows(program, index)),
        imports=tuple(import_rows(program, index)),
        accesses=tuple(access_rows(program, index)),
        hidden=tuple(hidden_rows(study.material, index)),
        transactions=tuple(transaction_rows(study, index)),
        signals=tuple(signal.name for signal in SIGNALS),
        ties=tuple(tie_rows(study.affinity, index)),
        louvain=_numbers(measure_louvain(study)),
        files=index.files.values(),
        save_to=chart.save_to,
        digest=chart.digest,
    )


def _modules(study: Study, index: MapIndex) -> Iterator[shape.ModuleRow]:
    for module in study.program.modules:
        yield shape.ModuleRow(module.name, index.files.of(module.file), module.lines)


def _functions(study: Study, index: MapIndex) -> Iterator[shape.FunctionRow]:
    """Yield what can have a home, in the order of the index."""
    known = {function.name: function for function in study.program.functions}
    for name in members(study.program):
        function = known.get(name)
        yield shape.FunctionRow(
            index.modules.get(module_of(name), shape.NONE),
            name.partition(":")[2],
            function.location.line if function else 0,
            function.kind if function else "",
        )


def _entries(study: Study, index: MapIndex) -> Iterator[shape.EntryRow]:
    for entry_point in study.program.entry_points:
        yield shape.EntryRow(entry_point.label, index.node(entry_point.handler))


def _tables(study: Study, index: MapIndex) -> Iterator[shape.TableRow]:
    models = {table.name: table.model for table in study.program.tables}
    for name, location in sorted(study.material.tables.items()):
        yield shape.TableRow(name, *index.place(location), models.get(name, ""))


def _numbers(metrics: PlanMetrics) -> dict[str, float]:
    return {
        "modularity": metrics.modularity,
        "calls": metrics.calls,
        "calls_share": metrics.calls_share,
        "inter_partition": metrics.inter_partition,
        "two_writers": len(metrics.two_writers),
        "entropy": metrics.entropy,
        "spanning": len(metrics.spanning),
        "balance": metrics.balance,
        "cycles": len(metrics.cycles),
    }
