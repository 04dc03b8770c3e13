"""Programs made by hand, for the stages that consume one."""

from migrator.model.location import Location
from migrator.model.program import (
    AccessMode,
    Application,
    Call,
    EntryPoint,
    ExternalCall,
    Function,
    HttpRoute,
    Import,
    Module,
    ModuleState,
    Program,
    QueueTask,
    Table,
    TableAccess,
    Unresolved,
)


def file_of(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def at(module: str, line: int = 1) -> Location:
    return Location(file_of(module), line)


def route(method: str, path: str, handler: str, line: int = 1) -> EntryPoint:
    module, _, name = handler.partition(":")
    return EntryPoint(HttpRoute(method, path, path), handler, at(module, line), "flask", name=name)


def task(name: str, handler: str) -> EntryPoint:
    return EntryPoint(QueueTask(name), handler, at(handler.partition(":")[0]), "celery")


def module(name: str, *imports: str) -> Module:
    found = tuple(Import(target, "", target, 1) for target in imports)
    return Module(name, file_of(name), 10, imports=found)


def call(caller: str, callee: str, line: int = 1) -> Call:
    return Call(caller, callee, at(caller.partition(":")[0], line))


def access(table: str, mode: AccessMode, function: str) -> TableAccess:
    return TableAccess(table, mode, function, at(function.partition(":")[0]))


SHOP = Program(
    root="shop",
    modules=(
        module("shop", "shop.app"),
        module("shop.app", "shop.orders.views", "shop.customers.views", "shop.database"),
        module("shop.customers.models", "shop.database"),
        module("shop.customers.views", "shop.customers.models"),
        module("shop.database"),
        module("shop.orders.tasks", "shop.mail"),
        module("shop.orders.views", "shop.orders.tasks", "shop.customers.models", "shop.text"),
        module("shop.mail"),
        module("shop.text"),
    ),
    functions=(
        Function("shop.customers.views:show", at("shop.customers.views", 5), 8),
        Function("shop.mail:send", at("shop.mail", 3), 9, is_business=True),
        Function("shop.orders.tasks:notify", at("shop.orders.tasks", 4), 6),
        Function("shop.orders.views:create", at("shop.orders.views", 20), 30),
        Function("shop.orders.views:show", at("shop.orders.views", 10), 15),
        Function("shop.text:shorten", at("shop.text", 1), 3, is_business=True),
    ),
    calls=(
        call("shop.orders.tasks:notify", "shop.mail:send", 5),
        call("shop.orders.views:create", "shop.mail:send", 22),
        call("shop.orders.views:show", "shop.text:shorten", 12),
    ),
    entry_points=(
        route("GET", "/customers/{id}", "shop.customers.views:show", 5),
        route("GET", "/orders/{id}", "shop.orders.views:show", 10),
        route("POST", "/orders", "shop.orders.views:create", 20),
        task("shop.notify", "shop.orders.tasks:notify"),
    ),
    hooks=("shop.app:before",),
    tables=(
        Table("customer", "shop.customers.models:Customer", at("shop.customers.models", 3)),
        Table("order", "shop.orders.models:Order", at("shop.orders.models", 3)),
    ),
    accesses=(
        access("customer", AccessMode.READ, "shop.customers.views:show"),
        access("customer", AccessMode.READ, "shop.orders.views:create"),
        access("order", AccessMode.WRITE, "shop.orders.views:create"),
    ),
    external_calls=(
        ExternalCall("threading.Thread", "shop.mail:send", at("shop.mail", 4)),
        ExternalCall("time.sleep", "shop.text:unused", at("shop.text", 9)),
    ),
    module_state=(
        ModuleState(
            "shop.text:TEXTS",
            "dict",
            at("shop.text", 2),
            ("shop.text:shorten",),
            ("shop.text:shorten",),
            ("shop.orders.views:show",),
        ),
    ),
    applications=(Application("shop.app:create_app", is_factory=True, location=at("shop.app")),),
    unresolved=(Unresolved("Flask route with a computed path", at("shop.app", 7)),),
    lines=90,
)
