"""How the interpreter runs import statements."""

from __future__ import annotations

from migrator.analysis.interpreter.port import Frame, Interpreter
from migrator.analysis.interpreter.questions import texts_of
from migrator.analysis.interpreter.values import External, ModuleValue, Scope, Values
from migrator.model import facts


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


def _star(machine: Interpreter, base: str, frame: Frame) -> None:
    machine.run_module(base)
    scope = machine.scopes.get(base)
    if scope is None:
        return
    public = texts_of(scope.names.get("__all__", ()))
    for name in _public(scope) if public is None else public:
        if name in scope.names:
            _bind(frame, name, scope.names[name])


def _public(scope: Scope) -> tuple[str, ...]:
    return tuple(name for name in scope.names if not name.startswith("_"))


def _bind(frame: Frame, name: str, values: Values) -> None:
    frame.scope.bind(name, values, weakly=frame.branches > 0)
