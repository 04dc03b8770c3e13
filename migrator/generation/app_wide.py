"""Does importing a module change the whole application? Such a module is never cut.

``billing.add_app_template_filter(...)`` in one area serves the pages of all areas.
https://flask.palletsprojects.com/en/stable/api/#flask.Blueprint
"""

import ast
from collections.abc import Collection, Iterator

ALWAYS = frozenset(
    {
        "add_app_template_filter", "add_app_template_global", "add_app_template_test",
        "after_app_request", "app_context_processor", "app_errorhandler", "app_template_filter",
        "app_template_global", "app_template_test", "app_url_defaults",
        "app_url_value_preprocessor", "before_app_first_request", "before_app_request",
        "connect", "connect_via", "listen", "listens_for", "record", "record_once",
        "teardown_app_request",
    }
)  # fmt: skip
ON_APPLICATION = frozenset(
    {
        "add_template_filter", "add_template_global", "add_template_test", "after_request",
        "before_first_request", "before_request", "context_processor", "errorhandler",
        "register_error_handler", "teardown_appcontext", "teardown_request", "template_filter",
        "template_global", "template_test", "url_defaults", "url_value_preprocessor",
    }
)  # fmt: skip


# Decorators that only change what they decorate.
PURE = frozenset(
    {
        "asynccontextmanager", "cache", "cached_property", "classmethod", "contextmanager",
        "dataclass", "define", "deprecated", "final", "frozen", "lru_cache", "overload",
        "override", "property", "retry", "runtime_checkable", "staticmethod", "total_ordering",
        "unique", "wraps",
    }
)  # fmt: skip


def find_app_wide(
    code: str, imported: Collection[str] = (), handlers: Collection[str] = ()
) -> tuple[int, str] | None:
    """Return line and name of the first statement that acts beyond the module's own routes.

    Args:
        code: the source of the module.
        imported: names of blueprints that it imports.
        handlers: names of its functions and classes that answer routes; decorators of any other
            may register it with somebody: a plugin system, a task queue.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    blueprints = find_blueprints(tree).union(imported)
    found = [
        (node.lineno, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and _acts_beyond(node, blueprints)
    ]
    found += [
        (node.lineno, name)
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for name in _registering_decorators(node, blueprints)
        if node.name not in handlers
    ]
    return min(found, default=None)


def _registering_decorators(
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, blueprints: Collection[str]
) -> Iterator[str]:
    for decorator in node.decorator_list:
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        words = ast.unparse(called).split(".")
        if words[-1] not in PURE and words[0] not in blueprints:
            yield ".".join(words)


def _acts_beyond(node: ast.Attribute, blueprints: set[str]) -> bool:
    if node.attr in ALWAYS:
        return True
    if node.attr not in ON_APPLICATION:
        return False
    return not (isinstance(node.value, ast.Name) and node.value.id in blueprints)


def find_blueprints(tree: ast.Module) -> set[str]:
    """Name the variables of a module that hold a blueprint."""
    names = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        func = node.value.func
        called = func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
        if "Blueprint" in called:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names
