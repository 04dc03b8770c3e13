"""What each condition finds in a small program."""

import msgspec
import pytest

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
from migrator.model.location import Location
from migrator.model.plan import MigrationPlan, Service
from migrator.model.program import (
    AccessMode,
    AwsCall,
    Call,
    ConfigRead,
    Enqueue,
    EntryPoint,
    ExternalCall,
    Function,
    HttpRoute,
    Import,
    Schedule,
    Table,
    TableAccess,
)
from migrator.model.strict_yaml import read
from migrator.rules.conditions import FINDERS, Conditions, find_matches
from migrator.rules.index import Index
from migrator.rules.match import Match
from tests.programs import SHOP, access, at, call, module

ORDERS = Service("orders", ("shop.orders",), owns=("order", "line"))
CUSTOMERS = Service("customers", ("shop.customers",), owns=("customer",))
PLAN = MigrationPlan(services=(ORDERS, CUSTOMERS))
CREATE, SHOW, SEND = "shop.orders.views:create", "shop.customers.views:show", "shop.mail:send"
VIEWS, MAIL = "shop.orders.views", "shop.mail"


def external(name: str, line: int, *constants: tuple[str, str], **more: str) -> ExternalCall:
    keywords = tuple(sorted({*more, *(key for key, _ in constants if not key.isdigit())}))
    return ExternalCall(name, CREATE, at(VIEWS, line), keywords, constants)


def matches(conditions: str, **facts: object) -> list[Match]:
    program = msgspec.structs.replace(SHOP, **facts)
    asked = read(conditions, Conditions, file="conditions")
    return list(find_matches(asked, Index(program, PLAN)))


def found(line: int, name: str, value: str = "", *functions: str) -> Match:
    return Match(at(VIEWS, line), name, functions or (CREATE,), value)


GET = external("requests.get", 21)
SLOW = external("requests.get", 22, ("timeout", "60"), ("params.page", "2"))
COMPUTED = external("requests.get", 23, timeout="")
LOOSE = ExternalCall("requests.get", f"{VIEWS}:", at(VIEWS, 2))
CALLS = (LOOSE, GET, SLOW, COMPUTED)
SPANS = (
    Span(CREATE, at(VIEWS, 21), 21, "for"),
    Span(CREATE, at(VIEWS, 22), 22, "dropped", "get"),
    Span(CREATE, at(VIEWS, 23), 23, "dropped", "post"),
)


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        pytest.param("", [2, 21, 22, 23], id="all"),
        pytest.param("without_keyword: [timeout]", [2, 21], id="without a keyword"),
        pytest.param("without_setting: [TIMEOUTS]", [2, 21, 22, 23], id="setting is not there"),
        pytest.param("without_setting: ['PROXIES.*']", [], id="setting is there"),
        pytest.param("with_key: [OTHER]", [], id="key is not read"),
        pytest.param("with_key: ['*_URL']", [2, 21, 22, 23], id="key is read"),
        pytest.param("argument: {name: [timeout], more_than: 30}", [22], id="large"),
        pytest.param("argument: {name: [timeout], more_than: 60}", [], id="not larger"),
        pytest.param("argument: {name: [timeout], matches: ^6}", [22], id="a constant"),
        pytest.param("argument: {name: ['*'], matches: ^2$}", [22], id="any argument"),
        pytest.param("argument: {name: [params.page], matches: ^2$}", [22], id="in a dictionary"),
        pytest.param("argument: {name: [timeout], is_computed: true}", [23], id="computed"),
        pytest.param("inside: [for]", [21], id="in a loop"),
        pytest.param("inside: [dropped]", [22], id="dropped, by its name"),
        pytest.param("outside: [for, dropped]", [2, 23], id="in neither"),
        pytest.param("where: module", [2], id="when imported"),
        pytest.param("where: function", [21, 22, 23], id="in a function"),
        pytest.param("times: 3", [21], id="often, said once"),
        pytest.param("times: 4", [], id="not often enough"),
    ],
)
def test_call(options: str, lines: list[int]) -> None:
    text = f"call: [{{name: ['requests.*'], {options}}}]"
    settings = (Setting("PROXIES.http", "'proxy'", "shop.app:", at("shop.app")),)
    reads = (ConfigRead("API_URL", CREATE, at(VIEWS, 3)),)
    facts = {"external_calls": CALLS, "settings": settings, "config_reads": reads}
    matched = matches(text, spans=SPANS, **facts)
    assert [match.location.line for match in matched] == lines


