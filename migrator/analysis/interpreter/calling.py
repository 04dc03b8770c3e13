"""How the interpreter calls things: functions and classes of the project, and all others."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from migrator.analysis.interpreter import (
    builtin_callbacks,
    builtin_calls,
    edges,
    mappings,
    overrides,
    router_overrides,
    sessions,
)
from migrator.analysis.interpreter.budget import DEEPEST
from migrator.analysis.interpreter.expressions import WATCHED, annotated, unknown
from migrator.analysis.interpreter.naming import (
    classes_in,
    find_in_class,
    is_unknown,
    name_of,
    root_of,
)
from migrator.analysis.interpreter.port import Arguments, Frame, Interpreter, Keywords, Site
from migrator.analysis.interpreter.questions import mro, short, stood_in_for
from migrator.analysis.interpreter.records import fields_of
from migrator.analysis.interpreter.values import (
    Bound,
    ClassValue,
    Event,
    External,
    FunctionValue,
    Instance,
    Items,
    Member,
    Partial,
    Scope,
    Table,
    Value,
    Values,
    join,
    join_fully,
)
from migrator.analysis.walk import walk
from migrator.model import facts
from migrator.model.program import Call

# What is handed a function to know it by, and never calls it: it finds the URL of a view,
# forgets what a function gave, or stores it as an assignment does.
# https://docs.djangoproject.com/en/stable/ref/urlresolvers/#reverse
# https://flask-caching.readthedocs.io/en/latest/index.html#deleting-memoize-cache
NAMING = (
    *(".wraps", ".delete_memoized", ".delete_memoized_verhash", "<builtin>.setattr"),
    *(".urls.reverse", ".urls.reverse_lazy", ".shortcuts.redirect", ".shortcuts.resolve_url"),
)
# What asks what a function is, or logs it: whoever hands it in does not have it called by that.
# Who asks about functions of its own does so to call them.
# https://docs.python.org/3/library/inspect.html#inspect.iscoroutinefunction
ASKING = (
    *(".iscoroutinefunction", ".isgeneratorfunction", ".isasyncgenfunction", ".isfunction"),
    *(".ismethod", ".isclass", "inspect.signature", "inspect.getsource", "inspect.unwrap"),
    *("<builtin>.callable", "<builtin>.isinstance", "<builtin>.hasattr", "<builtin>.getattr"),
    *("<builtin>.id", "<builtin>.repr", "<builtin>.type", "<builtin>.str", "<builtin>.print"),
    *(".update_wrapper", ".get_type_hints"),
    *(".debug", ".info", ".warning", ".error", ".exception"),
)
MOST_CARRIED = 8  # classes that an external object is known to be made of


def call(  # noqa: C901, PLR0911  (one case a kind of callee)
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values:
    """Return what a call may give."""
    if isinstance(callee, FunctionValue):
        return call_function(machine, callee, args, keywords, site)
    if isinstance(callee, Bound):
        given = ((callee.receiver,), *args)
        return call_function(machine, callee.function, given, keywords, site)
    match callee:
        case ClassValue():
            return _construct(machine, callee, args, keywords, site)
        case Partial(function=functions, args=first, keywords=preset):
            results = [
                call(machine, function, first + args, preset | keywords, site)
                for function in functions
            ]
            return join(*results)
        case Instance(kind=ClassValue() as cls):
            for method in find_in_class(cls, "__call__") or ():
                if isinstance(method, FunctionValue):
                    return call_function(machine, method, ((callee,), *args), keywords, site)
            if all(isinstance(base, ClassValue) for base in mro(cls)):
                return ()
            return _call_external(machine, callee, args, keywords, site)  # as its base does
        case External() | Member() | Instance():
            edges.note_external(machine.log, callee, site)
            _keep_handed(machine, callee, args, site)
            known = builtin_callbacks.call(machine, callee, args, keywords, site)
            if known is None:
                known = builtin_calls.call(machine, callee, args, keywords, site)
            if known is None:
                known = router_overrides.call(machine, callee, args, keywords, site)
            if known is not None:
                return known
            return _call_external(machine, callee, args, keywords, site)
    return ()


def _call_external(
    machine: Interpreter, callee: Value, args: Arguments, keywords: Keywords, site: Site
) -> Values:
    name = name_of(callee) + ("()" if isinstance(callee, Instance) else "")
    receiver: Value | None = callee.receiver if isinstance(callee, Member) else callee
    if isinstance(callee, External):
        receiver = None
    root = root_of(receiver) if receiver is not None else None
    origin = root.origin if isinstance(root, Instance) else None
    member = name.rpartition(".")[2]
    is_unknown = name.startswith("?") and member not in WATCHED
    if is_unknown or sessions.is_kept_elsewhere(name, member):
        if sessions.is_of_session(member, sessions.name_of_owner(receiver), args):
            name = f"{sessions.SESSION}.{member}"
        elif is_unknown:
            return ()
    event = Event(name, site.frame.owner, site.location, args, keywords, receiver, origin)
    if not overrides.supersede(machine, event, site):
        machine.record(event, site.frame)
    given = ((receiver,) if receiver else (), *args, *keywords.values())
    carries = tuple(islice(classes_in(*given), MOST_CARRIED))
    result = Instance(
        External(name), site.location, origin=event, carries=carries, is_single=site.is_import
    )
    if event.member == "__init__":
        _initialize(event)
    if not name.endswith(NAMING):
        _run_callbacks(machine, args, keywords, site, is_asked=name.endswith(ASKING))
    return machine.call_back(event, site) or (result,)


def _initialize(event: Event) -> None:
    """``super().__init__(…)`` and ``Base.__init__(self, …)`` say what the base class is given."""
    instance = event.receiver
    if instance is None and event.args:
        instance = next((v for v in event.args[0] if isinstance(v, Instance)), None)
        event.args = event.args[1:]
    if isinstance(instance, Instance) and isinstance(instance.kind, ClassValue):
        instance.origin = event


def _run_callbacks(
    machine: Interpreter, args: Arguments, keywords: Keywords, site: Site, *, is_asked: bool
) -> None:
    """A function that is handed out may be called: the call graph has an edge to it."""
    for values in (*args, *keywords.values()):
        for value in values:
            function = value.function if isinstance(value, Bound) else value
            if not isinstance(function, FunctionValue):
                continue
            if site.frame.function is None:
                machine.dispatching.note_handed(function)
            elif not (is_asked and _came_in(function, site.frame)):
                _note_reach(machine, function, site)
                machine.dispatching.note_call(function, (), {}, site.frame.owner, site.location)


def _keep_handed(machine: Interpreter, callee: Value, args: Arguments, site: Site) -> None:
    """A function that is handed in and made a ``partial`` of is kept to be called."""
    running = site.frame.function
    if running is None or not isinstance(callee, External) or callee.name != "functools.partial":
        return
    for value in args[0] if args else ():
        if isinstance(value, FunctionValue) and _came_in(value, site.frame):
            machine.invoking.add(id(running.definition))


def _note_reach(machine: Interpreter, function: FunctionValue, site: Site) -> None:
    """Add edges to a function and to all that it stands in for: whoever calls it runs both.

    A stand-in's own call of what it wraps is no edge: one wrapper stands in for many functions,
    and each of their callers would reach all of them. Neither is a call of what came in by a
    parameter: that is an edge of whoever handed it in. The same holds for functions in a
    stand-in. What a stand-in calls that its decorator was given, ``@fallback(other)``, is called
    for the function below that decorator alone.
    """
    running = site.frame.function
    if machine.dispatching.takes(function, site.location):
        return
    if _is_handed_in(machine, function, site.frame):
        return
    own = stood_in_for(running)[1:] if running and running.wrapped else ()
    if not own and (maker := _handed_to(machine, function, site.frame)):
        machine.invoking.add(id(maker.definition))
        return
    if not own and _is_wrapped_around(machine, function, site.frame):
        return
    if not function.wrapped and not own:
        machine.log.calls.add(Call(site.frame.owner, function.name, site.location))
        return
    caller = (
        own[-1].name
        if own and _is_of_decorator(machine, function, site.frame)
        else site.frame.owner
    )
    for callee in stood_in_for(function):
        if callee not in own:
            machine.log.calls.add(Call(caller, callee.name, site.location))


def _is_of_decorator(machine: Interpreter, function: FunctionValue, frame: Frame) -> bool:
    """Tell whether a function was handed to one around that which runs."""
    scope = frame.scope.parent
    while scope is not None and scope.parent is not None:
        maker = machine.log.functions.get(scope.owner)
        for parameter in maker.definition.params if maker is not None else ():
            if function in scope.names.get(parameter.name, ()):
                return True
        scope = scope.parent
    return False


def _is_wrapped_around(machine: Interpreter, function: FunctionValue, frame: Frame) -> bool:
    """Tell whether a function in a stand-in calls what came in by the decorator around that."""
    scope = frame.scope.parent
    while scope is not None and scope.parent is not None:
        stand_in = machine.log.functions.get(scope.owner)
        if stand_in is not None and stand_in.wrapped:
            return any(function in values for values in scope.parent.names.values())
        scope = scope.parent
    return False


def _handed_to(
    machine: Interpreter, function: FunctionValue, frame: Frame
) -> FunctionValue | None:
    """Return the function around that which runs to which another was handed, while it runs."""
    scope = frame.scope.parent
    while scope is not None and scope.parent is not None:
        maker = machine.log.functions.get(scope.owner) if scope.is_running else None
        for parameter in maker.definition.params if maker is not None else ():
            if _is_among(function, scope.names.get(parameter.name, ())):
                return maker
        scope = scope.parent
    return None


def _came_in(function: FunctionValue, frame: Frame) -> bool:
    """Tell whether a function came in by a parameter of the one that runs."""
    if frame.function is None:
        return False
    names = frame.scope.names
    return any(
        _is_among(function, names.get(parameter.name, ()))
        for parameter in frame.function.definition.params
    )


def _is_handed_in(machine: Interpreter, function: FunctionValue, frame: Frame) -> bool:
    """Tell what came in by a parameter of the one that runs, and note that this calls it.

    What comes in by ``*args``, a stand-in hands on: what it stands in for calls it, or not.
    """
    running = frame.function
    if running is None:
        return False
    if _came_in(function, frame):
        machine.invoking.add(id(running.definition))
        return True
    is_rest = any(_is_among(function, values) for values in _rest_of(running, frame))
    if not is_rest or _is_named_in(running, function):
        return False
    if not running.wrapped:
        machine.invoking.add(id(running.definition))
    return True


def _is_named_in(running: FunctionValue, function: FunctionValue) -> bool:
    """Tell what a function puts among its arguments by itself: ``kwargs["default"] = encode``."""
    if function.scope.owner == running.name:
        return True
    name = short(function.name)
    return any(
        (isinstance(node, facts.Name) and node.id == name)
        or (isinstance(node, facts.Attribute) and node.attr == name)
        for node, _ in walk(running.definition.body)
    )


def _rest_of(function: FunctionValue, frame: Frame) -> Iterator[Values]:
    """Yield what came in by ``*args`` and ``**kwargs``."""
    for parameter in function.definition.params:
        if parameter.kind.startswith("*"):
            yield from _each(frame.scope.names.get(parameter.name, ()))


def _each(values: Values) -> Iterator[Values]:
    for value in values:
        if isinstance(value, Items):
            yield from value.items
        elif isinstance(value, Table):
            yield from value.entries.values()


def _is_among(function: FunctionValue, values: Values) -> bool:
    for value in values:
        if value is function or (isinstance(value, Bound) and value.function is function):
            return True
    return False


def call_function(
    machine: Interpreter, function: FunctionValue, args: Arguments, keywords: Keywords, site: Site
) -> Values:
    """Run a function, and note what it runs of that it is handed."""
    edges.note_function(machine.log, function, site)
    _note_reach(machine, function, site)
    machine.dispatching.note_call(function, args, keywords, site.frame.owner, site.location)
    result = _call_function(machine, function, args, keywords, site)
    if id(function.definition) in machine.invoking or _is_around_invoking(machine, function):
        for values in (*args, *keywords.values()):
            for value in values:
                handed = value.function if isinstance(value, Bound) else value
                if isinstance(handed, FunctionValue):
                    _note_reach(machine, handed, site)
    return result


def _is_around_invoking(machine: Interpreter, function: FunctionValue) -> bool:
    """Tell a function that stands in for one which calls what it is handed."""
    inner = stood_in_for(function)[1:] if function.wrapped else ()
    return any(id(one.definition) in machine.invoking for one in inner)


def _call_function(
    machine: Interpreter, function: FunctionValue, args: Arguments, keywords: Keywords, site: Site
) -> Values:
    """Run a function with what is known of its arguments, or take what it gives in general."""
    # What came in by a parameter of the caller says as little as nothing: one run for them all.
    args = tuple([() if is_unknown(values) else values for values in args])
    if keywords:
        keywords = {n: () if is_unknown(values) else values for n, values in keywords.items()}
    given = (*args, *keywords.values())
    if _is_unknown(function, given):
        return summarize(machine, function)
    key = (function, args, tuple(sorted(keywords.items(), key=_first)) if keywords else ())
    memo = machine.memo
    if key in memo:
        _note_alike(machine, function, key, site)
        return memo[key]
    kind = machine.learning.kind_of(function, args, keywords)
    receiver = args[0] if args else ()
    expected = machine.learning.expected(kind, receiver)
    if expected is not None:
        _note_alike(machine, function, kind, site)
        return expected
    if machine.learning.is_idle(function, given) or not machine.budget.allows(function, given):
        return summarize(machine, function)
    memo[key] = ()  # a recursive call meets this
    machine.first.setdefault(key, site.location)
    machine.first.setdefault(kind, site.location)
    before = machine.learning.mark()
    bound = bind_parameters(machine, function, args, keywords, is_whole=True)
    result = memo[key] = _run(machine, function, bound, site)
    machine.learning.judge(kind, given, before, result)
    return result


def _note_alike(machine: Interpreter, function: FunctionValue, key: object, site: Site) -> None:
    """Note that a call gives what an earlier one gave: what was seen then, happens again."""
    place = machine.first.get(key)
    if place is not None and place != site.location:
        # The body of a class has a stack and no callers.
        around = zip(site.frame.stack[:1], site.frame.callers[:1], strict=False)
        chain = ((site.location, site.frame.owner), *around)
        machine.log.alike.setdefault((place, function.name), {})[chain] = None


def _first(item: tuple[str, Values]) -> str:
    return item[0]


def _is_unknown(function: FunctionValue, given: tuple[Values, ...]) -> bool:
    """Tell whether a call says no more of the arguments than that there are some."""
    if not given:
        return all(parameter.default is None for parameter in function.definition.params)
    owner = function.owner
    is_general = owner is not None and given[0] == (owner.prototype,) and len(given) > 1
    return not any(given[1:] if is_general else given)


def summarize(machine: Interpreter, function: FunctionValue) -> Values:
    """Run a function once without knowing its arguments; return what it may give."""
    if function in machine.summaries:
        return machine.summaries[function] or ()
    if machine.budget.depth >= DEEPEST:
        return ()  # it stays in the queue
    machine.summaries[function] = None
    args: Arguments = ()
    if function.owner is not None and function.kind != "static":
        cls = function.owner
        args = ((cls,) if function.kind == "class" else (machine.prototype(cls),),)
    bound = bind_parameters(machine, function, args, {}, is_whole=False)
    result = _run(machine, function, bound, None)
    machine.summaries[function] = result
    return result


def _run(
    machine: Interpreter, function: FunctionValue, bound: Keywords, site: Site | None
) -> Values:
    function.is_called = True
    definition = function.definition
    scope = Scope(function.scope.module, function.name, dict(bound), function.scope)
    receiver = next(iter(bound.values()), ())
    frame = machine.frame(scope, function, receiver[0] if receiver else None, site)
    active = machine.budget.begin(definition, receiver)
    if isinstance(definition, facts.Lambda):
        result = machine.evaluate(definition.body, frame)
        machine.budget.end(active)
        return result
    scope.is_running = True
    is_dispatching = machine.dispatching.begin(function, bound)
    machine.block(definition.body, frame)
    if is_dispatching:
        machine.dispatching.end()
    scope.is_running = False
    machine.budget.end(active)
    if frame.yields:
        generator = Items("generator", [join(*frame.yields)], is_whole=False)
        return join((generator,), *frame.returns)
    return join_fully(*frame.returns)


def bind_parameters(
    machine: Interpreter,
    function: FunctionValue,
    args: Arguments,
    keywords: Keywords,
    *,
    is_whole: bool,
) -> Keywords:
    """Match arguments to parameters; defaults and annotations speak for those not given.

    Where these are all arguments of a call (``is_whole``), only the default does.
    """
    bound: Keywords = {}
    rest = list(args)
    for parameter in function.definition.params:
        match parameter.kind:
            case "*":
                bound[parameter.name] = (Items("tuple", rest, bool(rest)),) if rest else ()
                rest = []
            case "**":
                bound[parameter.name] = builtin_calls.table(keywords, bound)
            case "positional" if rest:
                values = rest.pop(0)
                bound[parameter.name] = values or _unknown(machine, function, parameter)
            case _ if parameter.name in keywords:
                values = keywords[parameter.name]
                bound[parameter.name] = values or _unknown(machine, function, parameter)
            case _:
                bound[parameter.name] = _default(machine, function, parameter, is_whole=is_whole)
    return bound


def _default(
    machine: Interpreter,
    function: FunctionValue,
    parameter: facts.Parameter,
    *,
    is_whole: bool,
) -> Values:
    if parameter.default is not None and is_whole:
        return _evaluated_default(machine, function, parameter.default)
    values = _unknown(machine, function, parameter)
    if parameter.default is not None:
        values = join(_evaluated_default(machine, function, parameter.default), values)
    return values


def _evaluated_default(
    machine: Interpreter, function: FunctionValue, default: facts.Expression
) -> Values:
    """Evaluate a default; one that calls its own function meets nothing, not itself again."""
    key = ("default", function, id(default))
    if key in machine.memo:
        return ()
    machine.memo[key] = ()
    values = machine.evaluate(default, machine.frame(function.scope, None, None, None))
    del machine.memo[key]
    return values


def _unknown(machine: Interpreter, function: FunctionValue, parameter: facts.Parameter) -> Values:
    """Return what a parameter may be of which only its annotation says something."""
    if parameter.annotation is not None:
        frame = machine.frame(function.scope, None, None, None)
        named = machine.annotation(parameter.annotation, frame)
        if found := annotated(named, machine, function.location):
            return found
    said = machine.options.parameter(function.definition, parameter.name)
    return said or unknown(function.name, parameter.name)


def _construct(
    machine: Interpreter, cls: ClassValue, args: Arguments, keywords: Keywords, site: Site
) -> Values:
    instance = Instance(cls, site.location, is_single=site.is_import)
    made = cls, site.frame.owner, site.location
    machine.log.constructions.append(made)
    machine.learning.note(made)
    mappings.construct(instance, cls, args, keywords)
    initializer = find_in_class(cls, "__init__")
    for method in initializer or ():
        if isinstance(method, FunctionValue):
            call_function(machine, method, ((instance,), *args), keywords, site)
    if initializer is None:
        edges.note_constructor(machine.log, cls, site)
        instance.attributes |= _fields(cls, args, keywords)
    external = next((base for base in mro(cls) if isinstance(base, External)), None)
    if external is not None:
        if instance.origin is not None:
            args, keywords = instance.origin.args, instance.origin.keywords
        event = Event(
            external.name, site.frame.owner, site.location, args, keywords, receiver=instance
        )
        instance.origin = machine.record(event, site.frame)
        machine.call_back(event, site)
    return (instance,)


def _fields(cls: ClassValue, args: Arguments, keywords: Keywords) -> Keywords:
    """Match arguments to annotated fields: dataclasses and all that have taken after them."""
    names = fields_of(cls)
    named = {name: values for name, values in keywords.items() if name in names}
    return dict(zip(names, args, strict=False)) | named
