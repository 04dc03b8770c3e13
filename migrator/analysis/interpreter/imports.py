"""How the interpreter runs import statements."""

from __future__ import annotations

from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import texts_of
from migrator.analysis.interpreter.values import External, ModuleValue, Scope, Values, join
from migrator.model import facts

STAR = "*"  # no name: where a scope keeps what it imports everything from, which is not read


def run(machine: Interpreter, statement: facts.Import | facts.ImportFrom, frame: Frame) -> None:
    """Bind what an import statement binds."""
    if isinstance(statement, facts.Import):
        for dotted, alias in statement.names:
            target = dotted if alias else dotted.split(".")[0]
            if found := machine.modules.find(dotted, frame.file):
                machine.run_module(found)
            _bind(frame, alias or target, _module(machine, target, frame))
        return
    module = machine.modules.by_name[frame.scope.module]
    base = machine.modules.base_of(module, statement)
    for name, alias in statement.names:
        if name == "*":
            _star(machine, base, frame)
        elif machine.modules.is_project(base):
            values = machine.module_name(base, name)
            if not values:
                machine.late[frame.scope, alias or name] = (base, name)
            _bind(frame, alias or name, values)
        else:
            _bind(frame, alias or name, (External(f"{base}.{name}"),))


def _module(machine: Interpreter, name: str, frame: Frame) -> Values:
    if found := machine.modules.find(name, frame.file):
        return (ModuleValue(found),)
    return (External(name),)


def starred(scope: Scope, name: str) -> Values:
    """Return what a name may be that only ``from elsewhere import *`` can have bound."""
    if name.startswith("_"):
        return ()
    return tuple(
        External(f"{value.name}.{name}")
        for value in scope.names.get(STAR, ())
        if isinstance(value, External)
    )


def _star(machine: Interpreter, base: str, frame: Frame) -> None:
    machine.run_module(base)
    scope = machine.scopes.get(base)
    if scope is None:
        if not machine.modules.is_project(base):
            _keep_star(frame.scope, (External(base),))
        return
    public = texts_of(scope.names.get("__all__", ()))
    for name in _public(scope) if public is None else public:
        if name in scope.names:
            _bind(frame, name, scope.names[name])
    if public is None:
        _keep_star(frame.scope, scope.names.get(STAR, ()))


def _keep_star(scope: Scope, values: Values) -> None:
    if values:
        scope.names[STAR] = join(scope.names.get(STAR, ()), values)


def _public(scope: Scope) -> tuple[str, ...]:
    return tuple(name for name in scope.names if not name.startswith(("_", STAR)))


def _bind(frame: Frame, name: str, values: Values) -> None:
    frame.scope.bind(name, values, weakly=frame.branches > 0)