def test_a_call_tells_the_argument() -> None:
    text = "call: [{name: [requests.get], argument: {name: [timeout], more_than: 1}}]"
    assert matches(text, external_calls=CALLS) == [found(22, "requests.get", "60")]


IMPORTS = (
    ExternalImport("pandas.io.sql", f"{VIEWS}:", at(VIEWS, 1)),
    ExternalImport("pandas.DataFrame", CREATE, at(VIEWS, 21)),
    ExternalImport("pandas.DataFrame", SEND, at(MAIL, 4)),
)


def test_import_that_is_certain() -> None:
    """What is required is, and what its module loads whether or not it is installed."""
    imports = (
        ExternalImport("torch", f"{VIEWS}:", at(VIEWS, 1)),
        ExternalImport("torch", "shop.text:", at("shop.text", 2)),
        ExternalImport("torch", SEND, at(MAIL, 4)),
    )
    spans = (Span("shop.text:", at("shop.text", 1), 3, "optional"),)
    facts = {"external_imports": imports, "spans": spans}
    certain, other = (
        f"import: [{{name: [torch], is_certain: {one}}}]" for one in ("true", "false")
    )
    assert [match.location for match in matches(certain, **facts)] == [at(VIEWS, 1)]
    assert [match.location for match in matches(other, **facts)] == [
        at(MAIL, 4),
        at("shop.text", 2),
    ]
    required = {**facts, "dependencies": (Dependency("torch", "", at("shop.app")),)}
    assert matches(other, **required) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "import: [{name: [pandas]}]",
            [
                Match(at(MAIL, 4), "pandas", (SEND,)),
                found(1, "pandas", "", f"{VIEWS}:"),
            ],
            id="once a module",
        ),
        pytest.param(
            "import: [{name: [pandas], where: module}]",
            [found(1, "pandas", "", f"{VIEWS}:")],
            id="when imported",
        ),
        pytest.param("import: [{name: [pandas.io.html]}]", [], id="another"),
    ],
)
def test_import(text: str, expected: list[Match]) -> None:
    assert matches(text, external_imports=IMPORTS) == expected


SHOP_VIEW = "shop.orders.views:OrderView"
VIEW = (
    *SHOP.functions,
    Function(SHOP_VIEW, at(VIEWS, 40), 60, "class"),
    Function(f"{SHOP_VIEW}.get", at(VIEWS, 42), 50, "method"),
    Function(f"{SHOP_VIEW}.page", at(VIEWS, 52), 58, "method"),
)
METHODS = (f"{SHOP_VIEW}.get", f"{SHOP_VIEW}.page")
ROUTES = (
    *SHOP.entry_points,
    EntryPoint(HttpRoute("GET", "/v", "/v"), METHODS[0], at(VIEWS, 42), "flask", hooks=("h.x:y",)),
)


def test_decorator() -> None:
    decorations = (
        Decoration("flask_login.login_required", CREATE, at(VIEWS, 19)),
        Decoration("flask_login.login_required", SHOP_VIEW, at(VIEWS, 39)),
        Decoration("shop.text:cached", CREATE, at(VIEWS, 18)),
    )
    assert matches(
        "decorator: [{name: ['flask_login.*']}]", functions=VIEW, decorations=decorations
    ) == [
        found(19, "flask_login.login_required"),
        found(39, "flask_login.login_required", "", *METHODS),
    ]


def test_class() -> None:
    inheritances = (
        Inheritance(SHOP_VIEW, "flask.views.MethodView", at(VIEWS, 40)),
        Inheritance("shop.text:Text", "flask.views.MethodView", at("shop.text", 5)),
        Inheritance("shop.text:Text", "shop.text:Base", at("shop.text", 5)),
    )
    assert matches(
        "class: [{base: [flask.views.MethodView]}]", functions=VIEW, inheritances=inheritances
    ) == [
        found(40, "flask.views.MethodView", SHOP_VIEW, *METHODS),
        Match(at("shop.text", 5), "flask.views.MethodView", ("shop.text:Text",), "shop.text:Text"),
    ]


PARAMETERS = (
    Parameter(CREATE, "request", "", at(VIEWS, 20)),
    Parameter(SEND, "asked", "django.http.HttpRequest", at(MAIL, 3)),
    Parameter(SEND, "text", "<builtin>.str", at(MAIL, 3)),
)
OF_HANDLER, OF_OTHER = (
    found(20, "request", "request"),
    Match(at(MAIL, 3), "django.http.HttpRequest", (SEND,), "asked"),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("type: [django.http.HttpRequest]", [OF_OTHER]),
        ("name: [request]", [OF_HANDLER]),
        ("name: [request, asked], of: handler", [OF_HANDLER]),
        ("name: [request, asked], of: other", [OF_OTHER]),
    ],
)
def test_parameter(options: str, expected: list[Match]) -> None:
    assert matches(f"parameter: [{{{options}}}]", parameters=PARAMETERS) == expected


