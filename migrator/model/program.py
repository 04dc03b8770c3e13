"""The program model: what analysis learnt about the monolith, as plain facts.

Names of functions and classes are ``package.module:Qualified.name``; names of modules are
dotted; files are relative to the analyzed folder and use ``/``; lines count from 1.
"""

from enum import StrEnum

import msgspec

from migrator.model.constructs import (
    Assignment,
    AttributeRead,
    Decoration,
    Dependency,
    ExternalImport,
    Inheritance,
    OperationsLine,
    Parameter,
    Setting,
    Span,
)
from migrator.model.effects import FileWrite, HiddenEdge, OutboundCall, Transaction
from migrator.model.ignores import InlineIgnore
from migrator.model.location import Location


class HttpRoute(msgspec.Struct, frozen=True, order=True, tag="http", tag_field="kind"):
    """One method on one path.

    Attributes:
        method: ``GET``, ``POST``, … or ``ANY``.
        path: a template such as ``/orders/{order_id}``, all prefixes included.
        declared: the same path as the framework spells it.
    """

    method: str
    path: str
    declared: str


COMPUTED = "computed"  # what is said, but not as a constant


class QueueTask(msgspec.Struct, frozen=True, order=True, tag="task", tag_field="kind"):
    """A task that a queue worker runs.

    Attributes:
        name: what messages carry.
        seconds: after which the worker ends it, as the task itself says; 0 where it does not.
    """

    name: str
    seconds: int = 0


class Schedule(msgspec.Struct, frozen=True, order=True, tag="schedule", tag_field="kind"):
    """A task that a clock starts.

    Attributes:
        expression: AWS spelling, ``cron(0 3 * * ? *)`` or ``rate(5 minutes)``; empty where the
            declared form has no equivalent.
        declared: the framework's own spelling.
        task: the name of the task that is started.
        arguments: what it is given, as JSON: ``[[1], {"days": 30}]``, of a command its words;
            empty for nothing, COMPUTED where that is not known.
        entry: what the schedule itself calls it, such as the key in ``beat_schedule``.
    """

    expression: str
    declared: str
    task: str = ""
    arguments: str = ""
    entry: str = ""


class Websocket(msgspec.Struct, frozen=True, order=True, tag="websocket", tag_field="kind"):
    """A path that upgrades to a websocket."""

    path: str


class Command(msgspec.Struct, frozen=True, order=True, tag="command", tag_field="kind"):
    """A command line that operators run."""

    name: str


Trigger = HttpRoute | QueueTask | Schedule | Websocket | Command