ADD = "fastapi.BackgroundTasks.add_task"
TIDY = ExternalCall("os.remove", "shop.text:tidy", at("shop.text", 4))
TIDYING = (Span("shop.text:tidy", at("shop.text", 4), 4, "tidy"),)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(None, [], id="calls nothing"),
        pytest.param("", [OF_HANDLER], id="gives nothing that is known"),
        pytest.param("os.remove", [], id="gives what is harmless"),
        pytest.param("shop.text:tidy", [], id="gives what calls only that"),
        pytest.param(SEND, [OF_HANDLER], id="gives something else"),
    ],
)
def test_parameter_by_what_is_called(given: str | None, expected: list[Match]) -> None:
    constants = (("0()", given),) if given else ()
    calls = () if given is None else (ExternalCall(ADD, CREATE, at(VIEWS, 22), (), constants),)
    assert (
        matches(
            f"parameter: [{{name: [request], with_call: ['{ADD}'], unless_handed: [os.remove]}}]",
            parameters=PARAMETERS,
            external_calls=(TIDY, *calls),
            spans=TIDYING,
        )
        == expected
    )


def test_call_unless_given() -> None:
    calls = (
        external("subprocess.run", 21, ("0.0", "'pip'"), ("0.1", "'--dry-run'")),
        external("subprocess.run", 22, ("0", "'pip --dry-run'")),
        external("subprocess.run", 23, ("0", "'pip --dry-runs'")),
        external("subprocess.run", 24),
    )
    text = "call: [{name: [subprocess.run], unless_given: [--dry-run]}]"
    assert [match.location.line for match in matches(text, external_calls=calls)] == [23, 24]


def test_call_unless_handed() -> None:
    calls = (
        external("starlette.background.BackgroundTask", 21, ("0()", "os.remove")),
        external("starlette.background.BackgroundTask", 22, ("0()", "shop.text:tidy")),
        external("starlette.background.BackgroundTask", 23, ("0()", SEND)),
        external("starlette.background.BackgroundTask", 24),
        TIDY,
    )
    name = "starlette.background.BackgroundTask"
    asked = f"call: [{{name: [{name}], unless_handed: [os.remove]}}]"
    assert matches(asked, external_calls=calls, spans=TIDYING) == [
        found(23, name),
        found(24, name),
    ]


@pytest.mark.parametrize(
    ("calls", "lines"),
    [
        pytest.param((), [], id="none"),
        pytest.param(((CREATE, SEND),), [21], id="in the same function"),
        pytest.param(((CREATE, "os.remove"),), [], id="which is given what is harmless"),
        pytest.param((("shop.text:tidy", SEND),), [], id="elsewhere"),
    ],
)
def test_call_with_a_call(calls: tuple[tuple[str, str], ...], lines: list[int]) -> None:
    name = "fastapi.BackgroundTasks"
    adding = (ExternalCall(ADD, who, at(VIEWS, 22), (), (("0()", what),)) for who, what in calls)
    found = matches(
        f"call: [{{name: [{name}], with_call: ['{ADD}'], unless_handed: [os.remove]}}]",
        external_calls=(external(name, 21), *adding),
    )
    assert [match.location.line for match in found] == lines


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("awaited", []), ("dropped", [found(21, "multiprocessing.Process")])],
)
def test_call_unless_awaited_in_a_thread(kind: str, expected: list[Match]) -> None:
    calls = (
        external("multiprocessing.Process", 21),
        external("asyncio.to_thread", 23, ("0()", "multiprocessing.Process.join")),
    )
    assert (
        matches(
            "call: [{name: [multiprocessing.Process],"
            " unless_called: [multiprocessing.Process.join]}]",
            external_calls=calls,
            spans=(Span(CREATE, at(VIEWS, 23), 23, kind, "to_thread"),),
        )
        == expected
    )


READS = (
    AttributeRead("flask.request.files", CREATE, at(VIEWS, 21)),
    AttributeRead("flask.request.files", METHODS[1], at(VIEWS, 53)),
    AttributeRead("flask.request.files", SEND, at(MAIL, 5)),
    AttributeRead("flask.request.form", SEND, at(MAIL, 6)),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("name: [flask.request.form]", [Match(at(MAIL, 6), "flask.request.form", (SEND,))]),
        (
            "name: ['*.files'], of: handler",
            [
                found(21, "flask.request.files"),
                found(53, "flask.request.files", "", METHODS[1]),
            ],
        ),
        (
            "name: ['*.files'], of: other",
            [Match(at(MAIL, 5), "flask.request.files", (SEND,))],
        ),
    ],
)
def test_read(options: str, expected: list[Match]) -> None:
    text = f"read: [{{{options}}}]"
    assert matches(text, functions=VIEW, entry_points=ROUTES, attribute_reads=READS) == expected


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("name: ['web.*']", [21, 22]),
        ("name: ['web.headers[Type]']", [22]),
        ("name: ['web.*'], matches: 'pdf'", [22]),
        ("name: [web]", []),
    ],
)
def test_assignment(options: str, lines: list[int]) -> None:
    assignments = (
        Assignment("web.status", "200", CREATE, at(VIEWS, 21)),
        Assignment("web.headers[Type]", "'application/pdf'", CREATE, at(VIEWS, 22)),
    )
    known = {one.location.line: one for one in assignments}
    assert matches(f"assignment: [{{{options}}}]", assignments=assignments) == [
        found(line, known[line].name, known[line].value) for line in lines
    ]


APP = at("shop.app", 3)
SETTINGS = (
    Setting("CACHES.default.TIMEOUT", "300", "shop.app:", APP),
    Setting("CACHE_TYPE", "'simple'", "shop.app:", APP),
    Setting("NAME", "", "shop.app:", APP),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("key: ['CACHES.*.TIMEOUT'], more_than: 299", ["300"]),
        ("key: ['CACHES.*.TIMEOUT'], more_than: 300", []),
        ("key: [NAME], more_than: 0", []),
        ("key: ['CACHE*'], matches: simple", ["'simple'"]),
        ("key: ['CACHE*']", ["'simple'", "300"]),
        ("key: [CACHE_TYPE], without: [NAME]", []),
        ("key: [CACHE_TYPE], without: [OTHER]", ["'simple'"]),
    ],
)
def test_setting(options: str, expected: list[str]) -> None:
    matched = matches(f"setting: [{{{options}}}]", settings=SETTINGS)
    assert sorted(match.value for match in matched) == expected
    assert {(match.location, match.functions) for match in matched} <= {(APP, ("shop.app:",))}


CONFIG = (
    ConfigRead(
        "DATABASE_URL", "shop.database:", at("shop.database", 2), "''", "environment", True
    ),
    ConfigRead("DEBUG", SEND, at(MAIL, 4), None, "flask"),
)
URL, DEBUG = (
    Match(at("shop.database", 2), "DATABASE_URL", ("shop.database:",), "''"),
    Match(at(MAIL, 4), "DEBUG", (SEND,)),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("key: ['*']", [URL, DEBUG]),
        ("key: ['DATABASE_*']", [URL]),
        ("store: [flask]", [DEBUG]),
        ("is_secret: true", [URL]),
        ("where: function", [DEBUG]),
        ("where: module", [URL]),
    ],
)
def test_environment(options: str, expected: list[Match]) -> None:
    assert matches(f"environment: [{{{options}}}]", config_reads=CONFIG) == sorted(expected)


def test_module_state() -> None:
    expected = Match(at("shop.text", 2), "shop.text:TEXTS", ("shop.text:shorten",))
    assert matches("module_state: [{kind: [dict, list]}]") == [expected]
    assert matches("module_state: [{kind: [set]}]") == []
    own = expected.name.rpartition(":")[2]
    assert matches(f"module_state: [{{kind: [dict], name: {own[1:]}}}]") == [expected]
    assert matches(f"module_state: [{{kind: [dict], unless_name: {own[1:]}}}]") == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("kind: [task]", ["task shop.notify"]),
        ("kind: [http], declared: '^/orders$'", ["POST /orders"]),
        ("kind: [http], framework: [django]", []),
        (
            "kind: [http], framework: [flask], declared: id",
            ["GET /customers/{id}", "GET /orders/{id}"],
        ),
        ("kind: [websocket, schedule, command]", []),
    ],
)
def test_entry_point(options: str, expected: list[str]) -> None:
    matched = matches(f"entry_point: [{{{options}}}]")
    assert sorted(match.name for match in matched) == expected
    assert all(match.labels == (match.name,) for match in matched)


def test_many_entry_points_are_one() -> None:
    text = "entry_point: [{kind: [http], more_than: 2}]"
    assert matches(text) == [Match(at("shop.customers.views", 5), "GET /customers/{id}", (), "3")]
    assert matches("entry_point: [{kind: [http], more_than: 3}]") == []