class EntryPoint(msgspec.Struct, frozen=True):
    """Where control enters the monolith from outside.

    Attributes:
        handler: the function that answers (``shop.views:OrderView.get``).
        location: its ``def`` or ``class`` line.
        framework: ``flask``, ``celery``, ``click``, …
        name: the framework's name for it (Flask: the endpoint, with blueprint prefixes).
        registered_at: the statements that register it, innermost first: decorator or
            ``add_url_rule``, then each ``register_blueprint``, then the calls around them.
        methods: for an HTTP route, all methods of the same rule (one entry point each).
        hooks: functions that the framework runs around this route but not around every one
            (``before_request`` of its blueprint); those of all routes are ``Program.hooks``.
    """

    trigger: Trigger
    handler: str
    location: Location
    framework: str
    name: str = ""
    registered_at: tuple[Location, ...] = ()
    methods: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Name the entry point as users do: ``GET /orders/{id}``, ``task shop.mail.send``."""
        match self.trigger:
            case HttpRoute(method=method, path=path):
                return f"{method} {path}"
            case QueueTask(name=name):
                return f"task {name}"
            case Schedule(declared=declared, task=task):
                return f"schedule {task or self.handler} {declared}"
            case Websocket(path=path):
                return f"websocket {path}"
            case Command(name=name):
                return f"command {name}"


class Unresolved(msgspec.Struct, frozen=True, order=True):
    """Something that is there but that static analysis could not read."""

    reason: str
    location: Location


class Import(msgspec.Struct, frozen=True, order=True):
    """One imported name, resolved to a module of the project.

    Attributes:
        target: the project module that is loaded (``shop.models``).
        name: the symbol taken from it, empty where the module itself is bound, ``*`` for star.
        bound: the local name it gets.
        scope: the function in which the statement stands, empty at module level.
    """

    target: str
    name: str
    bound: str
    line: int
    scope: str = ""


class Module(msgspec.Struct, frozen=True):
    """One Python file of the monolith.

    Attributes:
        imports: imports of modules of the project, in source order.
        externals: top-level names of everything else that is imported (``flask``, ``os``).
        mentions: project modules named in strings (task includes, ``import_module``), with line.
    """

    name: str
    file: str
    lines: int
    is_package: bool = False
    imports: tuple[Import, ...] = ()
    externals: tuple[str, ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()


class Function(msgspec.Struct, frozen=True, order=True):
    """A function, method or class of the monolith.

    Attributes:
        kind: ``function``, ``method`` or ``class``.
        is_business: reached from handlers, and uses no request, response or framework object.
    """

    name: str
    location: Location
    end_line: int
    kind: str = "function"
    is_business: bool = False


class Call(msgspec.Struct, frozen=True, order=True):
    """A call site: ``caller`` and ``callee`` are functions; module code is ``package.module:``."""

    caller: str
    callee: str
    location: Location


class AccessMode(StrEnum):
    """What a function does to a table."""

    READ = "read"
    WRITE = "write"


class Table(msgspec.Struct, frozen=True):
    """A database table and the model class that declares it.

    Attributes:
        references: tables that foreign keys point at, each with the line of the key.
    """

    name: str
    model: str
    location: Location
    references: tuple[tuple[str, int], ...] = ()


class TableAccess(msgspec.Struct, frozen=True, order=True):
    """A function reads or writes a table.

    Attributes:
        via: how the table comes in where not by its model: ``join`` (joined, or loaded with
            its owner), ``relation`` (through an attribute of an object), ``sql`` (text).
    """

    table: str
    mode: AccessMode
    function: str
    location: Location
    via: str = ""


class ConfigRead(msgspec.Struct, frozen=True, order=True):
    """A configuration key that is read; ``default`` is its source text, None where required.

    Attributes:
        store: where it is kept: ``environment``, ``flask`` (``app.config``), ``django``
            (``django.conf.settings``) or ``pydantic`` (a settings class).
        is_secret: whether its value goes where secrets go: a password, a signing key, a token.
    """

    key: str
    function: str
    location: Location
    default: str | None = None
    store: str = "environment"
    is_secret: bool = False


class AwsCall(msgspec.Struct, frozen=True, order=True):
    """A call of the AWS SDK; ``action`` is IAM's spelling, ``s3:PutObject``.

    Attributes:
        resource: the bucket, queue, table, … where it is a constant; else empty.
    """

    action: str
    function: str
    location: Location
    resource: str = ""


class Enqueue(msgspec.Struct, frozen=True, order=True):
    """A function puts a task on a queue; ``task`` is the task's name.

    Attributes:
        method: what is called to do so: ``delay``, ``apply_async``; ``retry`` where a task puts
            itself on the queue again, empty where the task is called like a function.
        keywords, constants: the arguments of that call, as those of an ``ExternalCall``.
    """

    task: str
    function: str
    location: Location
    method: str = ""
    keywords: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()


class ExternalCall(msgspec.Struct, frozen=True, order=True):
    """A call of something that is not the project's, for rules to match.

    Attributes:
        name: dotted, ``threading.Thread``; builtins are ``<builtin>.open``.
        keywords: names of the keyword arguments that are given, sorted; ``**`` for unpacking.
        constants: arguments that are constants, by position (from 0) or keyword, with ``repr``
            of the value: ``("1", "'w'")``, ``("pool_size", "20")``; those in a dictionary
            are dotted: ``("connect_args.timeout", "5")``; of a list, its first items:
            ``("0.0", "'git'")``, ``("0.1", "'log'")``, by their name where they are no
            constants: ``("0.0", "sys.executable")``; functions to be run later by theirs:
            ``("0()", "os.remove")``.
    """

    name: str
    function: str
    location: Location
    keywords: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()


class ModuleState(msgspec.Struct, frozen=True, order=True):
    """A name bound at module level whose value outlives a request.

    Attributes:
        name: ``package.module:NAME``.
        kind: what it holds: ``dict``, ``list``, ``set``; ``rebound`` where functions change it
            with ``global`` (``+=``), ``replaced`` where they also assign it, or what is below
            constant keys of it; ``cache`` where they
            only fill in what a test found missing; ``noted`` where they only remember what has
            been logged, or keep what runs; ``loaded`` where they are handed nothing and ask no
            request, so that each process comes to the same.
        writers: functions that change it, sorted.
        storing: those of them that leave there what their caller or the request has brought,
            for others to find: not where it is made again when it is missing.
        readers: functions that use what is in it, sorted.
    """

    name: str
    kind: str
    location: Location
    writers: tuple[str, ...] = ()
    storing: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()


class Application(msgspec.Struct, frozen=True):
    """The web application object.

    Attributes:
        name: ``module:create_app`` for a factory, ``module:app`` for a global object.
        is_factory: whether ``name`` has to be called.
    """

    name: str
    is_factory: bool
    location: Location
    framework: str = "flask"


class LeftOut(msgspec.Struct, frozen=True, order=True):
    """What is not analyzed: how many files (or folders, as a whole), and some of them.

    Attributes:
        reason: ``tests``, ``migrations``, ``generated``, ``ignored`` (by .gitignore),
            ``installed``, ``excluded`` (by a person), ``linked`` (links to folders) or
            ``unreadable``.
    """

    reason: str
    count: int
    examples: tuple[str, ...]


class Program(msgspec.Struct, frozen=True):
    """Everything later stages may know about the monolith. All tuples are sorted.

    Attributes:
        root: the analyzed folder's name (not its absolute path: output is deterministic).
        calls: who reaches whom inside the project: who calls a decorated name reaches all that
            the decorators made of it, and a wrapper does not reach all that it ever wrapped.
        edges: calls as they happen, caller and callee: a wrapper calls all that it wraps.
            Callees also are what others define: ``os.getcwd``, ``<builtin>.len``, a method of a
            literal, ``<**PyStr**>.join``.
        hooks: functions that the framework runs implicitly around every route
            (before_request, after_request, error handlers, context processors).
        unparsed: files that do not parse; each is also in ``unresolved``.
        ignores: comments that accept findings.
    """

    root: str
    modules: tuple[Module, ...] = ()
    functions: tuple[Function, ...] = ()
    calls: tuple[Call, ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    entry_points: tuple[EntryPoint, ...] = ()
    hooks: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    accesses: tuple[TableAccess, ...] = ()
    config_reads: tuple[ConfigRead, ...] = ()
    aws_calls: tuple[AwsCall, ...] = ()
    enqueues: tuple[Enqueue, ...] = ()
    external_calls: tuple[ExternalCall, ...] = ()
    module_state: tuple[ModuleState, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    hidden_edges: tuple[HiddenEdge, ...] = ()
    outbound_calls: tuple[OutboundCall, ...] = ()
    file_writes: tuple[FileWrite, ...] = ()
    external_imports: tuple[ExternalImport, ...] = ()
    decorations: tuple[Decoration, ...] = ()
    inheritances: tuple[Inheritance, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    attribute_reads: tuple[AttributeRead, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    settings: tuple[Setting, ...] = ()
    spans: tuple[Span, ...] = ()
    dependencies: tuple[Dependency, ...] = ()
    operations: tuple[OperationsLine, ...] = ()
    applications: tuple[Application, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    unparsed: tuple[str, ...] = ()
    lines: int = 0
    left_out: tuple[LeftOut, ...] = ()
    ignores: tuple[InlineIgnore, ...] = ()