def test_schedule() -> None:
    def at_times(expression: str, declared: str, line: int) -> EntryPoint:
        trigger = Schedule(expression, declared, "shop.notify")
        return EntryPoint(trigger, SEND, at(MAIL, line), "celery")

    points = (at_times("rate(5 minutes)", "300.0", 1), at_times("", "solar(sunset)", 2))

    def expected(number: int) -> Match:
        one = points[number]
        assert isinstance(one.trigger, Schedule)
        return Match(one.location, one.label, (SEND,), one.trigger.declared, (one.label,))

    def asked(options: str) -> list[Match]:
        return matches(f"schedule: [{{{options}}}]", entry_points=points)

    assert asked("has_equivalent: true") == [expected(0)]
    assert asked("has_equivalent: false") == [expected(1)]
    assert asked("declared: ^solar") == [expected(1)]


def test_enqueue() -> None:
    enqueues = (
        Enqueue("shop.notify", CREATE, at(VIEWS, 21)),
        Enqueue("shop.notify", CREATE, at(VIEWS, 25)),
    )
    inside = (Transaction(CREATE, at(VIEWS, 24), 26, "block", "atomic"),)
    assert matches("enqueue: [{}]", enqueues=enqueues, spans=SPANS) == [
        found(21, "shop.notify"),
        found(25, "shop.notify"),
    ]
    assert matches("enqueue: [{inside: [for]}]", enqueues=enqueues, spans=SPANS) == [
        found(21, "shop.notify")
    ]
    assert matches(
        "enqueue: [{inside: [transaction]}]", enqueues=enqueues, transactions=inside
    ) == [found(25, "shop.notify")]


def test_hook() -> None:
    """A hook that is not the project's is left out."""
    before = Function("shop.app:before", at("shop.app", 9), 12)
    around = Function("h.x:y", at("h.x", 2), 5)
    functions, hooks = (around, before, *SHOP.functions), ("lib:hook", before.name)

    def asked(options: str) -> list[Match]:
        text = f"hook: [{{{options}}}]"
        return matches(text, functions=functions, entry_points=ROUTES, hooks=hooks)

    assert asked("around: all") == [Match(before.location, before.name, (before.name,))]
    assert asked("around: some") == [Match(around.location, around.name, (around.name,))]
    assert asked("around: some, framework: [flask]") == asked("around: some")
    assert asked("around: some, framework: [django]") == []
    assert asked("around: all, framework: [django]") == []


LINE = Table("line", "shop.orders.models:Line", at("shop.orders.models", 9), (("customer", 11),))
ACCESSES = (
    access("customer", AccessMode.READ, SHOW),
    TableAccess("customer", AccessMode.READ, CREATE, at(VIEWS, 23), "join"),
    TableAccess("customer", AccessMode.WRITE, CREATE, at(VIEWS, 24), "sql"),
    TableAccess("line", AccessMode.READ, f"{VIEWS}:", at(VIEWS, 3)),
    TableAccess("line", AccessMode.WRITE, CREATE, at(VIEWS, 25)),
)
DATA = {"tables": (*SHOP.tables, LINE), "accesses": ACCESSES}


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (
            "written across",
            [Match(at("shop.customers.models", 3), "customer", (CREATE,), "orders")],
        ),
        (
            "read across",
            [Match(at("shop.customers.models", 3), "customer", (CREATE,), "orders")],
        ),
        (
            "referenced across",
            [Match(at("shop.orders.models", 11), "line", (f"{VIEWS}:", CREATE), "customer")],
        ),
    ],
)
def test_table(relation: str, expected: list[Match]) -> None:
    assert matches(f"table: [{{is: {relation}}}]", **DATA) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param("crosses: true", [(23, "customers"), (24, "customers")], id="of another"),
        pytest.param("via: [join, relation]", [(23, "customers")], id="by a join"),
        pytest.param("via: [sql], mode: [read]", [], id="in another mode"),
        pytest.param("via: [sql], mode: [write]", [(24, "customers")], id="in this mode"),
        pytest.param("where: module", [(3, "orders")], id="when imported"),
    ],
)
def test_access(options: str, expected: list[tuple[int, str]]) -> None:
    matched = matches(f"access: [{{{options}}}]", **DATA)
    assert [(match.location.line, match.value) for match in matched] == expected


TRANSACTIONS = (
    Transaction(CREATE, at(VIEWS, 22), 24, "block", "atomic"),
    Transaction(CREATE, at(VIEWS, 22), 26, "block", "outer"),
    Transaction(SEND, at(MAIL, 3), 9, "function", "atomic"),
)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param(
            "kind: [function]",
            [Match(at(MAIL, 3), "atomic", (SEND,), "customers")],
            id="with what it calls",
        ),
        pytest.param(
            "crosses: true", [found(22, "outer", "customers, orders")], id="of two services"
        ),
        pytest.param("kind: [request]", [], id="of another kind"),
    ],
)
def test_transaction(options: str, expected: list[Match]) -> None:
    writes = access("customer", AccessMode.WRITE, "shop.text:shorten")
    matched = matches(
        f"transaction: [{{{options}}}]",
        accesses=(*ACCESSES, writes),
        calls=tuple(sorted((*SHOP.calls, call(SEND, "shop.text:shorten", 5)))),
        transactions=TRANSACTIONS,
    )
    assert matched == expected


def test_a_commit_ends_what_came_after_the_one_before() -> None:
    """What is called and commits itself is no part of it, nor is a write of one of several."""

    def write(table: str, line: int) -> TableAccess:
        return TableAccess(table, AccessMode.WRITE, CREATE, at(VIEWS, line))

    commits = [Transaction(CREATE, at(VIEWS, line), line, "commit", "c") for line in (22, 24, 26)]
    own = Transaction("shop.text:save", at("shop.text", 8), 8, "commit", "c")
    matched = matches(
        "transaction: [{kind: [commit]}]",
        accesses=(
            write("order", 21),
            write("customer", 23),
            write("line", 23),
            write("line", 25),
            access("customer", AccessMode.WRITE, SEND),
            access("customer", AccessMode.WRITE, "shop.text:save"),
        ),
        calls=(call(CREATE, "shop.text:save", 21), call(CREATE, SEND, 25)),
        transactions=(*commits, own),
        tables=DATA["tables"],
    )
    assert matched == [
        found(22, "c", "orders"),
        found(24, "c", ""),
        found(26, "c", "customers, orders"),
        Match(own.location, "c", (own.function,), "customers"),
    ]


def test_edge() -> None:
    edges = (
        HiddenEdge("signal", CREATE, SHOW, at(VIEWS, 21)),
        HiddenEdge("signal", CREATE, CREATE, at(VIEWS, 22)),
        HiddenEdge("foreign-key", SHOP_VIEW, "customer", at(VIEWS, 41)),
    )
    facts = {"functions": VIEW, "hidden_edges": edges}
    assert matches("edge: [{kind: [signal]}]", **facts) == [
        found(21, SHOW, "customers"),
        found(22, CREATE),
    ]
    assert matches("edge: [{kind: [signal, foreign-key], crosses: true}]", **facts) == [
        found(21, SHOW, "customers"),
        found(41, "customer", "customers", *METHODS),
    ]


# Each module lies in the package that loads the application, and that loads all others.
LABELS = ("GET /customers/{id}", "GET /orders/{id}", "POST /orders", "task shop.notify")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (
            "of: modules, more_than: 1",
            dict.fromkeys(LABELS, "9"),
        ),
        ("of: modules, more_than: 99, share: true", dict.fromkeys(LABELS, "100")),
        ("of: modules, more_than: 100, share: true", {}),
        ("of: tables_written, more_than: 0", {"POST /orders": "1"}),
        ("of: functions, more_than: 2", {}),
    ],
)
def test_reaches(options: str, expected: dict[str, str]) -> None:
    matched = matches(f"reaches: [{{{options}}}]")
    assert {match.name: match.value for match in matched} == expected
    assert all(match.labels == (match.name,) for match in matched)


def test_a_call_that_is_kept_from_its_commit_is_part_of_the_transaction() -> None:
    save = "shop.text:save"
    kept, through = call(CREATE, save, 21), call(CREATE, "shop.text:all", 23)
    below = call("shop.text:all", save, 30)
    ends = Transaction(CREATE, at(VIEWS, 25), 25, "commit", "c")
    written = access("customer", AccessMode.WRITE, save)

    def tables(*spared: Call) -> list[Match]:
        places = tuple(one.location for one in spared)
        own = Transaction(save, at("shop.text", 8), 8, "commit", "c", places)
        return [
            one
            for one in matches(
                "transaction: [{kind: [commit]}]",
                accesses=(written,),
                calls=tuple(sorted((kept, through, below))),
                transactions=tuple(sorted((own, ends))),
                tables=DATA["tables"],
            )
            if one.location == ends.location
        ]

    assert tables() == [found(25, "c", "")]
    assert tables(kept) == [found(25, "c", "customers")]
    assert tables(below) == [found(25, "c", "customers")]


def test_cycle() -> None:
    modules = (
        module("shop.customers.models", "shop.orders.models"),
        module("shop.mail", "shop.text"),
        module("shop.orders.models", "shop.customers.models"),
        module("shop.text", "shop.mail"),
    )
    customers = Match(
        at("shop.customers.models"),
        "shop.customers.models",
        ("shop.customers.models:", "shop.orders.models:"),
        "2 modules: shop.customers.models, shop.orders.models",
    )
    mail = Match(at(MAIL), MAIL, ("shop.mail:", "shop.text:"), "2 modules: shop.mail, shop.text")
    assert matches("cycle: [{}]", modules=modules) == [customers, mail]
    assert matches("cycle: [{crosses: true}]", modules=modules) == [customers]
    assert matches("cycle: [{hidden: true}]", modules=modules) == []


def test_cycle_that_is_hidden_in_a_function() -> None:
    orders = Import("shop.orders.models", "Order", "Order", 9, "send")
    modules = (
        module("shop.customers.models", MAIL),
        msgspec.structs.replace(module(MAIL), imports=(orders,)),
        module("shop.orders.models", "shop.text"),
        module("shop.text", "shop.customers.models"),
    )
    hidden = Match(
        at(MAIL, 9),
        "shop.orders.models",
        (SEND,),
        "shop.mail → shop.orders.models → shop.text → shop.customers.models → shop.mail",
    )
    assert matches("cycle: [{}]", modules=modules) == []
    assert matches("cycle: [{hidden: true, crosses: true}]", modules=modules) == [hidden]


def test_no_cycle_is_hidden_by_imports_of_types_and_within_a_cycle() -> None:
    mail = module(MAIL, "shop.orders.models")
    again = Import("shop.orders.models", "Order", "Order", 9, "send")
    mail = msgspec.structs.replace(mail, imports=(*mail.imports, again))
    modules = (mail, module("shop.orders.models", MAIL))
    assert matches("cycle: [{hidden: true}]", modules=modules) == []
    (line,) = (one.line for one in modules[1].imports)
    place = at("shop.orders.models", line)
    typing = (Span("shop.orders.models:", place, line, "typing"),)
    assert matches("cycle: [{}]", modules=modules, spans=typing) == []
    script = (Span("shop.orders.models:", place, line, "script"),)
    assert matches("cycle: [{}]", modules=modules, spans=script) == []


def test_aws() -> None:
    calls = (
        AwsCall("s3:GetObject", CREATE, at(VIEWS, 21), "pictures"),
        AwsCall("s3:PutObject", CREATE, at(VIEWS, 22)),
    )
    assert matches("aws: [{action: ['s3:Get*']}]", aws_calls=calls) == [
        found(21, "s3:GetObject", "pictures")
    ]
    assert matches("aws: [{action: ['s3:*'], is_unbound: true}]", aws_calls=calls) == [
        found(22, "s3:PutObject")
    ]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        ("{}", [21, 22]),
        ("{host: ['*.example.org']}", [21]),
        ("{client: ['httpx.*']}", [22]),
        ("{has_timeout: true}", [22]),
        ("{has_timeout: false}", [21]),
    ],
)
def test_outbound(options: str, lines: list[int]) -> None:
    calls = (
        OutboundCall("api.example.org", "requests.get", CREATE, at(VIEWS, 21)),
        OutboundCall("", "httpx.get", CREATE, at(VIEWS, 22), "5"),
    )
    matched = matches(f"outbound: [{options}]", outbound_calls=calls)
    assert [match.location.line for match in matched] == lines


def test_write() -> None:
    writes = (
        FileWrite("export/{}.csv", "<builtin>.open", CREATE, at(VIEWS, 21)),
        FileWrite("static/{}", "<builtin>.open", CREATE, at(VIEWS, 22)),
    )
    assert matches("write: [{path: '[.]csv$'}]", file_writes=writes) == [
        found(21, "<builtin>.open", "export/{}.csv")
    ]
    assert matches("write: [{unless_path: ^export}]", file_writes=writes) == [
        found(22, "<builtin>.open", "static/{}")
    ]


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        pytest.param("is_computed: false", [21, 22], id="known"),
        pytest.param("is_computed: true", [23, 24], id="computed, or all of it a setting's"),
        pytest.param("inside: [tolerated]", [22], id="may fail"),
        pytest.param("outside: [tolerated]", [21, 23, 24], id="may not fail"),
    ],
)
def test_write_that_is_computed_or_may_fail(options: str, lines: list[int]) -> None:
    paths = {21: "export/{}.csv", 22: "cache", 23: "{}/a", 24: ""}
    writes = tuple(FileWrite(path, "os.mkdir", SEND, at(VIEWS, n)) for n, path in paths.items())
    spans = (Span(CREATE, at(VIEWS, 21), 22, "with"), Span(CREATE, at(VIEWS, 22), 22, "tolerated"))
    found_at = matches(f"write: [{{{options}}}]", file_writes=writes, spans=spans)
    assert [match.location.line for match in found_at] == lines


def test_setting_that_holds_in_any_case() -> None:
    settings = (
        Setting("SESSION_TYPE", "'filesystem'", f"{VIEWS}:", at(VIEWS, 2)),
        Setting("SESSION_TYPE", "'filesystem'", f"{VIEWS}:", at(VIEWS, 5)),
    )
    spans = (Span(f"{VIEWS}:", at(VIEWS, 4), 6, "if"),)
    text = "setting: [{key: [SESSION_TYPE], is_certain: true}]"
    assert [match.location.line for match in matches(text, settings=settings, spans=spans)] == [2]


def test_call_in_the_body_of_a_model() -> None:
    """It is a matter of those who write the table: who else loads the model does not care."""
    model = "shop.orders.models:Order"
    calls = (ExternalCall("django.FileField", model, at("shop.orders.models", 3)),)
    facts = {
        "external_calls": calls,
        "tables": (Table("order", model, at("shop.orders.models", 2)),),
        "accesses": (
            access("order", AccessMode.WRITE, CREATE),
            access("order", AccessMode.READ, SHOW),
        ),
    }
    text = "call: [{name: [django.FileField], of: writers}]"
    place = at("shop.orders.models", 3)
    assert matches(text, **facts) == [Match(place, "django.FileField", (CREATE,), model)]
    nobody = text.replace("writers", "nobody")
    assert matches(nobody, **facts) == [Match(place, "django.FileField", ())]


def test_call_in_the_body_of_a_class() -> None:
    """What a class makes for itself is a matter of its methods."""
    owner = f"{VIEWS}:Upload"
    functions = (
        Function(owner, at(VIEWS, 2), 9, "class"),
        Function(f"{owner}.post", at(VIEWS, 4), 9, "method"),
    )
    calls = (ExternalCall("django.Storage", owner, at(VIEWS, 3)),)
    found_at = matches(
        "call: [{name: [django.Storage]}]", functions=functions, external_calls=calls
    )
    assert found_at == [Match(at(VIEWS, 3), "django.Storage", (f"{owner}.post",))]


def test_file() -> None:
    place = Location("deploy/Procfile", 1)
    lines = (OperationsLine(place, "web: gunicorn --timeout 120 shop"),)
    text = "file: [{{name: ['Proc*'], matches: '--timeout (\\d+)', more_than: {}}}]"
    expected = [Match(place, "Procfile", (), "--timeout 120")]
    assert matches(text.format(119), operations=lines) == expected
    assert matches(text.format(120), operations=lines) == []
    assert matches("file: [{name: [nginx.conf], matches: .}]", operations=lines) == []


def test_dependency() -> None:
    place, again = Location("requirements.txt", 3), Location("setup.py", 9)
    dependencies = (Dependency("django", "<5", place), Dependency("django", ">=4", again))
    expected = [Match(place, "django", (), "<5")]
    assert matches("dependency: [{name: ['djang*']}]", dependencies=dependencies) == expected
    assert matches(
        "dependency: [{name: [django], versions: '^>='}]", dependencies=dependencies
    ) == [Match(again, "django", (), ">=4")]
    assert matches("dependency: [{name: [flask]}]", dependencies=dependencies) == []


def test_every_condition_has_a_test() -> None:
    """What ``traffic`` finds is in test_measurements.py."""
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert {field.rstrip("_") for field in FINDERS} <= {*tested, "traffic"}


@pytest.mark.parametrize(
    ("required", "keys"),
    [((), ["DATABASE_URL"]), (("flask",), ["DATABASE_URL"]), (("pymysql",), [])],
)
def test_a_setting_where_nothing_is_required(required: tuple[str, ...], keys: list[str]) -> None:
    settings = (
        Setting("DATABASE_URL", "'sqlite:///a.db'", "shop.settings:", at("shop.settings")),
    )
    needed = tuple(Dependency(name, "", Location("requirements.txt", 1)) for name in required)
    found = matches(
        "setting: [{key: [DATABASE_URL], without_dependency: [psycopg*, pymysql]}]",
        settings=settings,
        dependencies=needed,
    )
    assert [match.name for match in found] == keys
